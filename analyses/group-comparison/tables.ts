import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CellsOf, RowsById } from '../core/result'
import { keyOrder } from '../survey/groups'
import type { GroupComparison, OutcomeComparison } from './compute'
import type { tables } from './declarations'
import type { GroupComparisonOptions } from './options'
import type { PairResult } from './pairs'
import { meanCells, meanSums } from '../survey/descriptive-columns'

type Order = (a: readonly string[], b: readonly string[]) => number

/** A group's levels with a dot between, as `group_a` and `group_b` name it. */
const nameOf = (key: readonly string[]): string => key.join(' · ')

/** Outcomes as asked for, groups in the order of the report's alphabet; of a pair, a comes before b. */
export function tabulateGroupComparison(
  { columns, method, outcomes }: GroupComparison,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const order = keyOrder(context, columns)
  return {
    descriptives: {
      by: columns,
      sums: meanSums(options.weights && context.dataset.weighted),
      rows: outcomes.flatMap((own) => descriptiveRows(own, order)),
    },
    omnibus: outcomes.map(({ outcome, omnibus }) => ({
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
    pairwise: outcomes.flatMap(({ outcome, pairs }) =>
      pairs
        .map((pair) => (order(pair.a, pair.b) <= 0 ? pair : exchanged(pair)))
        .toSorted((p, q) => order(p.a, q.a) || order(p.b, q.b))
        .map((pair) => ({ outcome, method, ...pairCells(pair) })),
    ),
    contrasts: outcomes.flatMap((own) => contrastRows(own, order)),
  }
}

function descriptiveRows(
  { outcome, groups }: OutcomeComparison,
  order: Order,
): readonly (CellsOf<typeof tables.descriptives> & { readonly key: readonly string[] })[] {
  return groups
    .toSorted((a, b) => order(a.key, b.key))
    .map((group) => ({ key: group.key, outcome, ...meanCells(group), group_name: nameOf(group.key) }))
}

function contrastRows(
  { outcome, contrasts }: OutcomeComparison,
  order: Order,
): readonly CellsOf<typeof tables.contrasts>[] {
  return contrasts
    .toSorted((a, b) => (a.group === null || b.group === null ? 0 : order(a.group, b.group)))
    .map((contrast) => ({
      outcome,
      contrast: contrast.contrast,
      group: contrast.group === null ? null : nameOf(contrast.group),
      reference: contrast.reference === null ? null : nameOf(contrast.reference),
      estimate: contrast.estimate,
      se: contrast.se,
      df: contrast.df,
      statistic: contrast.statistic,
      conf_low: contrast.low,
      conf_high: contrast.high,
      p_value: contrast.pValue,
      p_adjusted: contrast.pAdjusted,
    }))
}

function pairCells(pair: PairResult): Omit<CellsOf<typeof tables.pairwise>, 'outcome' | 'method'> {
  return {
    group_a: nameOf(pair.a),
    group_b: nameOf(pair.b),
    estimate: pair.estimate,
    se: pair.se,
    statistic: pair.statistic,
    df: pair.df,
    conf_low: pair.low,
    conf_high: pair.high,
    p_value: pair.pValue,
    p_adjusted: pair.pAdjusted,
    hedges_g: pair.g,
    g_low: pair.gLow,
    g_high: pair.gHigh,
    cliffs_delta: pair.delta,
    delta_low: pair.deltaLow,
    delta_high: pair.deltaHigh,
    acceleration: pair.acceleration,
  }
}

/** The same pair told as b − a: every number that has a direction turns, and the ends of intervals change places. */
function exchanged(pair: PairResult): PairResult {
  return {
    ...pair,
    a: pair.b,
    b: pair.a,
    estimate: turned(pair.estimate),
    statistic: turned(pair.statistic),
    low: turned(pair.high),
    high: turned(pair.low),
    g: turned(pair.g),
    gLow: turned(pair.gHigh),
    gHigh: turned(pair.gLow),
    delta: turned(pair.delta),
    deltaLow: turned(pair.deltaHigh),
    deltaHigh: turned(pair.deltaLow),
    acceleration: turned(pair.acceleration),
  }
}

/** b − a is −(a − b), exactly; zero keeps its sign out of files. */
function turned(value: number | null): number | null {
  return value === null ? null : value === 0 ? 0 : -value
}
