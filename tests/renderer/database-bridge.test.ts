import { MessageChannel } from 'node:worker_threads'
import { afterAll, describe, expect, test } from 'vitest'
import { numericColumn } from '../../analyses/core/datasets'
import { Aborted, QueryError } from '../../analyses/core/errors'
import { openDatabase } from '../../main/database'
import { databaseOver, serveDatabase } from '../../renderer/worker/database-bridge'

/** The engine seen through a port, as our workers see it: the real engine, the real port. */
async function bridged() {
  const engine = await openDatabase()
  const { port1, port2 } = new MessageChannel()
  serveDatabase(port1 as unknown as MessagePort, engine)
  const database = databaseOver(port2 as unknown as MessagePort)
  return {
    engine,
    database,
    async close() {
      await database.close()
      port1.close()
      await engine.close()
    },
  }
}

describe('the engine through a port', async () => {
  const { engine, database, close } = await bridged()
  afterAll(close)

  test('inserts, asks and answers as the engine itself', async () => {
    await database.insert('t', {
      rowCount: 3,
      columns: [
        { kind: 'numeric', id: 'x', values: Float64Array.of(1, Number.NaN, 3) },
        { kind: 'text', id: 'who', values: ['a', null, '<b>'] },
      ],
    })
    const frame = await database.frame('SELECT x, who FROM t ORDER BY x NULLS LAST')
    expect(Array.from(numericColumn(frame, 'x'))).toEqual([1, 3, Number.NaN])
    expect(frame.columns['who']).toMatchObject({ kind: 'factor' })
    expect(await database.memory()).not.toBe(undefined)
  })

  test('the bytes of a result are handed over, not copied', async () => {
    const given: Uint8Array[] = []
    const { port1, port2 } = new MessageChannel()
    const remembering = {
      result: async (sql: string) => {
        const result = await engine.result(sql)
        given.push(result.stream)
        return result
      },
    } as unknown as typeof engine
    serveDatabase(port1 as unknown as MessagePort, remembering)
    const frame = await databaseOver(port2 as unknown as MessagePort).frame('SELECT range AS n FROM range(1000)')
    port1.close()
    expect(frame.rowCount).toBe(1000)
    expect(given.map(({ byteLength }) => byteLength)).toEqual([0])
  })

  test('a refusal of the engine arrives as one, with the statement', async () => {
    const error = await database.execute('SELECT no_such_column FROM t').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(QueryError)
    expect((error as QueryError).sql).toContain('no_such_column')
  })

  test('a statement is called off through the port, and the engine goes on', async () => {
    const controller = new AbortController()
    const running = database.frame(
      'SELECT sum(a.range * b.range) AS s FROM range(100000) a, range(100000) b',
      controller.signal,
    )
    setTimeout(() => controller.abort(), 50)
    await expect(running).rejects.toBeInstanceOf(Aborted)
    expect(numericColumn(await database.frame('SELECT 42 AS n'), 'n')[0]).toBe(42)
  })

  test('one that was called off before it began never begins', async () => {
    await expect(database.frame('SELECT 1 AS n', AbortSignal.abort())).rejects.toBeInstanceOf(Aborted)
  })
})
