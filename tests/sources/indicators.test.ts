import { describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { removeSource } from '../../analyses/sources/staging'
import { openData } from '../../analyses/recipe/open'
import { emptiedEngine, tableNames } from '../database/engine-of-tests'
import { fileAt, projectFolder, refusal, textFile, valuesOf } from './sample-data'
import type { IndicatorsSource } from '../../analyses/sources/indicators/source'
import { load, problemsOf, recognise } from './reading'

const database = await emptiedEngine()

const source = (more: Partial<IndicatorsSource> = {}): IndicatorsSource => ({
  kind: 'indicators',
  id: 'goals',
  file: 't.csv',
  ...more,
})
const column = (id: string): Promise<readonly (string | number | null)[]> =>
  valuesOf(database, 'indicators', id, '"_source", "_row"')

describe('numbers as people write them', () => {
  test('decimal comma, thousands apart, U+2212, percent signs, and words for nothing', async () => {
    const text =
      'Indikator;Enhet;Utgangspunkt;Mål;Resultat\nFall per 1 000 døgn;fall;7,5;5,0;6,25\nKostnad;kr;1 250 000;1\u00a0000\u202f000;\u2212500\nDeltakelse;;;80 %;72,5%\nAvtaler;stk;–;3;NA\n'
    const report = await load(database, textFile('t.csv', text), source())
    expect(report).toMatchObject({ rowsRead: 4, rowsUsed: 4, leftOut: {}, notes: [] })
    expect(report.columns.map(({ role }) => role)).toEqual(['indicator', 'unit', 'baseline', 'target', 'outcome'])
    expect(await column('unit')).toEqual(['fall', 'kr', '%', 'stk'])
    expect(await column('baseline')).toEqual([7.5, 1_250_000, null, null])
    expect(await column('target')).toEqual([5, 1_000_000, 80, 3])
    expect(await column('outcome')).toEqual([6.25, -500, 72.5, null])
  })

  test('what is no number is named by line and treated as missing; rows without a name are left out', async () => {
    const report = await load(
      database,
      textFile('t.csv', 'indicator,target,outcome\nA,3,many\n,1,1\nB,2,2\n'),
      source(),
    )
    expect(report).toMatchObject({ rowsRead: 3, rowsUsed: 2, leftOut: { 'no-indicator': 1 } })
    expect(report.notes).toMatchObject([
      {
        code: 'ingest:no-indicator',
        about: { count: 1, column: 'indicator', examples: { list: [{ values: { line: '3' } }] } },
      },
      {
        code: 'ingest:unreadable-value',
        about: { count: 1, column: 'outcome', examples: { list: [{ values: { line: '2', value: 'many' } }] } },
      },
    ])
    expect(await column('outcome')).toEqual([null, 2])
    expect(await column('baseline')).toEqual([null, null])
  })

  test('an indicator that stands twice is kept twice and told', async () => {
    const report = await load(database, textFile('t.csv', 'indicator,target,outcome\nA,3,1\nA,3,2\n'), source())
    expect(report.notes).toMatchObject([
      { code: 'ingest:indicator-twice', about: { indicator: 'A', first: '2', line: '3' } },
    ])
    expect(await column('outcome')).toEqual([1, 2])
  })
})

describe('columns', () => {
  test.each([
    ['nb', 'Indikator;Måleenhet;Startverdi;Måltall;Resultat'],
    ['sv', 'Nyckeltal;Enhet;Utgångsläge;Målvärde;Utfall'],
    ['en', 'Work package;Unit;Baseline;Goal;Achieved'],
  ])('the usual headers in %s are recognised, and so is the file', async (_, header) => {
    const file = textFile('t.csv', `${header}\nA;stk;0;3;1\nB;stk;0;5;6\n`)
    expect((await recognise(file)).source).toEqual({ kind: 'indicators', id: 't', file: 't.csv' })
    expect(await problemsOf(file, source())).toEqual([])
    await load(database, file, source())
    expect(await column('target')).toEqual([3, 5])
  })

  test('other headers by the mapping', async () => {
    const file = textFile('t.csv', 'Hva,Ventet,Ble\nA,3,1\n')
    const columns = { Hva: 'indicator', Ventet: 'target', Ble: 'outcome' }
    expect((await recognise(file)).source.kind).not.toBe('indicators')
    await load(database, file, source({ columns }))
    expect(await column('outcome')).toEqual([1])
    expect(
      (await problemsOf(file, source({ columns: { ...columns, Ble: 'result' } }))).map(({ code }) => code),
    ).toEqual(['ingest:indicator-role-unknown'])
    expect((await problemsOf(file, source({ columns: { ...columns, Nei: 'unit' } }))).map(({ code }) => code)).toEqual([
      'ingest:column-not-found',
    ])
  })

  test('a table without a target is refused by name and line', async () => {
    const error = await refusal(
      load(database, fileAt(join(projectFolder, 'fixtures/bad/indicators-no-target.csv')), source()),
    )
    expect([error.code, error.place.file, error.place.line, error.about['id']]).toEqual([
      'ingest:no-indicator-column',
      'indicators-no-target.csv',
      1,
      'target',
    ])
    expect(await tableNames(database)).toEqual([])
  })

  test('rows without any name are refused', async () => {
    const error = await refusal(load(database, textFile('t.csv', 'indicator,target,outcome\n,1,1\n,2,2\n'), source()))
    expect([error.code, error.about]).toEqual(['ingest:no-named-rows', { rows: 2, column: 'indicator' }])
  })
})

describe('several tables', () => {
  const one = textFile('a.csv', 'indicator,target,outcome\nA,3,1\n')
  const two = textFile('b.csv', 'indicator,unit,target,outcome\nB,%,100,40\nC,%,100,80\n')

  test('stand beside each other; one read again replaces itself, one taken out is gone', async () => {
    const first = await load(database, one, source({ id: 'a' }))
    const second = await load(database, two, source({ id: 'b' }))
    await load(database, textFile('a.csv', 'indicator,target,outcome\nA,3,2\n'), source({ id: 'a' }))
    expect(await column('indicator')).toEqual(['A', 'B', 'C'])
    expect(await column('outcome')).toEqual([2, 40, 80])
    expect(await openData(database, 'indicators', null, [first, second])).toEqual({
      kind: 'indicators',
      sources: ['a', 'b'],
      tables: { indicators: 'indicators' },
    })
    await removeSource(database, 'b')
    expect(await column('indicator')).toEqual(['A'])
    expect(await openData(database, 'indicators', null, [])).toBeNull()
  })

  test('the same file twice is refused', async () => {
    await load(database, one, source({ id: 'a' }))
    expect((await refusal(load(database, one, source({ id: 'again' })))).code).toBe('ingest:same-file')
  })
})

test('the sample tables are recognised and read whole', async () => {
  for (const [name, rows] of [
    ['indicators.csv', 8],
    ['completion.csv', 10],
  ] as const) {
    const file = fileAt(join(projectFolder, 'fixtures/sample', name))
    expect((await recognise(file)).source.kind).toBe('indicators')
    expect(await load(database, file, source({ id: name }))).toMatchObject({
      rowsRead: rows,
      rowsUsed: rows,
      notes: [],
    })
  }
})
