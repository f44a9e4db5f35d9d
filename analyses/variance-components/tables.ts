import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { GroupedRows, RowsById } from '../core/result'
import { inKeyOrder } from '../survey/groups'
import type { OutcomeComponents, VarianceComponents } from './compute'
import type { tables } from './declarations'
import type { VarianceComponentsOptions } from './options'

/** Outcomes as asked for; components from the top of the organisation tree down, their levels in the order of the report's alphabet. */
export function tabulateVarianceComponents(
  { columns, outcomes }: VarianceComponents,
  options: VarianceComponentsOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  return {
    components: outcomes.flatMap(({ outcome, n, components }) =>
      components.map(({ id, levels, variance, sd, share, low, high }) => ({
        outcome,
        component: id,
        levels,
        variance,
        sd,
        share,
        conf_low: low,
        conf_high: high,
        n,
      })),
    ),
    fixed: outcomes.flatMap(({ outcome, n, fixed }) =>
      fixed.map(({ term, estimate, se, df, statistic, pValue, low, high }) => ({
        outcome,
        term,
        estimate,
        se,
        df,
        statistic,
        p_value: pValue,
        conf_low: low,
        conf_high: high,
        n,
      })),
    ),
    random: predictionRows(columns, outcomes, options, context),
    fit: outcomes.map(({ outcome, n, fit }) => ({
      outcome,
      method: options.method,
      n,
      log_likelihood: fit?.logLikelihood ?? null,
      reml_criterion: options.method === 'reml' ? (fit?.criterion ?? null) : null,
      deviance: options.method === 'ml' ? (fit?.criterion ?? null) : null,
      aic: fit?.aic ?? null,
      bic: fit?.bic ?? null,
      singular: fit?.isSingular ?? null,
    })),
  }
}

/** A level's own columns identify it; those of the other components are empty. */
function predictionRows(
  columns: readonly string[],
  outcomes: readonly OutcomeComponents[],
  options: VarianceComponentsOptions,
  context: ReportContext<SurveyDataset>,
): GroupedRows<typeof tables.random> {
  const by = columns.filter((column) =>
    outcomes.some(({ levels }) => levels.some((level) => level.columns.includes(column))),
  )
  return {
    by,
    // With the variances, a prediction tells the mean of its group.
    sums: [{ n: 'n', basis: { known: columns, complete: options.covariates } }],
    rows: outcomes.flatMap(({ outcome, levels }) => {
      const components = [...new Set(levels.map(({ component }) => component))]
      return components.flatMap((component) => {
        const own = levels.filter((level) => level.component === component)
        return inKeyOrder(context, own[0]?.columns ?? [], own).map(
          ({ columns: identifying, key, n, estimate, se, sd }) => ({
            key: by.map((column) => key[identifying.indexOf(column)] ?? null),
            outcome,
            component,
            group: key.join(' · '),
            n,
            estimate,
            se,
            sd,
          }),
        )
      })
    }),
  }
}
