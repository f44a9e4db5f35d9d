import { blankByte, factorColumn, numericColumn, quoteName, quoteText, type Frame } from '../../core/datasets'
import type { AbortSource, Database } from '../../core/database'
import type { Storage } from '../source'
import { sortRows } from './sort-rows'

/** What the values of a column in the engine are. */
export type StoredType =
  /** Answers on an ordinal scale; typed non-answers are negative codes below every scale. */
  | 'code'
  | 'number'
  | 'text'
  /** Milliseconds since 1970, UTC. */
  | 'time'

/** A column of a source's table in the engine. */
export interface StoredColumn {
  readonly name: string
  readonly type: StoredType
  /** What puts its values in order: the number itself, or the place among declared levels; absent where the engine has to compare them. */
  readonly sortedBy?: 'number' | 'place'
}

/** The rows of one source in the engine. */
export interface StoredRows {
  readonly storage: Pick<Storage, 'table' | 'rows' | 'keepsRowNumbers'>
  readonly source: string
}

/** What a row has to hold to be shown. All conditions hold together. */
export type RowCondition =
  | { readonly is: 'values'; readonly column: string; readonly values: readonly string[] }
  /** Ends are included; null leaves one open. Typed non-answers lie in no range. */
  | { readonly is: 'range'; readonly column: string; readonly from: number | null; readonly to: number | null }
  /** Capitals do not count. */
  | { readonly is: 'contains'; readonly column: string; readonly text: string }
  | { readonly is: 'blank'; readonly column: string }
  /** The file holds something, and it is read as a blank: `table` holds the numbers of such rows in its column `row`. */
  | { readonly is: 'becomes-blank'; readonly column: string; readonly header: string; readonly table: string }

export interface SortBy {
  readonly column: string
  readonly descending: boolean
}

/** Which rows are shown, in which order. Plain data. */
export interface RowQuery {
  readonly where: readonly RowCondition[]
  /** The first goes before the second; rows that are alike stay in the order of the file. */
  readonly sort: readonly SortBy[]
  /** Only these of them, by their numbers; absent where all are meant. */
  readonly rows?: readonly number[]
}

const typeNames: readonly (readonly [RegExp, Omit<StoredColumn, 'name'>])[] = [
  [/^TINYINT$/u, { type: 'code', sortedBy: 'number' }],
  [/^BIGINT$/u, { type: 'time', sortedBy: 'number' }],
  [/^(?:DOUBLE|FLOAT|INTEGER|SMALLINT|UINTEGER|USMALLINT|UTINYINT)$/u, { type: 'number', sortedBy: 'number' }],
  // Larger than what a double holds exactly.
  [/^U?HUGEINT$/u, { type: 'number' }],
  [/^VARCHAR$/u, { type: 'text' }],
  [/^ENUM.*$/u, { type: 'text', sortedBy: 'place' }],
]

/** Columns of a source's table, and what they hold. Empty when there is no such table. */
export async function storedColumns(database: Database, table: string): Promise<readonly StoredColumn[]> {
  const frame = await database.frame(
    `SELECT column_name::VARCHAR AS name, data_type::VARCHAR AS type FROM duckdb_columns() WHERE table_name = ${quoteText(table)} ORDER BY column_index`,
  )
  const [names, types] = [textsIn(frame, 'name'), textsIn(frame, 'type')]
  return names.flatMap((name, index) => {
    const found = typeNames.find(([pattern]) => pattern.test(types[index] ?? ''))?.[1]
    return name === null || found === undefined ? [] : [{ name, ...found }]
  })
}

/** A column of texts, null where there is none. */
export function textsIn(frame: Frame, id: string): readonly (string | null)[] {
  if (frame.rowCount === 0) return []
  const { codes, levels } = factorColumn(frame, id)
  return Array.from(codes, (code) => levels[code] ?? null)
}

/** The number by which a row is known: that of the record in the file, or its place in the engine where its table does not keep it. */
const keyOf = ({ keepsRowNumbers }: StoredRows['storage']): string => (keepsRowNumbers === true ? '"_row"' : 'rowid')

/** Codes below are typed non-answers. */
const isAnswer = (column: string): string => `${quoteName(column)} > ${blankByte}`

function conditionSql(condition: RowCondition, types: ReadonlyMap<string, StoredType>, key: string): string {
  const name = quoteName(condition.column)
  switch (condition.is) {
    case 'values':
      return condition.values.length === 0
        ? 'false'
        : `CAST(${name} AS VARCHAR) IN (${condition.values.map(quoteText).join(', ')})`
    case 'range': {
      const parts = [
        ...(types.get(condition.column) === 'code' ? [isAnswer(condition.column)] : []),
        ...(condition.from === null ? [] : [`${name} >= ${condition.from}`]),
        ...(condition.to === null ? [] : [`${name} <= ${condition.to}`]),
      ]
      return [`${name} IS NOT NULL`, ...parts].join(' AND ')
    }
    case 'contains':
      return `contains(lower(CAST(${name} AS VARCHAR)), lower(${quoteText(condition.text)}))`
    case 'blank':
      return `${name} IS NULL`
    case 'becomes-blank':
      return `${name} IS NULL AND ${key} IN (SELECT "row" FROM ${quoteName(condition.table)})`
  }
}

/** SQL that holds for the rows of a source that pass. */
export function rowsThatPass(
  { storage, source }: StoredRows,
  { where, rows }: Pick<RowQuery, 'where' | 'rows'>,
  columns: readonly StoredColumn[],
) {
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  const known = where.filter(({ column }) => types.has(column))
  const key = keyOf(storage)
  const named = rows === undefined ? [] : [rows.length === 0 ? 'false' : `${key} IN (${rows.join(', ')})`]
  return [storage.rows(source), ...named, ...known.map((each) => conditionSql(each, types, key))]
    .map((part) => `(${part})`)
    .join(' AND ')
}

/** Blanks come last whichever way a column is sorted, and typed non-answers before them. */
function orderSql(sort: readonly SortBy[], columns: readonly StoredColumn[], key: string): string {
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  const parts = sort.flatMap(({ column, descending }) => {
    const type = types.get(column)
    if (type === undefined) return []
    const name = quoteName(column)
    const answersFirst = type === 'code' ? [`CASE WHEN ${isAnswer(column)} THEN 0 ELSE 1 END`] : []
    return [...answersFirst, `${name} ${descending ? 'DESC' : 'ASC'} NULLS LAST`]
  })
  return [...parts, key].join(', ')
}

/**
 * The numbers of the rows that pass, in their order. Numbers, answers and levels are sorted outside the engine, which takes several times as long for a million rows; it compares
 * texts itself.
 * @throws QueryError; Aborted
 */
export async function orderedRows(
  database: Database,
  rows: StoredRows,
  query: RowQuery,
  columns: readonly StoredColumn[],
  abort?: AbortSource,
): Promise<Int32Array> {
  const key = keyOf(rows.storage)
  const sorted = query.sort.flatMap(({ column, descending }) => {
    const known = columns.find(({ name }) => name === column)
    return known === undefined ? [] : [{ column: known, descending }]
  })
  const isByNumbers = sorted.every(({ column }) => column.sortedBy !== undefined)
  const keys = isByNumbers
    ? sorted.map(({ column, descending }, at) => `${sortNumber(column, descending)} AS "k${at}"`)
    : []
  const order = isByNumbers ? '' : ` ORDER BY ${orderSql(query.sort, columns, key)}`
  const frame = await database.frame(
    `SELECT ${[`${key} AS "row"`, ...keys].join(', ')} FROM ${quoteName(rows.storage.table)} WHERE ${rowsThatPass(rows, query, columns)}${order}`,
    abort,
  )
  if (frame.rowCount === 0) return new Int32Array(0)
  const numbers = Int32Array.from(numericColumn(frame, 'row'))
  if (!isByNumbers) return numbers
  return sortRows(
    numbers,
    sorted.map(({ descending }, at) => ({ values: numericColumn(frame, `k${at}`), descending })),
  )
}

/** What a column is sorted by, as a number in SQL; NULL for a blank. Typed non-answers come behind the answers, whichever way these go. */
function sortNumber({ name, type, sortedBy }: StoredColumn, descending: boolean): string {
  const column = quoteName(name)
  if (sortedBy === 'place') return `enum_code(${column})::DOUBLE`
  if (type !== 'code' || descending) return `${column}::DOUBLE`
  return `(CASE WHEN ${isAnswer(name)} THEN ${column}::DOUBLE ELSE ${column}::DOUBLE + 1000 END)`
}

/** One value of a column: null where it is blank. */
export type StoredValue = number | string | null

/**
 * What the engine holds of some rows.
 * @returns column by column, in the order of `numbers`; undefined where the engine does not have a row
 * @throws QueryError; Aborted
 */
export async function storedValues(
  database: Database,
  { storage, source }: StoredRows,
  names: readonly string[],
  numbers: readonly number[],
  abort?: AbortSource,
): Promise<readonly (readonly (StoredValue | undefined)[])[]> {
  if (numbers.length === 0 || names.length === 0) return names.map(() => [])
  const key = keyOf(storage)
  const [low, high] = numbers.reduce(([a, b], each) => [Math.min(a, each), Math.max(b, each)], [Infinity, -Infinity])
  const selected = names.map((name, index) => `${quoteName(name)} AS "c${index}"`).join(', ')
  const frame = await database.frame(
    `SELECT ${key} AS "row", ${selected} FROM ${quoteName(storage.table)} WHERE ${storage.rows(source)} AND ${key} BETWEEN ${low} AND ${high} AND ${key} IN (${numbers.join(', ')})`,
    abort,
  )
  const places = new Map(Array.from(frame.rowCount === 0 ? [] : numericColumn(frame, 'row'), (row, at) => [row, at]))
  return names.map((_, index) => {
    const column = frame.columns[`c${index}`]
    return numbers.map((row): StoredValue | undefined => {
      const at = places.get(row)
      if (at === undefined || column === undefined) return undefined
      if (column.kind === 'factor') return column.levels[column.codes[at] ?? -1] ?? null
      const value = column.values[at] ?? Number.NaN
      return Number.isNaN(value) ? null : value
    })
  })
}

/** Numbers of the rows of a source that are blank in a column. */
export async function blankRowsOf(
  database: Database,
  rows: StoredRows,
  column: StoredColumn,
  abort?: AbortSource,
): Promise<Int32Array> {
  return orderedRows(database, rows, { where: [{ is: 'blank', column: column.name }], sort: [] }, [column], abort)
}
