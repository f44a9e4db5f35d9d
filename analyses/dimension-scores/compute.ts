import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import { finite } from '../core/result'
import type { Note } from '../core/words'
import {
  deviationOf,
  medianOfCounts,
  momentsOfCounts,
  quantilesOfCounts,
  standardErrorOf,
} from '../numeric/summary/summary'
import { baseId, baseOf } from '../survey/bases'
import { meanIntervals, type MeanIntervals } from '../survey/mean-interval'
import { completenessNotes, readCompleteness } from '../survey/completeness'
import { weightedMean, weightNotes } from '../survey/case-weights'
import { readValueCounts, type Distribution } from '../survey/distribution'
import { groupColumns, pooledRoundsNotes, readGroups, withoutGroupNotes } from '../survey/groups'
import { outcomeNotes, outcomeOf } from '../survey/outcomes'
import type { DimensionScoresOptions } from './options'
import type { selectDimensionScores } from './statements'
import { info } from './words'
import { noDescription, type MeanDescription } from '../survey/descriptive-columns'

/** A dimension in a group; null where a number does not exist (an SD of one person). */
export interface DimensionScore extends MeanDescription {
  readonly dimension: string
  readonly q1: number | null
  readonly q3: number | null
  readonly min: number | null
  readonly max: number | null
  /** Respondents at the minimum and at the maximum. */
  readonly atMin: number
  readonly atMax: number
  /** Place among the dimensions of the group, 1 the highest mean; ties share the better place. */
  readonly rank: number | null
  readonly lost: number
  readonly prorated: number
  readonly complete: number
  readonly completeMean: number | null
}

export interface DimensionScores {
  readonly columns: readonly string[]
  readonly groups: readonly { readonly key: readonly string[]; readonly dimensions: readonly DimensionScore[] }[]
}

/** Each dimension in each group, described by itself. */
export interface ReadScores extends DimensionScores {
  /** What is to be said of the weights. */
  readonly weightNotes: readonly Note[]
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
}

/** Describes each dimension in each group from how often each score occurs. Dimensions come in the order of the instrument. */
export function readScores(
  frames: FramesOf<typeof selectDimensionScores>,
  options: DimensionScoresOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadScores {
  const columns = groupColumns(dataset, options.by)
  const { keys, without } = readGroups(frames.groups, columns)
  const values = readValueCounts(frames.values, columns, keys)
  const completenessIn = readCompleteness(frames.values, columns, keys)
  const intervalOf = meanIntervals(options.confidence)
  const dimensions = dataset.instrument.dimensions.map(({ id }) => id).filter((id) => options.dimensions.includes(id))
  return {
    columns,
    weightNotes: weightNotes(options.weights, dataset, frames.values),
    withoutGroup: without,
    groups: keys.map((key, group) => {
      stopIfAborted(abort)
      return {
        key,
        dimensions: dimensions.map((dimension): DimensionScore => {
          const { completeMean, ...completeness } = completenessIn(group, dimension)
          return {
            dimension,
            ...described(values.get(group, dimension), intervalOf, outcomeOf(dataset, dimension).range),
            rank: null,
            ...completeness,
            completeMean: finite(completeMean),
          }
        }),
      }
    }),
  }
}

/** Ranks stand on all dimensions of a group, notes of completeness on all groups. */
export function basesOfScores({ columns, groups }: ReadScores): readonly Base[] {
  return groups.flatMap(({ key, dimensions }) =>
    dimensions.map(({ dimension, n, sd }) => baseOf(dimension, columns, key, [n], { isUniform: sd === 0 })),
  )
}

/** Ranks the dimensions of each group, and says what must be known. */
export function computeDimensionScores(
  { columns, groups, weightNotes: notesOfWeights, withoutGroup }: ReadScores,
  options: DimensionScoresOptions,
  context: ComputeContext<SurveyDataset>,
): DimensionScores {
  const { dataset, usable } = context
  const dimensions = dataset.instrument.dimensions.map(({ id }) => id).filter((id) => options.dimensions.includes(id))
  const isComparable = new Set(dimensions.map((id) => outcomeOf(dataset, id).range.join(' '))).size <= 1
  const shown = groups.map(({ key, dimensions: scores }) =>
    scores.filter(({ dimension }) => usable.has(baseId(dimension, key))),
  )
  for (const note of outcomeNotes(dataset, dimensions)) context.note(note)
  for (const note of completenessNotes(
    dimensions.map((dimension) => ({
      dimension,
      groups: shown.flatMap((scores) => scores.filter((score) => score.dimension === dimension)),
    })),
  ))
    context.note(note)
  for (const note of withoutGroupNotes(withoutGroup, columns)) context.note(note)
  for (const note of pooledRoundsNotes('warning', dataset, columns)) context.note(note)
  if (!isComparable) context.note(info('note.ranges-differ', {}, { table: 'scores', column: 'rank' }))
  for (const note of notesOfWeights) context.note(note)
  return {
    columns,
    groups: groups.map(({ key, dimensions: scores }, group) => ({
      key,
      dimensions: scores.map((score) => ({
        ...score,
        rank: isComparable && shown[group]?.includes(score) === true ? rankAmong(score, shown[group]) : null,
      })),
    })),
  }
}

function rankAmong({ mean: own }: DimensionScore, scores: readonly DimensionScore[]): number | null {
  return own === null ? null : 1 + scores.filter(({ mean }) => mean !== null && mean > own).length
}

function described(
  distribution: Distribution | undefined,
  intervalOf: MeanIntervals,
  range: readonly [number, number],
): Omit<DimensionScore, 'dimension' | 'rank' | 'lost' | 'prorated' | 'complete' | 'completeMean'> {
  if (distribution === undefined || distribution.values.length === 0) {
    return { ...noDescription, q1: null, q3: null, min: null, max: null, atMin: 0, atMax: 0 }
  }
  const moments = momentsOfCounts(distribution)
  const plain = { mean: moments.mean, sd: deviationOf(moments), se: standardErrorOf(moments) }
  const isWeighted = distribution.weights !== null
  const { mean, sd, se } = isWeighted
    ? (weightedMean(distribution) ?? { mean: Number.NaN, sd: Number.NaN, se: Number.NaN })
    : plain
  const { low, high } = intervalOf({ n: moments.n, mean, se, isWeighted }, range)
  const [q1 = Number.NaN, q3 = Number.NaN] = quantilesOfCounts(distribution, [0.25, 0.75])
  const last = distribution.values.length - 1
  return {
    n: moments.n,
    mean: finite(mean),
    sd: finite(sd),
    se: finite(se),
    low: finite(low),
    high: finite(high),
    median: finite(medianOfCounts(distribution)),
    meanUnweighted: isWeighted ? finite(plain.mean) : null,
    q1: finite(q1),
    q3: finite(q3),
    min: finite(distribution.values[0]),
    max: finite(distribution.values[last]),
    atMin: distribution.counts[0] ?? 0,
    atMax: distribution.counts[last] ?? 0,
  }
}
