import { finite, type CellsOf, type RowsById } from '../core/result'
import { fitCells, likelihoodCells, modificationCells } from '../survey/factor-fit'
import type { tables } from './declarations'
import type { StructureOptions } from './options'
import type { Adequacy, ComparedEigenvalue, FactorSolution, Structure } from './result'

/** Items and dimensions in the order of the instrument; factors that were found by the variance they account for. */
export function tabulateStructure(
  { n, eigenvalues, adequacy, solution, htmt }: Structure,
  options: StructureOptions,
): RowsById<typeof tables> {
  return {
    eigenvalues: eigenvalueRows(eigenvalues, n),
    adequacy: [adequacyCells(adequacy, n)],
    items: itemRows(adequacy, solution, n),
    loadings: solution.loadings.map(({ pValue, ...loading }) => ({ ...loading, p_value: pValue, n })),
    factor_correlations: solution.correlations.map(({ a, b, estimate, covariance }) => ({
      factor_a: a,
      factor_b: b,
      estimate,
      covariance: covariance.estimate,
      covariance_se: covariance.se,
      covariance_p_value: covariance.pValue,
      n,
    })),
    fit: [fitRow(solution, options, n)],
    modification_indices: solution.modifications.map(({ kind, item, factor, other, ...found }) => ({
      kind,
      item,
      factor,
      item_b: other,
      ...modificationCells(found),
      n,
    })),
    htmt: htmt.map(({ a, b, ratio }) => ({ dimension_a: a, dimension_b: b, htmt: ratio, n })),
  }
}

function eigenvalueRows(
  eigenvalues: readonly ComparedEigenvalue[],
  n: number,
): readonly CellsOf<typeof tables.eigenvalues>[] {
  return eigenvalues.map(({ value, parallel95, parallelMean, parallelLow, parallelHigh }, index) => ({
    component: index + 1,
    eigenvalue: value,
    parallel_95: parallel95,
    parallel_mean: parallelMean,
    parallel_low: parallelLow,
    parallel_high: parallelHigh,
    share: value / eigenvalues.length,
    n,
  }))
}

function adequacyCells({ kmo, sphericity, items }: Adequacy, n: number): CellsOf<typeof tables.adequacy> {
  return {
    n,
    items: items.length,
    kmo,
    statistic: sphericity?.chiSquare ?? null,
    df: sphericity?.df ?? null,
    p_value: sphericity?.pValue ?? null,
  }
}

function itemRows(
  { items }: Adequacy,
  { communalities }: FactorSolution,
  n: number,
): readonly CellsOf<typeof tables.items>[] {
  return items.map(({ item, kmo, squaredMultiple }, index) => {
    const communality = communalities[index] ?? null
    return {
      item,
      kmo,
      squared_multiple_r: squaredMultiple,
      communality,
      uniqueness: communality === null ? null : 1 - communality,
      n,
    }
  })
}

function fitRow(
  { factors, confirmatory, exploratory }: FactorSolution,
  { method }: StructureOptions,
  n: number,
): CellsOf<typeof tables.fit> {
  return {
    method,
    n,
    factors,
    ...fitCells(confirmatory ?? exploratory),
    rmsr: finite(exploratory?.rmsr),
    ...likelihoodCells(confirmatory),
    baseline_chi_square: finite(confirmatory?.baselineChiSquare),
    baseline_df: finite(confirmatory?.baselineDf),
  }
}
