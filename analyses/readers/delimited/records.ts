import { InputError, stopIfAborted, type AbortState } from '../../core/errors'
import type { DataFile } from '../data-file'
import { binaryError, countLineEnds, createUtf8Validator, decodeWindows1252, type Encoding } from './encoding'

/** How records and cells are told apart, as bytes. All delimiters and quotes are ASCII, so one machine serves UTF-8 and windows-1252. */
export interface Layout {
  readonly delimiter: number
  /** −1 when cells are never quoted. */
  readonly quote: number
  /** Several delimiters in a row count as one, and none ends a record. */
  readonly collapses: boolean
  /** Cells kept of each record. */
  readonly width: number
  /** Fewest cells a record must have; a record with more than `width` may only have empty ones there. 0 lets every length pass. */
  readonly required: number
  /** Columns after the last named one that the header has without a name; they must be empty throughout. */
  readonly unnamed?: number
}

/**
 * Some records as byte ranges. Cell c of record r is number r·width + c: its bytes are `starts…ends` of `bytes`, quotes left out. A start below 0 is the
 * complement of the offset of a cell in which quotes are doubled. Valid until the next block is asked for.
 */
export interface RecordBlock {
  bytes: Uint8Array
  readonly width: number
  readonly capacity: number
  rowCount: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Cells that the record had in the file. */
  readonly counts: Int32Array
  /** Line on which each record begins, from 1. */
  readonly lines: Int32Array
  /** Number of the first record among those after the header, from 1. */
  firstRow: number
}

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
  readonly openQuote: () => { readonly line: number; readonly column: number } | null
}

export function createBlock(
  width: number,
  capacity = Math.max(1, Math.min(4096, Math.floor(8_192 / Math.max(1, width)))),
): RecordBlock {
  return {
    bytes: new Uint8Array(0),
    width,
    capacity,
    rowCount: 0,
    starts: new Int32Array(width * capacity),
    ends: new Int32Array(width * capacity),
    counts: new Int32Array(capacity),
    lines: new Int32Array(capacity),
    firstRow: 1,
  }
}

const lineFeed = 10
const carriageReturn = 13
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
  let openQuote: { line: number; column: number } | null = null
  const ragged: RaggedRecord[] = []

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
          wasQuoted = true
          const quoteLine = currentLine
          position += 1
          from = position
          let isDoubled = false
          for (;;) {
            let byte = 0
            while (position < end && (byte = bytes[position] as number) !== quote) {
              if (byte === lineFeed || (byte === carriageReturn && bytes[position + 1] !== lineFeed)) currentLine += 1
              position += 1
            }
            if (position >= end) {
              openQuote = { line: quoteLine, column: cell + 1 }
              if (atEnd)
                throw new InputError(
                  'ingest:unclosed-quote',
                  { lines: currentLine - quoteLine + 1 },
                  { file, line: quoteLine, column: cell + 1 },
                )
              break records
            }
            if (position + 1 >= end) {
              if (atEnd) break
              openQuote = { line: quoteLine, column: cell + 1 }
              break records
            }
            if (bytes[position + 1] !== quote) break
            isDoubled = true
            position += 2
          }
          to = position
          position += 1
          while (position < end && bytes[position] === space && delimiter !== space) position += 1
          if (position >= end && !atEnd) break records
          const next = bytes[position]
          if (position < end && next !== delimiter && next !== lineFeed && next !== carriageReturn) {
            throw new InputError(
              currentLine === quoteLine ? 'ingest:text-after-quote' : 'ingest:quote-swallows',
              { from: quoteLine, to: currentLine },
              { file, line: quoteLine, column: cell + 1 },
            )
          }
          if (isDoubled) from = ~from
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
      if (position < end) {
        if (bytes[position] === carriageReturn) {
          if (position + 1 >= end && !atEnd) break records
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
      if (skipping > 0) {
        skipping -= 1
        continue
      }
      records += 1
      if ((cell < required || hasExtra) && required > 0) {
        if (ragged.length < 5)
          ragged.push({
            line: firstLine,
            lastLine:
              bytes[position - 1] === lineFeed || bytes[position - 1] === carriageReturn
                ? currentLine - 1
                : currentLine,
            found: cell,
            expected: width,
          })
        continue
      }
      for (let missing = cell; missing < width && required > 0; missing += 1) {
        starts[base + missing] = position
        ends[base + missing] = position
      }
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

/** Nothing but spaces and the end-of-file mark that old systems wrote. */
function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (bytes[index] !== space && bytes[index] !== 26) return false
  return true
}

/** Turns the bytes of a cell into text. */
export type CellDecoder = (bytes: Uint8Array, start: number, end: number, quote: number) => string

/** Cells reach the scanner as UTF-8 unless they are windows-1252: UTF-16 is transcoded on the way. */
export function createCellDecoder(encoding: Encoding): CellDecoder {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const decode =
    encoding === 'windows-1252'
      ? decodeWindows1252
      : (bytes: Uint8Array, start: number, end: number): string => decoder.decode(bytes.subarray(start, end))
  return (bytes, start, end, quote) => {
    if (start >= 0) return start === end ? '' : decode(bytes, start, end)
    const mark = String.fromCharCode(quote)
    return decode(bytes, ~start, end).replaceAll(mark + mark, mark)
  }
}

/** The first records of some text, cell by cell, each as long as it is in the file. */
export interface SampleRecord {
  readonly cells: readonly string[]
  readonly line: number
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
  encoding: Encoding,
  limit: number,
  complete: boolean,
  file: string,
): { readonly records: readonly SampleRecord[]; readonly error: InputError | null } {
  const scanner = createScanner({ ...layout, width: widestRecord, required: 0 }, file)
  const block = createBlock(widestRecord, 1)
  const padded = new Uint8Array(bytes.length + 1)
  padded.set(bytes)
  const decode = createCellDecoder(encoding)
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
          decode(padded, block.starts[cell] ?? 0, block.ends[cell] ?? 0, layout.quote),
        ),
      })
    }
  } catch (error) {
    if (error instanceof InputError) return { records, error }
    throw error
  }
  return { records, error: null }
}

/** Takes bytes as they are read, for a digest. */
export interface ByteObserver {
  update(bytes: Uint8Array): void
}

export interface ReadOptions {
  readonly encoding: Encoding
  /** Bytes of the byte order mark to pass over. */
  readonly markLength: number
  /** Records before the data: a separator line, the header, a ruled line. */
  readonly headerRecords: number
  readonly abort?: AbortState | undefined
  readonly observer?: ByteObserver | undefined
  /** Called with the bytes read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined
}

/** What is known once all records have been read. */
export interface ReadTotals {
  readonly records: number
  readonly blankLines: number
}

const firstBufferSize = 1 << 20
/** A single record longer than this is an unclosed quote or no table at all. */
const longestRecord = 1 << 24

/**
 * All records after the header, in blocks. Memory does not depend on the size of the file.
 * @throws InputError for ragged records (up to five named), an unclosed quote, bytes that are not of the encoding, or binary zeros; Aborted
 */
export async function* readRecords(
  file: DataFile,
  layout: Layout,
  options: ReadOptions,
): AsyncGenerator<RecordBlock, ReadTotals> {
  const scanner = createScanner(layout, file.name)
  scanner.skip(options.headerRecords)
  const block = createBlock(layout.width)
  const validator = options.encoding === 'utf-8' ? createUtf8Validator() : null
  const source = textBytes(file, options)[Symbol.asyncIterator]()
  let buffer = new Uint8Array(Math.min(firstBufferSize, Math.max(4096, file.size * 2 + 16)))
  let start = 0
  let filled = 0
  let discarded = 0
  let piece = new Uint8Array(0)
  let atEnd = false
  let nextRow = 1
  let recordsAtFirstRagged = 0
  try {
    while (!atEnd) {
      if (start > 0) {
        buffer.copyWithin(0, start, filled)
        filled -= start
        discarded += start
        start = 0
      }
      const before = filled
      while (filled < buffer.length - 1 && !atEnd) {
        if (piece.length === 0) {
          stopIfAborted(options.abort)
          const next = await source.next()
          if (next.done === true) {
            atEnd = true
            break
          }
          piece = next.value as Uint8Array<ArrayBuffer>
        }
        const part = piece.subarray(0, buffer.length - 1 - filled)
        buffer.set(part, filled)
        filled += part.length
        piece = piece.subarray(part.length)
      }
      const lineAt = (index: number): number => scanner.line() + countLineEnds(buffer, start, index)
      const zeroAt = buffer.subarray(before, filled).indexOf(0)
      if (zeroAt >= 0)
        throw binaryError(file.name, options.markLength + discarded + before + zeroAt, lineAt(before + zeroAt))
      if (validator !== null) {
        const invalidAt = validator.push(buffer, before, filled)
        const cutAt = invalidAt < 0 && atEnd && !validator.atBoundary() ? filled - 1 : invalidAt
        if (cutAt >= 0)
          throw new InputError(
            'ingest:not-utf-8',
            { byte: options.markLength + discarded + cutAt },
            { file: file.name, line: lineAt(cutAt) },
          )
      }
      for (;;) {
        const consumed = scanner.scan(buffer, start, filled, atEnd, block)
        start += consumed
        block.firstRow = nextRow
        nextRow += block.rowCount
        if (block.rowCount > 0 && scanner.ragged().length === 0) yield block
        if (block.rowCount < block.capacity) break
        stopIfAborted(options.abort)
      }
      if (scanner.ragged().length > 0) {
        recordsAtFirstRagged ||= scanner.records()
        if (scanner.ragged().length === 5 || atEnd || scanner.records() > recordsAtFirstRagged + 20_000)
          throw raggedError(scanner.ragged(), layout, file.name)
      }
      if (!atEnd && start === 0 && filled === buffer.length - 1) {
        if (buffer.length >= longestRecord) {
          const open = scanner.openQuote()
          throw open === null
            ? new InputError('ingest:record-too-long', {}, { file: file.name, line: scanner.line() })
            : new InputError(
                'ingest:unclosed-quote',
                { lines: countLineEnds(buffer, 0, filled) },
                { file: file.name, line: open.line, column: open.column },
              )
        }
        const larger = new Uint8Array(buffer.length * 2)
        larger.set(buffer)
        buffer = larger
      }
    }
  } finally {
    await source.return?.(undefined)
  }
  return { records: scanner.records(), blankLines: scanner.blankLines() }
}

function raggedError(ragged: readonly RaggedRecord[], layout: Layout, file: string): InputError {
  const first = ragged[0] as RaggedRecord
  const { width, unnamed = 0 } = layout
  if (unnamed > 0 && ragged.every(({ found }) => found > width && found <= width + unnamed))
    return new InputError('ingest:unnamed-with-content', {}, { file, line: first.line, column: width + 1 })
  const about = {
    expected: first.expected,
    found: first.found,
    lines: {
      list: ragged.map(({ line, found }) => ({
        message: 'ingest:ragged-line' as const,
        values: { line: String(line), found },
      })),
    },
    from: String(first.line),
    to: String(first.lastLine),
  }
  return new InputError(first.lastLine > first.line ? 'ingest:ragged-over-lines' : 'ingest:ragged', about, {
    file,
    line: first.line,
  })
}

/** The file's bytes as UTF-8 or windows-1252, without byte order mark. */
async function* textBytes(file: DataFile, options: ReadOptions): AsyncGenerator<Uint8Array, void> {
  const { encoding, markLength, observer, onBytes } = options
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be'
  const decoder = isWide ? new TextDecoder(encoding, { fatal: true, ignoreBOM: true }) : null
  const encoder = isWide ? new TextEncoder() : null
  let read = 0
  for await (const chunk of file.chunks()) {
    observer?.update(chunk)
    const bytes = read >= markLength ? chunk : chunk.subarray(Math.min(chunk.length, markLength - read))
    read += chunk.length
    onBytes?.(read)
    if (decoder === null || encoder === null) yield bytes
    else yield encoder.encode(decodeWide(() => decoder.decode(bytes, { stream: true }), encoding, file.name))
  }
  if (decoder !== null && encoder !== null)
    yield encoder.encode(decodeWide(() => decoder.decode(), encoding, file.name))
  if (read !== file.size) throw new InputError('ingest:file-changed', { read, size: file.size }, { file: file.name })
}

function decodeWide(decode: () => string, encoding: Encoding, file: string): string {
  try {
    return decode()
  } catch (error) {
    if (error instanceof TypeError)
      throw new InputError('ingest:not-utf-16', { encoding: encoding.toUpperCase() }, { file })
    throw error
  }
}
