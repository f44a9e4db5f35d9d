import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, type ResultTable } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { Invariance } from './compute'
import {
  differencesTable,
  dimensionColumn,
  groupName,
  groupsTable,
  itemColumn,
  itemsTable,
  meansTable,
  parametersTable,
  stepsTable,
} from './declarations'
import type { InvarianceOptions } from './options'

/** Models, dimensions and items in the order of the instrument; groups in the report's alphabet. The group compared with stays the first of the data, whatever the language. */
export function tabulateInvariance(
  result: Invariance,
  _options: InvarianceOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const { columns } = result
  const order = keyOrder(context, columns)
  const byGroup = <T extends { readonly groupB: readonly string[] }>(rows: readonly T[]): readonly T[] =>
    rows.toSorted((a, b) => order(a.groupB, b.groupB))
  const dimensions = [...new Set(result.means.map(({ dimension }) => dimension))]
  return [
    buildTable(
      'groups',
      groupsTable,
      keyColumns(columns),
      result.groups
        .toSorted((a, b) => order(a.key, b.key))
        .map(({ key, n, complete, state }) => ({
          ...keyCells(columns, key),
          n,
          n_complete: complete,
          state,
          group_name: groupName(key),
        })),
    ),
    buildTable(
      'steps',
      stepsTable,
      [dimensionColumn],
      result.models.flatMap(({ dimension, steps }) =>
        steps.map((step) => ({
          dimension,
          step: step.step,
          n: step.n,
          groups: step.groups,
          chi_square: step.chiSquare,
          df: step.df,
          p_fit: step.pFit,
          cfi: step.cfi,
          tli: step.tli,
          rmsea: step.rmsea,
          rmsea_low: step.rmseaLow,
          rmsea_high: step.rmseaHigh,
          srmr: step.srmr,
          compared_with: step.comparedWith,
          delta_chi_square: step.deltaChiSquare,
          delta_df: step.deltaDf,
          p_value: step.pValue,
          delta_cfi: step.deltaCfi,
          delta_rmsea: step.deltaRmsea,
          aic: step.aic,
          bic: step.bic,
          log_likelihood: step.logLikelihood,
          parameters: step.parameters,
          verdict: step.verdict,
        })),
      ),
    ),
    buildTable(
      'parameters',
      parametersTable,
      [dimensionColumn, itemColumn],
      result.models.flatMap(({ parameters }) =>
        parameters.map((row) => ({
          dimension: row.dimension,
          item: row.item,
          parameter: row.parameter,
          n: row.n,
          chi_square: row.chiSquare,
          df: row.df,
          p_value: row.pValue,
          p_adjusted: row.pAdjusted,
          largest_difference: row.largest,
          released: row.pValue === null ? null : row.isReleased ? 'yes' : 'no',
        })),
      ),
    ),
    buildTable(
      'means',
      meansTable,
      [dimensionColumn],
      dimensions.flatMap((dimension) =>
        byGroup(result.means.filter((row) => row.dimension === dimension)).map(
          ({ groupA, groupB, observed, scalar, partial }) => ({
            dimension,
            group_a: groupName(groupB),
            group_b: groupName(groupA),
            estimate: observed.estimate,
            conf_low: observed.low,
            conf_high: observed.high,
            scalar: scalar.estimate,
            scalar_low: scalar.low,
            scalar_high: scalar.high,
            partial: partial.estimate,
            partial_low: partial.low,
            partial_high: partial.high,
            sensitivity:
              scalar.estimate === null || partial.estimate === null ? null : partial.estimate - scalar.estimate,
          }),
        ),
      ),
    ),
    buildTable(
      'items',
      itemsTable,
      [dimensionColumn, itemColumn],
      result.items.map(({ dimension, item, n, groups, uniform, nonUniform, deltaRSquared, verdict }) => ({
        dimension,
        item,
        n,
        groups,
        uniform_chi_square: uniform?.chiSquare ?? null,
        uniform_df: uniform?.df ?? null,
        uniform_p: uniform?.pValue ?? null,
        uniform_p_adjusted: uniform?.pAdjusted ?? null,
        non_uniform_chi_square: nonUniform?.chiSquare ?? null,
        non_uniform_df: nonUniform?.df ?? null,
        non_uniform_p: nonUniform?.pValue ?? null,
        non_uniform_p_adjusted: nonUniform?.pAdjusted ?? null,
        delta_r_squared: deltaRSquared,
        verdict,
      })),
    ),
    buildTable(
      'differences',
      differencesTable,
      [dimensionColumn, itemColumn],
      (['intercept', 'loading', 'log-odds'] as const).flatMap((quantity) => {
        const own = result.differences.filter((row) => row.quantity === quantity)
        return [...new Set(own.map(({ item }) => item))].flatMap((item) =>
          byGroup(own.filter((row) => row.item === item)).map((row) => ({
            dimension: row.dimension,
            item,
            quantity,
            group_a: groupName(row.groupB),
            group_b: groupName(row.groupA),
            estimate: row.estimate,
            se: row.se,
            conf_low: row.low,
            conf_high: row.high,
          })),
        )
      }),
    ),
  ]
}
