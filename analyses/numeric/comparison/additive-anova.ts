import { choleskyOfPositiveDefinite, inverseOfCholesky, solveCholesky } from '../matrices/positive-definite'
import { compensatedSum, mergeMoments } from '../summary/summary'
import {
  contrastsOf,
  sequential,
  type FactorialCell,
  type FactorialSums,
  type MarginalMean,
  type SumOfSquaresType,
  type TermSum,
} from './factorial-anova'

/** A model of main effects alone, and what follows from it. */
export interface AdditiveAnova {
  readonly sums: FactorialSums
  /** Wald statistics under HC3 of each factor, as `heteroscedasticTermSums` gives them for the full model; NaN for type 1, and where a person determines an effect alone. */
  readonly robust: readonly TermSum[]
  /** The means of a factor's levels, every level of the others counting alike, or the fitted means of all combinations that somebody is in. */
  meansOf(factors: readonly number[]): readonly MarginalMean[]
}

/**
 * Analysis of variance of two or three factors without interactions, from n, mean and sum of squares of each cell alone: `anova` and `car::Anova` of `lm(y ~ a + b)`, and
 * `emmeans` of it. What lies between the cells beyond the main effects counts as chance, so that one answer in each combination suffices. Types 2 and 3 are the same.
 * Combinations that nobody is in are predicted from the others; where they leave an effect undetermined, means are NaN.
 * @param cells those with somebody in them, each combination at most once
 * @param levelCounts how many levels each factor has, each at least 2
 */
export const additiveAnova = (
  cells: readonly FactorialCell[],
  levelCounts: readonly number[],
  type: SumOfSquaresType,
): AdditiveAnova => {
  const whole = mergeMoments(cells.map(({ moments }) => moments))
  const weighted = cells.map(({ levels, moments }) => ({ levels, value: moments.mean - whole.mean, weight: moments.n }))
  const effects = levelCounts.map((_, factor) => contrastsOf(weighted, [factor], levelCounts))
  const ordered = sequential(weighted, effects)
  const own = levelCounts.map((_, factor) =>
    type === 1
      ? ordered[factor]
      : sequential(weighted, [
          effects.filter((__, other) => other !== factor).flat(),
          effects[factor] as readonly Float64Array[],
        ])[1],
  )
  const fit = fitOf(cells, effects, whole.mean)
  const within = compensatedSum(cells.length, (i) => (cells[i] as FactorialCell).moments.centredSumOfSquares)
  const between = compensatedSum(cells.length, (i) => {
    const { value, weight } = weighted[i] as (typeof weighted)[number]
    return weight * value * value
  })
  const beyond =
    fit === null
      ? Math.max(0, between - compensatedSum(ordered.length, (i) => ordered[i]?.sumOfSquares ?? 0))
      : compensatedSum(cells.length, (i) => (weighted[i]?.weight ?? 0) * squareOf(fit.residuals[i] as number))
  return {
    sums: {
      terms: own.map((sum, factor) => ({
        factors: [factor],
        sumOfSquares: sum?.sumOfSquares ?? Number.NaN,
        df: sum?.df ?? 0,
      })),
      residualSumOfSquares: within + beyond,
      dfResidual: whole.n - 1 - ordered.reduce((total, { df }) => total + df, 0),
      totalSumOfSquares: whole.centredSumOfSquares,
      emptyCells: levelCounts.reduce((product, count) => product * count, 1) - cells.length,
    },
    robust: levelCounts.map((count, factor) => ({
      factors: [factor],
      sumOfSquares: fit === null || type === 1 ? Number.NaN : fit.wald(factor),
      df: count - 1,
    })),
    meansOf: (factors) => meansOf(cells, levelCounts, factors, fit),
  }
}

/** The weighted least squares fit of the cells' means. */
interface Fit {
  /** Mean of each cell less its fitted value. */
  readonly residuals: Float64Array
  /** Σ l·β of a row of the design, and its variance as a multiple of the residual variance. */
  predict(row: Float64Array): { readonly estimate: number; readonly varianceFactor: number }
  /** The row of the design for a cell, and for the mean at one level of a factor. */
  rowOfCell(cell: number): Float64Array
  rowOfLevel(factor: number, level: number): Float64Array
  /** β′V⁻¹β of a factor's contrasts, V by HC3. */
  wald(factor: number): number
}

/** Null where the cells do not determine every effect. */
const fitOf = (
  cells: readonly FactorialCell[],
  effects: readonly (readonly Float64Array[])[],
  origin: number,
): Fit | null => {
  const columns = [new Float64Array(cells.length).fill(1), ...effects.flat()]
  const size = columns.length
  const starts = effects.map((_, factor) => 1 + effects.slice(0, factor).reduce((sum, own) => sum + own.length, 0))
  const rowOfCell = (cell: number): Float64Array => Float64Array.from(columns, (column) => column[cell] as number)
  const rows = cells.map((_, cell) => rowOfCell(cell))
  const crossproduct = summed(size, rows, (cell) => (cells[cell] as FactorialCell).moments.n)
  const lower = choleskyOfPositiveDefinite(crossproduct, size)
  if (lower === null) return null
  const right = new Float64Array(size)
  rows.forEach((row, cell) => {
    const { n, mean } = (cells[cell] as FactorialCell).moments
    row.forEach((value, at) => (right[at] = (right[at] as number) + n * value * (mean - origin)))
  })
  const coefficients = solveCholesky(lower, size, right)
  const inverse = inverseOfCholesky(lower, size)
  const predict = (row: Float64Array): { readonly estimate: number; readonly varianceFactor: number } => ({
    estimate: origin + dot(row, coefficients),
    varianceFactor: quadratic(inverse, row),
  })
  const residuals = Float64Array.from(
    rows,
    (row, cell) => (cells[cell] as FactorialCell).moments.mean - predict(row).estimate,
  )
  return {
    residuals,
    predict,
    rowOfCell,
    rowOfLevel: (factor, level) => {
      const row = new Float64Array(size)
      row[0] = 1
      const own = effects[factor] as readonly Float64Array[]
      own.forEach((_, at) => (row[(starts[factor] as number) + at] = level === own.length ? -1 : level === at ? 1 : 0))
      return row
    },
    wald: (factor) => {
      const meat = summed(size, rows, (cell) => {
        const { n, centredSumOfSquares } = (cells[cell] as FactorialCell).moments
        const rest = 1 - quadratic(inverse, rows[cell] as Float64Array)
        return rest > leastRest
          ? (centredSumOfSquares + n * squareOf(residuals[cell] as number)) / (rest * rest)
          : Number.NaN
      })
      const length = (effects[factor] as readonly Float64Array[]).length
      const start = starts[factor] as number
      // Rows of A⁻¹ that belong to the factor: V of its contrasts is their quadratic form in the middle matrix.
      const own = Array.from({ length }, (_, at) => inverse.slice((start + at) * size, (start + at + 1) * size))
      const covariance = new Float64Array(length * length)
      own.forEach((a, i) => own.forEach((b, j) => (covariance[i * length + j] = bilinear(meat, a, b))))
      const root = covariance.some(Number.isNaN) ? null : choleskyOfPositiveDefinite(covariance, length)
      if (root === null) return Number.NaN
      const effect = coefficients.slice(start, start + length)
      return dot(effect, solveCholesky(root, length, effect))
    },
  }
}

/** A person whose leverage comes closer to 1 than this determines an effect alone. */
const leastRest = 1e-9

const squareOf = (value: number): number => value * value

/** Σ weight·x·x′ over the rows. */
const summed = (size: number, rows: readonly Float64Array[], weightOf: (row: number) => number): Float64Array => {
  const sum = new Float64Array(size * size)
  rows.forEach((row, at) => {
    const weight = weightOf(at)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        sum[i * size + j] = (sum[i * size + j] as number) + weight * (row[i] as number) * (row[j] as number)
  })
  return sum
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] as number), 0)

const bilinear = (matrix: Float64Array, a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, row) => sum + value * dot(matrix.subarray(row * b.length, (row + 1) * b.length), b), 0)

const quadratic = (matrix: Float64Array, a: Float64Array): number => bilinear(matrix, a, a)

const meansOf = (
  cells: readonly FactorialCell[],
  levelCounts: readonly number[],
  factors: readonly number[],
  fit: Fit | null,
): readonly MarginalMean[] => {
  const nowhere = { estimate: Number.NaN, varianceFactor: Number.NaN }
  if (factors.length > 1)
    return cells.map(({ levels, moments }, cell) => ({
      levels,
      n: moments.n,
      ...(fit?.predict(fit.rowOfCell(cell)) ?? nowhere),
    }))
  const [factor = 0] = factors
  return Array.from({ length: levelCounts[factor] as number }, (_, level) => ({
    levels: [level],
    n: cells.reduce((sum, { levels, moments }) => sum + (levels[factor] === level ? moments.n : 0), 0),
    ...(fit?.predict(fit.rowOfLevel(factor, level)) ?? nowhere),
  }))
}
