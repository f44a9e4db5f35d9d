import {
  centre,
  controlLimits,
  df,
  estimate,
  groupName,
  hedgesG,
  hedgesInterval,
  interval,
  item,
  mean,
  n,
  nLinked,
  outcome,
  pAdjusted,
  pValue,
  rank,
  reason,
  sd,
  se,
  secondary,
  signal,
  statistic,
  verdict,
  writtenAs,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { verdicts } from '../survey/change-verdict'
import { rateBases } from '../survey/response-rates'
import { trendModels } from './rounds'

/** Where a round lies against the control limits; a round that did not pass the gate takes no part in them. */
const signals = ['outside', 'within', 'not-comparable'] as const

/** Answers in the earlier and in the later round. */
const [n1, n2] = [
  { id: 'n_1', kind: 'count' },
  { id: 'n_2', kind: 'count' },
] as const

/** Columns of a change from which the spread of a round, or of what persons changed, can be worked out. */
const changeSpread = [
  'sd_1',
  'sd_2',
  'se',
  'df',
  'statistic',
  'conf_low',
  'conf_high',
  'p_value',
  'p_adjusted',
  'hedges_g',
  'g_low',
  'g_high',
  'd_z',
  'd_av',
  'tost_p_lower',
  'tost_p_upper',
  'tost_p_adjusted',
  'equivalence_low',
  'equivalence_high',
  'mdc',
  'conf_low_1',
  'conf_high_1',
  'conf_low_2',
  'conf_high_2',
  'half_width_1',
  'half_width_2',
] as const

export const tables = {
  change: {
    columns: [
      outcome,
      n1,
      { id: 'mean_1', kind: 'number', as: 'mean' },
      { id: 'sd_1', kind: 'number', as: 'mean', secondary: true },
      n2,
      { id: 'mean_2', kind: 'number', as: 'mean' },
      { id: 'sd_2', kind: 'number', as: 'mean', secondary: true },
      estimate('estimate'),
      ...secondary(se('estimate'), df, statistic),
      ...interval('estimate'),
      ...secondary(pValue),
      pAdjusted,
      verdict(verdicts),
      reason,
      hedgesG,
      ...secondary(
        ...hedgesInterval,
        { id: 'd_z', kind: 'number', as: 'estimate' },
        { id: 'd_av', kind: 'number', as: 'estimate' },
        nLinked,
        { id: 'n_unlinked', kind: 'count' },
        { id: 'tost_p_lower', kind: 'probability' },
        { id: 'tost_p_upper', kind: 'probability' },
        { id: 'tost_p_adjusted', kind: 'probability' },
        { id: 'equivalence_low', kind: 'number', as: 'estimate' },
        { id: 'equivalence_high', kind: 'number', as: 'estimate' },
        { id: 'smallest_effect', kind: 'number', as: 'estimate' },
        { id: 'mdc', kind: 'number', as: 'estimate' },
        { id: 'conf_low_1', kind: 'number', as: 'mean' },
        { id: 'conf_high_1', kind: 'number', as: 'mean' },
        { id: 'conf_low_2', kind: 'number', as: 'mean' },
        { id: 'conf_high_2', kind: 'number', as: 'mean' },
        { id: 'half_width_1', kind: 'number', as: 'mean' },
        { id: 'half_width_2', kind: 'number', as: 'mean' },
        { id: 'response_rate_1', kind: 'number', as: 'percent' },
        { id: 'response_rate_2', kind: 'number', as: 'percent' },
        { id: 'response_rate_basis_1', kind: 'text', refersTo: 'codes:response_rate_basis', codes: rateBases },
        { id: 'response_rate_basis_2', kind: 'text', refersTo: 'codes:response_rate_basis', codes: rateBases },
      ),
    ],
    protection: {
      kind: 'counts',
      counts: ['n_1', 'n_2'],
      family: ['outcome'],
      // A change without spread says that everybody changed alike.
      spreads: ['sd_1', 'sd_2', 'se'],
      describes: [
        { n: 'n_1', mean: 'mean_1', sd: 'sd_1' },
        { n: 'n_2', mean: 'mean_2', sd: 'sd_2' },
      ],
      detail: { spread: changeSpread },
    },
  },
  top_movers: {
    columns: [
      item,
      rank,
      n1,
      n2,
      estimate('estimate'),
      { id: 'standardized_change', kind: 'number', as: 'statistic' },
      { id: 'p_max', kind: 'probability' },
      { id: 'reference_95', kind: 'number', as: 'estimate' },
    ],
    protection: { kind: 'counts', counts: ['n_1', 'n_2'], family: ['item'] },
  },
  trend: {
    columns: [
      outcome,
      { id: 'rounds', kind: 'count' },
      n,
      estimate('estimate'),
      ...secondary(se('estimate'), df, statistic),
      ...interval('estimate'),
      ...secondary(pValue),
      pAdjusted,
      { id: 'model', kind: 'text', refersTo: 'codes:model', codes: trendModels },
      groupName,
    ],
    protection: {
      kind: 'groups',
      of: 'rounds',
      columns: ['group_name'],
      groupColumn: 'group_name',
      match: ['outcome'],
    },
  },
  rounds: {
    columns: [
      outcome,
      n,
      mean,
      ...secondary(sd),
      ...interval('mean'),
      ...secondary(...writtenAs('mean', centre)),
      ...writtenAs('mean', ...controlLimits),
      signal(signals),
      { id: 'n_beyond', kind: 'count', secondary: true },
      groupName,
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
      describes: [{ n: 'n', mean: 'mean', sd: 'sd' }],
      detail: { spread: ['sd', 'conf_low', 'conf_high'] },
      sums: [{ n: 'n' }],
      extremes: Object.fromEntries(
        ['mean', 'sd', 'conf_low', 'conf_high', 'centre', 'lower', 'upper', 'signal'].map((id) => [id, ['n_beyond']]),
      ),
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type ChangeRow = RowOf<typeof tables.change>
