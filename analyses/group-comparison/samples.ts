import type { Base } from '../core/base'
import type { FramesOf, ReadContext } from '../core/contract'
import { numericColumn, type SurveyDataset } from '../core/datasets'
import { finite } from '../core/result'
import type { Note } from '../core/words'
import {
  deviationOf,
  medianOfCounts,
  momentsFromOrigin,
  standardErrorOf,
  type Moments,
} from '../numeric/summary/summary'
import { baseOfMoments } from '../survey/bases'
import { sampledOf, testedMoments, weightedMean, weightNotes } from '../survey/case-weights'
import { readValueCounts, type Distribution } from '../survey/distribution'
import { finiteFactor } from '../survey/finite-population'
import { groupColumns } from '../survey/groups'
import type { ObservedMean } from '../survey/mean-interval'
import { readInvited } from '../survey/response-rates'
import type { GroupComparisonOptions } from './options'
import type { selectGroupComparison } from './statements'
import { noDescription, type MeanDescription } from '../survey/descriptive-columns'

export interface GroupDescription extends MeanDescription {
  /** Levels of the group's columns. */
  readonly key: readonly string[]
}

/** One group with values of the outcome. */
export interface Sample {
  readonly group: number
  readonly distribution: Distribution
  /** n, mean and centred sum of squares about an origin common to the outcome's groups. */
  readonly moments: Moments
  /**
   * The same for tests: under case weights with the weighted mean, and with the variance that makes s²/n the linearised squared SE; under the finite population correction
   * with the variance times 1 − n/N.
   */
  readonly tested: Moments
}

/** How the standard errors of means are made. */
interface ErrorSetting {
  readonly weighted: boolean
  /** People employed by group; null without the finite population correction, or where the headcount does not know the group. */
  readonly headcount: (group: number) => number | null
}

/** The groups that have values of an outcome. */
function samplesOf(
  outcome: string,
  groupCount: number,
  get: (group: number, outcome: string) => Distribution | undefined,
  { weighted, headcount }: ErrorSetting,
): readonly Sample[] {
  const samples: Sample[] = []
  let origin = Number.NaN
  for (let group = 0; group < groupCount; group += 1) {
    const distribution = get(group, outcome)
    const first = distribution?.values[0]
    if (distribution === undefined || first === undefined) continue
    if (Number.isNaN(origin)) origin = first
    const moments = momentsFromOrigin(distribution, origin)
    const ofWeights = weighted ? testedMoments(distribution) : null
    const own = ofWeights === null ? moments : { ...ofWeights, mean: ofWeights.mean - origin }
    const factor = finiteFactor(sampledOf(distribution), headcount(group))
    samples.push({
      group,
      distribution,
      moments,
      tested: factor === 1 ? own : { ...own, centredSumOfSquares: own.centredSumOfSquares * factor },
    })
  }
  return samples
}

/** The groups compared, and those of them that have values of each outcome. */
export interface ReadSamples {
  /** Columns that identify a group. */
  readonly columns: readonly string[]
  readonly keys: readonly (readonly string[])[]
  readonly weighted: boolean
  /** The notes on the weights. */
  readonly weightNotes: readonly Note[]
  /** People employed by group; null where that is unknown or not asked for. */
  readonly headcounts: readonly (number | null)[]
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
  /** By outcome. */
  readonly samples: readonly (readonly Sample[])[]
}

export function readSamples(
  { values, people, headcount }: FramesOf<typeof selectGroupComparison>,
  options: GroupComparisonOptions,
  { dataset }: ReadContext<SurveyDataset>,
): ReadSamples {
  const columns = groupColumns(dataset, options.by)
  const weighted = options.weights && dataset.weighted
  const { keys, get } = readValueCounts(values, columns)
  const invited = readInvited(headcount, columns, dataset)
  const headcounts = keys.map((key) => invited.of(key).population)
  return {
    columns,
    keys,
    weighted,
    weightNotes: weightNotes(options.weights, dataset, values),
    headcounts,
    withoutGroup: numericColumn(people, 'without')[0] ?? 0,
    samples: options.outcomes.map((outcome) =>
      samplesOf(outcome, keys.length, get, { weighted, headcount: (group) => headcounts[group] ?? null }),
    ),
  }
}

/** Every group's people by outcome: tests of several groups stand on all of them. */
export function basesOfSamples(
  { columns, keys, samples }: ReadSamples,
  { outcomes }: Pick<GroupComparisonOptions, 'outcomes'>,
): readonly Base[] {
  return outcomes.flatMap((outcome, index) => {
    const ofGroup = new Map((samples[index] ?? []).map(({ group, moments }) => [group, moments]))
    return keys.map((key, group) => baseOfMoments(outcome, columns, key, ofGroup.get(group)))
  })
}

/** Describes a group as `survey::svymean` does under weights; under the finite population correction with the SE that it gives. */
export function describe(
  key: readonly string[],
  sample: Sample | undefined,
  intervalOf: (observed: Pick<ObservedMean, 'n' | 'mean' | 'se'>) => { readonly low: number; readonly high: number },
  weighted: boolean,
): GroupDescription {
  if (sample === undefined) return { key, ...noDescription }
  const { distribution, tested } = sample
  const origin = distribution.values[0] ?? 0
  const own = momentsFromOrigin(distribution, origin)
  const plainMean = origin + own.mean
  const estimate = weighted ? weightedMean(distribution) : { mean: plainMean, sd: deviationOf(own) }
  const se = standardErrorOf(tested)
  const { low, high } = intervalOf({ n: own.n, mean: estimate?.mean ?? Number.NaN, se })
  return {
    key,
    n: own.n,
    mean: finite(estimate?.mean),
    sd: finite(estimate?.sd),
    se: finite(se),
    low: finite(low),
    high: finite(high),
    median: finite(medianOfCounts(distribution)),
    meanUnweighted: weighted ? finite(plainMean) : null,
  }
}
