import { dimension, extremes, nComplete, rank, secondary, writtenAs } from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { meanColumns, meanDetail } from '../survey/descriptive-columns'

export const tables = {
  scores: {
    columns: [
      dimension,
      ...meanColumns,
      ...secondary(
        { id: 'q1', kind: 'number', as: 'mean' },
        { id: 'q3', kind: 'number', as: 'mean' },
        ...writtenAs('mean', ...extremes),
      ),
      rank,
      ...secondary(
        { id: 'lost', kind: 'count' },
        { id: 'prorated', kind: 'count' },
        nComplete,
        { id: 'mean_complete', kind: 'number', as: 'mean' },
        { id: 'at_min', kind: 'count' },
        { id: 'at_max', kind: 'count' },
      ),
    ],
    // A mean of complete answers tells the answers of a few complete ones, and beside that of all those of a few prorated ones.
    protection: {
      kind: 'counts',
      counts: ['n'],
      family: ['round', 'dimension'],
      spreads: ['sd'],
      describes: [{ n: 'n', mean: 'mean', sd: 'sd' }],
      detail: { ...meanDetail, quantiles: ['median', 'q1', 'q3', 'min', 'max', 'at_min', 'at_max'] },
      extremes: { min: ['at_min'], max: ['at_max'], mean_complete: ['prorated', 'n_complete'] },
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type ScoreRow = RowOf<typeof tables.scores>
