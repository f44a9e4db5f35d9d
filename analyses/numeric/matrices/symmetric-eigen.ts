/** Eigenvalues in descending order, and unit eigenvectors as the columns of a matrix, size × size, row by row. */
export interface SymmetricEigen {
  readonly values: Float64Array
  /** Element (i, k) at i · size + k. Of each vector the element of largest magnitude is positive (the first of those that are equal to 1e-10). */
  readonly vectors: Float64Array
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to tridiagonal form, then QL with implicit shifts (Wilkinson & Reinsch 1971, Handbook for
 * Automatic Computation II, contributions II/2 and II/4). Eigenvalues hold to a few ulps of the largest.
 *
 * @param matrix size × size, row by row; only the lower triangle is read
 * @returns NaN throughout where the matrix holds something not finite
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const { diagonal, vectors } = decompose(matrix, size, true)
  const order = descending(diagonal)
  const sorted = new Float64Array(size * size)
  order.forEach((from, to) => {
    const sign = signOf(vectors, size, from)
    for (let row = 0; row < size; row++) sorted[row * size + to] = sign * (vectors[row * size + from] as number)
  })
  return { values: Float64Array.from(order, (index) => diagonal[index] as number), vectors: sorted }
}

/**
 * The eigenvalues alone, in descending order, in a fraction of the time; NaN as for `symmetricEigen`.
 * @param matrix size × size, row by row; only the lower triangle is read
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  const { diagonal } = decompose(matrix, size, false)
  return Float64Array.from(descending(diagonal), (index) => diagonal[index] as number)
}

function descending(values: Float64Array): readonly number[] {
  return Array.from(values, (_, index) => index).sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
}

function signOf(vectors: Float64Array, size: number, column: number): number {
  let largest = 0
  let sign = 1
  for (let row = 0; row < size; row++) {
    const value = vectors[row * size + column] as number
    if (Math.abs(value) > largest * (1 + 1e-10)) {
      largest = Math.abs(value)
      sign = value < 0 ? -1 : 1
    }
  }
  return sign
}

interface Decomposition {
  readonly diagonal: Float64Array
  /** Columns; not sorted. */
  readonly vectors: Float64Array
}

function decompose(matrix: Float64Array, size: number, wantsVectors: boolean): Decomposition {
  const v = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = matrix[i * size + j] as number
      if (!Number.isFinite(value))
        return {
          diagonal: new Float64Array(size).fill(Number.NaN),
          vectors: new Float64Array(size * size).fill(Number.NaN),
        }
      v[i * size + j] = value
      v[j * size + i] = value
    }
  }
  const d = new Float64Array(size)
  const e = new Float64Array(size)
  tridiagonalise(v, d, e, size, wantsVectors)
  if (!diagonalise(v, d, e, size, wantsVectors)) {
    d.fill(Number.NaN)
    v.fill(Number.NaN)
  }
  return { diagonal: d, vectors: v }
}

/** Reduces v to a tridiagonal matrix (diagonal d, below it e[1 …]) and puts the orthogonal transformation in v when it is wanted. */
function tridiagonalise(v: Float64Array, d: Float64Array, e: Float64Array, n: number, wantsVectors: boolean): void {
  for (let i = n - 1; i > 0; i--) {
    const last = i - 1
    let scale = 0
    for (let k = 0; k <= last; k++) scale += Math.abs(v[i * n + k] as number)
    if (last === 0 || scale === 0) {
      e[i] = v[i * n + last] as number
      d[i] = 0
      continue
    }
    let h = 0
    for (let k = 0; k <= last; k++) {
      const value = (v[i * n + k] as number) / scale
      v[i * n + k] = value
      h += value * value
    }
    const f = v[i * n + last] as number
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h)
    e[i] = scale * g
    h -= f * g
    v[i * n + last] = f - g
    let total = 0
    for (let j = 0; j <= last; j++) {
      if (wantsVectors) v[j * n + i] = (v[i * n + j] as number) / h
      let sum = 0
      for (let k = 0; k <= j; k++) sum += (v[j * n + k] as number) * (v[i * n + k] as number)
      for (let k = j + 1; k <= last; k++) sum += (v[k * n + j] as number) * (v[i * n + k] as number)
      e[j] = sum / h
      total += (e[j] as number) * (v[i * n + j] as number)
    }
    const half = total / (h + h)
    for (let j = 0; j <= last; j++) {
      const own = v[i * n + j] as number
      const rest = (e[j] as number) - half * own
      e[j] = rest
      for (let k = 0; k <= j; k++)
        v[j * n + k] = (v[j * n + k] as number) - (own * (e[k] as number) + rest * (v[i * n + k] as number))
    }
    d[i] = h
  }
  if (wantsVectors) d[0] = 0
  e[0] = 0
  for (let i = 0; i < n; i++) {
    if (!wantsVectors) {
      d[i] = v[i * n + i] as number
      continue
    }
    if (d[i] !== 0) {
      for (let j = 0; j < i; j++) {
        let sum = 0
        for (let k = 0; k < i; k++) sum += (v[i * n + k] as number) * (v[k * n + j] as number)
        for (let k = 0; k < i; k++) v[k * n + j] = (v[k * n + j] as number) - sum * (v[k * n + i] as number)
      }
    }
    d[i] = v[i * n + i] as number
    v[i * n + i] = 1
    for (let j = 0; j < i; j++) {
      v[j * n + i] = 0
      v[i * n + j] = 0
    }
  }
}

/** QL on the tridiagonal matrix; false where it does not settle, which a finite symmetric matrix does not bring about. */
function diagonalise(v: Float64Array, d: Float64Array, e: Float64Array, n: number, wantsVectors: boolean): boolean {
  for (let i = 1; i < n; i++) e[i - 1] = e[i] as number
  if (n > 0) e[n - 1] = 0
  for (let l = 0; l < n; l++) {
    for (let round = 0; ; round++) {
      let m = l
      for (; m < n - 1; m++) {
        const size = Math.abs(d[m] as number) + Math.abs(d[m + 1] as number)
        if (Math.abs(e[m] as number) <= Number.EPSILON * 0.5 * size) break
      }
      if (m === l) break
      if (round === 60) return false
      let g = ((d[l + 1] as number) - (d[l] as number)) / (2 * (e[l] as number))
      let r = Math.sqrt(g * g + 1)
      if (r === Number.POSITIVE_INFINITY) r = Math.abs(g)
      g = (d[m] as number) - (d[l] as number) + (e[l] as number) / (g + (g >= 0 ? r : -r))
      let s = 1
      let c = 1
      let p = 0
      let i = m - 1
      for (; i >= l; i--) {
        const f = s * (e[i] as number)
        const b = c * (e[i] as number)
        r = lengthOf(f, g)
        e[i + 1] = r
        if (r === 0) {
          d[i + 1] = (d[i + 1] as number) - p
          e[m] = 0
          break
        }
        s = f / r
        c = g / r
        g = (d[i + 1] as number) - p
        r = ((d[i] as number) - g) * s + 2 * c * b
        p = s * r
        d[i + 1] = g + p
        g = c * r - b
        if (!wantsVectors) continue
        for (let k = 0; k < n; k++) {
          const upper = v[k * n + i + 1] as number
          const lower = v[k * n + i] as number
          v[k * n + i + 1] = s * lower + c * upper
          v[k * n + i] = c * lower - s * upper
        }
      }
      if (r === 0 && i >= l) continue
      d[l] = (d[l] as number) - p
      e[l] = g
      e[m] = 0
    }
  }
  return true
}

/** √(a² + b²) without overflow, with the same bits in every engine. */
function lengthOf(a: number, b: number): number {
  const [large, small] = Math.abs(a) > Math.abs(b) ? [Math.abs(a), Math.abs(b)] : [Math.abs(b), Math.abs(a)]
  if (large === 0) return 0
  const ratio = small / large
  return large * Math.sqrt(1 + ratio * ratio)
}
