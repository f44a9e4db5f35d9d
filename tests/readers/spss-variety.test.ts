import { describe, expect, test } from 'vitest'
import { memoryFile } from '../../analyses/readers/data-file'
import { openTable, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { refusal } from '../sources/sample-data'
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

test('a date that is marked as no answer is none', async () => {
  const day = 13_879_900_800
  const written: WrittenFile = {
    codePage: 65001,
    variables: [{ name: 'D', format: 20, missing: [day] }],
    cases: [[day], [day + 86_400], [null]],
  }
  expect(await cellsOf(written)).toEqual([[''], ['2022-08-16 00:00:00'], ['']])
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
