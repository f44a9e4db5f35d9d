import { InputError } from '../core/errors'
import { numbersOf, shownMark } from '../readers/decimal-mark'
import type { DecimalMark, TableHead } from '../readers/reader'
import { readNumber } from './cell-values'

/** Reads the numbers of one column. A decimal mark that is only assumed is held to what all cells show. */
export interface NumberReader {
  /** Byte of the decimal mark for `readPlainNumber`; −1 as long as a cell with a mark needs `read`. */
  readonly plainMark: number
  /**
   * @returns NaN where there is no number
   * @throws InputError where cells of the column contradict each other, so that some would be read wrong
   */
  read(text: string, line: number): number
}

/** @param index of the column, from 0 */
export function createNumberReader(head: TableHead, index: number): NumberReader {
  const style = numbersOf(head, index)
  if (style.isAssumed !== true) return { plainMark: style.mark.charCodeAt(0), read: (text) => readNumber(text, style) }
  let mark: DecimalMark = style.mark
  let isAssumed = true
  /** The first number whose mark could set thousands apart, and that was read as if it did not. */
  let unclear: string | null = null
  return {
    plainMark: -1,
    read(text, line) {
      const shown = shownMark(text)
      if (shown !== null && isAssumed) {
        if (shown.mark === mark) {
          if (shown.isClear) isAssumed = false
          else unclear ??= text
        } else if (shown.isClear && unclear === null) {
          mark = shown.mark
          isAssumed = false
        } else {
          const column = head.columns[index]?.name ?? String(index + 1)
          const about = { column, cell: text.trim(), other: unclear ?? '' }
          throw new InputError(unclear === null ? 'ingest:decimal-unclear' : 'ingest:decimal-contradicts', about, {
            file: head.file,
            line,
            column,
          })
        }
      }
      return readNumber(text, { mark, isStrict: false })
    },
  }
}
