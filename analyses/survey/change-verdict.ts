import type { Phrase } from '../core/words'
import { gateFailures, type GateFacts, type GateLimits } from './gate'

/** The conclusions that are possible about a change between two rounds. */
export const verdicts = [
  'changed',
  'changed-below-relevance',
  'practically-unchanged',
  'inconclusive',
  'not-comparable',
] as const
export type Verdict = (typeof verdicts)[number]

/** A change as tested; null where a number does not exist. */
export interface TestedChange {
  /** The later mean minus the earlier one, in points of the scale. */
  readonly estimate: number | null
  /** p after the family's adjustment; null where chance cannot be judged. */
  readonly pAdjusted: number | null
  /** The 90 % interval of the two one-sided tests. */
  readonly equivalenceLow: number | null
  readonly equivalenceHigh: number | null
}

export interface VerdictLimits {
  /** The smallest change that matters, in points of the scale, ≥ 0. */
  readonly smallestEffect: number
  /** In (0, 1); an adjusted p below 1 − confidence shows a change. */
  readonly confidence: number
}

/**
 * The verdict on a change. Significance is that of the adjusted p: p adjusted below 1 − confidence stands for "the interval excludes 0", so that a
 * family of many comparisons does not find changes by their number. Otherwise the 90 % interval within ± the smallest effect (TOST, Lakens 2017) is practically
 * unchanged, and all else inconclusive: "not significant" is never "no change".
 * @param isComparable whether both rounds passed the gate, and the outcome means the same in both
 */
export function verdictOf(
  { estimate, pAdjusted, equivalenceLow, equivalenceHigh }: TestedChange,
  isComparable: boolean,
  { smallestEffect, confidence }: VerdictLimits,
): Verdict {
  if (!isComparable) return 'not-comparable'
  if (pAdjusted === null || estimate === null) return 'inconclusive'
  if (pAdjusted < 1 - confidence) return Math.abs(estimate) >= smallestEffect ? 'changed' : 'changed-below-relevance'
  return equivalenceLow !== null &&
    equivalenceHigh !== null &&
    equivalenceLow > -smallestEffect &&
    equivalenceHigh < smallestEffect
    ? 'practically-unchanged'
    : 'inconclusive'
}

/** Why two rounds may not be compared, earlier round first; nothing when they may. */
export function hindrancesOf(
  sides: readonly { readonly round: string; readonly facts: GateFacts }[],
  limits: GateLimits,
): readonly { readonly round: string; readonly failure: Phrase }[] {
  return sides.flatMap(({ round, facts }) => gateFailures(facts, limits).map((failure) => ({ round, failure })))
}
