import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, finite, tableRecords } from '../core/result'
import {
  deviationOf,
  medianOfCounts,
  momentsFromOrigin,
  standardErrorOf,
  varianceOf,
  type Moments,
} from '../numeric/summary/summary'
import { sampledOf, testedMoments, weightedMean } from '../survey/case-weights'
import type { Distribution } from '../survey/distribution'
import { keyCells, keyColumns } from '../survey/groups'
import { finiteFactor } from '../survey/finite-population'
import { protectTables } from '../disclosure/suppression'
import { tables } from './declarations'

export interface GroupDescription {
  /** Levels of the group's columns. */
  readonly key: readonly string[]
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly se: number | null
  readonly low: number | null
  readonly high: number | null
  readonly median: number | null
  /** The mean without case weights, where they were used. */
  readonly meanUnweighted: number | null
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
export interface ErrorSetting {
  readonly weighted: boolean
  /** People employed by group; null without the finite population correction, or where the headcount does not know the group. */
  readonly headcount: (group: number) => number | null
}

/** The groups that have values of an outcome. */
export function samplesOf(
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

/**
 * Groups whose numbers disclosure control withholds, by outcome. They are kept out of the tests too: beside the groups that are shown, F and its degrees of freedom
 * would tell of those that are not.
 */
export function withheldGroups(
  samples: readonly (readonly Sample[])[],
  outcomes: readonly string[],
  keys: readonly (readonly string[])[],
  columns: readonly string[],
  { dataset, minGroup }: ComputeContext<SurveyDataset>,
): readonly ReadonlySet<number>[] {
  if (minGroup <= 1) return outcomes.map(() => new Set())
  const byGroup = samples.map((own) => new Map(own.map((sample) => [sample.group, sample])))
  const places = outcomes.flatMap((outcome, index) => keys.map((key, group) => ({ outcome, index, key, group })))
  const described = buildTable(
    'descriptives',
    tables.descriptives,
    keyColumns(columns),
    places.map(({ outcome, index, key, group }) => {
      const sample = byGroup[index]?.get(group)
      const variance = sample === undefined ? Number.NaN : varianceOf(sample.moments)
      return { ...keyCells(columns, key), outcome, n: sample?.moments.n ?? 0, mean: 0, sd: finite(Math.sqrt(variance)) }
    }),
  )
  const [shown] = protectTables([described], minGroup, dataset)
  const withheld = outcomes.map(() => new Set<number>())
  if (shown === undefined) return withheld
  for (const record of tableRecords(shown)) {
    const place = places[record.index]
    if (place !== undefined && record.withheld.has('mean')) withheld[place.index]?.add(place.group)
  }
  return withheld
}

/** Describes a group as `survey::svymean` does under weights; under the finite population correction with the SE that it gives. */
export function describe(
  key: readonly string[],
  sample: Sample | undefined,
  critical: (df: number) => number,
  weighted: boolean,
): GroupDescription {
  if (sample === undefined)
    return { key, n: 0, mean: null, sd: null, se: null, low: null, high: null, median: null, meanUnweighted: null }
  const { distribution, tested } = sample
  const origin = distribution.values[0] ?? 0
  const own = momentsFromOrigin(distribution, origin)
  const plainMean = origin + own.mean
  const estimate = weighted ? weightedMean(distribution) : { mean: plainMean, sd: deviationOf(own) }
  const se = standardErrorOf(tested)
  const reach = se * critical(own.n - 1)
  return {
    key,
    n: own.n,
    mean: finite(estimate?.mean ?? Number.NaN),
    sd: finite(estimate?.sd ?? Number.NaN),
    se: finite(se),
    low: finite((estimate?.mean ?? Number.NaN) - reach),
    high: finite((estimate?.mean ?? Number.NaN) + reach),
    median: finite(medianOfCounts(distribution)),
    meanUnweighted: weighted ? finite(plainMean) : null,
  }
}
