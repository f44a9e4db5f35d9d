import type { Cell, ResultTable, TableColumn } from '../../../analyses/core/result'
import type { Speaker } from '../../../analyses/core/speaker'

/** How a table is sorted on the screen. It is how one looks at it: what is saved or copied keeps the order of the analysis. */
export interface Sorting {
  /** Id of the column. */
  readonly column: string
  readonly direction: 'ascending' | 'descending'
}

/** What a press on a column's header makes of the sorting: ascending, descending, and the order of the analysis again (null). */
export function nextSorting(present: Sorting | null, column: string): Sorting | null {
  if (present?.column !== column) return { column, direction: 'ascending' }
  return present.direction === 'ascending' ? { column, direction: 'descending' } : null
}

/**
 * The positions of a table's rows in the order of a sorting. Numbers are compared as numbers and not as they are written, words as the reader's language sorts
 * them; rows that are alike keep the order of the analysis. What is blank or withheld stands last in either direction.
 * @param isWithheld whether disclosure control withholds the cell of a row
 */
export function sortedRows(
  table: Pick<ResultTable, 'columns' | 'rows'>,
  sorting: Sorting | null,
  analysis: string,
  speaker: Pick<Speaker, 'cell' | 'compare'>,
  isWithheld: (row: number, column: number) => boolean,
): readonly number[] {
  const order = table.rows.map((_, row) => row)
  const index = table.columns.findIndex(({ id }) => id === sorting?.column)
  const column = table.columns[index]
  if (sorting === null || column === undefined) return order
  const sign = sorting.direction === 'ascending' ? 1 : -1
  const values = table.rows.map((cells, row) =>
    isWithheld(row, index) ? null : sortedValue(column, cells[index] ?? null, analysis, speaker),
  )
  return order.toSorted((a, b) => {
    const left = values[a] ?? null
    const right = values[b] ?? null
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return (
      sign *
      (typeof left === 'number' && typeof right === 'number'
        ? left - right
        : speaker.compare(String(left), String(right)))
    )
  })
}

/** A number by which the cell is sorted, its words, or null where there is nothing. */
function sortedValue(
  column: TableColumn,
  cell: Cell,
  analysis: string,
  speaker: Pick<Speaker, 'cell'>,
): number | string | null {
  if (typeof cell === 'number') return Number.isNaN(cell) ? null : cell
  if (cell === null || cell === '') return null
  return speaker.cell(column, cell, false, analysis)
}
