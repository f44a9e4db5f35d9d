import { InputError, stopIfAborted } from '../../core/errors'
import { observeAll, type DataFile } from '../data-file'
import type { ReadOptions, ReadTotals, ValueBlock } from '../reader'
import { createSheetCells, type BlankFormula, type SheetCells, type SheetRange } from '../sheet-cells'
import type { ZipArchive } from '../zip-archive'
import { createRowScanner, type CellSink } from './cells'
import type { Sheet, Workbook } from './workbook'

const mostRows = 1_048_576
/** Markup that is gathered before it is looked through: less at the beginning, where a first look at the rows may be all that is wanted. */
const markupLength = 1 << 20
const firstMarkupLength = 1 << 17

/**
 * The rows of a sheet that hold something, in blocks. A row without any cell in the table is passed over.
 * @throws InputError when the sheet is damaged; Aborted
 */
export async function* readSheet(
  file: DataFile,
  archive: ZipArchive,
  workbook: Workbook,
  sheet: Sheet,
  range: SheetRange,
  options: ReadOptions,
  onBlankFormula?: BlankFormula,
): AsyncGenerator<ValueBlock, ReadTotals> {
  await observeAll(file, options)
  const cells = createSheetCells(range, file.name)
  let lastRow = 0
  let texts: readonly string[] = []
  const sink = cellSink(workbook, cells, {
    onRow: (row) => void (lastRow = row),
    textOf: (index) => texts[index] ?? '',
  })
  const scanner = createRowScanner({ ...sink, onBlankFormula })
  const damaged = (): InputError => new InputError('ingest:xlsx-damaged', { part: sheet.part }, { file: file.name })
  const decoder = new TextDecoder()
  let markup = ''
  let hasBegun = false
  let isFirst = true
  const share = (bytes: number): void => options.onBytes?.(Math.min(file.size, bytes))
  for await (const piece of archive.pieces(sheet.part, options.abort, share)) {
    markup += decoder.decode(piece, { stream: true })
    if (!hasBegun && markup.includes('<!DOCTYPE')) throw damaged()
    hasBegun = true
    if (markup.length < (isFirst ? firstMarkupLength : markupLength)) continue
    const rows = scanner.take(markup)
    markup = ''
    texts = await workbook.texts(isFirst ? textsIn(rows) : Number.POSITIVE_INFINITY, options.abort)
    scanner.read(rows)
    isFirst &&= rows === ''
    stopIfAborted(options.abort)
    yield* cells.blocks(false)
  }
  const rows = scanner.take(markup + decoder.decode())
  texts = await workbook.texts(Number.POSITIVE_INFINITY, options.abort)
  scanner.read(rows)
  if (!scanner.finish() || lastRow > mostRows) throw damaged()
  yield* cells.blocks(true)
  return cells.totals()
}

/** How many of the shared texts rows of a sheet need: up to the last one that a cell names, or all where it is not plain which. */
function textsIn(rows: string): number {
  const marks = rows.match(/["']s["']/g)?.length ?? 0
  const found = [...rows.matchAll(/ t="s"[^<>]*><v>(\d{1,15})<\/v>/g)]
  if (found.length !== marks) return Number.POSITIVE_INFINITY
  return found.reduce((most, [, index]) => Math.max(most, Number(index) + 1), 0)
}

/** Puts the cells of a sheet where they belong, as what they are. */
function cellSink(
  { meanings, countsFrom1904 }: Workbook,
  cells: SheetCells,
  { onRow, textOf }: { readonly onRow: (row: number) => void; readonly textOf: (index: number) => string },
): CellSink {
  const number = (column: number, style: number, value: number): void => {
    if (meanings[style] === 'time') cells.time(column, timeOfSerial(value, countsFrom1904))
    else cells.number(column, value)
  }
  return {
    row(row) {
      onRow(row)
      cells.row(row)
    },
    number,
    shared: (column, index) => cells.text(column, textOf(index)),
    cell(column, type, style, written) {
      if (written === '') return
      const text = textOfCell(type, written, textOf)
      if (text !== null) cells.text(column, text)
      else if (type === 'd')
        cells.time(column, Date.parse(`${written}${/[zZ]|[+-]\d\d:?\d\d$/.test(written) ? '' : 'Z'}`))
      else if (type !== 'e') number(column, style, Number(written))
    },
  }
}

/** The text of a cell of texts; null of one that holds a number, an error or a date. */
function textOfCell(type: string, written: string, shared: (index: number) => string): string | null {
  switch (type) {
    case 's':
      return shared(Number(written))
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
