import {
  blank,
  ceilingShare,
  item,
  itemRest,
  label,
  largestShare,
  mean,
  median,
  n,
  sd,
  secondary,
  share,
  value,
  when,
  writtenAs,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'

const weighted = { weights: true } as const

export const tables = {
  items: {
    columns: [
      item,
      n,
      blank,
      { id: 'dont_know', kind: 'count' },
      { id: 'not_relevant', kind: 'count' },
      { id: 'refused', kind: 'count', secondary: true },
      mean,
      sd,
      median,
      { id: 'skewness', kind: 'number', as: 'estimate' },
      { id: 'kurtosis', kind: 'number', as: 'estimate' },
      { id: 'floor_share', kind: 'number', as: 'percent' },
      ceilingShare,
      itemRest,
      ...secondary(
        { id: 'reversed', kind: 'text', isFlag: true },
        { id: 'mean_as_answered', kind: 'number', as: 'mean' },
        largestShare,
        ...when(
          weighted,
          { id: 'weighted_mean', kind: 'number', as: 'mean' },
          { id: 'weighted_sd', kind: 'number', as: 'mean' },
        ),
      ),
    ],
    protection: {
      kind: 'counts',
      counts: ['n'],
      keeps: ['reversed'],
      family: ['round', 'item'],
      shares: ['floor_share', 'ceiling_share', 'largest_share'],
      spreads: ['sd'],
      describes: [{ n: 'n', mean: 'mean', sd: 'sd' }],
      detail: {
        spread: ['sd', 'weighted_sd'],
        quantiles: ['median'],
        distribution: ['floor_share', 'ceiling_share', 'largest_share'],
        shape: ['skewness', 'kurtosis'],
      },
    },
  },
  categories: {
    columns: [
      item,
      ...writtenAs('df', value),
      label,
      { id: 'count', kind: 'count' },
      share,
      ...secondary(n, ...when(weighted, { id: 'weighted_share', kind: 'number', as: 'percent' })),
    ],
    protection: {
      kind: 'counts',
      counts: ['n'],
      keeps: ['value', 'label'],
      family: ['round', 'item'],
      shares: ['share'],
      distributionOver: 'value',
      detail: { distribution: ['count', 'share', 'weighted_share'] },
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type ItemRow = RowOf<typeof tables.items>
export type CategoryRow = RowOf<typeof tables.categories>
