import { orthonormalColumns, projectOut } from './orthonormal-columns'
import { analyseSparse, type SparseCholesky } from './sparse-cholesky'

/** One random term: every level of a grouping factor has an intercept of its own, and a slope on each of `slopes`, correlated with it. */
export interface RandomTerm {
  readonly id: string
  /** Level of each row, 0 … levels − 1. */
  readonly codes: ArrayLike<number>
  readonly levels: number
  readonly slopes?: readonly { readonly id: string; readonly values: ArrayLike<number> }[]
}

/** Rows without missing values. The intercept is a column of ones like any other fixed column, first by custom. */
export interface MixedModelData {
  readonly response: ArrayLike<number>
  /** How many alike a row stands for, whole and ≥ 1; every row is one when absent. */
  readonly counts?: ArrayLike<number>
  readonly fixed: readonly { readonly id: string; readonly values: ArrayLike<number> }[]
  readonly random: readonly RandomTerm[]
}

/** Why a model cannot be fitted. */
export type MixedModelProblem =
  /** Fewer rows than fixed columns and two. */
  | 'too-few-rows'
  /** The fixed columns explain the response completely, a constant response above all. */
  | 'nothing-varies'
  /** A grouping factor has one level only. */
  | 'one-level'
  /** Every row is a level of its own: the term cannot be told from the residual. */
  | 'levels-as-many-as-rows'
  /** Two terms divide the rows alike. */
  | 'terms-alike'
  /** Within the levels nothing varies: the residual variance is zero. */
  | 'no-residual-variation'
  /** The factors are crossed so that the factorisation would not fit in memory. */
  | 'too-dense'
  /** The optimiser did not come to rest. */
  | 'no-convergence'

/** Where a random term stands in Z and in θ. */
export interface TermLayout {
  readonly id: string
  /** 1 for an intercept alone, one more for each slope. */
  readonly width: number
  readonly levels: number
  /** First of the term's columns in Z. */
  readonly offset: number
  /** First of the term's parameters in θ: the lower triangle of its factor Λ by columns. */
  readonly firstParameter: number
  readonly columns: readonly string[]
}

/**
 * All that the criterion needs of the data: Z′Z by cells, Z′Q and Z′r, where X = Q·R and r is what X leaves of y (Bates, Mächler, Bolker & Walker 2015, doi
 * 10.18637/jss.v067.i01). Terms with more levels come first in Z, which is what keeps the factor of nested and crossed designs sparse.
 */
export interface MixedModelSystem {
  /** Observations. */
  readonly n: number
  readonly rank: number
  readonly fixedIds: readonly string[]
  readonly dropped: readonly string[]
  readonly terms: readonly TermLayout[]
  readonly parameterCount: number
  readonly size: number
  readonly blocks: Blocks
  readonly zq: Float64Array
  readonly zr: Float64Array
  /** r′r. */
  readonly residualSquares: number
  /** Q′y. */
  readonly projected: Float64Array
  readonly r: Float64Array
  readonly cholesky: SparseCholesky
}

/** Cells of the upper triangle of Z′Z: of terms a and b, at row and column in Z; values and their places in the pattern row by row from `start`. */
export interface Blocks {
  readonly count: number
  readonly termA: Int32Array
  readonly termB: Int32Array
  readonly row: Int32Array
  readonly column: Int32Array
  readonly start: Int32Array
  readonly values: Float64Array
  /** Place in the pattern of the matrix to factor; −1 below the diagonal. */
  readonly position: Int32Array
}

/**
 * Reads the rows once and sums up what the criterion needs of them.
 * @param data without missing values, which are the caller's to leave out
 * @returns the system, or why no model can be fitted
 */
export const mixedModelSystem = (data: MixedModelData): MixedModelSystem | MixedModelProblem => {
  const rows = data.response.length
  const counts = data.counts
  const weight = Float64Array.from({ length: rows }, (_, i) => (counts === undefined ? 1 : (counts[i] as number)))
  let n = 0
  for (let i = 0; i < rows; i++) n += weight[i] as number
  const root = weight.map(Math.sqrt)
  const { q, r, kept, dropped } = orthonormalColumns(
    data.fixed.map(({ values }) => root.map((w, i) => w * (values[i] as number))),
  )
  const rank = q.length
  if (n < rank + 2) return 'too-few-rows'
  const response = root.map((w, i) => w * (data.response[i] as number))
  let total = 0
  for (let i = 0; i < rows; i++) total += (response[i] as number) * (response[i] as number)
  const projected = Float64Array.from(projectOut(response, q))
  let residualSquares = 0
  for (let i = 0; i < rows; i++) residualSquares += (response[i] as number) * (response[i] as number)
  if (!(residualSquares > 1e-26 * total)) return 'nothing-varies'

  const sorted = data.random
    .map((term, index) => ({ term, index, present: presentLevels(term, rows) }))
    .sort((a, b) => b.term.levels - a.term.levels || a.index - b.index)
  for (const { present } of sorted) {
    if (present < 2) return 'one-level'
    if (present >= n) return 'levels-as-many-as-rows'
  }
  let size = 0
  const offsets = new Int32Array(data.random.length)
  for (const { term, index } of sorted) {
    offsets[index] = size
    size += term.levels * (1 + (term.slopes?.length ?? 0))
  }
  let parameterCount = 0
  const terms: TermLayout[] = data.random.map((term, index) => {
    const width = 1 + (term.slopes?.length ?? 0)
    const layout = {
      id: term.id,
      width,
      levels: term.levels,
      offset: offsets[index] as number,
      firstParameter: parameterCount,
      columns: ['(Intercept)', ...(term.slopes ?? []).map(({ id }) => id)],
    }
    parameterCount += (width * (width + 1)) / 2
    return layout
  })
  const design = data.random.map((term) => [null, ...(term.slopes ?? []).map(({ values }) => values)])

  const zq = new Float64Array(size * rank)
  const zr = new Float64Array(size)
  terms.forEach(({ width, offset }, t) => {
    const codes = data.random[t]?.codes ?? []
    for (let i = 0; i < rows; i++) {
      const first = offset + (codes[i] as number) * width
      for (let a = 0; a < width; a++) {
        const values = design[t]?.[a] ?? null
        const z = (root[i] as number) * (values === null ? 1 : (values[i] as number))
        zr[first + a] = (zr[first + a] as number) + z * (response[i] as number)
        for (let c = 0; c < rank; c++)
          zq[(first + a) * rank + c] = (zq[(first + a) * rank + c] as number) + z * (q[c]?.[i] as number)
      }
    }
  })
  const order = sorted.map(({ index }) => index)
  const cells = cellsOf(data.random, terms, design, weight, order)
  if (cells === 'terms-alike') return cells
  const { blocks, pattern } = cells
  const cholesky = analyseSparse({ size, ...pattern })
  if (cholesky === null) return 'too-dense'
  return {
    n,
    rank,
    fixedIds: kept.map((position) => data.fixed[position]?.id ?? ''),
    dropped: dropped.map((position) => data.fixed[position]?.id ?? ''),
    terms,
    parameterCount,
    size,
    blocks,
    zq,
    zr,
    residualSquares,
    projected,
    r,
    cholesky,
  }
}

const presentLevels = (term: RandomTerm, rows: number): number => {
  const seen = new Uint8Array(term.levels)
  let present = 0
  for (let i = 0; i < rows; i++) {
    const level = term.codes[i] as number
    if (seen[level] === 0) {
      seen[level] = 1
      present += 1
    }
  }
  return present
}

type Design = readonly (readonly (ArrayLike<number> | null)[])[]

/** Rows in the order of a term's levels, and where each level begins. */
const byLevel = (term: RandomTerm, rows: number): { readonly order: Int32Array; readonly start: Int32Array } => {
  const start = new Int32Array(term.levels + 1)
  for (let i = 0; i < rows; i++) {
    const level = (term.codes[i] as number) + 1
    start[level] = (start[level] as number) + 1
  }
  for (let level = 0; level < term.levels; level++)
    start[level + 1] = (start[level + 1] as number) + (start[level] as number)
  const next = start.slice(0, term.levels)
  const order = new Int32Array(rows)
  for (let i = 0; i < rows; i++) {
    const level = term.codes[i] as number
    const at = next[level] as number
    order[at] = i
    next[level] = at + 1
  }
  return { order, start }
}

const cellsOf = (
  random: readonly RandomTerm[],
  terms: readonly TermLayout[],
  design: Design,
  weight: Float64Array,
  order: readonly number[],
):
  | { readonly blocks: Blocks; readonly pattern: { readonly start: Int32Array; readonly rows: Int32Array } }
  | 'terms-alike' => {
  const rows = weight.length
  const cells: Cells = { termA: [], termB: [], row: [], column: [], start: [], values: [] }
  for (const [position, a] of order.entries()) {
    const byRow = byLevel(random[a] as RandomTerm, rows)
    for (const b of order.slice(position)) {
      const { found, levelsSeen } = addProducts(cells, { random, terms, design, weight }, a, b, byRow)
      if (
        a !== b &&
        (terms[a] as TermLayout).width === 1 &&
        (terms[b] as TermLayout).width === 1 &&
        found === levelsSeen &&
        found === presentLevels(random[b] as RandomTerm, rows)
      )
        return 'terms-alike'
    }
  }
  const { position, pattern } = upperTriangle(cells, terms)
  return {
    blocks: {
      count: cells.row.length,
      termA: Int32Array.from(cells.termA),
      termB: Int32Array.from(cells.termB),
      row: Int32Array.from(cells.row),
      column: Int32Array.from(cells.column),
      start: Int32Array.from(cells.start),
      values: Float64Array.from(cells.values),
      position,
    },
    pattern,
  }
}

/** Cells of Z′Z as they are found; the same as `Blocks`. */
interface Cells {
  readonly termA: number[]
  readonly termB: number[]
  readonly row: number[]
  readonly column: number[]
  readonly start: number[]
  readonly values: number[]
}

/** Adds a cell of zeros. @returns its number */
const addCell = (
  cells: Cells,
  [a, b]: readonly [number, number],
  [row, column]: readonly [number, number],
  entries: number,
): number => {
  const block = cells.row.length
  cells.termA.push(a)
  cells.termB.push(b)
  cells.row.push(row)
  cells.column.push(column)
  cells.start.push(cells.values.length)
  for (let entry = 0; entry < entries; entry++) cells.values.push(0)
  return block
}

/**
 * Adds the cells of Z′Z that two terms meet in, level by level of the first.
 * @param byRow rows by level of the first
 * @returns how many cells there are, and how many levels of the first have rows
 */
const addProducts = (
  cells: Cells,
  {
    random,
    terms,
    design,
    weight,
  }: {
    readonly random: readonly RandomTerm[]
    readonly terms: readonly TermLayout[]
    readonly design: Design
    readonly weight: Float64Array
  },
  a: number,
  b: number,
  byRow: { readonly order: Int32Array; readonly start: Int32Array },
): { readonly found: number; readonly levelsSeen: number } => {
  const first = terms[a] as TermLayout
  const firstDesign = design[a] ?? []
  const second = terms[b] as TermLayout
  const secondDesign = design[b] ?? []
  const codes = (random[b] as RandomTerm).codes
  const { values } = cells
  const cell = new Int32Array(second.levels).fill(-1)
  const before = cells.row.length
  let levelsSeen = 0
  for (let level = 0; level < first.levels; level++) {
    const from = byRow.start[level] as number
    const to = byRow.start[level + 1] as number
    const begin = cells.row.length
    const own = first.offset + level * first.width
    if (a === b && from === to) {
      // A level without rows still has its place on the diagonal.
      addCell(cells, [a, b], [own, own], first.width * first.width)
      continue
    }
    if (to > from) levelsSeen += 1
    for (let p = from; p < to; p++) {
      const i = byRow.order[p] as number
      const other = codes[i] as number
      let block = cell[other] as number
      if (block < begin) {
        block = addCell(cells, [a, b], [own, second.offset + other * second.width], first.width * second.width)
        cell[other] = block
      }
      const at = cells.start[block] as number
      const w = weight[i] as number
      for (let s = 0; s < first.width; s++) {
        const left = firstDesign[s] ?? null
        const leftValue = left === null ? w : w * (left[i] as number)
        for (let t = 0; t < second.width; t++) {
          const right = secondDesign[t] ?? null
          const entry = at + s * second.width + t
          values[entry] = (values[entry] as number) + leftValue * (right === null ? 1 : (right[i] as number))
        }
      }
    }
  }
  return { found: cells.row.length - before, levelsSeen }
}

/** The upper triangle by columns: every cell above the diagonal, and the upper half of those on it; and where each entry of the cells stands in it, −1 below. */
const upperTriangle = (
  { termA, termB, row, column, start, values }: Cells,
  terms: readonly TermLayout[],
): { readonly position: Int32Array; readonly pattern: { readonly start: Int32Array; readonly rows: Int32Array } } => {
  const size = terms.reduce((sum, { width, levels }) => sum + width * levels, 0)
  const entryRow = new Int32Array(values.length).fill(-1)
  const entryColumn = new Int32Array(values.length)
  const columnStart = new Int32Array(size + 1)
  for (let block = 0; block < row.length; block++) {
    const height = (terms[termA[block] as number] as TermLayout).width
    const width = (terms[termB[block] as number] as TermLayout).width
    for (let s = 0; s < height; s++) {
      for (let t = 0; t < width; t++) {
        const i = (row[block] as number) + s
        const j = (column[block] as number) + t
        if (i > j) continue
        const entry = (start[block] as number) + s * width + t
        entryRow[entry] = i
        entryColumn[entry] = j
        columnStart[j + 1] = (columnStart[j + 1] as number) + 1
      }
    }
  }
  for (let j = 0; j < size; j++) columnStart[j + 1] = (columnStart[j + 1] as number) + (columnStart[j] as number)
  const next = columnStart.slice(0, size)
  const rows = new Int32Array(columnStart[size] as number)
  const position = new Int32Array(values.length).fill(-1)
  for (let entry = 0; entry < values.length; entry++) {
    if ((entryRow[entry] as number) < 0) continue
    const j = entryColumn[entry] as number
    const at = next[j] as number
    next[j] = at + 1
    rows[at] = entryRow[entry] as number
    position[entry] = at
  }
  return { position, pattern: { start: columnStart, rows } }
}
