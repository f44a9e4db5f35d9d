import type { Frames } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { finite } from '../core/result'
import type { Note } from '../core/words'
import { standardErrorOf, type Moments } from '../numeric/summary/summary'
import { weightNotes } from '../survey/case-weights'
import { criticalValues } from '../survey/critical-values'
import { nobody, readValueCounts, type Distribution } from '../survey/distribution'
import { finiteHalfWidth, type GateFacts, type GateLimits } from '../survey/gate'
import { keyText, readGroupCounts } from '../survey/group-counts'
import { groupColumns } from '../survey/groups'
import { scoringPlan } from '../survey/scoring'
import { comparisonOf, roundsOf, usesWeights, type Comparison, type RoundChangeOptions } from './options'
import { readPatterns, type Patterns } from './patterns'
import { changedBetween, patternRounds } from './statements'

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
  /** What is to be said of the weights. */
  readonly weightNotes: readonly Note[]
  /** Standard errors are corrected for the share of the invited who answered. */
  readonly isFinite: boolean
  readonly hasHeadcount: boolean
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
  readonly limits: GateLimits
  readonly critical: (df: number) => number
  readonly distribution: (round: string, key: readonly string[], outcome: string) => Distribution
  readonly patterns: ((key: readonly string[], outcome: string) => Patterns | undefined) | null
  readonly invited: (round: string, key: readonly string[]) => number | null
  readonly responseRate: (round: string, key: readonly string[]) => number | null
}

/**
 * @param frames of `selectRoundChange`
 * @throws InputError when nobody answered in one of the rounds, or the test is wrong for the linkage
 */
export function readRounds(frames: Frames, options: RoundChangeOptions, dataset: SurveyDataset): Reading {
  const { from, to } = roundsOf(dataset, options)
  const comparison = comparisonOf(dataset, options)
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const frame = (name: string): Frame => {
    const found = frames[name]
    if (found === undefined) throw new Error(`frame ${name} is needed`)
    return found
  }
  const responded = readGroupCounts(frame('responded'), perRound, 'n')
  const answering = [...responded.keys.values()]
  for (const round of [from, to])
    if (!answering.some((key) => key[0] === round)) throw new InputError('round-change:round-empty', { round })
  const headcount =
    frames['headcount'] === undefined ? null : readGroupCounts(frames['headcount'], perRound, 'headcount').counts
  const weighted = usesWeights(dataset, options)
  const isFinite = options.finite_population && comparison === 'unlinked' && headcount !== null
  const values = readValueCounts(frame('values'), perRound)
  const groupOf = new Map(values.keys.map((key, index) => [keyText(key), index]))
  const invited = (round: string, key: readonly string[]): number | null =>
    headcount?.get(keyText([round, ...key])) ?? null
  return {
    options,
    dataset,
    columns,
    comparison,
    from,
    to,
    keys: uniqueKeys(answering.filter((key) => key[0] === from || key[0] === to).map((key) => key.slice(1))),
    allKeys: uniqueKeys(answering.map((key) => key.slice(1))),
    weighted,
    weightNotes: weightNotes(options.weights, dataset, frame('values')),
    isFinite,
    hasHeadcount: headcount !== null,
    withoutGroup: numericColumn(frame('people'), 'without')[0] ?? 0,
    limits: { minN: options.min_n, minResponseRate: options.min_response_rate, maxHalfWidth: options.max_half_width },
    critical: criticalValues(options.confidence),
    distribution: (round, key, outcome) => {
      const group = groupOf.get(keyText([round, ...key]))
      return (group === undefined ? undefined : values.get(group, outcome)) ?? nobody
    },
    patterns:
      comparison === 'unlinked' || frames['patterns'] === undefined
        ? null
        : readPatterns(frames['patterns'], columns, patternRounds(dataset, options).length),
    invited,
    responseRate: (round, key) => {
      const people = responded.counts.get(keyText([round, ...key])) ?? 0
      const headcountOf = invited(round, key) ?? 0
      // More people than were invited: the headcount is wrong, and so would a rate be.
      return headcountOf > 0 && people <= headcountOf ? people / headcountOf : null
    },
  }
}

function uniqueKeys(keys: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()]
}

/** The gate's margin is in points of the response scale: of a sum, per item. */
export function itemsSummed(dataset: SurveyDataset): (outcome: string) => number {
  const items = new Map(
    scoringPlan(dataset).map(({ dimension, items: own }) => [
      dimension.id,
      dimension.score === 'sum' ? Math.max(1, own.length) : 1,
    ]),
  )
  return (outcome) => items.get(outcome) ?? 1
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
  return {
    n: moments.n,
    responseRate: reading.responseRate(round, key),
    halfWidth: finite(finiteHalfWidth(reach, sampled, reading.invited(round, key)) / items),
  }
}

/** Whether an item means the same in all of the rounds; a dimension's scores leave such items out. */
export function isOneMeaning(dataset: SurveyDataset, outcome: string, rounds: readonly string[]): boolean {
  const item = dataset.instrument.items.find(({ id }) => id === outcome)
  if (item === undefined || dataset.instrument.dimensions.some(({ id }) => id === outcome)) return true
  return rounds.slice(1).every((round, index) => !changedBetween(item, rounds[index] ?? '', round, 'meaning'))
}
