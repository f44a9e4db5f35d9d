import { tidy, type DecimalMark, type NumberStyle, type TableHead } from './reader'

/** What one cell shows of the decimal mark of its column; null when it has none or is no number. */
export interface ShownMark {
  readonly mark: DecimalMark
  /** False where the mark could set thousands apart as well, as in `1,250`. */
  readonly isClear: boolean
  /** The mark that sets thousands apart in the cell, where it shows one. */
  readonly thousands?: DecimalMark
}

export const otherMark = { ',': '.', '.': ',' } as const

export function shownMark(cell: string): ShownMark | null {
  const plain = tidy(cell).replace(/^[-+\u2212\u2013]/u, '')
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(plain)) return { mark: plain.includes(',') ? ',' : '.', isClear: false }
  const single =
    /^\d*([.,])\d+(?:[eE][-+]?\d{1,3})?$/.exec(plain) ?? /^\d{1,3}(?:[ '\u2019]\d{3})+([.,])\d+$/u.exec(plain)
  if (single !== null) return { mark: single[1] as DecimalMark, isClear: true }
  // Thousands set apart by one mark, so that the other is the decimal mark: `1.234,5`, `1,250,000`.
  const grouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?$/.exec(plain)
  if (grouped === null) return null
  const thousands = grouped[1] as DecimalMark
  return { mark: otherMark[thousands], isClear: true, thousands }
}

/** How numbers are written in the cells of one column, counted from 0. */
export function numbersOf({ columns, numbers }: Pick<TableHead, 'columns' | 'numbers'>, index: number): NumberStyle {
  return columns[index]?.numbers ?? numbers
}
