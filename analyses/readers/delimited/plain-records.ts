import { emptyCell, longCell } from '../reader'
import { carriageReturn, lineFeed, search, type Layout, type RecordBlock } from './record-block'

/**
 * Reads records as long as they are plain: none of their cells in quotes, as many cells as the header, ended by LF or CRLF, and whole in the bytes at hand.
 * Everything else is left for the scanner to read and to judge, so that what it says of a file does not depend on this.
 * @param end the byte there must be one that ends a cell
 * @param line on which the first record begins
 * @param rows that the block has already
 * @returns the same object each time
 */
type PlainScanner = (
  bytes: Uint8Array,
  start: number,
  end: number,
  line: number,
  rows: number,
  block: RecordBlock,
) => { readonly records: number; readonly after: number }

const mostInVain = 64

/**
 * @param endsCell 1 for the bytes that end a cell
 * @returns finds none in layouts in which several delimiters count as one, and in those of one column, of which a blank line is none
 */
export function createPlainScanner({ delimiter, quote, collapses, width }: Layout, endsCell: Uint8Array): PlainScanner {
  const isPossible = !collapses && width > 1
  /** How many attempts in a row found no record, and how many are let pass before the next: where no record is plain, each would be begun twice. */
  let inVain = 0
  let passes = 0
  const found = { records: 0, after: 0 }
  /** 1 for what a cell of one character is handed on as: ASCII that neither ends a cell nor is a quote. */
  const isCharacter = new Uint8Array(256).fill(1, 1, 128)
  for (let byte = 0; byte < 256; byte += 1) if (endsCell[byte] === 1 || byte === quote) isCharacter[byte] = 0

  return (bytes, start, end, line, rows, block) => {
    found.records = 0
    found.after = start
    if (!isPossible || (passes -= 1) >= 0) return found
    const { starts, ends, short, search: searched, counts, lines, capacity } = block
    const shorts = short ?? new Uint8Array(0)
    const last = width - 1
    let row = rows
    let recordStart = start
    records: for (; row < capacity; row += 1) {
      let position = recordStart
      let cell = row * width
      for (let column = 0; column < last; column += 1, cell += 1) {
        const byte = bytes[position] as number
        if (searched[column] === search.character) {
          if (byte === delimiter) {
            shorts[cell] = emptyCell
            position += 1
            continue
          }
          if (bytes[position + 1] === delimiter && isCharacter[byte] === 1) {
            shorts[cell] = byte
            position += 2
            continue
          }
          shorts[cell] = longCell
        }
        if (byte === quote) break records
        const from = position
        while (endsCell[bytes[position] as number] === 0) position += 1
        if (bytes[position] !== delimiter) break records
        if (searched[column] !== search.nothing) {
          starts[cell] = from
          ends[cell] = position
        }
        position += 1
      }
      const from = position
      if (bytes[position] === quote) break
      while (endsCell[bytes[position] as number] === 0) position += 1
      const to = position
      if (bytes[position] === carriageReturn) position += 1
      // The line feed at the end of the bytes is not the file's.
      if (bytes[position] !== lineFeed || position >= end) break
      if (searched[last] === search.character) {
        const byte = bytes[from] as number
        shorts[cell] = to === from ? emptyCell : to === from + 1 && isCharacter[byte] === 1 ? byte : longCell
      }
      if (searched[last] !== search.nothing) {
        starts[cell] = from
        ends[cell] = to
      }
      counts[row] = width
      lines[row] = line + row - rows
      recordStart = position + 1
    }
    inVain = row > rows ? 0 : Math.min(inVain + 1, mostInVain)
    passes = inVain
    found.records = row - rows
    found.after = recordStart
    return found
  }
}
