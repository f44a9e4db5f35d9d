import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { RowsById } from '../core/result'
import { inKeyOrder } from '../survey/groups'
import type { tables } from './declarations'
import type { AggregationOptions } from './options'
import type { Aggregation } from './result'

/** Outcomes as asked for, groups in the order of the report's alphabet. */
export function tabulateAggregation(
  { columns, outcomes }: Aggregation,
  _options: AggregationOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  return {
    dimensions: outcomes.map((one) => ({
      outcome: one.outcome,
      groups: one.groups,
      n: one.n,
      icc1: one.icc1,
      icc1_k0: one.icc1K0,
      icc2: one.icc2,
      tau_sq: one.tauSquared,
      sigma_sq: one.sigmaSquared,
      icc_reml: one.iccReml,
      rwgj_median: one.rwgjMedian,
      rwgj_mean: one.rwgjMean,
      verdict: one.verdict,
      reasons: one.reasons.join(' '),
      overall_mean: one.mean,
      mean_group_size: one.meanGroupSize,
      k0: one.k0,
      statistic: one.statistic,
      p_value: one.pValue,
    })),
    groups: {
      by: columns,
      rows: outcomes.flatMap(({ outcome, scores }) =>
        inKeyOrder(context, columns, scores).map((score) => ({
          key: score.key,
          outcome,
          n: score.n,
          mean: score.mean,
          shrunken_mean: score.shrunkenMean,
          shrunken_low: score.low,
          shrunken_high: score.high,
          reliability: score.reliability,
          rank: score.rank,
          rank_low: score.rankLow,
          rank_high: score.rankHigh,
          rwgj: score.rwgj,
          shrunken_se: score.se,
          sd: score.sd,
        })),
      ),
    },
  }
}
