import type { Phrase } from '../../analyses/core/words'
import { unknownRate, type ResponseRate } from '../../analyses/survey/response-rates'

/** The response rate of a group with a headcount of its own; null for a group without. */
export const ownRate = (rate: number | null): ResponseRate =>
  rate === null ? unknownRate : { rate, basis: 'own', place: '' }

/** A reason without what it takes on trust: that the response rate is unknown, which it is in surveys made without a headcount. */
export function plainReason(reason: Phrase): Phrase {
  const own = reason.message === 'survey:reason-with-reservations' ? reason.values?.['reason'] : reason
  return own !== null && typeof own === 'object' && 'message' in own ? own : reason
}
