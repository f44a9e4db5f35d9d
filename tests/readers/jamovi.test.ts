import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { memoryFile } from '../../analyses/readers/data-file'
import { missingOf } from '../../analyses/readers/jamovi/missing'
import { isMarkedMissing } from '../../analyses/readers/reader'
import { summariseFile } from '../../analyses/sources/file-summary'
import { fileOf } from '../fixture-project'
import { referenceFolder, refusal } from '../sources/sample-data'
import { cellsOf, expectFuzzed, expectSameOrRefused, formatBytes, formatFile, openAny, readWhole } from './cells'

const partsOf = (name: string): Record<string, Uint8Array> => unzipSync(formatBytes(`jamovi/${name}`))
const changed = (change: (parts: Record<string, Uint8Array>) => void): Uint8Array => {
  const parts = partsOf('filter-on.omv')
  change(parts)
  return zipSync(parts)
}
const openChanged = (change: (parts: Record<string, Uint8Array>) => void) =>
  openAny(memoryFile('x.omv', changed(change)))

describe('a project of jamovi', () => {
  test('its columns with labels, measures and missing values; a filter that is off leaves no row out', async () => {
    const table = await openAny(formatFile('jamovi/filter-off.omv'))
    expect(table.head.format).toBe('jamovi')
    expect(table.head.columns.map(({ name, type, measure, label }) => [name, type, measure, label])).toEqual([
      ['ID', 'text', undefined, undefined],
      ['Kommune', 'text', 'nominal', 'Hvor bor du?'],
      ['Kjønn', 'number', 'nominal', undefined],
      ['q1', 'number', 'ordinal', 'Jeg trives 𝜶'],
      ['q2', 'number', 'scale', undefined],
      ['Vekt', 'number', 'scale', undefined],
      ['Dose', 'text', 'ordinal', undefined],
      ['Snitt', 'number', 'scale', undefined],
    ])
    const levels = table.head.columns.map((column) => column.levels?.map(({ value, label }) => `${value} ${label}`))
    expect(levels.slice(0, 3)).toEqual([
      undefined,
      ['Åre Åre', 'Øyer Øyer', 'Ängelholm Ängelholm'],
      ['2 kvinne', '1 mann'],
    ])
    // Names that are the codes in their order say nothing.
    expect(levels.slice(3)).toEqual([undefined, undefined, undefined, ['0.5 0.5', '1 1', '2 2'], undefined])
    expect(table.head.columns[1]?.names).toEqual(['Kommune', 'Hvor bor du?'])
    expect(await cellsOf(table)).toEqual([
      ['r-1', 'r-2', 'r-3', 'r-4', 'r-5', 'r-6'],
      ['Øyer', 'Åre', 'Ängelholm', 'Øyer', null, null],
      [1, 2, 2, 1, 2, null],
      [4, 5, 1, 99, 2, null],
      [0, 3, 5, 6, 4, 1],
      [1.25, 0.875, 1.137, null, 0.64, 1],
      ['0.5', '1', '2', '0.5', '1', '2'],
      [2, 4, 3, null, 3, 1],
    ])
    const { columns } = await summariseFile(table)
    expect(columns.map(({ missing }) => missing)).toEqual([0, 0, 0, 1, 2, 0, 0, 0])
    expect(columns.map(({ mean }) => mean)).toEqual([null, null, 1.6, 3, 3.25, 4.902 / 5, null, 2.6])
    expect(table.head.reasons).toEqual([
      { message: 'ingest:computed-columns', values: { columns: { list: ['Snitt'] } } },
      { message: 'ingest:jamovi-missing-unread', values: { columns: { list: ['Dose'] } } },
    ])
  })

  test('a filter that is on leaves its rows out, says how many, and keeps the numbers of the others', async () => {
    const table = await openAny(formatFile('jamovi/filter-on.omv'))
    expect(table.head.sample.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [1, 'r-1'],
      [2, 'r-2'],
      [4, 'r-4'],
      [5, 'r-5'],
      [6, 'r-6'],
    ])
    expect(table.head.reasons[0]).toEqual({ message: 'ingest:filtered-out', values: { rows: 1 } })
  })

  test.each([
    [
      ['== 99', '== -1'],
      [99, -1],
      [98, 0],
    ],
    [['<= 0'], [0, -5], [1e-300]],
    [['< 0'], [-1e-300, -5], [0, 1]],
    [['> 5'], [5.000001, 9], [5, 4.999]],
    [['>= 5'], [5, 9], [4.999]],
    [['!= 3'], [2, 4, 3.0000001], [3]],
  ] as const)('values that are %j are no answer', (rules, missing, answers) => {
    const rule = missingOf(rules)
    expect(missing.map((value) => isMarkedMissing(rule, value))).toEqual(missing.map(() => true))
    expect(answers.map((value) => isMarkedMissing(rule, value))).toEqual(answers.map(() => false))
  })
})

describe('a project that cannot be read', () => {
  test.each([
    ['metadata.json', strToU8('{')],
    ['metadata.json', strToU8('{"dataSet": {"rowCount": 6.5, "fields": []}}')],
    ['metadata.json', strToU8('{"dataSet": {"rowCount": 6, "fields": [{"name": ""}]}}')],
    ['xdata.json', strToU8('[]')],
    ['data.bin', new Uint8Array(17)],
    ['data.bin', new Uint8Array(0)],
  ] as const)('%s is named where it is damaged', async (part, bytes) => {
    const error = await refusal(openChanged((parts) => void (parts[part] = bytes)))
    expect(error).toMatchObject({ code: 'ingest:jamovi-damaged', about: { part } })
  })

  test('one without data, and one whose filter leaves nothing, are called so', async () => {
    const empty = strToU8('{"dataSet": {"rowCount": 0, "fields": []}}')
    const error = await refusal(openChanged((parts) => void (parts['metadata.json'] = empty)))
    expect(error).toMatchObject({ code: 'ingest:jamovi-no-data' })
    const table = await openChanged((parts) => parts['data.bin']?.fill(0, 0, 24))
    expect(table.head.problems).toMatchObject([{ code: 'ingest:all-filtered' }])
  })

  test('a project that would swell a thousandfold is not unpacked', async () => {
    const bomb = changed((parts) => void (parts['data.bin'] = new Uint8Array(100_000_000)))
    expect(bomb.length).toBeLessThan(400_000)
    expect(await refusal(openAny(memoryFile('b.omv', bomb)))).toMatchObject({ code: 'ingest:zip-bomb' })
  })

  test('rows without end, in few bytes, are refused at once', async () => {
    const metadata = strFromU8(partsOf('filter-on.omv')['metadata.json'] as Uint8Array)
    const many = strToU8(metadata.replace('"rowCount": 6', '"rowCount": 9000000000000000'))
    const error = await refusal(openChanged((parts) => void (parts['metadata.json'] = many)))
    expect(error).toMatchObject({ code: 'ingest:jamovi-damaged', about: { part: 'data.bin' } })
  })

  test('changed bytes are refused or change nothing', async () => {
    await expectSameOrRefused(['jamovi/filter-on.omv', 'jamovi/filter-off.omv'])
  })

  test('with changed bytes and without their sums it is read or refused, and never worse', async () => {
    const stored = zipSync(partsOf('filter-on.omv'), { level: 0 })
    await expectFuzzed([stored], undefined, withoutSums)
  })
})

/** Makes the sums of an archive that is not packed true again, so that the change is seen behind them. */
function withoutSums(bytes: Uint8Array): Uint8Array {
  try {
    return zipSync(unzipSync(bytes), { level: 0 })
  } catch {
    return bytes
  }
}

/** Files that jamovi saved, which are no part of the project. The numbers are those that Python reads in their zips (`fixtures/formats/real-files`). */
const folder = join(referenceFolder, 'formats/jamovi')
describe.skipIf(!existsSync(folder))('files of jamovi 2.3.13 that are not part of the project', () => {
  test.each([
    ['bfi_sample.omv', 33, [2.488, 4.42, 28.14], 'scale'],
    ['bfi_sample2.omv', 28, [2.488, 4.42, 28.14], 'scale'],
    ['bfi_sample3.omv', 28, [2.372, 4.564, 27.856], 'ordinal'],
  ] as const)('%s', async (name, width, means, measure) => {
    const { rows, columns } = await summariseFile(await openAny(fileOf(join(folder, name))))
    expect([rows, columns.length]).toEqual([250, width])
    const of = (wanted: string) => columns.find((column) => column.name === wanted)
    expect(['A1', 'C1', 'age'].map((wanted) => of(wanted)?.mean)).toEqual(means)
    expect(of('A1')).toMatchObject({ measure, blank: 0, distinct: 6 })
    expect(of('gender')?.values).toMatchObject([
      { value: 'Females', count: 172 },
      { value: 'Males', count: 78 },
    ])
    expect(of('ID')).toMatchObject({ type: 'text', distinct: 250 })
  })

  test('every cell of one is read', async () => {
    const cells = await readWhole(fileOf(join(folder, 'bfi_sample3.omv')))
    expect(cells.map((column) => column.filter((cell) => cell === null).length)).toEqual(cells.map(() => 0))
  })
})
