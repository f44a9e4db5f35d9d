import { describe, expect, it } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { numericColumn } from '../../analyses/core/datasets'
import { HostError } from '../../analyses/core/errors'
import { decodeFrame } from '../../analyses/engine/decode-frame'
import { encodeBatch } from '../../analyses/engine/encode-batch'
import { readEnumeration } from '../../analyses/engine/enumeration'
import { superviseDatabase } from '../../analyses/engine/supervise-database'
import { warmUp } from '../../analyses/engine/warm-up'
import { openDatabase } from '../../main/database'
import { engineOfTests } from './engine-of-tests'
import { trappingStatement } from './conformance'

const database = await engineOfTests()

describe('batches, results and levels', () => {
  const column = fc.array(
    fc.record({
      byte: fc.integer({ min: -128, max: 127 }),
      number: fc.double(),
      text: fc.option(fc.string({ unit: 'binary', maxLength: 20 })),
    }),
    { minLength: 1, maxLength: 70 },
  )

  test.prop([column], { numRuns: 40 })(
    'any rows come back as they went in, NaN and blanks as nothing',
    async (rows) => {
      const encoded = encodeBatch({
        rowCount: rows.length,
        columns: [
          { kind: 'byte', id: 'byte', values: Int8Array.from(rows, ({ byte }) => byte) },
          { kind: 'numeric', id: 'number', values: Float64Array.from(rows, ({ number }) => number) },
          { kind: 'text', id: 'text', values: rows.map(({ text }) => text) },
        ],
      })
      await database.execute('DROP TABLE IF EXISTS any_rows')
      await database.append('any_rows', encoded)
      const frame = decodeFrame(structuredClone(await database.result('SELECT * FROM any_rows')))
      expect(Array.from(numericColumn(frame, 'byte'))).toEqual(
        rows.map(({ byte }) => (byte === -125 ? Number.NaN : byte)),
      )
      expect(Array.from(numericColumn(frame, 'number'))).toEqual(rows.map(({ number }) => number))
      const texts = frame.columns['text']
      expect(texts?.kind === 'factor' ? Array.from(texts.codes, (code) => texts.levels[code] ?? null) : []).toEqual(
        rows.map(({ text }) => text),
      )
    },
  )

  test.prop(
    [
      fc.uniqueArray(
        fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\u0000')),
        { minLength: 1, maxLength: 30 },
      ),
    ],
    { numRuns: 40 },
  )('the levels of any enumeration are read from its type', async (levels) => {
    const literals = levels.map((level) => `'${level.replaceAll("'", "''")}'`).join(', ')
    const frame = await database.frame(`SELECT CAST(NULL AS ENUM(${literals})) AS e`)
    expect(frame.columns['e']).toEqual({ kind: 'factor', id: 'e', codes: Int32Array.of(-1), levels })
  })

  it('what is no enumeration is a bug', () => {
    for (const type of ['VARCHAR', 'ENUM(', "ENUM('a", "ENUM('a', b)", "ENUM('a''')x"])
      expect(() => readEnumeration(type)).toThrow('no enumeration')
  })

  it('warming up leaves nothing behind, and stops when somebody comes', async () => {
    const tables = async (): Promise<number> =>
      (await database.frame('SELECT table_name FROM duckdb_tables()')).rowCount
    const before = await tables()
    await warmUp(database, () => true)
    expect(await tables()).toBe(before)
    let asked = 0
    await warmUp(database, () => {
      asked += 1
      return asked <= 2
    })
    expect(asked).toBeLessThanOrEqual(4)
    expect(await tables()).toBe(before)
  })
})

describe('an engine watched over', () => {
  it('is replaced when it is lost, is empty then, and says so once', async () => {
    const causes: unknown[] = []
    let opened = 0
    const database = await superviseDatabase(
      (lost) => {
        opened += 1
        return openDatabase(lost)
      },
      (cause) => causes.push(cause),
    )
    await database.execute('CREATE TABLE t AS SELECT 1 AS a')
    const outcomes = await Promise.allSettled([database.frame(trappingStatement), database.frame('SELECT a FROM t')])
    for (const outcome of outcomes)
      expect(outcome.status === 'rejected' && outcome.reason instanceof HostError ? outcome.reason.code : outcome).toBe(
        'engine:lost',
      )
    expect(causes).toHaveLength(1)
    expect((await database.frame('SELECT table_name FROM duckdb_tables()')).rowCount).toBe(0)
    expect(opened).toBe(2)
    await database.close()
    expect(opened).toBe(2)
  })
})
