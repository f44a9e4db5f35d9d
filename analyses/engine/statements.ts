import { joinedBytes } from '../core/bytes'
import type { AbortSource, InsertColumn } from '../core/database'
import { quoteName, quoteText, type FactorColumn, type Frame } from '../core/datasets'
import { Aborted, QueryError, stopIfAborted } from '../core/errors'
import type { EngineConnection } from './connection'
import { decodeFrame, enumerationsIn, type EncodedFrame } from './decode-frame'
import type { EncodedBatch } from './encode-batch'
import { readEnumeration } from './enumeration'

/** Single statements over one connection; which of them run, and when, is for `engine-database` to say. */

/**
 * Runs a statement to its end. The parts of its result, the first being the schema.
 *
 * @throws Aborted when it is called off; whatever the engine throws
 */
export async function runStatement(
  connection: EngineConnection,
  sql: string,
  abort?: AbortSource,
): Promise<readonly Uint8Array[]> {
  stopIfAborted(abort)
  let head = await connection.start(sql)
  while (head === null) {
    if (abort?.aborted === true) {
      await connection.cancel()
      throw new Aborted()
    }
    head = await connection.poll()
  }
  const parts = [head]
  for (;;) {
    stopIfAborted(abort)
    const part = await connection.fetch()
    if (part === null) continue
    if (part.length === 0) return parts
    parts.push(part)
  }
}

/** Runs a statement and gives its result with the words of its enumerations, to be decoded. */
export async function askEncoded(
  connection: EngineConnection,
  sql: string,
  abort?: AbortSource,
): Promise<EncodedFrame> {
  const parts = await runStatement(connection, sql, abort)
  const names = enumerationsIn(parts[0] ?? new Uint8Array())
  return {
    stream: joinedBytes(parts),
    levels: names.length === 0 ? {} : await enumerationLevels(connection, sql, names),
  }
}

export async function askFrame(connection: EngineConnection, sql: string): Promise<Frame> {
  return decodeFrame(await askEncoded(connection, sql))
}

/** Asks the engine to describe a result, since the stream of the result itself leaves out the words of enumerations. */
async function enumerationLevels(
  connection: EngineConnection,
  sql: string,
  names: readonly string[],
): Promise<EncodedFrame['levels']> {
  const described = await askFrame(connection, `DESCRIBE SELECT * FROM (${sql.trim().replace(/;$/u, '')}\n)`)
  const name = described.columns['column_name']
  const type = described.columns['column_type']
  if (name?.kind !== 'factor' || type?.kind !== 'factor')
    throw new Error('the engine described a result in an unknown way')
  const textAt = (column: FactorColumn, row: number): string => column.levels[column.codes[row] ?? -1] ?? ''
  return Object.fromEntries(
    Array.from(name.codes.keys())
      .filter((row) => names.includes(textAt(name, row)))
      .map((row) => [textAt(name, row), readEnumeration(textAt(type, row))]),
  )
}

/**
 * Adds the rows of a batch to a table, which is made when it is not there.
 *
 * @throws QueryError when the table is there and has other columns
 */
export async function appendRows(connection: EngineConnection, table: string, batch: EncodedBatch): Promise<void> {
  const described = await askFrame(
    connection,
    `SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = current_schema() AND table_name = ${quoteText(table)} ORDER BY column_index`,
  )
  if (described.rowCount === 0) {
    const columns = batch.columns.map((column) => `${quoteName(column.id)} ${storedAs[column.kind]}`)
    await runStatement(connection, `CREATE TABLE ${quoteName(table)} (${columns.join(', ')})`)
  } else {
    expectColumns(table, batch, described)
  }
  if (batch.rowCount > 0) await connection.append(table, batch.stream)
}

const storedAs: Readonly<Record<InsertColumn['kind'], string>> = {
  byte: 'TINYINT',
  integer: 'INTEGER',
  numeric: 'DOUBLE',
  time: 'BIGINT',
  factor: 'VARCHAR',
  text: 'VARCHAR',
  utf8: 'VARCHAR',
}

/** @throws QueryError unless the batch has the table's columns, in the table's order and of its types */
function expectColumns(table: string, batch: EncodedBatch, described: Frame): void {
  const texts = (id: string): readonly string[] => {
    const column = described.columns[id]
    if (column?.kind !== 'factor') throw new Error(`the engine did not say ${id}`)
    return Array.from(column.codes, (code) => column.levels[code] ?? '')
  }
  const names = texts('column_name')
  const types = texts('data_type')
  const given = batch.columns.map(({ id }) => id)
  const wrong = batch.columns.filter(({ id, kind }, index) => names[index] !== id || !fits(kind, types[index] ?? ''))
  if (given.length === names.length && wrong.length === 0) return
  const stored = names.map((name, index) => `${name} ${types[index] ?? ''}`).join(', ')
  const offered = batch.columns.map(({ id, kind }) => `${id} ${storedAs[kind]}`).join(', ')
  throw new QueryError(
    `table ${table} has the columns ${stored}; the batch has ${offered}`,
    `INSERT INTO ${quoteName(table)}`,
  )
}

function fits(kind: InsertColumn['kind'], type: string): boolean {
  return type === storedAs[kind] || (storedAs[kind] === 'VARCHAR' && type.startsWith('ENUM('))
}
