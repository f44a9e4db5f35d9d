/** A·B of two square matrices, size × size, row by row. NaN in, NaN out. */
export const productOfSquares = (a: Float64Array, b: Float64Array, size: number): Float64Array => {
  const out = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += (a[i * size + k] as number) * (b[k * size + j] as number)
      out[i * size + j] = sum
    }
  }
  return out
}

/**
 * The rows and the columns `kept` of a square matrix, in the order in which they are named, row by row.
 * @param kept numbers from 0 to size − 1
 */
export const submatrix = (matrix: Float64Array, size: number, kept: readonly number[]): Float64Array => {
  const out = new Float64Array(kept.length * kept.length)
  kept.forEach((row, i) =>
    kept.forEach((column, j) => (out[i * kept.length + j] = matrix[row * size + column] as number)),
  )
  return out
}
