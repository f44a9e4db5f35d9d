import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, type ResultTable, type TableDeclaration } from '../core/result'
import { meanColumns } from '../survey/descriptive-columns'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { DimensionScores, DimensionScoresOptions } from './compute'

export const scoresTable: TableDeclaration = {
  columns: [
    ...meanColumns,
    { id: 'q1', kind: 'number', as: 'mean', secondary: true },
    { id: 'q3', kind: 'number', as: 'mean', secondary: true },
    { id: 'min', kind: 'number', as: 'mean', secondary: true },
    { id: 'max', kind: 'number', as: 'mean', secondary: true },
    { id: 'rank', kind: 'count' },
    { id: 'lost', kind: 'count', secondary: true },
    { id: 'prorated', kind: 'count', secondary: true },
    { id: 'n_complete', kind: 'count', secondary: true },
    { id: 'mean_complete', kind: 'number', as: 'mean', secondary: true },
    { id: 'at_min', kind: 'count', secondary: true },
    { id: 'at_max', kind: 'count', secondary: true },
  ],
  // A mean of complete answers beside that of all would tell the mean of the few prorated ones.
  protection: {
    kind: 'counts',
    counts: ['n'],
    family: ['round', 'dimension'],
    spreads: ['sd'],
    extremes: { min: 'at_min', max: 'at_max', mean_complete: 'prorated' },
  },
}

/** Groups in the order of the report's alphabet, and within them dimensions in that of the instrument. */
export function tabulateDimensionScores(
  result: DimensionScores,
  _options: DimensionScoresOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const order = keyOrder(context, result.columns)
  const rows = result.groups
    .toSorted((a, b) => order(a.key, b.key))
    .flatMap(({ key, dimensions }) =>
      dimensions.map((score) => ({
        dimension: score.dimension,
        n: score.n,
        mean: score.mean,
        sd: score.sd,
        se: score.se,
        conf_low: score.low,
        conf_high: score.high,
        median: score.median,
        mean_unweighted: score.meanUnweighted,
        q1: score.q1,
        q3: score.q3,
        min: score.min,
        max: score.max,
        rank: score.rank,
        lost: score.lost,
        prorated: score.prorated,
        n_complete: score.complete,
        mean_complete: score.completeMean,
        at_min: score.atMin,
        at_max: score.atMax,
        // Last: an object that begins with names of the data's own is slow to fill.
        ...keyCells(result.columns, key),
      })),
    )
  return [
    buildTable(
      'scores',
      scoresTable,
      [...keyColumns(result.columns), { id: 'dimension', kind: 'text', refersTo: 'dimension' }],
      rows,
    ),
  ]
}
