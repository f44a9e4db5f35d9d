import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, type ResultTable } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { VarianceComponents } from './compute'
import { componentsTable, fitTable, fixedTable, outcomeColumn, randomTable } from './declarations'
import type { VarianceComponentsOptions } from './options'

/** Outcomes as asked for; components from the top of the organisation tree down, their levels in the order of the report's alphabet. */
export function tabulateVarianceComponents(
  result: VarianceComponents,
  options: VarianceComponentsOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  return [
    buildTable(
      'components',
      componentsTable,
      [outcomeColumn],
      result.outcomes.flatMap(({ outcome, n, components }) =>
        components.map(({ id, groups, variance, sd, share, low, high }) => ({
          outcome,
          component: id,
          groups,
          variance,
          sd,
          share,
          conf_low: low,
          conf_high: high,
          n,
        })),
      ),
    ),
    buildTable(
      'fixed',
      fixedTable,
      [outcomeColumn],
      result.outcomes.flatMap(({ outcome, n, fixed }) =>
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
    ),
    buildTable(
      'random',
      randomTable,
      [
        ...keyColumns(
          result.columns.filter((column) =>
            result.outcomes.some(({ levels }) => levels.some(({ columns }) => columns.includes(column))),
          ),
        ),
        outcomeColumn,
      ],
      result.outcomes.flatMap(({ outcome, levels }) => {
        const components = [...new Set(levels.map(({ component }) => component))]
        return components.flatMap((component) => {
          const own = levels.filter((level) => level.component === component)
          const order = keyOrder(context, own[0]?.columns ?? [])
          return own
            .toSorted((a, b) => order(a.key, b.key))
            .map(({ columns, key, n, estimate, se, sd }) => ({
              ...keyCells(columns, key),
              outcome,
              component,
              group: key.join(' · '),
              n,
              estimate,
              se,
              sd,
            }))
        })
      }),
    ),
    buildTable(
      'fit',
      fitTable,
      [outcomeColumn],
      result.outcomes.map(({ outcome, n, fit }) => ({
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
    ),
  ]
}
