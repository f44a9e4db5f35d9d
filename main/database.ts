import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Worker as Thread, type Transferable } from 'node:worker_threads'
import { AsyncDuckDB, PACKAGE_NAME, PACKAGE_VERSION, VoidLogger } from '@duckdb/duckdb-wasm'
import { HostError } from '../analyses/core/errors'
import { engineConfiguration, type EngineConnection } from '../analyses/engine/connection'
import { encodeBatch } from '../analyses/engine/encode-batch'
import { openEngineDatabase, type EngineDatabase } from '../analyses/engine/engine-database'
import { trimExports } from '../analyses/engine/trim-exports'

/** The engine and its version as results name it; the same in the window. */
export const engineName = `${PACKAGE_NAME.replace('@duckdb/', '')} ${PACKAGE_VERSION}`

/**
 * The Database port over the Node build of duckdb-wasm: the same compiled engine as in the window, so that both give the same bits. It runs in a thread of
 * its own, so that files are read while it starts and while it stores. Each call opens an engine of its own, empty and in memory.
 *
 * When the engine traps, every later call rejects with the HostError `engine:lost`; there is nothing to reload from, so open a new one.
 * @param lost called once when the engine has trapped
 * @throws HostError `engine:did-not-start`
 */
export async function openDatabase(lost: (cause: unknown) => void = () => undefined): Promise<EngineDatabase> {
  return openEngineDatabase(await connect(), lost)
}

/** As `openDatabase`, without waiting until the engine has started: whatever is asked of it waits, and is refused should it not start. */
export function startDatabase(): EngineDatabase {
  const opened = openDatabase()
  opened.catch(() => undefined)
  return {
    // Encoded meanwhile.
    async insert(table, batch) {
      const encoded = encodeBatch(batch)
      await (await opened).append(table, encoded)
    },
    append: async (table, batch) => (await opened).append(table, batch),
    execute: async (sql) => (await opened).execute(sql),
    frame: async (sql, abort) => (await opened).frame(sql, abort),
    result: async (sql, abort) => (await opened).result(sql, abort),
    memory: async () => (await opened).memory(),
    // An engine that did not start is closed already, and whoever asked something of it has been told.
    close: () =>
      opened.then(
        (database) => database.close(),
        () => undefined,
      ),
  }
}

/**
 * A function of the engine is compiled anew for speed after this many bytes of it have run, on threads that share the processor with the reading of files. With
 * V8's own budget, 1.8 million, that took a second of processor time while a large survey was imported, and the import was not quicker for it.
 */
setFlagsFromString('--wasm-tiering-budget=40000000')

async function connect(): Promise<EngineConnection> {
  const folder = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'))
  const program = `${folder}/duckdb-node-eh.worker.cjs`
  const thread = new Thread(threadProgram, {
    eval: true,
    workerData: program,
    // What goes wrong is answered; the engine's program prints it, too.
    stdout: true,
    stderr: true,
  })
  thread.stdout.resume()
  thread.stderr.resume()
  const died = new Promise<never>((_, reject) => {
    thread.on('error', reject)
    thread.on('exit', () => reject(new Error('the thread ended')))
  })
  died.catch(() => undefined)
  const engine = new AsyncDuckDB(new VoidLogger(), webWorker(thread))
  try {
    // The thread begins meanwhile.
    const module = trimExports(await readFile(`${folder}/duckdb-eh.wasm`))
    thread.postMessage({ module }, [module.buffer])
    const connection = await Promise.race([died, prepare(engine, program)])
    return {
      start: (sql) => engine.startPendingQuery(connection, sql, false),
      poll: () => engine.pollPendingQuery(connection),
      fetch: () => engine.fetchQueryResults(connection),
      async cancel() {
        await engine.cancelPendingQuery(connection)
      },
      append: (table, stream) => engine.insertArrowFromIPCStream(connection, stream, { name: table, create: false }),
      async close() {
        await thread.terminate()
      },
      died,
    }
  } catch (error) {
    await thread.terminate()
    throw new HostError(
      'engine:did-not-start',
      { detail: error instanceof Error ? error.message : String(error) },
      { cause: error },
    )
  }
}

/** @param unused a file that is there: the engine's program reads it for the module, which the thread was given already */
async function prepare(engine: AsyncDuckDB, unused: string): Promise<number> {
  await engine.instantiate(unused)
  await engine.open(engineConfiguration)
  return engine.connectInternal()
}

/** The engine's program for a thread expects to be in a worker of the web: it gets what it uses of one, and its module from the first message. */
const threadProgram = `
const { parentPort, workerData } = require('node:worker_threads')
globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer)
const { instantiate } = WebAssembly
const given = new Promise((resolve) => parentPort.once('message', ({ module }) => {
  parentPort.on('message', (data) => globalThis.onmessage({ data }))
  resolve(module)
}))
WebAssembly.instantiate = async (unused, imports) => instantiate(await given, imports)
require(workerData)
`

/** A thread of Node as the engine's other half takes it. */
function webWorker(thread: Thread): ConstructorParameters<typeof AsyncDuckDB>[1] {
  return {
    postMessage: (message: unknown, transfer?: readonly Transferable[]) => thread.postMessage(message, transfer),
    addEventListener(type: string, listener: (event: { readonly data: unknown }) => void) {
      if (type === 'message') thread.on('message', (data: unknown) => listener({ data }))
    },
    removeEventListener: () => undefined,
    terminate: () => void thread.terminate(),
  }
}
