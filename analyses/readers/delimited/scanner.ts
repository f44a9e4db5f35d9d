import { InputError } from '../../core/errors'
import { longCell, type CellDecoder, type SampleRecord } from '../reader'
import { decodeSingleByte } from '../single-byte'
import { createPlainScanner } from './plain-records'
import { carriageReturn, createBlock, lineFeed, type Layout, type RecordBlock } from './record-block'
import type { CellEncoding } from './settings'
import { undoFurtherEncodings } from './twice-encoded'

export interface RaggedRecord {
  readonly line: number
  readonly lastLine: number
  readonly found: number
  readonly expected: number
}

export interface Scanner {
  /**
   * Reads whole records until the block is full or the bytes end.
   * @param bytes must be longer than `end`; the byte there is overwritten
   * @param atEnd whether nothing follows `end`
   * @returns bytes consumed; a record cut at the end stays for the next call
   * @throws InputError at a quote that cannot be closed
   */
  scan(bytes: Uint8Array, start: number, end: number, atEnd: boolean, block: RecordBlock): number
  /** Records to pass over, whatever their length: the header. */
  skip(records: number): void
  readonly line: () => number
  /** Lines without any character that were passed over. */
  readonly blankLines: () => number
  readonly ragged: () => readonly RaggedRecord[]
  /** Records read, ragged ones included, the skipped ones not. */
  readonly records: () => number
  /** Where the cell began whose closing quote has not come yet, after a scan that was cut. */
  readonly openQuote: () => OpenQuote | null
}

const space = 32

/** @param file name for the messages */
export function createScanner(layout: Layout, file: string): Scanner {
  const { delimiter, quote, collapses, width, required } = layout
  /** 1 for the bytes that end a cell. */
  const endsCell = new Uint8Array(256)
  for (const byte of [delimiter, lineFeed, carriageReturn]) endsCell[byte] = 1
  let line = 1
  let skipping = 0
  let records = 0
  let blankLines = 0
  let openQuote: OpenQuote | null = null
  const ragged: RaggedRecord[] = []
  const readQuoted = quotedCellReader(layout, endsCell, file, (open) => (openQuote = open))
  const readPlain = createPlainScanner(layout, endsCell)

  /** Whether a record is one to keep: neither passed over nor of another length than the header, which is remembered. */
  function isKept(cells: number, hasExtra: boolean, firstLine: number, lastLine: number): boolean {
    if (skipping > 0) {
      skipping -= 1
      return false
    }
    records += 1
    if (required === 0 || (cells >= required && !hasExtra)) return true
    if (ragged.length < 5) ragged.push({ line: firstLine, lastLine, found: cells, expected: width })
    return false
  }

  function scan(bytes: Uint8Array, start: number, end: number, atEnd: boolean, block: RecordBlock): number {
    const { starts, ends, counts, lines, capacity } = block
    // Stops the search for the end of a cell without asking at every byte where the bytes end.
    bytes[end] = lineFeed
    block.bytes = bytes
    block.rowCount = 0
    openQuote = null
    let rows = 0
    let position = start
    let consumed = start
    records: while (rows < capacity && position < end) {
      if (skipping === 0) {
        const plain = readPlain(bytes, position, end, line, rows, block)
        records += plain.records
        line += plain.records
        rows += plain.records
        position = plain.after
        consumed = position
        if (rows === capacity || position >= end) break
      }
      const base = rows * width
      const firstLine = line
      let currentLine = line
      let cell = 0
      let wasQuoted = false
      let hasExtra = false
      for (;;) {
        let from = position
        let to: number
        if (position < end && bytes[position] === quote) {
          const quoted = readQuoted(bytes, position, end, atEnd, currentLine, cell + 1)
          if (quoted === null) break records
          wasQuoted = true
          from = quoted.from
          to = quoted.to
          position = quoted.after
          currentLine = quoted.line
        } else {
          while (endsCell[bytes[position] as number] === 0) position += 1
          if (position >= end && !atEnd) break records
          to = position
        }
        if (cell < width) {
          starts[base + cell] = from
          ends[base + cell] = to
        } else if (from < 0 || to > from) hasExtra = true
        cell += 1
        if (position < end && bytes[position] === delimiter) {
          position += 1
          if (!collapses) continue
          while (position < end && (bytes[position] === delimiter || bytes[position] === space)) position += 1
          if (position >= end && !atEnd) break records
          if (position < end && bytes[position] !== lineFeed && bytes[position] !== carriageReturn) continue
        }
        break
      }
      const lastLine = currentLine
      if (position < end) {
        if (bytes[position] === carriageReturn) {
          if (position + 1 >= end && !atEnd) break
          position += 1
          if (position < end && bytes[position] === lineFeed) position += 1
        } else position += 1
        currentLine += 1
      }
      line = currentLine
      consumed = position
      if (cell === 1 && !wasQuoted && isBlank(bytes, starts[base] as number, ends[base] as number)) {
        blankLines += 1
        continue
      }
      if (!isKept(cell, hasExtra, firstLine, lastLine)) continue
      if (required > 0) leaveEmpty(block, base + cell, base + width, position)
      if (block.short !== null) markLong(block.short, rows, block.shortLength)
      counts[rows] = cell
      lines[rows] = firstLine
      rows += 1
    }
    block.rowCount = rows
    return consumed - start
  }

  return {
    scan,
    skip: (count) => void (skipping += count),
    line: () => line,
    blankLines: () => blankLines,
    ragged: () => ragged,
    records: () => records,
    openQuote: () => openQuote,
  }
}

/** All cells of a record are to be looked up. */
function markLong(short: Uint8Array, row: number, length: number): void {
  for (let cell = row; cell < short.length; cell += length) short[cell] = longCell
}

/** Cells that a record does not have are empty ones at its end. */
function leaveEmpty({ starts, ends }: RecordBlock, from: number, to: number, position: number): void {
  for (let cell = from; cell < to; cell += 1) {
    starts[cell] = position
    ends[cell] = position
  }
}

/** A cell in quotes: its bytes, where what ends it stands, and the line on which it ends. */
interface QuotedCell {
  from: number
  to: number
  after: number
  line: number
}

interface OpenQuote {
  readonly line: number
  readonly column: number
}

/**
 * Reads the cell that begins with the quote at `start`; `line` and `column` are where it begins, from 1.
 * @returns null when the cell goes on beyond the bytes at hand; else the same object each time
 */
type QuotedCellReader = (
  bytes: Uint8Array,
  start: number,
  end: number,
  atEnd: boolean,
  line: number,
  column: number,
) => QuotedCell | null

/** @param onOpen is called for a quote that the bytes at hand do not close */
function quotedCellReader(
  { delimiter, quote }: Layout,
  endsCell: Uint8Array,
  file: string,
  onOpen: (open: OpenQuote) => void,
): QuotedCellReader {
  const found: QuotedCell = { from: 0, to: 0, after: 0, line: 1 }
  return (bytes, start, end, atEnd, line, column) => {
    let position = start + 1
    let currentLine = line
    let isDoubled = false
    for (;;) {
      let byte = 0
      while (position < end && (byte = bytes[position] as number) !== quote) {
        if (byte === lineFeed || (byte === carriageReturn && bytes[position + 1] !== lineFeed)) currentLine += 1
        position += 1
      }
      if (position + 1 >= end) {
        if (position < end && atEnd) break
        onOpen({ line, column })
        if (!atEnd) return null
        throw new InputError('ingest:unclosed-quote', { lines: currentLine - line + 1 }, { file, line, column })
      }
      if (bytes[position + 1] !== quote) break
      isDoubled = true
      position += 2
    }
    found.from = isDoubled ? ~(start + 1) : start + 1
    found.to = position
    found.line = currentLine
    position += 1
    while (position < end && bytes[position] === space && delimiter !== space) position += 1
    found.after = position
    if (position >= end) return atEnd ? found : null
    if (endsCell[bytes[position] as number] === 0)
      throw new InputError(
        currentLine === line ? 'ingest:text-after-quote' : 'ingest:quote-swallows',
        { from: line, to: currentLine },
        { file, line, column },
      )
    return found
  }
}

/** Nothing but spaces and the end-of-file mark that old systems wrote. */
function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (bytes[index] !== space && bytes[index] !== 26) return false
  return true
}

/** Cells reach the scanner as UTF-8 unless they are windows-1252: UTF-16 is transcoded on the way. */
export function createCellDecoder(encoding: CellEncoding, quote: number): CellDecoder {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const decodeUtf8: CellDecoder = (bytes, start, end) => decoder.decode(bytes.subarray(start, end))
  const decode: CellDecoder =
    encoding === 'utf-8'
      ? decodeUtf8
      : encoding === 'utf-8-twice'
        ? (bytes, start, end) => undoFurtherEncodings(decodeUtf8(bytes, start, end))
        : (bytes, start, end) => decodeSingleByte(encoding, bytes, start, end)
  const mark = String.fromCharCode(quote)
  return (bytes, start, end) => {
    if (start >= 0) return start === end ? '' : decode(bytes, start, end)
    return decode(bytes, ~start, end).replaceAll(mark + mark, mark)
  }
}

const widestRecord = 20_000

/**
 * The first `limit` records of the start of a file.
 * @param complete whether the bytes are the whole file; otherwise a record cut at the end is left out
 * @returns the records before the first error of quoting, and that error
 */
export function sampleRecords(
  bytes: Uint8Array,
  layout: Pick<Layout, 'delimiter' | 'quote' | 'collapses'>,
  encoding: CellEncoding,
  limit: number,
  complete: boolean,
  file: string,
): { readonly records: readonly SampleRecord[]; readonly error: InputError | null } {
  const scanner = createScanner({ ...layout, width: widestRecord, required: 0 }, file)
  const block = createBlock(widestRecord, undefined, 1)
  const padded = new Uint8Array(bytes.length + 1)
  padded.set(bytes)
  const decode = createCellDecoder(encoding, layout.quote)
  const records: SampleRecord[] = []
  let position = 0
  try {
    while (records.length < limit && position < bytes.length) {
      const consumed = scanner.scan(padded, position, bytes.length, complete, block)
      if (consumed === 0) break
      position += consumed
      if (block.rowCount === 0) continue
      const count = Math.min(block.counts[0] ?? 0, widestRecord)
      records.push({
        line: block.lines[0] ?? 0,
        cells: Array.from({ length: count }, (_, cell) =>
          decode(padded, block.starts[cell] ?? 0, block.ends[cell] ?? 0),
        ),
      })
    }
  } catch (error) {
    if (error instanceof InputError) return { records, error }
    throw error
  }
  return { records, error: null }
}
