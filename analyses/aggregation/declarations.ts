import { groups, mean, n, outcome, pValue, rank, sd, secondary, statistic, verdict } from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { reasons, verdicts } from './verdict'

export const tables = {
  dimensions: {
    columns: [
      outcome,
      groups,
      n,
      { id: 'icc1', kind: 'number', as: 'correlation' },
      { id: 'icc1_k0', kind: 'number', as: 'correlation', secondary: true },
      { id: 'icc2', kind: 'number', as: 'correlation' },
      { id: 'tau_sq', kind: 'number', as: 'estimate', secondary: true },
      { id: 'sigma_sq', kind: 'number', as: 'estimate', secondary: true },
      { id: 'icc_reml', kind: 'number', as: 'correlation' },
      { id: 'rwgj_median', kind: 'number', as: 'correlation' },
      { id: 'rwgj_mean', kind: 'number', as: 'correlation', secondary: true },
      verdict(verdicts),
      { id: 'reasons', kind: 'text', refersTo: 'codes:reason', codes: reasons, isSeveral: true },
      ...secondary(
        // The constant of the mixed model, in which large groups weigh less than in the mean of all answers.
        { id: 'overall_mean', kind: 'number', as: 'mean' },
        { id: 'mean_group_size', kind: 'number', as: 'df' },
        { id: 'k0', kind: 'number', as: 'df' },
        statistic,
        pValue,
      ),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
  },
  groups: {
    columns: [
      outcome,
      n,
      mean,
      { id: 'shrunken_mean', kind: 'number', as: 'mean' },
      { id: 'shrunken_low', kind: 'number', as: 'mean' },
      { id: 'shrunken_high', kind: 'number', as: 'mean' },
      { id: 'reliability', kind: 'number', as: 'correlation' },
      rank,
      { id: 'rank_low', kind: 'count' },
      { id: 'rank_high', kind: 'count' },
      { id: 'rwgj', kind: 'number', as: 'correlation' },
      ...secondary({ id: 'shrunken_se', kind: 'number', as: 'mean' }, sd),
    ],
    protection: {
      kind: 'counts',
      counts: ['n'],
      family: ['outcome'],
      spreads: ['sd'],
      describes: [{ n: 'n', mean: 'mean', sd: 'sd' }],
      detail: { spread: ['sd', 'rwgj'] },
      sums: [{ n: 'n' }],
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type OutcomeRow = RowOf<typeof tables.dimensions>
export type GroupRow = RowOf<typeof tables.groups>
