import { noAnswer, type AnswerColumn } from '../numeric/correlation/crossproducts'

/** Places of items, by whether anything can be computed from their answers. */
export interface VaryingItems {
  readonly kept: readonly number[]
  /** Items that nobody answered. */
  readonly unanswered: readonly number[]
  /** Items whose answers are all the same among the rows that count. */
  readonly constant: readonly number[]
}

/**
 * Items that somebody answered and not all alike, among the rows that count.
 * @param missing `listwise`: rows count that answered all items that are kept; `fiml`: all rows
 */
export function varyingItems(columns: readonly AnswerColumn[], missing: 'listwise' | 'fiml'): VaryingItems {
  const isAnswered = (column: AnswerColumn, row: number): boolean =>
    column[row] !== noAnswer && !Number.isNaN(column[row] as number)
  const unanswered = columns.flatMap((column, index) =>
    column.some((_, row) => isAnswered(column, row)) ? [] : [index],
  )
  const answered = columns.flatMap((_, index) => (unanswered.includes(index) ? [] : [index]))
  let kept = answered
  // An item left out can bring rows back, among which another may turn out to vary; it is left out all the same.
  for (;;) {
    const picked = kept.map((index) => columns[index] as AnswerColumn)
    const constant = kept.filter((index) => {
      const column = columns[index] as AnswerColumn
      let first: number | null = null
      for (let row = 0; row < column.length; row += 1) {
        const counts =
          missing === 'listwise' ? picked.every((other) => isAnswered(other, row)) : isAnswered(column, row)
        if (!counts) continue
        const value = column[row] as number
        if (first === null) first = value
        else if (value !== first) return false
      }
      return first !== null
    })
    if (constant.length === 0) return { kept, unanswered, constant: answered.filter((index) => !kept.includes(index)) }
    kept = kept.filter((index) => !constant.includes(index))
  }
}
