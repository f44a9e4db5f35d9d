import { Button, Progress } from '@mantine/core'
import { absentPhrase, nothingPhrase, othersPhrase } from '../../../../analyses/quality/words'
import type { QualityLook } from '../../../state/quality'
import { ProblemNotice } from '../../problem-notice'
import { useSpeaker, useWords, useWorkbenchState } from '../../workbench-context'
import { ExclusionLines } from './exclusion-lines'
import { FindingCard } from './finding-card'
import { LeaveOutForm } from './leave-out-form'
import styles from './quality.module.css'
import { ScoreVariants } from './score-variants'
import { useQuality } from './use-quality'

/** Rows that may not be what a person meant to answer, who of them is left out, and what that does to the scores. */
export function QualityPanel() {
  const words = useWords()
  const status = useWorkbenchState(({ session }) => session.survey.status)
  const { look, problem, share, stop, again } = useQuality()
  if (status === 'absent')
    return (
      <div className={styles['panel']}>
        <p className={styles['how']}>{words('quality.none')}</p>
        <ExclusionLines />
      </div>
    )
  return (
    <div className={styles['panel']} aria-busy={share !== null}>
      {share === null ? null : (
        <div className={styles['section']}>
          <span className={styles['how']}>{words('quality.looking', { share: words.format.percent(share) })}</span>
          <Progress value={share * 100} size="xs" aria-label={words('panel.quality')} />
          <div className={styles['actions']}>
            <Button variant="default" size="compact-xs" onClick={stop}>
              {words('quality.stop')}
            </Button>
          </div>
        </div>
      )}
      {problem === null ? null : <ProblemNotice problem={problem} />}
      <ExclusionLines />
      <LeaveOutForm />
      {look === null ? null : <Look look={look} />}
      {share !== null ? null : (
        <div className={styles['actions']}>
          <Button variant="default" size="compact-xs" onClick={again}>
            {words('quality.again')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Look({ look: { report, variants } }: { readonly look: QualityLook }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { of, findings, absent } = report
  const found = findings.filter(({ concerned }) => concerned > 0)
  // Indicators whose limit is moved, or only a person can know, stay in sight without anything found.
  const others = findings.filter(({ concerned }) => concerned === 0)
  return (
    <>
      {variants.length === 0 ? null : <ScoreVariants variants={variants} />}
      <p className={styles['how']}>{words('quality.intro', { of })}</p>
      {found.length === 0 ? null : (
        <section className={styles['section']} aria-label={words('quality.found')}>
          <h3>{words('quality.found')}</h3>
          {found.map((finding) => (
            <FindingCard key={finding.id} found={finding} heading="h4" />
          ))}
        </section>
      )}
      {others.length === 0 ? null : (
        <details>
          <summary>{speaker.label(found.length === 0 ? nothingPhrase(of, others) : othersPhrase(others))}</summary>
          <div className={styles['section']}>
            {others.map((finding) => (
              <FindingCard key={finding.id} found={finding} heading="h3" />
            ))}
          </div>
        </details>
      )}
      {absent.length === 0 ? null : <p className={styles['how']}>{speaker.label(absentPhrase(absent))}</p>}
    </>
  )
}
