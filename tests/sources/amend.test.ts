import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Frame } from '../../analyses/core/datasets'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { indexRows, readRows } from '../../analyses/readers/row-access'
import type { Correction } from '../../analyses/sources/corrections'
import { removeSource } from '../../analyses/sources/staging'
import { amendSurvey } from '../../analyses/sources/survey/amend'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { emptiedEngine } from '../database/engine-of-tests'
import { randomSource } from '../random-source'
import { loadSurvey } from './reading'
import { instrumentOf, item, textFile } from './sample-data'

const database = await emptiedEngine()
const instrument = {
  ...instrumentOf([
    item('q1', { dimension: 'd' }),
    item('q2', { dimension: 'd', reversed: true }),
    item('q3', { dimension: 'd' }),
    item('y', { scale: 'years' }),
  ]),
  dimensions: [{ id: 'd', label: { en: 'D' }, score: 'mean' as const, minAnswered: 'half' as const }],
}
const draw = randomSource(11)
const one = <Value>(values: readonly Value[]): Value => values[Math.floor(draw() * values.length)] as Value
const answers = ['1', '2', '3', '4', '5', '9', '8', '', '7']
const headers = ['organisation', 'q1', 'q2', 'q3', 'y'] as const
const cells = Array.from({ length: 60 }, () => [
  one(['Åre', 'Namsos']),
  one(answers),
  one(answers),
  one(answers),
  one(['1,5', '20', '']),
])
const text = [headers.join(';'), ...cells.map((each) => each.join(';')), ''].join('\n')
const file = textFile('x.csv', text)
const sourceWith = (corrections: readonly Correction[]): SurveySource =>
  ({
    id: 's',
    kind: 'survey',
    file: 'x.csv',
    round: '1',
    attributes: ['organisation'],
    ...(corrections.length === 0 ? {} : { corrections }),
  }) as SurveySource

const rowsNow = (): Promise<Frame> => database.frame('SELECT * FROM responses ORDER BY rowid')

async function amend(before: readonly Correction[], after: readonly Correction[]) {
  const report = await loadSurvey(database, file, sourceWith(before), instrument)
  const { table } = await openTable(readers, file)
  const index = await indexRows(table)
  return amendSurvey({
    database,
    before: sourceWith(before),
    source: sourceWith(after),
    instrument,
    report,
    table,
    cellsOf: async (asked) => {
      const columns = [...new Set(asked.map((each) => each.index))]
      const rows = await readRows(
        table,
        index,
        asked.map(({ row }) => row),
        columns,
      )
      return asked.map((each) => rows.find(({ row }) => row === each.row)?.cells[columns.indexOf(each.index)])
    },
  })
}

const correction = fc
  .record({
    row: fc.integer({ min: 1, max: cells.length }),
    column: fc.constantFrom(...headers),
    to: fc.constantFrom('1', '2', '3', '4', '5', '9', '', '7'),
  })
  .map(({ row, column, to }): Correction => {
    const from = cells[row - 1]?.[headers.indexOf(column)] ?? ''
    return { row, column, from, to: column === 'organisation' ? 'Åre' : to }
  })
/** An answer on the scale that becomes another one. */
const places = cells.flatMap((row, index) =>
  (['q1', 'q2', 'q3'] as const).flatMap((column) => {
    const from = row[headers.indexOf(column)] ?? ''
    return ['1', '2', '3', '4', '5'].includes(from) ? [{ row: index + 1, column, from }] : []
  }),
)
const another = fc
  .record({ place: fc.constantFrom(...places), to: fc.constantFrom('1', '2', '3', '4', '5') })
  .map(({ place, to }): Correction => ({ ...place, to }))
const corrections = fc.uniqueArray(fc.oneof({ arbitrary: another, weight: 8 }, { arbitrary: correction, weight: 1 }), {
  maxLength: 4,
  selector: ({ row, column }) => `${row} ${column}`,
})

test('what is amended is what a fresh reading gives, its rows and its report, and what cannot be is left as it was', async () => {
  let amended = 0
  await fc.assert(
    fc.asyncProperty(corrections, corrections, fc.boolean(), async (before, more, isAdded) => {
      const after = isAdded
        ? [
            ...before,
            ...more.filter((each) => before.every(({ row, column }) => row !== each.row || column !== each.column)),
          ]
        : more
      const told = await amend(before, after)
      const found = await rowsNow()
      await removeSource(database, 's')
      const report = await loadSurvey(database, file, sourceWith(told === null ? before : after), instrument)
      expect(found).toEqual(await rowsNow())
      if (told !== null) {
        expect(told).toEqual(report)
        if (after.length > 0 && JSON.stringify(after) !== JSON.stringify(before)) amended += 1
      }
      await removeSource(database, 's')
    }),
    { numRuns: 20 },
  )
  expect(amended).toBeGreaterThan(3)
})

const plain = cells.findIndex(([, q1 = '']) => q1 === '2') + 1

test('an answer is corrected, corrected again and taken back', async () => {
  const to = (answer: string): readonly Correction[] => [{ row: plain, column: 'q1', from: '2', to: answer }]
  for (const [before, after, expected] of [
    [[], to('5'), 5],
    [to('5'), to('1'), 1],
    [to('1'), [], 2],
  ] as const) {
    const told = await amend(before, after)
    expect(told?.corrected).toBe(after.length === 0 ? undefined : 1)
    const frame = await database.frame(`SELECT "q1"::DOUBLE AS q1 FROM responses WHERE "_row" = ${plain}`)
    expect(frame.columns['q1']).toMatchObject({ values: Float64Array.of(expected) })
    await removeSource(database, 's')
  }
})

test.each<[string, readonly Correction[]]>([
  ['a blank', [{ row: plain, column: 'q1', from: '2', to: '' }]],
  ['a typed non-answer', [{ row: plain, column: 'q1', from: '2', to: '9' }]],
  ['a number outside the scale', [{ row: plain, column: 'q1', from: '2', to: '7' }]],
  ['a cell that holds something else', [{ row: plain, column: 'q1', from: '3', to: '5' }]],
  ['an attribute', [{ row: plain, column: 'organisation', from: cells[plain - 1]?.[0] ?? '', to: 'Røros' }]],
  ['a row that there is none of', [{ row: 1000, column: 'q1', from: '2', to: '5' }]],
])('%s is left to a reading of the file', async (_, after) => {
  const before = await amend([], after)
  expect(before).toBeNull()
})
