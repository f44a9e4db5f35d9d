import { expect, test } from 'vitest'
import { numericColumn } from '../../analyses/core/datasets'
import { indicatorOf, indicators, type IndicatorId } from '../../analyses/quality/indicators'
import { openDatabase } from '../../main/database'
import { readProjectFile } from '../source-files'
import { instrumentOf, openHandMade } from '../survey/hand-made-survey'
import { openAnswers } from './answers'

const { values: expected } = JSON.parse(readProjectFile('analyses/quality/reference/indicators.json')) as {
  readonly values: Readonly<Record<IndicatorId, readonly (number | null)[]>>
}

const database = await openDatabase()
const { shape } = await openAnswers(database)

async function valuesOf(id: IndicatorId): Promise<readonly (number | null)[]> {
  const relation = indicatorOf(id).values(shape)
  if (relation === null) throw new Error(`${id} cannot be computed`)
  const frame = await database.frame(
    `SELECT v.value::DOUBLE AS value FROM responses r LEFT JOIN (${relation}) v USING ("_source", "_row") ORDER BY r."_row"`,
  )
  return [...numericColumn(frame, 'value')].map((value) => (Number.isNaN(value) ? null : value))
}

test.each(Object.entries(expected))('%s has the values that R computes', async (id, wanted) => {
  const found = await valuesOf(id as IndicatorId)
  expect(found).toHaveLength(wanted.length)
  for (const [row, value] of wanted.entries()) {
    const own = found[row] ?? null
    if (value === null || own === null) expect([row + 1, own]).toEqual([row + 1, value])
    else expect(Math.abs(own - value), `row ${row + 1}: ${own} for ${value}`).toBeLessThanOrEqual(1e-9)
  }
})

const evenOdd = JSON.parse(readProjectFile('analyses/quality/reference/even-odd.json')) as {
  readonly 'even-odd': readonly (number | null)[]
}

test('even-odd consistency has the values that R computes', async () => {
  const own = await openDatabase()
  const [header = '', ...lines] = readProjectFile('analyses/quality/reference/even-odd.csv').trim().split('\n')
  const items = header.split(',')
  const turned = ['a_2', 'b_4', 'e_1', 'e_6']
  const survey = await openHandMade(own, {
    instrument: instrumentOf(
      [{}],
      ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id })),
      items.map((id) => ({ id, reversed: turned.includes(id) })),
    ),
    people: lines.map((line) => ({
      answers: Object.fromEntries(
        line
          .split(',')
          .map((cell, place) => [items[place] ?? '', cell === '' ? null : cell === '9' ? 'dont_know' : Number(cell)]),
      ),
    })),
  })
  const relation = indicatorOf('even-odd').values({ ...shape, instrument: survey.instrument, attributes: [] })
  const frame = await own.frame(`SELECT value::DOUBLE AS value FROM (${relation ?? ''}) ORDER BY "_row"`)
  const found = [...numericColumn(frame, 'value')]
  await own.close()
  expect(found.map(Number.isNaN)).toEqual(evenOdd['even-odd'].map((value) => value === null))
  for (const [row, value] of evenOdd['even-odd'].entries())
    if (value !== null) expect(found[row], `row ${row + 1}`).toBeCloseTo(value, 9)
})

test('even-odd consistency needs three dimensions, and has a usual limit from ten on', () => {
  const withDimensions = (count: number): typeof shape => ({
    ...shape,
    instrument: instrumentOf(
      [{}],
      Array.from({ length: count }, (_, index) => ({ id: `d${index}` })),
      Array.from({ length: 2 * count }, (_, index) => ({
        id: `d${Math.floor(index / 2)}_${index}`,
        dimension: `d${Math.floor(index / 2)}`,
      })),
    ),
  })
  const { usualLimit } = indicatorOf('even-odd')
  expect([9, 10].map((count) => usualLimit(withDimensions(count)))).toEqual([null, 0.3])
  expect(indicatorOf('even-odd').values(shape)).toBeNull()
})

test('every indicator says where it is published, but for those that need no more than arithmetic', () => {
  const plain: readonly IndicatorId[] = ['repeated-id', 'impossible-values', 'too-early', 'too-late']
  expect(indicators.filter(({ references }) => references.length === 0).map(({ id }) => id)).toEqual(plain)
})
