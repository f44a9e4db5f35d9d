import { InputError, stopIfAborted } from '../../core/errors'
import { observeAll } from '../data-file'
import type { ReadOptions, ReadTotals, ValueBlock } from '../reader'
import { createSheetCells, widestSheet, type BlankFormula, type SheetCells, type SheetRange } from '../sheet-cells'
import type { SheetRow } from './content'
import { damagedPart, passMarkup, type SpreadsheetDocument } from './document'

/** A sheet as the document has it. */
export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  /** Its place in the document, from 0. */
  readonly index: number
  /** Cells that hold something. */
  readonly cells: number
}

/** The sheets of a document, as far as it was looked through. */
export interface SheetList {
  readonly sheets: readonly Sheet[]
  /** There is more of the document, and may be more sheets. */
  readonly isCut: boolean
}

/** Parts of the markup that are looked through before a sheet is taken to be the one that is large. */
const mostParts = 16

/**
 * Lists the sheets of a document.
 * @param isWhole looks through all of a document, however large it is
 * @throws InputError when the document is damaged
 */
export async function listSheets(document: SpreadsheetDocument, isWhole: boolean): Promise<SheetList> {
  const sheets: { name: string; isHidden: boolean; index: number; cells: number }[] = []
  const sink = {
    sheet: (name: string, isHidden: boolean) => void sheets.push({ name, isHidden, index: sheets.length, cells: 0 }),
    row(row: SheetRow) {
      const last = sheets.at(-1)
      if (last !== undefined) last.cells += filledCells(row)
    },
    sheetEnd: () => undefined,
  }
  let parts = 0
  for await (const _ of passMarkup(document, sink, () => false, {})) {
    parts += 1
    if (!isWhole && parts >= mostParts && sheets.some(({ isHidden, cells }) => !isHidden && cells > 0))
      return { sheets, isCut: true }
  }
  return { sheets, isCut: false }
}

const filledCells = ({ repeated, cells }: SheetRow): number =>
  repeated * cells.reduce((sum, cell) => sum + Math.min(cell.repeated, widestSheet), 0)

/** As many rows as the programs with the longest sheets have. */
const mostRows = 1 << 24
/** Cells that may be there by repetition alone, and how many more for each one that is written: answers are alike for some cells in a row. */
const mostRepeated = 1 << 24
const mostRepetitions = 32

/** Formulas without a value that are told of: enough to show in which columns they stand. */
const mostBlankFormulas = 1 << 16

/**
 * The rows of a sheet that hold something, in blocks.
 * @throws InputError when the document is damaged, or the sheet larger than any; Aborted
 */
export async function* readSheet(
  document: SpreadsheetDocument,
  sheet: Sheet,
  range: SheetRange,
  options: ReadOptions,
  onBlankFormula?: BlankFormula,
): AsyncGenerator<ValueBlock, ReadTotals> {
  await observeAll(document.file, options)
  const cells = createSheetCells(range, document.file.name)
  const rows: SheetRow[] = []
  let index = -1
  let hasEnded = false
  let blankFormulas = 0
  const sink = {
    sheet: () => void (index += 1),
    row: (row: SheetRow) => void (index === sheet.index && rows.push(row)),
    sheetEnd: () => void (hasEnded ||= index === sheet.index),
    blankFormula(column: number, repeated: number) {
      if (onBlankFormula === undefined || index !== sheet.index) return
      for (let again = 0; again < repeated && blankFormulas < mostBlankFormulas; again += 1) {
        onBlankFormula(column + again)
        blankFormulas += 1
      }
    },
  }
  let written = 0
  let filled = 0
  for await (const _ of passMarkup(document, sink, () => hasEnded, options)) {
    for (const row of rows.splice(0)) {
      written += row.cells.length
      filled += filledCells(row)
      if (filled > mostRepeated + written * mostRepetitions || row.row + row.repeated - 1 > mostRows)
        throw new InputError('ingest:ods-large', { sheet: sheet.name }, { file: document.file.name, line: row.row })
      for (let again = 0; again < row.repeated; again += 1) {
        putRow(cells, row, row.row + again)
        if (!cells.isFull()) continue
        stopIfAborted(options.abort)
        yield* cells.blocks(false)
      }
    }
  }
  if (!hasEnded) throw damagedPart(document)
  yield* cells.blocks(true)
  return cells.totals()
}

function putRow(cells: SheetCells, { cells: own }: SheetRow, row: number): void {
  cells.row(row)
  for (const { column, repeated, value, isTime } of own)
    for (let again = 0; again < repeated && again < widestSheet; again += 1) {
      if (typeof value === 'string') cells.text(column + again, value)
      else if (isTime) cells.time(column + again, value)
      else cells.number(column + again, value)
    }
}
