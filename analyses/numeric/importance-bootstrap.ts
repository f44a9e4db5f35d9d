import type { Random } from './random'
import { lindemanMerendaGold } from './relative-importance'
import { mean } from './summary'

/** Sums of squares and products of columns, with the number of rows and the sums that centring needs. */
export interface CrossProducts {
  readonly n: number
  readonly sums: Float64Array
  /** width × width, row by row, both triangles. */
  readonly products: Float64Array
}

/** Each column less its mean, row by row in one array, so that sums of products keep their digits. */
export const centredRows = (columns: readonly ArrayLike<number>[]): Float64Array => {
  const width = columns.length
  const rows = new Float64Array((columns[0]?.length ?? 0) * width)
  columns.forEach((column, j) => {
    const centre = mean(column)
    for (let i = 0; i < column.length; i++) rows[i * width + j] = (column[i] as number) - centre
  })
  return rows
}

/** Sums and products of the rows of each group; a row of group −1 is left out. */
export const crossProductsByGroup = (rows: Float64Array, width: number, groupOfRow: Int32Array, groups: number): readonly CrossProducts[] => {
  const all = Array.from({ length: groups }, () => ({ n: 0, sums: new Float64Array(width), products: new Float64Array(width * width) }))
  for (let i = 0; i < groupOfRow.length; i++) {
    const own = all[groupOfRow[i] as number]
    if (own === undefined) continue
    own.n += 1
    const start = i * width
    for (let j = 0; j < width; j++) {
      const value = rows[start + j] as number
      own.sums[j] = (own.sums[j] as number) + value
      for (let k = j; k < width; k++) own.products[j * width + k] = (own.products[j * width + k] as number) + value * (rows[start + k] as number)
    }
  }
  for (const { products } of all) mirror(products, width)
  return all
}

const mirror = (matrix: Float64Array, width: number): void => {
  for (let j = 0; j < width; j++) for (let k = 0; k < j; k++) matrix[j * width + k] = matrix[k * width + j] as number
}

/** Σ of parts, each as often as its count says. */
export const sumOfCrossProducts = (parts: readonly CrossProducts[], counts: ArrayLike<number>): CrossProducts => {
  const width = parts[0]?.sums.length ?? 0
  const sums = new Float64Array(width)
  const products = new Float64Array(width * width)
  let n = 0
  for (let part = 0; part < parts.length; part++) {
    const count = counts[part] as number
    const own = parts[part]
    if (count === 0 || own === undefined) continue
    n += count * own.n
    for (let j = 0; j < width; j++) sums[j] = (sums[j] as number) + count * (own.sums[j] as number)
    for (let at = 0; at < products.length; at++) products[at] = (products[at] as number) + count * (own.products[at] as number)
  }
  return { n, sums, products }
}

/** Σ (x − mean)(y − mean) of the rows behind the sums: a covariance matrix but for its divisor. */
export const centredProducts = ({ n, sums, products }: CrossProducts): Float64Array => {
  const width = sums.length
  return products.map((product, at) => product - ((sums[Math.floor(at / width)] as number) * (sums[at % width] as number)) / n)
}

export interface ImportanceBootstrapOptions {
  readonly draws: number
  readonly random: Random
  /** The cluster of each row, 0 … clusters − 1: whole clusters are drawn instead of rows. */
  readonly clusters?: { readonly ofRow: Int32Array; readonly count: number }
  /** Called now and then with the share of draws done; may throw to stop. */
  readonly checkpoint?: (share: number) => void
}

/** With more rows, rows are first dealt at random into this many parts, and parts are drawn: the spread of sums over rows is the same, and a million rows cost what some thousand cost. */
export const mostDrawn = 5000

/**
 * LMG and R² of bootstrap samples of rows, or of whole clusters of rows.
 * @param columns predictors, the outcome last; no missing values
 * @returns LMG by predictor and draw; NaN in a draw in which the outcome does not vary
 */
export const bootstrapImportance = (columns: readonly ArrayLike<number>[], { draws, random, clusters, checkpoint }: ImportanceBootstrapOptions): readonly Float64Array[] => {
  const width = columns.length
  const predictors = width - 1
  const n = columns[0]?.length ?? 0
  const rows = centredRows(columns)
  const replicates = Array.from({ length: predictors }, () => new Float64Array(draws))
  const keep = (draw: number, sample: CrossProducts): void => {
    const importance = lindemanMerendaGold(centredProducts(sample), predictors)
    for (let j = 0; j < predictors; j++) (replicates[j] as Float64Array)[draw] = importance[j] as number
  }
  const parts = clusters ?? (n > mostDrawn ? dealt(n, random.stream('parts')) : null)
  const drawing = random.stream('draws')
  const size = parts === null ? n : parts.count
  const own = parts === null ? [] : crossProductsByGroup(rows, width, parts.ofRow, parts.count)
  const counts = new Int32Array(size)
  for (let draw = 0; draw < draws; draw++) {
    if (draw % 16 === 0) checkpoint?.(draw / draws)
    counts.fill(0)
    for (let i = 0; i < size; i++) {
      const drawn = drawing.integerBelow(size)
      counts[drawn] = (counts[drawn] as number) + 1
    }
    keep(draw, parts === null ? countedRows(rows, width, counts) : sumOfCrossProducts(own, counts))
  }
  return replicates
}

const dealt = (n: number, random: Random): { readonly ofRow: Int32Array; readonly count: number } => {
  const ofRow = Int32Array.from({ length: n }, (_, i) => i % mostDrawn)
  random.shuffle(ofRow)
  return { ofRow, count: mostDrawn }
}

/** Sums and products of rows, each as often as its count says. */
const countedRows = (rows: Float64Array, width: number, counts: Int32Array): CrossProducts => {
  const sums = new Float64Array(width)
  const products = new Float64Array(width * width)
  let n = 0
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number
    if (count === 0) continue
    n += count
    const start = i * width
    for (let j = 0; j < width; j++) {
      const value = count * (rows[start + j] as number)
      sums[j] = (sums[j] as number) + value
      for (let k = j; k < width; k++) products[j * width + k] = (products[j * width + k] as number) + value * (rows[start + k] as number)
    }
  }
  mirror(products, width)
  return { n, sums, products }
}
