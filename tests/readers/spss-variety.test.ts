import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { memoryFile } from '../../analyses/readers/data-file'
import { cellText, openTable, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import { emptiedEngine } from '../database/engine-of-tests'
import { instrumentOf, item, refusal, valuesOf } from '../sources/sample-data'
import { formatBytes, formatFile, readWhole } from './cells'
import { bytesOfText, systemFile, type WrittenFile } from './system-file'

const open = async (written: WrittenFile): Promise<OpenTable> =>
  (await openTable(readers, memoryFile('made.sav', systemFile(written), 777))).table

/** Cells as texts, a row a record. */
const cellsOf = async (written: WrittenFile): Promise<readonly (readonly string[])[]> =>
  (await (await open(written)).rows(1_000_000, {})).rows.map(({ cells }) => cells)

const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe.each([
  { isBigEndian: false, compression: 0 as const },
  { isBigEndian: false, compression: 1 as const },
  { isBigEndian: true, compression: 0 as const },
  { isBigEndian: true, compression: 1 as const },
])('big-endian $isBigEndian, compression $compression', (how) => {
  test.each([100, 0, 20])('codes shifted by %d', async (bias) => {
    const written: WrittenFile = {
      ...how,
      bias,
      codePage: 65001,
      variables: [{ name: 'A' }, { name: 'T', width: 20 }, { name: 'B', missing: [1, 3, 9], hasRange: true }],
      cases: [
        [1, bytesOfText('Ängelholm Åre'), 2.5],
        [null, bytesOfText(''), -99],
        [151, bytesOfText('  foran'), 152],
        [-100.25, bytesOfText('x'), 1e300],
      ],
    }
    expect(await cellsOf(written)).toEqual([
      ['1', 'Ängelholm Åre', '2.5'],
      ['', '', '-99'],
      ['151', '  foran', '152'],
      ['-100.25', 'x', '1e+300'],
    ])
    const { head } = await open(written)
    expect(head.columns[2]).toMatchObject({ missing: [9], missingRanges: [{ from: 1, to: 3 }] })
    expect(await cellsOf({ ...written, caseCount: -1 })).toHaveLength(4)
    expect((await open({ ...written, caseCount: 5 })).head.problems).toEqual([
      expect.objectContaining({ code: 'ingest:spss-fewer-cases', about: { found: 4, expected: 5 } }),
    ])
  })
})

describe('letters', () => {
  const named = (name: string) => [{ subtype: 20, size: 1, data: bytesOfText(name) }]
  test.each([
    ['windows-1252', 0x80, '€'],
    ['iso8859-1', 0x80, '€'],
    ['cp1252', 0xe5, 'å'],
    ['ISO-8859-15', 0xa4, '€'],
    ['x-mac-roman', 0x8c, 'å'],
    ['macintosh', 0x8c, 'å'],
    ['IBM850', 0x9b, 'ø'],
    ['cp865', 0x9b, 'ø'],
    ['windows-1251', 0xc6, 'Ж'],
  ])('of an encoding named %s', async (name, byte, letter) => {
    const written = { variables: [{ name: 'T', width: 8 }], cases: [[Uint8Array.of(byte)]], extensions: named(name) }
    expect(await cellsOf(written)).toEqual([[letter]])
    expect((await open(written)).head.reasons).toEqual([])
  })

  test.each([
    [1252, 0xe5, 'å'],
    [850, 0x86, 'å'],
    [10000, 0x8c, 'å'],
    [28591, 0xe5, 'å'],
  ])('of code page %d', async (codePage, byte, letter) => {
    expect(await cellsOf({ codePage, variables: [{ name: 'T', width: 8 }], cases: [[Uint8Array.of(byte)]] })).toEqual([
      [letter],
    ])
  })

  test('of no named encoding are found out from the cells too, and it is said', async () => {
    const file = (text: Uint8Array): WrittenFile => ({
      codePage: 2,
      variables: [{ name: 'T', width: 16, label: bytesOfText('only ASCII here') }],
      cases: [[bytesOfText('ja')], [text]],
    })
    expect(await cellsOf(file(latin('Øyer ærlig')))).toEqual([['ja'], ['Øyer ærlig']])
    expect(await cellsOf(file(bytesOfText('Øyer ærlig')))).toEqual([['ja'], ['Øyer ærlig']])
    expect((await open(file(latin('Øyer')))).head).toMatchObject({
      dialect: { encoding: 'windows-1252' },
      reasons: [{ message: 'ingest:spss-assumed-encoding', values: { encoding: 'windows-1252' } }],
    })
    expect((await open(file(bytesOfText('Øyer')))).head.dialect).toMatchObject({ encoding: 'utf-8' })
  })

  test('of no named encoding that come late are read as they are', async () => {
    const cases = Array.from({ length: 20_000 }, (_, row) => [row === 19_999 ? latin('Åre') : bytesOfText(`n${row}`)])
    const cells = await cellsOf({ variables: [{ name: 'T', width: 8 }], cases })
    expect(cells.at(-1)).toEqual(['Åre'])
  })
})

test.each(['haven.sav', 'haven-plain.sav', 'haven.zsav', 'pspp.sav'])(
  'of %s only the columns that somebody looks at are read, and these as ever',
  async (name) => {
    const { table } = await openTable(readers, formatFile(`spss/${name}`))
    const columns = table.head.columns.map((_, index) => index)
    const read = async (wanted?: readonly number[]): Promise<string[][]> => {
      const cells: string[][] = columns.map(() => [])
      for await (const block of table.blocks(wanted === undefined ? {} : { wanted: { columns: wanted, short: [] } }))
        for (const index of columns)
          for (let row = 0; row < block.rowCount; row += 1)
            cells[index]?.push(cellText(block, row, index, table.decode))
      return cells
    }
    const all = await read()
    for (const remainder of [0, 1]) {
      const wanted = columns.filter((index) => index % 2 === remainder)
      const some = await read(wanted)
      for (const index of columns)
        expect(some[index]).toEqual(wanted.includes(index) ? all[index] : all[index]?.map(() => ''))
    }
  },
)

test('a date that is marked as no answer is none', async () => {
  const day = 13_879_900_800
  const written: WrittenFile = {
    codePage: 65001,
    variables: [{ name: 'D', format: 20, missing: [day] }],
    cases: [[day], [day + 86_400], [null]],
  }
  expect(await cellsOf(written)).toEqual([[''], ['2022-08-16'], ['']])
})

test('a file of very many variables takes little memory at a time, and opens at once', async () => {
  const width = 20_000
  const cases = Array.from({ length: 30 }, () => Array.from({ length: width }, (_, place) => place % 7))
  const written: WrittenFile = {
    compression: 1,
    codePage: 65001,
    variables: Array.from({ length: width }, (_, place) => ({ name: `V${place}` })),
    cases,
  }
  const table = await open(written)
  const cells = await table.rows(100, {})
  expect(cells.rows).toHaveLength(30)
  expect(cells.rows[29]?.cells.slice(5, 9)).toEqual(['5', '6', '0', '1'])
  for await (const block of table.blocks({})) {
    if (block.kind !== 'values') throw new Error('SPSS files give values')
    const held = block.columns.reduce((sum, column) => sum + (column.kind === 'numbers' ? column.values.length : 0), 0)
    expect(held).toBeLessThan(1 << 23)
  }
})

test('more variables than anybody has are refused before memory is taken for them', async () => {
  const variables = Array.from({ length: 100_001 }, () => ({ name: 'V' }))
  expect(await refusal(open({ variables, cases: [] }))).toMatchObject({ code: 'ingest:spss-damaged' })
})

test('a survey: a labelled number is its label, and labelled codes that are marked are no answers', async () => {
  const database = await emptiedEngine()
  const report = await loadSource(sourceOf('survey'), readers, {
    database,
    file: formatFile('spss/haven.zsav'),
    source: { id: 's', kind: 'survey', file: 's', round: '2022', attributes: ['kommune'], respondent: 'respondent' },
    instrument: instrumentOf([item('q1')]),
  })
  expect(report).toMatchObject({ rowsRead: 12, format: 'spss' })
  // Rows 6 and 7 say “don't know” and “not relevant”; an empty one, one beyond the scale and one in the marked range are left out.
  expect(report).toMatchObject({ rowsUsed: 9, leftOut: { blank: 3 } })
  expect(await valuesOf(database, 'responses', 'q1')).toEqual([1, 2, 3, 4, 5, -128, -127, 5, 4])
  expect(await valuesOf(database, 'responses', 'kommune')).toEqual([
    'Åre',
    'Åre',
    'Øyer',
    'Øyer',
    'Ängelholm',
    'Ängelholm',
    'Åre',
    'Ukjent',
    'Åre',
  ])
  const [mean] = await valuesOf(
    database,
    '(SELECT avg("q1") AS mean, 1 AS "_row" FROM responses WHERE "q1" > 0)',
    'mean',
  )
  expect(mean).toBeCloseTo(24 / 7, 14)
})

test('respondents that are numbers are written as whole numbers, up to the longest', async () => {
  const database = await emptiedEngine()
  const bytes = systemFile({
    compression: 1,
    codePage: 65001,
    variables: [{ name: 'ID' }, { name: 'Q1' }],
    cases: [
      [1, 1],
      [200_001, 2],
      [9_007_199_254_740_991, 3],
    ],
  })
  await loadSource(sourceOf('survey'), readers, {
    database,
    file: memoryFile('made.sav', bytes),
    source: { id: 's', kind: 'survey', file: 's', round: '2022', attributes: [], respondent: 'ID' },
    instrument: instrumentOf([item('q1')]),
  })
  expect(await valuesOf(database, 'responses', '_respondent')).toEqual(['1', '200001', '9007199254740991'])
})

describe('compressed blocks', () => {
  const original = formatBytes('spss/haven.zsav')
  const view = new DataView(original.buffer, original.byteOffset, original.byteLength)
  /** The trailer ends the file: 24 bytes, and 24 for the only block. */
  const entry = original.length - 24

  test('that the trailer places elsewhere than after one another are refused', async () => {
    const start = Number(view.getBigInt64(entry + 8, true))
    const bytes = original.slice()
    new DataView(bytes.buffer).setBigInt64(entry + 8, BigInt(start + 1), true)
    expect(await refusal(readWhole(memoryFile('x', bytes)))).toMatchObject({ code: 'ingest:spss-damaged' })
  })

  test('that are named many times are read once at most', async () => {
    const times = 1000
    const head = original.subarray(0, entry)
    const bytes = new Uint8Array(head.length + 24 * times)
    bytes.set(head)
    for (let index = 0; index < times; index += 1) bytes.set(original.subarray(entry), head.length + 24 * index)
    const changed = new DataView(bytes.buffer)
    changed.setInt32(entry - 4, times, true)
    // The header before the blocks says how long the trailer is.
    const dataStart = Number(view.getBigInt64(entry + 8, true)) - 24
    changed.setBigInt64(dataStart + 16, BigInt(24 + 24 * times), true)
    expect(await refusal(readWhole(memoryFile('x', bytes)))).toMatchObject({ code: 'ingest:spss-damaged' })
  })
})

test('a text that is wider than the place before the next variable is damage, wherever the variable stands', async () => {
  const original = formatBytes('spss/haven.sav')
  const view = new DataView(original.buffer, original.byteOffset, original.byteLength)
  // Records of variables begin behind the header, each with its kind 2, and say their width in the next number.
  const texts: number[] = []
  for (let at = 176; at + 8 < original.length; at += 4) {
    const width = view.getInt32(at + 4, true)
    if (view.getInt32(at, true) === 2 && width > 8 && width <= 255) texts.push(at + 4)
  }
  expect(texts.length).toBeGreaterThan(1)
  for (const at of texts) {
    const bytes = original.slice()
    new DataView(bytes.buffer).setInt32(at, 255, true)
    const isAsItWas = view.getInt32(at, true) === 255
    const outcome: unknown = await readWhole(memoryFile('x.sav', bytes)).catch((error: unknown) => error)
    if (!isAsItWas) expect(outcome).toMatchObject({ code: 'ingest:spss-damaged' })
  }
})

/** How many changed files are tried; more with `FUZZ=10000`. */
const runs = Number(process.env['FUZZ'] ?? 400)

test('lengths and counts that are made absurd, and bytes put in or taken out, are read or refused', async () => {
  const names = ['haven.sav', 'haven-plain.sav', 'haven.zsav', 'pspp.zsav', 'pspp.sav', 'pspp.por', 'pspp-numbers.por']
  const originals = names.map((name) => formatBytes(`spss/${name}`))
  const absurd = fc.constantFrom(0x7fffffff, -1, -2_147_483_648, 0x40000000, 0, 65_536, 255)
  const change = fc.oneof(
    fc.record({ kind: fc.constant('number' as const), at: fc.nat(20_000), value: absurd, isLittle: fc.boolean() }),
    fc.record({ kind: fc.constant('out' as const), at: fc.nat(20_000), length: fc.nat(64) }),
    fc.record({ kind: fc.constant('in' as const), at: fc.nat(20_000), bytes: fc.uint8Array({ maxLength: 64 }) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.nat(names.length - 1),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      async (which, changes) => {
        let bytes = Uint8Array.from(originals[which] as Uint8Array)
        for (const each of changes) {
          const at = each.at % (bytes.length - 4)
          if (each.kind === 'number') new DataView(bytes.buffer).setInt32(at, each.value, each.isLittle)
          else {
            const [added, taken] = each.kind === 'in' ? [each.bytes, 0] : [new Uint8Array(0), each.length]
            bytes = Uint8Array.from([...bytes.subarray(0, at), ...added, ...bytes.subarray(at + taken)])
          }
        }
        const outcome: unknown = await readWhole(memoryFile(names[which] ?? '', bytes)).catch((error: unknown) => error)
        expect(outcome instanceof Error && !(outcome instanceof InputError) ? outcome : null).toBeNull()
      },
    ),
    { numRuns: runs },
  )
})
