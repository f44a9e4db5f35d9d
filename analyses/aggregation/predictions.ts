import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import { normal } from '../numeric/distributions/normal'
import { mixedModel, type MixedModelFit } from '../numeric/mixed-model/mixed-model'
import { random } from '../numeric/resampling/random'
import { rankIntervals } from '../numeric/resampling/rank-intervals'
import type { Moments } from '../numeric/summary/summary'
import type { Distribution } from '../survey/distribution'
import type { AggregationOptions } from './options'

/** Above this many groups ranks are not simulated: nobody reads such a league. */
export const mostRankedGroups = 1000

/** What a group answered to an outcome. */
export interface Sample {
  /** Position among the keys of all groups. */
  readonly group: number
  readonly distribution: Distribution
  readonly moments: Moments
}

/** REML with groups as the one random term, or the problem that leaves no fit. */
export function fitOf(used: readonly Sample[]): MixedModelFit | string {
  const response = used.flatMap(({ distribution }) => [...distribution.values])
  const counts = used.flatMap(({ distribution }) => [...distribution.counts])
  const codes = used.flatMap(({ distribution }, position) => [...distribution.values].map(() => position))
  const model = mixedModel({
    response,
    counts,
    fixed: [{ id: '(Intercept)', values: response.map(() => 1) }],
    random: [{ id: 'group', codes, levels: used.length }],
  })
  return typeof model === 'string' ? model : model.fit('reml')
}

/** A group's shrunken mean with the interval of its conditional distribution, and its rank. */
export interface Prediction {
  readonly shrunken: number
  readonly se: number
  readonly low: number
  readonly high: number
  readonly rank: number | null
  readonly rankLow: number | null
  readonly rankHigh: number | null
}

type Ranks = Pick<Prediction, 'rank' | 'rankLow' | 'rankHigh'>

/** The overall mean, and the predictions of the groups in their order. */
export function predictionsOf(
  outcome: string,
  fit: MixedModelFit,
  options: AggregationOptions,
  context: ComputeContext<SurveyDataset>,
): { readonly mean: number; readonly ofGroup: readonly Prediction[] } {
  const overall = fit.fixed[0]?.estimate ?? Number.NaN
  const [modes] = fit.conditionalModes()
  const estimates = modes?.estimates ?? new Float64Array(0)
  const deviations = modes?.deviations ?? new Float64Array(0)
  const z = normal.quantileUpper((1 - options.confidence) / 2)
  const ranks = ranksOf(outcome, estimates, deviations, fit.isSingular, options, context)
  return {
    mean: overall,
    ofGroup: Array.from(estimates, (estimate, index) => {
      const se = deviations[index] ?? 0
      const shrunken = overall + estimate
      return { shrunken, se, low: shrunken - z * se, high: shrunken + z * se, ...(ranks[index] ?? unranked) }
    }),
  }
}

const unranked: Ranks = { rank: null, rankLow: null, rankHigh: null }

/** The highest is 1. Without variance between groups every order is as likely as any other. */
function ranksOf(
  outcome: string,
  estimates: Float64Array,
  deviations: Float64Array,
  areEqual: boolean,
  { draws, confidence }: AggregationOptions,
  context: ComputeContext<SurveyDataset>,
): readonly Ranks[] {
  const count = estimates.length
  if (count > mostRankedGroups) return []
  if (areEqual) return Array.from(estimates, () => ({ rank: null, rankLow: 1, rankHigh: count }))
  const seeded = random(context.seed, `ranks of ${outcome}`)
  const intervals = rankIntervals(estimates, deviations, draws, confidence, seeded, (draw) => {
    if (draw % 64 === 0) stopIfAborted(context.abort)
  })
  const sorted = Float64Array.from(estimates).sort().reverse()
  const rankOf = new Map<number, number>()
  sorted.forEach((value, position) => {
    if (!rankOf.has(value)) rankOf.set(value, position + 1)
  })
  return Array.from(estimates, (estimate, index) => ({
    rank: rankOf.get(estimate) ?? null,
    rankLow: intervals[index]?.low ?? null,
    rankHigh: intervals[index]?.high ?? null,
  }))
}
