import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, type ResultTable } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { Aggregation } from './compute'
import { dimensionsTable, groupsTable, outcomeColumn } from './declarations'

/** Outcomes as asked for, groups in the order of the report's alphabet. */
export function tabulateAggregation(
  result: Aggregation,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const order = keyOrder(context, result.columns)
  return [
    buildTable(
      'dimensions',
      dimensionsTable,
      [outcomeColumn],
      result.outcomes.map((one) => ({
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
        reason: one.reasons.join(' '),
        mean: one.mean,
        mean_group_size: one.meanGroupSize,
        k0: one.k0,
        statistic: one.statistic,
        p_value: one.pValue,
      })),
    ),
    buildTable(
      'groups',
      groupsTable,
      [...keyColumns(result.columns), outcomeColumn],
      result.outcomes.flatMap(({ outcome, scores }) =>
        scores
          .toSorted((a, b) => order(a.key, b.key))
          .map((score) => ({
            ...keyCells(result.columns, score.key),
            outcome,
            n: score.n,
            mean: score.mean,
            shrunken_mean: score.shrunkenMean,
            conf_low: score.low,
            conf_high: score.high,
            reliability: score.reliability,
            rank: score.rank,
            rank_low: score.rankLow,
            rank_high: score.rankHigh,
            rwgj: score.rwgj,
            se: score.se,
            sd: score.sd,
          })),
      ),
    ),
  ]
}
