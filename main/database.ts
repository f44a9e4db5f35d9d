import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { createDuckDB, NODE_RUNTIME, PACKAGE_NAME, PACKAGE_VERSION, VoidLogger } from '@duckdb/duckdb-wasm/blocking'
import { HostError } from '../analyses/core/errors'
import { engineConfiguration, type EngineConnection } from '../analyses/engine/connection'
import { openEngineDatabase, type EngineDatabase } from '../analyses/engine/engine-database'

/** The engine and its version as results name it; the same in the window. */
export const engineName = `${PACKAGE_NAME.replace('@duckdb/', '')} ${PACKAGE_VERSION}`

/**
 * The Database port over the Node build of duckdb-wasm: the same compiled engine as in the window, so that both give the same bits. It runs in this thread, a
 * few milliseconds at a time, and lets timers and signals through in between. Each call opens an engine of its own, empty and in memory.
 *
 * When the engine traps, every later call rejects with the HostError `engine:lost`; there is nothing to reload from, so open a new one.
 * @param lost called once when the engine has trapped
 * @throws HostError `engine:did-not-start`
 */
export async function openDatabase(lost: (cause: unknown) => void = () => undefined): Promise<EngineDatabase> {
  return openEngineDatabase(await connect(), lost)
}

async function connect(): Promise<EngineConnection> {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'))
    // Both names the one bundle that is used: the other is for machines without WebAssembly exceptions, which no supported Node is.
    const bundle = { mainModule: `${folder}/duckdb-eh.wasm`, mainWorker: '' }
    const engine = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), NODE_RUNTIME)
    await engine.instantiate()
    engine.open(engineConfiguration)
    const connection = engine.connect().useUnsafe((_, id) => id)
    const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
    return {
      start: async (sql) => engine.startPendingQuery(connection, sql, false),
      async poll() {
        await breath()
        return engine.pollPendingQuery(connection)
      },
      fetch: async () => engine.fetchQueryResults(connection),
      async cancel() {
        engine.cancelPendingQuery(connection)
      },
      async append(table, stream) {
        await breath()
        engine.insertArrowFromIPCStream(connection, stream, { name: table, create: false })
      },
      async close() {
        engine.disconnect(connection)
        engine.reset()
      },
      died: new Promise<never>(() => undefined),
    }
  } catch (error) {
    throw new HostError(
      'engine:did-not-start',
      { detail: error instanceof Error ? error.message : String(error) },
      { cause: error },
    )
  }
}
