import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { binomial } from '../../../analyses/numeric/distributions/binomial'

interface Reference {
  readonly lower: readonly { successes: number; trials: number; chance: number; lower: number }[]
  readonly quantile: readonly { p: number; trials: number; chance: number; quantile: number }[]
}
const reference = JSON.parse(readFileSync(new URL('reference/binomial.json', import.meta.url), 'utf8')) as Reference

describe('the binomial distribution is R’s', () => {
  test('in its lower tail', () => {
    for (const { successes, trials, chance, lower } of reference.lower) {
      const found = binomial.lower(successes, trials, chance)
      expect(Math.abs(found - lower), `${successes} of ${trials} at ${chance}`).toBeLessThanOrEqual(1e-13 * lower)
    }
  })

  test('in its quantiles, every one', () => {
    const wrong = reference.quantile.filter(
      ({ p, trials, chance, quantile }) => binomial.quantileLower(p, trials, chance) !== quantile,
    )
    expect(wrong).toEqual([])
  })

  test('at the middle of an odd number of fair trials by symmetry, where R’s own rounding goes one too far at 45, 47 and 51', () => {
    const odd = Array.from({ length: 200 }, (_, index) => 2 * index + 1)
    expect(odd.map((trials) => binomial.quantileLower(0.5, trials, 0.5))).toEqual(odd.map((trials) => (trials - 1) / 2))
  })

  test('counts whole successes only, and nothing under none', () => {
    expect(binomial.lower(2.9, 9, 0.5)).toBe(binomial.lower(2, 9, 0.5))
    expect([binomial.lower(-1, 9, 0.5), binomial.lower(9, 9, 0.5)]).toEqual([0, 1])
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
    }
    expect(binomial.lower(Number.NaN, 4, 0.5)).toBeNaN()
    expect(binomial.quantileLower(1.5, 4, 0.5)).toBeNaN()
  })
})
