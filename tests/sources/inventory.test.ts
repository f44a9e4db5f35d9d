import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { removeSource } from '../../analyses/sources/staging'
import { emptiedEngine, tableNames } from '../database/engine-of-tests'
import { fileAt, projectFolder, refusal, textFile, valuesOf } from './sample-data'
import type { InventorySource } from '../../analyses/sources/inventory/fields'
import { inventoryDataset } from '../../analyses/sources/inventory/dataset'
import { proposalsFor, valuesOfAttributes, withMerges } from '../../analyses/sources/spellings/attribute-values'
import { loadInventory, problemsOf, recognise } from './reading'

const database = await emptiedEngine()

const levels = [
  { value: 0, label: { nb: 'Ingen', sv: 'Ingen', en: 'None' } },
  { value: 1, label: { nb: 'Påbegynt', sv: 'Påbörjad', en: 'Begun' } },
  { value: 2, label: { nb: 'I bruk', sv: 'I bruk', en: 'In use' } },
]
const source = (more: Partial<InventorySource> = {}): InventorySource => ({
  kind: 'inventory',
  id: 'map',
  file: 't.csv',
  ...more,
})
const column = (id: string): Promise<readonly (string | number | null)[]> =>
  valuesOf(database, 'inventory', id, '"_source", "_row"')
const wide =
  'Organisasjon;Land;Type;Innovasjon;Metode;Merknad\nEn;Norge;kommune;2;1;noe langt\nTo;Sverige;sykehus;0;;mer\nTre;Sverige;kommune;1;2;\n'

describe('a row an organisation', () => {
  test('organisation, attributes and areas are found by their headers and cells', async () => {
    const report = await loadInventory(database, textFile('t.csv', wide), source({ levels }))
    expect(report.columns.map(({ matchedBy }) => matchedBy)).toEqual([
      'name',
      'synonym',
      'synonym',
      'cells',
      'cells',
      null,
    ])
    expect(report.columns.map(({ role, id }) => [role, id])).toEqual([
      ['organisation', null],
      ['attribute', 'country'],
      ['attribute', 'type'],
      ['area', 'Innovasjon'],
      ['area', 'Metode'],
      ['ignored', null],
    ])
    expect(report).toMatchObject({
      rowsRead: 3,
      rowsUsed: 3,
      organisations: ['En', 'To', 'Tre'],
      areas: ['Innovasjon', 'Metode'],
      attributes: [
        { id: 'country', levels: ['Norge', 'Sverige'] },
        { id: 'type', levels: ['kommune', 'sykehus'] },
      ],
      isScaleDeclared: true,
      levels,
      notes: [],
    })
    expect(await column('organisation')).toEqual(['En', 'En', 'To', 'To', 'Tre', 'Tre'])
    expect(await column('area')).toEqual(['Innovasjon', 'Metode', 'Innovasjon', 'Metode', 'Innovasjon', 'Metode'])
    expect(await column('value')).toEqual([2, 1, 0, null, 1, 2])
    expect(await column('country')).toEqual(['Norge', 'Norge', 'Sverige', 'Sverige', 'Sverige', 'Sverige'])
  })

  test('labels in any language, with and without their number', async () => {
    await loadInventory(
      database,
      textFile('t.csv', 'organisation,A,B\nX,In use,0\nY,påbörjad,2 - I bruk\nZ,Ingen,1. Begun\n'),
      source({ levels }),
    )
    expect(await column('value')).toEqual([2, 0, 1, 2, 0, 1])
  })

  test('what is no level is named by line and missing', async () => {
    const report = await loadInventory(
      database,
      textFile('t.csv', 'organisation,A,B\nX,2,5\nY,1,vet ikke\nZ,0,1\n,1,1\n'),
      source({ levels, areas: ['A', 'B'] }),
    )
    expect(report).toMatchObject({ rowsRead: 4, rowsUsed: 3, leftOut: { 'no-organisation': 1 } })
    expect(report.notes).toMatchObject([
      { code: 'ingest:no-organisation', about: { count: 1, examples: { list: [{ values: { line: '5' } }] } } },
      {
        code: 'ingest:level-outside',
        about: {
          count: 1,
          column: 'B',
          min: '0',
          max: '2',
          examples: { list: [{ values: { line: '2', value: '5' } }] },
        },
      },
      {
        code: 'ingest:level-unreadable',
        about: { count: 1, examples: { list: [{ values: { line: '3', value: 'vet ikke' } }] } },
      },
    ])
    expect(await column('value')).toEqual([2, null, 1, null, 0, 1])
  })

  test('without a scale whole numbers are levels, and the report says so', async () => {
    const report = await loadInventory(
      database,
      textFile('t.csv', 'organisation,year,A,B\nX,1998,3,1\nY,2007,1,1\n'),
      source(),
    )
    expect(report.areas).toEqual(['A', 'B'])
    expect(report.levels.map(({ value }) => value)).toEqual([1, 2, 3])
    expect(report.isScaleDeclared).toBe(false)
    expect(report.notes).toMatchObject([{ code: 'ingest:levels-assumed', about: { min: 1, max: 3 } }])
  })

  test('words without a scale are refused: their order cannot be guessed', async () => {
    const error = await refusal(
      loadInventory(database, fileAt(join(projectFolder, 'fixtures/bad/inventory-words-without-levels.csv')), source()),
    )
    expect([error.code, error.place.line]).toEqual(['ingest:levels-needed', 1])
  })

  test('an organisation that stands twice is refused with both lines', async () => {
    const error = await refusal(
      loadInventory(database, fileAt(join(projectFolder, 'fixtures/bad/inventory-organisation-twice.csv')), source()),
    )
    expect([error.code, error.place.line, error.about]).toEqual([
      'ingest:organisation-twice',
      4,
      { organisation: 'Nordvik kommune', first: '2' },
    ])
    expect((await tableNames(database)).filter((name) => name !== '_sources')).toEqual([])
  })

  test('mapping, attributes and areas as declared', async () => {
    const file = textFile('t.csv', 'Hvem;Sted;K1;K2;K3\nX;A;1;2;0\nY;B;0;1;1\n')
    const report = await loadInventory(
      database,
      file,
      source({
        levels,
        columns: { Hvem: 'organisation', Sted: 'country', K1: 'Innovation' },
        attributes: ['country'],
        areas: ['K2', 'Innovation'],
      }),
    )
    expect(report.areas).toEqual(['K2', 'Innovation'])
    expect(await column('value')).toEqual([2, 1, 1, 0])
    const problems = async (more: Partial<InventorySource>): Promise<readonly string[]> =>
      (await problemsOf(file, source({ levels, ...more }))).map(({ code }) => code)
    expect(await problems({})).toContain('ingest:no-organisation-column')
    expect(await problems({ columns: { Hvem: 'organisation' }, areas: ['K9'] })).toContain('ingest:column-not-found')
    expect(await problems({ columns: { Hvem: 'organisation' }, attributes: ['type'] })).toContain(
      'ingest:attribute-not-found',
    )
    expect(await problems({ columns: { Hvem: 'organisation', Sted: 'value' }, attributes: ['value'] })).toContain(
      'ingest:attribute-id-taken',
    )
  })
})

describe('a row a rating', () => {
  const long =
    'Organisation;Land;Område;Nivå\nX;Norge;Metode;2\nY;Sverige;Metode;1\nX;Norge;Innovation;0\nY;;Innovation;Påbörjad\n'

  test('gives what the wide form gives', async () => {
    const report = await loadInventory(database, textFile('t.csv', long), source({ levels }))
    expect(report).toMatchObject({
      rowsRead: 4,
      rowsUsed: 4,
      organisations: ['X', 'Y'],
      areas: ['Metode', 'Innovation'],
      attributes: [{ id: 'country', levels: ['Norge', 'Sverige'] }],
    })
    expect(await column('value')).toEqual([2, 0, 1, 1])
  })

  test('a rating given twice and an attribute that differs are refused by line', async () => {
    const twice = await refusal(
      loadInventory(database, textFile('t.csv', `${long}X;Norge;Metode;1\n`), source({ levels })),
    )
    expect([twice.code, twice.place.line, twice.about['first']]).toEqual(['ingest:rating-twice', 6, '2'])
    const differs = await refusal(
      loadInventory(database, textFile('t.csv', `${long}X;Sverige;Annet;1\n`), source({ levels })),
    )
    expect([differs.code, differs.place.line]).toEqual(['ingest:organisation-attribute-differs', 6])
  })
})

describe('recognition of a dropped file', () => {
  const kindOf = async (text: string): Promise<string | undefined> =>
    (await recognise(textFile('t.csv', text))).source.kind

  test('one row an organisation beside levels is an inventory, in each language', async () => {
    expect(await kindOf(wide)).toBe('inventory')
    expect(await kindOf('Kommun,Land,Innovationsprocess,Projektmetod\nÅ,Sverige,1,3\nÖ,Sverige,2,4\n')).toBe(
      'inventory',
    )
    expect(await kindOf('Organisation,Country,Process,Method\nA,NO,1,3\nB,SE,2,4\n')).toBe('inventory')
    expect(await kindOf('Organisasjon;Område;Nivå\nA;Metode;1\nA;Prosess;2\n')).toBe('inventory')
  })

  test('respondents of organisations, headcounts and logs are not', async () => {
    expect(await kindOf('Organisasjon,Q1,Q2\nA,1,3\nA,2,4\nB,3,3\n')).not.toBe('inventory')
    expect(await kindOf('round,organisation,headcount\n2021,A,12\n2021,B,14\n')).toBe('headcount')
    expect(await kindOf('Organisasjon,time,a,b\nA,2022-01-01 10:00,1,3\nB,2022-01-02 11:00,2,4\n')).toBe('observations')
  })
})

describe('several inventories', () => {
  test('of the same scale are one dataset; an attribute that one lacks is empty there', async () => {
    const first = await loadInventory(
      database,
      textFile('a.csv', 'organisation,country,A,B\nX,NO,1,2\nY,NO,0,1\n'),
      source({ id: 'a', levels }),
    )
    const second = await loadInventory(
      database,
      textFile('b.csv', 'organisation,type,A,C\nZ,private,2,2\n'),
      source({ id: 'b', levels, areas: ['A', 'C'] }),
    )
    const dataset = inventoryDataset([first, second])
    expect(dataset).toMatchObject({
      organisations: ['X', 'Y', 'Z'],
      areas: ['A', 'B', 'C'],
      attributes: [
        { id: 'country', levels: ['NO'] },
        { id: 'type', levels: ['private'] },
      ],
    })
    expect(await column('country')).toEqual(['NO', 'NO', 'NO', 'NO', null, null])
    await removeSource(database, 'a')
    expect(await column('organisation')).toEqual(['Z', 'Z'])
    expect(inventoryDataset([])).toBeNull()
  })

  test('of other scales, or with the same organisation, are refused', async () => {
    const report = await loadInventory(
      database,
      textFile('a.csv', 'organisation,A,B\nX,1,2\nY,0,1\n'),
      source({ id: 'a', levels }),
    )
    const code = (more: Partial<typeof report>): string => {
      try {
        inventoryDataset([report, { ...report, source: 'b', file: 'b.csv', organisations: ['Z'], ...more }])
        return 'accepted'
      } catch (error) {
        return (error as { readonly code: string }).code
      }
    }
    expect(code({})).toBe('accepted')
    expect(code({ levels: levels.slice(1) })).toBe('ingest:other-levels')
    expect(code({ isScaleDeclared: false })).toBe('ingest:other-levels')
    expect(code({ organisations: ['Y'] })).toBe('ingest:organisation-in-other-source')
  })
})

describe('spellings of an inventory', () => {
  const spelt = `Organisasjon;Land;Metode
En;Norge;2
To;NORGE;0
Tre;Noreg;1
Fire;ukjent;1
`
  const values = { country: { NORGE: 'Norge', Noreg: 'Norge', ukjent: null } }

  test('are read as the levels that the source says, and told', async () => {
    const report = await loadInventory(database, textFile('t.csv', spelt), source({ levels, values }))
    expect(report.attributes).toEqual([{ id: 'country', levels: ['Norge'] }])
    expect(await column('country')).toEqual(['Norge', 'Norge', 'Norge', null])
    expect(report.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ingest:values-read-as', 'ingest:values-blanked']),
    )
    expect(report.spellings['country']).toEqual([
      { text: 'Norge', level: 'Norge', rows: 1 },
      { text: 'NORGE', level: 'Norge', rows: 1 },
      { text: 'Noreg', level: 'Norge', rows: 1 },
      { text: 'ukjent', level: null, rows: 1 },
    ])
  })

  test('are offered to be merged, and the merge is one more line of the source', async () => {
    const report = await loadInventory(database, textFile('t.csv', spelt), source({ levels }))
    const country = valuesOfAttributes([report]).find(({ attribute }) => attribute === 'country')
    if (country === undefined) throw new Error('the inventory has countries')
    const proposals = proposalsFor(country)
    expect(proposals.map(({ from, into }) => `${from} → ${into}`)).toContain('NORGE → Norge')
    expect(withMerges(undefined, country, 'map', proposals)).toMatchObject({ country: { NORGE: 'Norge' } })
  })

  test('of an attribute that the file does not have are a problem, with its name', async () => {
    const problems = await problemsOf(textFile('t.csv', spelt), source({ levels, values: { region: { a: 'b' } } }))
    expect(problems.map(({ code }) => code)).toEqual(['ingest:values-for-unknown'])
  })

  test('two that become one organisation are an organisation that stands twice', async () => {
    const given = source({ levels, values: { organisation: { To: 'En' } } })
    expect(await refusal(loadInventory(database, textFile('t.csv', spelt), given))).toMatchObject({
      code: 'ingest:organisation-twice',
    })
  })

  test('levels stand in the declared order, else in that of usual words', async () => {
    const sizes = 'Organisasjon;Størrelse;Metode\nEn;stor;2\nTo;liten;0\nTre;middels;1\n'
    const given = source({ levels, attributes: ['Størrelse'] })
    const report = await loadInventory(database, textFile('t.csv', sizes), given)
    const orderOf = (orders?: Readonly<Record<string, readonly string[]>>) =>
      inventoryDataset([report], orders)?.attributes[0]?.order
    expect(orderOf()).toEqual(['liten', 'middels', 'stor'])
    expect(orderOf({ Størrelse: ['middels', 'stor'] })).toEqual(['middels', 'stor', 'liten'])
  })
})
