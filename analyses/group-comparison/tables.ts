import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/dataset'
import { buildTable, type ResultTable, type TableColumn, type TableDeclaration } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { GroupComparison, GroupComparisonOptions } from './compute'

/** A group's levels with a dot between, as `group_a` and `group_b` name it. */
export const groupName = (key: readonly string[]): string => key.join(' · ')

export const descriptivesTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean' },
    { id: 'se', kind: 'number', as: 'mean', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'mean' },
    { id: 'conf_high', kind: 'number', as: 'mean' },
    { id: 'median', kind: 'number', as: 'mean' },
    { id: 'mean_unweighted', kind: 'number', as: 'mean', secondary: true },
    { id: 'group_name', kind: 'text', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'], keeps: ['group_name'] },
}

export const omnibusTable: TableDeclaration = {
  columns: [
    { id: 'test', kind: 'text', refersTo: 'choice:test' },
    { id: 'n', kind: 'count' },
    { id: 'groups', kind: 'count' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'df_residual', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'omega_sq', kind: 'number', as: 'correlation' },
    { id: 'conf_low', kind: 'number', as: 'correlation' },
    { id: 'conf_high', kind: 'number', as: 'correlation' },
    { id: 'eta_sq', kind: 'number', as: 'correlation', secondary: true },
    { id: 'epsilon_sq', kind: 'number', as: 'correlation', secondary: true },
    { id: 'levene_statistic', kind: 'number', as: 'statistic', secondary: true },
    { id: 'levene_p_value', kind: 'probability', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
}

export const pairwiseTable: TableDeclaration = {
  columns: [
    { id: 'group_a', kind: 'text' },
    { id: 'group_b', kind: 'text' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate', secondary: true },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'method', kind: 'text', refersTo: 'choice:pairwise' },
    { id: 'hedges_g', kind: 'number', as: 'estimate' },
    { id: 'g_low', kind: 'number', as: 'estimate', secondary: true },
    { id: 'g_high', kind: 'number', as: 'estimate', secondary: true },
    { id: 'cliffs_delta', kind: 'number', as: 'correlation', secondary: true },
    { id: 'delta_low', kind: 'number', as: 'correlation', secondary: true },
    { id: 'delta_high', kind: 'number', as: 'correlation', secondary: true },
  ],
  protection: { kind: 'groups', of: 'descriptives', columns: ['group_a', 'group_b'], groupColumn: 'group_name', match: ['outcome'] },
}

const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }

/** Outcomes as asked for, groups in the order of the report's alphabet; of a pair, a comes before b. */
export function tabulateGroupComparison(result: GroupComparison, options: GroupComparisonOptions, context: ReportContext<SurveyDataset>): readonly ResultTable[] {
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
          .map((pair) => (order(pair.a, pair.b) <= 0 ? { pair, sign: 1, first: pair.a, second: pair.b } : { pair, sign: -1, first: pair.b, second: pair.a }))
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
          })),
      ),
    ),
  ]
}

/** b − a is −(a − b), exactly; zero keeps its sign out of files. */
function turned(value: number | null, sign: number): number | null {
  return value === null ? null : value === 0 ? 0 : sign * value
}
