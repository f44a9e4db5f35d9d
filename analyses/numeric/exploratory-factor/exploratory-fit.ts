import { chiSquare as chiSquareDistribution } from '../distributions/chi-square'
import { noncentralChiSquare } from '../distributions/noncentral-chi-square'
import { undefinedIndices } from '../factor-model/fit-indices'
import { exploratoryDf } from './factor-extraction'
import { choleskyOfPositiveDefinite, inverseOfCholesky, logDeterminantOfCholesky } from '../matrices/positive-definite'

/** Fit of extracted factors. NaN is what does not exist. */
export interface ExploratoryFit {
  readonly chiSquare: number
  readonly df: number
  readonly pValue: number
  readonly cfi: number
  readonly tli: number
  readonly rmsea: number
  /** 90 % interval. */
  readonly rmseaLow: number
  readonly rmseaHigh: number
  /** Hu and Bentler's (1999, doi 10.1080/10705519909540118) standardised root mean square residual, over the p(p + 1)/2 correlations with the diagonal, as lavaan's `srmr`; [0, 1]. */
  readonly srmr: number
  /** Root mean square of the residual correlations over the p(p − 1)/2 off the diagonal, as psych's `rms`; [0, 1]. */
  readonly rmsr: number
}

/**
 * How well extracted factors reproduce a correlation matrix, as `psych::fa`: χ² is the likelihood criterion times n − 1 − (2p + 5)/6 − 2m/3 (Bartlett's correction), by
 * whatever method the factors were found.
 *
 * @param correlation  size × size, row by row
 * @param loadings     orthogonal: variables × factors, row by row; rotation changes nothing here
 * @param n            rows behind the correlations
 * @returns χ² is NaN where a matrix is singular, df is negative or n too small for the correction; what follows from it is NaN where df is 0, too
 */
export function exploratoryFit(
  correlation: Float64Array,
  size: number,
  n: number,
  loadings: Float64Array,
  factors: number,
): ExploratoryFit {
  const model = new Float64Array(size * size)
  let residuals = 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0
      for (let k = 0; k < factors; k++)
        sum += (loadings[i * factors + k] as number) * (loadings[j * factors + k] as number)
      const r = correlation[i * size + j] as number
      model[i * size + j] = i === j ? r : sum
      if (i !== j) residuals += (r - sum) * (r - sum)
    }
  }
  const df = exploratoryDf(size, factors)
  // The diagonal is reproduced exactly: it adds nothing to the sum, and its places to what SRMR divides by.
  const srmr = Math.sqrt(residuals / (size * (size + 1)))
  const rmsr = Math.sqrt(residuals / (size * (size - 1)))
  const own = choleskyOfPositiveDefinite(correlation, size, 1e-10)
  const implied = choleskyOfPositiveDefinite(model, size, 1e-10)
  const nothing = { ...undefinedIndices, df, srmr, rmsr }
  if (own === null || implied === null) return nothing
  const inverse = inverseOfCholesky(implied, size)
  let trace = 0
  for (let index = 0; index < size * size; index++) trace += (inverse[index] as number) * (correlation[index] as number)
  const criterion = Math.max(
    0,
    trace - (logDeterminantOfCholesky(own, size) - logDeterminantOfCholesky(implied, size)) - size,
  )
  const factor = n - 1 - (2 * size + 5) / 6 - (2 * factors) / 3
  const chiSquare = Math.max(0, criterion * factor)
  if (!(df > 0) || !(factor > 0)) return { ...nothing, chiSquare: df === 0 ? chiSquare : Number.NaN }
  const nullDf = (size * (size - 1)) / 2
  const nullCriterion = -logDeterminantOfCholesky(own, size)
  const nullChiSquare = nullCriterion * (n - 1 - (2 * size + 5) / 6)
  const tli = (nullCriterion / nullDf - criterion / df) / (nullCriterion / nullDf - 1 / factor)
  const excess = nullChiSquare - nullDf
  const interval = (p: number): number =>
    Math.sqrt(Math.max(0, noncentralChiSquare.solveNoncentrality(chiSquare, df, p)) / (n - 1) / df)
  return {
    chiSquare,
    df,
    pValue: chiSquareDistribution.upper(chiSquare, df),
    cfi: excess > 0 ? Math.min(1, Math.max(0, (excess - Math.max(0, chiSquare - df)) / excess)) : Number.NaN,
    tli,
    rmsea: Math.sqrt(Math.max(0, chiSquare / (df * n) - 1 / (n - 1))),
    rmseaLow: interval(0.95),
    rmseaHigh: interval(0.05),
    srmr,
    rmsr,
  }
}
