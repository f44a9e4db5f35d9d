import { log1p } from '../elementary/elementary-functions'

/** Both tails of a distribution at one point, and the logarithm of each. */
export interface Tails {
  readonly lower: number
  readonly upper: number
  readonly logLower: number
  readonly logUpper: number
}

/**
 * Both tails from the smaller one, which alone was computed to full relative accuracy.
 * @param isLower whether the tail given is the lower one
 * @param tail in 0 … 1
 * @param logTail its logarithm, which may be known where the tail itself has vanished
 */
export const bothTails = (isLower: boolean, tail: number, logTail: number): Tails => {
  const other = 1 - tail
  const logOther = log1p(-tail)
  return isLower
    ? { lower: tail, upper: other, logLower: logTail, logUpper: logOther }
    : { lower: other, upper: tail, logLower: logOther, logUpper: logTail }
}

/** A continuous distribution X with two parameters; NaN where it is not defined. */
export interface TwoParameterDistribution {
  /** P(X ≤ x). */
  readonly lower: (x: number, a: number, b: number) => number
  /** P(X > x). */
  readonly upper: (x: number, a: number, b: number) => number
  /** log P(X ≤ x). */
  readonly logLower: (x: number, a: number, b: number) => number
  /** log P(X > x). */
  readonly logUpper: (x: number, a: number, b: number) => number
  /** The x with P(X ≤ x) = p. */
  readonly quantileLower: (p: number, a: number, b: number) => number
  /** The x with P(X > x) = p. */
  readonly quantileUpper: (p: number, a: number, b: number) => number
}

/** A distribution from both its tails at x, undefined where there are none, and from the x at which one of them is p. */
export const twoParameterDistribution = (
  tails: (x: number, a: number, b: number) => Tails | undefined,
  quantile: (p: number, a: number, b: number, isLower: boolean) => number,
): TwoParameterDistribution => ({
  lower: (x, a, b) => tails(x, a, b)?.lower ?? Number.NaN,
  upper: (x, a, b) => tails(x, a, b)?.upper ?? Number.NaN,
  logLower: (x, a, b) => tails(x, a, b)?.logLower ?? Number.NaN,
  logUpper: (x, a, b) => tails(x, a, b)?.logUpper ?? Number.NaN,
  quantileLower: (p, a, b) => quantile(p, a, b, true),
  quantileUpper: (p, a, b) => quantile(p, a, b, false),
})
