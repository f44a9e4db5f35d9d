import { InputError, stopIfAborted } from '../../core/errors'
import { absent, createByteDictionary, type ByteDictionary } from '../byte-dictionary'
import { recordsPerBlock } from '../block-size'
import type { DataFile } from '../data-file'
import {
  isMarkedMissing,
  type ReadOptions,
  type ReadTotals,
  type ValueBlock,
  type ValueColumn,
  type WantedCells,
} from '../reader'
import { spssTime } from '../spss-times'
import { caseBytes } from './case-bytes'
import type { SystemFile, Variable } from './variables'

/** Different texts of a variable that are kept as levels; one with more holds free text or ids. */
const mostLevels = 50_000

/** The missing value of the system is the lowest number there is. */
const systemMissing = -Number.MAX_VALUE

/** Codes of a compressed element. Those from 1 to 251 are small numbers; 0 means nothing and is passed over. */
const endOfCases = 252
const wholeElement = 253
const eightBlanks = 254
const missingElement = 255

/** A text variable while its cases are read. */
interface TextColumn {
  readonly variable: Variable
  readonly index: number
  readonly known: ByteDictionary
  readonly levels: string[]
  readonly codes: Int32Array
  /** Used instead of codes once there are too many levels. */
  texts: (string | null)[] | null
}

interface NumberColumn {
  readonly variable: Variable
  readonly values: Float64Array
}

/** Elements that hold no number of a column. */
const partOfText = -1
const unread = -2

/** What becomes of each element of a case. */
interface Layout {
  /** For each element its number column, `partOfText`, or `unread` where nobody looks at it. */
  readonly target: Int32Array
  readonly numbers: readonly NumberColumn[]
  readonly texts: readonly TextColumn[]
  /** Columns in the order of the variables. */
  readonly columns: readonly (NumberColumn | TextColumn)[]
  readonly caseLength: number
  /** Rows of a block. */
  readonly mostRows: number
}

/** The bytes that are being decoded, and where decoding stands. */
interface Span {
  bytes: Uint8Array
  view: DataView
  start: number
  end: number
  atEnd: boolean
  /** Codes of up to eight elements that go before these elements. */
  readonly codes: Uint8Array
  /** The next of them; 8 when all have been used. */
  nextCode: number
}

/**
 * All cases, in blocks.
 * @throws InputError when the file ends within a case, or before as many cases as it says, or a compressed block is damaged; Aborted
 */
export async function* readCases(
  file: DataFile,
  system: SystemFile,
  options: ReadOptions,
): AsyncGenerator<ValueBlock, ReadTotals> {
  const layout = planLayout(system, options.wanted)
  const readCase = caseReader(system, layout)
  const source = caseBytes(file, system.raw, options)
  const span = emptySpan()
  const most = system.caseCount < 0 ? Number.POSITIVE_INFINITY : system.caseCount
  // A compressed case has a code for each element, and codes come in eights.
  const longest = layout.caseLength + system.raw.elementCount + 16
  const lines = new Int32Array(layout.mostRows)
  let records = 0
  let hasEnded = false
  try {
    while (!hasEnded && records < most) {
      stopIfAborted(options.abort)
      let rows = 0
      while (rows < layout.mostRows && records < most) {
        if (!span.atEnd && span.end - span.start < longest) await fill(span, source, longest)
        const outcome = readCase(span, rows)
        if (outcome === 'cut')
          throw new InputError('ingest:spss-cut-case', { row: records + 1 }, { file: file.name, line: records + 1 })
        if (outcome === 'end') {
          hasEnded = true
          break
        }
        records += 1
        lines[rows] = records
        rows += 1
      }
      if (rows > 0) yield blockOf(system, layout, rows, records - rows + 1, lines)
    }
    if (records < most && most !== Number.POSITIVE_INFINITY)
      throw new InputError('ingest:spss-fewer-cases', { found: records, expected: most }, { file: file.name })
    // The rest of the file is part of its digest.
    for (let piece = await source.next(); piece.done !== true; piece = await source.next()) stopIfAborted(options.abort)
    return { records, blankLines: 0 }
  } finally {
    await source.return()
  }
}

function planLayout({ variables, raw }: SystemFile, wanted: WantedCells | undefined): Layout {
  const target = new Int32Array(raw.elementCount).fill(unread)
  const mostRows = recordsPerBlock(raw.elementCount)
  const isWanted = wanted === undefined ? null : new Set(wanted.columns)
  const nothing = new Float64Array(mostRows).fill(Number.NaN)
  const numbers: NumberColumn[] = []
  const texts: TextColumn[] = []
  const columns = variables.map((variable, index): NumberColumn | TextColumn => {
    if (isWanted !== null && !isWanted.has(index)) return { variable, values: nothing }
    if (variable.kind === 'text') {
      for (const { start, length } of variable.pieces)
        target.fill(partOfText, start / 8, Math.ceil((start + length) / 8))
      const column: TextColumn = {
        variable,
        index,
        known: createByteDictionary(),
        levels: [],
        codes: new Int32Array(mostRows),
        texts: null,
      }
      texts.push(column)
      return column
    }
    const column: NumberColumn = { variable, values: new Float64Array(mostRows) }
    target[(variable.pieces[0]?.start ?? 0) / 8] = numbers.length
    numbers.push(column)
    return column
  })
  return { target, numbers, texts, columns, caseLength: raw.elementCount * 8, mostRows }
}

type CaseReader = (span: Span, row: number) => 'read' | 'end' | 'cut'

function caseReader({ raw, text }: SystemFile, { target, numbers, texts, caseLength }: Layout): CaseReader {
  const { isLittleEndian, elementCount, bias } = raw
  const values = numbers.map((column) => column.values)
  /** The texts of a case, at their places. */
  const textBytes = new Uint8Array(caseLength)
  const keepTexts = (row: number): void => {
    for (const column of texts) keepText(column, textBytes, row, text.decode)
  }
  const keepNumber = (place: number, value: number, row: number): void => {
    ;(values[place] as Float64Array)[row] = value === systemMissing ? Number.NaN : value
  }

  function readPlain(span: Span, row: number): 'read' | 'end' | 'cut' {
    if (span.end - span.start < caseLength) return span.end === span.start ? 'end' : 'cut'
    for (let element = 0, at = span.start; element < elementCount; element += 1, at += 8) {
      const place = target[element] as number
      if (place >= 0) keepNumber(place, span.view.getFloat64(at, isLittleEndian), row)
    }
    if (texts.length > 0) textBytes.set(span.bytes.subarray(span.start, span.start + caseLength))
    span.start += caseLength
    keepTexts(row)
    return 'read'
  }

  function readCoded(span: Span, row: number): 'read' | 'end' | 'cut' {
    const { codes, bytes, view, end } = span
    let { start, nextCode } = span
    for (let element = 0; element < elementCount;) {
      if (nextCode === 8) {
        if (start + 8 > end) return element === 0 && start >= end ? 'end' : 'cut'
        for (let index = 0; index < 8; index += 1) codes[index] = bytes[start + index] as number
        start += 8
        nextCode = 0
      }
      const code = codes[nextCode] as number
      nextCode += 1
      if (code === 0) continue
      if (code === endOfCases) return element === 0 ? 'end' : 'cut'
      const place = target[element] as number
      if (code === wholeElement) {
        if (start + 8 > end) return 'cut'
        if (place >= 0) keepNumber(place, view.getFloat64(start, isLittleEndian), row)
        else if (place === partOfText)
          for (let byte = 0; byte < 8; byte += 1) textBytes[element * 8 + byte] = bytes[start + byte] as number
        start += 8
      } else if (code === eightBlanks) {
        if (place >= 0) keepNumber(place, Number.NaN, row)
        else if (place === partOfText) textBytes.fill(32, element * 8, element * 8 + 8)
      } else if (place >= 0) (values[place] as Float64Array)[row] = code === missingElement ? Number.NaN : code - bias
      else if (place === partOfText) textBytes.fill(32, element * 8, element * 8 + 8)
      element += 1
    }
    span.start = start
    span.nextCode = nextCode
    keepTexts(row)
    return 'read'
  }

  return raw.compression === 'none' ? readPlain : readCoded
}

function keepText(column: TextColumn, bytes: Uint8Array, row: number, decode: SystemFile['text']['decode']): void {
  const { pieces, missingTexts } = column.variable
  const [piece] = pieces
  let whole = bytes
  let start = piece?.start ?? 0
  let end = start + (piece?.length ?? 0)
  if (pieces.length > 1) {
    // A letter of two bytes may stand in two pieces: bytes are joined before they are decoded.
    whole = joined(bytes, pieces)
    start = 0
    end = whole.length
  }
  while (end > start && whole[end - 1] === 32) end -= 1
  const textNow = (): string | null => {
    const text = decode(whole, start, end)
    return text === '' || missingTexts.has(text) ? null : text
  }
  if (column.texts !== null) {
    column.texts[row] = end === start ? null : textNow()
    return
  }
  let code = end === start ? -1 : column.known.find(whole, start, end)
  if (code === absent) {
    const text = textNow()
    code = text === null ? -1 : column.levels.push(text) - 1
    column.known.store(whole, start, end, code)
    if (column.levels.length >= mostLevels) {
      column.texts = Array.from(column.codes.subarray(0, row), (earlier) => column.levels[earlier] ?? null)
      column.texts[row] = text
    }
  }
  column.codes[row] = code
}

function joined(bytes: Uint8Array, pieces: Variable['pieces']): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const { start, length } of pieces) {
    whole.set(bytes.subarray(start, start + length), filled)
    filled += length
  }
  return whole
}

function blockOf(
  { variables }: SystemFile,
  { columns }: Layout,
  rowCount: number,
  firstRow: number,
  lines: Int32Array,
): ValueBlock {
  return {
    kind: 'values',
    rowCount,
    firstRow,
    lines,
    columns: columns.map((column, index): ValueColumn => {
      if ('codes' in column)
        return column.texts === null
          ? { kind: 'levels', codes: column.codes, levels: column.levels }
          : { kind: 'texts', values: column.texts }
      const { values } = column
      if (variables[index]?.kind !== 'time') return { kind: 'numbers', values }
      return { kind: 'times', values: timesOf(values, column.variable, rowCount), isAbsolute: false }
    }),
  }
}

/** Milliseconds since 1970; a time that is marked as no answer is none. */
function timesOf(values: Float64Array, { marked }: Variable, rowCount: number): Float64Array {
  const times = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row += 1) {
    const seconds = values[row] as number
    times[row] = isMarkedMissing(marked, seconds) ? Number.NaN : spssTime(seconds)
  }
  return times
}

function emptySpan(): Span {
  const bytes = new Uint8Array(0)
  return { bytes, view: viewOf(bytes), start: 0, end: 0, atEnd: false, codes: new Uint8Array(8), nextCode: 8 }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Makes so many bytes available, or all that there are. A piece that comes alone is used as it is. */
async function fill(span: Span, source: AsyncGenerator<Uint8Array, void>, wanted: number): Promise<void> {
  const pieces = span.end > span.start ? [span.bytes.subarray(span.start, span.end)] : []
  let length = span.end - span.start
  while (length < wanted) {
    const next = await source.next()
    if (next.done === true) {
      span.atEnd = true
      break
    }
    pieces.push(next.value)
    length += next.value.length
  }
  const [only] = pieces
  let bytes = only ?? new Uint8Array(0)
  if (pieces.length > 1) {
    bytes = new Uint8Array(length)
    let filled = 0
    for (const piece of pieces) {
      bytes.set(piece, filled)
      filled += piece.length
    }
  }
  span.bytes = bytes
  span.view = viewOf(bytes)
  span.start = 0
  span.end = length
}
