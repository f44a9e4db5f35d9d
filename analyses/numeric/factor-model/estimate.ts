import { choleskyOfPositiveDefinite, solveCholesky } from '../matrices/positive-definite'
import { derivativesAt, discrepancyAt, type Derivatives } from './discrepancy'
import {
  impliedMoments,
  matricesAt,
  type FactorModel,
  type GroupMatrices,
  type ParameterTable,
  type MatrixEntry,
} from './model'
import type { GroupData } from './samples'

/** −2 log L without its constant, over all groups; NaN where an implied covariance is not positive definite. */
export const totalDiscrepancy = (
  model: FactorModel,
  groups: readonly GroupData[],
  table: ParameterTable,
  values: Float64Array,
): number => {
  const matrices = matricesAt(model, groups.length, table, values)
  let sum = 0
  groups.forEach((group, index) => {
    const implied = impliedMoments(model, matrices[index] as GroupMatrices)
    sum += discrepancyAt(group.patterns, implied.covariance, table.hasMeans ? implied.means : null, model.itemCount)
  })
  return sum
}

/** Half the gradient and half the Hessian (or its expectation) by the free parameters: per person, information times N. */
export interface FreeDerivatives {
  readonly value: number
  readonly gradient: Float64Array
  readonly information: Float64Array
}

/**
 * −2 log L with half its derivatives by the free parameters, over all groups; null where an implied covariance is not positive definite.
 * @param values of the free parameters
 * @param kind of the information: its expectation, or half the Hessian itself
 * @param extra entries beside the free parameters, as parameters of their own after them (score tests)
 */
export const freeDerivatives = (
  model: FactorModel,
  groups: readonly GroupData[],
  table: ParameterTable,
  values: Float64Array,
  kind: 'expected' | 'observed',
  extra: readonly MatrixEntry[] = [],
): FreeDerivatives | null => {
  const size = table.freeCount + extra.length
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  const matrices = matricesAt(model, groups.length, table, values)
  let value = 0
  for (const [index, group] of groups.entries()) {
    const own = table.entries.filter((entry) => entry.group === index && entry.free >= 0)
    const added = extra.flatMap((entry, position) =>
      entry.group === index ? [{ entry, free: table.freeCount + position }] : [],
    )
    const entries: readonly MatrixEntry[] = [...own, ...added.map(({ entry }) => entry)]
    const frees = [...own.map(({ free }) => free), ...added.map(({ free }) => free)]
    const found: Derivatives | null = derivativesAt(
      model,
      group,
      matrices[index] as GroupMatrices,
      entries,
      table.hasMeans,
      kind,
    )
    if (found === null) return null
    value += found.value
    frees.forEach((a, first) => {
      gradient[a] = (gradient[a] as number) + (found.gradient[first] as number)
      frees.forEach((b, second) => {
        information[a * size + b] =
          (information[a * size + b] as number) + (found.information[first * frees.length + second] as number)
      })
    })
  }
  return { value, gradient, information }
}

/** Where the search ended, and what is known there. */
export interface Estimation {
  readonly values: Float64Array
  /** −2 log L without its constant. */
  readonly value: number
  readonly iterations: number
  readonly state: 'converged' | 'not-converged' | 'not-identified'
}

/**
 * Maximum likelihood (Jöreskog 1969, doi 10.1007/BF02289343) by Fisher scoring with step halving, then Newton's method on the exact Hessian, which doubles the digits with
 * every step.
 * Converged: the Newton decrement g′·H⁻¹·g, in units of chi-square, is below 1e-12, and two more steps have been taken.
 */
export const estimate = (
  model: FactorModel,
  groups: readonly GroupData[],
  table: ParameterTable,
  start: Float64Array,
  mostIterations: number,
  poll: () => void,
): Estimation => {
  const size = table.freeCount
  let values = start
  let value = totalDiscrepancy(model, groups, table, values)
  if (Number.isNaN(value)) {
    values = safeStart(table, values)
    value = totalDiscrepancy(model, groups, table, values)
  }
  let useHessian = false
  let polishing = 0
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    poll()
    let derivatives = freeDerivatives(model, groups, table, values, useHessian ? 'observed' : 'expected')
    if (derivatives === null) return { values, value, iterations: iteration, state: 'not-converged' }
    let lower = choleskyOfPositiveDefinite(derivatives.information, size)
    if (lower === null && useHessian) {
      useHessian = false
      derivatives = freeDerivatives(model, groups, table, values, 'expected') ?? derivatives
      lower = choleskyOfPositiveDefinite(derivatives.information, size)
    }
    if (lower === null) {
      // No information about some combination of parameters here: a damped step may lead to where there is.
      const damped = Float64Array.from(derivatives.information)
      for (let i = 0; i < size; i++) damped[i * size + i] = (damped[i * size + i] as number) * 1.001 + Number.MIN_VALUE
      lower = choleskyOfPositiveDefinite(damped, size)
      if (lower === null) return { values, value, iterations: iteration, state: 'not-identified' }
    }
    const step = solveCholesky(lower, size, derivatives.gradient)
    let decrement = 0
    for (let i = 0; i < size; i++) decrement += (step[i] as number) * (derivatives.gradient[i] as number)
    if (useHessian && decrement < 1e-12) {
      values = Float64Array.from(values, (old, i) => old - (step[i] as number))
      polishing += 1
      if (polishing >= 2)
        return {
          values,
          value: totalDiscrepancy(model, groups, table, values),
          iterations: iteration,
          state: 'converged',
        }
      continue
    }
    polishing = 0
    let scale = 1
    let next = values
    let nextValue = Number.NaN
    // The value carries rounding errors of about 1e-13 of itself.
    const slack = 1e-13 * Math.abs(value)
    for (let halving = 0; halving < 40; halving++, scale *= 0.5) {
      next = Float64Array.from(values, (old, i) => old - scale * (step[i] as number))
      nextValue = totalDiscrepancy(model, groups, table, next)
      if (nextValue <= value - 1e-4 * scale * decrement + slack) break
    }
    if (!(nextValue <= value + slack)) {
      if (useHessian) {
        useHessian = false
        continue
      }
      return { values, value, iterations: iteration, state: decrement < 1e-8 ? 'converged' : 'not-converged' }
    }
    values = next
    value = nextValue
    useHessian = decrement < 1 && scale === 1
  }
  return { values, value, iterations: mostIterations, state: 'not-converged' }
}

/** Factors uncorrelated, so that the implied covariance is positive definite. */
const safeStart = (table: ParameterTable, start: Float64Array): Float64Array => {
  const values = Float64Array.from(start)
  for (const { kind, row, column, free } of table.entries)
    if (free >= 0 && kind === 'factor-covariance' && row !== column) values[free] = 0
  return values
}
