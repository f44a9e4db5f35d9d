import { factorColumn, numericColumn, quoteName, quoteText, type Frame } from '../core/datasets'
import type { Batch, Database } from '../core/database'
import { InputError, QueryError } from '../core/errors'

/**
 * How rows get into the shared tables: batches go to a table of their own, and one statement then joins them with what was there. A failure or an abort
 * before that leaves everything as it was; the statement itself is atomic in the engine.
 */
export interface Staging {
  readonly table: string
  /** Hands a batch on; at most one is under way, so that reading and storing overlap without piling up. */
  insert(batch: Batch): Promise<void>
  /** Waits for the last batch and compares the engine's count with ours. @throws QueryError when they differ */
  settle(rows: number): Promise<void>
}

/** Runs `work` with an empty staging table and removes the table whatever happens. */
export async function withStaging<Result>(
  database: Database,
  source: string,
  work: (staging: Staging) => Promise<Result>,
): Promise<Result> {
  const table = `_staging ${source}`
  const drop = (): Promise<void> => database.execute(`DROP TABLE IF EXISTS ${quoteName(table)}`)
  let pending = Promise.resolve()
  await drop()
  try {
    const result = await work({
      table,
      async insert(batch) {
        await pending
        pending = database.insert(table, batch)
        pending.catch(() => undefined)
      },
      async settle(rows) {
        await pending
        await expectRows(database, table, rows)
      },
    })
    await drop()
    return result
  } catch (error) {
    // What went wrong first is what is told, even when the engine is gone and cannot tidy up.
    await pending.catch(() => undefined)
    await drop().catch(() => undefined)
    throw error
  }
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

/** What the engine remembers of the sources in it. */
export interface SourceRecord {
  readonly id: string
  readonly kind: string
  readonly file: string
  readonly sha256: string
  /** What tells two readings of one file apart, e.g. the columns used. */
  readonly detail: string
}

const registry = '_sources'

export async function sourceRecords(database: Database): Promise<readonly SourceRecord[]> {
  await database.execute(
    `CREATE TABLE IF NOT EXISTS ${registry} (id VARCHAR, kind VARCHAR, file VARCHAR, sha256 VARCHAR, detail VARCHAR)`,
  )
  const frame = await database.frame(`SELECT id, kind, file, sha256, detail FROM ${registry}`)
  if (frame.rowCount === 0) return []
  const [ids, kinds, files, digests, details] = ['id', 'kind', 'file', 'sha256', 'detail'].map((id) => {
    const { codes, levels } = factorColumn(frame, id)
    return Array.from(codes, (code) => levels[code] ?? '')
  })
  return (ids ?? []).map((id, row) => ({
    id,
    kind: kinds?.[row] ?? '',
    file: files?.[row] ?? '',
    sha256: digests?.[row] ?? '',
    detail: details?.[row] ?? '',
  }))
}

export async function recordSource(database: Database, record: SourceRecord): Promise<void> {
  await database.execute(`DELETE FROM ${registry} WHERE id = ${quoteText(record.id)}`)
  await database.execute(
    `INSERT INTO ${registry} VALUES (${[record.id, record.kind, record.file, record.sha256, record.detail].map(quoteText).join(', ')})`,
  )
}

/**
 * @throws InputError when another source already holds the same bytes, read the same way
 */
export function refuseSameFile(records: readonly SourceRecord[], record: SourceRecord): void {
  const same = records.find(
    ({ id, kind, sha256, detail }) =>
      id !== record.id &&
      kind === record.kind &&
      sha256 === record.sha256 &&
      (kind === 'survey' || kind === 'headcount' || detail === record.detail),
  )
  if (same !== undefined)
    throw new InputError(
      'ingest:same-file',
      { other: same.id, file: same.file, source: record.id },
      { file: record.file },
    )
}

const tablesOfKind: Readonly<Record<string, string>> = {
  survey: 'responses',
  headcount: 'headcount',
  observations: 'observations',
  events: 'events',
  coverage: 'coverage',
  indicators: 'indicators',
  inventory: 'inventory',
}

/** Takes a source's rows out of the engine. Nothing happens when it is not there. */
export async function removeSource(database: Database, id: string): Promise<void> {
  const record = (await sourceRecords(database)).find((candidate) => candidate.id === id)
  if (record === undefined) return
  const table = tablesOfKind[record.kind]
  if (table === undefined) return
  const where = whereSource(record.kind, id)
  await database.execute(`DELETE FROM ${quoteName(table)} WHERE ${where}`)
  await database.execute(`DELETE FROM ${registry} WHERE id = ${quoteText(id)}`)
}

/** The rows of a source in the table of its kind. */
export function whereSource(kind: string, id: string): string {
  if (kind === 'observations' || kind === 'events')
    return `("series" = ${quoteText(id)} OR starts_with(CAST("series" AS VARCHAR), ${quoteText(`${id}/`)}))`
  return `CAST("${kind === 'coverage' ? 'source' : '_source'}" AS VARCHAR) = ${quoteText(id)}`
}
