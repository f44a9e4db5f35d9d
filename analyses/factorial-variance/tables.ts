import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase } from '../core/words'
import { buildTable, type ResultTable, type TableRow } from '../core/result'
import { keyColumns, keyOrder } from '../survey/groups'
import { columnsOf, factorColumns } from './cells'
import { termName, type FactorialVariance, type FactorialVarianceOptions, type MeanResult } from './compute'
import {
  anovaTable,
  homogeneityTable,
  marginalMeansTable,
  outcomeColumn,
  residualTerm,
  termColumn,
} from './declarations'

/** `Country × round`, in the reader's language; `country × round` within a sentence. */
export function termLabel(
  factors: readonly string[],
  term: readonly number[],
  where: 'heading' | 'sentence' = 'heading',
): Phrase {
  const labels = term.map((position): Label => ({ attribute: factors[position] ?? '' }))
  const [start = '', second = '', third = ''] = labels
  // A message that begins with a column's name begins with a capital; with a list it does not.
  const first: Label = where === 'sentence' ? { list: [start] } : start
  if (labels.length === 0) return { message: 'factorial-variance:source.residuals' }
  return { message: `factorial-variance:source.${labels.length as 1 | 2 | 3}`, values: { first, second, third } }
}

/** Outcomes as asked for, terms in the order of the factors; marginal means in the order of the report's alphabet. */
export function tabulateFactorialVariance(
  result: FactorialVariance,
  options: FactorialVarianceOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const { factors } = options
  const columns = columnsOf(context.dataset, factors)
  const perFactor = factorColumns(context.dataset, factors)
  const order = keyOrder(context, columns)
  const keyOf = (mean: MeanResult): readonly string[] => {
    const cells = levelCells(mean, perFactor)
    return columns.map((column) => String(cells[column] ?? ''))
  }
  return [
    buildTable(
      'anova',
      anovaTable,
      [outcomeColumn],
      result.outcomes.flatMap(({ outcome, n, terms }) =>
        terms.map((term) => ({
          outcome,
          term: term.factors.length === 0 ? residualTerm : termName(factors, term.factors),
          source: termLabel(factors, term.factors),
          n,
          sum_sq: term.sumOfSquares,
          df: term.df,
          mean_sq: term.meanSquare,
          statistic: term.statistic,
          p_value: term.pValue,
          p_adjusted: term.pAdjusted,
          eta_sq: term.etaSquared,
          partial_eta_sq: term.partialEtaSquared,
          eta_low: term.etaLow,
          eta_high: term.etaHigh,
          partial_omega_sq: term.partialOmegaSquared,
          conf_low: term.omegaLow,
          conf_high: term.omegaHigh,
          hc3_statistic: term.hc3Statistic,
          hc3_p_value: term.hc3PValue,
        })),
      ),
    ),
    buildTable(
      'marginal_means',
      marginalMeansTable,
      [outcomeColumn, termColumn, ...keyColumns(columns)],
      result.outcomes.flatMap(({ outcome, means }) => {
        const terms = [...new Set(means.map((mean) => termName(factors, mean.factors)))]
        return terms.flatMap((term) =>
          means
            .filter((mean) => termName(factors, mean.factors) === term)
            .toSorted((a, b) => order(keyOf(a), keyOf(b)))
            .map((mean): TableRow => ({
              outcome,
              term,
              ...levelCells(mean, perFactor),
              n: mean.n,
              estimate: mean.estimate,
              se: mean.se,
              df: mean.df,
              conf_low: mean.low,
              conf_high: mean.high,
              sd: mean.sd,
            })),
        )
      }),
    ),
    buildTable(
      'homogeneity',
      homogeneityTable,
      [outcomeColumn],
      result.outcomes.map(({ outcome, n, homogeneity }) => ({
        outcome,
        n,
        cells: homogeneity.cells,
        smallest_cell: homogeneity.smallest,
        largest_cell: homogeneity.largest,
        empty_cells: homogeneity.emptyCells,
        levene_statistic: homogeneity.statistic,
        df: homogeneity.df,
        df_residual: homogeneity.dfResidual,
        levene_p_value: homogeneity.pValue,
        sd_ratio: homogeneity.ratio,
      })),
    ),
  ]
}

/** The levels of a mean's factors by column; factors that are averaged over have none. */
function levelCells(mean: MeanResult, perFactor: readonly (readonly string[])[]): TableRow {
  return Object.fromEntries(
    mean.factors.flatMap((factor, at) =>
      (perFactor[factor] ?? []).map((column, position) => [column, mean.levels[at]?.[position] ?? null] as const),
    ),
  )
}
