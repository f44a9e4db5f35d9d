import type { Options, OptionsOf } from '../core/options'
import { quantity, type Phrase, type Values } from '../core/words'
import { finiteFactor } from './finite-population'
import type { ResponseRate } from './response-rates'
import { survey } from './words'

/** The options that say what may be compared; every analysis with a gate has these. */
export const gateOptions = {
  min_n: { kind: 'number', default: 10, min: 2, max: 100_000, integer: true, unit: 'core:unit.respondents' },
  min_response_rate: { kind: 'number', default: 0.3, min: 0, max: 1, step: 0.05, unit: 'core:unit.share' },
  max_half_width: {
    kind: 'number',
    default: 0.5,
    min: 0,
    max: 1000,
    open: 'min',
    step: 0.05,
    unit: 'core:unit.scale-points',
  },
} as const satisfies Options

/** What a side of a comparison must reach before it may be compared. */
export interface GateLimits {
  /** Fewest usable answers. */
  readonly minN: number
  /** Lowest share of the invited who responded, 0 … 1; asked only when the headcount is known. */
  readonly minResponseRate: number
  /** Widest half of the mean's confidence interval, in points of the response scale. */
  readonly maxHalfWidth: number
}

export const gateLimits = (options: OptionsOf<typeof gateOptions>): GateLimits => ({
  minN: options.min_n,
  minResponseRate: options.min_response_rate,
  maxHalfWidth: options.max_half_width,
})

export interface GateFacts {
  readonly n: number
  readonly response: ResponseRate
  /** Null when there is no interval (fewer than two answers). */
  readonly halfWidth: number | null
}

/**
 * The limits that are not met, in words, in the order n, response rate, half-width; none means comparable. The half-width of too few answers is not said, since it tells their spread.
 */
export function gateFailures(facts: GateFacts, limits: GateLimits): readonly Phrase[] {
  const { n, response, halfWidth } = facts
  return [
    ...(n < limits.minN ? [survey.say('gate-n', { n, min: limits.minN })] : []),
    ...(response.rate !== null && response.rate < limits.minResponseRate
      ? [
          survey.say('gate-response-rate', {
            rate: quantity(response.rate, 'percent'),
            min: quantity(limits.minResponseRate, 'percent'),
            ...whoseRate(response),
          }),
        ]
      : []),
    ...(n >= limits.minN && halfWidth !== null && halfWidth > limits.maxHalfWidth
      ? [
          survey.say('gate-half-width', {
            width: quantity(halfWidth, 'estimate'),
            max: quantity(limits.maxHalfWidth, 'estimate'),
          }),
        ]
      : []),
  ]
}

/** Of whom a response rate is, for a sentence. */
const whoseRate = ({ basis, place }: ResponseRate): Values => ({
  basis: basis === 'whole' && place !== '' ? 'place' : basis,
  place,
})

/** What a side that the gate let through is taken on trust for: a response rate that is unknown, or that of others. Nothing where the group's own is known. */
export function gateReservations({ response }: Pick<GateFacts, 'response'>): readonly Phrase[] {
  if (response.basis === 'own') return []
  return [
    response.rate === null
      ? survey.say('gate-rate-unknown')
      : survey.say('gate-rate-of-others', { rate: quantity(response.rate, 'percent'), ...whoseRate(response) }),
  ]
}

/** The failures as one reason; where there is none, what was taken on trust. */
export function gateReason(failures: readonly Phrase[], reservations: readonly Phrase[] = []): Phrase {
  const [first, ...others] = failures
  if (first === undefined) return withReservations(survey.say('gate-passed'), reservations)
  return others.length === 0 ? first : survey.say('gate-several', { reasons: { list: failures } })
}

/** A reason, and what it takes on trust. */
export const withReservations = (reason: Phrase, reservations: readonly Phrase[]): Phrase =>
  reservations.length === 0
    ? reason
    : survey.say('reason-with-reservations', { reason, reservations: { list: reservations } })

/** What the rounds of a comparison are taken on trust for, earlier round first; that both rates are unknown is said once. */
export function reservationsOf(
  sides: readonly { readonly round: string; readonly facts: GateFacts }[],
): readonly Phrase[] {
  const unknown = sides.filter(({ facts }) => facts.response.rate === null).map(({ round }) => round)
  return [
    ...sides.flatMap(({ round, facts }) =>
      facts.response.rate === null
        ? []
        : gateReservations(facts).map((reservation) => survey.say('reservation-in-round', { reservation, round })),
    ),
    ...(unknown.length === 0 ? [] : [survey.say('rate-unknown-in', { rounds: { list: unknown } })]),
  ]
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
