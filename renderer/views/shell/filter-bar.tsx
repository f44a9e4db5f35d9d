import { IconUsers } from '@tabler/icons-react'
import { wayDown } from '../../state/drill-down'
import { Conditions } from '../conditions'
import { useProject, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './shell.module.css'
import { WayDown } from './way-down'

/** Which respondents are included, and how many they are. The filter holds for every analysis of the survey. */
export function FilterBar() {
  const words = useWords()
  const workbench = useWorkbench()
  const dataset = useWorkbenchState(({ session }) => session.survey.dataset)
  const respondents = useWorkbenchState(({ session }) => session.respondents)
  const where = useProject((project) => project.where)
  const isOnWay = dataset !== null && wayDown(where, dataset.attributes).length > 0
  return (
    <section className={styles['filterBar']} data-scrolls-aside aria-label={words('filter.name')}>
      <span className={styles['filterLabel']}>
        <IconUsers size={16} stroke={1.75} aria-hidden />
        {/* The way says what the label would. */}
        {isOnWay ? null : where.length === 0 ? words('filter.everyone') : words('filter.only')}
      </span>
      <WayDown />
      <Conditions
        dataset={dataset}
        where={where}
        addLabel={words('filter.add')}
        onChange={(next, column) => workbench.change((project) => ({ ...project, where: next }), `where:${column}`)}
      />
      <span className={styles['count']} role="status" aria-live="polite">
        {dataset === null || respondents === null ? (
          words('filter.no-respondents')
        ) : (
          <>
            <b>{words.format.count(respondents.kept)}</b>{' '}
            {words('filter.of', { all: words.format.count(respondents.all) })}
          </>
        )}
      </span>
    </section>
  )
}
