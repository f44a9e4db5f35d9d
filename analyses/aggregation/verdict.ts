import type { AggregationOptions } from './options'

/** Whether a group's score may be spoken of. */
export const verdicts = ['supported', 'with-reservation', 'not-supported', 'not-assessable'] as const
export type Verdict = (typeof verdicts)[number]

/** What speaks against it. */
export const reasons = [
  'no-variance-between',
  'icc1-low',
  'icc2-low',
  'rwgj-low',
  'few-groups',
  'rwgj-unknown',
  'no-model',
] as const
export type Reason = (typeof reasons)[number]

export interface Evidence {
  readonly groups: number
  readonly icc1: number | null
  readonly icc2: number | null
  readonly rwgj: number | null
  /** Variance between groups by REML; null when there is no fit. */
  readonly between: number | null
}

/**
 * The verdict on an outcome: not to be assessed without two groups and variance within them; not supported when the groups vary no more than chance would have it, or
 * when neither the means are reliable nor the members agree; with reservation when anything else falls short of the limits. The limits are guides, not laws.
 */
export function verdictOf(
  evidence: Evidence,
  limits: Pick<AggregationOptions, 'min_icc1' | 'min_icc2' | 'min_rwgj' | 'min_groups'>,
): { readonly verdict: Verdict; readonly reasons: readonly Reason[] } {
  const { groups, icc1, icc2, rwgj, between } = evidence
  if (icc1 === null || groups < 2) return { verdict: 'not-assessable', reasons: ['no-model'] }
  const isWithout = icc1 <= 0 || between === 0
  const isIcc2Low = icc2 === null || icc2 < limits.min_icc2
  const isRwgjLow = rwgj !== null && rwgj < limits.min_rwgj
  const against: Reason[] = []
  if (isWithout) against.push('no-variance-between')
  else if (icc1 < limits.min_icc1) against.push('icc1-low')
  if (isIcc2Low) against.push('icc2-low')
  if (isRwgjLow) against.push('rwgj-low')
  if (groups < limits.min_groups) against.push('few-groups')
  if (isWithout || (isIcc2Low && isRwgjLow)) return { verdict: 'not-supported', reasons: against }
  if (against.length > 0) return { verdict: 'with-reservation', reasons: against }
  return { verdict: 'supported', reasons: rwgj === null ? ['rwgj-unknown'] : [] }
}
