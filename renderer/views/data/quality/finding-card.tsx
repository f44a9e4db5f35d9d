import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { percentOf } from '../../../../analyses/core/words'
import type { Finding } from '../../../../analyses/quality/report'
import { aboutPhrase, chancePhrase, limitPhrase, titleOf } from '../../../../analyses/quality/words'
import { keepAgain, leaveOutBy } from '../../../state/quality'
import { useAttempt, useProject, useSpeaker, useSurroundings, useWords, useWorkbench } from '../../workbench-context'
import { ConcernedRows } from './concerned-rows'
import { hasMovableLimit, LimitField, LimitSlider } from './limit-control'
import styles from './quality.module.css'
import { SameIdRows } from './same-id-rows'
import { ValueSpread } from './value-spread'

/** Milliseconds after the last movement of a limit before the rows are counted anew. */
const movingRest = 200

/** One indicator: how many rows it concerns, its values with the limit, the rows, and leaving them out. */
export function FindingCard({ found, heading: Heading }: { readonly found: Finding; readonly heading: 'h3' | 'h4' }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { finding, move } = useMovedLimit(found)
  const { concerned, judged, byChance, references } = finding
  const title = speaker.label(titleOf(finding))
  return (
    <section className={styles['card']} aria-label={title}>
      <div className={styles['head']}>
        <Heading>{title}</Heading>
        <span className={styles['count']}>
          {words('quality.count', {
            concerned: words.format.count(concerned),
            judged: words.format.count(judged),
            share: speaker.label(percentOf(judged === 0 ? 0 : concerned / judged)),
          })}
        </span>
      </div>
      <span className={styles['how']}>
        {words('quality.limit-line', { limit: speaker.label(limitPhrase(finding, finding.limit)) })}
      </span>
      {hasMovableLimit(finding) ? (
        <div className={styles['measure']}>
          <div className={styles['spread']}>
            <ValueSpread finding={finding} title={title} />
            <LimitSlider finding={finding} title={title} onChange={move} />
          </div>
          <LimitField finding={finding} title={title} onChange={move} />
        </div>
      ) : null}
      {byChance === undefined ? null : <p className={styles['how']}>{speaker.label(chancePhrase(byChance))}</p>}
      {finding.id === 'repeated-id' ? <SameIdRows /> : <Actions finding={finding} />}
      {concerned === 0 ? null : <ConcernedRows finding={finding} />}
      <details>
        <summary>{words('quality.about')}</summary>
        <p className={styles['how']}>{speaker.label(aboutPhrase(finding))}</p>
        {references.map((reference) => (
          <p key={reference} className={styles['how']}>
            {reference}
          </p>
        ))}
      </details>
    </section>
  )
}

function Actions({ finding: { id, limit, concerned } }: { readonly finding: Finding }) {
  const words = useWords()
  const workbench = useWorkbench()
  const lines = useProject(({ exclusions }) => exclusions)
  const index = lines?.findIndex(({ rule }) => rule === id) ?? -1
  const line = lines?.[index]
  const isDay = id === 'too-early' || id === 'too-late'
  const written = limit === null ? null : isDay ? new Date(limit).toISOString().slice(0, 10) : limit
  const leaveOut = (): void => {
    if (written !== null) workbench.change((project) => leaveOutBy(project, id, written))
  }
  if (line === undefined && concerned === 0) return null
  return (
    <div className={styles['actions']}>
      {line === undefined ? (
        <Button size="compact-xs" disabled={written === null} onClick={leaveOut}>
          {words('quality.leave-out', { count: concerned })}
        </Button>
      ) : (
        <>
          {line.limit === written || written === null ? null : (
            <Button size="compact-xs" onClick={leaveOut}>
              {words('quality.use-limit')}
            </Button>
          )}
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => workbench.change((project) => keepAgain(project, index))}
          >
            {words('quality.keep')}
          </Button>
        </>
      )}
    </div>
  )
}

/** What is found with a limit that a person moves; nothing of the project changes by moving it. */
function useMovedLimit(found: Finding) {
  const { quality } = useSurroundings().context
  const attempt = useAttempt()
  const [moved, setMoved] = useState<{ readonly from: Finding; readonly limit: number | string } | null>(null)
  const [again, setAgain] = useState<{ readonly from: Finding; readonly finding: Finding } | null>(null)
  const limit = moved?.from === found ? moved.limit : null
  useEffect(() => {
    if (limit === null) return
    const controller = new AbortController()
    const rest = setTimeout(() => {
      attempt(async () => {
        const finding = await quality.lookAgain(found.id, limit, controller.signal)
        if (finding !== null && !controller.signal.aborted) setAgain({ from: found, finding })
      })
    }, movingRest)
    return () => {
      clearTimeout(rest)
      controller.abort()
    }
  }, [quality, attempt, found, limit])
  const finding = again?.from === found ? again.finding : found
  // The slider follows the hand at once; the counts follow when they are known.
  const shown = typeof limit === 'number' ? { ...finding, limit } : finding
  return { finding: shown, move: (next: number | string) => setMoved({ from: found, limit: next }) }
}
