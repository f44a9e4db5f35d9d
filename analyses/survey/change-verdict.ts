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
  /** p of no change, after the family's adjustment; null where chance cannot be judged. */
  readonly pAdjusted: number | null
  /** p of a change by the smallest effect or more (the larger of the two one-sided tests), adjusted in the same family. */
  readonly equivalencePAdjusted: number | null
}

/** The level of each of the two one-sided tests, to which the 90 % interval belongs. */
const equivalenceLevel = 0.05

/**
 * The verdict on a change. Significance is that of the adjusted p: p adjusted below 1 − confidence stands for "the interval excludes 0", so that a
 * family of many comparisons does not find changes by their number. What is ruled out is decided by two one-sided tests against ± the smallest effect (TOST, Lakens 2017,
 * doi 10.1177/1948550617697177), adjusted in the same family; without a family that is the 90 % interval wholly inside. A change is below relevance only where a relevant
 * one is ruled out, whatever its estimate; "not significant" is never "no change".
 * @param isComparable whether both rounds passed the gate, and the outcome means the same in both
 * @param confidence in (0, 1)
 */
export function verdictOf(
  { pAdjusted, equivalencePAdjusted }: TestedChange,
  isComparable: boolean,
  confidence: number,
): Verdict {
  if (!isComparable) return 'not-comparable'
  if (pAdjusted === null) return 'inconclusive'
  const isIrrelevant = equivalencePAdjusted !== null && equivalencePAdjusted < equivalenceLevel
  if (pAdjusted < 1 - confidence) return isIrrelevant ? 'changed-below-relevance' : 'changed'
  return isIrrelevant ? 'practically-unchanged' : 'inconclusive'
}

/** The larger p of two one-sided tests, which is the p of "a change by the smallest effect or more"; null where they do not exist. */
export function equivalenceP(pLower: number | null, pUpper: number | null): number | null {
  return pLower === null || pUpper === null ? null : Math.max(pLower, pUpper)
}

/** What can be said of a change that is shown: that it is relevant, or that this is not decided. `unasked` where every change counts as relevant. */
export type Relevance = 'reached' | 'undecided' | 'unasked'

/**
 * Whether a change reaches the smallest effect. Only an interval that lies at or beyond it says so; an estimate never does.
 * @param smallestEffect in the units of the interval, ≥ 0
 */
export function relevanceOf(low: number | null, high: number | null, smallestEffect: number): Relevance {
  if (smallestEffect === 0) return 'unasked'
  return low !== null && high !== null && (low >= smallestEffect || high <= -smallestEffect) ? 'reached' : 'undecided'
}

/** Why two rounds may not be compared, earlier round first; nothing when they may. */
export function hindrancesOf(
  sides: readonly { readonly round: string; readonly facts: GateFacts }[],
  limits: GateLimits,
): readonly { readonly round: string; readonly failure: Phrase }[] {
  return sides.flatMap(({ round, facts }) => gateFailures(facts, limits).map((failure) => ({ round, failure })))
}
