import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sum } from '../../../analyses/numeric/summary/summary'
import { binomial } from '../../../analyses/numeric/distributions/binomial'

interface Reference {
  readonly lower: readonly {
    successes: number
    trials: number
    chance: number
    lower: number
    upper: number
    density: number
  }[]
  readonly quantile: readonly { p: number; trials: number; chance: number; quantile: number; upper: number }[]
  readonly interval: readonly { successes: number; trials: number; confidence: number; low: number; high: number }[]
}
const reference = JSON.parse(readFileSync(new URL('reference/binomial.json', import.meta.url), 'utf8')) as Reference

describe('the binomial distribution is R’s', () => {
  test.each(['lower', 'upper', 'density'] as const)('in its %s, wherever it is small', (what) => {
    // R's own density is right to about 1e-14 of itself, its tails to a little less.
    const tolerance = what === 'lower' ? 1e-13 : 1e-12
    for (const { successes, trials, chance, [what]: expected } of reference.lower) {
      const found = binomial[what](successes, trials, chance)
      expect(Math.abs(found - expected), `${successes} of ${trials} at ${chance}`).toBeLessThanOrEqual(
        tolerance * expected,
      )
    }
  })

  test('in its exact interval, as binom.test', () => {
    expect(reference.interval.length).toBe(62)
    for (const { successes, trials, confidence, low, high } of reference.interval) {
      const found = binomial.interval(successes, trials, confidence)
      const name = `${successes} of ${trials} at ${confidence}`
      expect(Math.abs(found.low - low), name).toBeLessThanOrEqual(1e-12 * low)
      expect(Math.abs(found.high - high), name).toBeLessThanOrEqual(1e-12 * high)
    }
    expect(binomial.interval(0, 0, 0.95)).toEqual({ low: 0, high: 1 })
  })

  test('in its quantiles, every one', () => {
    const wrong = reference.quantile.filter(
      ({ p, trials, chance, quantile }) => binomial.quantileLower(p, trials, chance) !== quantile,
    )
    expect(wrong).toEqual([])
    const wrongUpper = reference.quantile.filter(
      ({ p, trials, chance, upper }) => binomial.quantileUpper(p, trials, chance) !== upper,
    )
    expect(wrongUpper).toEqual([])
  })

  test('with densities that add up to the tails', () => {
    const densities = Array.from({ length: 38 }, (_, k) => binomial.density(k, 37, 0.3))
    expect(sum(densities)).toBeCloseTo(1, 14)
    expect(sum(densities.slice(0, 12))).toBeCloseTo(binomial.lower(11, 37, 0.3), 14)
    expect(sum(densities.slice(12))).toBeCloseTo(binomial.upper(11, 37, 0.3), 14)
    expect([binomial.density(1.5, 3, 0.5), binomial.density(-1, 3, 0.5), binomial.density(4, 3, 0.5)]).toEqual([
      0, 0, 0,
    ])
  })

  test('at the middle of an odd number of fair trials by symmetry, where R’s own rounding goes one too far at 45, 47 and 51', () => {
    const odd = Array.from({ length: 200 }, (_, index) => 2 * index + 1)
    expect(odd.map((trials) => binomial.quantileLower(0.5, trials, 0.5))).toEqual(odd.map((trials) => (trials - 1) / 2))
  })

  test('counts whole successes only, and nothing under none', () => {
    expect(binomial.lower(2.9, 9, 0.5)).toBe(binomial.lower(2, 9, 0.5))
    expect([binomial.lower(-1, 9, 0.5), binomial.lower(9, 9, 0.5)]).toEqual([0, 1])
    expect([binomial.upper(-1, 9, 0.5), binomial.upper(9, 9, 0.5)]).toEqual([1, 0])
  })

  test('is NaN outside its domain', () => {
    for (const [trials, chance] of [
      [-1, 0.5],
      [2.5, 0.5],
      [4, -0.1],
      [4, 1.1],
      [4, Number.NaN],
    ] as const) {
      expect(binomial.lower(1, trials, chance)).toBeNaN()
      expect(binomial.quantileLower(0.5, trials, chance)).toBeNaN()
      expect(binomial.upper(1, trials, chance)).toBeNaN()
      expect(binomial.density(1, trials, chance)).toBeNaN()
      expect(binomial.quantileUpper(0.5, trials, chance)).toBeNaN()
    }
    expect(binomial.lower(Number.NaN, 4, 0.5)).toBeNaN()
    expect(binomial.quantileLower(1.5, 4, 0.5)).toBeNaN()
    for (const [successes, trials, confidence] of [
      [5, 4, 0.95],
      [1.5, 4, 0.95],
      [1, 4, 1],
      [1, Number.NaN, 0.95],
    ] as const)
      expect(binomial.interval(successes, trials, confidence)).toEqual({ low: Number.NaN, high: Number.NaN })
  })
})
