import type { Cell, ResultTable, TableColumn } from '../../../analyses/core/result'
import type { Speaker } from '../../../analyses/core/speaker'
import type { Note } from '../../../analyses/core/words'
import { isGroupWithheld } from '../../state/drill-down'

/** Longer texts, in characters, are sentences. */
const longestName = 36
/** Rows by which a column is judged. */
const measuredRows = 120

/** How a table is laid out on the screen: what is shown of it, and where its notes are marked. */
export interface TableLayout {
  /** The columns shown, each with its position in the rows. */
  readonly columns: readonly { readonly column: TableColumn; readonly index: number }[]
  /** Text columns at the start, which identify the row. */
  readonly keyCount: number
  /** Positions of columns whose texts need several lines; names stand on one. */
  readonly sentences: ReadonlySet<number>
  readonly isWithheld: (row: number, column: number) => boolean
  /** Whether the group that a row is about is withheld. */
  readonly isGroupWithheld: (row: number) => boolean
  /** Cells. */
  readonly withheldCount: number
  /** Signs of the notes about a cell, a column or a row, as `a b`; empty without any. */
  readonly markOf: (row: number | undefined, column: string | undefined) => string
}

/**
 * @param analysis whose table it is, for the words of its cells
 * @param notes those that concern this table, in the order of their signs
 */
export function tableLayout(
  table: ResultTable,
  analysis: string,
  speaker: Pick<Speaker, 'cell'>,
  notes: readonly Note[],
  showsAllColumns: boolean,
): TableLayout {
  const withheld = new Set(table.suppressed.map(([row, column]) => `${row} ${column}`))
  const positions = table.columns.map((column, index) => ({ column, index }))
  const isSentence = (column: TableColumn, cell: Cell): boolean =>
    speaker.cell(column, cell, false, analysis).length > longestName
  return {
    columns: positions.filter(({ column }) => showsAllColumns || column.secondary !== true),
    keyCount: countKeys(table.columns),
    sentences: new Set(
      positions
        .filter(
          ({ column, index }) =>
            column.kind === 'text' &&
            table.rows.slice(0, measuredRows).some((row) => isSentence(column, row[index] ?? null)),
        )
        .map(({ index }) => index),
    ),
    withheldCount: withheld.size,
    isGroupWithheld: (row) =>
      isGroupWithheld(
        table,
        new Set(table.columns.filter((_, index) => withheld.has(`${row} ${index}`)).map(({ id }) => id)),
      ),
    isWithheld: (row, column) => withheld.has(`${row} ${column}`),
    markOf: (row, column) =>
      notes
        .flatMap(({ concerns }, index) =>
          concerns !== undefined && concerns.row === row && concerns.column === column ? [noteSign(index)] : [],
        )
        .join(' '),
  }
}

function countKeys(columns: readonly TableColumn[]): number {
  const first = columns.findIndex(({ kind }) => kind !== 'text')
  return first < 0 ? columns.length : first
}

/** The sign of a note: a, b … z, aa, ab … */
export function noteSign(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest === 0 ? '' : noteSign(rest - 1)) + String.fromCharCode(97 + (index % 26))
}

/** How many columns at the start of a row repeat the row above: they are there for copying and for screen readers, and not drawn again. */
export function repeatedKeys(cells: readonly Cell[], above: readonly Cell[] | undefined, keyCount: number): number {
  if (above === undefined) return 0
  // The last key tells the rows apart, and is always drawn.
  for (let index = 0; index < keyCount - 1; index += 1) if (cells[index] !== above[index]) return index
  return Math.max(0, keyCount - 1)
}
