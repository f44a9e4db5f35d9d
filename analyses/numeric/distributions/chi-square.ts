import { gammaDistribution } from './incomplete-gamma'

/**
 * The chi-square distribution with df > 0 degrees of freedom (any real number, up to 1e9 and more), on x ≥ 0. Relative error
 * of either tail below 1e-12. NaN in, df ≤ 0 or infinite, or a probability outside [0, 1], gives NaN. It is a gamma distribution (NIST Engineering Statistics Handbook
 * 1.3.6.6.6; `stats::pchisq`, `stats::qchisq`).
 */
export const chiSquare = {
  /** P(X ≤ x). */
  lower: (x: number, df: number): number => gammaDistribution.lower(0.5 * x, 0.5 * df),
  /** P(X > x). */
  upper: (x: number, df: number): number => gammaDistribution.upper(0.5 * x, 0.5 * df),
  /** log P(X ≤ x). */
  logLower: (x: number, df: number): number => gammaDistribution.logLower(0.5 * x, 0.5 * df),
  /** log P(X > x). */
  logUpper: (x: number, df: number): number => gammaDistribution.logUpper(0.5 * x, 0.5 * df),
  /** The x with P(X ≤ x) = p. */
  quantileLower: (p: number, df: number): number => 2 * gammaDistribution.quantileLower(p, 0.5 * df),
  /** The x with P(X > x) = p. */
  quantileUpper: (p: number, df: number): number => 2 * gammaDistribution.quantileUpper(p, 0.5 * df),
} as const
