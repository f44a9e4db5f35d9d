import { betaDistribution } from './incomplete-beta'

/** Cumulated chances that lie under p by no more than rounding count as reaching it, as R's qbinom means it. */
const rounding = 64 * 2 ** -52

/**
 * The binomial distribution: the number of successes in `trials` ≥ 0 independent trials, each with probability 0 ≤ `chance` ≤ 1.
 * NaN in, trials that are not whole, or a chance outside [0, 1] gives NaN. The tail is the incomplete beta function I_{1−p}(n − k, k + 1) (DLMF 8.17.5).
 */
export const binomial = {
  /** P(X ≤ successes). */
  lower: (successes: number, trials: number, chance: number): number => {
    if (!isDefined(trials, chance) || Number.isNaN(successes)) return Number.NaN
    const whole = Math.floor(successes)
    if (whole < 0) return 0
    if (whole >= trials || chance === 0) return 1
    if (chance === 1) return 0
    return betaDistribution.upper(chance, whole + 1, trials - whole)
  },
  /** The smallest whole k with P(X ≤ k) ≥ p, for 0 ≤ p ≤ 1; R's qbinom. */
  quantileLower: (p: number, trials: number, chance: number): number => {
    if (!isDefined(trials, chance) || !(p >= 0 && p <= 1)) return Number.NaN
    if (p === 1) return chance === 0 ? 0 : trials
    const reached = p * (1 - rounding)
    let low = 0
    let high = trials
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (binomial.lower(middle, trials, chance) >= reached) high = middle
      else low = middle + 1
    }
    return low
  },
} as const

function isDefined(trials: number, chance: number): boolean {
  return Number.isInteger(trials) && trials >= 0 && chance >= 0 && chance <= 1
}
