import { describe, expect, it } from 'vitest'
import { HostError } from '../../analyses/core/errors'
import { engineName, openDatabase, startDatabase } from '../../main/database'
import { engineOfTests } from './engine-of-tests'
import { conformanceCases, trappingStatement } from './conformance'

const shared = await engineOfTests()

describe('Database in Node', () => {
  it.each(conformanceCases.map((each) => [each.name, each] as const))(
    '%s',
    { timeout: 240_000 },
    async (_, { alone, run }) => {
      const database = alone === true ? await openDatabase() : shared
      try {
        await expect(run(database)).resolves.toBeUndefined()
      } finally {
        if (database !== shared) await database.close()
      }
    },
  )

  it('says so, and keeps saying so, when the engine is lost', async () => {
    const database = await openDatabase()
    await database.execute('CREATE TABLE t AS SELECT 1 AS a')
    const under = database.frame(trappingStatement)
    const behind = database.frame('SELECT a FROM t')
    await expect(under).rejects.toSatisfy((error) => error instanceof HostError && error.code === 'engine:lost')
    await expect(behind).rejects.toSatisfy((error) => error instanceof HostError && error.code === 'engine:lost')
    await expect(database.execute('SELECT 1')).rejects.toThrow('engine:lost')
    await database.close()
    const another = await openDatabase()
    expect((await another.frame('SELECT 1 AS a')).rowCount).toBe(1)
    await another.close()
  })

  it('takes rows and questions before it has started', async () => {
    const database = startDatabase()
    const inserted = database.insert('t', {
      rowCount: 3,
      columns: [{ kind: 'byte', id: 'a', values: Int8Array.of(1, 2, 3) }],
    })
    const asked = database.frame('SELECT sum(a)::DOUBLE AS a FROM t')
    expect((await asked).columns['a']).toMatchObject({ values: Float64Array.of(6) })
    await inserted
    await database.close()
    await expect(database.execute('SELECT 1')).rejects.toThrow('closed')
  })

  it('names the engine', () => {
    expect(engineName).toMatch(/^duckdb-wasm \d+\.\d+\.\d+$/u)
  })
})
