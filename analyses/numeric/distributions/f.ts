import { chiSquare } from './chi-square'
import { betaOddsLower, betaPointFromOdds, betaShapes, betaTails } from './incomplete-beta'
import { bothTails, twoParameterDistribution, type Tails } from './tails'

const INFINITE = Number.POSITIVE_INFINITY

const tails = (x: number, df1: number, df2: number): Tails | undefined => {
  if (Number.isNaN(x) || !(df1 > 0) || !(df2 > 0)) return undefined
  if (x <= 0) return bothTails(true, 0, Number.NEGATIVE_INFINITY)
  if (x === INFINITE) return bothTails(false, 0, Number.NEGATIVE_INFINITY)
  if (df1 === INFINITE && df2 === INFINITE) return bothTails(x < 1, 0, Number.NEGATIVE_INFINITY)
  if (df2 === INFINITE) return ofChiSquare(x * df1, df1)
  if (df1 === INFINITE) {
    const { lower, upper, logLower, logUpper } = ofChiSquare(df2 / x, df2)
    return { lower: upper, upper: lower, logLower: logUpper, logUpper: logLower }
  }
  return betaTails(betaShapes(0.5 * df1, 0.5 * df2), betaPointFromOdds(df1, x, df2))
}

const ofChiSquare = (x: number, df: number): Tails => ({
  lower: chiSquare.lower(x, df),
  upper: chiSquare.upper(x, df),
  logLower: chiSquare.logLower(x, df),
  logUpper: chiSquare.logUpper(x, df),
})

const quantile = (p: number, df1: number, df2: number, isLower: boolean): number => {
  if (!(df1 > 0) || !(df2 > 0) || !(p >= 0) || !(p <= 1)) return Number.NaN
  if (p === 0) return isLower ? 0 : INFINITE
  if (p === 1) return isLower ? INFINITE : 0
  if (df1 === INFINITE && df2 === INFINITE) return 1
  if (df2 === INFINITE) return (isLower ? chiSquare.quantileLower(p, df1) : chiSquare.quantileUpper(p, df1)) / df1
  if (df1 === INFINITE) return df2 / (isLower ? chiSquare.quantileUpper(p, df2) : chiSquare.quantileLower(p, df2))
  const fromLower = isLower === p <= 0.5
  const tail = p <= 0.5 ? p : 1 - p
  return fromLower
    ? betaOddsLower(0.5 * df1, 0.5 * df2, tail) * (df2 / df1)
    : df2 / df1 / betaOddsLower(0.5 * df2, 0.5 * df1, tail)
}

/**
 * Fisher's F with df1 and df2 degrees of freedom, both > 0, neither need be whole and either may be Infinity; x ≥ 0.
 * Relative error of either tail below 1e-12, at 1e-300 too. NaN in, df ≤ 0, or a probability outside [0, 1], gives NaN. The tails are incomplete beta functions
 * (NIST Engineering Statistics Handbook 1.3.6.6.5; `stats::pf`, `stats::qf`).
 */
export const fDistribution = twoParameterDistribution(tails, quantile)
