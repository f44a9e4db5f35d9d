import { InputError } from '../../core/errors'
import type { Phrase } from '../../core/words'
import type { DataFile } from '../data-file'
import { readHead } from '../data-file'
import { sampleRecords, type Layout, type SampleRecord } from './records'
import { detectEncoding, markLengthOf, refuseOtherKinds, type Encoding } from './encoding'

export type Delimiter = ';' | ',' | '\t' | '|'
export type DecimalMark = ',' | '.'
/** The empty text means that cells are never quoted. */
export type Quote = '"' | "'" | ''

/** Parts of the dialect that are declared and therefore not detected. */
export interface DialectOverride {
  readonly encoding?: Encoding | undefined
  readonly delimiter?: Delimiter | undefined
  readonly decimal?: DecimalMark | undefined
  readonly quote?: Quote | undefined
  readonly header_rows?: number | undefined
}

/** How a file is written. Plain data; part of the import report and of results. */
export interface Dialect {
  readonly encoding: Encoding
  readonly byteOrderMark: boolean
  readonly delimiter: Delimiter
  readonly quote: Quote
  readonly decimal: DecimalMark
  /** False when the decimal mark was declared: then no other is accepted. */
  readonly decimalDetected: boolean
  readonly lineEnd: 'lf' | 'crlf' | 'cr'
  readonly headerRows: number
  /** A first line `sep=;`, as Excel writes and reads it. */
  readonly separatorLine: boolean
  /** A line of dashes under the header. */
  readonly ruledLine: boolean
  /** Several delimiters in a row count as one. */
  readonly collapses: boolean
  /** The first column numbers the rows and has no name. */
  readonly rowNumbers: boolean
}

export interface HeaderColumn {
  /** From 1, as in the file. */
  readonly position: number
  /** The name people know it by. */
  readonly name: string
  /** Every name the header rows give it, the first one first: id, question text, row of a matrix. */
  readonly names: readonly string[]
  readonly isRowNumber: boolean
}

/** The beginning of a file, understood. */
export interface TableHead {
  readonly file: string
  readonly dialect: Dialect
  /** 0 … 1, of the least certain part. */
  readonly confidence: number
  readonly reasons: readonly Phrase[]
  readonly layout: Layout
  readonly markLength: number
  /** Records before the data: separator line, header, ruled line. */
  readonly headerRecords: number
  readonly columns: readonly HeaderColumn[]
  readonly headerLine: number
  /** The first data records, up to 500. */
  readonly sample: readonly SampleRecord[]
  /** What keeps the file from being imported, as far as the header shows it. */
  readonly problems: readonly InputError[]
}

const sampleSize = 1 << 20
const sampleRecordLimit = 500
const delimiters: readonly Delimiter[] = [';', ',', '\t', '|']
const delimiterNames: Readonly<Record<Delimiter, 'semicolon' | 'comma' | 'tab' | 'bar'>> = {
  ';': 'semicolon',
  ',': 'comma',
  '\t': 'tab',
  '|': 'bar',
}

/**
 * Reads the beginning of a file and finds out how it is written; what `override` declares is taken as it is.
 * @throws InputError for an empty file and for files that are no delimited text
 */
export async function readTableHead(file: DataFile, override: DialectOverride = {}): Promise<TableHead> {
  const head = await readHead(file, sampleSize)
  return understandHead(head, head.length >= file.size, file.name, override)
}

/** As `readTableHead`, from bytes. `complete`: they are the whole file. */
export function understandHead(
  head: Uint8Array,
  complete: boolean,
  file: string,
  override: DialectOverride = {},
): TableHead {
  if (head.length === 0) throw new InputError('ingest:empty', {}, { file })
  refuseOtherKinds(head, file)
  const reasons: Phrase[] = []
  let confidence = 1

  const found = override.encoding === undefined ? detectEncoding(head, complete, file) : null
  const encoding = override.encoding ?? found?.encoding ?? 'utf-8'
  const markLength = found?.markLength ?? markLengthOf(encoding, head)
  if (found === null)
    reasons.push({
      message: 'ingest:reason-declared',
      values: { part: { message: 'ingest:part-encoding' }, value: encoding },
    })
  else {
    reasons.push(found.reason)
    confidence = Math.min(confidence, found.confidence)
  }
  const text = asciiCompatible(head, encoding, markLength, complete)
  const cellEncoding: Encoding = encoding === 'windows-1252' ? encoding : 'utf-8'
  if (text.every((byte) => byte === 10 || byte === 13 || byte === 32 || byte === 9))
    throw new InputError('ingest:empty', {}, { file })

  const separator = separatorLineOf(text)
  const quoteDeclared = override.quote
  const choice = chooseDelimiter(text, cellEncoding, complete, file, override.delimiter ?? separator, quoteDeclared)
  if (override.delimiter !== undefined)
    reasons.push({
      message: 'ingest:reason-declared',
      values: { part: { message: 'ingest:part-delimiter' }, value: delimiterLabel(choice.delimiter) },
    })
  else if (separator !== undefined)
    reasons.push({ message: 'ingest:reason-separator-line', values: { delimiter: delimiterLabel(choice.delimiter) } })
  else
    reasons.push({
      message: 'ingest:reason-delimiter',
      values: {
        delimiter: delimiterLabel(choice.delimiter),
        columns: choice.columns,
        share: { value: choice.fit, as: 'percent' },
      },
    })
  if (override.delimiter === undefined && separator === undefined)
    confidence = Math.min(confidence, choice.columns > 1 ? choice.fit : 0.3)

  const { delimiter, quote, collapses } = choice
  const scanned = sampleRecords(
    text,
    { delimiter: byteOf(delimiter), quote: quote === '' ? -1 : byteOf(quote), collapses },
    cellEncoding,
    sampleRecordLimit + 5,
    complete,
    file,
  )
  if (scanned.records.length === 0)
    throw scanned.error ?? new InputError('ingest:record-too-long', {}, { file, line: 1 })
  const separatorRecords = separator === undefined ? 0 : 1
  const records = scanned.records.slice(separatorRecords)
  const headerRows = Math.min(override.header_rows ?? headerRowsOf(records), Math.max(1, records.length))
  if (override.header_rows !== undefined)
    reasons.push({
      message: 'ingest:reason-declared',
      values: { part: { message: 'ingest:part-header-rows' }, value: String(headerRows) },
    })
  else if (headerRows > 1) reasons.push({ message: 'ingest:reason-header-rows', values: { rows: headerRows } })
  const ruledLine =
    (records[headerRows]?.cells.filter((cell) => cell !== '').every((cell) => /^[-=_]{3,}\s*$/.test(cell)) ?? false) &&
    (records[headerRows]?.cells.length ?? 0) > 1
  const sample = records.slice(headerRows + (ruledLine ? 1 : 0), headerRows + (ruledLine ? 1 : 0) + sampleRecordLimit)

  const names = headerNames(records.slice(0, headerRows).map(({ cells }) => cells.map(tidy)))
  const lacksOne =
    names.length > 1 &&
    sample.length > 0 &&
    sample.every(({ cells }) => cells.length === names.length + 1 && /^\d+$/.test(tidy(cells[0] ?? '')))
  const isCounter = names[0]?.[0] === '' && names.length > 1 && isCounting(sample.map(({ cells }) => cells[0] ?? ''))
  const rowNumbers = lacksOne || isCounter
  if (rowNumbers) reasons.push({ message: 'ingest:reason-row-numbers' })
  if (collapses) reasons.push({ message: 'ingest:reason-collapses' })
  const allNames = lacksOne ? [[''], ...names] : names
  const headerLine = records[0]?.line ?? 1

  const problems: InputError[] = []
  let width = allNames.length
  while (width > 1 && (allNames[width - 1]?.[0] ?? '') === '') width -= 1
  const columns = allNames
    .slice(0, width)
    .map((every, index): HeaderColumn => ({
      position: index + 1,
      name: every[0] ?? '',
      names: [...new Set(every.filter((name) => name !== ''))],
      isRowNumber: rowNumbers && index === 0,
    }))
  for (const column of columns) {
    if (column.name === '' && !column.isRowNumber)
      problems.push(
        new InputError(
          'ingest:empty-header',
          { position: column.position },
          { file, line: headerLine, column: column.position },
        ),
      )
  }
  const firstWithName = new Map<string, number>()
  for (const { name, position } of columns) {
    if (name === '') continue
    const before = firstWithName.get(name)
    if (before !== undefined)
      problems.push(
        new InputError(
          'ingest:duplicate-header',
          { name, first: before, second: position },
          { file, line: headerLine, column: name },
        ),
      )
    else firstWithName.set(name, position)
  }
  if (scanned.error !== null) problems.push(scanned.error)
  if (sample.length === 0 && complete && scanned.error === null)
    problems.push(new InputError('ingest:header-only', {}, { file, line: headerLine }))

  const decimal = override.decimal ?? decimalOf(sample, delimiter)
  if (override.decimal !== undefined)
    reasons.push({
      message: 'ingest:reason-declared',
      values: {
        part: { message: 'ingest:part-decimal' },
        value: { message: `ingest:decimal-${override.decimal === ',' ? 'comma' : 'point'}` },
      },
    })
  else
    reasons.push({
      message: 'ingest:reason-decimal',
      values: { mark: { message: `ingest:decimal-${decimal === ',' ? 'comma' : 'point'}` } },
    })

  return {
    file,
    dialect: {
      encoding,
      byteOrderMark: markLength > 0,
      delimiter,
      quote,
      decimal,
      decimalDetected: override.decimal === undefined,
      lineEnd: lineEndOf(text),
      headerRows,
      separatorLine: separator !== undefined,
      ruledLine,
      collapses,
      rowNumbers,
    },
    confidence,
    reasons,
    layout: {
      delimiter: byteOf(delimiter),
      quote: quote === '' ? -1 : byteOf(quote),
      collapses,
      width,
      required: width,
      unnamed: allNames.length - width,
    },
    markLength,
    headerRecords: separatorRecords + headerRows + (ruledLine ? 1 : 0),
    columns,
    headerLine,
    sample,
    problems,
  }
}

/** A delimiter in words. */
export function delimiterLabel(delimiter: Delimiter): Phrase {
  return { message: `ingest:delimiter-${delimiterNames[delimiter]}` }
}

/** White space of every kind made plain, and none at the ends. */
export function tidy(text: string): string {
  return text.replace(/[\s\u00a0\u202f\u2007\ufeff]+/g, ' ').trim()
}

function byteOf(character: string): number {
  return character.charCodeAt(0)
}

/** The sample in an encoding in which delimiters are single bytes, without byte order mark. */
function asciiCompatible(head: Uint8Array, encoding: Encoding, markLength: number, complete: boolean): Uint8Array {
  const bytes = head.subarray(markLength)
  if (encoding === 'utf-8' || encoding === 'windows-1252') return bytes
  const whole = complete ? bytes : bytes.subarray(0, bytes.length - (bytes.length % 2))
  return new TextEncoder().encode(new TextDecoder(encoding, { ignoreBOM: true }).decode(whole))
}

function separatorLineOf(text: Uint8Array): Delimiter | undefined {
  const start = String.fromCharCode(...text.subarray(0, 8))
  const mark = /^"?sep=(.)"?[\r\n]/i.exec(start)?.[1]
  return delimiters.find((delimiter) => delimiter === mark)
}

interface Choice {
  readonly delimiter: Delimiter
  readonly quote: Quote
  readonly collapses: boolean
  readonly columns: number
  /** Share of sampled records that are as long as the header. */
  readonly fit: number
}

/**
 * The delimiter under which records are as long as the header and cells are whole: under a comma, `1,5;2,5` gives the same number of cells in every row, but `5;2` is
 * no cell that a comma-delimited file would have.
 */
function chooseDelimiter(
  text: Uint8Array,
  encoding: Encoding,
  complete: boolean,
  file: string,
  declared: Delimiter | undefined,
  declaredQuote: Quote | undefined,
): Choice {
  const quotes: readonly Quote[] = declaredQuote !== undefined ? [declaredQuote] : ['"']
  let best: (Choice & { readonly score: number }) | null = null
  for (const delimiter of declared === undefined ? delimiters : [declared]) {
    for (const quote of quotes) {
      for (const collapses of delimiter === '\t' ? [false, true] : [false]) {
        const { records } = sampleRecords(
          text,
          { delimiter: byteOf(delimiter), quote: quote === '' ? -1 : byteOf(quote), collapses },
          encoding,
          200,
          complete,
          file,
        )
        const rows =
          records[0]?.cells.length === 2 && /^"?sep=/i.test(records[0].cells[0] ?? '') ? records.slice(1) : records
        const columns = rows[0]?.cells.length ?? 0
        if (columns === 0) continue
        const data = rows.slice(1)
        const numbersRows = (cells: readonly string[]): boolean =>
          cells.length === columns + 1 && /^\d+$/.test(cells[0] ?? '')
        const fits = data.filter(
          ({ cells }) =>
            cells.length >= columns &&
            (cells.length === columns || numbersRows(cells) || cells.slice(columns).every((cell) => cell === '')),
        )
        const fit = data.length === 0 ? 1 : fits.length / data.length
        const cells = data.flatMap((row) => row.cells).filter((cell) => cell !== '')
        const whole =
          cells.length === 0
            ? 1
            : cells.filter(
                (cell) => !delimiters.some((other) => other !== delimiter && other !== ',' && cell.includes(other)),
              ).length / cells.length
        // Collapsing is a last resort: it takes empty cells away.
        const score = (columns > 1 ? 1 : 0.2) * (0.6 * fit + 0.4 * whole) - (collapses ? 0.05 : 0)
        if (
          best === null ||
          score > best.score + 1e-9 ||
          (Math.abs(score - best.score) <= 1e-9 && columns > best.columns)
        )
          best = { delimiter, quote, collapses, columns, fit, score }
      }
    }
  }
  if (best === null) {
    // The header itself has a quote that is not closed; without quotes the delimiter still shows.
    if (declaredQuote === '') return { delimiter: declared ?? ';', quote: '', collapses: false, columns: 1, fit: 0 }
    return { ...chooseDelimiter(text, encoding, complete, file, declared, ''), quote: declaredQuote ?? '"' }
  }
  if (declaredQuote !== undefined) return best
  const { records } = sampleRecords(
    text,
    { delimiter: byteOf(best.delimiter), quote: byteOf('"'), collapses: best.collapses },
    encoding,
    50,
    complete,
    file,
  )
  const cells = records.flatMap((row) => row.cells).filter((cell) => cell !== '')
  const single = cells.filter((cell) => cell.length >= 2 && cell.startsWith("'") && cell.endsWith("'"))
  return cells.length > 0 && single.length > 0.5 * cells.length ? { ...best, quote: "'" } : best
}

/** Three rows in a Qualtrics export, two in an old one and in SurveyMonkey's, else one. */
function headerRowsOf(records: readonly SampleRecord[]): number {
  const [first, second, third] = records.map(({ cells }) => cells.map(tidy))
  if (first === undefined || second === undefined) return 1
  if (
    third !== undefined &&
    third.length > 0 &&
    third.filter((cell) => cell !== '').every((cell) => cell.startsWith('{"ImportId":')) &&
    third.some((cell) => cell !== '')
  )
    return 3
  if (/^V1$/.test(first[0] ?? '') && /^Response ?ID$/i.test(second[0] ?? '')) return 2
  // A question over several columns stands in the first of them; below it each column's own row or option.
  const named = second.filter((cell, index) => cell !== '' && (first[index] ?? '') === '').length
  const generic = second.filter((cell) => isGenericAnswer(cell)).length
  const numbers = second.filter((cell) => cell !== '' && /^[-+]?[\d.,:/ -]+$/.test(cell)).length
  if (named >= 1 && generic >= 1 && numbers === 0 && records.length > 2) return 2
  return 1
}

/** What survey tools write under a question that has one column. */
function isGenericAnswer(cell: string): boolean {
  return /^(open-ended response|response|svar|åpent svar|öppet svar|fritekstsvar|fritextsvar)$/i.test(cell)
}

/** For each column its names, the one it goes by first. */
function headerNames(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first = [], second, ...others] = rows
  if (second === undefined) return first.map((name) => [name])
  const width = Math.max(...rows.map((row) => row.length))
  const isStacked = second.some((cell, index) => cell !== '' && (first[index] ?? '') === '')
  let stem = ''
  return Array.from({ length: width }, (_, index) => {
    const top = first[index] ?? ''
    const below = second[index] ?? ''
    if (!isStacked)
      return [
        top === '' ? below : top,
        below,
        ...others.map((row) => row[index] ?? '').map((cell) => /^\{"ImportId":"([^"]*)"/.exec(cell)?.[1] ?? cell),
      ]
    if (top !== '') stem = top
    if (below === '' || isGenericAnswer(below)) return [top === '' ? below : top]
    return [`${stem} [${below}]`, below]
  })
}

function isCounting(cells: readonly string[]): boolean {
  return (
    cells.length > 0 &&
    cells.every(
      (cell, index) =>
        /^\d+$/.test(cell) && (index === 0 ? Number(cell) <= 1 : Number(cell) === Number(cells[index - 1]) + 1),
    )
  )
}

/** The mark that more numbers of the sample have; without any, the one that goes with the delimiter. */
function decimalOf(sample: readonly SampleRecord[], delimiter: Delimiter): DecimalMark {
  let commas = 0
  let points = 0
  for (const { cells } of sample) {
    for (const cell of cells) {
      if (/^\s*[-+\u2212]?\d*,\d+\s*$/.test(cell)) commas += 1
      else if (/^\s*[-+\u2212]?\d*\.\d+\s*$/.test(cell)) points += 1
    }
  }
  if (commas === points) return delimiter === ';' ? ',' : '.'
  return commas > points ? ',' : '.'
}

function lineEndOf(text: Uint8Array): Dialect['lineEnd'] {
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
