import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { gridColumns } from '../../../analyses/sources/grid/columns'
import {
  blankRowsOf,
  orderedRows,
  type RowQuery,
  storedColumns,
  storedValues,
  type RowCondition,
  type StoredColumn,
} from '../../../analyses/sources/grid/query'
import { summariseColumn } from '../../../analyses/sources/grid/summary'
import { sourceOf, sources } from '../../../analyses/sources/registry'
import type { AnySource } from '../../../analyses/sources/source'
import type { SurveyReport } from '../../../analyses/sources/survey/source'
import { emptiedEngine } from '../../database/engine-of-tests'
import { randomSource } from '../../random-source'
import { load, loadSurvey } from '../reading'
import { instrumentOf, item, textFile } from '../sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1'), item('y', { scale: 'years' })])
const source = { id: 's', kind: 'survey', file: 'x.csv', round: '1', attributes: ['organisation'] } as const
const rowsOf = { storage: sourceOf('survey').stored, source: 's' }

interface Row {
  readonly row: number
  readonly organisation: string | null
  readonly q1: number | null
  readonly y: number | null
}

const draw = randomSource(7)
const one = <Value>(values: readonly Value[]): Value => values[Math.floor(draw() * values.length)] as Value
const cells = Array.from({ length: 400 }, () => [
  one(['Åre', 'Namsos', "O'Neill", 'åre', '']),
  one(['1', '2', '3', '4', '5', '9', '8', '', 'kanskje']),
  one(['1,5', '20', '', '59', 'x', '0']),
  'comment',
])
const isUsed = ([, q1 = '', y = '']: readonly string[]): boolean =>
  !['', 'kanskje'].includes(q1) || !['', 'x'].includes(y)
const nonAnswers: Readonly<Record<string, number>> = { '9': -128, '8': -127 }
const model: readonly Row[] = cells.flatMap(([organisation = '', q1 = '', y = ''], index) => {
  if (!isUsed(['', q1, y])) return []
  const code = nonAnswers[q1] ?? (/^\d$/u.test(q1) ? Number(q1) : null)
  const years = y === '' || y === 'x' ? null : Number(y.replace(',', '.'))
  return [{ row: index + 1, organisation: organisation === '' ? null : organisation, q1: code, y: years }]
})

let report: SurveyReport
let columns: readonly StoredColumn[]
beforeEach(async () => {
  const text = ['organisation;q1;y;comment', ...cells.map((each) => each.join(';')), ''].join('\n')
  // Another source stands in the same table.
  await loadSurvey(
    database,
    textFile('o.csv', 'organisation;q1\nRøros;1\n'),
    { ...source, id: 'o', round: '0' },
    instrument,
  )
  report = await loadSurvey(database, textFile('x.csv', text, 'utf-8', 4096), source, instrument)
  columns = await storedColumns(database, 'responses')
})

const condition = fc.oneof(
  fc.record({
    is: fc.constant('values' as const),
    column: fc.constantFrom('organisation', 'q1'),
    values: fc.subarray(['Åre', "O'Neill", '1', '5', '-128']),
  }),
  fc.record({
    is: fc.constant('range' as const),
    column: fc.constantFrom('q1', 'y'),
    from: fc.option(fc.constantFrom(0, 2, 15)),
    to: fc.option(fc.constantFrom(3, 20, 60)),
  }),
  fc.record({
    is: fc.constant('contains' as const),
    column: fc.constant('organisation'),
    text: fc.constantFrom('ÅR', "'", 'o', '%', ''),
  }),
  fc.record({ is: fc.constant('blank' as const), column: fc.constantFrom('organisation', 'q1', 'y') }),
)
type Field = 'organisation' | 'q1' | 'y'

function passes(row: Row, given: RowCondition): boolean {
  const value = row[given.column as Field]
  switch (given.is) {
    case 'values':
      return value !== null && given.values.includes(String(value))
    case 'range':
      return (
        typeof value === 'number' &&
        value > -100 &&
        value >= (given.from ?? -Infinity) &&
        value <= (given.to ?? Infinity)
      )
    case 'contains':
      return value !== null && String(value).toLowerCase().includes(given.text.toLowerCase())
    default:
      return value === null
  }
}

/** Answers, typed non-answers, blanks. */
const rank = (value: number | string | null): number =>
  value === null ? 2 : typeof value === 'number' && value < -100 ? 1 : 0

describe('the rows of a source in the engine', () => {
  test('are kept and put in order as a plain reading of them gives, and stay in the order of the file where they are alike', async () => {
    expect(model.length).toBe(report.rowsUsed)
    const sort = fc.uniqueArray(
      fc.record({ column: fc.constantFrom<Field>('organisation', 'q1', 'y'), descending: fc.boolean() }),
      { maxLength: 3, selector: ({ column }) => column },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(condition, { maxLength: 3 }), sort, async (where, by) => {
        const found = await orderedRows(database, rowsOf, { where, sort: by }, columns)
        const kept = model.filter((row) => where.every((each) => passes(row, each)))
        const wanted = kept.toSorted((a, b) => {
          for (const { column, descending } of by) {
            const [left, right] = [a[column], b[column]]
            if (rank(left) !== rank(right)) return rank(left) - rank(right)
            if (left !== right && left !== null && right !== null)
              return (left < right ? -1 : 1) * (descending ? -1 : 1)
          }
          return a.row - b.row
        })
        expect([...found]).toEqual(wanted.map(({ row }) => row))
      }),
      { numRuns: 80 },
    )
  })

  test('are given by their numbers, a row that is not in the engine as none', async () => {
    const leftOut = cells.findIndex((each) => !isUsed(each)) + 1
    expect(leftOut).toBeGreaterThan(0)
    const numbers = [model.at(-1)?.row ?? 0, leftOut, model[3]?.row ?? 0]
    const found = await storedValues(database, rowsOf, ['q1', 'organisation', 'y', '_row'], numbers)
    const rows = [model.at(-1), undefined, model[3]]
    expect(found).toEqual([
      rows.map((row) => row?.q1),
      rows.map((row) => row?.organisation),
      rows.map((row) => row?.y),
      rows.map((row) => row?.row),
    ])
  })

  test('that hold something which becomes blank are told apart from those that hold nothing', async () => {
    const q1 = columns.find(({ name }) => name === 'q1') as StoredColumn
    const blank = await blankRowsOf(database, rowsOf, q1)
    expect([...blank]).toEqual(model.filter((row) => row.q1 === null).map(({ row }) => row))
    const becomes = [...blank].filter((row) => cells[row - 1]?.[1] !== '')
    await database.insert('_becomes', {
      rowCount: becomes.length,
      columns: [{ kind: 'integer', id: 'row', values: Int32Array.from(becomes) }],
    })
    const where = [{ is: 'becomes-blank', column: 'q1', header: 'q1', table: '_becomes' }] as const
    expect([...(await orderedRows(database, rowsOf, { where, sort: [] }, columns))]).toEqual(becomes)
    expect(becomes.length).toBeGreaterThan(5)
  })

  test('are those asked for by number, together with every condition, and none where none is asked for', async () => {
    const asked = model.filter((_, place) => place % 7 === 0).map(({ row }) => row)
    const where = [{ is: 'values', column: 'organisation', values: ['Åre'] }] as const
    const kept = model.filter((row) => asked.includes(row.row) && passes(row, where[0]))
    expect(kept.length).toBeGreaterThan(0)
    const numbersOf = async (query: RowQuery): Promise<readonly number[]> => [
      ...(await orderedRows(database, rowsOf, query, columns)),
    ]
    expect(await numbersOf({ where, sort: [], rows: asked })).toEqual(kept.map(({ row }) => row))
    expect(await numbersOf({ where: [], sort: [], rows: [] })).toEqual([])
    const y = columns.find(({ name }) => name === 'y') as StoredColumn
    expect((await summariseColumn(database, rowsOf, { where, rows: asked }, columns, y)).rows).toBe(kept.length)
  })

  test('are summed up by column: counts, blanks, values, bins and means', async () => {
    const where = [{ is: 'values', column: 'organisation', values: ['Åre', 'Namsos', "O'Neill"] }] as const
    const kept = model.filter((row) => passes(row, where[0]))
    const summaryOf = (name: string) =>
      summariseColumn(database, rowsOf, { where }, columns, columns.find((each) => each.name === name) as StoredColumn)
    const answers = kept.flatMap(({ q1 }) => (q1 === null || q1 < 0 ? [] : [q1]))
    const q1 = await summaryOf('q1')
    expect(q1).toMatchObject({
      rows: kept.length,
      filled: answers.length,
      blank: kept.filter((row) => row.q1 === null).length,
      nonAnswers: kept.filter((row) => row.q1 !== null && row.q1 < 0).length,
      distinct: 5,
      least: 1,
      most: 5,
      values: [1, 2, 3, 4, 5].map((value) => ({
        value: String(value),
        count: answers.filter((answer) => answer === value).length,
      })),
    })
    expect(q1.mean).toBeCloseTo(answers.reduce((sum, value) => sum + value, 0) / answers.length, 12)
    const organisation = await summaryOf('organisation')
    expect(organisation).toMatchObject({ distinct: 3, mean: null, blank: 0, others: 0, bins: [] })
    expect(organisation.values.map(({ count }) => count)).toEqual(
      organisation.values.map(({ count }) => count).toSorted((a, b) => b - a),
    )
    const row = await summaryOf('_row')
    expect(row.bins).toHaveLength(12)
    const numbers = kept.map((each) => each.row)
    for (const [place, { from, to, count }] of row.bins.entries())
      expect(count).toBe(numbers.filter((each) => each >= from && (place === 11 ? each <= to : each < to)).length)
    const nothing = await summariseColumn(
      database,
      rowsOf,
      { where: [{ is: 'values', column: 'organisation', values: [] }] },
      columns,
      columns.find((each) => each.name === 'y') as StoredColumn,
    )
    expect(nothing).toMatchObject({ rows: 0, filled: 0, mean: null, least: null, values: [], bins: [] })
  })

  test('belong to the columns of the file that they were read from', () => {
    const shown = gridColumns(report.columns, columns)
    expect(shown.map(({ header, stored }) => [header, stored?.name ?? null, stored?.type ?? null])).toEqual([
      ['organisation', 'organisation', 'text'],
      ['q1', 'q1', 'code'],
      ['y', 'y', 'number'],
      ['comment', null, null],
    ])
  })
})

describe('other kinds of sources', () => {
  test.each([
    [
      { id: 'l', kind: 'observations', file: 'l.csv', time: 'when', value: 'v', series: 'who', time_zone: 'UTC' },
      'when;who;v\n2022-01-01 00:00;a;1\n;a;2\n2022-01-01 02:00;b;3\n',
      [
        ['when', 't', 'time'],
        ['who', 'series', 'text'],
        ['v', 'value', 'number'],
      ],
      [1, 3],
    ],
    [
      { id: 'e', kind: 'events', file: 'e.csv', time: 'when', event: 'what', time_zone: 'UTC' },
      'when;what\n2022-01-01 00:00;a\n;b\n2022-01-01 02:00;b\n',
      [
        ['when', 't', 'time'],
        ['what', 'type', 'text'],
      ],
      [1, 3],
    ],
    [
      { id: 'i', kind: 'indicators', file: 'i.csv' },
      'indicator,unit,baseline,target,outcome\n,%,0,1,1\nKurs,%,0,100,40\n',
      [
        ['indicator', 'indicator', 'text'],
        ['unit', 'unit', 'text'],
        ['baseline', 'baseline', 'number'],
      ],
      [2],
    ],
    [
      { id: 'c', kind: 'coverage', file: 'c.csv', start: 'from', end: 'to', time_zone: 'UTC' },
      'from;to\n2022-01-01 00:00;2022-01-02 00:00\n',
      [
        ['from', 'start', 'time'],
        ['to', 'stop', 'time'],
      ],
      null,
    ],
  ] as const)(
    'show their columns, and rows by the numbers that they have in the file: %#',
    async (read, text, wanted, numbers) => {
      const given = read as unknown as AnySource
      const loaded = await load(database, textFile(given.file, text), given)
      const storage = sourceOf(given.kind).stored
      const stored = await storedColumns(database, storage.table)
      const shown = gridColumns(loaded.columns, stored).map((each) => [
        each.header,
        each.stored?.name,
        each.stored?.type,
      ])
      expect(shown.slice(0, wanted.length)).toEqual(wanted)
      const found = await orderedRows(database, { storage, source: given.id }, { where: [], sort: [] }, stored)
      if (numbers === null) expect(found).toHaveLength(loaded.rowsUsed)
      else expect([...found]).toEqual(numbers)
      expect(storage.keepsRowNumbers === true).toBe(numbers !== null)
      expect(sources.has(given.kind)).toBe(true)
    },
  )
})
