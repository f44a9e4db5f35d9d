import { InputError } from '../core/errors'
import { recordsPerBlock } from './block-size'
import { mostRecordsPerBlock, type ReadTotals, type ValueBlock, type ValueColumn } from './reader'

/** Which cells of a sheet are the table. */
export interface SheetRange {
  /** Rows up to this one are above the data. */
  readonly headerEnd: number
  /** First column, from 0. */
  readonly firstColumn: number
  /** Columns of the table; null for as many as have a cell. */
  readonly width: number | null
}

/** Called with each cell whose formula has no stored value: the file does not say what stands there. @param column of the sheet, from 0 */
export type BlankFormula = (column: number) => void

/** Gathers the cells of a sheet, row after row, into blocks. A row without any cell in the table is no record; those between records are blank lines. */
export interface SheetCells {
  /** Begins a row. @param row as the sheet counts, from 1 */
  row(row: number): void
  /**
   * Puts a cell into the row that has begun. NaN and an empty text are none.
   * @param column of the sheet, from 0
   * @throws InputError for a cell beside the table, where its columns are known: nothing is left out without a word
   */
  number(column: number, value: number): void
  /** @param value milliseconds since 1970, on the clock of the wall */
  time(column: number, value: number): void
  text(column: number, text: string): void
  /** Whether there are rows for a block. */
  isFull(): boolean
  /** Blocks that are full, and at the end what is left. The row that has begun is complete. */
  blocks(all: boolean): Generator<ValueBlock, void>
  totals(): ReadTotals
}

/** Cells of one column of the rows that wait. */
interface GatheredColumn {
  values: Float64Array
  /** Texts, where the column has any. */
  texts: (string | null)[] | null
  isTime: boolean
}

/** Rows of the first block: as many as show what a sheet is. */
const rowsOfFirstBlock = 512

/** Columns of the widest sheet of any program. */
export const widestSheet = 16_384

/** Takes the cells of a sheet in the order of its rows. @param file its name, for messages */
export function createSheetCells({ headerEnd, firstColumn, width }: SheetRange, file: string): SheetCells {
  let columns: (GatheredColumn | undefined)[] = []
  let lines: number[] = []
  let isOpen = false
  let hasCell = false
  let records = 0
  let lastRow = headerEnd

  const closeRow = (): void => {
    if (!isOpen) return
    isOpen = false
    if (hasCell) lastRow = lines.at(-1) as number
    else lines.pop()
  }

  /** −1 in rows above the data. */
  const placeOf = (column: number): number => {
    if (!isOpen) return -1
    const place = column - firstColumn
    if (place >= 0 && place < (width ?? widestSheet)) return place
    const line = lines.at(-1) ?? 0
    throw new InputError('ingest:sheet-outside', { cell: `${columnLetters(column)}${line}` }, { file, line })
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

  const isFull = (): boolean =>
    lines.length >= (records === 0 ? rowsOfFirstBlock : recordsPerBlock(width ?? columns.length))

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
    row(next) {
      closeRow()
      if (next <= headerEnd) return
      isOpen = true
      hasCell = false
      lines.push(next)
    },
    number(column, value) {
      const place = Number.isNaN(value) ? -1 : placeOf(column)
      if (place >= 0) put(place, value, null, false)
    },
    time(column, value) {
      const place = Number.isNaN(value) ? -1 : placeOf(column)
      if (place >= 0) put(place, value, null, true)
    },
    text(column, text) {
      const place = text === '' ? -1 : placeOf(column)
      if (place >= 0) put(place, Number.NaN, text, false)
    },
    isFull,
    *blocks(all) {
      closeRow()
      if (lines.length > 0 && (all || isFull())) yield* inBlocks(take())
    },
    totals: () => ({ records, blankLines: Math.max(0, lastRow - headerEnd - records) }),
  }
}

/** What programs call a column: A to Z, then AA. @param column from 0 */
export function columnLetters(column: number): string {
  const before = Math.floor(column / 26)
  return `${before === 0 ? '' : columnLetters(before - 1)}${String.fromCharCode(65 + (column % 26))}`
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
