import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { openSheets } from '../../analyses/instrument-sheets/open'
import { writeDelimited } from '../../analyses/instrument-sheets/delimited'
import { writeWorkbook } from '../../analyses/instrument-sheets/workbook'
import { proposeNames, readTreeTable, renamedPlaces } from '../../analyses/organisations/tree-file'
import { memoryFile } from '../../analyses/readers/data-file'
import { readers } from '../../analyses/readers/registry'
import { textFile } from '../sources/sample-data'

const levels = ['country', 'region', 'organisation', 'unit']
const readFile = async (file: ReturnType<typeof memoryFile>): Promise<ReturnType<typeof readTreeTable>> => {
  const [table] = await openSheets(file, readers)
  if (table === undefined) throw new Error('no table')
  return readTreeTable(table, levels, ['2021', '2022'])
}
const read = (lines: readonly string[]): Promise<ReturnType<typeof readTreeTable>> =>
  readFile(textFile('tre.csv', `${lines.join('\n')}\n`))
const expected = [
  { region: 'Trøndelag' },
  { region: 'Trøndelag', organisation: 'Namsos kommune' },
  { region: 'Trøndelag', organisation: 'Namsos kommune', unit: 'Hjemmetjenesten' },
  { region: 'Trøndelag', organisation: 'Levanger kommune' },
  { region: 'Trøndelag', organisation: 'Levanger kommune', unit: 'Hjemmetjenesten' },
]

describe('a tree in a spreadsheet', () => {
  test('has one column a level, in any order and in any of the languages', async () => {
    const given = await read([
      'Enhet;Organisasjon;Fylke',
      'Hjemmetjenesten;Namsos kommune;Trøndelag',
      'Hjemmetjenesten;Levanger kommune;Trøndelag',
    ])
    expect(given).toMatchObject({
      ok: true,
      read: { tree: { levels: ['region', 'organisation', 'unit'], places: expected } },
    })
  })

  test('has names that stand once for the rows below', async () => {
    const given = await read([
      'Region;Kommune;Avdeling',
      'Trøndelag;;',
      ';Namsos kommune;',
      ';;Hjemmetjenesten',
      ';Levanger kommune;',
      ';;Hjemmetjenesten',
    ])
    expect(given).toMatchObject({ ok: true, read: { tree: { places: expected } } })
  })

  test('has names beside the places that they lie in, with headcounts by round', async () => {
    const given = await read([
      'navn;overordnet;nivå;Antall inviterte 2021;2022',
      'Trøndelag;;region;;',
      'Namsos kommune;Trøndelag;organisasjon;1 200;1 250',
      'Levanger kommune;Trøndelag;organisasjon;;90',
    ])
    expect(given).toMatchObject({
      ok: true,
      read: {
        tree: { levels: ['region', 'organisation'], places: [expected[0], expected[1], expected[3]] },
        headcounts: [
          { round: '2021', place: { region: 'Trøndelag', organisation: 'Namsos kommune' }, headcount: 1200 },
          { round: '2022', place: { region: 'Trøndelag', organisation: 'Namsos kommune' }, headcount: 1250 },
          { round: '2022', place: { region: 'Trøndelag', organisation: 'Levanger kommune' }, headcount: 90 },
        ],
      },
    })
  })

  test('has names that are indented', async () => {
    const sheet = {
      name: 'tre',
      columns: ['Navn'],
      rows: [
        ['Trøndelag'],
        ['  Namsos kommune'],
        ['    Hjemmetjenesten'],
        ['  Levanger kommune'],
        ['    Hjemmetjenesten'],
      ],
    }
    const given = await readFile(memoryFile('tre.xlsx', writeWorkbook([sheet])))
    expect(given).toMatchObject({ ok: true, read: { tree: { places: expected } } })
  })

  test.each([
    [['Region;Kommune', 'Trøndelag;Namsos', 'Nordland;Namsos'], 'organisations:file-several-places'],
    [['navn;overordnet', 'A;B', 'B;A'], 'organisations:file-circle'],
    [['Kommune;Antall 2021', 'Namsos;mange'], 'organisations:file-no-number'],
    [['farge;antall', 'rød;3'], 'organisations:file-no-names'],
  ])('%j is refused with its line', async (lines, code) => {
    const given = await read(lines)
    expect(given.ok ? [] : given.problems.map((problem) => problem.code)).toContain(code)
    expect(given.ok ? null : given.problems[0]?.place.line).toBeGreaterThan(0)
  })

  test('names that may be spellings of places in the data are proposed, and put right once confirmed', async () => {
    const given = await read(['Fylke;Kommune', 'Trøndelag;NAMSOS', 'Trøndelag;Røros kommune'])
    if (!given.ok) throw new Error('refused')
    const proposals = proposeNames(given.read.tree, { organisation: ['Namsos kommune', 'Røros kommune', 'Åre kommun'] })
    expect(proposals).toMatchObject([{ level: 'organisation', from: 'NAMSOS', into: 'Namsos kommune' }])
    expect(renamedPlaces(given.read, proposals).tree.places).toContainEqual({
      region: 'Trøndelag',
      organisation: 'Namsos kommune',
    })
  })

  test('that the program wrote is read as it was, whatever its names begin with', async () => {
    const name = fc
      .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'Å', ' ', '=', '-', ';', '"', '1', "'") })
      .map((text) => `x${text.replaceAll(/\s+/g, ' ').trim()}y`)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), async (names) => {
        const sheet = {
          name: 'organisations',
          columns: ['Region', 'Organisasjon'],
          rows: names.map((each) => ['R', each]),
        }
        const files = [memoryFile('a.csv', writeDelimited(sheet)), memoryFile('a.xlsx', writeWorkbook([sheet]))]
        for (const file of files) {
          const given = await readFile(file)
          expect(
            given.ok ? given.read.tree.places.flatMap(({ organisation }) => organisation ?? []) : given.problems,
          ).toEqual(names)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('that is anything at all is a tree or is refused with a sentence', async () => {
    const cell = fc.constantFrom('Region', 'navn', 'overordnet', 'A', 'B', '', ' C', '12', 'nivå', 'unit', '2021', '-1')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 2, maxLength: 6 }),
        async (rows) => {
          try {
            const given = await read(rows.map((row) => row.join(';')))
            expect(given.ok || given.problems.length > 0).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(InputError)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
