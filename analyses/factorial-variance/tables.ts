import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { GroupedRows, RowsById } from '../core/result'
import { keyOrder } from '../survey/groups'
import type { tables } from './declarations'
import { columnsOf, factorColumns, termLabel, termName } from './factors'
import type { FactorialVarianceOptions } from './options'
import type { FactorialVariance, MeanResult } from './result'
import { say } from './words'

/** Outcomes as asked for, terms in the order of the factors; marginal means in the order of the report's alphabet. */
export function tabulateFactorialVariance(
  result: FactorialVariance,
  { factors, interactions }: FactorialVarianceOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  return {
    anova: result.outcomes.flatMap(({ outcome, n, terms }) =>
      terms.map((term) => ({
        outcome,
        term: termName(factors, term.factors),
        label:
          term.factors.length === 0 && !interactions
            ? say('source.residuals-additive')
            : termLabel(factors, term.factors),
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
    marginal_means: meanRows(result, factors, context),
    homogeneity: result.outcomes.map(({ outcome, n, homogeneity }) => ({
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
  }
}

function meanRows(
  { outcomes }: FactorialVariance,
  factors: readonly string[],
  context: ReportContext<SurveyDataset>,
): GroupedRows<typeof tables.marginal_means> {
  const by = columnsOf(context.dataset, factors)
  const perFactor = factorColumns(context.dataset, factors)
  const order = keyOrder(context, by)
  return {
    by,
    rows: outcomes.flatMap(({ outcome, means }) => {
      const named = means.map((mean) => ({
        ...mean,
        term: termName(factors, mean.factors),
        key: levelsByColumn(mean, by, perFactor),
      }))
      const terms = [...new Set(named.map(({ term }) => term))]
      return terms.flatMap((term) =>
        named
          .filter((mean) => mean.term === term)
          .toSorted((a, b) =>
            order(
              a.key.map((level) => level ?? ''),
              b.key.map((level) => level ?? ''),
            ),
          )
          .map(({ key, n, estimate, se, df, low, high, sd }) => ({
            key,
            outcome,
            term,
            n,
            estimate,
            se,
            df,
            conf_low: low,
            conf_high: high,
            sd,
          })),
      )
    }),
  }
}

/** The levels of a mean's factors in the order of the columns; null for factors that are averaged over. */
function levelsByColumn(
  { factors, levels }: MeanResult,
  columns: readonly string[],
  perFactor: readonly (readonly string[])[],
): readonly (string | null)[] {
  const level = new Map(
    factors.flatMap((factor, at) =>
      (perFactor[factor] ?? []).map((column, position) => [column, levels[at]?.[position] ?? null] as const),
    ),
  )
  return columns.map((column) => level.get(column) ?? null)
}
