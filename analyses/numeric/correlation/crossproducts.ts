import {
  completeRows,
  lowAndHigh,
  listwiseSums,
  listwiseSumsOfCounts,
  noAnswer,
  pairSums,
  pairSumsOfCounts,
  type AnswerColumn,
  type Range,
} from './crossproducts-whole'

export { completeRows, noAnswer, type AnswerColumn }

/** Means and covariances over the rows that are complete. Matrices are size × size, row by row, and symmetric to the bit. */
export interface Covariances {
  readonly size: number
  /** Complete rows. */
  readonly n: number
  /** NaN when no row is complete. */
  readonly means: Float64Array
  /** Divisor n − 1; NaN when n < 2. */
  readonly covariance: Float64Array
}

/** Covariances each over the rows that have both variables. Matrices are size × size, row by row, and symmetric to the bit. */
export interface PairwiseCovariances {
  readonly size: number
  /** Rows that have both; on the diagonal, those that have the variable. */
  readonly n: Float64Array
  /** Over all rows that have the variable. */
  readonly means: Float64Array
  /** About the means of the rows that have both, divisor n − 1 of the pair; NaN where that is below 1. */
  readonly covariance: Float64Array
}

/**
 * Means and covariance matrix over the complete rows, as `stats::cov(use = "complete.obs")`.
 *
 * Of whole numbers the sums are exact, so that the order of the rows is of no matter and each covariance is (n·Σxy − Σx·Σy)/(n(n − 1)) with one
 * rounding of each product; of doubles, centred sums (Chan, Golub & LeVeque 1983, doi 10.1080/00031305.1983.10483115). NaN where fewer than two rows are complete.
 *
 * @param columns at least one
 * @param counts how many rows each row stands for, whole numbers; each stands for one when absent
 */
export function listwiseCovariances(columns: readonly AnswerColumn[], counts?: Float64Array): Covariances {
  const size = columns.length
  if (!isWhole(columns)) return listwiseOfDoubles(columns, counts)
  const sums = counts === undefined ? listwiseSums(columns) : listwiseSumsOfCounts(columns, counts)
  const { n } = sums
  const means = Float64Array.from(sums.sums, (sum, i) => (sum + n * (sums.lows[i] as number)) / n)
  const covariance = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = covarianceOfSums(
        n,
        sums.sums[i] as number,
        sums.sums[j] as number,
        sums.products[i * size + j] as number,
      )
      covariance[i * size + j] = value
      covariance[j * size + i] = value
    }
  }
  return { size, n, means, covariance }
}

/**
 * Covariances each over the rows that have both variables, as `stats::cov(use = "pairwise.complete.obs")`. Exact sums of whole numbers, centred sums of doubles. NaN for a pair that
 * fewer than two rows have.
 *
 * @param columns at least one
 * @param counts how many rows each row stands for, whole numbers; each stands for one when absent
 */
export function pairwiseCovariances(columns: readonly AnswerColumn[], counts?: Float64Array): PairwiseCovariances {
  const size = columns.length
  if (!isWhole(columns)) return pairwiseOfDoubles(columns, counts)
  const { lows, products, present, sumsWhere } =
    counts === undefined ? pairSums(columns) : pairSumsOfCounts(columns, counts)
  const n = new Float64Array(size * size)
  const covariance = new Float64Array(size * size)
  const means = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const rows = present[i * size + j] as number
      const value = covarianceOfSums(
        rows,
        sumsWhere[i * size + j] as number,
        sumsWhere[j * size + i] as number,
        products[i * size + j] as number,
      )
      for (const place of [i * size + j, j * size + i]) {
        n[place] = rows
        covariance[place] = value
      }
    }
    const own = present[i * size + i] as number
    means[i] = ((sumsWhere[i * size + i] as number) + own * (lows[i] as number)) / own
  }
  return { size, n, means, covariance }
}

/**
 * The correlations of a covariance matrix, size × size, row by row: 1 on the diagonal, within −1 … 1. NaN in the row and column of a variable without variance.
 */
export function correlationsOf(covariance: Float64Array, size: number): Float64Array {
  const correlation = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const vi = covariance[i * size + i] as number
    for (let j = 0; j < i; j++) {
      const vj = covariance[j * size + j] as number
      const r =
        vi > 0 && vj > 0
          ? Math.max(-1, Math.min(1, (covariance[i * size + j] as number) / (Math.sqrt(vi) * Math.sqrt(vj))))
          : Number.NaN
      correlation[i * size + j] = r
      correlation[j * size + i] = r
    }
    correlation[i * size + i] = vi > 0 ? 1 : Number.NaN
  }
  return correlation
}

/** The rows and columns of a square matrix that are picked, in the order given. */
export function submatrix(matrix: Float64Array, size: number, picked: readonly number[]): Float64Array {
  const part = new Float64Array(picked.length * picked.length)
  picked.forEach((i, row) =>
    picked.forEach((j, column) => (part[row * picked.length + column] = matrix[i * size + j] as number)),
  )
  return part
}

/** Distinct rows of answers and how often each occurs. */
export interface AnswerPatterns {
  /** One a variable, `noAnswer` where missing; patterns in ascending order, the first variable deciding first. */
  readonly columns: readonly Int8Array[]
  readonly counts: Float64Array
}

/** Most distinct patterns that are counted in a table. */
const largestTable = 1 << 20

/**
 * Counts the distinct rows. Everything that does not depend on which row came when follows from them (covariances with `counts`, contingency tables of pairs, resampling),
 * and in an order that does not depend on the rows' own; a dimension of six five-point items has at most 46 656, however many people answered.
 */
export function answerPatterns(columns: readonly Int8Array[]): AnswerPatterns {
  const ranges = columns.map(lowAndHigh)
  const sizes = ranges.map(({ low, high }) => (low > high ? 1 : high - low + 2))
  const cells = sizes.reduce((product, size) => product * size, 1)
  return cells <= largestTable ? tabledPatterns(columns, ranges, sizes, cells) : sortedPatterns(columns)
}

function tabledPatterns(
  columns: readonly Int8Array[],
  ranges: readonly Range[],
  sizes: readonly number[],
  cells: number,
): AnswerPatterns {
  const length = columns[0]?.length ?? 0
  const table = new Float64Array(cells)
  const codes = new Int32Array(rowsAtATime)
  for (let start = 0; start < length; start += rowsAtATime) {
    const rows = Math.min(rowsAtATime, length - start)
    codes.fill(0)
    columns.forEach((column, index) => {
      const size = sizes[index] as number
      // 0 for no answer, 1 for the lowest.
      const offset = 1 - (ranges[index] as Range).low
      const code = new Uint8Array(256)
      for (let value = (ranges[index] as Range).low; value <= (ranges[index] as Range).high; value++)
        code[value + 128] = value + offset
      for (let row = 0; row < rows; row++)
        codes[row] = (codes[row] as number) * size + (code[(column[start + row] as number) + 128] as number)
    })
    for (let row = 0; row < rows; row++) {
      const cell = codes[row] as number
      table[cell] = (table[cell] as number) + 1
    }
  }
  let distinct = 0
  for (let cell = 0; cell < cells; cell++) if ((table[cell] as number) > 0) distinct += 1
  const patterns = columns.map(() => new Int8Array(distinct))
  const counts = new Float64Array(distinct)
  let at = 0
  for (let cell = 0; cell < cells; cell++) {
    const count = table[cell] as number
    if (count === 0) continue
    counts[at] = count
    let rest = cell
    for (let index = columns.length - 1; index >= 0; index--) {
      const size = sizes[index] as number
      const digit = rest % size
      rest = (rest - digit) / size
      ;(patterns[index] as Int8Array)[at] = digit === 0 ? noAnswer : digit - 1 + (ranges[index] as Range).low
    }
    at += 1
  }
  return { columns: patterns, counts }
}

function sortedPatterns(columns: readonly Int8Array[]): AnswerPatterns {
  const length = columns[0]?.length ?? 0
  // Six bytes to a number.
  const keys: Float64Array[] = []
  columns.forEach((column, index) => {
    if (index % 6 === 0) keys.push(new Float64Array(length))
    const key = keys[keys.length - 1] as Float64Array
    for (let row = 0; row < length; row++) key[row] = (key[row] as number) * 256 + (column[row] as number) + 128
  })
  const compare = (a: number, b: number): number => {
    for (const key of keys) {
      const difference = (key[a] as number) - (key[b] as number)
      if (difference !== 0) return difference
    }
    return 0
  }
  const order = Int32Array.from({ length }, (_, row) => row).sort(compare)
  const first: number[] = []
  const counts: number[] = []
  for (let place = 0; place < length; place++) {
    const row = order[place] as number
    if (place > 0 && compare(order[place - 1] as number, row) === 0)
      counts[counts.length - 1] = (counts[counts.length - 1] as number) + 1
    else {
      first.push(row)
      counts.push(1)
    }
  }
  return {
    columns: columns.map((column) => Int8Array.from(first, (row) => column[row] as number)),
    counts: Float64Array.from(counts),
  }
}

function isWhole(columns: readonly AnswerColumn[]): columns is readonly Int8Array[] {
  return columns.every((column) => column instanceof Int8Array)
}

/** (n·Σxy − Σx·Σy)/(n(n − 1)); products beyond 2^53 are taken exactly. */
function covarianceOfSums(n: number, sumX: number, sumY: number, sumXY: number): number {
  if (n < 2) return Number.NaN
  const first = n * sumXY
  const second = sumX * sumY
  const isExact = Math.abs(first) <= Number.MAX_SAFE_INTEGER && Math.abs(second) <= Number.MAX_SAFE_INTEGER
  return (isExact ? first - second : Number(BigInt(n) * BigInt(sumXY) - BigInt(sumX) * BigInt(sumY))) / (n * (n - 1))
}

const rowsAtATime = 4096

function asDoubles(column: AnswerColumn): Float64Array {
  return column instanceof Float64Array
    ? column
    : Float64Array.from(column, (value) => (value === noAnswer ? Number.NaN : value))
}

function listwiseOfDoubles(columns: readonly AnswerColumn[], counts: Float64Array | undefined): Covariances {
  const size = columns.length
  const rows = completeRows(columns)
  const weights = Float64Array.from(rows, (row) => counts?.[row] ?? 1)
  let n = 0
  for (const weight of weights) n += weight
  const means = new Float64Array(size)
  const centred = columns.map((column, index) => {
    const values = asDoubles(column)
    const picked = Float64Array.from(rows, (row) => values[row] as number)
    const mean = meanOf(picked, weights, n)
    means[index] = mean
    return picked.map((value) => value - mean)
  })
  const covariance = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value =
        n < 2
          ? Number.NaN
          : centredProduct(centred[i] as Float64Array, centred[j] as Float64Array, weights, n) / (n - 1)
      covariance[i * size + j] = value
      covariance[j * size + i] = value
    }
  }
  return { size, n, means, covariance }
}

function pairwiseOfDoubles(columns: readonly AnswerColumn[], counts: Float64Array | undefined): PairwiseCovariances {
  const size = columns.length
  const n = new Float64Array(size * size)
  const covariance = new Float64Array(size * size)
  const means = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const pair = listwiseOfDoubles(
        i === j ? [columns[i] as AnswerColumn] : [columns[i] as AnswerColumn, columns[j] as AnswerColumn],
        counts,
      )
      if (i === j) means[i] = pair.means[0] as number
      for (const place of [i * size + j, j * size + i]) {
        n[place] = pair.n
        covariance[place] = pair.covariance[i === j ? 0 : 1] as number
      }
    }
  }
  return { size, n, means, covariance }
}

/** The mean by two passes: the second takes up what rounding left over. */
function meanOf(values: Float64Array, weights: Float64Array, n: number): number {
  let sum = 0
  for (let row = 0; row < values.length; row++) sum += (weights[row] as number) * (values[row] as number)
  const first = sum / n
  let rest = 0
  for (let row = 0; row < values.length; row++) rest += (weights[row] as number) * ((values[row] as number) - first)
  return first + rest / n
}

/** Σ w·x·y of values that are centred but for rounding, with the correction Σwx·Σwy/n. */
function centredProduct(x: Float64Array, y: Float64Array, weights: Float64Array, n: number): number {
  let product = 0
  let sumX = 0
  let sumY = 0
  for (let row = 0; row < x.length; row++) {
    const a = (weights[row] as number) * (x[row] as number)
    product += a * (y[row] as number)
    sumX += a
    sumY += (weights[row] as number) * (y[row] as number)
  }
  return product - (sumX * sumY) / n
}
