import { exp, log, log1p } from '../elementary/elementary-functions'
import { log1mExp } from './compositions'
import { logUpperNormal, normal } from './normal'
import { monotoneRoot } from './root'
import { logMixtureOverScale } from './scaled-chi'
import { studentT } from './student-t'

const TOLERANCE = 1e-13
const NORMAL_FROM = 1e15

const isImproper = (t: number, df: number, noncentrality: number): boolean =>
  Number.isNaN(t) || !(df > 0) || !Number.isFinite(noncentrality)

/** log P(T > t) for t ≥ 0, by integration over the estimated standard deviation: P(Z > t·s − δ). */
const logUpperOfPositive = (t: number, df: number, noncentrality: number): number =>
  logMixtureOverScale(df, (v) => logUpperNormal(t * exp(v) - noncentrality), TOLERANCE)

const logLowerOfPositive = (t: number, df: number, noncentrality: number): number =>
  logMixtureOverScale(df, (v) => logUpperNormal(noncentrality - t * exp(v)), TOLERANCE)

/** log of one tail; the complement of the other when that is the smaller. */
const logTail = (t: number, df: number, noncentrality: number, isUpper: boolean): number => {
  if (isImproper(t, df, noncentrality)) return Number.NaN
  if (t < 0) return logTail(-t, df, -noncentrality, !isUpper)
  if (t === Number.POSITIVE_INFINITY) return isUpper ? Number.NEGATIVE_INFINITY : 0
  if (noncentrality === 0) return isUpper ? studentT.logUpper(t, df) : studentT.logLower(t, df)
  if (t === 0) return isUpper ? normal.logUpper(-noncentrality) : normal.logLower(-noncentrality)
  if (df >= NORMAL_FROM) return isUpper ? normal.logUpper(t - noncentrality) : normal.logLower(t - noncentrality)
  const wanted = isUpper ? logUpperOfPositive(t, df, noncentrality) : logLowerOfPositive(t, df, noncentrality)
  if (wanted < -0.1) return wanted
  const other = isUpper ? logLowerOfPositive(t, df, noncentrality) : logUpperOfPositive(t, df, noncentrality)
  return other < -0.1 ? log1mExp(other) : wanted
}

const solveNoncentrality = (t: number, df: number, p: number): number => {
  if (!Number.isFinite(t) || !(df > 0) || !(p > 0) || !(p < 1)) return Number.NaN
  const isUpper = p > 0.5
  const target = isUpper ? log1p(-p) : log(p)
  const spread = Math.sqrt(1 + (t * t) / (2 * df))
  const f = (delta: number): number => logTail(t, df, delta, isUpper) - target
  // Near its normal approximation (Abramowitz & Stegun 26.7.10) the tail is so smooth that a few secants do; otherwise the root is bracketed.
  const z = normal.quantileLower(p)
  const guess = df > 1 ? t * (1 - 1 / (4 * df)) - spread * z : t - spread * z
  const size = 0.05 * spread
  let a = guess
  let fa = f(a)
  const steepness = (isUpper ? 1 : -1) * Math.max(1, Math.abs(z))
  let b = a - fa * (spread / steepness)
  for (let step = 0; step < 8 && Number.isFinite(fa) && Math.abs(b - guess) < 20 * size; step++) {
    const fb = f(b)
    if (fb === 0) return b
    const change = (-fb * (b - a)) / (fb - fa)
    if (!Number.isFinite(change)) break
    a = b
    fa = fb
    b += change
    // The error that is left is the product of the last two changes.
    if (Math.abs(change) < 1e-8 * spread) return b
  }
  return monotoneRoot(f, guess, size, -Number.MAX_VALUE, Number.MAX_VALUE)
}

/**
 * The noncentral t distribution: (Z + δ)/√(χ²(df)/df) with df > 0 and a finite noncentrality δ (Johnson & Welch 1940, doi 10.1093/biomet/31.3-4.362; `stats::pt(ncp = )`,
 * whose algorithm stops at |δ| = 37.6). Relative error of either tail below 1e-11, for any δ. NaN in, or an argument outside these, gives NaN.
 */
export const noncentralT = {
  /** P(T ≤ t). */
  lower: (t: number, df: number, noncentrality: number): number => exp(logTail(t, df, noncentrality, false)),
  /** P(T > t). */
  upper: (t: number, df: number, noncentrality: number): number => exp(logTail(t, df, noncentrality, true)),
  /** log P(T ≤ t). */
  logLower: (t: number, df: number, noncentrality: number): number => logTail(t, df, noncentrality, false),
  /** log P(T > t). */
  logUpper: (t: number, df: number, noncentrality: number): number => logTail(t, df, noncentrality, true),
  /** The t with P(T ≤ t) = p. */
  quantileLower: (p: number, df: number, noncentrality: number): number => quantile(p, df, noncentrality, false),
  /** The t with P(T > t) = p. */
  quantileUpper: (p: number, df: number, noncentrality: number): number => quantile(p, df, noncentrality, true),
  /** The δ for which P(T ≤ t) = p, 0 < p < 1; falls as p rises. Pivots a confidence interval for a standardised effect. */
  solveNoncentrality,
} as const

const quantile = (p: number, df: number, noncentrality: number, isUpper: boolean): number => {
  if (isImproper(0, df, noncentrality) || !(p >= 0) || !(p <= 1)) return Number.NaN
  if (p === 0) return isUpper ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  if (p === 1) return isUpper ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const byUpper = isUpper === p <= 0.5
  const target = p <= 0.5 ? log(p) : log1p(-p)
  const guess =
    noncentrality +
    (isUpper ? 1 : -1) * studentT.quantileUpper(Math.min(0.5, p <= 0.5 ? p : 1 - p), df) * (p <= 0.5 ? 1 : -1)
  const size = 0.1 * (1 + Math.abs(noncentrality) / Math.sqrt(df))
  return monotoneRoot(
    (t) => logTail(t, df, noncentrality, byUpper) - target,
    guess,
    size,
    -Number.MAX_VALUE,
    Number.MAX_VALUE,
  )
}
