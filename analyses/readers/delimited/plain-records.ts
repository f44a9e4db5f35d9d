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

/** The second and the fourth of four bytes. */
const delimiterMask = 0xff00ff00 | 0

/** How many columns of one character follow each other from a column on, the last one of the record left out. */
function runsOf(searched: Uint8Array, last: number): Int32Array {
  const runs = new Int32Array(last + 1)
  for (let column = last - 1; column >= 0; column -= 1)
    runs[column] = searched[column] === search.character ? (runs[column + 1] as number) + 1 : 0
  return runs
}

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
  /** Runs of columns of one character, and of which search they are. */
  let runs: Int32Array = new Int32Array(0)
  let runsAre: Uint8Array | null = null
  /** 1 for what a cell of one character is handed on as: ASCII that neither ends a cell nor is a quote. */
  const delimiters = (delimiter << 8) | (delimiter << 24)
  const isCharacter = new Uint8Array(256).fill(1, 1, 128)
  for (let byte = 0; byte < 256; byte += 1) if (endsCell[byte] === 1 || byte === quote) isCharacter[byte] = 0

  return (bytes, start, end, line, rows, block) => {
    found.records = 0
    found.after = start
    if (!isPossible || (passes -= 1) >= 0) return found
    const { starts, ends, short, shortLength, search: searched, counts, lines, capacity } = block
    const shorts = short ?? new Uint8Array(0)
    const last = width - 1
    if (searched !== runsAre) {
      runsAre = searched
      runs = runsOf(searched, last)
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const lastWord = bytes.length - 4
    let row = rows
    let recordStart = start
    records: for (; row < capacity; row += 1) {
      let position = recordStart
      let cell = row * width
      let shortCell = row
      for (let column = 0; column < last; column += 1, cell += 1, shortCell += shortLength) {
        // Two cells of one character at once, as long as that is what stands there.
        for (let left = runs[column] as number; left > 1 && position <= lastWord; left -= 2) {
          const word = view.getInt32(position, true)
          const second = (word >>> 16) & 0xff
          if ((word & delimiterMask) !== delimiters || isCharacter[word & 0xff] === 0 || isCharacter[second] === 0)
            break
          shorts[shortCell] = word
          shorts[shortCell + shortLength] = second
          shortCell += 2 * shortLength
          position += 4
          column += 2
          cell += 2
        }
        if (column === last) break
        const byte = bytes[position] as number
        if (searched[column] === search.character) {
          if (byte === delimiter) {
            shorts[shortCell] = emptyCell
            position += 1
            continue
          }
          if (bytes[position + 1] === delimiter && isCharacter[byte] === 1) {
            shorts[shortCell] = byte
            position += 2
            continue
          }
          shorts[shortCell] = longCell
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
        shorts[shortCell] = to === from ? emptyCell : to === from + 1 && isCharacter[byte] === 1 ? byte : longCell
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
