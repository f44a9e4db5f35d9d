import { describe, expect, test } from 'vitest'
import { limitsOf } from '../../analyses/control-chart/compute'
import { findSignals, runTest } from '../../analyses/control-chart/rules'

const flagged = (
  values: readonly number[],
  set: Parameters<typeof findSignals>[3],
  length = 7,
): Record<string, readonly number[]> =>
  Object.fromEntries(findSignals(values, 0, 1, set, length).map(({ rule, points }) => [rule, points]))

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
    expect(runTest(values, 0)).toEqual({
      useful: 13,
      longestRun: 9,
      longestRunLimit: 7,
      crossings: 1,
      crossingsLimit: 3,
    })
    expect(Object.keys(flagged(values, 'anhoej'))).toEqual(['long-run', 'few-crossings'])
  })
})

describe('limits', () => {
  test('equal values have no spread and no signals', () => {
    const limits = limitsOf([4, 4, 4], 'mr-screened')
    expect(limits).toMatchObject({ centre: 4, sigma: 0, lower: 4, upper: 4, screened: 0 })
    expect(findSignals([4, 4, 4], limits.centre, limits.sigma, 'nelson', 7)).toEqual([])
  })
})
