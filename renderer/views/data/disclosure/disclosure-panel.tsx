import { Button, Progress } from '@mantine/core'
import { useMemo, useSyncExternalStore } from 'react'
import { reportSections } from '../../../../analyses/disclosure-report/text'
import { disclosureReport } from '../../../state/disclosure'
import { isAnythingPending } from '../../../state/running-steps'
import { projectOf } from '../../../state/workbench'
import { ProblemNotice } from '../../problem-notice'
import { useProject, useSpeaker, useSurroundings, useWords, useWorkbenchState } from '../../workbench-context'
import styles from './disclosure.module.css'
import { ReleaseMemory } from './release-memory'

/** What the project releases of people, by which rule, what that guarantees, and an attack on all of it. */
export function DisclosurePanel() {
  const words = useWords()
  const speaker = useSpeaker()
  const { attacks } = useSurroundings().context
  const attack = useSyncExternalStore(attacks.store.subscribe, attacks.store.getState)
  const project = useProject((own) => own)
  const session = useWorkbenchState((state) => state.session)
  const isPending = useWorkbenchState((state) => isAnythingPending(projectOf(state), state.session))
  const sections = useMemo(() => reportSections(disclosureReport(project, session, attack)), [project, session, attack])
  if (session.survey.dataset === null)
    return (
      <div className={styles['panel']}>
        <p className={styles['line']}>{words('quality.none')}</p>
      </div>
    )
  return (
    <div className={styles['panel']}>
      {isPending ? (
        <p className={styles['line']} role="status">
          {words('disclosure.pending')}
        </p>
      ) : null}
      {sections.map(({ id, heading, lines }) => (
        <section key={id} className={styles['section']} aria-label={speaker.label(heading)}>
          <h3>{speaker.label(heading)}</h3>
          {lines.map(({ text, below = [] }, index) => (
            <div key={index}>
              <p className={styles['line']}>{speaker.label(text)}</p>
              {below.length === 0 ? null : (
                <ul className={styles['below']}>
                  {below.map((one, position) => (
                    <li key={position}>{speaker.label(one)}</li>
                  ))}
                </ul>
              )}
            </div>
          ))}
        </section>
      ))}
      {attack.problem === null ? null : <ProblemNotice problem={attack.problem} />}
      {attack.share === null ? (
        <div>
          <Button variant="default" size="compact-sm" disabled={isPending} onClick={attacks.begin}>
            {words('disclosure.attack')}
          </Button>
        </div>
      ) : (
        <div className={styles['section']}>
          <p className={styles['line']} role="status">
            {words('disclosure.attacking', { share: words.format.percent(attack.share) })}
          </p>
          <Progress value={attack.share * 100} size="xs" aria-label={words('disclosure.attack')} />
          <div>
            <Button variant="default" size="compact-sm" onClick={attacks.stop}>
              {words('disclosure.stop')}
            </Button>
          </div>
        </div>
      )}
      <ReleaseMemory isPending={isPending} />
    </div>
  )
}
