import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { finite } from '../core/result'
import { intraclassCorrelations, meanReliability } from '../numeric/agreement/within-group-agreement'
import type { MixedModelFit } from '../numeric/mixed-model/mixed-model'
import { deviationOf, mean, median } from '../numeric/summary/summary'
import type { GroupAgreement } from './agreement'
import type { AggregationOptions } from './options'
import { fitOf, predictionsOf, type Prediction, type Sample } from './predictions'
import type { GroupScore, OutcomeAggregation } from './result'
import { verdictOf } from './verdict'
import { say, warning } from './words'

/** The groups of an outcome, and what may be used of them. */
export interface GroupsOfOutcome {
  readonly outcome: string
  /** Of all groups. */
  readonly keys: readonly (readonly string[])[]
  readonly all: readonly Sample[]
  /** Those that may be used. */
  readonly used: readonly Sample[]
  /** Undefined where there is none, or it may not be used. */
  readonly agreementIn: (key: readonly string[]) => GroupAgreement | undefined
}

/** Correlations and the mixed model over the groups that may be used, the verdict that follows, and the score of every group. */
export function aggregateOutcome(
  groups: GroupsOfOutcome,
  options: AggregationOptions,
  context: ComputeContext<SurveyDataset>,
): OutcomeAggregation {
  const { outcome, used } = groups
  const correlations = intraclassCorrelations(used.map(({ moments }) => moments))
  const fit = modelOf(groups, context)
  const agreements = agreementsOf(groups)
  const known = used.flatMap(({ group }) => agreements[group] ?? [])
  const between = fit === null ? null : (fit.components[0]?.variance ?? 0)
  const within = fit === null ? null : fit.residualVariance
  const icc1 = finite(correlations.icc1)
  const icc2 = finite(correlations.icc2)
  const rwgjMedian = known.length === 0 ? null : median(known)
  const { verdict, reasons } = verdictOf({ groups: used.length, icc1, icc2, rwgj: rwgjMedian, between }, options)
  const predictions = fit === null ? null : predictionsOf(outcome, fit, options, context)
  const reliabilityAt = (n: number): number | null =>
    between === null || within === null ? null : finite(meanReliability(between, within, n))
  return {
    outcome,
    groups: used.length,
    n: used.reduce((sum, { moments }) => sum + moments.n, 0),
    icc1,
    icc1K0: finite(correlations.icc1K0),
    icc2,
    tauSquared: between,
    sigmaSquared: within,
    iccReml: between === null || within === null ? null : between / (between + within),
    rwgjMedian,
    rwgjMean: known.length === 0 ? null : mean(known),
    verdict,
    reasons,
    mean: predictions === null ? null : predictions.mean,
    meanGroupSize: finite(correlations.meanGroupSize),
    k0: finite(correlations.k0),
    statistic: finite(correlations.statistic),
    pValue: finite(correlations.pValue),
    scores: scoresOf(groups, predictions?.ofGroup ?? [], agreements, reliabilityAt),
  }
}

/** Null, and a note that says why, where there is no fit. */
function modelOf({ outcome, used }: GroupsOfOutcome, context: ComputeContext<SurveyDataset>): MixedModelFit | null {
  const fit = fitOf(used)
  if (typeof fit !== 'string') return fit
  const problem = fit === 'nothing-varies' || fit === 'no-residual-variation' ? fit : 'other'
  context.note(warning('no-model', { outcome: { outcome }, problem: say(`problem.${problem}`) }))
  return null
}

/** r_wg(j) of every group; null where fewer than two answered all items. */
function agreementsOf({ keys, agreementIn }: GroupsOfOutcome): readonly (number | null)[] {
  return keys.map((key) => {
    const found = agreementIn(key)
    return found === undefined || found.n < 2 ? null : finite(found.rwgj)
  })
}

/** @param predictions of the groups that are used, in their order; none where there is no model */
function scoresOf(
  { keys, all, used }: GroupsOfOutcome,
  predictions: readonly Prediction[],
  agreements: readonly (number | null)[],
  reliabilityAt: (n: number) => number | null,
): readonly GroupScore[] {
  const ofGroup = new Map(all.map((sample) => [sample.group, sample]))
  const usedAt = new Map(used.map(({ group }, position) => [group, position]))
  return keys.map((key, group): GroupScore => {
    const sample = ofGroup.get(group)
    const position = usedAt.get(group)
    const predicted = position === undefined ? undefined : predictions[position]
    return {
      key,
      n: sample?.moments.n ?? 0,
      mean: sample === undefined ? null : sample.moments.mean,
      sd: sample === undefined ? null : finite(deviationOf(sample.moments)),
      shrunkenMean: predicted?.shrunken ?? null,
      se: predicted?.se ?? null,
      low: predicted?.low ?? null,
      high: predicted?.high ?? null,
      reliability: predicted === undefined || sample === undefined ? null : reliabilityAt(sample.moments.n),
      rank: predicted?.rank ?? null,
      rankLow: predicted?.rankLow ?? null,
      rankHigh: predicted?.rankHigh ?? null,
      rwgj: position === undefined ? null : (agreements[group] ?? null),
    }
  })
}
