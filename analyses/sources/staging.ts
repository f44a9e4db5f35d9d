import { factorColumn, numericColumn, quoteName, quoteText, type Frame } from '../core/datasets'
import type { Batch, Database } from '../core/database'
import { InputError, QueryError } from '../core/errors'

/**
 * How rows get into the shared tables: batches go to a table of their own, and one statement then joins them with what was there. A failure or an abort
 * before that leaves everything as it was; the statement itself is atomic in the engine.
 */
export interface Staging {
  readonly table: string
  /** Hands a batch on. Some may be under way, so that reading and storing overlap, but not so many that they pile up. */
  insert(batch: Batch): Promise<void>
  /** Waits for the last batch and compares the engine's count with ours. @throws QueryError when they differ */
  settle(rows: number): Promise<void>
}

/** Bytes that may be under way to the engine, which may still be starting; one batch may always. */
const mostBytesUnderWay = 48e6

/**
 * Runs `work` with an empty staging table and removes the table whatever happens.
 * @param allowed what is to hold if the rows are to be used; meanwhile the work begins
 */
export async function withStaging<Result>(
  database: Database,
  source: string,
  work: (staging: Staging) => Promise<Result>,
  allowed: Promise<void> = Promise.resolve(),
): Promise<Result> {
  const table = `_staging ${source}`
  const drop = (): Promise<void> => database.execute(`DROP TABLE IF EXISTS ${quoteName(table)}`)
  let pending: Promise<unknown> = Promise.resolve()
  let failure: { readonly error: unknown } | null = null
  const also = (promise: Promise<unknown>): void => {
    pending = Promise.all([pending, promise])
    pending.catch((error: unknown) => (failure ??= { error }))
  }
  let bytesUnderWay = 0
  // The engine does these in their order; whether one failed is seen at the next.
  also(allowed)
  also(drop())
  try {
    const result = await work({
      table,
      async insert(batch) {
        const bytes = bytesIn(batch)
        if (bytesUnderWay > 0 && bytesUnderWay + bytes > mostBytesUnderWay) await pending
        if (failure !== null) throw failure.error
        bytesUnderWay += bytes
        also(database.insert(table, batch).finally(() => (bytesUnderWay -= bytes)))
      },
      async settle(rows) {
        await pending
        await expectRows(database, table, rows)
      },
    })
    await drop()
    return result
  } catch (error) {
    // The first error is the one reported, even when the engine is gone and cannot tidy up.
    await pending.catch(() => undefined)
    await drop().catch(() => undefined)
    throw error
  }
}

/** Roughly: texts are counted as short ones. */
function bytesIn({ rowCount, columns }: Batch): number {
  const perRow = columns.reduce((sum, { kind }) => sum + (kind === 'byte' ? 1 : kind === 'integer' ? 4 : 8), 0)
  return rowCount * perRow
}

/** @throws QueryError when a table does not hold as many rows as were handed over */
export async function expectRows(database: Database, table: string, rows: number, where = ''): Promise<void> {
  const sql = `SELECT count(*) AS n FROM ${quoteName(table)}${where === '' ? '' : ` WHERE ${where}`}`
  const found = numericColumn(await database.frame(sql), 'n')[0]
  if (found !== rows) throw new QueryError(`${table} holds ${found} rows; ${rows} were handed over`, sql)
}

/** Columns of a table in order, empty when there is no such table. */
export async function columnsOf(database: Database, table: string): Promise<readonly string[]> {
  const frame = await database.frame(
    `SELECT column_name::VARCHAR AS name, column_index AS position FROM duckdb_columns() WHERE table_name = ${quoteText(table)} ORDER BY position`,
  )
  return frame.rowCount === 0 ? [] : textsOf(frame, 'name')
}

/** Texts of a column, blanks left out. */
export function textsOf(frame: Frame, id: string): readonly string[] {
  const { codes, levels } = factorColumn(frame, id)
  return Array.from(codes, (code) => levels[code]).filter((text): text is string => text !== undefined)
}

/** Distinct texts of a column among the rows kept. */
export async function levelsIn(
  database: Database,
  table: string,
  column: string,
  where: string,
): Promise<readonly string[]> {
  const name = quoteName(column)
  const frame = await database.frame(
    `SELECT DISTINCT CAST(${name} AS VARCHAR) AS level FROM ${quoteName(table)} WHERE ${name} IS NOT NULL AND ${where} ORDER BY level`,
  )
  return frame.rowCount === 0 ? [] : textsOf(frame, 'level')
}

/** An enumeration type; one without any level still needs one. */
export function enumType(levels: readonly string[]): string {
  return `ENUM(${(levels.length === 0 ? [''] : levels).map(quoteText).join(', ')})`
}

export function castToEnum(expression: string, levels: readonly string[]): string {
  return `CAST(${expression} AS ${enumType(levels)})`
}

/** Union of levels, in the order of code units so that it does not depend on what was loaded first. */
export function joinLevels(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** What the engine remembers of a source in it. */
export interface RegistryEntry {
  readonly id: string
  readonly kind: string
  readonly file: string
  readonly sha256: string
  /** Where its rows stand. */
  readonly table: string
  /** SQL that holds for its rows in that table. */
  readonly rows: string
  /** What tells two readings of one file apart, e.g. the columns used; empty where a file cannot be meant twice. */
  readonly reading: string
  /** What later sources of the kind need to know of it. */
  readonly detail: string
}

const registry = '_sources'
const entryParts = ['id', 'kind', 'file', 'sha256', 'table', 'rows', 'reading', 'detail'] as const

export async function registryEntries(database: Database): Promise<readonly RegistryEntry[]> {
  const columns = entryParts.map(quoteName)
  await database.execute(
    `CREATE TABLE IF NOT EXISTS ${registry} (${columns.map((column) => `${column} VARCHAR`).join(', ')})`,
  )
  const frame = await database.frame(`SELECT ${columns.join(', ')} FROM ${registry}`)
  const parts = entryParts.map((part) => (frame.rowCount === 0 ? [] : textsOf(frame, part)))
  return Array.from(
    { length: frame.rowCount },
    (_, row) => Object.fromEntries(entryParts.map((part, index) => [part, parts[index]?.[row] ?? ''])) as never,
  )
}

/** Remembers a source; what stood in another table under its id, while it was of another kind, goes. */
export async function registerSource(database: Database, entry: RegistryEntry): Promise<void> {
  const before = (await registryEntries(database)).find(({ id }) => id === entry.id)
  if (before !== undefined && before.table !== entry.table) await removeSource(database, entry.id)
  await database.execute(`DELETE FROM ${registry} WHERE id = ${quoteText(entry.id)}`)
  await database.execute(
    `INSERT INTO ${registry} VALUES (${entryParts.map((part) => quoteText(entry[part])).join(', ')})`,
  )
}

/**
 * @throws InputError when another source already holds the same bytes, read the same way
 */
export function refuseSameFile(entries: readonly RegistryEntry[], entry: RegistryEntry): void {
  const same = entries.find(
    ({ id, kind, sha256, reading }) =>
      id !== entry.id && kind === entry.kind && sha256 === entry.sha256 && reading === entry.reading,
  )
  if (same !== undefined)
    throw new InputError(
      'ingest:same-file',
      { other: same.id, file: same.file, source: entry.id },
      { file: entry.file },
    )
}

/** Takes a source's rows out of the engine. Nothing happens when it is not there. */
export async function removeSource(database: Database, id: string): Promise<void> {
  const entry = (await registryEntries(database)).find((candidate) => candidate.id === id)
  if (entry === undefined) return
  await database.execute(`DELETE FROM ${quoteName(entry.table)} WHERE ${entry.rows}`)
  await database.execute(`DELETE FROM ${registry} WHERE id = ${quoteText(id)}`)
}

/** SQL that holds for the rows of a source where each row names it. */
export function rowsNaming(column: string): (id: string) => string {
  return (id) => `CAST(${quoteName(column)} AS VARCHAR) = ${quoteText(id)}`
}

/**
 * Rows stand in the order of the project, whichever file was read last: sums depend on it in their last digit, and random numbers more, and the command line
 * reads the same sources in the same order.
 * @param rows of each source in the table, in the order in which they shall stand
 */
export async function putInOrder(database: Database, table: string, rows: readonly string[]): Promise<void> {
  const place = rows.map((where, index) => `WHEN ${where} THEN ${index}`).join(' ')
  await database.execute(
    `CREATE OR REPLACE TABLE ${quoteName(table)} AS SELECT * FROM ${quoteName(table)} ORDER BY CASE ${place} END, "_row"`,
  )
}

/** A column of a table of several sources: how it is written of the rows that were there, and of those that come. */
export interface JoinedColumn {
  readonly name: string
  readonly kept: string
  readonly added: string
}

/** Replaces a table by what it held of other sources and the staged rows, in one statement. */
export async function joinRows(
  database: Database,
  staged: string,
  { table, rows }: Pick<RegistryEntry, 'table' | 'rows'>,
  columns: readonly JoinedColumn[],
): Promise<void> {
  const select = (from: string, of: (column: JoinedColumn) => string, where: string): string =>
    `SELECT ${columns.map((column) => `${of(column)} AS ${quoteName(column.name)}`).join(', ')} FROM ${quoteName(from)}${where}`
  const hasExisting = (await columnsOf(database, table)).length > 0
  const kept = hasExisting ? `${select(table, (column) => column.kept, ` WHERE NOT (${rows})`)} UNION ALL ` : ''
  await database.execute(
    `CREATE OR REPLACE TABLE ${quoteName(table)} AS ${kept}${select(staged, (column) => column.added, '')}`,
  )
}

/** As `joinRows`, for tables whose columns may differ from source to source and that name the source in `_source`. */
export async function joinNamedRows(
  database: Database,
  staged: string,
  { id, table, rows }: Pick<RegistryEntry, 'id' | 'table' | 'rows'>,
): Promise<void> {
  const hasExisting = (await columnsOf(database, table)).length > 0
  const kept = hasExisting ? `SELECT * FROM ${quoteName(table)} WHERE NOT (${rows}) UNION ALL BY NAME ` : ''
  await database.execute(
    `CREATE OR REPLACE TABLE ${quoteName(table)} AS ${kept}SELECT ${quoteText(id)} AS "_source", * FROM ${quoteName(staged)}`,
  )
}
