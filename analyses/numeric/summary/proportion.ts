import type { Interval } from '../resampling/bootstrap'
import { normal } from '../distributions/normal'

/**
 * Wilson's score interval for a proportion (1927, doi 10.1080/01621459.1927.10502953), without continuity correction.
 *
 * @param successes 0 … n, may be a weighted count
 * @param n > 0
 * @param confidence in (0, 1)
 * @returns ends in 0 … 1; NaN where an argument lies outside its domain
 */
export const wilsonInterval = (successes: number, n: number, confidence = 0.95): Interval => {
  if (!(n > 0) || !(successes >= 0) || !(successes <= n) || !(confidence > 0) || !(confidence < 1))
    return { low: Number.NaN, high: Number.NaN }
  const z = normal.quantileUpper((1 - confidence) / 2)
  const square = z * z
  const failures = n - successes
  const half = z * Math.sqrt((successes * failures) / n + square / 4)
  // The ends as quotients without cancellation: low·high = successes²/(n·(n + z²)).
  const upperSum = successes + square / 2 + half
  const lowerSum = failures + square / 2 + half
  return {
    low: successes === 0 ? 0 : (successes * successes) / (n * upperSum),
    high: failures === 0 ? 1 : 1 - (failures * failures) / (n * lowerSum),
  }
}
