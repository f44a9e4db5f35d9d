/**
 * Orthogonal factorisation A·P = Q·R by Householder reflections (Businger & Golub 1965, doi 10.1007/BF01436084), and what is solved with it. NaN in, NaN out.
 *
 * Matrices are column by column in one array. The order of columns is kept: only a column that is (nearly) a linear combination of those before it moves to
 * the end, as LINPACK's dqrdc2 and so R's lm do, so that it is always the later of two equal columns that is left out.
 */
export interface QrFactors {
  readonly rows: number
  readonly columns: number
  /** R on and above the diagonal of the first `rank` columns; the reflections' vectors below it, of which the first element is in `heads`. */
  readonly factors: Float64Array
  readonly heads: Float64Array
  /** 2/vᵀv of each reflection; 0 for none. */
  readonly scales: Float64Array
  /** Which column of the matrix stands at each position: the independent ones in their order, then the others. */
  readonly order: Int32Array
  /** Number of linearly independent columns. */
  readonly rank: number
  /** How near the independent columns are to being dependent: the smallest share of a column's norm that those before it leave over; 1 for orthogonal ones, 0 for no columns. */
  readonly independence: number
}

/** R's lm calls a column dependent when less than this share of its norm is left over. */
export const defaultTolerance = 1e-7

/**
 * Factorises a matrix.
 * @param matrix rows × columns, column by column; not changed
 * @param tolerance share of a column's norm, 0 … 1, below which it counts as a linear combination of those before it
 */
export const householderQr = (
  matrix: Float64Array,
  rows: number,
  columns: number,
  tolerance = defaultTolerance,
): QrFactors => {
  const factors = Float64Array.from(matrix)
  const order = Int32Array.from({ length: columns }, (_, column) => column)
  const norms = Float64Array.from({ length: columns }, (_, column) =>
    normBelow(factors, column * rows, (column + 1) * rows),
  )
  const heads = new Float64Array(columns)
  const scales = new Float64Array(columns)
  let candidates = columns
  let step = 0
  let independence = 1
  while (step < Math.min(candidates, rows)) {
    const start = step * rows
    const norm = normBelow(factors, start + step, start + rows)
    const whole = norms[step] as number
    if (!(norm > tolerance * whole)) {
      moveToEnd(factors, rows, columns, order, norms, step)
      candidates -= 1
      continue
    }
    independence = Math.min(independence, norm / whole)
    const diagonal = factors[start + step] as number
    const reflected = diagonal > 0 ? -norm : norm
    const head = diagonal - reflected
    // vᵀv = 2·norm·(norm + |diagonal|).
    const scale = 1 / (norm * (norm + Math.abs(diagonal)))
    heads[step] = head
    scales[step] = scale
    for (let column = step + 1; column < columns; column++)
      reflect(factors, start, head, scale, step, rows, factors, column * rows)
    factors[start + step] = reflected
    step += 1
  }
  return { rows, columns, factors, heads, scales, order, rank: step, independence: step === 0 ? 0 : independence }
}

const normBelow = (values: Float64Array, from: number, to: number): number => {
  let largest = 0
  for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(values[i] as number))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  let squares = 0
  for (let i = from; i < to; i++) {
    const share = (values[i] as number) / largest
    squares += share * share
  }
  return largest * Math.sqrt(squares)
}

const moveToEnd = (
  factors: Float64Array,
  rows: number,
  columns: number,
  order: Int32Array,
  norms: Float64Array,
  from: number,
): void => {
  const moved = factors.slice(from * rows, (from + 1) * rows)
  factors.copyWithin(from * rows, (from + 1) * rows)
  factors.set(moved, (columns - 1) * rows)
  for (const list of [order, norms]) {
    const own = list[from] as number
    list.copyWithin(from, from + 1)
    list[columns - 1] = own
  }
}

/** target ← target − scale·v·(vᵀ·target), where v is `head` at row `step` and the vector's stored elements below. */
const reflect = (
  vector: Float64Array,
  vectorStart: number,
  head: number,
  scale: number,
  step: number,
  rows: number,
  target: Float64Array,
  targetStart: number,
): void => {
  let dot = head * (target[targetStart + step] as number)
  for (let i = step + 1; i < rows; i++) dot += (vector[vectorStart + i] as number) * (target[targetStart + i] as number)
  const times = dot * scale
  target[targetStart + step] = (target[targetStart + step] as number) - times * head
  for (let i = step + 1; i < rows; i++)
    target[targetStart + i] = (target[targetStart + i] as number) - times * (vector[vectorStart + i] as number)
}

/** Qᵀ·vector in place. */
export const applyTransposedQ = ({ factors, heads, scales, rows, rank }: QrFactors, vector: Float64Array): void => {
  for (let step = 0; step < rank; step++)
    reflect(factors, step * rows, heads[step] as number, scales[step] as number, step, rows, vector, 0)
}

/** Q·vector in place. */
const applyQ = ({ factors, heads, scales, rows, rank }: QrFactors, vector: Float64Array): void => {
  for (let step = rank - 1; step >= 0; step--)
    reflect(factors, step * rows, heads[step] as number, scales[step] as number, step, rows, vector, 0)
}

/** R⁻¹·vector over the first `rank` elements, in place. */
export const solveR = ({ factors, rows, rank }: QrFactors, vector: Float64Array): void => {
  for (let i = rank - 1; i >= 0; i--) {
    let rest = vector[i] as number
    for (let j = i + 1; j < rank; j++) rest -= (factors[j * rows + i] as number) * (vector[j] as number)
    vector[i] = rest / (factors[i * rows + i] as number)
  }
}

/** R⁻ᵀ·vector over the first `rank` elements, in place. */
export const solveTransposedR = ({ factors, rows, rank }: QrFactors, vector: Float64Array): void => {
  for (let i = 0; i < rank; i++) {
    let rest = vector[i] as number
    for (let j = 0; j < i; j++) rest -= (factors[i * rows + j] as number) * (vector[j] as number)
    vector[i] = rest / (factors[i * rows + i] as number)
  }
}

/** The diagonal of Q₁·Q₁ᵀ, each row's leverage, 0 … 1. */
export const leveragesOf = (qr: QrFactors): Float64Array => {
  const leverages = new Float64Array(qr.rows)
  const column = new Float64Array(qr.rows)
  for (let j = 0; j < qr.rank; j++) {
    column.fill(0)
    column[j] = 1
    applyQ(qr, column)
    for (let i = 0; i < qr.rows; i++)
      leverages[i] = (leverages[i] as number) + (column[i] as number) * (column[i] as number)
  }
  return leverages
}

/** A matrix to more digits than a double holds: the element is matrix + tails. */
export interface ExtendedMatrix {
  readonly matrix: Float64Array
  /** Of the same shape; null for zeros. */
  readonly tails: Float64Array | null
}

/** Both parts of the solution of an augmented system. */
export interface AugmentedSolution {
  /** In the order of the factorisation's positions; `rank` elements. */
  readonly x: Float64Array
  readonly r: Float64Array
}

/**
 * Solves r + A·x = f, Aᵀ·r = g over the independent columns, and refines the solution with residuals taken at twice the precision, until x stands still
 * (Björck 1967, doi 10.1007/BF01939321). With g = 0 it is least squares of f; with f = 0 and g = −e_j, x is column j of (AᵀA)⁻¹.
 * @param f null for zeros
 * @param g in the order of the positions; null for zeros
 */
export const solveAugmented = (
  qr: QrFactors,
  { matrix, tails }: ExtendedMatrix,
  f: Float64Array | null,
  g: Float64Array | null,
): AugmentedSolution => {
  const { rows, rank, order } = qr
  const x = new Float64Array(rank)
  const xTail = new Float64Array(rank)
  const r = new Float64Array(rows)
  const residualOfRows = new Float64Array(rows)
  const residualOfColumns = new Float64Array(rank)
  if (f !== null) residualOfRows.set(f)
  if (g !== null) residualOfColumns.set(g)
  const head = new Float64Array(rows)
  let previous = Number.POSITIVE_INFINITY
  for (let step = 0; step < mostRefinements; step++) {
    solveTransposedR(qr, residualOfColumns)
    applyTransposedQ(qr, residualOfRows)
    head.fill(0, 0, rank)
    for (let j = 0; j < rank; j++) {
      head[j] = (residualOfRows[j] as number) - (residualOfColumns[j] as number)
      residualOfRows[j] = residualOfColumns[j] as number
    }
    solveR(qr, head)
    applyQ(qr, residualOfRows)
    // The correction relative to the solution, column by column.
    let change = 0
    for (let j = 0; j < rank; j++) {
      const correction = head[j] as number
      if (correction !== 0)
        change = Math.max(change, Math.abs(correction) / Math.max(Math.abs(x[j] as number), Number.MIN_VALUE))
    }
    if (step > 0 && !(change < previous / 2)) break
    for (let j = 0; j < rank; j++) {
      const own = x[j] as number
      const added = (xTail[j] as number) + (head[j] as number)
      x[j] = own + added
      xTail[j] = added - ((x[j] as number) - own)
    }
    for (let i = 0; i < rows; i++) r[i] = (r[i] as number) + (residualOfRows[i] as number)
    if (step > 0) {
      if (change < 1e-17) break
      previous = change
    }
    rowResiduals(matrix, tails, order, f, r, x, xTail, residualOfRows)
    for (let j = 0; j < rank; j++) {
      const start = (order[j] as number) * rows
      residualOfColumns[j] = columnResidual(matrix, tails, start, rows, r, g === null ? 0 : (g[j] as number))
    }
  }
  return { x, r }
}

const mostRefinements = 12
/** 2²⁷ + 1, which splits a double into halves (Dekker 1971). */
const splitter = 134217729

/** f − r − A·x as if in twice the precision (Ogita, Rump & Oishi 2005, doi 10.1137/030601818), row by row. */
const rowResiduals = (
  matrix: Float64Array,
  tails: Float64Array | null,
  order: Int32Array,
  f: Float64Array | null,
  r: Float64Array,
  x: Float64Array,
  xTail: Float64Array,
  out: Float64Array,
): void => {
  const rows = r.length
  const lost = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const a = f === null ? 0 : (f[i] as number)
    const b = -(r[i] as number)
    const total = a + b
    const part = total - a
    out[i] = total
    lost[i] = a - (total - part) + (b - part)
  }
  for (let j = 0; j < x.length; j++) {
    const start = (order[j] as number) * rows
    const factor = -(x[j] as number)
    const small = -(xTail[j] as number)
    const cf = splitter * factor
    const factorHigh = cf - (cf - factor)
    const factorLow = factor - factorHigh
    for (let i = 0; i < rows; i++) {
      const value = matrix[start + i] as number
      const product = value * factor
      const cv = splitter * value
      const valueHigh = cv - (cv - value)
      const valueLow = value - valueHigh
      const productLost =
        valueHigh * factorHigh - product + valueHigh * factorLow + valueLow * factorHigh + valueLow * factorLow
      const own = out[i] as number
      const total = own + product
      const part = total - own
      out[i] = total
      lost[i] =
        (lost[i] as number) +
        (own - (total - part) + (product - part)) +
        productLost +
        value * small +
        (tails === null ? 0 : (tails[start + i] as number) * factor)
    }
  }
  for (let i = 0; i < rows; i++) out[i] = (out[i] as number) + (lost[i] as number)
}

/** g − aᵀ·r as if in twice the precision. */
const columnResidual = (
  matrix: Float64Array,
  tails: Float64Array | null,
  start: number,
  rows: number,
  r: Float64Array,
  g: number,
): number => {
  let sum = g
  let lost = 0
  for (let i = 0; i < rows; i++) {
    const value = matrix[start + i] as number
    const factor = -(r[i] as number)
    const product = value * factor
    const cv = splitter * value
    const valueHigh = cv - (cv - value)
    const valueLow = value - valueHigh
    const cf = splitter * factor
    const factorHigh = cf - (cf - factor)
    const factorLow = factor - factorHigh
    const total = sum + product
    const part = total - sum
    lost +=
      sum -
      (total - part) +
      (product - part) +
      (valueHigh * factorHigh - product + valueHigh * factorLow + valueLow * factorHigh + valueLow * factorLow)
    if (tails !== null) lost += (tails[start + i] as number) * factor
    sum = total
  }
  return sum + lost
}
