import { lockdownStatements, type AbortSource, type Database } from '../core/database'
import { quoteName } from '../core/datasets'
import { Aborted, HostError, QueryError } from '../core/errors'
import { isTrap, type EngineConnection } from './connection'
import { decodeFrame, type EncodedFrame } from './decode-frame'
import { encodeBatch, type EncodedBatch } from './encode-batch'
import { appendRows, askEncoded, askFrame, runStatement } from './statements'

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

/** Statements of one connection, one at a time, until they are closed or the engine is lost. */
interface StatementQueue {
  /** Runs work when all before it is done, and fails it when the engine dies meanwhile. */
  enqueue<Result>(sql: string, work: () => Promise<Result>): Promise<Result>
  /** Takes no more, and closes the connection when what was asked for is done. */
  close(): Promise<void>
}

function createQueue(connection: EngineConnection, lost: (cause: unknown) => void): StatementQueue {
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

  function problemOf(error: unknown, sql: string): Error {
    if (error instanceof Aborted || error instanceof QueryError || error instanceof HostError) return error
    return isTrap(error) || loss !== null ? lose(error) : queryError(error, sql)
  }

  return {
    enqueue<Result>(sql: string, work: () => Promise<Result>): Promise<Result> {
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
    },
    async close() {
      if (closed) return
      closed = true
      await queue
      // A lost engine may be unable to close its connection, too.
      await connection.close().catch((error: unknown) => {
        if (loss === null) throw error
      })
    },
  }
}

/**
 * The Database port over one connection: locks the engine down, then serves statements one at a time, in the order in which they were asked for.
 *
 * @param connection of an engine on which nothing has run
 * @param lost called once when the engine has trapped or died; from then on every call rejects with the HostError `engine:lost`, and all tables are gone
 * @throws QueryError when the engine refuses to be locked down
 */
export async function openEngineDatabase(
  connection: EngineConnection,
  lost: (cause: unknown) => void = () => undefined,
): Promise<EngineDatabase> {
  const { enqueue, close } = createQueue(connection, lost)
  for (const statement of lockdownStatements) await enqueue(statement, () => runStatement(connection, statement))

  const append: EngineDatabase['append'] = (table, batch) =>
    enqueue(`INSERT INTO ${quoteName(table)}`, () => appendRows(connection, table, batch))

  const result: EngineDatabase['result'] = (sql, abort) =>
    abortable(abort, () => enqueue(sql, () => askEncoded(connection, sql, abort)))

  return {
    append,
    insert: async (table, batch) => append(table, encodeBatch(batch)),
    async execute(sql) {
      await enqueue(sql, () => runStatement(connection, sql))
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
      const frame = await enqueue(sql, () => askFrame(connection, sql))
      const bytes = frame.columns['bytes']
      return bytes?.kind === 'numeric' ? (bytes.values[0] ?? null) : null
    },
    close,
  }
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
