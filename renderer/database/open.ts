import { AsyncDuckDB, PACKAGE_NAME, PACKAGE_VERSION, VoidLogger } from '@duckdb/duckdb-wasm'
import engineModule from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import engineWorker from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url'
import { HostError } from '../../analyses/core/errors'
import { engineConfiguration, type EngineConnection } from '../../analyses/engine/connection'
import { openEngineDatabase, type EngineDatabase } from '../../analyses/engine/engine-database'
import { superviseDatabase } from '../../analyses/engine/supervise-database'
import { warmUp } from '../../analyses/engine/warm-up'

/** The engine and its version as results name it; the same on the command line. */
export const engineName = `${PACKAGE_NAME.replace('@duckdb/', '')} ${PACKAGE_VERSION}`

/**
 * The Database port over the browser build of duckdb-wasm in a worker of its own, served from the window's own origin.
 *
 * @param lost called when the engine has stopped and a new, empty one has taken its place: load the sources again and say so
 * @throws HostError `engine:did-not-start`
 */
export async function openDatabase(lost: (cause: unknown) => void = () => undefined): Promise<EngineDatabase> {
  const database = await superviseDatabase(async (engineLost) => {
    const connection = await connect()
    return openEngineDatabase(connection, (cause) => {
      // Its memory may be four gigabytes, and its code is not to be trusted any more.
      void connection.close()
      engineLost(cause)
    })
  }, lost)
  return warmedWhileIdle(database)
}

/** Time that the window has to come up before the engine warms up behind it. */
const warmUpAfterMilliseconds = 400

/** The same Database, warming up until it is first used. */
function warmedWhileIdle(database: EngineDatabase): EngineDatabase {
  let isUsed = false
  const timer = setTimeout(() => {
    // Whatever is wrong with the engine is told to whoever uses it.
    warmUp(database, () => !isUsed).catch(() => undefined)
  }, warmUpAfterMilliseconds)
  const using = <Parameters extends readonly unknown[], Result>(
    work: (...parameters: Parameters) => Result,
  ): ((...parameters: Parameters) => Result) => {
    return (...parameters) => {
      isUsed = true
      clearTimeout(timer)
      return work(...parameters)
    }
  }
  return {
    insert: using(database.insert),
    append: using(database.append),
    execute: using(database.execute),
    frame: using(database.frame),
    result: using(database.result),
    close: using(database.close),
    memory: database.memory,
  }
}

async function connect(): Promise<EngineConnection> {
  const worker = new Worker(engineWorker)
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) =>
      reject(new Error(event.message === '' ? 'the worker ended' : event.message)),
    )
    worker.addEventListener('messageerror', () => reject(new Error('a message of the worker could not be read')))
  })
  died.catch(() => worker.terminate())
  const engine = new AsyncDuckDB(new VoidLogger(), worker)
  try {
    const connection = await Promise.race([died, prepare(engine)])
    return {
      start: (sql) => engine.startPendingQuery(connection, sql, false),
      poll: () => engine.pollPendingQuery(connection),
      fetch: () => engine.fetchQueryResults(connection),
      async cancel() {
        await engine.cancelPendingQuery(connection)
      },
      append: (table, stream) => engine.insertArrowFromIPCStream(connection, stream, { name: table, create: false }),
      async close() {
        worker.terminate()
      },
      died,
    }
  } catch (error) {
    worker.terminate()
    throw new HostError(
      'engine:did-not-start',
      { detail: error instanceof Error ? error.message : String(error) },
      { cause: error },
    )
  }
}

async function prepare(engine: AsyncDuckDB): Promise<number> {
  await engine.instantiate(new URL(engineModule, location.href).href)
  await engine.open(engineConfiguration)
  return engine.connectInternal()
}
