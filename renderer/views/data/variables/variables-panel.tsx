import { useSpeaker, useWords, useWorkbenchState } from '../../workbench-context'
import styles from './variables.module.css'

/** The attributes of the people who answered, with the names that they and their values have in results. */
export function VariablesPanel() {
  const words = useWords()
  const speaker = useSpeaker()
  const survey = useWorkbenchState(({ session }) => session.survey.dataset)
  if (survey === null || survey.attributes.length === 0)
    return <p className={styles['how']}>{words('variables.none')}</p>
  return (
    <div className={styles['panel']}>
      {survey.attributes.map(({ id, levels }) => (
        <section key={id} className={styles['section']} aria-label={speaker.label({ attribute: id })}>
          <h3>{speaker.label({ attribute: id })}</h3>
          <span className={styles['how']}>{words('values.levels', { count: levels.length })}</span>
        </section>
      ))}
    </div>
  )
}
