import { add, exponentialToNumber, fromNumber, multiplyNumber, negate } from '../elementary/double-double'
import { log } from '../elementary/elementary-functions'
import { logBetaPair } from './gamma-function'
import { betaDistribution, betaPointAt } from './incomplete-beta'

/** Cumulated chances that lie under p by no more than rounding count as reaching it, as R's qbinom means it. */
const rounding = 64 * Number.EPSILON

const tailOf = (successes: number, trials: number, chance: number, isLower: boolean): number => {
  if (!isDefined(trials, chance) || Number.isNaN(successes)) return Number.NaN
  const whole = Math.floor(successes)
  if (whole < 0) return isLower ? 0 : 1
  if (whole >= trials || chance === 0) return isLower ? 1 : 0
  if (chance === 1) return isLower ? 0 : 1
  return isLower
    ? betaDistribution.upper(chance, whole + 1, trials - whole)
    : betaDistribution.lower(chance, whole + 1, trials - whole)
}

/**
 * The binomial distribution: the number of successes in `trials` ≥ 0 independent trials, each with probability 0 ≤ `chance` ≤ 1.
 * NaN in, trials that are not whole, or a chance outside [0, 1] gives NaN. The tails are incomplete beta functions, P(X ≤ k) = I_{1−p}(n − k, k + 1) (DLMF 8.17.5),
 * and keep their relative precision wherever they are, as does the density.
 */
export const binomial = {
  /** P(X = successes); 0 where there are no such successes, a broken number of them included. */
  density: (successes: number, trials: number, chance: number): number => {
    if (!isDefined(trials, chance) || Number.isNaN(successes)) return Number.NaN
    if (!Number.isInteger(successes) || successes < 0 || successes > trials) return 0
    if (chance === 0 || chance === 1) return successes === (chance === 0 ? 0 : trials) ? 1 : 0
    // The binomial coefficient is 1/((n + 1)·B(k + 1, n − k + 1)).
    const { logX, logY } = betaPointAt(chance)
    const coefficient = negate(
      add(logBetaPair(fromNumber(successes + 1), fromNumber(trials - successes + 1)), fromNumber(log(trials + 1))),
    )
    return exponentialToNumber(
      add(coefficient, add(multiplyNumber(logX, successes), multiplyNumber(logY, trials - successes))),
    )
  },
  /** P(X ≤ successes). */
  lower: (successes: number, trials: number, chance: number): number => tailOf(successes, trials, chance, true),
  /** P(X > successes). */
  upper: (successes: number, trials: number, chance: number): number => tailOf(successes, trials, chance, false),
  /** The smallest whole k with P(X ≤ k) ≥ p, for 0 ≤ p ≤ 1; R's qbinom. */
  quantileLower: (p: number, trials: number, chance: number): number => {
    if (!isDefined(trials, chance) || !(p >= 0 && p <= 1)) return Number.NaN
    if (p === 1) return chance === 0 ? 0 : trials
    return firstWhole(trials, (k) => binomial.lower(k, trials, chance) >= p * (1 - rounding))
  },
  /** The smallest whole k with P(X > k) ≤ p, for 0 ≤ p ≤ 1; R's qbinom of the upper tail. */
  quantileUpper: (p: number, trials: number, chance: number): number => {
    if (!isDefined(trials, chance) || !(p >= 0 && p <= 1)) return Number.NaN
    if (p === 0) return chance === 0 ? 0 : trials
    return firstWhole(trials, (k) => binomial.upper(k, trials, chance) <= p * (1 + rounding))
  },
  /**
   * Clopper and Pearson's (1934, doi 10.1093/biomet/26.4.404) exact interval of the chance, at `confidence` in (0, 1): the chances under which neither as few nor as
   * many successes as were seen are rarer than half of what is left. 0 and 1 are its ends where there are no successes, or nothing else; [0, 1] of no trials.
   */
  interval: (
    successes: number,
    trials: number,
    confidence: number,
  ): { readonly low: number; readonly high: number } => {
    const isSeen = Number.isInteger(successes) && successes >= 0 && successes <= trials
    if (!isDefined(trials, 0) || !isSeen || !(confidence > 0 && confidence < 1))
      return { low: Number.NaN, high: Number.NaN }
    const tail = (1 - confidence) / 2
    const failures = trials - successes
    return {
      low: successes === 0 ? 0 : betaDistribution.quantileLower(tail, successes, failures + 1),
      high: failures === 0 ? 1 : betaDistribution.quantileUpper(tail, successes + 1, failures),
    }
  },
} as const

/** The first of 0 … last at which a condition holds that goes on holding; `last` if it holds nowhere before. */
function firstWhole(last: number, holds: (k: number) => boolean): number {
  let low = 0
  let high = last
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

function isDefined(trials: number, chance: number): boolean {
  return Number.isInteger(trials) && trials >= 0 && chance >= 0 && chance <= 1
}
