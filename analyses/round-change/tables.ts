import type { ReportContext } from '../core/contract'
import type { Condition, SurveyDataset } from '../core/datasets'
import { finite, type CellsOf, type GroupedRows, type RowsById, type RowSum } from '../core/result'
import { inKeyOrder } from '../survey/groups'
import type { tables } from './declarations'
import { usesWeights, type RoundChangeOptions } from './options'
import type { ChangeResult, RoundChange, RoundSeries } from './result'
import type { RoundRow } from './rounds'
import { isPairedInPart } from './statements'

/** Groups in the order of the report's alphabet and within them outcomes as asked for; items by how far they moved. */
export function tabulateRoundChange(
  { columns, comparison, changes, movers, series }: RoundChange,
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const inOrder = <T extends { readonly key: readonly string[] }>(rows: readonly T[]): readonly T[] =>
    inKeyOrder(context, columns, rows)
  const told = inOrder(series)
  return {
    change: changeRows(inOrder(changes), columns, comparison, options, context),
    top_movers: {
      by: columns,
      rows: inOrder(movers).map((mover) => ({
        key: mover.key,
        item: mover.item,
        rank: mover.rank,
        n_1: mover.n1,
        n_2: mover.n2,
        estimate: mover.estimate,
        standardized_change: finite(mover.standardized),
        p_max: mover.pMax,
        reference_95: finite(mover.reference95),
      })),
      // Those who are in both rounds are part of each.
      sums: ['n_1', 'n_2'].map((n): RowSum =>
        isPairedInPart(context.dataset, comparison) ? { n, basis: { followed: followedIn(options, false) } } : { n },
      ),
      conditions: ofRounds(
        options,
        isPairedInPart(context.dataset, comparison) ? [{ column: '#followed-rows', in: ['both'] }] : [],
      ),
    },
    trend: { by: columns, rows: told.map((one) => ({ key: one.key, ...trendCells(one) })) },
    rounds: roundRows(told, columns, usesWeights(context.dataset, options)),
  }
}

/** Whom the two counts count: the release of one round by another analysis may nest in them. */
function ofRounds(
  { from, to }: Pick<RoundChangeOptions, 'from' | 'to'>,
  also: readonly Condition[] = [],
): Readonly<Record<string, readonly Condition[]>> {
  return { n_1: [{ column: 'round', in: [from] }, ...also], n_2: [{ column: 'round', in: [to] }, ...also] }
}

const followedIn = ({ from, to }: Pick<RoundChangeOptions, 'from' | 'to'>, hasValue: boolean) => ({
  rounds: [from, to],
  hasValue,
})

/** The rows of the table `change`, in the order given. */
function changeRows(
  changes: readonly ChangeResult[],
  columns: readonly string[],
  comparison: RoundChange['comparison'],
  options: RoundChangeOptions,
  { dataset }: ReportContext<SurveyDataset>,
): GroupedRows<typeof tables.change> {
  // Those followed are part of their round.
  const followed = comparison === 'linked' ? [{ column: '#followed', in: ['both'] }] : []
  return {
    by: columns,
    rows: changes.map((change) => ({ key: change.key, ...changeCells(change, options) })),
    conditions: ofRounds(options, followed),
    sums: ['n_1', 'n_2'].map((n): RowSum => {
      if (usesWeights(dataset, options)) return { n, isWeighted: true }
      return comparison === 'linked' ? { n, basis: { followed: followedIn(options, true) } } : { n }
    }),
  }
}

function changeCells(
  { outcome, first, second, ...change }: ChangeResult,
  options: RoundChangeOptions,
): CellsOf<typeof tables.change> {
  return {
    outcome,
    n_1: first.n,
    mean_1: first.mean,
    sd_1: first.sd,
    n_2: second.n,
    mean_2: second.mean,
    sd_2: second.sd,
    estimate: change.estimate,
    se: change.se,
    df: change.df,
    statistic: change.statistic,
    conf_low: change.low,
    conf_high: change.high,
    p_value: change.pValue,
    p_adjusted: change.pAdjusted,
    verdict: change.verdict,
    reason: change.reason,
    hedges_g: change.g,
    g_low: change.gLow,
    g_high: change.gHigh,
    d_z: change.dz,
    d_av: change.dav,
    n_linked: change.linked,
    n_unlinked: change.unlinked,
    tost_p_lower: change.tostPLower,
    tost_p_upper: change.tostPUpper,
    tost_p_adjusted: change.equivalencePAdjusted,
    equivalence_low: change.equivalenceLow,
    equivalence_high: change.equivalenceHigh,
    smallest_effect: options.smallest_effect,
    mdc: change.mdc,
    conf_low_1: first.low,
    conf_high_1: first.high,
    conf_low_2: second.low,
    conf_high_2: second.high,
    half_width_1: first.halfWidth,
    half_width_2: second.halfWidth,
    response_rate_1: first.response.rate,
    response_rate_2: second.response.rate,
    response_rate_basis_1: first.response.basis,
    response_rate_basis_2: second.response.basis,
  }
}

function trendCells({ key, outcome, trend }: RoundSeries): CellsOf<typeof tables.trend> {
  return {
    outcome,
    rounds: trend.rounds,
    n: trend.n,
    estimate: trend.estimate,
    se: trend.se,
    df: trend.df,
    statistic: trend.statistic,
    conf_low: trend.low,
    conf_high: trend.high,
    p_value: trend.pValue,
    p_adjusted: trend.pAdjusted,
    model: trend.model,
    group_name: key.join(' · '),
  }
}

/** The rows of the table `rounds`, groups and outcomes in the order given. */
function roundRows(
  series: readonly RoundSeries[],
  columns: readonly string[],
  isWeighted: boolean,
): GroupedRows<typeof tables.rounds> {
  return {
    by: ['round', ...columns],
    ...(isWeighted ? { sums: [{ n: 'n', isWeighted: true }] } : {}),
    rows: series.flatMap(({ key, outcome, rounds }) =>
      rounds.map((round) => ({
        key: [round.round, ...key],
        outcome,
        group_name: key.join(' · '),
        ...roundCells(round),
      })),
    ),
  }
}

function roundCells(round: RoundRow): Omit<CellsOf<typeof tables.rounds>, 'outcome' | 'group_name'> {
  return {
    n: round.n,
    mean: round.mean,
    sd: round.sd,
    conf_low: round.low,
    conf_high: round.high,
    centre: round.centre,
    lower: round.lower,
    upper: round.upper,
    n_beyond: round.beyond,
    signal: signalOf(round),
  }
}

function signalOf({ isComparable, isOutside }: RoundRow): CellsOf<typeof tables.rounds>['signal'] {
  if (!isComparable) return 'not-comparable'
  return isOutside === null ? null : isOutside ? 'outside' : 'within'
}
