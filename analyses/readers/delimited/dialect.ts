import { InputError } from '../../core/errors'
import type { Note, Phrase } from '../../core/words'
import { readHead, type DataFile } from '../data-file'
import { headerLineReason, headerOf, type Header } from '../header'
import type { DecimalMark, SampleRecord, TableHead } from '../reader'
import { decimalOf } from './decimal'
import { byteOf, chooseDelimiter, delimiterLabel, separatorLineOf, type DelimiterChoice } from './delimiter'
import { detectEncoding, markLengthOf, refuseOtherKinds } from './encoding'
import { unquoteLines } from './quoted-lines'
import type { Layout } from './record-block'
import { sampleRecords } from './scanner'
import {
  cellEncodingOf,
  encodingName,
  type CellEncoding,
  type Delimiter,
  type DialectOverride,
  type Encoding,
  type Quote,
} from './settings'

/** How a delimited file is written. */
export type DelimitedDialect = {
  readonly encoding: Encoding
  readonly byteOrderMark: boolean
  readonly delimiter: Delimiter
  readonly quote: Quote
  readonly decimal: DecimalMark
  /** False when the decimal mark was declared: then no other is accepted. */
  readonly decimalDetected: boolean
  readonly lineEnd: 'lf' | 'crlf' | 'cr'
  readonly headerRows: number
  /** Line on which the header begins, from 1. */
  readonly headerLine: number
  /** A first line `sep=;`, as Excel writes and reads it. */
  readonly separatorLine: boolean
  /** A line of dashes under the header. */
  readonly ruledLine: boolean
  /** Several delimiters in a row count as one. */
  readonly collapses: boolean
  /** The first column numbers the rows and has no name. */
  readonly rowNumbers: boolean
}

/** The beginning of a delimited file, and where its records begin. */
export interface DelimitedHead extends TableHead {
  readonly dialect: DelimitedDialect
  readonly layout: Layout
  readonly markLength: number
  /** Each line is one quoted cell that holds the whole record. */
  readonly hasQuotedLines: boolean
  /** Records before the data: separator line, header, ruled line. */
  readonly headerRecords: number
}

const sampleSize = 1 << 20
const sampleRecordLimit = 500

/**
 * Reads the beginning of a file and finds out how it is written; what `declared` says is taken as it is.
 * @throws InputError for an empty file and for files that are no delimited text
 */
export async function readTableHead(file: DataFile, declared: DialectOverride = {}): Promise<DelimitedHead> {
  const head = await readHead(file, sampleSize)
  return understandHead(head, head.length >= file.size, file.name, declared)
}

/** As `readTableHead`, from bytes. `complete`: they are the whole file. */
function understandHead(head: Uint8Array, complete: boolean, file: string, declared: DialectOverride): DelimitedHead {
  if (head.length === 0) throw new InputError('ingest:empty', {}, { file })
  refuseOtherKinds(head, file)
  const written = understandEncoding(head, complete, file, declared)
  const { cellEncoding } = written
  const unquoted = unquotedTable(written, complete, file, declared)
  const text = unquoted ?? written.text
  if (text.every((byte) => byte === 10 || byte === 13 || byte === 32 || byte === 9))
    throw new InputError('ingest:empty', {}, { file })
  const separator = separatorLineOf(text)
  const choice = chooseDelimiter(text, cellEncoding, complete, file, {
    ...declared,
    delimiter: declared.delimiter ?? separator,
  })
  const { delimiter, quote, collapses } = choice
  const bytes = { delimiter: byteOf(delimiter), quote: quote === '' ? -1 : byteOf(quote), collapses }
  const scanned = sampleRecords(text, bytes, cellEncoding, sampleRecordLimit + 5, complete, file)
  if (scanned.records.length === 0)
    throw scanned.error ?? new InputError('ingest:record-too-long', {}, { file, line: 1 })
  const separatorRecords = separator === undefined ? 0 : 1
  const header = headerOf(scanned.records.slice(separatorRecords), declared)
  const sample = header.data.slice(0, sampleRecordLimit)
  const marks = decimalOf(header.columns, sample, delimiter)
  const decimal = declared.decimal ?? marks.mark
  const isDetected = declared.decimal === undefined
  return {
    file,
    format: 'delimited',
    dialect: {
      encoding: written.encoding,
      byteOrderMark: written.markLength > 0,
      delimiter,
      quote,
      decimal,
      decimalDetected: isDetected,
      lineEnd: lineEndOf(text),
      headerRows: header.rows,
      headerLine: header.line,
      separatorLine: separator !== undefined,
      ruledLine: header.isRuled,
      collapses,
      rowNumbers: header.hasRowNumbers,
    },
    confidence: Math.min(
      written.confidence,
      declared.delimiter === undefined && separator === undefined ? (choice.columns > 1 ? choice.fit : 0.3) : 1,
    ),
    reasons: [
      written.reason,
      ...(unquoted === null ? [] : [{ message: 'ingest:reason-quoted-lines' } as const]),
      delimiterReason(choice, declared, separator),
      ...headerReasons(header, declared, collapses),
      decimalReason(decimal, isDetected),
    ],
    layout: { ...bytes, width: header.columns.length, required: header.columns.length, unnamed: header.unnamed },
    markLength: written.markLength,
    hasQuotedLines: unquoted !== null,
    headerRecords: separatorRecords + header.above + header.rows + (header.isRuled ? 1 : 0),
    columns: isDetected ? marks.columns : header.columns,
    headerLine: header.line,
    sample,
    separator: {
      name: delimiterLabel(delimiter),
      from: declared.delimiter !== undefined ? 'declared' : separator !== undefined ? 'separator-line' : 'detected',
    },
    numbers: { mark: decimal, isStrict: !isDetected },
    ...(written.doubt === null ? {} : { notes: [written.doubt] }),
    problems: [
      ...(scanned.error === null ? [] : [scanned.error]),
      ...(sample.length === 0 && complete && scanned.error === null
        ? [new InputError('ingest:header-only', {}, { file, line: header.line })]
        : []),
    ],
  }
}

/**
 * The records inside of lines that are each one quoted cell, as Excel leaves a file that it opened without cutting it and saved again.
 * @returns null where a line is something else, or where what is inside is not cut alike and may be texts of one column
 */
function unquotedTable(
  { text, cellEncoding }: WrittenText,
  complete: boolean,
  file: string,
  declared: DialectOverride,
): Uint8Array | null {
  if (declared.quote !== undefined && declared.quote !== '"') return null
  const inside = unquoteLines(text, complete, file)
  if (inside === null) return null
  const delimiter = declared.delimiter ?? separatorLineOf(inside)
  const { columns, fit, ...choice } = chooseDelimiter(inside, cellEncoding, complete, file, { ...declared, delimiter })
  if (columns < 2 || fit < (columns === 2 ? 1 : 0.9)) return null
  const layout = { ...choice, delimiter: byteOf(choice.delimiter), quote: byteOf(choice.quote || '"') }
  const [header, ...rows] = sampleRecords(
    inside,
    layout,
    cellEncoding,
    sampleRecordLimit,
    complete,
    file,
  ).records.filter(({ cells }) => cells.length === columns)
  if (header === undefined || !/\p{L}/u.test(header.cells.join(''))) return null
  // “Weight, kg” and “Yes, always” are texts.
  const isText = ({ cells }: SampleRecord): boolean => cells[1]?.startsWith(' ') === true
  return columns === 2 && (isText(header) || (rows.length > 0 && rows.every(isText))) ? null : inside
}

interface WrittenText {
  readonly encoding: Encoding
  readonly markLength: number
  readonly confidence: number
  readonly reason: Phrase
  /** What the person should look at, where letters may come out wrong. */
  readonly doubt: Note | null
  /** In an encoding in which delimiters are single bytes, without byte order mark. */
  readonly text: Uint8Array
  /** Of `text`. */
  readonly cellEncoding: CellEncoding
}

function understandEncoding(
  head: Uint8Array,
  complete: boolean,
  file: string,
  { encoding: declared }: DialectOverride,
): WrittenText {
  const found =
    declared === undefined
      ? detectEncoding(head, complete, file)
      : {
          encoding: declared,
          markLength: markLengthOf(declared, head),
          confidence: 1,
          reason: declaredReason('encoding', encodingName(declared)),
          doubt: null,
        }
  return {
    ...found,
    text: asciiCompatible(head, found.encoding, found.markLength, complete),
    cellEncoding: cellEncodingOf(found.encoding),
  }
}

function declaredReason(
  part: 'encoding' | 'delimiter' | 'decimal' | 'header-rows' | 'header-line',
  value: string | Phrase,
): Phrase {
  return { message: 'ingest:reason-declared', values: { part: { message: `ingest:part-${part}` }, value } }
}

function delimiterReason(choice: DelimiterChoice, declared: DialectOverride, separator: Delimiter | undefined): Phrase {
  const delimiter = delimiterLabel(choice.delimiter)
  if (declared.delimiter !== undefined) return declaredReason('delimiter', delimiter)
  if (separator !== undefined) return { message: 'ingest:reason-separator-line', values: { delimiter } }
  return {
    message: 'ingest:reason-delimiter',
    values: { delimiter, columns: choice.columns, share: { value: choice.fit, as: 'percent' } },
  }
}

function headerReasons(header: Header, declared: DialectOverride, collapses: boolean): readonly Phrase[] {
  const reasons: Phrase[] = []
  const lineReason =
    declared.header_line === undefined ? headerLineReason(header) : declaredReason('header-line', String(header.line))
  if (lineReason !== null) reasons.push(lineReason)
  if (declared.header_rows !== undefined) reasons.push(declaredReason('header-rows', String(header.rows)))
  else if (header.rows > 1) reasons.push({ message: 'ingest:reason-header-rows', values: { rows: header.rows } })
  if (header.hasRowNumbers) reasons.push({ message: 'ingest:reason-row-numbers' })
  if (collapses) reasons.push({ message: 'ingest:reason-collapses' })
  return reasons
}

function decimalReason(decimal: DecimalMark, isDetected: boolean): Phrase {
  const mark: Phrase = { message: `ingest:decimal-${decimal === ',' ? 'comma' : 'point'}` }
  return isDetected ? { message: 'ingest:reason-decimal', values: { mark } } : declaredReason('decimal', mark)
}

/** The sample in an encoding in which delimiters are single bytes, without byte order mark. */
function asciiCompatible(head: Uint8Array, encoding: Encoding, markLength: number, complete: boolean): Uint8Array {
  const bytes = head.subarray(markLength)
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') return bytes
  const whole = complete ? bytes : bytes.subarray(0, bytes.length - (bytes.length % 2))
  return new TextEncoder().encode(new TextDecoder(encoding, { ignoreBOM: true }).decode(whole))
}

function lineEndOf(text: Uint8Array): DelimitedDialect['lineEnd'] {
  let quoted = false
  for (let index = 0; index < text.length; index += 1) {
    const byte = text[index]
    if (byte === 34) quoted = !quoted
    if (quoted) continue
    if (byte === 10) return 'lf'
    if (byte === 13) return text[index + 1] === 10 ? 'crlf' : 'cr'
  }
  return 'lf'
}
