/** X = Q·R by columns, what of X is redundant left out. */
export interface OrthonormalColumns {
  /** Orthonormal columns, each as long as X. */
  readonly q: readonly Float64Array[]
  /** Upper triangle R, rank × rank, row by row. */
  readonly r: Float64Array
  /** Positions in X of the columns that were kept. */
  readonly kept: readonly number[]
  /** Positions of columns that are linear combinations of those before. */
  readonly dropped: readonly number[]
}

/** Below this share of its own length, what a column adds to those before is rounding; the tolerance of R's `qr`. */
const rankTolerance = 1e-7

/**
 * Gram–Schmidt done twice (Giraud, Langou & Rozložník 2005, doi 10.1016/j.camwa.2005.08.009): orthogonal to rounding.
 * @param columns equally long; NaN in, NaN out
 */
export const orthonormalColumns = (columns: readonly Float64Array[]): OrthonormalColumns => {
  const q: Float64Array[] = []
  const coefficients: number[][] = []
  const kept: number[] = []
  const dropped: number[] = []
  for (const [position, column] of columns.entries()) {
    const work = Float64Array.from(column)
    const length = Math.sqrt(dot(work, work))
    const own = projectOut(work, q)
    const left = Math.sqrt(dot(work, work))
    if (left <= rankTolerance * length) {
      dropped.push(position)
      continue
    }
    for (let i = 0; i < work.length; i++) work[i] = (work[i] as number) / left
    q.push(work)
    own.push(left)
    coefficients.push(own)
    kept.push(position)
  }
  const rank = q.length
  const r = new Float64Array(rank * rank)
  coefficients.forEach((own, column) => {
    own.forEach((value, row) => {
      r[row * rank + column] = value
    })
  })
  return { q, r, kept, dropped }
}

/** Takes the part within the span of q out of `work`, in place, and returns its coefficients, one a column of q. */
export const projectOut = (work: Float64Array, q: readonly Float64Array[]): number[] => {
  const coefficients = q.map(() => 0)
  for (let pass = 0; pass < 2; pass++) {
    for (const [k, unit] of q.entries()) {
      const share = dot(work, unit)
      coefficients[k] = (coefficients[k] as number) + share
      for (let i = 0; i < work.length; i++) work[i] = (work[i] as number) - share * (unit[i] as number)
    }
  }
  return coefficients
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
