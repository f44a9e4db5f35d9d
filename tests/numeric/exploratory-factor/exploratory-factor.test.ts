import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { exploratoryFit } from '../../../analyses/numeric/exploratory-factor/exploratory-fit'
import { exploratoryDf, extractFactors } from '../../../analyses/numeric/exploratory-factor/factor-extraction'
import {
  areFactorsDistinct,
  inOrder,
  oblimin,
  varianceAccounted,
  varimax,
  type RotatedFactors,
} from '../../../analyses/numeric/exploratory-factor/factor-rotation'
import { gammaDraw } from '../../../analyses/numeric/resampling/gamma-draw'
import { parallelAnalysis, suggestedCount } from '../../../analyses/numeric/exploratory-factor/parallel-analysis'
import { random } from '../../../analyses/numeric/resampling/random'
import { samplingAdequacy, sphericityTest } from '../../../analyses/numeric/exploratory-factor/sampling-adequacy'
import { symmetricEigen, symmetricEigenvalues } from '../../../analyses/numeric/matrices/symmetric-eigen'

interface Rotated {
  readonly loadings: readonly number[]
  readonly phi: readonly number[]
}
interface Fitted {
  readonly chiSquare: number
  readonly df: number
  readonly pValue: number
  readonly tli: number
  readonly rmsea: number
  readonly rmseaLow: number
  readonly rmseaHigh: number
  readonly rms: number
}
interface Reference {
  readonly n: number
  readonly size: number
  readonly correlation: readonly number[]
  readonly eigenvalues: readonly number[]
  readonly kmo: { readonly overall: number; readonly each: readonly number[] }
  readonly bartlett: { readonly chiSquare: number; readonly df: number }
  readonly minres: {
    readonly loadings: readonly number[]
    readonly fit: Fitted
    readonly oblimin: Rotated
    readonly varimax: readonly number[]
  }
  readonly ml: {
    readonly loadings: readonly number[]
    readonly uniquenesses: readonly number[]
    readonly statistic: number
    readonly fit: Fitted
    readonly oblimin: Rotated
    readonly varimax: readonly number[]
  }
  readonly psych_fa: Rotated
}

const reference = JSON.parse(
  readFileSync(new URL('reference/exploratory-factor.json', import.meta.url), 'utf8'),
) as Reference
const { n, size } = reference
const correlation = Float64Array.from(reference.correlation)

/** Largest difference; loadings are of the order of 1. */
const apart = (found: ArrayLike<number>, expected: readonly number[]): number => {
  expect(found.length).toBe(expected.length)
  return Array.from(found).reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? Number.NaN))),
    0,
  )
}
const extracted = (method: 'minres' | 'ml', factors = 5, matrix = correlation, items = size): Float64Array => {
  const result = extractFactors(matrix, items, factors, method)
  if (!result.converged) throw new Error(result.reason)
  return result.loadings
}
const unrotated = (loadings: Float64Array, factors: number): RotatedFactors => ({
  loadings,
  correlations: Float64Array.from({ length: factors * factors }, (_, index) => (index % (factors + 1) === 0 ? 1 : 0)),
  converged: true,
})

describe('eigenvalues and eigenvectors of a symmetric matrix', () => {
  test('as R', () => {
    expect(apart(symmetricEigen(correlation, size).values, reference.eigenvalues)).toBeLessThan(2e-14)
    expect(apart(symmetricEigenvalues(correlation, size), reference.eigenvalues)).toBeLessThan(2e-14)
  })

  test('the vectors are orthonormal and give the matrix back, repeated eigenvalues included', () => {
    const alike = Float64Array.from({ length: 36 }, (_, index) => (index % 7 === 0 ? 1 : 0.3))
    for (const [matrix, p] of [
      [correlation, size],
      [alike, 6],
      [Float64Array.of(2), 1],
      [Float64Array.of(1, 0, 0, 1), 2],
    ] as const) {
      const { values, vectors } = symmetricEigen(matrix, p)
      for (let i = 0; i < p; i += 1) {
        for (let j = 0; j < p; j += 1) {
          let back = 0
          let product = 0
          for (let k = 0; k < p; k += 1) {
            back += (vectors[i * p + k] ?? 0) * (values[k] ?? 0) * (vectors[j * p + k] ?? 0)
            product += (vectors[k * p + i] ?? 0) * (vectors[k * p + j] ?? 0)
          }
          expect(Math.abs(back - (matrix[i * p + j] ?? 0))).toBeLessThan(1e-13)
          expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-13)
        }
      }
      const largest = Array.from({ length: p }, (_, k) =>
        Array.from({ length: p }, (_unused, i) => vectors[i * p + k] ?? 0).reduce(
          (most, value) => (Math.abs(value) > Math.abs(most) * (1 + 1e-9) ? value : most),
          0,
        ),
      )
      for (const value of largest) expect(value).toBeGreaterThan(0)
    }
  })

  test('what is not finite gives NaN, not a loop', () => {
    expect([...symmetricEigenvalues(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)]).toEqual([
      Number.NaN,
      Number.NaN,
    ])
  })
})

describe('sampling adequacy', () => {
  test('KMO and Bartlett as psych', () => {
    const adequacy = samplingAdequacy(correlation, size)
    expect(Math.abs((adequacy?.overall ?? 0) - reference.kmo.overall)).toBeLessThan(1e-13)
    expect(apart(adequacy?.each ?? [], reference.kmo.each)).toBeLessThan(1e-13)
    const bartlett = sphericityTest(correlation, size, n)
    expect(bartlett?.df).toBe(reference.bartlett.df)
    expect((bartlett?.chiSquare ?? 0) / reference.bartlett.chiSquare - 1).toBeCloseTo(0, 12)
  })

  test('a variable that is the sum of others leaves neither', () => {
    const r = Math.sqrt(0.5)
    const singular = Float64Array.of(1, 0, r, 0, 1, r, r, r, 1)
    expect(samplingAdequacy(singular, 3)).toBeNull()
    expect(sphericityTest(singular, 3, 100)).toBeNull()
  })
})

test('SRMR counts the diagonal, RMSR does not', () => {
  // One factor with loadings .5 for three items that correlate .45, .25 and .05: the residuals are .2, 0 and −.2.
  const three = Float64Array.of(1, 0.45, 0.25, 0.45, 1, 0.05, 0.25, 0.05, 1)
  const fit = exploratoryFit(three, 3, 100, Float64Array.of(0.5, 0.5, 0.5), 1)
  expect(fit.srmr).toBeCloseTo(Math.sqrt(0.08 / 6), 15)
  expect(fit.rmsr).toBeCloseTo(Math.sqrt(0.08 / 3), 15)
})

describe.each(['minres', 'ml'] as const)('%s', (method) => {
  const expected = reference[method]
  const loadings = extracted(method)

  test('loadings as R at the optimum', () => {
    expect(apart(loadings, expected.loadings)).toBeLessThan(2e-6)
  })

  test('no step away from it is better', () => {
    // The criterion by the loadings themselves: off-diagonal residuals, or the likelihood.
    const fit = exploratoryFit(correlation, size, n, loadings, 5)
    const criterion = (own: Float64Array): number =>
      method === 'minres'
        ? exploratoryFit(correlation, size, n, own, 5).rmsr
        : exploratoryFit(correlation, size, n, own, 5).chiSquare
    const best = method === 'minres' ? fit.rmsr : fit.chiSquare
    for (let index = 0; index < loadings.length; index += 19) {
      for (const step of [-1e-3, 1e-3])
        expect(
          criterion(loadings.map((value, position) => (position === index ? value + step : value))),
        ).toBeGreaterThan(best)
    }
  })

  test('varimax and oblimin as R at their optimum, in the order and with the signs of psych', () => {
    const orthogonal = inOrder(varimax(loadings, size, 5), size, 5)
    expect(orthogonal.converged).toBe(true)
    expect(apart(orthogonal.loadings, expected.varimax)).toBeLessThan(3e-6)
    const oblique = inOrder(oblimin(loadings, size, 5), size, 5)
    expect(oblique.converged).toBe(true)
    expect(apart(oblique.loadings, expected.oblimin.loadings)).toBeLessThan(3e-6)
    expect(apart(oblique.correlations, expected.oblimin.phi)).toBeLessThan(3e-6)
    expect(areFactorsDistinct(oblique.correlations, 5)).toBe(true)
  })

  test('fit as psych', () => {
    const fit = exploratoryFit(correlation, size, n, loadings, 5)
    expect(fit.df).toBe(expected.fit.df)
    for (const key of ['chiSquare', 'tli', 'rmsea'] as const)
      expect(fit[key] / expected.fit[key] - 1, key).toBeCloseTo(0, 7)
    expect(fit.rmsr / expected.fit.rms - 1).toBeCloseTo(0, 7)
    // uniroot stops at 1e-4 of a noncentrality of about 1 500.
    for (const key of ['rmseaLow', 'rmseaHigh'] as const)
      expect(fit[key] / expected.fit[key] - 1, key).toBeCloseTo(0, 5)
  })
})

test('psych::fa itself is as near as its optimiser goes', () => {
  const oblique = inOrder(oblimin(extracted('minres'), size, 5), size, 5)
  expect(apart(oblique.loadings, reference.psych_fa.loadings)).toBeLessThan(2e-3)
  expect(apart(oblique.correlations, reference.psych_fa.phi)).toBeLessThan(2e-3)
})

describe('a structure that is known', () => {
  const truth = [0.8, 0, 0.7, 0, 0.6, 0, 0, 0.75, 0, 0.65, 0, 0.55]
  const phi = 0.4
  const implied = Float64Array.from({ length: 36 }, (_, index) => {
    const [i, j] = [Math.floor(index / 6), index % 6]
    const at = (item: number, factor: number): number => truth[item * 2 + factor] ?? 0
    return i === j ? 1 : at(i, 0) * at(j, 0) + at(i, 1) * at(j, 1) + phi * (at(i, 0) * at(j, 1) + at(i, 1) * at(j, 0))
  })

  test.each(['minres', 'ml'] as const)('%s and oblimin find it', (method) => {
    const found = inOrder(oblimin(extracted(method, 2, implied, 6), 6, 2), 6, 2)
    expect(apart(found.loadings, truth)).toBeLessThan(1e-7)
    expect(found.correlations[1]).toBeCloseTo(phi, 7)
    expect(exploratoryFit(implied, 6, 300, extracted(method, 2, implied, 6), 2).rmsea).toBe(0)
  })

  test('rotation leaves communalities and variance as they were', () => {
    const loadings = extracted('minres', 2, implied, 6)
    const before = varianceAccounted(unrotated(loadings, 2), 6, 2)
    const after = varianceAccounted(varimax(loadings, 6, 2), 6, 2)
    expect((before[0] ?? 0) + (before[1] ?? 0)).toBeCloseTo((after[0] ?? 0) + (after[1] ?? 0), 12)
  })

  test('one factor is not rotated', () => {
    const loadings = extracted('ml', 1, implied, 6)
    expect([...oblimin(loadings, 6, 1).loadings]).toEqual([...loadings])
    expect(apart(varimax(loadings, 6, 1).loadings, [...loadings])).toBeLessThan(1e-15)
  })
})

test.each(['minres', 'ml'] as const)(
  'Newton’s steps double the digits, so that few of them lead to the bottom: %s',
  (method) => {
    // From a tenth to the thirteenth decimal is log₂ 13 < 4 doublings once the steps hold; a Hessian that is not that of the criterion gains a digit a step at best.
    for (const factors of [1, 2, 3, 4, 5]) {
      const found = extractFactors(correlation, size, factors, method)
      expect(found.converged && found.iterations, `${factors} factors`).toBeLessThanOrEqual(8)
    }
  },
)

describe('what cannot be', () => {
  test('more factors than the correlations bear are refused', () => {
    expect(exploratoryDf(4, 2)).toBeLessThan(0)
    expect(
      extractFactors(
        Float64Array.from({ length: 16 }, (_, index) => (index % 5 === 0 ? 1 : 0.3)),
        4,
        2,
        'minres',
      ),
    ).toEqual({ converged: false, reason: 'too-many-factors' })
  })

  test('a Heywood case stops at the limit and is named', () => {
    // r12·r13 ÷ r23 > 1: no real loading gives that.
    const heywood = Float64Array.of(1, 0.8, 0.8, 0.8, 1, 0.5, 0.8, 0.5, 1)
    for (const method of ['minres', 'ml'] as const) {
      const result = extractFactors(heywood, 3, 1, method)
      if (!result.converged) throw new Error(result.reason)
      expect(result.atLimit).toEqual([0])
      // At the limit the factor may reproduce more than all of the variance, as psych::fa says of its "ultra-Heywood" cases.
      expect(result.uniquenesses[0]).toBeLessThan(0.02)
    }
  })

  test('a singular matrix has no likelihood; minres goes on', () => {
    const r = Math.sqrt(0.5)
    const singular = Float64Array.of(1, 0, r, 0, 0, 1, r, 0, r, r, 1, 0, 0, 0, 0, 1)
    expect(extractFactors(singular, 4, 1, 'ml')).toEqual({ converged: false, reason: 'singular' })
    expect(extractFactors(singular, 4, 1, 'minres').converged).toBe(true)
  })
})

describe('parallel analysis', () => {
  test('gamma numbers have the mean and variance of their shape', () => {
    for (const a of [0.5, 3, 120]) {
      const generator = random(7, `gamma ${a}`)
      const drawn = Array.from({ length: 20_000 }, () => gammaDraw(a, generator))
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
      const variance = drawn.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (drawn.length - 1)
      expect(Math.abs(mean - a)).toBeLessThan(4 * Math.sqrt(a / drawn.length))
      expect(Math.abs(variance / a - 1)).toBeLessThan(a < 1 ? 0.12 : 0.06)
    }
  })

  test('as many drawn matrices as drawn rows say the same, and the same seed the same', () => {
    const [rows, p, draws] = [60, 6, 600]
    const generator = random(11, 'rows')
    const first = Float64Array.from({ length: draws }, () => {
      const columns = Array.from({ length: p }, () => Float64Array.from({ length: rows }, () => generator.normal()))
      const centred = columns.map((column) =>
        column.map((value) => value - column.reduce((sum, own) => sum + own, 0) / rows),
      )
      const product = (a: number, b: number): number =>
        (centred[a] ?? new Float64Array(0)).reduce((sum, value, row) => sum + value * (centred[b]?.[row] ?? 0), 0)
      const matrix = Float64Array.from({ length: p * p }, (_, index) => {
        const [a, b] = [Math.floor(index / p), index % p]
        return a === b ? 1 : product(a, b) / Math.sqrt(product(a, a) * product(b, b))
      })
      return symmetricEigenvalues(matrix, p)[0] ?? Number.NaN
    })
    const mean = first.reduce((sum, value) => sum + value, 0) / draws
    const drawn = parallelAnalysis(rows, p, 2000, 0.95, 3)
    expect(Math.abs((drawn.mean[0] ?? 0) - mean)).toBeLessThan(0.02)
    const above = first.filter((value) => value > (drawn.percentile[0] ?? 0)).length / draws
    expect(above).toBeGreaterThan(0.025)
    expect(above).toBeLessThan(0.08)
    // The percentile of ten times the draws lies within what the fewer draws allow.
    const fewer = parallelAnalysis(rows, p, 200, 0.95, 5)
    expect(drawn.percentile[0] ?? 0).toBeGreaterThan(fewer.percentileLow[0] ?? 9)
    expect(drawn.percentile[0] ?? 9).toBeLessThan(fewer.percentileHigh[0] ?? 0)
    expect(parallelAnalysis(rows, p, 50, 0.95, 3)).toEqual(parallelAnalysis(rows, p, 50, 0.95, 3))
    expect(parallelAnalysis(rows, p, 50, 0.95, 4).mean[0]).not.toBe(parallelAnalysis(rows, p, 50, 0.95, 3).mean[0])
  })

  test('the personality items have five components beyond chance', () => {
    expect(
      suggestedCount(symmetricEigenvalues(correlation, size), parallelAnalysis(n, size, 200, 0.95, 1).percentile),
    ).toBe(5)
    expect(suggestedCount(Float64Array.of(1.2, 0.9), Float64Array.of(1.3, 0.8))).toBe(0)
  })
})
