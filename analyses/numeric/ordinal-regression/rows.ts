/** Rows of an ordinal regression, equal ones counted together. */
export interface OrdinalRows {
  /** The response's observed values, ascending. A category that nobody chose is not among them and gets no threshold. */
  readonly categories: readonly number[]
  /** Number of predictors. */
  readonly width: number
  /** Index into `categories`, by row. */
  readonly response: Int32Array
  /** How often each row occurs, or the sum of its case weights; > 0. */
  readonly counts: Float64Array
  /** Predictor values row by row: rows × width. No intercept, the thresholds hold it. */
  readonly predictors: Float64Array
}

/** Codes 0 … size − 1 in the ascending order of the values; NaN and −0 are not special, the caller leaves NaN out. */
interface Ranked {
  readonly codes: Float64Array
  readonly values: Float64Array
}

const rankDistinct = (values: Float64Array): Ranked => {
  const distinct = Float64Array.from(new Set(values)).sort()
  const codeOf = new Map<number, number>()
  for (let i = 0; i < distinct.length; i++) codeOf.set(distinct[i] as number, i)
  const codes = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) codes[i] = codeOf.get(values[i] as number) as number
  return { codes, values: distinct }
}

/**
 * Counts equal rows together and sorts them by predictors, then response, so that a fit costs what its distinct rows cost and does not depend on the order in which
 * they came. A row with a NaN or infinite value in it, or with a count that is not above 0, is left out. (The layout is our own; the model's source is in `likelihood.ts`.)
 *
 * @param response any numbers; their distinct values in ascending order are the categories
 * @param predictors columns as long as the response
 * @param counts frequencies or case weights of the rows; each row once if absent
 */
export const compressOrdinalRows = (
  response: ArrayLike<number>,
  predictors: readonly ArrayLike<number>[],
  counts?: ArrayLike<number>,
): OrdinalRows => {
  const width = predictors.length
  const kept: number[] = []
  for (let i = 0; i < response.length; i++) {
    const isComplete =
      Number.isFinite(response[i] as number) && predictors.every((column) => Number.isFinite(column[i] as number))
    const count = counts === undefined ? 1 : (counts[i] as number)
    if (isComplete && count > 0 && Number.isFinite(count)) kept.push(i)
  }
  const take = (column: ArrayLike<number>): Float64Array => {
    const taken = new Float64Array(kept.length)
    // + 0 makes −0 an ordinary zero
    for (let i = 0; i < kept.length; i++) taken[i] = (column[kept[i] as number] as number) + 0
    return taken
  }
  const columns = [...predictors.map(take), take(response)]
  const ranked = columns.map(rankDistinct)
  let codes: Float64Array = new Float64Array(kept.length)
  let size = 1
  for (const column of ranked) {
    if (size * column.values.length > 9007199254740991) {
      const smaller = rankDistinct(codes)
      codes = smaller.codes
      size = smaller.values.length
    }
    for (let i = 0; i < codes.length; i++)
      codes[i] = (codes[i] as number) * column.values.length + (column.codes[i] as number)
    size *= column.values.length
  }
  const { codes: places, values: distinct } = rankDistinct(codes)
  const rowCount = distinct.length
  const total = new Float64Array(rowCount)
  const first = new Int32Array(rowCount).fill(-1)
  for (let i = 0; i < kept.length; i++) {
    const row = places[i] as number
    if ((first[row] as number) < 0) first[row] = i
    total[row] = (total[row] as number) + (counts === undefined ? 1 : (counts[kept[i] as number] as number))
  }
  const response0 = ranked[width] as Ranked
  const outcome = new Int32Array(rowCount)
  const matrix = new Float64Array(rowCount * width)
  for (let row = 0; row < rowCount; row++) {
    const i = first[row] as number
    outcome[row] = response0.codes[i] as number
    for (let k = 0; k < width; k++) matrix[row * width + k] = (columns[k] as Float64Array)[i] as number
  }
  return { categories: [...response0.values], width, response: outcome, counts: total, predictors: matrix }
}

/** Σ of the counts: respondents, or the sum of their weights. */
export const countOf = (rows: OrdinalRows): number => {
  let total = 0
  for (const count of rows.counts) total += count
  return total
}
