import { lockdownStatements, type AbortSource, type Database, type InsertColumn } from '../core/database'
import { quoteName, quoteText, type FactorColumn, type Frame } from '../core/datasets'
import { Aborted, HostError, QueryError, stopIfAborted } from '../core/errors'
import { isTrap, type EngineConnection } from './connection'
import { decodeFrame, enumerationsIn, type EncodedFrame } from './decode-frame'
import { encodeBatch, type EncodedBatch } from './encode-batch'
import { readEnumeration } from './enumeration'

/** What may go wrong with the engine itself, as message codes. */
const engineLost = 'engine:lost'
const outOfMemory = 'engine:out-of-memory'

/** A Database that also takes batches encoded, and gives results to be decoded, elsewhere: so that rows cost the thread in between nothing. */
export interface EngineDatabase extends Database {
  /** As `insert`. */
  append(table: string, batch: EncodedBatch): Promise<void>
  /** As `frame`, which is `decodeFrame` of it. */
  result(sql: string, abort?: AbortSource): Promise<EncodedFrame>
}

/**
 * The Database port over one connection: locks the engine down, then serves statements one at a time, in the order in which they were asked for.
 *
 * @param connection of an engine on which nothing has run
 * @param lost called once when the engine has trapped or died; from then on every call rejects with the HostError `engine:lost`, and all tables are gone
 * @throws QueryError when the engine refuses to be locked down
 */
export async function serveDatabase(
  connection: EngineConnection,
  lost: (cause: unknown) => void = () => undefined,
): Promise<EngineDatabase> {
  let closed = false
  let loss: HostError | null = null
  let queue: Promise<unknown> = Promise.resolve()

  /** Fails the call under way; set while there is one. */
  let fail: ((error: HostError) => void) | null = null

  function lose(cause: unknown): HostError {
    if (loss === null) {
      loss = new HostError(engineLost, { detail: cause instanceof Error ? cause.message : String(cause) }, { cause })
      fail?.(loss)
      if (!closed) lost(cause)
    }
    return loss
  }
  connection.died.catch(lose)

  /** Runs work when all before it is done, and fails it when the engine dies meanwhile. */
  function enqueue<Result>(sql: string, work: () => Promise<Result>): Promise<Result> {
    if (closed) return Promise.reject(new Error('the database is closed'))
    const turn = queue.then(() => {
      if (loss !== null) throw loss
      return new Promise<Result>((resolve, reject) => {
        fail = reject
        work().then(resolve, (error: unknown) => reject(problemOf(error, sql)))
      }).finally(() => {
        fail = null
      })
    })
    queue = turn.catch(() => undefined)
    return turn
  }

  function problemOf(error: unknown, sql: string): Error {
    if (error instanceof Aborted || error instanceof QueryError || error instanceof HostError) return error
    return isTrap(error) || loss !== null ? lose(error) : queryError(error, sql)
  }

  /** Runs a statement to its end. The parts of its result, the first being the schema. */
  async function run(sql: string, abort?: AbortSource): Promise<readonly Uint8Array[]> {
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

  async function ask(sql: string, abort?: AbortSource): Promise<EncodedFrame> {
    const parts = await run(sql, abort)
    const names = enumerationsIn(parts[0] ?? new Uint8Array())
    return { stream: joined(parts), levels: names.length === 0 ? {} : await enumerationLevels(sql, names) }
  }

  const query = async (sql: string): Promise<Frame> => decodeFrame(await ask(sql))

  /** Asks the engine to describe a result, since the stream of the result itself leaves out the words of enumerations. */
  async function enumerationLevels(sql: string, names: readonly string[]): Promise<EncodedFrame['levels']> {
    const described = await query(`DESCRIBE SELECT * FROM (${sql.trim().replace(/;$/u, '')}\n)`)
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

  async function appendTo(table: string, batch: EncodedBatch): Promise<void> {
    const described = await query(
      `SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = current_schema() AND table_name = ${quoteText(table)} ORDER BY column_index`,
    )
    if (described.rowCount === 0) {
      const columns = batch.columns.map((column) => `${quoteName(column.id)} ${storedAs[column.kind]}`)
      await run(`CREATE TABLE ${quoteName(table)} (${columns.join(', ')})`)
    } else {
      expectColumns(table, batch, described)
    }
    if (batch.rowCount > 0) await connection.append(table, batch.stream)
  }

  for (const statement of lockdownStatements) await enqueue(statement, () => run(statement))

  const append: EngineDatabase['append'] = (table, batch) =>
    enqueue(`INSERT INTO ${quoteName(table)}`, () => appendTo(table, batch))

  const result: EngineDatabase['result'] = (sql, abort) => abortable(abort, () => enqueue(sql, () => ask(sql, abort)))

  return {
    append,
    insert: async (table, batch) => append(table, encodeBatch(batch)),
    async execute(sql) {
      await enqueue(sql, () => run(sql))
    },
    result,
    async frame(sql, abort) {
      const encoded = await result(sql, abort)
      try {
        return decodeFrame(encoded)
      } catch (error) {
        throw queryError(error, sql)
      }
    },
    async memory() {
      const sql = 'SELECT sum(memory_usage_bytes)::DOUBLE AS bytes FROM duckdb_memory()'
      const frame = await enqueue(sql, () => query(sql))
      const bytes = frame.columns['bytes']
      return bytes?.kind === 'numeric' ? (bytes.values[0] ?? null) : null
    },
    async close() {
      if (closed) return
      closed = true
      await queue
      // A lost engine may not even be able to say goodbye.
      await connection.close().catch((error: unknown) => {
        if (loss === null) throw error
      })
    },
  }
}

const storedAs: Readonly<Record<InsertColumn['kind'], string>> = {
  byte: 'TINYINT',
  integer: 'INTEGER',
  numeric: 'DOUBLE',
  time: 'BIGINT',
  factor: 'VARCHAR',
  text: 'VARCHAR',
}

/** Rejects at the moment of the abort, while the statement is being called off behind it. */
function abortable<Result>(abort: AbortSource | undefined, work: () => Promise<Result>): Promise<Result> {
  if (abort === undefined) return work()
  if (abort.aborted) return Promise.reject(new Aborted())
  return new Promise((resolve, reject) => {
    const settled =
      <Value>(settle: (value: Value) => void) =>
      (value: Value): void => {
        abort.removeEventListener('abort', stop)
        settle(value)
      }
    const stop = (): void => settled(reject)(new Aborted())
    abort.addEventListener('abort', stop)
    work().then(settled(resolve), settled(reject))
  })
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

function queryError(error: unknown, sql: string): QueryError | HostError {
  const message = plainMessage(error instanceof Error ? error.message : String(error))
  const failure = new QueryError(message, sql, { cause: error })
  return message.startsWith('Out of Memory Error')
    ? new HostError(outOfMemory, { detail: message }, { cause: failure })
    : failure
}

/** Some refusals, those of the parser above all, come as JSON. */
function plainMessage(message: string): string {
  if (!message.startsWith('{')) return message
  try {
    const { exception_type: type, exception_message: text } = JSON.parse(message) as {
      readonly exception_type?: unknown
      readonly exception_message?: unknown
    }
    return typeof type === 'string' && typeof text === 'string' ? `${type} Error: ${text}` : message
  } catch {
    return message
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let end = 0
  for (const part of parts) {
    bytes.set(part, end)
    end += part.length
  }
  return bytes
}
