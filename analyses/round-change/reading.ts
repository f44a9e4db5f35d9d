import type { FramesOf } from '../core/contract'
import { numericColumn, type SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { finite } from '../core/result'
import type { Note } from '../core/words'
import { standardErrorOf, type Moments } from '../numeric/summary/summary'
import { weightNotes } from '../survey/case-weights'
import { criticalValues } from '../survey/critical-values'
import { meanIntervals, type MeanIntervals } from '../survey/mean-interval'
import { nobody, readValueCounts, type Distribution } from '../survey/distribution'
import { finiteHalfWidth, gateLimits, type GateFacts, type GateLimits } from '../survey/gate'
import { keyText, readGroupCounts } from '../survey/group-counts'
import { groupColumns } from '../survey/groups'
import { readInvited, type InvitedFacts } from '../survey/response-rates'
import { outcomeOf } from '../survey/outcomes'
import { itemsSummed, scoringPlan } from '../survey/scoring'
import { comparisonOf, usesWeights, type Comparison, type RoundChangeOptions } from './options'
import { readPatterns, type Patterns } from './patterns'
import { patternRounds, type selectRoundChange } from './statements'
import { code } from './words'

/** Frames read, and what every part asks of them. */
export interface Reading {
  readonly options: RoundChangeOptions
  readonly dataset: SurveyDataset
  readonly columns: readonly string[]
  readonly comparison: Comparison
  /** The rounds compared. */
  readonly from: string
  readonly to: string
  /** Groups that answered in one of them. */
  readonly keys: readonly (readonly string[])[]
  /** Groups that answered in any round. */
  readonly allKeys: readonly (readonly string[])[]
  readonly weighted: boolean
  /** The notes on the weights. */
  readonly weightNotes: readonly Note[]
  /** Standard errors are corrected for the share of the invited who answered. */
  readonly isFinite: boolean
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
  readonly limits: GateLimits
  readonly critical: (df: number) => number
  readonly intervalOf: MeanIntervals
  readonly distribution: (round: string, key: readonly string[], outcome: string) => Distribution
  readonly patterns: ((key: readonly string[], outcome: string) => Patterns | undefined) | null
  readonly invited: (round: string, key: readonly string[]) => InvitedFacts
}

/** @throws InputError when nobody answered in one of the rounds, or the test is wrong for the linkage */
export function readRounds(
  frames: FramesOf<typeof selectRoundChange>,
  options: RoundChangeOptions,
  dataset: SurveyDataset,
): Reading {
  const { from, to } = options
  const comparison = comparisonOf(dataset, options)
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const responded = readGroupCounts(frames.responded, perRound, 'n')
  const answering = [...responded.keys.values()]
  for (const round of [from, to])
    if (!answering.some((key) => key[0] === round)) throw new InputError(code('round-empty'), { round })
  const invited = readInvited(frames.headcount, perRound, dataset)
  const values = readValueCounts(frames.values, perRound)
  const groupOf = new Map(values.keys.map((key, index) => [keyText(key), index]))
  return {
    options,
    dataset,
    columns,
    comparison,
    from,
    to,
    keys: uniqueKeys(answering.filter((key) => key[0] === from || key[0] === to).map((key) => key.slice(1))),
    allKeys: uniqueKeys(answering.map((key) => key.slice(1))),
    weighted: usesWeights(dataset, options),
    weightNotes: weightNotes(options.weights, dataset, frames.values),
    isFinite: options.finite_population && comparison === 'unlinked' && frames.headcount !== undefined,
    withoutGroup: numericColumn(frames.people, 'without')[0] ?? 0,
    limits: gateLimits(options),
    critical: criticalValues(options.confidence),
    intervalOf: meanIntervals(options.confidence),
    distribution: (round, key, outcome) => {
      const group = groupOf.get(keyText([round, ...key]))
      return (group === undefined ? undefined : values.get(group, outcome)) ?? nobody
    },
    patterns:
      frames.patterns === undefined
        ? null
        : readPatterns(frames.patterns, columns, patternRounds(dataset, options).length),
    invited: (round, key) => invited.of([round, ...key]),
  }
}

function uniqueKeys(keys: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()]
}

/** Items that each outcome adds up, by which its margin is divided to be one of the response scale. */
export function itemsOfOutcomes(dataset: SurveyDataset): (outcome: string) => number {
  const items = new Map(scoringPlan(dataset).map((scoring) => [scoring.dimension.id, itemsSummed(scoring)]))
  return (outcome) => items.get(outcome) ?? 1
}

/** The interval of a mean of an outcome, from its moments, within the scale. */
export function meanIntervalOf(
  { dataset, weighted, intervalOf }: Pick<Reading, 'dataset' | 'weighted' | 'intervalOf'>,
  outcome: string,
): (moments: Moments) => { readonly low: number; readonly high: number } {
  const { range } = outcomeOf(dataset, outcome)
  return (moments) =>
    intervalOf({ n: moments.n, mean: moments.mean, se: standardErrorOf(moments), isWeighted: weighted }, range)
}

/** The answers behind one mean. */
export interface MeanAnswers {
  readonly round: string
  readonly key: readonly string[]
  readonly moments: Moments
  /** People sampled: with weights those of weight 0 too. */
  readonly sampled: number
  /** Items that the outcome adds up, by which its margin is divided to be one of the response scale. */
  readonly items: number
}

export function factsOf(reading: Reading, { round, key, moments, sampled, items }: MeanAnswers): GateFacts {
  const reach = standardErrorOf(moments) * reading.critical(moments.n - 1)
  const { response, population } = reading.invited(round, key)
  return { n: moments.n, response, halfWidth: finite(finiteHalfWidth(reach, sampled, population) / items) }
}
