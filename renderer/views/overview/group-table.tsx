import { Button } from '@mantine/core'
import { useState } from 'react'
import type { GroupTable } from '../../../analyses/overview/page'
import { groupInRow } from '../../state/drill-down'
import { DrillButton } from '../drill-button'
import { useFigureSpeaker, useWords, useWorkbenchState } from '../workbench-context'
import styles from './overview.module.css'

/** More groups than this are folded away. */
const visibleGroups = 8

/** How many answered in each group and round; a name filters to its group. */
export function GroupsOfSection({ groups }: { readonly groups: GroupTable }) {
  const words = useWords()
  const speaker = useFigureSpeaker()
  const [showsAll, setShowsAll] = useState(false)
  const attributes = useWorkbenchState(({ session }) => session.survey.dataset?.attributes)
  const { attribute, rounds, rows } = groups
  const isFolded = !showsAll && rows.length > visibleGroups + 1
  const shown = isFolded ? rows.slice(0, visibleGroups) : rows
  const hasRefused = rows.some(({ cells }) => cells.some((cell) => cell?.isComparable === false))
  return (
    <div className={styles['groups']}>
      <div className={styles['groupScroll']} tabIndex={0} role="region" aria-label={words('overview.groups')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{speaker.label({ attribute })}</th>
              {rounds.map((round) => (
                <th key={round} scope="col">
                  {round}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, levels: own, cells }) => {
              const levels = groupInRow(attribute, own, attributes ?? [])
              return (
                <tr key={Object.values(own).join(' ')}>
                  <th scope="row">
                    {levels === null ? (
                      <bdi>{speaker.label(name)}</bdi>
                    ) : (
                      <DrillButton levels={levels}>{speaker.label(name)}</DrillButton>
                    )}
                  </th>
                  {cells.map((cell, index) => (
                    <td key={rounds[index]} data-refused={cell?.isComparable === false}>
                      {cell === null ? '–' : speaker.label(cell.text)}
                      {cell?.isComparable === false ? <sup>*</sup> : null}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {hasRefused ? (
        <p className={styles['foot']} lang={words.language}>
          * {words('overview.not-comparable')}
        </p>
      ) : null}
      {rows.length > visibleGroups + 1 ? (
        <Button
          variant="subtle"
          size="compact-xs"
          lang={words.language}
          aria-expanded={showsAll}
          onClick={() => setShowsAll((shows) => !shows)}
        >
          {isFolded ? words('overview.all-groups', { count: rows.length }) : words('overview.fewer-groups')}
        </Button>
      ) : null}
    </div>
  )
}
