import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { orderRoundsAs, withoutRoundOrder } from '../../state/project'
import { IconButton } from '../../ui/icon-button'
import { useProject, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './data.module.css'

/** The rounds of the survey in time, which the user may move; nothing where there is one round or none. */
export function RoundList() {
  const words = useWords()
  const workbench = useWorkbench()
  const dataset = useWorkbenchState(({ session }) => session.survey.dataset)
  const declared = useProject((project) => project.orders?.rounds)
  const rounds = dataset?.roundOrder ?? dataset?.rounds.map(({ id }) => id) ?? []
  if (rounds.length < 2) return null
  const move = (index: number, by: -1 | 1): void => {
    const moved = rounds.toSpliced(index, 1).toSpliced(index + by, 0, rounds[index] ?? '')
    workbench.change((project) => orderRoundsAs(project, moved))
  }
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
      <ol className={styles['rounds']}>
        {rounds.map((round, index) => (
          <li key={round}>
            <bdi>{round}</bdi>
            <IconButton
              label={words('data.round-earlier', { round })}
              variant="subtle"
              size="sm"
              disabled={index === 0}
              onClick={() => move(index, -1)}
            >
              <IconArrowUp size={14} stroke={1.75} />
            </IconButton>
            <IconButton
              label={words('data.round-later', { round })}
              variant="subtle"
              size="sm"
              disabled={index === rounds.length - 1}
              onClick={() => move(index, 1)}
            >
              <IconArrowDown size={14} stroke={1.75} />
            </IconButton>
          </li>
        ))}
      </ol>
      {declared === undefined ? null : (
        <Button variant="default" size="compact-xs" onClick={() => workbench.change(withoutRoundOrder)}>
          {words('data.rounds-reset')}
        </Button>
      )}
    </section>
  )
}
