/**
 * The lower triangle L of a symmetric positive semidefinite matrix, A = L·Lᵀ, row by row in one array. A pivot that rounding has left below
 * 1e-12 of its diagonal element counts as zero and its column is left empty, so that singular covariance matrices pass (Golub & Van Loan 2013, ISBN 978-1-4214-0794-4,
 * sec. 4.2.8). A column whose pivot is NaN is left empty, too.
 *
 * @param matrix size × size, row by row; only the lower triangle is read
 */
export const choleskyOfSemidefinite = (matrix: Float64Array, size: number): Float64Array => {
  const lower = new Float64Array(size * size)
  for (let column = 0; column < size; column++) {
    const diagonal = matrix[column * size + column] as number
    let pivot = diagonal
    for (let k = 0; k < column; k++)
      pivot -= (lower[column * size + k] as number) * (lower[column * size + k] as number)
    if (!(pivot > 1e-12 * diagonal)) continue
    const root = Math.sqrt(pivot)
    lower[column * size + column] = root
    for (let row = column + 1; row < size; row++) {
      let rest = matrix[row * size + column] as number
      for (let k = 0; k < column; k++) rest -= (lower[row * size + k] as number) * (lower[column * size + k] as number)
      lower[row * size + column] = rest / root
    }
  }
  return lower
}
