import { Button } from '@mantine/core'
import { orderRoundsAs, withoutRoundOrder } from '../../state/project'
import { useProject, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './data.module.css'
import { OrderedList } from './ordered-list'

/** The rounds of the survey in time, which the user may move; nothing where there is one round or none. */
export function RoundList() {
  const words = useWords()
  const workbench = useWorkbench()
  const dataset = useWorkbenchState(({ session }) => session.survey.dataset)
  const declared = useProject((project) => project.orders?.rounds)
  const rounds = dataset?.roundOrder ?? dataset?.rounds.map(({ id }) => id) ?? []
  if (rounds.length < 2) return null
  return (
    <section className={styles['protection']} aria-label={words('data.rounds')}>
      <strong>{words('data.rounds')}</strong>
      <span className={styles['how']}>
        {words(
          declared !== undefined
            ? 'data.rounds-declared'
            : dataset?.isRoundOrderTaken === true
              ? 'data.rounds-taken'
              : 'data.rounds-found',
        )}
      </span>
      <OrderedList
        names={rounds}
        earlier={(round) => words('data.round-earlier', { round })}
        later={(round) => words('data.round-later', { round })}
        onOrder={(moved) => workbench.change((project) => orderRoundsAs(project, moved))}
      />
      {declared === undefined ? null : (
        <Button variant="default" size="compact-xs" onClick={() => workbench.change(withoutRoundOrder)}>
          {words('data.rounds-reset')}
        </Button>
      )}
    </section>
  )
}
