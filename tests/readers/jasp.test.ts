import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryFile } from '../../analyses/readers/data-file'
import { DamagedDatabase, openDatabase } from '../../analyses/readers/jasp/sqlite-database'
import { createRecordReader } from '../../analyses/readers/jasp/sqlite-record'
import { summariseFile } from '../../analyses/sources/file-summary'
import { fileOf } from '../fixture-project'
import { referenceFolder, refusal } from '../sources/sample-data'
import { cellsOf, expectSameOrRefused, formatBytes, formatFile, openAny } from './cells'

const partsOf = (name: string): Record<string, Uint8Array> => unzipSync(formatBytes(`jasp/${name}`))
const database = 'internal.sqlite'
const databaseOf = (name: string): Uint8Array => partsOf(name)[database] as Uint8Array
const openChanged = (name: string, part: string, bytes: Uint8Array) =>
  openAny(memoryFile('x.jasp', zipSync({ ...partsOf(name), [part]: bytes })))

describe.each([
  ['binary-0.16.jasp', [undefined, undefined, undefined, undefined], []],
  ['database-0.18.jasp', ['Hvor bor du?', undefined, 'Jeg trives', undefined], ['Vekt']],
  ['database-0.95.jasp', ['Hvor bor du?', undefined, 'Jeg trives', undefined], ['Vekt']],
] as const)('%s', (name, labels, computed) => {
  test('has its columns with labels and measures, and the rows that its filter lets through', async () => {
    const table = await openAny(formatFile(`jasp/${name}`))
    expect(table.head.columns.map(({ name: own, type, measure }) => [own, type, measure])).toEqual([
      ['Kommune', 'text', 'nominal'],
      ['Kjønn', 'number', 'nominal'],
      ['Glede', 'number', 'ordinal'],
      ['Vekt', 'number', 'scale'],
    ])
    expect(table.head.columns.map(({ label }) => label)).toEqual(labels)
    // Values and not their keys; none where the text stands that means none.
    expect(await cellsOf(table)).toEqual([
      ['Øyer', 'Åre', 'Åre', null, 'Øyer'],
      [1, 2, 1, 2, null],
      [4, 5, null, 2, 5],
      [1.25, 0.875, null, 0.64, 1],
    ])
    expect(table.head.sample.map(({ line }) => line)).toEqual([1, 2, 4, 5, 6])
    const [places, genders, joy] = table.head.columns.map(({ levels }) => levels?.map(({ label }) => label))
    // A name that no row has is a level, unless it is a word for none.
    expect(places).toEqual(['Øyer', 'Åre', 'Ängelholm', ...(name === 'database-0.95.jasp' ? ['Härjedalen'] : [])])
    expect([genders, joy]).toEqual([['kvinne', 'mann'], undefined])
    expect(table.head.columns[1]?.levels?.map(({ value }) => value)).toEqual([2, 1])
    const said = computed.map((column) => ({
      message: 'ingest:computed-columns',
      values: { columns: { list: [column] } },
    }))
    expect(table.head.reasons).toEqual([{ message: 'ingest:filtered-out', values: { rows: 1 } }, ...said])
  })
})

describe('the database', () => {
  test('rows that need many pages, and a text that needs several', async () => {
    const { rows, columns } = await summariseFile(await openAny(formatFile('jasp/many-rows-0.95.jasp')))
    expect(rows).toBe(1000)
    expect(columns.map(({ filled, mean }) => [filled, mean])).toEqual([
      [800, null],
      [800, 1.5],
      [800, 4],
      [800, 0.94125],
    ])
    const tables = openDatabase(databaseOf('many-rows-0.95.jasp'))
    expect([...(tables.get('filters')?.rows() ?? [])]).toEqual([[1, 1, `# ${'x'.repeat(3000)}`, '']])
    expect([...(tables.get('dataset_1')?.rows() ?? [])].map(([number]) => number)).toEqual(
      Array.from({ length: 1200 }, (_, row) => row + 1),
    )
  })

  test('every kind of value of a record', () => {
    const payload = (types: readonly number[], content: readonly number[]): Uint8Array =>
      Uint8Array.from([types.length + 1, ...types, ...content])
    const { read } = createRecordReader(1)
    const types = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 19]
    const numbers = '80 fffe ff0001 80000000 000100000002 ffffffffffffffff 3ff8000000000000 aa'
    const content = [...Buffer.from(numbers.replaceAll(' ', ''), 'hex'), ...strToU8('Åx')]
    const values = [null, -128, -2, -65_535, -2_147_483_648, 2 ** 32 + 2, -1, 1.5, 0, 1, null, 'Åx']
    expect(read(payload(types, content))).toEqual(values)
    expect(read(payload(types, content.slice(0, -1)))).toBeNull()
    expect(read(Uint8Array.from([9, 1]))).toBeNull()
    expect(createRecordReader(2).read(payload([21], [0xc5, 0, 0x78, 0]))).toEqual(['Åx'])
  })

  test('one that is changed is read or refused, and ends', () => {
    const originals = ['database-0.95.jasp', 'many-rows-0.95.jasp'].map(databaseOf)
    const change = fc.tuple(fc.nat(100_000), fc.nat(255))
    fc.assert(
      fc.property(fc.nat(1), fc.array(change, { minLength: 1, maxLength: 20 }), (which, changes) => {
        const bytes = (originals[which] as Uint8Array).slice()
        // The beginnings of pages say where everything else is.
        for (const [at, value] of changes)
          bytes[(at % 3 === 0 ? at % bytes.length : (at % 40) * 1024 + (at % 97)) % bytes.length] = value
        try {
          const tables = openDatabase(bytes)
          for (const table of tables.values()) for (const row of table.rows()) if (row.length > 100_000) return false
        } catch (error) {
          return error instanceof DamagedDatabase
        }
        return true
      }),
      { numRuns: Number(process.env['FUZZ'] ?? 2000) },
    )
    expect(originals).toHaveLength(2)
  })

  test('a circle of pages ends', () => {
    const bytes = databaseOf('many-rows-0.95.jasp').slice()
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const interior = Array.from({ length: bytes.length / 1024 }, (_, page) => page + 1).filter(
      (page) => page > 1 && bytes[(page - 1) * 1024] === 5,
    )
    expect(interior.length).toBeGreaterThan(0)
    for (const page of interior) view.setUint32((page - 1) * 1024 + 8, page)
    const tables = openDatabase(bytes)
    expect(() => [...(tables.get('dataset_1')?.rows() ?? [])]).toThrow(DamagedDatabase)
  })
})

describe('a project that cannot be read', () => {
  test.each([
    ['binary-0.16.jasp', 'metadata.json', strToU8('{"dataSet": {}}')],
    [
      'binary-0.16.jasp',
      'metadata.json',
      strToU8('{"dataSet": {"rowCount": 6, "fields": [{"name": "a", "type": "complex"}]}}'),
    ],
    ['binary-0.16.jasp', 'xdata.json', strToU8('nei')],
    ['binary-0.16.jasp', 'data.bin', new Uint8Array(7)],
    ['database-0.95.jasp', 'manifest.json', strToU8('{"jaspArchiveVersion":"x"}')],
    ['database-0.95.jasp', database, strToU8('SQLite format 2')],
    ['database-0.95.jasp', database, databaseOf('database-0.95.jasp').slice(0, 2048)],
  ] as const)('%s: %s is named where it is damaged', async (name, part, bytes) => {
    expect(await refusal(openChanged(name, part, bytes))).toMatchObject({
      code: 'ingest:jasp-damaged',
      about: { part },
    })
  })

  test('one without data is called so', async () => {
    const none = zipSync({ 'manifest.json': strToU8('{}'), 'analyses.json': strToU8('{}') })
    expect(await refusal(openAny(memoryFile('n', none)))).toMatchObject({ code: 'ingest:jasp-no-data' })
  })

  test('a project that would swell a thousandfold is not unpacked', async () => {
    const bomb = zipSync({ ...partsOf('database-0.95.jasp'), [database]: new Uint8Array(100_000_000) })
    expect(bomb.length).toBeLessThan(400_000)
    expect(await refusal(openAny(memoryFile('b.jasp', bomb)))).toMatchObject({ code: 'ingest:zip-bomb' })
  })

  test('changed bytes are refused or change nothing', async () => {
    await expectSameOrRefused(
      ['binary-0.16.jasp', 'database-0.18.jasp', 'database-0.95.jasp'].map((name) => `jasp/${name}`),
    )
  })
})

/** Files that JASP saved, which are no part of the project. The numbers are those that Python's zipfile and sqlite3 read in them (`fixtures/formats/real-files`). */
const folder = join(referenceFolder, 'formats/jasp')
describe.skipIf(!existsSync(folder))('files of JASP that are not part of the project', () => {
  test.each([
    ['anova-0.16.4.jasp', 100, 31, { V1: 50.5, contBinom: 0.42, debMiss30: 8.010845837542858, debBinMiss20: 0.5625 }],
    ['NPAttributesChart-0.18.1.jasp', 20, 3, { Day: 10.5, Size: 50, D: 44.5 }],
    ['PAttributesChart-0.96.jasp', 20, 3, { Month: null, Size: 158.3, D: 25.5 }],
  ] as const)('%s', async (name, rowCount, width, means) => {
    const { rows, columns } = await summariseFile(await openAny(fileOf(join(folder, name))))
    expect([rows, columns.length]).toEqual([rowCount, width])
    for (const [column, mean] of Object.entries(means)) {
      const found = columns.find((each) => each.name === column)?.mean ?? null
      if (mean === null) expect(found).toBeNull()
      else expect(found).toBeCloseTo(mean, 12)
    }
  })

  test('texts of every plane, columns without any value, and months as they are named', async () => {
    const anova = await summariseFile(await openAny(fileOf(join(folder, 'anova-0.16.4.jasp'))))
    const of = (name: string) => anova.columns.find((column) => column.name === name)
    expect(of('debNaN')).toMatchObject({ blank: 100, filled: 0 })
    expect(of('debMiss99')).toMatchObject({ blank: 99, mean: 24.1187081 })
    expect(of('unicode')?.values[0]?.value).toBe('$_𝜶_ӑ_אַ_ሃ_இ_ऄ_ᚤ_ﾡ')
    expect(of('facOutlier')?.values.map(({ value, count }) => [value, count])).toEqual([
      ['f1', 49],
      ['f2', 49],
      ['f3', 1],
      ['totallyridiculoussuperlongfactorme', 1],
    ])
    const chart = await openAny(fileOf(join(folder, 'PAttributesChart-0.96.jasp')))
    expect((await cellsOf(chart))[0]?.slice(0, 3)).toEqual(['Sep', 'Oct', 'Nov'])
    expect(chart.head.columns[0]?.levels?.map(({ label }) => label)).not.toContain('.')
  })
})
