import { exp, log1p } from '../elementary/elementary-functions'
import { betaLogOddsOfTiny, betaOddsLower, betaPointFromOdds, betaShapes, betaTails } from './incomplete-beta'
import { normal } from './normal'
import type { Tails } from './tails'

/** Above this many degrees of freedom t and the normal agree to 1e-16 out to |t| of about 40. */
const NORMAL_FROM = 1e19

/** Tails of |T|: P(|T| ≤ t) is the lower one. For 0 < t < ∞. */
const absoluteTails = (t: number, df: number): Tails =>
  betaTails(betaShapes(0.5, 0.5 * df), betaPointFromOdds(t, t, df))

const isImproper = (t: number, df: number): boolean => Number.isNaN(t) || !(df > 0)

const upper = (t: number, df: number): number => {
  if (isImproper(t, df)) return Number.NaN
  if (df >= NORMAL_FROM) return normal.upper(t)
  if (t === 0) return 0.5
  if (Math.abs(t) === Number.POSITIVE_INFINITY) return t > 0 ? 0 : 1
  const half = 0.5 * absoluteTails(Math.abs(t), df).upper
  return t > 0 ? half : 1 - half
}

const logUpper = (t: number, df: number): number => {
  if (isImproper(t, df)) return Number.NaN
  if (df >= NORMAL_FROM) return normal.logUpper(t)
  if (t === 0) return -Math.LN2
  if (Math.abs(t) === Number.POSITIVE_INFINITY) return t > 0 ? Number.NEGATIVE_INFINITY : 0
  const tails = absoluteTails(Math.abs(t), df)
  return t > 0 ? tails.logUpper - Math.LN2 : log1p(-0.5 * tails.upper)
}

/** The t > 0 with P(T > t) = p, 0 < p < ½. */
const upperQuantile = (p: number, df: number): number => {
  if (p > 0.25) return Math.sqrt(betaOddsLower(0.5, 0.5 * df, 1 - 2 * p)) * Math.sqrt(df)
  const odds = betaOddsLower(0.5 * df, 0.5, 2 * p)
  return odds > 1e-290
    ? Math.sqrt(df) / Math.sqrt(odds)
    : Math.sqrt(df) * exp(-0.5 * betaLogOddsOfTiny(0.5 * df, 0.5, 2 * p))
}

const quantileUpper = (p: number, df: number): number => {
  if (!(df > 0) || !(p >= 0) || !(p <= 1)) return Number.NaN
  if (p === 0) return Number.POSITIVE_INFINITY
  if (p === 1) return Number.NEGATIVE_INFINITY
  if (p === 0.5) return 0
  if (df >= NORMAL_FROM) return normal.quantileUpper(p)
  return p < 0.5 ? upperQuantile(p, df) : -upperQuantile(1 - p, df)
}

/**
 * Student's t with df > 0 degrees of freedom; df need not be whole (Welch), and Infinity is the normal distribution.
 * Relative error of either tail below 1e-12, at 1e-300 too. NaN in, df ≤ 0, or a probability outside [0, 1], gives NaN. The tails are incomplete beta functions
 * (NIST Engineering Statistics Handbook 1.3.6.6.4; `stats::pt`, `stats::qt`).
 */
export const studentT = {
  /** P(T ≤ t). */
  lower: (t: number, df: number): number => upper(-t, df),
  /** P(T > t). */
  upper,
  /** P(|T| > |t|): the two-sided p value. */
  twoSided: (t: number, df: number): number => 2 * upper(Math.abs(t), df),
  /** log P(T ≤ t). */
  logLower: (t: number, df: number): number => logUpper(-t, df),
  /** log P(T > t). */
  logUpper,
  /** The t with P(T ≤ t) = p. */
  quantileLower: (p: number, df: number): number => -quantileUpper(p, df),
  /** The t with P(T > t) = p. */
  quantileUpper,
} as const
