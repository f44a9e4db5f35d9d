import {
  alpha,
  averageCorrelation,
  dimension,
  interval,
  item,
  itemRest,
  items,
  loading,
  mean,
  n,
  omega,
  omegaInterval,
  sd,
  secondary,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'

export const tables = {
  scales: {
    columns: [
      dimension,
      n,
      items,
      alpha,
      ...interval('correlation'),
      omega,
      ...omegaInterval,
      averageCorrelation,
      { id: 'sem', kind: 'number', as: 'estimate' },
      { id: 'alpha_ordinal', kind: 'number', as: 'correlation' },
      ...secondary(
        { id: 'alpha_se', kind: 'number', as: 'correlation' },
        { id: 'alpha_standardized', kind: 'number', as: 'correlation' },
        { id: 'omega_observed', kind: 'number', as: 'correlation' },
        { id: 'n_listwise', kind: 'count' },
      ),
    ],
    protection: { kind: 'counts', counts: ['n', 'n_listwise'], family: ['dimension'] },
  },
  items: {
    columns: [
      dimension,
      item,
      n,
      mean,
      sd,
      itemRest,
      { id: 'alpha_if_dropped', kind: 'number', as: 'correlation' },
      { id: 'omega_if_dropped', kind: 'number', as: 'correlation' },
      loading,
      { id: 'loading_raw', kind: 'number', as: 'mean', secondary: true },
    ],
    protection: {
      kind: 'counts',
      counts: ['n'],
      family: ['dimension', 'item'],
      spreads: ['sd'],
      describes: [{ n: 'n', mean: 'mean', sd: 'sd' }],
      detail: { spread: ['sd'] },
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type ScaleRow = RowOf<typeof tables.scales>
export type ItemRow = RowOf<typeof tables.items>
