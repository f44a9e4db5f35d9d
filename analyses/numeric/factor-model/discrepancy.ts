import { choleskyOfPositiveDefinite, inverseOfCholesky, logDeterminantOfCholesky } from '../matrices/positive-definite'
import { impliedMoments, type FactorModel, type GroupMatrices, type MatrixEntry } from './model'
import type { AnswerPattern, GroupData } from './samples'

/**
 * −2 log L of a group without its constant, pattern by pattern: Σ count·(log|Σ| + tr(Σ⁻¹·S) + d′·Σ⁻¹·d) (Bollen 1989, ISBN 0-471-01171-1, eq. 4.67; Arbuckle 1996 for missing
 * answers). NaN where Σ is not positive definite.
 * @param covariance Σ, p × p, row by row
 * @param means μ; null where means are not modelled, and d is then 0
 */
export const discrepancyAt = (
  patterns: readonly AnswerPattern[],
  covariance: Float64Array,
  means: Float64Array | null,
  p: number,
): number => {
  let sum = 0
  for (const pattern of patterns) {
    const fitted = fittedPattern(pattern, covariance, means, p)
    if (fitted === null) return Number.NaN
    sum += pattern.count * fitted.value
  }
  return sum
}

interface FittedPattern {
  /** log|Σ| + tr(Σ⁻¹·(S + d·dᵀ)) */
  readonly value: number
  /** Σ⁻¹ of the items answered. */
  readonly inverse: Float64Array
  /** S + d·dᵀ */
  readonly moments: Float64Array
  /** d = mean − implied mean */
  readonly distance: Float64Array
}

const fittedPattern = (
  { items, means: own, covariance: spread }: AnswerPattern,
  covariance: Float64Array,
  means: Float64Array | null,
  p: number,
): FittedPattern | null => {
  const k = items.length
  let observed = covariance
  if (k < p) {
    observed = new Float64Array(k * k)
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++)
        observed[a * k + b] = covariance[(items[a] as number) * p + (items[b] as number)] as number
  }
  const lower = choleskyOfPositiveDefinite(observed, k)
  if (lower === null) return null
  const inverse = inverseOfCholesky(lower, k)
  const distance = new Float64Array(k)
  let moments = spread
  if (means !== null) {
    for (let a = 0; a < k; a++) distance[a] = (own[a] as number) - (means[items[a] as number] as number)
    moments = new Float64Array(k * k)
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++)
        moments[a * k + b] = (spread[a * k + b] as number) + (distance[a] as number) * (distance[b] as number)
  }
  let trace = 0
  for (let index = 0; index < k * k; index++) trace += (inverse[index] as number) * (moments[index] as number)
  return { value: logDeterminantOfCholesky(lower, k) + trace, inverse, moments, distance }
}

/**
 * How a parameter moves the implied moments: ∂Σ = c·(u·vᵀ + v·uᵀ), ∂μ = k·w, with u, v, w columns of the basis [I, Λ·Φ, Λ]. Every element of the
 * information matrix is then a few products of elements of one small Gram matrix.
 */
interface Direction {
  readonly u: number
  readonly v: number
  readonly c: number
  readonly w: number
  readonly k: number
}

const directionOf = (
  { kind, row, column }: MatrixEntry,
  { factorMeans }: GroupMatrices,
  p: number,
  m: number,
): Direction => {
  if (kind === 'loading') return { u: row, v: p + column, c: 1, w: row, k: factorMeans[column] as number }
  if (kind === 'residual-covariance') return { u: row, v: column, c: row === column ? 0.5 : 1, w: 0, k: 0 }
  if (kind === 'factor-covariance')
    return { u: p + m + row, v: p + m + column, c: row === column ? 0.5 : 1, w: 0, k: 0 }
  if (kind === 'intercept') return { u: 0, v: 0, c: 0, w: row, k: 1 }
  return { u: 0, v: 0, c: 0, w: p + m + row, k: 1 }
}

/** Half the derivatives of the discrepancy by the entries of a group: gradient, and expected or observed information (half the Hessian). */
export interface Derivatives {
  readonly value: number
  readonly gradient: Float64Array
  /** entries × entries; both triangles */
  readonly information: Float64Array
}

/**
 * Discrepancy of a group and half its derivatives by the entries given (which may lie where the model has fixed zeros).
 *
 * @param matrices of this group
 * @param entries of this group
 * @param hasMeans whether means are modelled
 * @returns null where the implied covariance is not positive definite
 */
export const derivativesAt = (
  model: FactorModel,
  group: GroupData,
  matrices: GroupMatrices,
  entries: readonly MatrixEntry[],
  hasMeans: boolean,
  information: 'expected' | 'observed',
): Derivatives | null => {
  const { itemCount: p, factorCount: m } = model
  const implied = impliedMoments(model, matrices)
  const size = p + 2 * m
  const count = entries.length
  const directions = entries.map((entry) => directionOf(entry, matrices, p, m))
  const gradient = new Float64Array(count)
  const matrix = new Float64Array(count * count)
  // Σ count·(Σ⁻¹ − Σ⁻¹·S·Σ⁻¹) and Σ count·Σ⁻¹·d on the basis: what the second derivatives of Σ and μ are multiplied by.
  const slope = new Float64Array(size * size)
  const meanSlope = new Float64Array(size)
  let value = 0
  for (const pattern of group.patterns) {
    const fitted = fittedPattern(pattern, implied.covariance, hasMeans ? implied.means : null, p)
    if (fitted === null) return null
    value += pattern.count * fitted.value
    const { gram, momentGram, pull } = basisProducts(
      pattern,
      fitted,
      implied.loadingsByCovariance,
      matrices.loadings,
      p,
      m,
    )
    for (let index = 0; index < size * size; index++)
      slope[index] =
        (slope[index] as number) + pattern.count * ((gram[index] as number) - (momentGram[index] as number))
    for (let index = 0; index < size; index++)
      meanSlope[index] = (meanSlope[index] as number) + pattern.count * (pull[index] as number)
    addCurvature(matrix, directions, pattern.count, gram, momentGram, pull, size, information)
  }
  directions.forEach(({ u, v, c, w, k }, index) => {
    gradient[index] = c * (slope[u * size + v] as number) - k * (meanSlope[w] as number)
  })
  if (information === 'observed') addSecondDerivatives(matrix, entries, matrices, slope, meanSlope, p, m)
  for (let a = 0; a < count; a++) for (let b = 0; b < a; b++) matrix[a * count + b] = matrix[b * count + a] as number
  return { value, gradient, information: matrix }
}

/** Bᵀ·W·B, Bᵀ·W·S·W·B and Bᵀ·W·d for B = [I, Λ·Φ, Λ] and W = Σ⁻¹, with zeros for items not answered. */
const basisProducts = (
  { items }: AnswerPattern,
  { inverse, moments, distance }: FittedPattern,
  loadingsByCovariance: Float64Array,
  loadings: Float64Array,
  p: number,
  m: number,
): { readonly gram: Float64Array; readonly momentGram: Float64Array; readonly pull: Float64Array } => {
  const k = items.length
  const size = p + 2 * m
  // Rows of the basis that belong to answered items, but for its unit columns.
  const columns = new Float64Array(k * 2 * m)
  for (let a = 0; a < k; a++) {
    const item = items[a] as number
    for (let j = 0; j < m; j++) {
      columns[a * 2 * m + j] = loadingsByCovariance[item * m + j] as number
      columns[a * 2 * m + m + j] = loadings[item * m + j] as number
    }
  }
  const byMoments = product(inverse, moments, k, k, k)
  const sandwich = product(byMoments, inverse, k, k, k)
  const pull = new Float64Array(size)
  for (let a = 0; a < k; a++) {
    let sum = 0
    for (let b = 0; b < k; b++) sum += (inverse[a * k + b] as number) * (distance[b] as number)
    pull[items[a] as number] = sum
    for (let j = 0; j < 2 * m; j++) pull[p + j] = (pull[p + j] as number) + (columns[a * 2 * m + j] as number) * sum
  }
  return { gram: onBasis(inverse, columns, items, p, m), momentGram: onBasis(sandwich, columns, items, p, m), pull }
}

const product = (
  left: Float64Array,
  right: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array => {
  const result = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = left[i * inner + k] as number
      for (let j = 0; j < columns; j++)
        result[i * columns + j] = (result[i * columns + j] as number) + factor * (right[k * columns + j] as number)
    }
  }
  return result
}

const onBasis = (
  weight: Float64Array,
  columns: Float64Array,
  items: Int32Array,
  p: number,
  m: number,
): Float64Array => {
  const k = items.length
  const size = p + 2 * m
  const gram = new Float64Array(size * size)
  const weighted = product(weight, columns, k, k, 2 * m)
  for (let a = 0; a < k; a++) {
    const row = items[a] as number
    for (let b = 0; b < k; b++) gram[row * size + (items[b] as number)] = weight[a * k + b] as number
    for (let j = 0; j < 2 * m; j++) {
      gram[row * size + p + j] = weighted[a * 2 * m + j] as number
      gram[(p + j) * size + row] = weighted[a * 2 * m + j] as number
    }
  }
  for (let a = 0; a < 2 * m; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0
      for (let i = 0; i < k; i++) sum += (columns[i * 2 * m + a] as number) * (weighted[i * 2 * m + b] as number)
      gram[(p + a) * size + p + b] = sum
      gram[(p + b) * size + p + a] = sum
    }
  }
  return gram
}

/** ½·tr(W·∂aΣ·W·∂bΣ) + ∂aμᵀ·W·∂bμ, and for the observed information what the residuals add to it; upper triangle. */
const addCurvature = (
  matrix: Float64Array,
  directions: readonly Direction[],
  weight: number,
  gram: Float64Array,
  momentGram: Float64Array,
  pull: Float64Array,
  size: number,
  information: 'expected' | 'observed',
): void => {
  const count = directions.length
  const g = (i: number, j: number): number => gram[i * size + j] as number
  const s = (i: number, j: number): number => momentGram[i * size + j] as number
  for (let first = 0; first < count; first++) {
    const a = directions[first] as Direction
    for (let second = first; second < count; second++) {
      const b = directions[second] as Direction
      let value = 0
      const scale = a.c * b.c
      if (scale !== 0) {
        const expected = g(a.u, b.u) * g(a.v, b.v) + g(a.u, b.v) * g(a.v, b.u)
        value =
          information === 'expected'
            ? scale * expected
            : scale *
              (s(b.v, a.u) * g(a.v, b.u) +
                s(b.u, a.u) * g(a.v, b.v) +
                s(b.v, a.v) * g(a.u, b.u) +
                s(b.u, a.v) * g(a.u, b.v) -
                expected)
      }
      if (a.k !== 0 && b.k !== 0) value += a.k * b.k * g(a.w, b.w)
      if (information === 'observed') {
        if (a.k !== 0 && b.c !== 0)
          value += a.k * b.c * (g(a.w, b.u) * (pull[b.v] as number) + g(a.w, b.v) * (pull[b.u] as number))
        if (b.k !== 0 && a.c !== 0)
          value += b.k * a.c * (g(b.w, a.u) * (pull[a.v] as number) + g(b.w, a.v) * (pull[a.u] as number))
      }
      const index = first * count + second
      matrix[index] = (matrix[index] as number) + weight * value
    }
  }
}

/** ½·tr(slope·∂a∂bΣ) − meanSlopeᵀ·∂a∂bμ: only loadings with loadings, factor covariances and factor means have second derivatives. */
const addSecondDerivatives = (
  matrix: Float64Array,
  entries: readonly MatrixEntry[],
  { factorCovariance }: GroupMatrices,
  slope: Float64Array,
  meanSlope: Float64Array,
  p: number,
  m: number,
): void => {
  const count = entries.length
  const size = p + 2 * m
  const at = (i: number, j: number): number => slope[i * size + j] as number
  entries.forEach((a, first) => {
    if (a.kind !== 'loading') return
    entries.forEach((b, second) => {
      let value = 0
      if (b.kind === 'loading') {
        if (second < first) return
        value = (factorCovariance[a.column * m + b.column] as number) * at(a.row, b.row)
      } else if (b.kind === 'factor-covariance') {
        if (b.row === a.column) value += at(a.row, p + m + b.column)
        if (b.column === a.column && b.row !== b.column) value += at(a.row, p + m + b.row)
      } else if (b.kind === 'factor-mean' && b.row === a.column) value = -(meanSlope[a.row] as number)
      if (value === 0) return
      const index = Math.min(first, second) * count + Math.max(first, second)
      matrix[index] = (matrix[index] as number) + value
    })
  })
}
