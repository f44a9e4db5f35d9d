import { describe, expect, test } from 'vitest'
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
  const relation = await indicatorOf(id).values(shape, database)
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
  const relation = await indicatorOf('even-odd').values(
    { ...shape, instrument: survey.instrument, attributes: [] },
    own,
  )
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
  expect(indicatorOf('even-odd').values(shape, database)).toBeNull()
})

describe('the distance of an answer pattern', () => {
  const reference = JSON.parse(readProjectFile('analyses/quality/reference/mahalanobis.json')) as {
    readonly withGaps: readonly (number | null)[]
    readonly whole: { readonly rows: readonly number[]; readonly distances: readonly number[] }
    readonly usualLimit: number
  }

  test('is psych::outlier’s where answers are missing, of the rows that answered at least half', async () => {
    const found = await valuesOf('mahalanobis')
    expect(found.map((value) => value === null)).toEqual(reference.withGaps.map((value) => value === null))
    for (const [row, value] of reference.withGaps.entries())
      if (value !== null) expect(Math.abs((found[row] ?? 0) / value - 1), `row ${row + 1}`).toBeLessThan(1e-9)
    expect(indicatorOf('mahalanobis').usualLimit(shape)).toBe(Math.round(reference.usualLimit * 10) / 10)
  })

  test('is stats::mahalanobis where none is', async () => {
    await database.execute(
      `CREATE TABLE whole AS SELECT * FROM responses WHERE "_row" IN (${reference.whole.rows.join(', ')})`,
    )
    const relation = await indicatorOf('mahalanobis').values({ ...shape, table: 'whole' }, database)
    const frame = await database.frame(`SELECT value::DOUBLE AS value FROM (${relation ?? ''}) ORDER BY "_row"`)
    await database.execute('DROP TABLE whole')
    const found = numericColumn(frame, 'value')
    expect(found).toHaveLength(reference.whole.distances.length)
    for (const [index, value] of reference.whole.distances.entries())
      expect(Math.abs((found[index] ?? 0) / value - 1), `row ${index + 1}`).toBeLessThan(1e-9)
  })

  test('is not told where an item is a sum of others, nor over items that some were not asked; an item that does not vary is passed over', async () => {
    const own = await openDatabase()
    const people = Array.from({ length: 40 }, (_, row) => {
      const [a, b] = [1 + (row % 5), 1 + ((row * row) % 5)]
      return { answers: { d_1: a, d_2: b, d_3: a, d_4: 3, d_5: 1 + ((row >> 2) % 5) } }
    })
    const distances = async (items: readonly Parameters<typeof instrumentOf>[2][number][]) => {
      const instrument = instrumentOf([{}], [{ id: 'd' }], items)
      const survey = await openHandMade(own, { instrument, people })
      const relation = await indicatorOf('mahalanobis').values({ ...shape, instrument, attributes: [] }, own)
      const frame = relation === null ? null : await own.frame(`SELECT value::DOUBLE AS value FROM (${relation})`)
      await own.execute(`DROP TABLE ${survey.tables.responses} CASCADE`)
      return frame === null ? null : [...numericColumn(frame, 'value')]
    }
    const some = await distances([{ id: 'd_1' }, { id: 'd_2' }, { id: 'd_5' }])
    expect(some?.every((value) => value >= 0)).toBe(true)
    expect(await distances([{ id: 'd_1' }, { id: 'd_2' }, { id: 'd_3' }])).toBeNull()
    expect(await distances([{ id: 'd_1' }, { id: 'd_2' }, { id: 'd_4' }, { id: 'd_5' }])).toEqual(some)
    expect(await distances([{ id: 'd_1' }, { id: 'd_2' }, { id: 'd_3', askedOf: ['leader'] }, { id: 'd_5' }])).toEqual(
      some,
    )
    expect(await distances([{ id: 'd_1' }])).toBeNull()
    await own.close()
  })
})

test('every indicator says where it is published, but for those that need no more than arithmetic', () => {
  const plain: readonly IndicatorId[] = ['repeated-id', 'impossible-values', 'too-early', 'too-late']
  expect(indicators.filter(({ references }) => references.length === 0).map(({ id }) => id)).toEqual(plain)
})
