import { InputError, stopIfAborted } from '../../core/errors'
import type { DataFile } from '../data-file'
import type { ReadOptions, ReadTotals } from '../reader'
import { encodingByLetters } from '../letter-fit'
import { binaryError, countLineEnds, createUtf8Validator, fewestOfMixture, type Utf8Validator } from './encoding'
import { createLineUnquoter } from './quoted-lines'
import { createBlock, type Layout, type RecordBlock } from './record-block'
import { createScanner, type RaggedRecord, type Scanner } from './scanner'
import { encodingName, isUtf8, type Encoding } from './settings'

/** Where the records of a file begin, and how its bytes are to be read. */
export interface RecordOptions extends ReadOptions {
  readonly encoding: Encoding
  /** Bytes of the byte order mark to pass over. */
  readonly markLength: number
  /** Each line is one quoted cell that holds the whole record. */
  readonly hasQuotedLines: boolean
  /** Records before the data: a separator line, the header, a ruled line. */
  readonly headerRecords: number
}

const firstBufferSize = 1 << 20
/** A single record longer than this is an unclosed quote or no table at all. */
const longestRecord = 1 << 24

/** The part of a file that is being scanned. */
interface Span {
  bytes: Uint8Array<ArrayBuffer>
  /** Where what has not been scanned begins. */
  start: number
  filled: number
  /** Bytes of the file that came before `bytes`. */
  discarded: number
  /** What was read and did not fit. */
  piece: Uint8Array<ArrayBuffer>
  atEnd: boolean
}

/**
 * All records after the header, in blocks. Memory does not depend on the size of the file.
 *
 * The scanner is our own rather than a package's: those that exist give a text for each cell, and a million respondents of 36 items are 36 million of them, most
 * one digit. Cells stay ranges of bytes here, which `tests/bench/engine.bench.mjs` measures beside `pandas.read_csv`. Where texts are wanted anyway, papaparse
 * reads (`small-table.ts`).
 * @throws InputError for ragged records (up to five named), an unclosed quote, bytes that are not of the encoding, or binary zeros; Aborted
 */
export async function* readRecords(
  file: DataFile,
  layout: Layout,
  options: RecordOptions,
): AsyncGenerator<RecordBlock, ReadTotals> {
  const scanner = createScanner(layout, file.name)
  scanner.skip(options.headerRecords)
  const block = createBlock(layout.width, options.wanted)
  const validator = isUtf8(options.encoding) ? createUtf8Validator() : null
  const source = textBytes(file, options)[Symbol.asyncIterator]()
  const span: Span = {
    bytes: new Uint8Array(Math.min(firstBufferSize, Math.max(4096, file.size * 2 + 16))),
    start: 0,
    filled: 0,
    discarded: options.markLength,
    piece: new Uint8Array(0),
    atEnd: false,
  }
  const isAsWritten = !options.hasQuotedLines && !isWide(options.encoding)
  let nextRow = 1
  let recordsAtFirstRagged = 0
  try {
    while (!span.atEnd) {
      dropScanned(span)
      const before = span.filled
      await fill(span, source, options)
      checkBytes(span, before, validator, scanner.line(), file.name)
      for (;;) {
        // In a file that is decoded or unquoted on the way, places in its bytes are not those of what is scanned.
        block.firstByte = nextRow > 1 && isAsWritten ? span.discarded + span.start : undefined
        span.start += scanner.scan(span.bytes, span.start, span.filled, span.atEnd, block)
        block.firstRow = nextRow
        nextRow += block.rowCount
        if (block.rowCount > 0 && scanner.ragged().length === 0) yield block
        if (block.rowCount < block.capacity) break
        stopIfAborted(options.abort)
      }
      if (scanner.ragged().length > 0) {
        recordsAtFirstRagged ||= scanner.records()
        if (scanner.ragged().length === 5 || span.atEnd || scanner.records() > recordsAtFirstRagged + 20_000)
          throw raggedError(scanner.ragged(), layout, file.name)
      }
      if (!span.atEnd && span.start === 0 && span.filled === span.bytes.length - 1) enlarge(span, scanner, file.name)
    }
  } finally {
    await source.return?.(undefined)
  }
  return { records: scanner.records(), blankLines: scanner.blankLines() }
}

/** Moves what has not been scanned to the beginning. */
function dropScanned(span: Span): void {
  if (span.start === 0) return
  span.bytes.copyWithin(0, span.start, span.filled)
  span.filled -= span.start
  span.discarded += span.start
  span.start = 0
}

/** Reads until the span is full, one byte kept free for the scanner, or the file ends. */
async function fill(span: Span, source: AsyncIterator<Uint8Array, void>, { abort }: RecordOptions): Promise<void> {
  while (span.filled < span.bytes.length - 1 && !span.atEnd) {
    if (span.piece.length === 0) {
      stopIfAborted(abort)
      const next = await source.next()
      if (next.done === true) {
        span.atEnd = true
        return
      }
      span.piece = next.value as Uint8Array<ArrayBuffer>
    }
    const part = span.piece.subarray(0, span.bytes.length - 1 - span.filled)
    span.bytes.set(part, span.filled)
    span.filled += part.length
    span.piece = span.piece.subarray(part.length)
  }
}

/**
 * @param before where the bytes begin that have not been checked
 * @param line on which the span begins
 * @throws InputError at a binary zero, and at bytes that are not UTF-8 where they should be
 */
export function checkBytes(
  { bytes, start, filled, discarded, atEnd }: Pick<Span, 'bytes' | 'start' | 'filled' | 'discarded' | 'atEnd'>,
  before: number,
  validator: Utf8Validator | null,
  line: number,
  file: string,
): void {
  const lineAt = (index: number): number => line + countLineEnds(bytes, start, index)
  const zeroAt = bytes.subarray(before, filled).indexOf(0)
  if (zeroAt >= 0) throw binaryError(file, discarded + before + zeroAt, lineAt(before + zeroAt))
  if (validator === null) return
  const invalidAt = validator.push(bytes, before, filled)
  const cutAt = invalidAt < 0 && atEnd && !validator.atBoundary() ? filled - 1 : invalidAt
  if (cutAt < 0) return
  const place = { file, line: lineAt(cutAt) }
  // Read once more in single bytes, letters that were UTF-8 so far would come out wrong.
  if (validator.characters() >= fewestOfMixture) throw new InputError('ingest:mixed-encoding', {}, place)
  const letters = encodingByLetters(bytes.subarray(Math.max(start, cutAt - 1), filled)).encoding
  throw new InputError('ingest:not-utf-8', { byte: discarded + cutAt, letters, encoding: encodingName(letters) }, place)
}

/** Makes room for a record longer than the span. @throws InputError when it is too long to be one */
function enlarge(span: Span, scanner: Scanner, file: string): void {
  if (span.bytes.length >= longestRecord) {
    const open = scanner.openQuote()
    throw open === null
      ? new InputError('ingest:record-too-long', {}, { file, line: scanner.line() })
      : new InputError(
          'ingest:unclosed-quote',
          { lines: countLineEnds(span.bytes, 0, span.filled) },
          { file, line: open.line, column: open.column },
        )
  }
  const larger = new Uint8Array(span.bytes.length * 2)
  larger.set(span.bytes)
  span.bytes = larger
}

/** Says which records have another length than the header, up to five of them. */
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

/** The file's bytes as UTF-8 or in single bytes, without byte order mark and without quotes around whole lines. */
export async function* textBytes(file: DataFile, options: RecordOptions): AsyncGenerator<Uint8Array, void> {
  if (!options.hasQuotedLines) {
    yield* writtenBytes(file, options)
    return
  }
  const lines = createLineUnquoter(file.name)
  const validator = isUtf8(options.encoding) ? createUtf8Validator() : null
  let discarded = options.markLength
  for await (const bytes of writtenBytes(file, options)) {
    // Checked here, where bytes and lines are still counted as in the file.
    const piece = { bytes: bytes as Uint8Array<ArrayBuffer>, start: 0, filled: bytes.length, discarded, atEnd: false }
    checkBytes(piece, 0, validator, lines.line(), file.name)
    discarded += bytes.length
    yield lines.push(bytes)
  }
  lines.end()
}

const isWide = (encoding: Encoding): boolean => encoding === 'utf-16le' || encoding === 'utf-16be'

/** The file's bytes as UTF-8 or in single bytes, without byte order mark. */
async function* writtenBytes(file: DataFile, options: RecordOptions): AsyncGenerator<Uint8Array, void> {
  const { encoding, markLength, observer, onBytes } = options
  const decoder = isWide(encoding) ? new TextDecoder(encoding, { fatal: true, ignoreBOM: true }) : null
  const encoder = isWide(encoding) ? new TextEncoder() : null
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
