import { log } from '../elementary/elementary-functions'

/**
 * The lower triangle L of a symmetric positive definite matrix, A = L·Lᵀ, row by row; null where the matrix is not positive definite: a pivot is at
 * or below `tolerance` of its diagonal element, or is not finite (Golub & Van Loan 2013, ISBN 978-1-4214-0794-4, sec. 4.2). (`cholesky.ts` is for semidefinite matrices,
 * which this refuses.)
 *
 * @param matrix size × size, row by row; only the lower triangle is read
 */
export const choleskyOfPositiveDefinite = (
  matrix: Float64Array,
  size: number,
  tolerance = 1e-13,
): Float64Array | null => {
  const lower = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    const start = row * size
    for (let column = 0; column < row; column++) {
      const other = column * size
      let rest = matrix[start + column] as number
      for (let k = 0; k < column; k++) rest -= (lower[start + k] as number) * (lower[other + k] as number)
      lower[start + column] = rest / (lower[other + column] as number)
    }
    const diagonal = matrix[start + row] as number
    let pivot = diagonal
    for (let k = 0; k < row; k++) pivot -= (lower[start + k] as number) * (lower[start + k] as number)
    if (!(pivot > tolerance * diagonal) || pivot === Number.POSITIVE_INFINITY) return null
    lower[start + row] = Math.sqrt(pivot)
  }
  return lower
}

/** log |A| from the triangle of `choleskyOfPositiveDefinite`. */
export const logDeterminantOfCholesky = (lower: Float64Array, size: number): number => {
  let sum = 0
  for (let i = 0; i < size; i++) sum += log(lower[i * size + i] as number)
  return 2 * sum
}

/** A⁻¹, both triangles, size × size, row by row, from the triangle of `choleskyOfPositiveDefinite`. */
export const inverseOfCholesky = (lower: Float64Array, size: number): Float64Array => {
  // L⁻¹ first, column by column; then A⁻¹ = L⁻ᵀ·L⁻¹.
  const inverse = new Float64Array(size * size)
  for (let column = 0; column < size; column++) {
    inverse[column * size + column] = 1 / (lower[column * size + column] as number)
    for (let row = column + 1; row < size; row++) {
      let sum = 0
      for (let k = column; k < row; k++)
        sum -= (lower[row * size + k] as number) * (inverse[k * size + column] as number)
      inverse[row * size + column] = sum / (lower[row * size + row] as number)
    }
  }
  const result = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0
      for (let k = row; k < size; k++)
        sum += (inverse[k * size + row] as number) * (inverse[k * size + column] as number)
      result[row * size + column] = sum
      result[column * size + row] = sum
    }
  }
  return result
}

/** The x of A·x = b, from the triangle of `choleskyOfPositiveDefinite`. NaN in b gives NaN. */
export const solveCholesky = (lower: Float64Array, size: number, b: Float64Array): Float64Array => {
  const x = Float64Array.from(b)
  for (let row = 0; row < size; row++) {
    let rest = x[row] as number
    for (let k = 0; k < row; k++) rest -= (lower[row * size + k] as number) * (x[k] as number)
    x[row] = rest / (lower[row * size + row] as number)
  }
  for (let row = size - 1; row >= 0; row--) {
    let rest = x[row] as number
    for (let k = row + 1; k < size; k++) rest -= (lower[k * size + row] as number) * (x[k] as number)
    x[row] = rest / (lower[row * size + row] as number)
  }
  return x
}
