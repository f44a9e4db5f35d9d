import { log } from '../elementary/elementary-functions'

/**
 * Cholesky factor of a sparse positive definite matrix whose pattern stays while its values change: analysed once, factored often
 * (up-looking; Davis 2006, Direct Methods for Sparse Linear Systems, ch. 4). Rows and columns are taken in the order given.
 */
export interface SparsePattern {
  readonly size: number
  /** Column k of the upper triangle, diagonal included, stands at `start[k]` … `start[k + 1] − 1` of `rows`. */
  readonly start: Int32Array
  readonly rows: Int32Array
}

/** A factorisation that is made anew for each set of values. */
export interface SparseCholesky {
  readonly size: number
  /** Pattern of L by columns, rows ascending, the diagonal first. */
  readonly columnStart: Int32Array
  readonly rows: Int32Array
  /** For every entry of the pattern, where its mirror image stands in L. */
  readonly positionOfEntry: Int32Array
  readonly factor: Float64Array
  /** Sets `factor` from values in the order of the pattern. Returns log |A|; NaN when A is not positive definite. */
  readonly decompose: (values: Float64Array) => number
  /** Solves L·x = b in place for `width` right-hand sides, row by row in one array. */
  readonly forward: (b: Float64Array, width: number) => void
  /** Solves Lᵀ·x = b in place. */
  readonly backward: (b: Float64Array, width: number) => void
  /** Those elements of A⁻¹ that lie on the pattern of L (Takahashi's equations; Erisman & Tinney 1975, doi 10.1145/360680.360704). The array is reused. */
  readonly selectedInverse: () => Float64Array
}

/** The pattern of L, by columns and by rows. */
interface FactorPattern {
  readonly size: number
  /** Column j of L stands at `columnStart[j]` … `columnStart[j + 1] − 1` of `rows`, the diagonal first. */
  readonly columnStart: Int32Array
  readonly rows: Int32Array
  /** Row k without its diagonal stands at `rowStart[k]` … of `rowColumns`, ascending; `rowPositions` is where each of them stands in `rows`. */
  readonly rowStart: Int32Array
  readonly rowColumns: Int32Array
  readonly rowPositions: Int32Array
}

/**
 * Finds the pattern of the triangle L and makes room for it.
 * @returns null when L would have more than `most` elements
 */
export const analyseSparse = (pattern: SparsePattern, most = 30_000_000): SparseCholesky | null => {
  const layout = patternOfFactor(pattern, most)
  if (layout === null) return null
  const { size, columnStart, rows } = layout
  const factor = new Float64Array(rows.length)
  const work = new Float64Array(size)
  const inverse = new Float64Array(rows.length)
  const where = new Int32Array(size).fill(-1)
  return {
    size,
    columnStart,
    rows,
    positionOfEntry: positionsOfEntries(pattern, layout),
    factor,
    decompose: (values) => decompose(pattern, layout, values, factor, work),
    forward: (b, width) => solveForward(layout, factor, b, width),
    backward: (b, width) => solveBackward(layout, factor, b, width),
    selectedInverse: () => {
      invertOnPattern(layout, factor, inverse, where)
      return inverse
    },
  }
}

/** The elimination tree: the first row below the diagonal of each column of L, −1 at a root (Liu 1990, doi 10.1137/0611010). */
const eliminationTree = ({ size, start, rows }: SparsePattern): Int32Array => {
  const parent = new Int32Array(size).fill(-1)
  const ancestor = new Int32Array(size).fill(-1)
  for (let k = 0; k < size; k++) {
    for (let p = start[k] as number; p < (start[k + 1] as number); p++) {
      let i = rows[p] as number
      while (i !== -1 && i < k) {
        const next = ancestor[i] as number
        ancestor[i] = k
        if (next === -1) parent[i] = k
        i = next
      }
    }
  }
  return parent
}

const patternOfFactor = (pattern: SparsePattern, most: number): FactorPattern | null => {
  const { size, start, rows } = pattern
  const parent = eliminationTree(pattern)
  // Row k of L: the columns reached from the entries of column k up the elimination tree.
  const mark = new Int32Array(size).fill(-1)
  const reach = (k: number, visit: (column: number) => void): void => {
    mark[k] = k
    for (let p = start[k] as number; p < (start[k + 1] as number); p++) {
      for (let i = rows[p] as number; mark[i] !== k; i = parent[i] as number) {
        mark[i] = k
        visit(i)
      }
    }
  }
  const counts = new Int32Array(size).fill(1)
  const rowStart = new Int32Array(size + 1)
  let total = size
  for (let k = 0; k < size; k++) {
    reach(k, (column) => {
      counts[column] = (counts[column] as number) + 1
      total += 1
    })
    if (total > most) return null
    rowStart[k + 1] = total - size
  }
  mark.fill(-1)
  const columnStart = new Int32Array(size + 1)
  for (let k = 0; k < size; k++) columnStart[k + 1] = (columnStart[k] as number) + (counts[k] as number)
  const lowerRows = new Int32Array(total)
  const rowColumns = new Int32Array(total - size)
  const rowPositions = new Int32Array(total - size)
  const next = columnStart.slice(0, size)
  const put = (row: number, column: number): number => {
    const position = next[column] as number
    next[column] = position + 1
    lowerRows[position] = row
    return position
  }
  for (let k = 0; k < size; k++) {
    const from = rowStart[k] as number
    let at = from
    reach(k, (column) => {
      rowColumns[at] = column
      at += 1
    })
    rowColumns.subarray(from, at).sort()
    for (let p = from; p < at; p++) rowPositions[p] = put(k, rowColumns[p] as number)
    put(k, k)
  }
  return { size, columnStart, rows: lowerRows, rowStart, rowColumns, rowPositions }
}

const positionsOfEntries = ({ size, start, rows }: SparsePattern, layout: FactorPattern): Int32Array => {
  const { columnStart, rowStart, rowColumns, rowPositions } = layout
  const positionOfEntry = new Int32Array(rows.length)
  const place = new Int32Array(size)
  for (let k = 0; k < size; k++) {
    for (let p = rowStart[k] as number; p < (rowStart[k + 1] as number); p++)
      place[rowColumns[p] as number] = rowPositions[p] as number
    place[k] = columnStart[k] as number
    for (let p = start[k] as number; p < (start[k + 1] as number); p++)
      positionOfEntry[p] = place[rows[p] as number] as number
  }
  return positionOfEntry
}

/** @param work zeros, as many as A has rows, and zeros again afterwards */
const decompose = (
  { size, start, rows }: SparsePattern,
  layout: FactorPattern,
  values: Float64Array,
  factor: Float64Array,
  work: Float64Array,
): number => {
  const { columnStart, rows: lowerRows, rowStart, rowColumns, rowPositions } = layout
  let logDeterminant = 0
  for (let k = 0; k < size; k++) {
    let pivot = 0
    for (let p = start[k] as number; p < (start[k + 1] as number); p++) {
      const row = rows[p] as number
      if (row === k) pivot += values[p] as number
      else work[row] = (work[row] as number) + (values[p] as number)
    }
    for (let p = rowStart[k] as number; p < (rowStart[k + 1] as number); p++) {
      const column = rowColumns[p] as number
      const first = columnStart[column] as number
      const position = rowPositions[p] as number
      const element = (work[column] as number) / (factor[first] as number)
      work[column] = 0
      for (let t = first + 1; t < position; t++) {
        const row = lowerRows[t] as number
        work[row] = (work[row] as number) - (factor[t] as number) * element
      }
      factor[position] = element
      pivot -= element * element
    }
    if (!(pivot > 0)) {
      work.fill(0)
      return Number.NaN
    }
    logDeterminant += log(pivot)
    factor[columnStart[k] as number] = Math.sqrt(pivot)
  }
  return logDeterminant
}

const solveForward = (
  { size, columnStart, rows }: FactorPattern,
  factor: Float64Array,
  b: Float64Array,
  width: number,
): void => {
  for (let j = 0; j < size; j++) {
    const first = columnStart[j] as number
    const last = columnStart[j + 1] as number
    const diagonal = factor[first] as number
    for (let c = 0; c < width; c++) {
      const x = (b[j * width + c] as number) / diagonal
      b[j * width + c] = x
      if (x === 0) continue
      for (let t = first + 1; t < last; t++) {
        const at = (rows[t] as number) * width + c
        b[at] = (b[at] as number) - (factor[t] as number) * x
      }
    }
  }
}

const solveBackward = (
  { size, columnStart, rows }: FactorPattern,
  factor: Float64Array,
  b: Float64Array,
  width: number,
): void => {
  for (let j = size - 1; j >= 0; j--) {
    const first = columnStart[j] as number
    const last = columnStart[j + 1] as number
    const diagonal = factor[first] as number
    for (let c = 0; c < width; c++) {
      let x = b[j * width + c] as number
      for (let t = first + 1; t < last; t++) x -= (factor[t] as number) * (b[(rows[t] as number) * width + c] as number)
      b[j * width + c] = x / diagonal
    }
  }
}

/**
 * @param inverse filled with the elements of A⁻¹ on the pattern of L
 * @param where −1 throughout, as many as A has rows, and −1 again afterwards
 */
const invertOnPattern = (
  { size, columnStart, rows }: FactorPattern,
  factor: Float64Array,
  inverse: Float64Array,
  where: Int32Array,
): void => {
  for (let j = size - 1; j >= 0; j--) {
    const first = columnStart[j] as number
    const last = columnStart[j + 1] as number
    const diagonal = factor[first] as number
    for (let t = first + 1; t < last; t++) {
      where[rows[t] as number] = t
      inverse[t] = 0
    }
    for (let t = first + 1; t < last; t++) {
      const k = rows[t] as number
      const element = factor[t] as number
      const start = columnStart[k] as number
      let sum = (inverse[start] as number) * element
      for (let p = start + 1; p < (columnStart[k + 1] as number); p++) {
        const other = where[rows[p] as number] as number
        if (other < 0) continue
        const value = inverse[p] as number
        inverse[other] = (inverse[other] as number) + value * element
        sum += value * (factor[other] as number)
      }
      inverse[t] = (inverse[t] as number) + sum
    }
    let own = 1 / diagonal
    for (let t = first + 1; t < last; t++) {
      where[rows[t] as number] = -1
      const value = -(inverse[t] as number) / diagonal
      inverse[t] = value
      own -= value * (factor[t] as number)
    }
    inverse[first] = own / diagonal
  }
}
