import { tableRecords, type ResultTable } from '../core/result'

/** A row of a protected table, as figures and prose read it. */
export interface ShownRow {
  /** The group's levels in the order of the key columns. */
  readonly key: readonly string[]
  /** The levels joined by a middle dot: the group's name in figures. */
  readonly name: string
  /** True when disclosure control took numbers out. */
  readonly isWithheld: boolean
  text(column: string): string
  /** Null when there is none, or it is withheld. */
  number(column: string): number | null
}

/**
 * The rows of a table in their order.
 * @param columns key columns of the groups
 * @param measured the column whose absence by disclosure control makes a row withheld
 */
export function shownRows(table: ResultTable, columns: readonly string[], measured: string): readonly ShownRow[] {
  return tableRecords(table).map(({ cells, withheld }) => {
    const text = (column: string): string => {
      const cell = cells[column]
      return typeof cell === 'string' ? cell : ''
    }
    const key = columns.map(text)
    return {
      key,
      name: key.join(' · '),
      isWithheld: withheld.has(measured),
      text,
      number: (column) => {
        const cell = cells[column]
        return typeof cell === 'number' ? cell : null
      },
    }
  })
}
