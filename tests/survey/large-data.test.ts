import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../../analyses/core/contract'
import type { Database } from '../../analyses/core/database'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { InputError } from '../../analyses/core/errors'
import { analyses } from '../../analyses/index'
import { engineOfTests } from '../database/engine-of-tests'
import { randomSource } from '../random-source'
import { clear, instrumentOf, openHandMade, type HandMade } from './hand-made-survey'
import { cellsOf, runOn } from './run-analysis'

const surveyAnalyses = [...analyses.values()].filter(({ needs }) => needs.data === 'survey')
const places = (row: number): Readonly<Record<string, string>> => ({
  organisation: row % 3 === 0 ? 'A' : row % 3 === 1 ? 'B' : 'C',
})
const round = (row: number): string => (row % 2 === 0 ? '2021' : '2022')

/** More distinct values of one item than a call can have arguments. */
function manyValues(): HandMade {
  const random = randomSource(1)
  return {
    instrument: instrumentOf(
      [{ id: 'kg', kind: 'continuous', min: 0, max: 1_000_000 }],
      [{ id: 'heavy' }, { id: 'light' }],
      [
        { id: 'heavy_1', scale: 'kg' },
        { id: 'light_1', scale: 'kg' },
      ],
    ),
    attributes: ['organisation'],
    people: Array.from({ length: 130_001 }, (_, row) => ({
      round: round(row),
      places: places(row),
      answers: { heavy_1: row + 0.5, light_1: random() * 100 },
    })),
  }
}

/** Many items in a dimension; the first person answers the highest to all, and items are turned in between. */
function manyItems(packed: boolean, count: number): HandMade {
  const random = randomSource(2)
  const ids = Array.from({ length: count }, (_, index) => `long_${index + 1}`)
  return {
    instrument: instrumentOf(
      [{ id: 'percent', min: 0, max: 100 }],
      [{ id: 'long', score: 'sum' }, { id: 'short' }],
      [
        ...ids.map((id, index) => ({ id, scale: 'percent', reversed: index % 5 === 0 })),
        { id: 'short_1', scale: 'percent' },
        { id: 'short_2', scale: 'percent' },
      ],
    ),
    attributes: ['organisation'],
    packed,
    people: Array.from({ length: 60 }, (_, row) => ({
      round: round(row),
      places: places(row),
      answers: Object.fromEntries(
        [...ids, 'short_1', 'short_2'].map((id, index) => [
          id,
          row === 0 ? (index % 5 === 0 && index < count ? 0 : 100) : Math.floor(random() * 101),
        ]),
      ),
    })),
  }
}

/** A scale from −100 to 100: the difference of its ends is more than a byte holds. */
function wideScale(): HandMade {
  const random = randomSource(3)
  const ids = ['wide_1', 'wide_2', 'wide_3', 'other_1', 'other_2']
  return {
    instrument: instrumentOf(
      [{ id: 'wide', min: -100, max: 100 }],
      [{ id: 'wide' }, { id: 'other' }],
      ids.map((id) => ({ id, scale: 'wide', reversed: id === 'wide_3' })),
    ),
    attributes: ['organisation'],
    people: Array.from({ length: 90 }, (_, row) => ({
      round: round(row),
      places: places(row),
      answers: Object.fromEntries(ids.map((id) => [id, row < 2 ? 100 - 200 * row : Math.floor(random() * 201) - 100])),
    })),
  }
}

/** Whether an analysis gave a result or a refusal; what went wrong otherwise. */
async function conclusionOf(database: Database, dataset: SurveyDataset, analysis: AnyAnalysis): Promise<string> {
  try {
    const { status, refusal } = await runOn(database, dataset, analysis)
    return status === 'failed' ? JSON.stringify(refusal) : status
  } catch (error) {
    if (error instanceof InputError) return 'refused'
    throw error
  }
}

const database = await engineOfTests()

describe.each([
  ['130 001 distinct values of an item', manyValues],
  ['130 items in a dimension, more than a byte counts', () => manyItems(true, 130)],
  ['a scale from −100 to 100', wideScale],
] as const)('%s', (_, make) => {
  let dataset: SurveyDataset
  beforeAll(async () => {
    await clear(database)
    dataset = await openHandMade(database, make())
  })

  test.each(surveyAnalyses.map((analysis) => [analysis.id, analysis] as const))(
    'give a result or a refusal of %s',
    async (_id, analysis) => {
      expect(['ok', 'refused']).toContain(await conclusionOf(database, dataset, analysis))
    },
    120_000,
  )
})

describe('numbers of large data', () => {
  beforeEach(() => clear(database))

  test('an item of which every value is another is described', async () => {
    const dataset = await openHandMade(database, manyValues())
    const outcome = await runOn(database, dataset, analyses.get('item-statistics') as AnyAnalysis)
    // 0.5, 1.5 … 130 000.5: the mean is the middle, the variance (n² − 1)/12 · n/(n − 1).
    const cells = cellsOf(outcome, 'items', { item: 'heavy_1' })
    expect(cells['n']).toBe(130_001)
    expect(cells['mean']).toBeCloseTo(65_000.5, 9)
    expect(cells['sd']).toBeCloseTo(Math.sqrt((130_001 * 130_002) / 12), 6)
  })

  test.each([
    [130, false, 'more than a byte counts, added up by the engine'],
    [330, true, 'more than two bytes hold, put together by the import'],
  ])('%i answers of 100 add up (%s: %s)', async (count, packed) => {
    const dataset = await openHandMade(database, manyItems(packed, count))
    const outcome = await runOn(database, dataset, analyses.get('dimension-scores') as AnyAnalysis)
    expect(cellsOf(outcome, 'scores', { dimension: 'long' })).toMatchObject({ n: 60, max: 100 * count, n_complete: 60 })
  })
})
