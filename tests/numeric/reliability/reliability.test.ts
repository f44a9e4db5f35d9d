import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  answerPatterns,
  listwiseCovariances,
  noAnswer,
  pairwiseCovariances,
} from '../../../analyses/numeric/correlation/crossproducts'
import { bcaInterval, jackknifeAcceleration, percentileInterval } from '../../../analyses/numeric/resampling/bootstrap'
import { random } from '../../../analyses/numeric/resampling/random'
import {
  alphaIfDropped,
  averageCorrelation,
  coefficientAlpha,
  describeAlpha,
  feldtInterval,
  itemRestCorrelations,
  omegaOfCovariance,
  type Omega,
} from '../../../analyses/numeric/reliability/reliability'
import {
  fitOneFactor,
  mostResampledRows,
  omegaIfDropped,
  omegaInterval,
} from '../../../analyses/numeric/reliability/reliability-resampling'
import { relativeError } from '../closeness'

const reference = JSON.parse(readFileSync(new URL('reference/reliability.json', import.meta.url), 'utf8')) as {
  readonly scales: readonly {
    readonly scale: string
    readonly rows: readonly (readonly number[])[]
    readonly n: number
    readonly k: number
    readonly covariance: readonly (readonly number[])[]
    readonly alpha: number
    readonly standardized: number
    readonly average: number
    readonly se: number
    readonly rest: readonly number[]
    readonly dropped: readonly number[]
    readonly low: number
    readonly high: number
    readonly loadings: readonly number[]
    readonly residuals: readonly number[]
    readonly omega: number
    readonly omega_observed: number
  }[]
  readonly bootstrap: {
    readonly rows: readonly (readonly number[])[]
    readonly omega: number
    readonly se: number
    readonly low: number
    readonly high: number
  }
}

const columnsOf = (rows: readonly (readonly number[])[]): Int8Array[] =>
  (rows[0] ?? []).map((_, item) => Int8Array.from(rows, (row) => row[item] ?? noAnswer))
const omegaOf = (covariance: Float64Array, size: number): Omega => {
  const omega = omegaOfCovariance(covariance, size)
  if (typeof omega === 'string') throw new Error(omega)
  return omega
}

describe.each(reference.scales)('bfi $scale', (r) => {
  const { n, covariance } = listwiseCovariances(columnsOf(r.rows))

  it('has R’s covariances, alpha and what goes with it, to 1e-12', () => {
    r.covariance
      .flat()
      .forEach((value, index) => expect(relativeError(covariance[index] ?? 0, value)).toBeLessThan(1e-12))
    const found = describeAlpha(covariance, r.k, n, 0.95)
    expect(n).toBe(r.n)
    for (const [ours, theirs] of [
      [found.alpha, r.alpha],
      [found.standardized, r.standardized],
      [found.averageCorrelation, r.average],
      [found.standardError, r.se],
      [found.interval.low, r.low],
      [found.interval.high, r.high],
    ] as const) {
      expect(relativeError(ours, theirs)).toBeLessThan(1e-12)
    }
    r.rest.forEach((value, index) => expect(relativeError(found.itemRest[index] ?? 0, value)).toBeLessThan(1e-12))
    r.dropped.forEach((value, index) => expect(relativeError(found.ifDropped[index] ?? 0, value)).toBeLessThan(1e-12))
  })

  it('has lavaan’s omega, loadings and residual variances to its stopping rule', () => {
    // lavaan's covariances have divisor n.
    const omega = omegaOf(
      covariance.map((value) => value * (1 - 1 / n)),
      r.k,
    )
    expect(relativeError(omega.modelImplied, r.omega)).toBeLessThan(5e-6)
    expect(relativeError(omega.observed, r.omega_observed)).toBeLessThan(5e-6)
    const sign = (r.loadings[0] ?? 1) * (omega.loadings[0] ?? 1) < 0 ? -1 : 1
    r.loadings.forEach((value, index) =>
      expect(relativeError(omega.loadings[index] ?? 0, sign * value)).toBeLessThan(1e-5),
    )
    r.residuals.forEach((value, index) =>
      expect(relativeError(omega.residualVariances[index] ?? 0, value)).toBeLessThan(1e-5),
    )
  })

  it('has the same solution from a start nearby, by the method of the draws', () => {
    const omega = omegaOf(covariance, r.k)
    const start = {
      loadings: omega.loadings.map((value, i) => value * (i % 2 === 0 ? 1.1 : 0.9)),
      residualVariances: omega.residualVariances.map((value) => value * 1.2),
    }
    const found = fitOneFactor(covariance, r.k, start, 1e-24)
    omega.loadings.forEach((value, index) =>
      expect(relativeError(found?.loadings[index] ?? 0, value)).toBeLessThan(1e-9),
    )
    omega.residualVariances.forEach((value, index) =>
      expect(relativeError(found?.residualVariances[index] ?? 0, value)).toBeLessThan(1e-9),
    )
  })

  it('drops an item as if it had never been there', () => {
    const columns = columnsOf(r.rows)
    const kept = columns.slice(1)
    const rest = listwiseCovariances(kept)
    expect(alphaIfDropped(covariance, r.k)[0]).toBeCloseTo(coefficientAlpha(rest.covariance, r.k - 1), 13)
    for (const solution of [omegaOf(covariance, r.k), null])
      expect(omegaIfDropped(covariance, r.k, solution)[0]).toBeCloseTo(
        omegaOf(rest.covariance, r.k - 1).modelImplied,
        12,
      )
  })
})

describe('interval of omega', () => {
  const columns = columnsOf(reference.bootstrap.rows)
  const { covariance } = listwiseCovariances(columns)
  const omega = omegaOf(covariance, columns.length)
  const patterns = answerPatterns(columns)
  const intervalOf = (seed: number, draws: number): ReturnType<typeof omegaInterval> =>
    omegaInterval(patterns, omega, { draws, confidence: 0.95, isPairwise: false, random: random(seed) })

  it('is that of a bootstrap with lavaan, within what 1 000 draws leave open', () => {
    const found = intervalOf(1, 4000)
    expect(found.method).toBe('bootstrap')
    // lavaan keeps the few draws with a negative residual variance, which cannot move these ends.
    expect(found.failed).toBeLessThan(0.01 * 4000)
    // The end of a percentile interval of B draws has a standard error of about se·√(0.025·0.975/B)/φ(1.96); theirs has 1 000.
    const error = (reference.bootstrap.se * Math.sqrt((0.025 * 0.975) / 1000)) / 0.0584
    expect(Math.abs(found.low - reference.bootstrap.low)).toBeLessThan(3 * error)
    expect(Math.abs(found.high - reference.bootstrap.high)).toBeLessThan(3 * error)
    expect(relativeError(omega.modelImplied, reference.bootstrap.omega)).toBeLessThan(1e-5)
  })

  it('leaves out draws with a negative residual variance and counts them, so that it stays a share', () => {
    // Items that agree badly: ten people, an average correlation of −0.34. lavaan's draws reach beyond 2.
    const unlike = columnsOf(
      [1, 2, 3, 4, 5, 4, 2, 1, 5, 3].map((first, row) => [
        first,
        [5, 4, 3, 2, 1, 2, 5, 4, 2, 3][row] as number,
        [2, 3, 3, 2, 4, 3, 1, 3, 4, 2][row] as number,
      ]),
    )
    const solution = omegaOf(listwiseCovariances(unlike).covariance, 3)
    const found = omegaInterval(answerPatterns(unlike), solution, {
      draws: 1000,
      confidence: 0.95,
      isPairwise: false,
      random: random(1),
    })
    expect(found.failed).toBeGreaterThan(200)
    expect(found.low).toBeGreaterThanOrEqual(0)
    expect(found.high).toBeLessThanOrEqual(1)
  })

  it('is the same for the same seed, another for another, and does not depend on the order of the rows', () => {
    const mixed = columns.map((column) => column.toReversed())
    expect(intervalOf(5, 200)).toEqual(intervalOf(5, 200))
    expect(intervalOf(6, 200)).not.toEqual(intervalOf(5, 200))
    expect(
      omegaInterval(answerPatterns(mixed), omega, {
        draws: 200,
        confidence: 0.95,
        isPairwise: false,
        random: random(5),
      }),
    ).toEqual(intervalOf(5, 200))
  })

  it('resamples pairwise covariances as it resamples listwise ones where nothing is missing', () => {
    const pairwise = omegaInterval(patterns, omega, {
      draws: 300,
      confidence: 0.9,
      isPairwise: true,
      random: random(9),
    })
    const listwise = omegaInterval(patterns, omega, {
      draws: 300,
      confidence: 0.9,
      isPairwise: false,
      random: random(9),
    })
    expect(pairwise.low).toBeCloseTo(listwise.low, 12)
    expect(pairwise.high).toBeCloseTo(listwise.high, 12)
  })

  it.each([{ isPairwise: false }, { isPairwise: true }])(
    'tends to the normal limit where there are many rows, pairwise: $isPairwise',
    ({ isPairwise }) => {
      // Twice the limit of rows, one in twenty answers missing when pairwise; the bootstrap is of half of it, whose interval is √2 as wide.
      const draw = random(77)
      const rows = 2 * mostResampledRows
      const many = Array.from({ length: 4 }, () => new Int8Array(rows))
      for (let row = 0; row < rows; row += 1) {
        const level = draw.normal()
        for (const column of many)
          column[row] =
            isPairwise && draw.uniform() < 0.05
              ? noAnswer
              : Math.max(1, Math.min(5, Math.round(3 + 0.8 * level + 0.7 * draw.normal())))
      }
      const [all, half] = [
        answerPatterns(many),
        answerPatterns(many.map((column) => column.slice(0, mostResampledRows))),
      ]
      const matrixOf = (data: typeof all): Float64Array =>
        (isPairwise ? pairwiseCovariances(data.columns, data.counts) : listwiseCovariances(data.columns, data.counts))
          .covariance
      const limit = omegaInterval(all, omegaOf(matrixOf(all), 4), {
        draws: 0,
        confidence: 0.95,
        isPairwise,
        random: random(1),
      })
      const bootstrap = omegaInterval(half, omegaOf(matrixOf(half), 4), {
        draws: 2000,
        confidence: 0.95,
        isPairwise,
        random: random(1),
      })
      expect([limit.method, bootstrap.method]).toEqual(['limit', 'bootstrap'])
      const ratio = (bootstrap.high - bootstrap.low) / (limit.high - limit.low)
      expect(ratio / Math.SQRT2).toBeGreaterThan(0.93)
      expect(ratio / Math.SQRT2).toBeLessThan(1.07)
    },
  )

  it('can be called off', () => {
    const poll = (): void => {
      throw new Error('called off')
    }
    expect(() =>
      omegaInterval(patterns, omega, { draws: 100, confidence: 0.95, isPairwise: false, random: random(1), poll }),
    ).toThrow('called off')
  })
})

describe('bootstrap of alpha', () => {
  // The first 300 complete rows of bfi agreeableness: boot::boot, 20 000 draws, and the jackknife's acceleration, which has no chance in it.
  const expected = {
    alpha: 0.7218573284055139,
    acceleration: 0.023784137053974065,
    percentile: [0.6496919699582255, 0.7773567457322542],
    bca: [0.6538971431169868, 0.7805910799530031],
  } as const
  const columns = columnsOf(reference.bootstrap.rows)
  const alphaOf = (rows: ArrayLike<number>): number =>
    coefficientAlpha(
      listwiseCovariances(columns.map((column) => Int8Array.from(rows, (row) => column[row] ?? noAnswer))).covariance,
      5,
    )

  it('has R’s acceleration, and its intervals within what the draws leave open', () => {
    const rows = Int32Array.from({ length: 300 }, (_, row) => row)
    const alpha = alphaOf(rows)
    expect(relativeError(alpha, expected.alpha)).toBeLessThan(1e-12)
    const acceleration = jackknifeAcceleration(
      alpha,
      Array.from(rows, (left) => alphaOf(rows.filter((row) => row !== left))),
    )
    expect(relativeError(acceleration, expected.acceleration)).toBeLessThan(1e-9)
    const draw = random(1)
    const sample = new Int32Array(300)
    const draws = Array.from({ length: 3000 }, () => {
      draw.fillIndices(sample, 300)
      return alphaOf(sample)
    })
    const [percentile, bca] = [percentileInterval(draws, 0.95), bcaInterval(draws, alpha, acceleration, 0.95)]
    for (const [ours, theirs] of [
      [percentile.low, expected.percentile[0]],
      [percentile.high, expected.percentile[1]],
      [bca.low, expected.bca[0]],
      [bca.high, expected.bca[1]],
    ] as const) {
      expect(Math.abs(ours - theirs)).toBeLessThan(0.006)
    }
  })
})

describe('what has no coefficient', () => {
  it('is NaN, or named', () => {
    expect(coefficientAlpha(Float64Array.of(2), 1)).toBeNaN()
    expect(coefficientAlpha(Float64Array.of(1, -1, -1, 1), 2)).toBeNaN()
    expect(feldtInterval(0.7, 1, 5, 0.95)).toEqual({ low: Number.NaN, high: Number.NaN })
    expect([...itemRestCorrelations(Float64Array.of(1, 0, 0, 0), 2)]).toEqual([Number.NaN, Number.NaN])
    expect([...alphaIfDropped(Float64Array.of(1, 0.5, 0.5, 1), 2)]).toEqual([Number.NaN, Number.NaN])
    expect(omegaOfCovariance(Float64Array.of(1, 0.5, 0.5, 1), 2)).toBe('too-few-items')
    expect(omegaOfCovariance(new Float64Array(9).fill(1), 3)).toBe('sample-not-positive-definite')
  })

  it('is negative where items contradict each other', () => {
    const matrix = Float64Array.of(1, -0.2, -0.3, -0.2, 1, 0.1, -0.3, 0.1, 1)
    expect(coefficientAlpha(matrix, 3)).toBeCloseTo(1.5 * (1 - 3 / 2.2), 14)
    expect(averageCorrelation(matrix, 3)).toBeCloseTo(-0.4 / 3, 14)
  })

  it('names a Heywood case by a negative residual variance', () => {
    const matrix = Float64Array.of(1, 0.8, 0.7, 0.8, 1, 0.4, 0.7, 0.4, 1)
    const omega = omegaOf(matrix, 3)
    // Three items: λ₁² = s₁₂·s₁₃/s₂₃ = 1.4.
    expect(omega.residualVariances[0]).toBeCloseTo(-0.4, 10)
    expect(omega.standardizedLoadings[0]).toBeCloseTo(Math.sqrt(1.4), 10)
  })
})
