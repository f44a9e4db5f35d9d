import type { Phrase } from '../core/words'
import { finiteFactor } from './finite-population'

/** What a side of a comparison must reach before it may be compared. */
export interface GateLimits {
  /** Fewest usable answers. */
  readonly minN: number
  /** Lowest share of the invited who responded, 0 … 1; asked only when the headcount is known. */
  readonly minResponseRate: number
  /** Widest half of the mean's confidence interval, in points of the response scale. */
  readonly maxHalfWidth: number
}

export interface GateFacts {
  readonly n: number
  /** Null when the headcount is unknown. */
  readonly responseRate: number | null
  /** Null when there is no interval (fewer than two answers). */
  readonly halfWidth: number | null
}

/** The limits that are not met, in words, in the order n, response rate, half-width; none means comparable. */
export function gateFailures(facts: GateFacts, limits: GateLimits): readonly Phrase[] {
  const failures: Phrase[] = []
  if (facts.n < limits.minN) failures.push({ message: 'survey:gate-n', values: { n: facts.n, min: limits.minN } })
  if (facts.responseRate !== null && facts.responseRate < limits.minResponseRate) {
    failures.push({
      message: 'survey:gate-response-rate',
      values: {
        rate: { value: facts.responseRate, as: 'percent' },
        min: { value: limits.minResponseRate, as: 'percent' },
      },
    })
  }
  if (facts.halfWidth !== null && facts.halfWidth > limits.maxHalfWidth) {
    failures.push({
      message: 'survey:gate-half-width',
      values: {
        width: { value: facts.halfWidth, as: 'estimate' },
        max: { value: limits.maxHalfWidth, as: 'estimate' },
      },
    })
  }
  return failures
}

/** The failures as one reason. */
export function gateReason(failures: readonly Phrase[]): Phrase {
  const [first, ...others] = failures
  if (first === undefined) return { message: 'survey:gate-passed' }
  return others.length === 0 ? first : { message: 'survey:gate-several', values: { reasons: { list: failures } } }
}

/**
 * Half-width of a mean's interval with the finite population correction √(1 − n/N) (Cochran 1977, ch. 2): the claim is about the staff employed then, and
 * says nothing about those who did not answer.
 * @param reach half-width for an infinite population
 * @param n answers behind the mean
 * @param headcount N, people invited; null or less than n leaves the reach as it is
 */
export function finiteHalfWidth(reach: number, n: number, headcount: number | null): number {
  return reach * Math.sqrt(finiteFactor(n, headcount))
}
