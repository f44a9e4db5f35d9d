import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, type ResultTable } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { GroupComparison } from './compute'
import type { GroupComparisonOptions } from './options'
import {
  contrastsTable,
  descriptivesTable,
  groupName,
  omnibusTable,
  outcomeColumn,
  pairwiseTable,
} from './declarations'

/** Outcomes as asked for, groups in the order of the report's alphabet; of a pair, a comes before b. */
export function tabulateGroupComparison(
  result: GroupComparison,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const { columns } = result
  const order = keyOrder(context, columns)
  const keys = keyColumns(columns)
  return [
    buildTable(
      'descriptives',
      descriptivesTable,
      [...keys, outcomeColumn],
      result.outcomes.flatMap(({ outcome, groups }) =>
        groups
          .toSorted((a, b) => order(a.key, b.key))
          .map((group) => ({
            ...keyCells(columns, group.key),
            outcome,
            n: group.n,
            mean: group.mean,
            sd: group.sd,
            se: group.se,
            conf_low: group.low,
            conf_high: group.high,
            median: group.median,
            mean_unweighted: group.meanUnweighted,
            group_name: groupName(group.key),
          })),
      ),
    ),
    buildTable(
      'omnibus',
      omnibusTable,
      [outcomeColumn],
      result.outcomes.map(({ outcome, omnibus }) => ({
        outcome,
        test: options.test,
        n: omnibus.n,
        groups: omnibus.groups,
        statistic: omnibus.statistic,
        df: omnibus.df,
        df_residual: omnibus.dfResidual,
        p_value: omnibus.pValue,
        p_adjusted: omnibus.pAdjusted,
        omega_sq: omnibus.omegaSquared,
        conf_low: omnibus.low,
        conf_high: omnibus.high,
        eta_sq: omnibus.etaSquared,
        epsilon_sq: omnibus.epsilonSquared,
        levene_statistic: omnibus.leveneStatistic,
        levene_p_value: omnibus.levenePValue,
      })),
    ),
    buildTable(
      'pairwise',
      pairwiseTable,
      [outcomeColumn],
      result.outcomes.flatMap(({ outcome, pairs }) =>
        pairs
          .map((pair) =>
            order(pair.a, pair.b) <= 0
              ? { pair, sign: 1, first: pair.a, second: pair.b }
              : { pair, sign: -1, first: pair.b, second: pair.a },
          )
          .toSorted((p, q) => order(p.first, q.first) || order(p.second, q.second))
          .map(({ pair, sign, first, second }) => ({
            outcome,
            group_a: groupName(first),
            group_b: groupName(second),
            estimate: turned(pair.estimate, sign),
            se: pair.se,
            statistic: turned(pair.statistic, sign),
            df: pair.df,
            conf_low: turned(sign > 0 ? pair.low : pair.high, sign),
            conf_high: turned(sign > 0 ? pair.high : pair.low, sign),
            p_value: pair.pValue,
            p_adjusted: pair.pAdjusted,
            method: result.method,
            hedges_g: turned(pair.g, sign),
            g_low: turned(sign > 0 ? pair.gLow : pair.gHigh, sign),
            g_high: turned(sign > 0 ? pair.gHigh : pair.gLow, sign),
            cliffs_delta: turned(pair.delta, sign),
            delta_low: turned(sign > 0 ? pair.deltaLow : pair.deltaHigh, sign),
            delta_high: turned(sign > 0 ? pair.deltaHigh : pair.deltaLow, sign),
            acceleration: turned(pair.acceleration, sign),
          })),
      ),
    ),
    buildTable(
      'contrasts',
      contrastsTable,
      [outcomeColumn],
      result.outcomes.flatMap(({ outcome, contrasts }) =>
        contrasts
          .toSorted((a, b) => (a.group === null || b.group === null ? 0 : order(a.group, b.group)))
          .map((contrast) => ({
            outcome,
            contrast: contrast.contrast,
            group: contrast.group === null ? null : groupName(contrast.group),
            reference: contrast.reference === null ? null : groupName(contrast.reference),
            estimate: contrast.estimate,
            se: contrast.se,
            df: contrast.df,
            statistic: contrast.statistic,
            conf_low: contrast.low,
            conf_high: contrast.high,
            p_value: contrast.pValue,
            p_adjusted: contrast.pAdjusted,
          })),
      ),
    ),
  ]
}

/** b − a is −(a − b), exactly; zero keeps its sign out of files. */
function turned(value: number | null, sign: number): number | null {
  return value === null ? null : value === 0 ? 0 : sign * value
}
