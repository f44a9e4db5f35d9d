import type { TableColumn } from '../core/result'

/**
 * The description of a mean, as every table of groups has it. With case weights `mean`, `sd`, `se` and the interval are the weighted ones, the SE linearised, and the
 * unweighted mean of the same people stands beside. The median and n do not use the weights, but leave out people of weight 0 (see case-weights.ts).
 */
export const meanColumns: readonly TableColumn[] = [
  { id: 'n', kind: 'count' },
  { id: 'mean', kind: 'number', as: 'mean' },
  { id: 'sd', kind: 'number', as: 'mean' },
  { id: 'se', kind: 'number', as: 'mean', secondary: true },
  { id: 'conf_low', kind: 'number', as: 'mean' },
  { id: 'conf_high', kind: 'number', as: 'mean' },
  { id: 'median', kind: 'number', as: 'mean' },
  { id: 'mean_unweighted', kind: 'number', as: 'mean', secondary: true },
]
