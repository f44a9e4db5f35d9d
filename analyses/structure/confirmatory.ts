import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { finite } from '../core/result'
import { itemInWords, quantity } from '../core/words'
import { fitFactorModel, type FactorModelFit, type FactorParameter } from '../numeric/factor-model/factor-model'
import { simpleStructureModel } from '../numeric/factor-model/model'
import { modificationIndices } from '../numeric/factor-model/score-tests'
import type { FactorCorrelation, FactorSolution, Loading, Modification, StructureData } from './result'
import { warning } from './words'

/** How many modification indices are shown. */
const modificationsShown = 10

/** The instrument's own model, each item on its dimension, by maximum likelihood. Where there is no fit, rows without numbers and a note that says why. */
export function confirm(data: StructureData, context: ComputeContext<SurveyDataset>, poll: () => void): FactorSolution {
  const { dimensions, dimensionOf, sample } = data
  const result = fitFactorModel(simpleStructureModel(dimensionOf), [sample], { identification: 'marker', poll })
  if (!result.converged) {
    context.note(warning(`not-fitted.${result.reason}`, {}, { table: 'fit' }))
    return withoutFit(data)
  }
  noteProblems(result, data, context)
  const loadings = loadingsOf(result, data)
  const correlations = correlationsOf(result, data)
  poll()
  return {
    factors: dimensions.length,
    loadings,
    correlations,
    confirmatory: result.fit,
    exploratory: null,
    communalities: communalitiesOf(result, data),
    modifications: modificationsOf(result, data),
  }
}

const parametersOf = ({ parameters }: FactorModelFit, kind: FactorParameter['kind']): readonly FactorParameter[] =>
  parameters.filter((parameter) => parameter.kind === kind)

function loadingsOf(result: FactorModelFit, { items, dimensions }: StructureData): readonly Loading[] {
  return parametersOf(result, 'loading').map(({ row, column, estimate, se, statistic, pValue, standardized }) => ({
    item: items[row]?.id ?? '',
    factor: dimensions[column] ?? '',
    estimate: finite(estimate),
    se: finite(se),
    statistic: finite(statistic),
    pValue: finite(pValue),
    standardized: finite(standardized),
  }))
}

/** In the order of the dimensions. */
function correlationsOf(result: FactorModelFit, { dimensions }: StructureData): readonly FactorCorrelation[] {
  return parametersOf(result, 'factor-covariance')
    .filter(({ row, column }) => row !== column)
    .map(({ row, column, estimate, se, pValue, standardized }) => ({
      a: dimensions[column] ?? '',
      b: dimensions[row] ?? '',
      estimate: finite(standardized),
      covariance: { estimate: finite(estimate), se: finite(se), pValue: finite(pValue) },
    }))
    .toSorted(
      (one, other) =>
        dimensions.indexOf(one.a) - dimensions.indexOf(other.a) ||
        dimensions.indexOf(one.b) - dimensions.indexOf(other.b),
    )
}

function communalitiesOf(result: FactorModelFit, { items }: StructureData): readonly (number | null)[] {
  const residuals = new Map(
    parametersOf(result, 'residual-covariance').flatMap(({ row, column, standardized }) =>
      row === column ? [[row, standardized] as const] : [],
    ),
  )
  return items.map((_, index) => finite(1 - (residuals.get(index) ?? Number.NaN)))
}

/** The largest first. */
function modificationsOf(result: FactorModelFit, { items, dimensions }: StructureData): readonly Modification[] {
  return modificationIndices(result)
    .slice(0, modificationsShown)
    .map(({ entry, ...found }) =>
      entry.kind === 'loading'
        ? {
            ...found,
            kind: 'cross-loading',
            item: items[entry.row]?.id ?? '',
            factor: dimensions[entry.column] ?? '',
            other: null,
          }
        : {
            ...found,
            kind: 'residual-covariance',
            item: items[entry.column]?.id ?? '',
            factor: null,
            other: items[entry.row]?.id ?? '',
          },
    )
}

function noteProblems(
  { problems }: FactorModelFit,
  { items }: StructureData,
  context: ComputeContext<SurveyDataset>,
): void {
  for (const problem of problems)
    context.note(
      problem.code === 'negative-residual-variance'
        ? warning(
            'heywood',
            { item: itemInWords(items[problem.item]?.id ?? ''), value: quantity(problem.value, 'estimate') },
            { table: 'loadings' },
          )
        : warning('factors-coincide', {}, { table: 'factor_correlations' }),
    )
}

function withoutFit({ items, dimensions, dimensionOf }: StructureData): FactorSolution {
  return {
    factors: dimensions.length,
    loadings: items.map(({ id }, index) => ({
      item: id,
      factor: dimensions[dimensionOf[index] ?? 0] ?? '',
      estimate: null,
      se: null,
      statistic: null,
      pValue: null,
      standardized: null,
    })),
    correlations: dimensions.flatMap((a, first) =>
      dimensions.slice(first + 1).map((b) => ({ a, b, estimate: null, covariance: noCovariance })),
    ),
    confirmatory: null,
    exploratory: null,
    communalities: items.map(() => null),
    modifications: [],
  }
}

/** Where there is no model, and of factors that were found. */
export const noCovariance: FactorCorrelation['covariance'] = { estimate: null, se: null, pValue: null }
