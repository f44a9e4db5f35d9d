import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CellsOf, RowsById } from '../core/result'
import { inKeyOrder } from '../survey/groups'
import type { DimensionScore, DimensionScores } from './compute'
import type { tables } from './declarations'
import type { DimensionScoresOptions } from './options'
import { meanCells, meanSums } from '../survey/descriptive-columns'

/** Groups in the order of the report's alphabet, and within them dimensions in that of the instrument. */
export function tabulateDimensionScores(
  { columns, groups }: DimensionScores,
  options: DimensionScoresOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const isWeighted = options.weights && context.dataset.weighted
  return {
    scores: {
      by: columns,
      sums: [
        ...meanSums(isWeighted),
        {
          n: 'n_complete',
          columns: ['mean_complete'],
          basis: { isAsked: true, ...(isWeighted ? { hasWeight: true } : {}) },
        },
      ],
      rows: inKeyOrder(context, columns, groups).flatMap(({ key, dimensions }) =>
        dimensions.map((score) => ({ key, ...cellsOf(score) })),
      ),
    },
  }
}

function cellsOf(score: DimensionScore): CellsOf<typeof tables.scores> {
  return {
    dimension: score.dimension,
    ...meanCells(score),
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
  }
}
