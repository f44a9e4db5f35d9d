/** Two things that belong together, by their places among the ones and the others. */
export interface Pair {
  readonly row: number
  readonly column: number
  readonly score: number
  /** The best score that either of the two reaches with another thing; 0 without one. */
  readonly nextBest: number
}

/**
 * The pairs, one to one, whose scores add up to most (the assignment problem: Kuhn 1955, by shortest augmenting paths as in Jonker and Volgenant 1987).
 * @param scores a row for each of the ones, a column for each of the others; 0 … 1
 * @param least pairs below it are none
 */
export function bestPairs(scores: readonly (readonly number[])[], least: number): readonly Pair[] {
  const [rows, columns] = [scores.length, scores[0]?.length ?? 0]
  if (rows === 0 || columns === 0) return []
  const at = (row: number, column: number): number => scores[row]?.[column] ?? 0
  // The algorithm needs no more rows than columns; a pair that is none costs as much as no pair.
  const isTurned = rows > columns
  const [few, many] = isTurned ? [columns, rows] : [rows, columns]
  const cost = (one: number, other: number): number => {
    const score = isTurned ? at(other, one) : at(one, other)
    return score >= least ? 1 - score : 1
  }
  const pairs: Pair[] = []
  for (const [one, other] of assigned(few, many, cost).entries()) {
    const [row, column] = isTurned ? [other, one] : [one, other]
    const score = at(row, column)
    if (score < least || score <= 0) continue
    const inRow = (scores[row] ?? []).filter((_, index) => index !== column)
    const inColumn = scores.flatMap((line, index) => (index === row ? [] : [line[column] ?? 0]))
    pairs.push({ row, column, score, nextBest: largestOf([...inRow, ...inColumn]) })
  }
  return pairs.sort((a, b) => a.row - b.row)
}

const largestOf = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0)

/** The column of each row, where rows are no more than columns. Rows and columns count from 1 within, since 0 stands for none. */
function assigned(rows: number, columns: number, cost: (row: number, column: number) => number): readonly number[] {
  const rowPrice = new Float64Array(rows + 1)
  const columnPrice = new Float64Array(columns + 1)
  const rowOf = new Int32Array(columns + 1)
  const before = new Int32Array(columns + 1)
  for (let row = 1; row <= rows; row += 1) {
    rowOf[0] = row
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY)
    const isDone = new Uint8Array(columns + 1)
    let column = 0
    do {
      isDone[column] = 1
      const present = rowOf[column] as number
      let [least, next] = [Number.POSITIVE_INFINITY, 0]
      for (let other = 1; other <= columns; other += 1) {
        if (isDone[other] === 1) continue
        const reduced = cost(present - 1, other - 1) - (rowPrice[present] as number) - (columnPrice[other] as number)
        if (reduced < (slack[other] as number)) {
          slack[other] = reduced
          before[other] = column
        }
        if ((slack[other] as number) < least) [least, next] = [slack[other] as number, other]
      }
      for (let other = 0; other <= columns; other += 1) {
        if (isDone[other] === 1) {
          const owner = rowOf[other] as number
          rowPrice[owner] = (rowPrice[owner] as number) + least
          columnPrice[other] = (columnPrice[other] as number) - least
        } else slack[other] = (slack[other] as number) - least
      }
      column = next
    } while (rowOf[column] !== 0)
    for (; column !== 0; column = before[column] as number) rowOf[column] = rowOf[before[column] as number] as number
  }
  const result = Array.from({ length: rows }, () => 0)
  for (let column = 1; column <= columns; column += 1) {
    const row = rowOf[column] as number
    if (row > 0) result[row - 1] = column - 1
  }
  return result
}
