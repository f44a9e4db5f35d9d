import type { Interval } from '../resampling/bootstrap'
import { fDistribution } from '../distributions/f'
import { fitFactorModel, type FactorModelFailure } from '../factor-model/factor-model'
import { oneFactorModel } from '../factor-model/model'
import { correlationsOf, submatrix } from '../correlation/crossproducts'

/** Σ over all elements of a square matrix, and over its diagonal. */
const sumsOf = (matrix: Float64Array, size: number): { readonly all: number; readonly diagonal: number } => {
  let all = 0
  let diagonal = 0
  for (let i = 0; i < size; i++) {
    diagonal += matrix[i * size + i] as number
    for (let j = 0; j < i; j++) all += 2 * (matrix[i * size + j] as number)
  }
  return { all: all + diagonal, diagonal }
}

/**
 * Cronbach's alpha, k/(k − 1)·(1 − tr C/Σ C) (Cronbach 1951, doi 10.1007/BF02310555). Negative where items covary negatively on the whole. NaN for fewer than two items, or a sum score without variance.
 * Of a correlation matrix it is the standardised alpha, of a polychoric one the ordinal alpha (Zumbo, Gadermann & Zeisser 2007).
 * @param covariance size × size, row by row
 */
export const coefficientAlpha = (covariance: Float64Array, size: number): number => {
  const { all, diagonal } = sumsOf(covariance, size)
  return size < 2 || !(all > 0) ? Number.NaN : (size / (size - 1)) * (1 - diagonal / all)
}

/**
 * Mean of the correlations off the diagonal, −1 … 1. NaN for fewer than two variables.
 * @param correlation size × size, row by row
 */
export const averageCorrelation = (correlation: Float64Array, size: number): number =>
  (sumsOf(correlation, size).all - size) / (size * (size - 1))

/**
 * Standard error of alpha for normal items, not necessarily tau-equivalent (van Zyl, Neudecker & Nel 2000; Duhachek & Iacobucci 2004, doi 10.1037/0021-9010.89.5.792),
 * `ase` of `psych::alpha`.
 * @param n rows behind the covariances
 */
const alphaStandardError = (covariance: Float64Array, size: number, n: number): number => {
  const { all, diagonal } = sumsOf(covariance, size)
  if (size < 2 || !(all > 0)) return Number.NaN
  // tr(C·C) = Σ c², and Σ(C·C) = Σ of the squared row sums.
  let traceOfSquare = 0
  let sumOfSquare = 0
  for (let i = 0; i < size; i++) {
    let row = 0
    for (let j = 0; j < size; j++) {
      const c = covariance[i * size + j] as number
      traceOfSquare += c * c
      row += c
    }
    sumOfSquare += row * row
  }
  const q =
    ((2 * size * size) / ((size - 1) * (size - 1) * all * all * all)) *
    (all * (traceOfSquare + diagonal * diagonal) - 2 * diagonal * sumOfSquare)
  return Math.sqrt(Math.max(0, q) / n)
}

/**
 * Feldt's interval of alpha: 1 − (1 − α)·F at the quantiles of F with n − 1 and (n − 1)(k − 1) degrees of freedom (Feldt, Woodruff & Salih 1987, doi
 * 10.1177/014662168701100107), as `psych::alpha.ci` from 2022 on.
 * NaN for fewer than two rows or items.
 * @param n rows behind alpha
 * @param size k, the number of items
 * @param confidence in (0, 1)
 */
export const feldtInterval = (alpha: number, n: number, size: number, confidence: number): Interval => {
  const tail = (1 - confidence) / 2
  if (!(n > 1) || size < 2) return { low: Number.NaN, high: Number.NaN }
  return {
    low: 1 - (1 - alpha) * fDistribution.quantileUpper(tail, n - 1, (n - 1) * (size - 1)),
    high: 1 - (1 - alpha) * fDistribution.quantileLower(tail, n - 1, (n - 1) * (size - 1)),
  }
}

/**
 * Correlation of each item with the sum of the others: `r.drop` of `psych::alpha`. NaN where either does not vary.
 * @param covariance size × size, row by row
 */
export const itemRestCorrelations = (covariance: Float64Array, size: number): Float64Array => {
  const { all } = sumsOf(covariance, size)
  return Float64Array.from({ length: size }, (_, i) => {
    let row = 0
    for (let j = 0; j < size; j++) row += covariance[i * size + j] as number
    const own = covariance[i * size + i] as number
    const rest = all - 2 * row + own
    return size > 1 && own > 0 && rest > 0
      ? Math.max(-1, Math.min(1, (row - own) / (Math.sqrt(own) * Math.sqrt(rest))))
      : Number.NaN
  })
}

/**
 * Alpha of the other items, for each item. NaN where fewer than two would be left.
 * @param covariance size × size, row by row
 */
export const alphaIfDropped = (covariance: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, dropped) => coefficientAlpha(without(covariance, size, dropped), size - 1))

/**
 * A square matrix, size × size, row by row, without one row and column.
 * @param dropped their number, 0 … size − 1
 */
export const without = (matrix: Float64Array, size: number, dropped: number): Float64Array =>
  submatrix(
    matrix,
    size,
    Array.from({ length: size }, (_, i) => i).filter((i) => i !== dropped),
  )

/** Omega of a one-factor model. */
export interface Omega {
  /** (Σλ)²/((Σλ)² + Σθ): of the variance that the model implies (McDonald 1999). */
  readonly modelImplied: number
  /** (Σλ)²/ΣS: of the observed variance; `semTools::compRelSEM`. */
  readonly observed: number
  /** λ with factor variance 1, in units of the items; their sum is not negative. */
  readonly loadings: Float64Array
  /** λ in standard deviations of the items. */
  readonly standardizedLoadings: Float64Array
  /** θ; a negative one is a Heywood case. */
  readonly residualVariances: Float64Array
}

/** Why there is no omega: two items do not identify a factor; otherwise what the fit says. */
export type OmegaFailure = FactorModelFailure['reason'] | 'too-few-items'

/**
 * Omega from a one-factor model by maximum likelihood on covariances (McDonald 1999, ISBN 0-8058-3075-8; `semTools::compRelSEM`). The sample size is of no matter for it, nor whether covariances have divisor n or n − 1.
 * @param covariance size × size, row by row; positive definite
 * @param poll called in every iteration; what it throws ends the work
 */
export const omegaOfCovariance = (covariance: Float64Array, size: number, poll?: () => void): Omega | OmegaFailure => {
  if (size < 3) return 'too-few-items'
  const fit = fitFactorModel(oneFactorModel(size), [{ count: 1000, covariance }], {
    identification: 'variance',
    ...(poll === undefined ? {} : { poll }),
  })
  if (!fit.converged) return fit.reason
  const [group] = fit.groups
  if (group === undefined) return 'not-converged'
  return omegaOfSolution(
    {
      loadings: group.loadings,
      residualVariances: Float64Array.from(
        { length: size },
        (_, i) => group.residualCovariance[i * size + i] as number,
      ),
    },
    covariance,
  )
}

/** λ and θ of a one-factor model with factor variance 1. */
export interface OneFactorSolution {
  readonly loadings: Float64Array
  readonly residualVariances: Float64Array
}

/**
 * Omega of a solution that has been found.
 * @param covariance size × size, what the solution was fitted to
 */
export const omegaOfSolution = (
  { loadings, residualVariances }: OneFactorSolution,
  covariance: Float64Array,
): Omega => {
  const size = loadings.length
  let sum = 0
  let residual = 0
  for (let i = 0; i < size; i++) {
    sum += loadings[i] as number
    residual += residualVariances[i] as number
  }
  // The direction of a factor is anybody's choice.
  const oriented = sum < 0 ? loadings.map((loading) => -loading) : loadings
  return {
    modelImplied: (sum * sum) / (sum * sum + residual),
    observed: (sum * sum) / sumsOf(covariance, size).all,
    loadings: oriented,
    standardizedLoadings: oriented.map(
      (loading, i) => loading / Math.sqrt(loading * loading + (residualVariances[i] as number)),
    ),
    residualVariances,
  }
}

/** Everything that follows from a covariance matrix alone about alpha. */
export interface AlphaDescription {
  readonly alpha: number
  readonly standardized: number
  readonly averageCorrelation: number
  readonly standardError: number
  readonly interval: Interval
  /** Variance of the sum of the items. */
  readonly sumVariance: number
  readonly itemRest: Float64Array
  readonly ifDropped: Float64Array
}

/**
 * Alpha with all that belongs beside it.
 * @param covariance size × size, row by row, of items that vary
 * @param n rows behind it
 */
export const describeAlpha = (
  covariance: Float64Array,
  size: number,
  n: number,
  confidence: number,
): AlphaDescription => {
  const alpha = coefficientAlpha(covariance, size)
  const correlation = correlationsOf(covariance, size)
  return {
    alpha,
    standardized: coefficientAlpha(correlation, size),
    averageCorrelation: averageCorrelation(correlation, size),
    standardError: alphaStandardError(covariance, size, n),
    interval: feldtInterval(alpha, n, size, confidence),
    sumVariance: sumsOf(covariance, size).all,
    itemRest: itemRestCorrelations(covariance, size),
    ifDropped: alphaIfDropped(covariance, size),
  }
}
