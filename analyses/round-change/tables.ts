import type { ReportContext } from '../core/contract'
import type { Condition, SurveyDataset } from '../core/datasets'
import { buildTable, type Protection, type ResultTable, type TableColumn, type TableDeclaration } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { RoundChange } from './result'
import type { RoundChangeOptions } from './options'

export const changeTable: TableDeclaration = {
  columns: [
    { id: 'n_1', kind: 'count' },
    { id: 'mean_1', kind: 'number', as: 'mean' },
    { id: 'sd_1', kind: 'number', as: 'mean', secondary: true },
    { id: 'n_2', kind: 'count' },
    { id: 'mean_2', kind: 'number', as: 'mean' },
    { id: 'sd_2', kind: 'number', as: 'mean', secondary: true },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate', secondary: true },
    { id: 'df', kind: 'number', as: 'df', secondary: true },
    { id: 'statistic', kind: 'number', as: 'statistic', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'p_value', kind: 'probability', secondary: true },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'verdict', kind: 'verdict' },
    { id: 'reason', kind: 'text' },
    { id: 'hedges_g', kind: 'number', as: 'estimate' },
    { id: 'g_low', kind: 'number', as: 'estimate', secondary: true },
    { id: 'g_high', kind: 'number', as: 'estimate', secondary: true },
    { id: 'd_z', kind: 'number', as: 'estimate', secondary: true },
    { id: 'd_av', kind: 'number', as: 'estimate', secondary: true },
    { id: 'n_linked', kind: 'count', secondary: true },
    { id: 'n_unlinked', kind: 'count', secondary: true },
    { id: 'tost_p_lower', kind: 'probability', secondary: true },
    { id: 'tost_p_upper', kind: 'probability', secondary: true },
    { id: 'equivalence_low', kind: 'number', as: 'estimate', secondary: true },
    { id: 'equivalence_high', kind: 'number', as: 'estimate', secondary: true },
    { id: 'smallest_effect', kind: 'number', as: 'estimate', secondary: true },
    { id: 'mdc', kind: 'number', as: 'estimate', secondary: true },
    { id: 'conf_low_1', kind: 'number', as: 'mean', secondary: true },
    { id: 'conf_high_1', kind: 'number', as: 'mean', secondary: true },
    { id: 'conf_low_2', kind: 'number', as: 'mean', secondary: true },
    { id: 'conf_high_2', kind: 'number', as: 'mean', secondary: true },
    { id: 'half_width_1', kind: 'number', as: 'mean', secondary: true },
    { id: 'half_width_2', kind: 'number', as: 'mean', secondary: true },
    { id: 'response_rate_1', kind: 'number', as: 'percent', secondary: true },
    { id: 'response_rate_2', kind: 'number', as: 'percent', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n_1', 'n_2'], family: ['outcome'], spreads: ['sd_1', 'sd_2'] },
}

export const topMoversTable: TableDeclaration = {
  columns: [
    { id: 'rank', kind: 'count' },
    { id: 'n_1', kind: 'count' },
    { id: 'n_2', kind: 'count' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'standardized', kind: 'number', as: 'statistic' },
    { id: 'p_max', kind: 'probability' },
    { id: 'reference_95', kind: 'number', as: 'estimate' },
  ],
  protection: { kind: 'counts', counts: ['n_1', 'n_2'], family: ['item'] },
}

export const roundsTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'mean' },
    { id: 'conf_high', kind: 'number', as: 'mean' },
    { id: 'centre', kind: 'number', as: 'mean', secondary: true },
    { id: 'lower', kind: 'number', as: 'mean' },
    { id: 'upper', kind: 'number', as: 'mean' },
    { id: 'signal', kind: 'text', refersTo: 'codes:signal' },
    { id: 'n_beyond', kind: 'count', secondary: true },
    { id: 'group_name', kind: 'text', secondary: true },
  ],
  // Limits are made of all rounds of a group, which therefore are shown or withheld together. Beside the means of those who are in both of two linked rounds, the mean of
  // everybody would tell of the few who are in one.
  protection: {
    kind: 'counts',
    counts: ['n'],
    family: ['outcome'],
    keeps: ['group_name'],
    spreads: ['sd'],
    distributionOver: 'round',
    extremes: Object.fromEntries(
      ['mean', 'sd', 'conf_low', 'conf_high', 'centre', 'lower', 'upper', 'signal'].map((id) => [id, 'n_beyond']),
    ),
  },
}

export const trendTable: TableDeclaration = {
  columns: [
    { id: 'rounds', kind: 'count' },
    { id: 'n', kind: 'count' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate', secondary: true },
    { id: 'df', kind: 'number', as: 'df', secondary: true },
    { id: 'statistic', kind: 'number', as: 'statistic', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'p_value', kind: 'probability', secondary: true },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'model', kind: 'text', refersTo: 'codes:model' },
    { id: 'group_name', kind: 'text', secondary: true },
  ],
  protection: { kind: 'groups', of: 'rounds', columns: ['group_name'], groupColumn: 'group_name', match: ['outcome'] },
}

const roundColumn: TableColumn = { id: 'round', kind: 'text' }
const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }
const itemColumn: TableColumn = { id: 'item', kind: 'text', refersTo: 'item' }

/** Groups in the order of the report's alphabet and within them outcomes as asked for; items by how far they moved. */
export function tabulateRoundChange(
  result: RoundChange,
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const { columns } = result
  const order = keyOrder(context, columns)
  const keys = keyColumns(columns)
  const series = result.series.toSorted((a, b) => order(a.key, b.key))
  return [
    changeTableOf(
      result.changes.toSorted((a, b) => order(a.key, b.key)),
      result,
      options,
    ),
    buildTable(
      'top_movers',
      ofRounds(topMoversTable, result),
      [...keys, itemColumn],
      result.movers
        .toSorted((a, b) => order(a.key, b.key))
        .map(({ key, item, rank, n1, n2, estimate, standardized, pMax, reference95 }) => ({
          item,
          rank,
          n_1: n1,
          n_2: n2,
          estimate,
          standardized,
          p_max: pMax,
          reference_95: reference95,
          ...keyCells(columns, key),
        })),
    ),
    buildTable(
      'trend',
      // What a withheld row is about stays in it.
      {
        ...trendTable,
        protection: {
          ...(trendTable.protection as Extract<Protection, { kind: 'groups' }>),
          columns: ['group_name', ...columns],
        },
      },
      [...keys, outcomeColumn],
      series.map(({ key, outcome, trend }) => ({
        ...keyCells(columns, key),
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
      })),
    ),
    roundsTableOf(series, columns),
  ]
}

/** What a table of two rounds says of whom it counts: the release of one round by another analysis may nest in it. */
function ofRounds(
  declaration: TableDeclaration,
  { from, to }: Pick<RoundChange, 'from' | 'to'>,
  also: readonly Condition[] = [],
): TableDeclaration {
  return {
    ...declaration,
    protection: {
      ...(declaration.protection as Extract<Protection, { kind: 'counts' }>),
      conditions: { n_1: [{ column: 'round', in: [from] }, ...also], n_2: [{ column: 'round', in: [to] }, ...also] },
    },
  }
}

/** The table `change`, rows in the order given. */
function changeTableOf(
  changes: RoundChange['changes'],
  setting: Pick<RoundChange, 'columns' | 'from' | 'to' | 'comparison'>,
  options: RoundChangeOptions,
): ResultTable {
  // Those followed are part of their round.
  const followed = setting.comparison === 'linked' ? [{ column: '#followed', in: ['both'] }] : []
  return buildTable(
    'change',
    ofRounds(changeTable, setting, followed),
    [...keyColumns(setting.columns), outcomeColumn],
    changes.map(({ key, outcome, first, second, ...change }) => ({
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
      response_rate_1: first.responseRate,
      response_rate_2: second.responseRate,
      // Last: an object that begins with names of the data's own is slow to fill.
      ...keyCells(setting.columns, key),
    })),
  )
}

/** The table `rounds`, groups and outcomes in the order given. */
function roundsTableOf(series: RoundChange['series'], columns: readonly string[]): ResultTable {
  return buildTable(
    'rounds',
    roundsTable,
    [roundColumn, ...keyColumns(columns), outcomeColumn],
    series.flatMap(({ key, outcome, rounds }) =>
      rounds.map((round) => ({
        round: round.round,
        ...keyCells(columns, key),
        outcome,
        n: round.n,
        mean: round.mean,
        sd: round.sd,
        conf_low: round.low,
        conf_high: round.high,
        centre: round.centre,
        lower: round.lower,
        upper: round.upper,
        n_beyond: round.beyond,
        signal: !round.isComparable
          ? 'not-comparable'
          : round.isOutside === null
            ? null
            : round.isOutside
              ? 'outside'
              : 'within',
        group_name: key.join(' · '),
      })),
    ),
  )
}
