import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { finite } from '../core/result'
import { fitFactorModel, type FactorModelFit, type FactorParameter } from '../numeric/factor-model/factor-model'
import { simpleStructureModel } from '../numeric/factor-model/model'
import { modificationIndices } from '../numeric/factor-model/score-tests'
import type { CorrelationRow, FactorSolution, FitRow, LoadingRow, ModificationRow, StructureData } from './result'

/** How many modification indices are shown. */
const modificationsShown = 10

/** The instrument's own model, each item on its dimension, by maximum likelihood. Where there is no fit, rows without numbers and a note that says why. */
export function confirm(data: StructureData, context: ComputeContext<SurveyDataset>, poll: () => void): FactorSolution {
  const { items, dimensions, dimensionOf, sample } = data
  const result = fitFactorModel(simpleStructureModel(dimensionOf), [sample], { identification: 'marker', poll })
  if (!result.converged) {
    context.note({
      code: `structure:not-fitted.${result.reason}`,
      level: 'warning',
      about: {},
      concerns: { table: 'fit' },
    })
    return withoutFit(data)
  }
  noteProblems(result, data, context)
  const of = (kind: FactorParameter['kind']): readonly FactorParameter[] =>
    result.parameters.filter((parameter) => parameter.kind === kind)
  const loadings = of('loading').map(({ row, column, estimate, se, statistic, pValue, standardized }): LoadingRow => ({
    item: items[row]?.id ?? '',
    factor: dimensions[column] ?? '',
    estimate: finite(estimate),
    se: finite(se),
    statistic: finite(statistic),
    pValue: finite(pValue),
    standardized: finite(standardized),
  }))
  const correlations = of('factor-covariance')
    .filter(({ row, column }) => row !== column)
    .map(({ row, column, estimate, se, pValue, standardized }): CorrelationRow => ({
      a: dimensions[column] ?? '',
      b: dimensions[row] ?? '',
      estimate: finite(standardized),
      covariance: finite(estimate),
      se: finite(se),
      pValue: finite(pValue),
    }))
    .toSorted(
      (one, other) =>
        dimensions.indexOf(one.a) - dimensions.indexOf(other.a) ||
        dimensions.indexOf(one.b) - dimensions.indexOf(other.b),
    )
  const residuals = new Map(
    of('residual-covariance').flatMap(({ row, column, standardized }) =>
      row === column ? [[row, standardized] as const] : [],
    ),
  )
  poll()
  return {
    loadings,
    correlations,
    fit: fitRow(result, dimensions.length),
    communalities: items.map((_, index) => finite(1 - (residuals.get(index) ?? Number.NaN))),
    modifications: modificationIndices(result)
      .slice(0, modificationsShown)
      .map(({ place, index, pValue, change, standardizedChange }): ModificationRow => ({
        kind: place.kind === 'loading' ? 'cross-loading' : 'residual-covariance',
        item: items[place.kind === 'loading' ? place.row : place.column]?.id ?? '',
        factor: place.kind === 'loading' ? (dimensions[place.column] ?? '') : null,
        other: place.kind === 'loading' ? null : (items[place.row]?.id ?? ''),
        index,
        pValue,
        change,
        standardizedChange: finite(standardizedChange),
      })),
  }
}

function noteProblems(
  { problems }: FactorModelFit,
  { items }: StructureData,
  context: ComputeContext<SurveyDataset>,
): void {
  for (const problem of problems) {
    if (problem.code === 'negative-residual-variance') {
      context.note({
        code: 'structure:heywood',
        level: 'warning',
        about: { item: items[problem.item]?.id ?? '', value: { value: problem.value, as: 'estimate' } },
        concerns: { table: 'loadings' },
      })
    } else
      context.note({
        code: 'structure:factors-coincide',
        level: 'warning',
        about: {},
        concerns: { table: 'factor_correlations' },
      })
  }
}

function fitRow({ fit }: FactorModelFit, factors: number): FitRow {
  return {
    factors,
    chiSquare: finite(fit.chiSquare),
    df: finite(fit.df),
    pValue: finite(fit.pValue),
    cfi: finite(fit.cfi),
    tli: finite(fit.tli),
    rmsea: finite(fit.rmsea),
    rmseaLow: finite(fit.rmseaLow),
    rmseaHigh: finite(fit.rmseaHigh),
    srmr: finite(fit.srmr),
    rmsr: null,
    aic: finite(fit.aic),
    bic: finite(fit.bic),
    logLikelihood: finite(fit.logLikelihood),
    freeParameters: fit.freeParameters,
    baselineChiSquare: finite(fit.baselineChiSquare),
    baselineDf: finite(fit.baselineDf),
  }
}

function withoutFit({ items, dimensions, dimensionOf }: StructureData): FactorSolution {
  return {
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
      dimensions
        .slice(first + 1)
        .map((b): CorrelationRow => ({ a, b, estimate: null, covariance: null, se: null, pValue: null })),
    ),
    fit: { factors: dimensions.length, ...noFit },
    communalities: items.map(() => null),
    modifications: [],
  }
}

export const noFit: Omit<FitRow, 'factors'> = {
  chiSquare: null,
  df: null,
  pValue: null,
  cfi: null,
  tli: null,
  rmsea: null,
  rmseaLow: null,
  rmseaHigh: null,
  srmr: null,
  rmsr: null,
  aic: null,
  bic: null,
  logLikelihood: null,
  freeParameters: null,
  baselineChiSquare: null,
  baselineDf: null,
}
