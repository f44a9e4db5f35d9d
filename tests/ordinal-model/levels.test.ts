import { describe, expect, test } from 'vitest'
import { fitItem } from '../../analyses/ordinal-model/model'
import type { CountedRows } from '../../analyses/ordinal-model/rows'
import { basesOfItem, rowsForModel, type ModelRows } from '../../analyses/ordinal-model/model-rows'
import { decideBases } from '../../analyses/disclosure/usable'
import { smallDataset } from '../survey-shapes'

const dataset = smallDataset('unit', ['a', 'b', 'c'])

/** Answers 1 … 4 of units a, b, c, each with how many people. */
const counted = (cells: readonly (readonly [number, number, number])[]): CountedRows => ({
  terms: [
    {
      id: 'unit',
      columns: ['unit'],
      levels: ['a', 'b', 'c'],
      cells: [{ unit: 'a' }, { unit: 'b' }, { unit: 'c' }],
      ofRow: Int32Array.from(cells, ([unit]) => unit),
    },
  ],
  response: Float64Array.from(cells, ([, answer]) => answer),
  scores: [],
  counts: Float64Array.from(cells, ([, , count]) => count),
  incomplete: [],
})

const rowsFor = (rows: CountedRows, minGroup: number): ModelRows =>
  rowsForModel(
    rows,
    'alpha_1',
    decideBases((withheld) => basesOfItem(rows, 'alpha_1', withheld), minGroup, dataset),
  )

const spread = [
  [0, 1, 5],
  [0, 2, 4],
  [0, 3, 6],
  [0, 4, 3],
  [1, 1, 2],
  [1, 2, 5],
  [1, 3, 5],
  [1, 4, 6],
] as const

describe('levels of a model', () => {
  test('a group in which all chose an end leaves, and changes nothing for the others', () => {
    const rows = counted([...spread, [2, 4, 7]])
    const used = rowsFor(rows, 1)
    expect(used.levels.map(({ level, end }) => [level, end])).toEqual([
      ['a', null],
      ['b', null],
      ['c', 'highest'],
    ])
    expect(used.leftOut).toBe(7)
    const options = { dimensions: [], link: 'logit', interval: 'profile', confidence: 0.95 } as const
    const fit = (own: CountedRows): ReturnType<typeof fitItem> =>
      fitItem('alpha_1', own, rowsFor(own, 1), { unit: 'a' }, options, () => undefined)
    expect(fit(rows).coefficients).toEqual(fit(counted(spread)).coefficients)
  })

  test('a group in which all chose one answer between the ends stays', () => {
    const used = rowsFor(counted([...spread, [2, 3, 7]]), 1)
    expect(used.levels.every(({ end, isWithheld }) => end === null && !isWithheld)).toBe(true)
  })

  test('under protection unanimous and small groups are withheld, and what would give them away', () => {
    const unanimous = rowsFor(counted([...spread, [2, 3, 7]]), 5)
    expect(unanimous.levels.find(({ level }) => level === 'c')?.isWithheld).toBe(true)
    // One withheld group alone could be had as the total less the rest.
    expect(unanimous.levels.filter(({ isWithheld }) => isWithheld).length).toBe(2)
    const small = rowsFor(counted([...spread, [2, 1, 1], [2, 3, 2]]), 5)
    expect(small.levels.find(({ level }) => level === 'c')?.isWithheld).toBe(true)
  })
})
