import { Button } from '@mantine/core'
import type { LeftOut } from '../../../../analyses/core/datasets'
import type { Exclusion } from '../../../../analyses/quality/exclusions'
import { indicatorOf } from '../../../../analyses/quality/indicators'
import { conditionPhrase } from '../../../../analyses/quality/line-words'
import { keptPhrase, limitPhrase, titleOf } from '../../../../analyses/quality/words'
import { giveReason, keepAgain } from '../../../state/quality'
import { CommitField } from '../../../ui/commit-field'
import { useProject, useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../../workbench-context'
import styles from './quality.module.css'

/** Who is left out, line by line, with what each line takes away. */
export function ExclusionLines() {
  const words = useWords()
  const lines = useProject(({ exclusions }) => exclusions)
  const survey = useWorkbenchState(({ session }) => session.survey)
  const leftOut = survey.status === 'ready' ? survey.dataset?.leftOut : undefined
  if (lines === undefined) return null
  return (
    <section className={styles['section']} aria-label={words('quality.lines')}>
      <h3>{words('quality.lines')}</h3>
      {leftOut === undefined ? null : (
        <p className={styles['how']} role="status">
          {words('quality.total', { people: words.format.count(leftOut.people), of: words.format.count(leftOut.of) })}
        </p>
      )}
      <ol className={styles['lines']}>
        {lines.map((line, index) => (
          <Line key={JSON.stringify({ ...line, reason: '' })} line={line} index={index} taken={leftOut?.lines[index]} />
        ))}
      </ol>
    </section>
  )
}

function Line({
  line,
  index,
  taken,
}: {
  readonly line: Exclusion
  readonly index: number
  readonly taken: LeftOut['lines'][number] | undefined
}) {
  const words = useWords()
  const workbench = useWorkbench()
  const name = useLineName()(line, taken?.limit ?? null)
  const also = taken === undefined ? 0 : taken.concerned - taken.people
  return (
    <li>
      <span className={styles['line']}>
        {name}
        {taken === undefined ? null : (
          <small>
            {also === 0
              ? words('quality.line-people', { people: taken.people })
              : words('quality.line-also', { people: taken.people, also: words.format.count(also) })}
          </small>
        )}
      </span>
      <CommitField
        label={words('quality.reason')}
        value={line.reason ?? ''}
        onCommit={(reason) => workbench.change((project) => giveReason(project, index, reason.trim()))}
      />
      <Button
        variant="default"
        size="compact-xs"
        aria-label={words('quality.keep-line', { line: name })}
        onClick={() => workbench.change((project) => keepAgain(project, index))}
      >
        {words('quality.keep')}
      </Button>
    </li>
  )
}

/** Rows that are named of a line. */
const mostNamed = 12

/** What a line says, in words. */
function useLineName(): (line: Exclusion, limit: number | null) => string {
  const words = useWords()
  const speaker = useSpeaker()
  const instrument = useWorkbenchState(({ session }) => session.survey.dataset?.instrument ?? null)
  return ({ rule, rows, source = '', where = [], keep }, limit) => {
    if (rule !== undefined) {
      const indicator = indicatorOf(rule)
      const title = speaker.label(titleOf(indicator))
      const phrase = keep === undefined ? limitPhrase(indicator, limit) : keptPhrase(keep)
      return words('quality.line-rule', { title, limit: speaker.label(phrase) })
    }
    if (rows !== undefined) {
      const named = rows.slice(0, mostNamed).map(String)
      const list = speaker.label({ list: rows.length > named.length ? [...named, '…'] : named })
      return words('quality.line-rows', { count: rows.length, rows: list, source })
    }
    return where.map((asked) => speaker.label(conditionPhrase(asked, instrument))).join('; ')
  }
}
