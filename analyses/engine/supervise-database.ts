import type { EngineDatabase } from './engine-database'

/**
 * A Database that outlives its engine: when the engine has trapped or died, the statement that was under way rejects with the HostError `engine:lost`, a
 * new, empty engine takes its place, and `lost` is called so that the sources can be loaded again and the user told.
 *
 * @param open starts an engine and is given what to call when that engine is lost
 * @param lost called once for every engine lost
 * @throws what `open` throws the first time; when a new start fails, the statements that wait for it reject with that
 */
export async function superviseDatabase(
  open: (lost: (cause: unknown) => void) => Promise<EngineDatabase>,
  lost: (cause: unknown) => void,
): Promise<EngineDatabase> {
  let closed = false

  const start = (): Promise<EngineDatabase> =>
    open((cause) => {
      if (closed) return
      current = start()
      // A failure is reported to the next caller; until then nobody waits for it.
      current.catch(() => undefined)
      lost(cause)
    })

  let current = start()
  await current

  return {
    append: async (table, batch) => (await current).append(table, batch),
    insert: async (table, batch) => (await current).insert(table, batch),
    execute: async (sql) => (await current).execute(sql),
    result: async (sql, abort) => (await current).result(sql, abort),
    frame: async (sql, abort) => (await current).frame(sql, abort),
    memory: async () => (await current).memory(),
    async close() {
      closed = true
      await (await current).close()
    },
  }
}
