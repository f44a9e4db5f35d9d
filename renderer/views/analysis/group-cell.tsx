import { useMemo, type ReactNode } from 'react'
import { analyses } from '../../../analyses/index'
import type { Cell } from '../../../analyses/core/result'
import { groupInRow } from '../../state/drill-down'
import { DrillButton } from '../drill-button'
import { useWorkbenchState } from '../workbench-context'
import type { TableLayout } from './table-layout'

interface Props {
  /** Id of the analysis that the table is of. */
  readonly analysis: string
  readonly column: string
  readonly cells: readonly Cell[]
  readonly columns: TableLayout['columns']
  /** Whether disclosure control withholds the group of the row, which cannot be opened then. */
  readonly isWithheld: boolean
  readonly children: ReactNode
}

/** The name of a group of respondents, which filters to that group; anything else as it is. */
export function GroupCell({ analysis, column, cells, columns, isWithheld, children }: Props) {
  const attributes = useWorkbenchState(({ session }) => session.survey.dataset?.attributes)
  const isOfPeople = analyses.get(analysis)?.needs.data === 'survey'
  const levels = useMemo(
    () =>
      attributes === undefined || !isOfPeople || isWithheld
        ? null
        : groupInRow(
            column,
            Object.fromEntries(columns.map((shown) => [shown.column.id, cells[shown.index] ?? null])),
            attributes,
          ),
    [attributes, isOfPeople, isWithheld, column, cells, columns],
  )
  return levels === null ? children : <DrillButton levels={levels}>{children}</DrillButton>
}
