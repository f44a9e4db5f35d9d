import { describe, expect, test } from 'vitest'
import { findSignals, type RuleSet } from '../../analyses/series/run-rules'
import { runTest, sidesOf } from '../../analyses/series/runs'

/** Points by rule, about a centre of 0; a gap lies before the points whose index is in `apart`. */
const flagged = (
  values: readonly number[],
  set: RuleSet,
  length = 7,
  { sigma = 1, apart = [] }: { readonly sigma?: number; readonly apart?: readonly number[] } = {},
): Record<string, readonly number[]> =>
  Object.fromEntries(
    findSignals(
      values.map((value, index) => ({ value, sigma, isNeighbour: index > 0 && !apart.includes(index) })),
      0,
      set,
      length,
    ).map(({ rule, points }) => [rule, points]),
  )

describe('rules', () => {
  test('a point beyond three sigma is outside, one on the limit is not', () => {
    expect(flagged([0.1, 3, -3.01, 0.2], 'making-data-count')).toEqual({ outside: [2] })
  })

  test('seven on one side signal, six do not, and a point on the centre breaks the run', () => {
    expect(flagged([1, 1, 1, 1, 1, 1], 'making-data-count')['one-side']).toBeUndefined()
    expect(flagged([1, 1, 1, 1, 1, 1, 1], 'making-data-count')['one-side']).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(flagged([1, 1, 1, 0, 1, 1, 1, 1], 'making-data-count')['one-side']).toBeUndefined()
    expect(flagged([1, 1, 1, 1, 1, 1, 1], 'making-data-count', 8)['one-side']).toBeUndefined()
  })

  test('a trend is strict', () => {
    expect(flagged([-1.5, -1, -0.5, 0.1, 0.5, 1, 1.5], 'making-data-count')['trend']).toHaveLength(7)
    expect(flagged([-1.5, -1, -0.5, -0.5, 0.5, 1, 1.5], 'making-data-count')['trend']).toBeUndefined()
  })

  test('two of three near the limit must have the third on the same side', () => {
    expect(flagged([2.5, 0.5, 2.5], 'making-data-count')['two-of-three']).toEqual([0, 2])
    expect(flagged([2.5, -0.5, 2.5], 'making-data-count')['two-of-three']).toBeUndefined()
    expect(flagged([2.5, -0.5, 2.5], 'nelson')['two-of-three']).toEqual([0, 2])
  })

  test('Nelson sees hugging, avoiding and alternation', () => {
    expect(
      flagged(
        Array.from({ length: 15 }, (_, index) => (index % 3) * 0.2 - 0.2),
        'nelson',
      )['hugging'],
    ).toHaveLength(15)
    expect(flagged([1.5, -1.5, 1.4, 1.6, -1.3, -1.2, 1.1, -1.7], 'nelson')['avoiding']).toHaveLength(8)
    expect(
      flagged(
        Array.from({ length: 14 }, (_, index) => (index % 2 === 0 ? 0.5 : -0.5)),
        'nelson',
      )['alternating'],
    ).toHaveLength(14)
  })

  test('Anhøj: longest run and crossings leave out points on the centre', () => {
    const values = [1, 1, 0, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1]
    expect(runTest(sidesOf(values, 0))).toEqual({
      useful: 13,
      longestRun: 9,
      longestRunLimit: 7,
      crossings: 1,
      crossingsLimit: 3,
    })
    expect(Object.keys(flagged(values, 'anhoej'))).toEqual(['long-run', 'few-crossings'])
  })
})

describe('across a gap', () => {
  test('there is no rise or fall: six points of seven do not make a trend', () => {
    const rising = [-1.5, -1, -0.5, 0.1, 0.5, 1, 1.5]
    expect(flagged(rising, 'making-data-count', 7, { apart: [4] })['trend']).toBeUndefined()
    expect(flagged([-2, ...rising], 'making-data-count', 7, { apart: [1] })['trend']).toEqual([1, 2, 3, 4, 5, 6, 7])
    const alternating = Array.from({ length: 14 }, (_, index) => (index % 2 === 0 ? 0.5 : -0.5))
    expect(flagged(alternating, 'nelson', 7, { apart: [7] })['alternating']).toBeUndefined()
  })

  test('a run on one side goes on', () => {
    expect(flagged([1, 1, 1, 1, 1, 1, 1], 'making-data-count', 7, { apart: [3] })['one-side']).toHaveLength(7)
  })
})

describe('without any spread', () => {
  test.each(['making-data-count', 'nelson', 'western-electric', 'anhoej'] as const)(
    'equal points signal nothing, and one that departs lies outside (%s)',
    (set) => {
      expect(
        flagged(
          Array.from({ length: 20 }, () => 0),
          set,
          7,
          { sigma: 0 },
        ),
      ).toEqual({})
      expect(flagged([0, 0, 0, -20, 0], set, 7, { sigma: 0 })['outside']).toEqual([3])
    },
  )
})

test('sigma may differ from point to point, as on a chart of rates', () => {
  const points = [
    { value: 4, sigma: 1, isNeighbour: false },
    { value: 4, sigma: 2, isNeighbour: true },
  ]
  expect(findSignals(points, 0, 'making-data-count', 7)).toEqual([{ rule: 'outside', points: [0] }])
})
