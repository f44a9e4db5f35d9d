/** Eigenvalues and, as columns, eigenvectors; row by row in one array. */
export interface SymmetricEigen {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

/**
 * Jacobi's rotations for the few parameters of a variance model (Golub & Van Loan 2013, § 8.5). Values are in no particular order.
 * @param matrix size × size, symmetric
 */
export const symmetricEigen = (matrix: Float64Array, size: number): SymmetricEigen => {
  const a = Float64Array.from(matrix)
  const vectors = new Float64Array(size * size)
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0
    let all = 0
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const square = (a[i * size + j] as number) * (a[i * size + j] as number)
        all += square
        if (i !== j) off += square
      }
    if (!(off > 1e-32 * all)) break
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        const apq = a[p * size + q] as number
        if (apq === 0) continue
        const ratio = ((a[q * size + q] as number) - (a[p * size + p] as number)) / (2 * apq)
        const t = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        const s = t * c
        for (let k = 0; k < size; k++) {
          const x = a[k * size + p] as number
          const y = a[k * size + q] as number
          a[k * size + p] = c * x - s * y
          a[k * size + q] = s * x + c * y
        }
        for (let k = 0; k < size; k++) {
          const x = a[p * size + k] as number
          const y = a[q * size + k] as number
          a[p * size + k] = c * x - s * y
          a[q * size + k] = s * x + c * y
        }
        for (let k = 0; k < size; k++) {
          const x = vectors[k * size + p] as number
          const y = vectors[k * size + q] as number
          vectors[k * size + p] = c * x - s * y
          vectors[k * size + q] = s * x + c * y
        }
      }
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i] as number), vectors }
}
