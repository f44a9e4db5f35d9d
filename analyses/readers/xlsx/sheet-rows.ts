import { InputError, stopIfAborted } from '../../core/errors'
import { observeAll, type DataFile } from '../data-file'
import { mostRecordsPerBlock, type ReadOptions, type ReadTotals, type ValueBlock, type ValueColumn } from '../reader'
import type { ZipArchive } from '../zip-archive'
import { createRowScanner } from './cells'
import type { Sheet, Workbook } from './workbook'

/** Cells of one column of the rows that wait. */
interface GatheredColumn {
  values: Float64Array
  /** Texts, where the column has any. */
  texts: (string | null)[] | null
  isTime: boolean
}

/** Which cells of a sheet are the table. */
export interface SheetRange {
  /** Rows up to this one are above the data. */
  readonly headerEnd: number
  /** First column, from 0. */
  readonly firstColumn: number
  /** Columns of the table; null for as many as have a cell. */
  readonly width: number | null
}

const mostRows = 1_048_576
const widestSheet = 16_384
/** Markup that is gathered before it is looked through. */
const markupLength = 1 << 20

/**
 * The rows of a sheet that hold something, in blocks. A row without any cell in the table is passed over and counted as a blank line.
 * @throws InputError when the sheet is damaged; Aborted
 */
export async function* readSheet(
  file: DataFile,
  archive: ZipArchive,
  workbook: Workbook,
  sheet: Sheet,
  range: SheetRange,
  options: ReadOptions,
): AsyncGenerator<ValueBlock, ReadTotals> {
  await observeAll(file, options)
  const gathering = startGathering(workbook, range)
  const scanner = createRowScanner(gathering.sink)
  const damaged = (): InputError => new InputError('ingest:xlsx-damaged', { part: sheet.part }, { file: file.name })
  const decoder = new TextDecoder()
  let markup = ''
  let hasBegun = false
  const share = (bytes: number): void => options.onBytes?.(Math.min(file.size, bytes))
  for await (const piece of archive.pieces(sheet.part, options.abort, share)) {
    markup += decoder.decode(piece, { stream: true })
    if (!hasBegun && markup.includes('<!DOCTYPE')) throw damaged()
    hasBegun = true
    if (markup.length < markupLength) continue
    scanner.take(markup)
    markup = ''
    stopIfAborted(options.abort)
    yield* gathering.blocks(false)
  }
  scanner.take(markup + decoder.decode())
  if (!scanner.finish() || gathering.lastRow() > mostRows) throw damaged()
  yield* gathering.blocks(true)
  return gathering.totals()
}

interface Gathering {
  readonly sink: Parameters<typeof createRowScanner>[0]
  /** Blocks that are full, and at the end what is left. */
  blocks(all: boolean): Generator<ValueBlock, void>
  totals(): ReadTotals
  lastRow(): number
}

function startGathering(workbook: Workbook, { headerEnd, firstColumn, width }: SheetRange): Gathering {
  const { meanings, texts: shared, countsFrom1904 } = workbook
  let columns: (GatheredColumn | undefined)[] = []
  let lines: number[] = []
  let isOpen = false
  let hasCell = false
  let row = 0
  let records = 0
  let blankLines = 0

  const closeRow = (): void => {
    if (!isOpen) return
    isOpen = false
    if (hasCell) return
    lines.pop()
    blankLines += 1
  }

  const put = (column: number, value: number, text: string | null, isTime: boolean): void => {
    const target = (columns[column] ??= emptyColumn())
    const at = lines.length - 1
    if (at >= target.values.length) target.values = enlarged(target.values, at + 1)
    hasCell = true
    if (text !== null) {
      target.texts ??= Array.from({ length: at }, (_, before) => textOfNumber(target, before))
      target.texts[at] = text
      return
    }
    if (isTime && !target.isTime) target.isTime = true
    target.values[at] = value
    if (target.texts !== null) target.texts[at] = isTime ? timeText(value) : String(value)
  }

  const sink: Gathering['sink'] = {
    row(next) {
      closeRow()
      row = next
      if (row <= headerEnd) return
      isOpen = true
      hasCell = false
      lines.push(row)
    },
    cell(column, type, style, written) {
      if (!isOpen || written === '') return
      const place = column - firstColumn
      if (place < 0 || place >= (width ?? widestSheet)) return
      const text = textOfCell(type, written, shared)
      if (text !== null) {
        if (text !== '') put(place, Number.NaN, text, false)
        return
      }
      if (type === 'e') return
      const isTime = type === 'd' || meanings[style] === 'time'
      const number =
        type === 'd' ? Date.parse(`${written}${/[zZ]|[+-]\d\d:?\d\d$/.test(written) ? '' : 'Z'}`) : Number(written)
      put(place, isTime && type !== 'd' ? timeOfSerial(number, countsFrom1904) : number, null, isTime)
    },
  }

  function take(): ValueBlock {
    const rowCount = lines.length
    const block: ValueBlock = {
      kind: 'values',
      rowCount,
      firstRow: records + 1,
      lines: Int32Array.from(lines),
      columns: Array.from({ length: width ?? columns.length }, (_, column) => valueColumn(columns[column], rowCount)),
    }
    records += rowCount
    columns = []
    lines = []
    return block
  }

  return {
    sink,
    *blocks(all) {
      // The scanner gives whole rows, so that the last one is complete.
      closeRow()
      if (lines.length === 0 || (!all && lines.length < mostRecordsPerBlock)) return
      yield* inBlocks(take())
    },
    totals: () => ({ records, blankLines }),
    lastRow: () => row,
  }
}

/** More rows than a block may have came with one part of the markup. */
function* inBlocks(whole: ValueBlock): Generator<ValueBlock, void> {
  for (let from = 0; from < whole.rowCount; from += mostRecordsPerBlock) {
    const to = Math.min(whole.rowCount, from + mostRecordsPerBlock)
    yield {
      kind: 'values',
      rowCount: to - from,
      firstRow: whole.firstRow + from,
      lines: whole.lines.subarray(from, to),
      columns: whole.columns.map((column) => partOf(column, from, to)),
    }
  }
}

function partOf(column: ValueColumn, from: number, to: number): ValueColumn {
  if (column.kind === 'texts') return { kind: 'texts', values: column.values.slice(from, to) }
  if (column.kind === 'levels') return { ...column, codes: column.codes.subarray(from, to) }
  const values = (column.values as Float64Array).subarray(from, to)
  return column.kind === 'times' ? { ...column, values } : { kind: 'numbers', values }
}

const emptyColumn = (): GatheredColumn => ({
  values: new Float64Array(256).fill(Number.NaN),
  texts: null,
  isTime: false,
})

function enlarged(values: Float64Array, least: number): Float64Array {
  const larger = new Float64Array(Math.max(values.length * 2, least)).fill(Number.NaN)
  larger.set(values)
  return larger
}

/** A column with a text is one of texts; times among numbers, or the other way about, are texts too. */
function valueColumn(column: GatheredColumn | undefined, rowCount: number): ValueColumn {
  if (column === undefined) return { kind: 'numbers', values: padded(new Float64Array(0), rowCount) }
  const { values, texts, isTime } = column
  if (texts !== null) return { kind: 'texts', values: Array.from({ length: rowCount }, (_, row) => texts[row] ?? null) }
  const own = values.length >= rowCount ? values.subarray(0, rowCount) : padded(values, rowCount)
  return isTime ? { kind: 'times', values: own, isAbsolute: false } : { kind: 'numbers', values: own }
}

function padded(values: Float64Array, rowCount: number): Float64Array {
  const longer = new Float64Array(rowCount).fill(Number.NaN)
  longer.set(values.subarray(0, rowCount))
  return longer
}

function textOfNumber({ values, isTime }: GatheredColumn, row: number): string | null {
  const value = values[row] ?? Number.NaN
  return Number.isNaN(value) ? null : isTime ? timeText(value) : String(value)
}

const timeText = (value: number): string =>
  new Date(value)
    .toISOString()
    .replace('T', ' ')
    .replace(/(?: 00:00)?(?::00)?\.\d+Z$/, '')

/** The text of a cell of texts; null of one that holds a number, an error or a date. */
function textOfCell(type: string, written: string, shared: readonly string[]): string | null {
  switch (type) {
    case 's':
      return shared[Number(written)] ?? ''
    case 'str':
    case 'inlineStr':
      return written
    case 'b':
      return written === '1' ? 'TRUE' : 'FALSE'
    default:
      return null
  }
}

const dayLength = 86_400_000

/**
 * A day number as milliseconds since 1970, on the clock of the wall. The calendar from 1900 has a 29 February 1900, which was none, as number 60.
 */
export function timeOfSerial(serial: number, countsFrom1904: boolean): number {
  const days = countsFrom1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const time = Math.round((days - 25_569) * dayLength)
  return Math.abs(time) > 8.64e15 ? Number.NaN : time
}
