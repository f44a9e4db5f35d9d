import { rowsOfTable, type CellsOf, type ColumnIdOf, type ResultTable, type TableDeclaration } from './result'

/**
 * A row of a table after disclosure control, as figures and sentences read it: by the declaration, so that a number is a number or null, and a column that was
 * never declared does not compile.
 */
export interface RowOf<D extends TableDeclaration> {
  readonly cells: CellsOf<D>
  /** Levels of the columns to group by; empty where the table has none. */
  readonly key: readonly string[]
  /** The levels joined by a middle dot: the group's name in figures. */
  readonly name: string
  /** Whether disclosure control took the number out of this column. */
  isWithheld(column: ColumnIdOf<D>): boolean
}

/** A table read through its declaration. */
export interface TableReading<D extends TableDeclaration> {
  readonly rows: readonly RowOf<D>[]
  /** The table itself, for the data of a figure. */
  readonly table: ResultTable
}

/** All tables of an analysis, by id. */
export type ReadingsOf<T extends Readonly<Record<string, TableDeclaration>>> = {
  readonly [K in keyof T]: TableReading<T[K]>
}

/** A row in which the named columns are known to have values. */
export type RowWith<R extends { readonly cells: object }, C extends keyof R['cells']> = R & {
  readonly cells: { readonly [K in C]: NonNullable<R['cells'][K]> }
}

/** What the cells of a column are after `typeof`, by its kind. */
const typesOfKinds = {
  count: ['number'],
  number: ['number'],
  probability: ['number'],
  text: ['string', 'object'],
  verdict: ['string'],
} as const

/**
 * Reads a table by its declaration. A declared column that is not in the table, since the options leave it out, reads as null.
 * @throws Error (a bug) when a cell is of another kind than its column
 */
export function readTable<const D extends TableDeclaration>(declaration: D, table: ResultTable): TableReading<D> {
  const declared = new Map(declaration.columns.map((column) => [column.id, column]))
  const groups = table.columns.map(({ id }) => id).filter((id) => !declared.has(id))
  const rows = rowsOfTable(table).map(({ cells, withheld }): RowOf<D> => {
    const read = Object.fromEntries(
      declaration.columns.map(({ id, kind, isKey, isFlag }) => {
        const cell = cells[id] ?? null
        if (isKey === true && cell === null) throw new Error(`table ${table.id}, column ${id}: a row without its key`)
        const types: readonly string[] = isFlag === true ? ['boolean'] : typesOfKinds[kind]
        if (cell !== null && !types.includes(typeof cell))
          throw new Error(`table ${table.id}, column ${id}: ${JSON.stringify(cell)} is no ${kind}`)
        return [id, cell]
      }),
    )
    const key = groups.map((id) => {
      const level = cells[id]
      return typeof level === 'string' ? level : ''
    })
    return { cells: read as CellsOf<D>, key, name: key.join(' · '), isWithheld: (column) => withheld.has(column) }
  })
  return { rows, table }
}

/** All tables of an analysis; one that the analysis did not make reads as a table without rows. */
export function readTables<T extends Readonly<Record<string, TableDeclaration>>>(
  declarations: T,
  tables: Readonly<Record<string, ResultTable>>,
): ReadingsOf<T> {
  return Object.fromEntries(
    Object.entries(declarations).map(([id, declaration]) => [
      id,
      readTable(declaration, tables[id] ?? { id, ...declaration, rows: [], suppressed: [] }),
    ]),
  ) as unknown as ReadingsOf<T>
}

/** The rows that have a value in every named column, typed so. */
export function rowsWith<R extends { readonly cells: object }, const C extends keyof R['cells']>(
  rows: readonly R[],
  ...columns: readonly C[]
): readonly RowWith<R, C>[] {
  return rows.filter((row): row is RowWith<R, C> =>
    columns.every((column) => (row.cells as R['cells'])[column] !== null),
  )
}

/** Names of groups in order of first appearance. */
export function namesOf(rows: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(rows.map(({ name }) => name))]
}

/** The codes of a cell that may hold several. */
export function codesIn(cell: string | null): readonly string[] {
  return cell === null ? [] : cell.split(' ').filter((code) => code !== '')
}
