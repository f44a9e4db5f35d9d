import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { midranks, rankCounts, rankGroups, tieCorrection } from '../../../analyses/numeric/summary/rank'
import {
  mean,
  median,
  medianOfCounts,
  mergeMoments,
  momentsFromOrigin,
  momentsOf,
  momentsOfCounts,
  onceEach,
  quantiles,
  quantilesOfCounts,
  shapeOf,
  shapeOfCounts,
  sortedCounts,
  sum,
  variance,
  varianceOf,
  type QuantileType,
  type ValueCounts,
} from '../../../analyses/numeric/summary/summary'
import { relativeError, stored, type Stored } from '../closeness'

interface SummaryRow {
  readonly values: readonly number[]
  readonly mean: number
  readonly variance: number
  readonly css: number
  readonly median: number
  readonly skewness1: Stored
  readonly skewness2: Stored
  readonly skewness3: Stored
  readonly kurtosis1: Stored
  readonly kurtosis2: Stored
  readonly kurtosis3: Stored
  readonly probabilities: readonly number[]
  readonly quantiles: readonly (readonly number[])[]
  readonly ranks: readonly number[]
}

const { summaries } = JSON.parse(
  readFileSync(new URL('../comparison/reference/comparison.json', import.meta.url), 'utf8'),
) as { readonly summaries: readonly SummaryRow[] }

const finite = (value: Stored): number => (Number.isFinite(stored(value)) ? stored(value) : Number.NaN)

const counted = (values: readonly number[]): ValueCounts => sortedCounts(onceEach(values))

describe('against R', () => {
  it.each(summaries.map((row, i) => [i, row] as const))(
    'sample %i: mean, variance, shape, quantiles of nine types, ranks',
    (_i, row) => {
      for (const moments of [momentsOf(row.values), momentsOfCounts(counted(row.values))]) {
        expect(relativeError(moments.mean, row.mean), 'mean').toBeLessThanOrEqual(1e-14)
        expect(relativeError(moments.centredSumOfSquares, row.css), 'centred sum of squares').toBeLessThanOrEqual(1e-13)
        expect(relativeError(varianceOf(moments), row.variance), 'variance').toBeLessThanOrEqual(1e-13)
      }
      expect(median(row.values)).toBe(row.median)
      expect(medianOfCounts(counted(row.values))).toBe(row.median)
      for (const type of [1, 2, 3] as const) {
        for (const shape of [shapeOf(row.values, type), shapeOfCounts(counted(row.values), type)]) {
          // R's unbiased forms of too few values are infinite; ours do not exist.
          expect(
            relativeError(shape.skewness, finite(row[`skewness${type}`]), 1),
            `skewness ${type}`,
          ).toBeLessThanOrEqual(1e-12)
          expect(
            relativeError(shape.kurtosis, finite(row[`kurtosis${type}`]), 1),
            `kurtosis ${type}`,
          ).toBeLessThanOrEqual(1e-12)
        }
      }
      expect(shapeOf(row.values)).toEqual(shapeOf(row.values, 3))
      row.quantiles.forEach((expected, i) => {
        const type = (i + 1) as QuantileType
        quantiles(row.values, row.probabilities, type).forEach((value, k) =>
          expect(
            relativeError(value, expected[k] as number, 1e-3),
            `quantile ${type} at ${row.probabilities[k]}`,
          ).toBeLessThanOrEqual(1e-14),
        )
        expect(quantilesOfCounts(counted(row.values), row.probabilities, type)).toEqual(
          quantiles(row.values, row.probabilities, type),
        )
      })
      expect([...midranks(row.values)]).toEqual(row.ranks)
    },
  )
})

describe('edges', () => {
  it('nothing, one value, NaN', () => {
    expect(mean([])).toBeNaN()
    expect(momentsOf([])).toEqual({ n: 0, mean: Number.NaN, centredSumOfSquares: 0 })
    expect(momentsOf([3])).toEqual({ n: 1, mean: 3, centredSumOfSquares: 0 })
    expect(variance([3])).toBeNaN()
    expect(sum([1, Number.NaN])).toBeNaN()
    expect(momentsOf([1, Number.NaN, 2]).mean).toBeNaN()
    expect(median([1, Number.NaN, 2])).toBeNaN()
    expect(medianOfCounts({ values: [1, Number.NaN], counts: [1, 1] })).toBeNaN()
    expect(median([])).toBeNaN()
    expect([...midranks([1, Number.NaN])]).toEqual([Number.NaN, Number.NaN])
    expect(shapeOf([2, 2, 2])).toEqual({ skewness: Number.NaN, kurtosis: Number.NaN })
    expect(quantiles([1, 2], [1.5, -0.1, Number.NaN])).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })

  it('compensates what a plain loop loses', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2)
    expect(sum(Array.from({ length: 10 }, () => 0.1))).toBe(1)
    expect(sum([Number.POSITIVE_INFINITY, 1])).toBe(Number.POSITIVE_INFINITY)
  })

  it('a value that does not occur counts for nothing', () => {
    expect(momentsOfCounts({ values: [1, Number.POSITIVE_INFINITY, 3], counts: [2, 0, 2] })).toEqual({
      n: 4,
      mean: 2,
      centredSumOfSquares: 4,
    })
    expect([...sortedCounts({ values: [3, 1, 3, 2], counts: [1, 2, 4, 0] }).counts]).toEqual([2, 5])
  })

  it('an origin keeps the digits that a mean cannot hold', () => {
    expect(momentsFromOrigin({ values: [1e15 + 1, 1e15 + 2], counts: [1, 2] }, 1e15).mean).toBe(5 / 3)
  })
})

describe('properties', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
  it('moments of parts merge into the moments of the whole', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (parts) => {
        const whole = momentsOf(parts.flat())
        const merged = mergeMoments([...parts.map(momentsOf), momentsOf([])])
        expect(merged.n).toBe(whole.n)
        expect(relativeError(merged.mean, whole.mean, 1e6), 'mean').toBeLessThanOrEqual(1e-13)
        expect(
          relativeError(merged.centredSumOfSquares, whole.centredSumOfSquares, 1),
          'centred sum',
        ).toBeLessThanOrEqual(1e-10)
      }),
    )
  })

  it('counts give what the written-out values give, and ranks add up', () => {
    const small = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(small, small, (a, b) => {
        const written = midranks([...a, ...b])
        const ranked = rankCounts([counted(a), counted(b)])
        const direct = written.slice(0, a.length).reduce((total, rank) => total + rank, 0)
        expect(ranked.groups[0]).toEqual({ n: a.length, rankSum: direct })
        expect(ranked).toEqual(rankGroups([a, b]))
        expect(tieCorrection(ranked)).toBeGreaterThanOrEqual(0)
        const n = a.length + b.length
        expect((ranked.groups[0]?.rankSum ?? 0) + (ranked.groups[1]?.rankSum ?? 0)).toBe((n * (n + 1)) / 2)
      }),
    )
  })

  it('shifting by a constant shifts the mean and leaves the variance', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 }), (data) => {
        const shifted = momentsOf(data.map((x) => x + 2 ** 40))
        const plain = momentsOf(data)
        expect(shifted.centredSumOfSquares).toBeCloseTo(plain.centredSumOfSquares, 6)
      }),
    )
  })
})
