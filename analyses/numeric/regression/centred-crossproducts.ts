import { mean } from '../summary/summary'

/** Sums of squares and products of columns, with the number of rows and the sums that centring needs. */
export interface CrossProducts {
  readonly n: number
  readonly sums: Float64Array
  /** width × width, row by row, both triangles. */
  readonly products: Float64Array
}

/**
 * Each column less its mean, row by row in one array, so that sums of products keep their digits. NaN in a column makes that column NaN.
 * @param columns equally long
 */
export const centredRows = (columns: readonly ArrayLike<number>[]): Float64Array => {
  const width = columns.length
  const rows = new Float64Array((columns[0]?.length ?? 0) * width)
  columns.forEach((column, j) => {
    const centre = mean(column)
    for (let i = 0; i < column.length; i++) rows[i * width + j] = (column[i] as number) - centre
  })
  return rows
}

/**
 * Sums and products of the rows of each group; a row of group −1 is left out. A group without rows has n 0 and sums 0.
 * @param rows as of `centredRows`
 * @param width columns in a row
 */
export const crossProductsByGroup = (
  rows: Float64Array,
  width: number,
  groupOfRow: Int32Array,
  groups: number,
): readonly CrossProducts[] => {
  const all = Array.from({ length: groups }, () => ({
    n: 0,
    sums: new Float64Array(width),
    products: new Float64Array(width * width),
  }))
  for (let i = 0; i < groupOfRow.length; i++) {
    const own = all[groupOfRow[i] as number]
    if (own === undefined) continue
    own.n += 1
    const start = i * width
    for (let j = 0; j < width; j++) {
      const value = rows[start + j] as number
      own.sums[j] = (own.sums[j] as number) + value
      for (let k = j; k < width; k++)
        own.products[j * width + k] = (own.products[j * width + k] as number) + value * (rows[start + k] as number)
    }
  }
  for (const { products } of all) mirror(products, width)
  return all
}

const mirror = (matrix: Float64Array, width: number): void => {
  for (let j = 0; j < width; j++) for (let k = 0; k < j; k++) matrix[j * width + k] = matrix[k * width + j] as number
}

/** Σ of parts, each as often as its count says; parts of one width. */
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
    for (let at = 0; at < products.length; at++)
      products[at] = (products[at] as number) + count * (own.products[at] as number)
  }
  return { n, sums, products }
}

/** Σ (x − mean)(y − mean) of the rows behind the sums, width × width, row by row: a covariance matrix but for its divisor. NaN for no rows. */
export const centredProducts = ({ n, sums, products }: CrossProducts): Float64Array => {
  const width = sums.length
  return products.map(
    (product, at) => product - ((sums[Math.floor(at / width)] as number) * (sums[at % width] as number)) / n,
  )
}

/**
 * Sums and products of rows, each as often as its count says.
 * @param rows as of `centredRows`
 * @param counts one a row, ≥ 0
 */
export const crossProductsOfDraw = (rows: Float64Array, width: number, counts: Int32Array): CrossProducts => {
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
      for (let k = j; k < width; k++)
        products[j * width + k] = (products[j * width + k] as number) + value * (rows[start + k] as number)
    }
  }
  mirror(products, width)
  return { n, sums, products }
}

/** Units of resampling, each with its number of rows, sums, and products on and above the diagonal in one stretch: a sample is one weighted sum of stretches. */
export interface PackedParts {
  readonly count: number
  readonly width: number
  readonly length: number
  readonly values: Float64Array
}

/**
 * Packs rows, each by itself or together with those of its part; a row of part −1 is left out.
 * @param rows as of `centredRows`
 */
export const packParts = (
  rows: Float64Array,
  width: number,
  parts: { readonly ofRow: Int32Array; readonly count: number } | null,
): PackedParts => {
  const n = rows.length / width
  const count = parts?.count ?? n
  const length = 1 + width + (width * (width + 1)) / 2
  const values = new Float64Array(count * length)
  for (let i = 0; i < n; i++) {
    const part = parts === null ? i : (parts.ofRow[i] as number)
    if (part < 0) continue
    let at = part * length
    values[at] = (values[at] as number) + 1
    for (let j = 0; j < width; j++) {
      at += 1
      values[at] = (values[at] as number) + (rows[i * width + j] as number)
    }
    for (let j = 0; j < width; j++) {
      const value = rows[i * width + j] as number
      for (let k = j; k < width; k++) {
        at += 1
        values[at] = (values[at] as number) + value * (rows[i * width + k] as number)
      }
    }
  }
  return { count, width, length, values }
}

/** Sums and products of a sample that has each part as often as its count says. */
export const crossProductsOfSample = ({ width, length, values }: PackedParts, counts: Int32Array): CrossProducts => {
  const total = new Float64Array(length)
  for (let part = 0, start = 0; part < counts.length; part++, start += length) {
    const count = counts[part] as number
    if (count === 0) continue
    for (let at = 0; at < length; at++) total[at] = (total[at] as number) + count * (values[start + at] as number)
  }
  const products = new Float64Array(width * width)
  let at = 1 + width
  for (let j = 0; j < width; j++) for (let k = j; k < width; k++) products[j * width + k] = total[at++] as number
  mirror(products, width)
  return { n: total[0] as number, sums: total.slice(1, 1 + width), products }
}

/** Least squares from sums of squares and products. */
export interface ProductRegression {
  /** In the units of the centred rows. */
  readonly intercept: number
  /** 0 for a predictor that depends on those before it. */
  readonly slopes: Float64Array
}

/**
 * Coefficients of the last column on the others, by sweeping one predictor after the other (Goodnight 1979, doi 10.1080/00031305.1979.10482685). Good for many fits over parts of the same rows; `leastSquares` keeps more
 * digits where predictors are nearly dependent.
 * @param tolerance share of a predictor's sum of squares below which it counts as dependent on those before it
 */
export const regressionOfProducts = (parts: CrossProducts, tolerance = 1e-10): ProductRegression => {
  const width = parts.sums.length
  const matrix = centredProducts(parts)
  const diagonal = Float64Array.from({ length: width }, (_, j) => matrix[j * width + j] as number)
  const isIn: boolean[] = []
  for (let k = 0; k < width - 1; k++) {
    const pivot = matrix[k * width + k] as number
    isIn.push(pivot > tolerance * (diagonal[k] as number))
    if (isIn[k] === false) continue
    for (let i = 0; i < width; i++) {
      if (i === k) continue
      const factor = (matrix[i * width + k] as number) / pivot
      for (let j = 0; j < width; j++)
        if (j !== k)
          matrix[i * width + j] = (matrix[i * width + j] as number) - factor * (matrix[k * width + j] as number)
      matrix[i * width + k] = -factor
    }
    for (let j = 0; j < width; j++) if (j !== k) matrix[k * width + j] = (matrix[k * width + j] as number) / pivot
    matrix[k * width + k] = 1 / pivot
  }
  const slopes = Float64Array.from({ length: width - 1 }, (_, j) =>
    isIn[j] === true ? (matrix[j * width + width - 1] as number) : 0,
  )
  const meanOf = (j: number): number => (parts.sums[j] as number) / parts.n
  return { intercept: slopes.reduce((rest, slope, j) => rest - slope * meanOf(j), meanOf(width - 1)), slopes }
}
