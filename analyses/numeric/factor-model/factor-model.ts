import { normal } from '../distributions/normal'
import { choleskyOfPositiveDefinite, inverseOfCholesky } from '../matrices/positive-definite'
import { estimate, freeDerivatives, totalDiscrepancy } from './estimate'
import { discrepancyAt } from './discrepancy'
import { fitIndices, type FitIndices } from './fit-indices'
import {
  impliedMoments,
  matricesAt,
  parameterTable,
  type FactorModel,
  type GroupMatrices,
  type ImpliedMoments,
  type ModelRestrictions,
  type ParameterTable,
  type MatrixEntry,
} from './model'
import { groupData, type FactorSample, type GroupData } from './samples'
import { startingValues } from './starting-values'

/** How a model is identified and restricted, and how long the search may take. */
export interface FactorModelSettings extends ModelRestrictions {
  /** Of standard errors: expected (the default for complete data) or observed (the default where values are missing), as lavaan's. */
  readonly information?: 'expected' | 'observed'
  /** Default 200. A fit that exists takes about ten. */
  readonly mostIterations?: number
  /** Called in every iteration; what it throws ends the work. */
  readonly poll?: () => void
}

/** What is inadmissible in a fit that converged. */
export type FactorProblem =
  | {
      readonly code: 'negative-residual-variance'
      readonly group: number
      readonly item: number
      readonly value: number
    }
  | { readonly code: 'factor-covariance-not-positive-definite'; readonly group: number }

/** An estimate with its standard error, test and standardised value. */
export interface FactorParameter extends MatrixEntry {
  /** Fixed parameters (markers, unit variances) have standard error NaN. */
  readonly isFixed: boolean
  readonly estimate: number
  readonly se: number
  /** estimate ÷ se, and its two-sided p. */
  readonly statistic: number
  readonly pValue: number
  /** lavaan's `std.all`: items and factors in implied standard deviations. */
  readonly standardized: number
}

/** One group of a fit. Matrices row by row. */
export interface FactorGroup extends GroupMatrices {
  readonly count: number
  /** Σ implied by the model, items × items. */
  readonly impliedCovariance: Float64Array
  /** μ implied by the model; the saturated means where means are not modelled. */
  readonly impliedMeans: Float64Array
  /** What it is compared with: the sample covariance (divisor n) and means, or the saturated estimates where values are missing. */
  readonly sampleCovariance: Float64Array
  readonly sampleMeans: Float64Array
}

/** A fit that converged. */
export interface FactorModelFit {
  readonly converged: true
  readonly parameters: readonly FactorParameter[]
  readonly groups: readonly FactorGroup[]
  readonly fit: FitIndices
  readonly problems: readonly FactorProblem[]
  readonly iterations: number
  /** Covariance matrix of the free parameters, and where each parameter stands in it (−1: fixed). */
  readonly parameterCovariance: Float64Array
  readonly free: Int32Array
  /** What score tests go on from. */
  readonly state: FitState
}

/** What score tests need of a fit. */
export interface FitState {
  readonly model: FactorModel
  readonly data: readonly GroupData[]
  readonly table: ParameterTable
  readonly values: Float64Array
}

/**
 * Why there is no fit. `sample-not-positive-definite`: constant or collinear items, or fewer rows than items, in `group`. `too-few-moments`: more
 * free parameters than moments. `not-identified`: the information matrix is singular at the solution, or nobody in `group` answered both of two items.
 * `not-converged`: no maximum was found, or none of the saturated model of `group`.
 */
export interface FactorModelFailure {
  readonly converged: false
  readonly reason: 'sample-not-positive-definite' | 'too-few-moments' | 'not-identified' | 'not-converged'
  readonly group: number | null
}

/** A fit, or why there is none. */
export type FactorModelResult = FactorModelFit | FactorModelFailure

/**
 * Fits a confirmatory factor model by maximum likelihood, in one group or several, as `lavaan::cfa` does with its defaults.
 *
 * `oneFactorModel` and `simpleStructureModel` are in `model.ts`, `listwiseSample` and `incompleteSample` in `samples.ts`.
 * ```ts
 * const sample = listwiseSample(columns)                       // or { count, covariance, means } from the engine, divisor n
 * const result = fitFactorModel(oneFactorModel(5), [sample], { identification: 'variance' })
 * if (result.converged) result.fit.cfi, result.parameters, result.groups[0].loadings   // λ, √φ = 1
 * else result.reason
 * ```
 * Covariances have divisor n, and chi-square is n·F (Bollen 1989, ISBN 0-471-01171-1, eq. 4.67). Standard errors come from the expected information, or the observed one where
 * values are missing: `incompleteSample(columns)` gives full information maximum likelihood (Arbuckle 1996), with the means modelled and chi-square
 * against the saturated model estimated by EM. Residual variances may come out negative (a Heywood case) and are then named in `problems`.
 * Fixed point of the search: Newton's method on the analytic Hessian, to about 1e-10 relative, better than lavaan's own stopping rule (1e-6 or so).
 *
 * @param model   `oneFactorModel`, `simpleStructureModel`, or with cross-loadings
 * @param samples one a group, in the order of the groups
 */
export const fitFactorModel = (
  model: FactorModel,
  samples: readonly FactorSample[],
  settings: FactorModelSettings = {},
): FactorModelResult => {
  const poll = settings.poll ?? (() => undefined)
  const fail = (reason: FactorModelFailure['reason'], group: number | null = null): FactorModelFailure => ({
    converged: false,
    reason,
    group,
  })
  const data: GroupData[] = []
  for (const [index, sample] of samples.entries()) {
    const group = groupData(sample, model.itemCount, poll)
    if (typeof group === 'string') return fail(group, index)
    data.push(group)
  }
  const isComplete = data.every((group) => group.isComplete)
  const table = parameterTable(model, data.length, {
    ...settings,
    meanStructure: settings.meanStructure === true || !isComplete,
  })
  const p = model.itemCount
  const moments = data.length * ((p * (p + 1)) / 2 + (table.hasMeans ? p : 0))
  if (table.freeCount > moments || model.factorCount < 1) return fail('too-few-moments')
  const found = estimate(model, data, table, startingValues(model, data, table), settings.mostIterations ?? 200, poll)
  if (found.state !== 'converged') return fail(found.state)
  const { values } = found
  const information = freeDerivatives(
    model,
    data,
    table,
    values,
    settings.information ?? (isComplete ? 'expected' : 'observed'),
  )?.information
  const lower = information === undefined ? null : choleskyOfPositiveDefinite(information, table.freeCount, 1e-12)
  if (lower === null) return fail('not-identified')
  const parameterCovariance = inverseOfCholesky(lower, table.freeCount)
  const matrices = matricesAt(model, data.length, table, values)
  const implied = matrices.map((own) => impliedMoments(model, own))
  const saturatedValue = data.reduce(
    (sum, group) => sum + discrepancyAt(group.patterns, group.covariance, table.hasMeans ? group.means : null, p),
    0,
  )
  return {
    converged: true,
    parameters: parametersOf(model, table, values, parameterCovariance, matrices, implied),
    groups: data.map((group, index) => ({
      ...(matrices[index] as GroupMatrices),
      count: group.count,
      impliedCovariance: (implied[index] as ImpliedMoments).covariance,
      impliedMeans: table.hasMeans ? (implied[index] as ImpliedMoments).means : group.means,
      sampleCovariance: group.covariance,
      sampleMeans: group.means,
    })),
    fit: fitIndices({
      groups: data,
      implied,
      itemCount: p,
      hasMeans: table.hasMeans,
      freeParameters: table.freeCount,
      value: totalDiscrepancy(model, data, table, values),
      saturatedValue,
    }),
    problems: problemsOf(model, table, values, matrices),
    iterations: found.iterations,
    parameterCovariance,
    free: Int32Array.from(table.entries, ({ free }) => free),
    state: { model, data, table, values },
  }
}

const parametersOf = (
  model: FactorModel,
  table: ParameterTable,
  values: Float64Array,
  covariance: Float64Array,
  matrices: readonly GroupMatrices[],
  implied: readonly ImpliedMoments[],
): readonly FactorParameter[] =>
  table.entries.map((entry) => {
    const { kind, group, row, column, free } = entry
    const isFixed = free < 0
    const value = isFixed ? entry.value : (values[free] as number)
    const se = isFixed ? Number.NaN : Math.sqrt(covariance[free * table.freeCount + free] as number)
    const statistic = value / se
    const units = standardUnits(
      model,
      { kind, group, row, column },
      matrices[group] as GroupMatrices,
      implied[group] as ImpliedMoments,
    )
    return {
      kind,
      group,
      row,
      column,
      isFixed,
      estimate: value,
      se,
      statistic,
      pValue: Math.min(1, 2 * normal.upper(Math.abs(statistic))),
      standardized: value * units,
    }
  })

/** What an estimate is multiplied by to be standardised (lavaan's `std.all`). */
export const standardUnits = (
  { itemCount: p, factorCount: m }: FactorModel,
  { kind, row, column }: MatrixEntry,
  matrices: GroupMatrices,
  implied: ImpliedMoments,
): number => {
  const item = (index: number): number => Math.sqrt(implied.covariance[index * p + index] as number)
  const factor = (index: number): number => Math.sqrt(matrices.factorCovariance[index * m + index] as number)
  if (kind === 'loading') return factor(column) / item(row)
  if (kind === 'factor-covariance') return 1 / (factor(row) * factor(column))
  if (kind === 'intercept') return 1 / item(row)
  if (kind === 'factor-mean') return 1 / factor(row)
  if (row === column) return 1 / (item(row) * item(row))
  // A residual covariance in units of the residuals: their correlation.
  const residual = (index: number): number =>
    Math.sqrt(Math.abs(matrices.residualCovariance[index * p + index] as number))
  return 1 / (residual(row) * residual(column))
}

const problemsOf = (
  { itemCount: p, factorCount: m }: FactorModel,
  table: ParameterTable,
  values: Float64Array,
  matrices: readonly GroupMatrices[],
): readonly FactorProblem[] => [
  ...table.entries.flatMap(({ kind, group, row, column, free }): readonly FactorProblem[] => {
    const value = free < 0 ? 0 : (values[free] as number)
    return kind === 'residual-covariance' && row === column && value < 0 && p > 0
      ? [{ code: 'negative-residual-variance', group, item: row, value }]
      : []
  }),
  ...matrices.flatMap(({ factorCovariance }, group): readonly FactorProblem[] =>
    choleskyOfPositiveDefinite(factorCovariance, m, 1e-10) === null
      ? [{ code: 'factor-covariance-not-positive-definite', group }]
      : [],
  ),
]
