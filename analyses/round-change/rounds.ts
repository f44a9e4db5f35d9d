import type { Phrase } from '../core/words'
import { finite } from '../core/result'
import { adjust } from '../numeric/comparison/multiplicity'
import { compensatedSum, deviationOf, type Moments } from '../numeric/summary/summary'
import { type Contrast } from '../numeric/comparison/welch'
import { isTestable, testedEstimate, untested, type TestedEstimate } from '../survey/tested-estimate'
import type { RoundChangeOptions } from './options'
import { slopeByPersons, slopeOf, type Patterns } from './patterns'
import { smallest } from '../numeric/summary/extremes'

/** Distance of the control limits from the centre, in standard errors of the round's mean. */
const limitsAt = 3

/** One round of an outcome in a group. */
export interface RoundFacts {
  readonly round: string
  readonly moments: Moments
  /** Everybody who answered, people of weight 0 too: trends do not use case weights. */
  readonly answers: number
  readonly sd: number | null
  /** Why the round may not be compared; empty when it may. */
  readonly hindrances: readonly Phrase[]
  /** People whose answers are behind the mean here and not in the comparison of linked rounds; 0 where there is none. */
  readonly beyond: number
}

export interface RoundRow {
  readonly round: string
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly low: number | null
  readonly high: number | null
  readonly centre: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Outside the limits; null where there are none. */
  readonly isOutside: boolean | null
  readonly isComparable: boolean
  /** The smallest number of people, if any, whom the mean of a round reveals beyond the comparison; the limits carry it to all rounds. */
  readonly beyond: number
}

/**
 * Round means with control limits, as of an X̄ chart with unequal n: the centre is the mean of all answers, the limits are 3·s/√n from it with s² pooled within the rounds
 * (Montgomery 2013, ch. 6). Rounds that may not be compared have no limits and take no part in them.
 * @param intervalOf the interval of a round's mean
 */
export function withLimits(
  rounds: readonly RoundFacts[],
  intervalOf: (moments: Moments) => { readonly low: number; readonly high: number },
): readonly RoundRow[] {
  const used = rounds.filter(({ hindrances, moments }) => hindrances.length === 0 && moments.n > 1)
  const origin = used[0]?.moments.mean ?? 0
  const n = compensatedSum(used.length, (i) => used[i]?.moments.n ?? 0)
  const centre =
    used.length < 2
      ? Number.NaN
      : origin +
        compensatedSum(used.length, (i) => (used[i]?.moments.n ?? 0) * ((used[i]?.moments.mean ?? 0) - origin)) / n
  const sigma = Math.sqrt(
    compensatedSum(used.length, (i) => used[i]?.moments.centredSumOfSquares ?? 0) / (n - used.length),
  )
  const some = rounds.map(({ beyond }) => beyond).filter((people) => people > 0)
  const beyond = some.length === 0 ? 0 : smallest(some)
  return rounds.map((facts) => {
    const { round, moments, sd } = facts
    const { low, high } = intervalOf(moments)
    const distance = used.includes(facts) ? (limitsAt * sigma) / Math.sqrt(moments.n) : Number.NaN
    const lower = centre - distance
    const upper = centre + distance
    return {
      round,
      n: moments.n,
      mean: finite(moments.mean),
      sd,
      low: finite(low),
      high: finite(high),
      centre: Number.isNaN(distance) ? null : finite(centre),
      lower: finite(lower),
      upper: finite(upper),
      isOutside: Number.isFinite(lower) && distance > 0 ? moments.mean < lower || moments.mean > upper : null,
      isComparable: facts.hindrances.length === 0,
      beyond,
    }
  })
}

/** What differs at random in a trend. */
export const trendModels = ['person', 'organisation', 'none'] as const
export type TrendModel = (typeof trendModels)[number]

export interface TrendRow extends TestedEstimate {
  /** Rounds that the trend goes through, and answers in them. */
  readonly rounds: number
  readonly n: number
  readonly model: TrendModel | null
  readonly reason: 'too-few-rounds' | 'meaning' | 'not-fitted' | null
  readonly isSingular: boolean
}

/** Where the rows of a trend come from. */
export type TrendData =
  | { readonly model: 'person'; readonly patterns: Patterns | undefined }
  /** Values by round and organisation with counts. */
  | {
      readonly model: 'organisation' | 'none'
      readonly values: readonly number[]
      readonly round: readonly number[]
      readonly place: readonly number[]
      readonly counts: readonly number[]
      readonly places: number
    }

/**
 * Linear trend over the rounds: change from round to round, rounds as equally spaced. Persons differ at random where they can be followed, else organisations, else the slope is that of
 * ordinary regression.
 * @param rounds in time; those that may not be compared are left out, and three must be left
 * @param data rounds numbered as in `rounds`
 */
export function trendOf(
  rounds: readonly RoundFacts[],
  data: TrendData,
  isOneMeaning: (rounds: readonly string[]) => boolean,
  { confidence }: Pick<RoundChangeOptions, 'confidence'>,
): TrendRow {
  const used = rounds.flatMap(({ hindrances, answers }, index) =>
    hindrances.length === 0 && answers > 0 ? [index] : [],
  )
  const n = used.reduce((sum, index) => sum + (rounds[index]?.answers ?? 0), 0)
  const none = { rounds: used.length, n, model: null, ...untested, isSingular: false } as const
  if (used.length < 3) return { ...none, reason: 'too-few-rounds' }
  if (!isOneMeaning(used.map((index) => rounds[index]?.round ?? ''))) return { ...none, reason: 'meaning' }
  const fit = data.model === 'person' ? byPersons(data.patterns, used) : byPlaces(data, used)
  if (fit === null || !isTestable(fit.slope)) return { ...none, reason: 'not-fitted' }
  return {
    rounds: used.length,
    n,
    model: fit.model,
    ...testedEstimate(fit.slope, confidence),
    reason: null,
    isSingular: fit.isSingular,
  }
}

interface Trend {
  readonly model: TrendModel
  readonly slope: Contrast
  readonly isSingular: boolean
}

function byPersons(patterns: Patterns | undefined, used: readonly number[]): Trend | null {
  if (patterns === undefined) return null
  const fit = slopeByPersons(patterns, used, used)
  if (typeof fit !== 'string') return { model: 'person', ...fit }
  if (fit !== 'levels-as-many-as-rows') return null
  const rows = used.flatMap((round) =>
    patterns.counts.flatMap((count, pattern) =>
      Number.isNaN(patterns.values[round]?.[pattern] ?? Number.NaN)
        ? []
        : [{ round, value: patterns.values[round]?.[pattern] ?? 0, count }],
    ),
  )
  return regression(
    rows.map(({ value }) => value),
    rows.map(({ round }) => round),
    rows.map(({ count }) => count),
  )
}

function byPlaces(
  { model, values, round, place, counts, places }: Extract<TrendData, { readonly values: readonly number[] }>,
  used: readonly number[],
): Trend | null {
  const rows = values.flatMap((_, row) => (used.includes(round[row] ?? -1) ? [row] : []))
  const pick = (column: readonly number[]): readonly number[] => rows.map((row) => column[row] ?? 0)
  if (model === 'organisation') {
    const fit = slopeOf(pick(values), pick(counts), pick(round), {
      id: 'organisation',
      codes: pick(place),
      levels: places,
    })
    if (typeof fit !== 'string') return { model, ...fit }
    if (fit !== 'one-level' && fit !== 'levels-as-many-as-rows') return null
  }
  return regression(pick(values), pick(round), pick(counts))
}

/** Least squares of values with counts on a step. */
function regression(values: readonly number[], steps: readonly number[], counts: readonly number[]): Trend | null {
  const total = compensatedSum(counts.length, (i) => counts[i] ?? 0)
  const [x0, y0] = [steps[0] ?? 0, values[0] ?? 0]
  const mx = compensatedSum(counts.length, (i) => (counts[i] ?? 0) * ((steps[i] ?? 0) - x0)) / total
  const my = compensatedSum(counts.length, (i) => (counts[i] ?? 0) * ((values[i] ?? 0) - y0)) / total
  const dx = (i: number): number => (steps[i] ?? 0) - x0 - mx
  const dy = (i: number): number => (values[i] ?? 0) - y0 - my
  const xx = compensatedSum(counts.length, (i) => (counts[i] ?? 0) * dx(i) * dx(i))
  const xy = compensatedSum(counts.length, (i) => (counts[i] ?? 0) * dx(i) * dy(i))
  const estimate = xy / xx
  const rest = compensatedSum(
    counts.length,
    (i) => (counts[i] ?? 0) * (dy(i) - estimate * dx(i)) * (dy(i) - estimate * dx(i)),
  )
  const df = total - 2
  return df > 0 && xx > 0
    ? { model: 'none', slope: { estimate, se: Math.sqrt(rest / df / xx), df }, isSingular: false }
    : null
}

/** p values of trends in one family. */
export const adjustTrends = (
  p: readonly (number | null)[],
  options: Pick<RoundChangeOptions, 'adjust'>,
): readonly (number | null)[] => adjust(p, options.adjust)

/** SD as it is shown. */
export const spreadOf = (moments: Moments): number | null => finite(deviationOf(moments))
