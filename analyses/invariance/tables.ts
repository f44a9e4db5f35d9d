import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CellsOf, RowsById } from '../core/result'
import type { Phrase } from '../core/words'
import { differenceCells, fitCells, likelihoodCells } from '../survey/factor-fit'
import { keyOrder } from '../survey/groups'
import { jointModel, type tables } from './declarations'
import type { InvarianceOptions } from './options'
import {
  quantities,
  type DifferenceRow,
  type FactorSteps,
  type Invariance,
  type ItemRow,
  type MeanRow,
  type ParameterRow,
  type StepRow,
} from './result'
import { say } from './words'

type Cells<K extends keyof typeof tables> = CellsOf<(typeof tables)[K]>

/** Models, dimensions and items in the order of the instrument; groups in the report's alphabet. The group compared with stays the first of the data, whatever the language. */
export function tabulateInvariance(
  { columns, groups, models, means, items, differences }: Invariance,
  _options: InvarianceOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const order = keyOrder(context, columns)
  const byGroup = <T extends { readonly groupB: readonly string[] }>(rows: readonly T[]): readonly T[] =>
    rows.toSorted((a, b) => order(a.groupB, b.groupB))
  const dimensions = [...new Set(means.map(({ dimension }) => dimension))]
  return {
    groups: {
      by: columns,
      rows: groups
        .toSorted((a, b) => order(a.key, b.key))
        .map(({ key, n, complete, state }) => ({ key, n, n_complete: complete, state, group_name: nameOf(key) })),
    },
    steps: models.flatMap((model) => model.steps.map((step) => stepCells(model, step))),
    parameters: models.flatMap((model) => model.parameters.map(parameterCells)),
    means: dimensions.flatMap((dimension) =>
      byGroup(means.filter((row) => row.dimension === dimension)).map(meanCells),
    ),
    items: items.map(itemCells),
    differences: quantities.flatMap((quantity) => {
      const own = differences.filter((row) => row.quantity === quantity)
      return [...new Set(own.map(({ item }) => item))].flatMap((item) =>
        byGroup(own.filter((row) => row.item === item)).map(differenceRow),
      )
    }),
  }
}

/** A group's levels with a dot between. */
const nameOf = (key: readonly string[]): string => key.join(' · ')

function modelCells({ dimension }: FactorSteps): { readonly factor_model: string; readonly label: Phrase } {
  return dimension === null
    ? { factor_model: jointModel, label: say('model.joint') }
    : { factor_model: dimension, label: say('model.dimension', { dimension: { dimension } }) }
}

/** `p_value` is that of the difference; the model's own is `p_fit`. */
function stepCells(
  model: FactorSteps,
  { step, n, groups, fit, comparedWith, difference, verdict }: StepRow,
): Cells<'steps'> {
  const { p_value: ofFit, ...indices } = fitCells(fit)
  return {
    ...modelCells(model),
    step,
    n,
    groups,
    ...indices,
    p_fit: ofFit,
    compared_with: comparedWith,
    ...differenceCells(difference),
    ...likelihoodCells(fit),
    verdict,
  }
}

function parameterCells(row: ParameterRow): Cells<'parameters'> {
  return {
    dimension: row.dimension,
    item: row.item,
    parameter: row.parameter,
    n: row.n,
    statistic: row.chiSquare,
    df: row.df,
    p_value: row.pValue,
    p_adjusted: row.pAdjusted,
    largest_difference: row.largest,
    released: row.pValue === null ? null : row.isReleased ? 'yes' : 'no',
  }
}

function meanCells({ dimension, groupA, groupB, observed, scalar, partial }: MeanRow): Cells<'means'> {
  return {
    dimension,
    group_a: nameOf(groupB),
    group_b: nameOf(groupA),
    estimate: observed.estimate,
    conf_low: observed.low,
    conf_high: observed.high,
    scalar: scalar.estimate,
    scalar_low: scalar.low,
    scalar_high: scalar.high,
    partial: partial.estimate,
    partial_low: partial.low,
    partial_high: partial.high,
    sensitivity: scalar.estimate === null || partial.estimate === null ? null : partial.estimate - scalar.estimate,
  }
}

function itemCells({
  dimension,
  item,
  n,
  groups,
  uniform,
  nonUniform,
  deltaRSquared,
  verdict,
}: ItemRow): Cells<'items'> {
  return {
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
  }
}

function differenceRow(row: DifferenceRow): Cells<'differences'> {
  return {
    dimension: row.dimension,
    item: row.item,
    quantity: row.quantity,
    group_a: nameOf(row.groupB),
    group_b: nameOf(row.groupA),
    estimate: row.estimate,
    se: row.se,
    conf_low: row.low,
    conf_high: row.high,
  }
}
