import { describe, expect, test } from 'vitest'
import { momentsOfCounts } from '../../analyses/numeric/summary/summary'
import {
  everybodyOf,
  sampledOf,
  testedMoments,
  weightedMean,
  type WeightedCounts,
} from '../../analyses/survey/case-weights'

/** One person for each value and weight. */
const people = (x: readonly number[], w: readonly number[]): WeightedCounts => {
  const kept = x.flatMap((_, index) => ((w[index] ?? 0) > 0 ? [index] : []))
  return {
    values: kept.map((index) => x[index] ?? Number.NaN),
    counts: kept.map(() => 1),
    weights: {
      sums: Float64Array.from(kept, (index) => w[index] ?? 0),
      squares: Float64Array.from(kept, (index) => (w[index] ?? 0) ** 2),
      everybody: { values: x, counts: x.map(() => 1) },
    },
  }
}

describe('a weighted mean', () => {
  const x = [2, 3.5, 4, 1.25, 5, 3, 3, 2.75, 4.5, 1]
  const w = [1, 2.5, 0.5, 1, 3, 1, 2, 0.25, 1, 1.75]

  test('is that of svymean and svyvar (R 4.2.2, survey 4.1)', () => {
    const found = weightedMean(people(x, w))
    expect(found?.mean).toBeCloseTo(3.2098214285714284, 14)
    expect(found?.se).toBeCloseTo(0.54128128437892831, 14)
    expect(found?.sd).toBeCloseTo(1.431969854075797, 14)
    expect(found?.weight).toBe(14)
  })

  test('with weights of one is the plain mean', () => {
    const ones = x.map(() => 1)
    const found = weightedMean(people(x, ones))
    const plain = momentsOfCounts({ values: x, counts: ones })
    expect(found?.mean).toBeCloseTo(plain.mean, 14)
    expect(found?.sd).toBeCloseTo(Math.sqrt(plain.centredSumOfSquares / 9), 14)
    expect(found?.se).toBeCloseTo(Math.sqrt(plain.centredSumOfSquares / 90), 14)
  })

  test('does not exist without weights, and has no spread for one respondent', () => {
    expect(weightedMean({ values: [3], counts: [1], weights: null })).toBeNull()
    expect(weightedMean(people([3], [0]))).toBeNull()
    expect(weightedMean(people([3], [2]))?.se).toBeNaN()
  })
})

describe('people of weight 0', () => {
  const x = [1, 2, 3, 4, 5, 3, 4, 2, 5, 4]
  const w = [0, 0, 0, 0, 1.5, 2, 0.5, 1.5, 2, 0.5]

  test('are in no n and no SD, and are part of the sample of the standard error, as in R 4.2.2 with survey 4.1', () => {
    // d <- svydesign(ids = ~1, weights = ~w); svymean(~y, d); sqrt(svyvar(~y, d)); degf(d) is 5
    const found = weightedMean(people(x, w))
    expect(found?.n).toBe(6)
    expect(found?.mean).toBe(3.8125)
    expect(found?.sd).toBeCloseTo(1.2972326314, 10)
    expect(found?.se).toBeCloseTo(0.5722652547, 10)
    expect(sampledOf(people(x, w))).toBe(10)
    expect(everybodyOf(people(x, w)).values).toEqual(x)
  })

  test('leave tests with the degrees of freedom of the others and the squared SE as it is', () => {
    const tested = testedMoments(people(x, w))
    expect(tested.n).toBe(6)
    expect(Math.sqrt(tested.centredSumOfSquares / 5 / 6)).toBeCloseTo(0.5722652547, 10)
  })

  test('alone are nobody', () => {
    const nobody = people(
      x,
      w.map(() => 0),
    )
    expect(weightedMean(nobody)).toBeNull()
    expect(testedMoments(nobody).n).toBe(0)
    expect(sampledOf(nobody)).toBe(10)
  })

  test('beside one person give no spread', () => {
    const one = weightedMean(people([2, 4], [0, 1]))
    expect(one).toMatchObject({ n: 1, mean: 4, sd: Number.NaN, se: Number.NaN })
  })
})
