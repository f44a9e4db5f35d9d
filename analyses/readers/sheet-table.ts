import { InputError } from '../core/errors'
import type { Phrase } from '../core/words'
import type { DataFile } from './data-file'
import { headerLineReason, headerOf } from './header'
import {
  cellText,
  type Dialect,
  type OpenTable,
  type ReadOptions,
  type ReadTotals,
  type SampleRecord,
  type ValueBlock,
} from './reader'
import { columnLetters, type BlankFormula, type SheetRange } from './sheet-cells'
import { createValueTable } from './value-table'
import type { WorkbookOverride } from './workbook-settings'

/** A sheet of a workbook of any format, before its header is known. */
export interface SheetSource {
  readonly file: DataFile
  /** Id of the reader. */
  readonly format: string
  /** Name of the sheet. */
  readonly sheet: string
  /** Names of the others. */
  readonly others: readonly string[]
  /** What is found besides the sheet and its header. */
  readonly dialect?: Dialect
  readonly reasons: readonly Phrase[]
  /** The rows of a part of the sheet that hold something, in blocks. */
  blocks(range: SheetRange, options: ReadOptions, onBlankFormula?: BlankFormula): AsyncGenerator<ValueBlock, ReadTotals>
}

/**
 * Finds the header of a sheet and opens what stands below it.
 * @throws InputError for a sheet without any cell, or of formulas without stored values only
 */
export async function openSheet(
  { file, format, sheet, others, dialect, reasons, blocks }: SheetSource,
  declared: WorkbookOverride,
): Promise<OpenTable> {
  const blankFormulas = new Set<number>()
  const first = await firstRows(
    blocks({ headerEnd: 0, firstColumn: 0, width: null }, {}, (column) => void blankFormulas.add(column)),
  )
  const blank = blankFormulaReason(blankFormulas)
  if (first.records.length === 0)
    throw new InputError(blank?.message ?? 'ingest:sheet-empty', blank?.values ?? { sheet }, { file: file.name })
  const header = headerOf(first.records, declared)
  const headerEnd = (header.data[0]?.line ?? Number.MAX_SAFE_INTEGER) - 1
  const { columns } = header
  const range = { headerEnd, firstColumn: first.firstColumn, width: columns.length }
  return createValueTable({
    file,
    format,
    dialect: { sheet, headerRows: header.rows, ...dialect },
    columns,
    headerLine: header.line,
    otherSheets: others,
    reasons: [...reasons, headerLineReason(header), blank].filter((reason) => reason !== null),
    problems:
      header.data.length === 0
        ? [new InputError('ingest:header-only', {}, { file: file.name, line: header.line })]
        : [],
    blocks: (options) => blocks(range, options),
  })
}

/** Says which columns have formulas without stored values, as programs leave them that write workbooks and cannot calculate. */
function blankFormulaReason(columns: ReadonlySet<number>): Phrase | null {
  if (columns.size === 0) return null
  const list = [...columns].toSorted((a, b) => a - b).map(columnLetters)
  return { message: 'ingest:sheet-formulas', values: { count: list.length, columns: { list } } }
}

/** A sheet among those of a workbook. */
interface NamedSheet {
  readonly name: string
  readonly isHidden: boolean
}

/** What sheets with answers are called by survey tools and people in their languages, and what sheets are called that explain them. */
const dataNames =
  /^(raw ?data|rådata|data(set|sett|mängd)?|svar(sdata)?|besvarelser|enkätsvar|answers|responses|form(ular)? ?(responses|svar).*)$/iu
const explainingNames =
  /^(les ?meg|läs ?mig|read ?me|om|about|info(rma(tion|sjon))?|forklaring(er)?|förklaring(ar)?|notes?|notat(er)?|anteckningar|merknader|kode(bok|liste)|kod(bok|lista)|code ?book|codes?|(value|variable)? ?labels?|etiketter|structure|struktur|variab(el|le)s?|variabler|metadata|dictionary|innhold|innehåll|contents?|forside|cover)$/iu

/** 0 for a sheet that is named as one with answers, 2 for one that is named as an explanation, else 1. */
function rankOf({ name }: NamedSheet): number {
  const plain = name.normalize('NFC').trim()
  return dataNames.test(plain) ? 0 : explainingNames.test(plain) ? 2 : 1
}

/**
 * The sheet that is named, else of those that are not hidden the largest among those whose names promise answers: a codebook can be longer than the answers of a few.
 * @param sizeOf a sheet, in any unit
 * @throws InputError when there is no such sheet, or none at all
 */
export function chooseSheet<Sheet extends NamedSheet>(
  sheets: readonly Sheet[],
  named: string | undefined,
  sizeOf: (sheet: Sheet) => number,
  file: DataFile,
): { readonly sheet: Sheet; readonly others: readonly string[]; readonly reasons: readonly Phrase[] } {
  const besides = (chosen: Sheet): readonly string[] => sheets.filter((each) => each !== chosen).map(({ name }) => name)
  if (named !== undefined) {
    const sheet = sheets.find(({ name }) => name === named)
    if (sheet !== undefined) return { sheet, others: besides(sheet), reasons: [] }
    const about = { sheet: named, sheets: { list: sheets.map(({ name }) => name) } }
    throw new InputError('ingest:sheet-unknown', about, { file: file.name })
  }
  const visible = sheets.filter(({ isHidden }) => !isHidden)
  const [first] = (visible.length > 0 ? visible : sheets).toSorted(
    (a, b) => rankOf(a) - rankOf(b) || sizeOf(b) - sizeOf(a),
  )
  if (first === undefined) throw new InputError('ingest:sheet-none', {}, { file: file.name })
  const list = besides(first)
  const chosen: Phrase = { message: 'ingest:sheet-chosen', values: { sheet: first.name, others: { list } } }
  return { sheet: first, others: list, reasons: list.length === 0 ? [] : [chosen] }
}

/** Rows in which the header is looked for. */
const mostHeadRows = 500

/** The first rows as texts, from the first column that holds anything. */
async function firstRows(
  blocks: AsyncGenerator<ValueBlock, unknown>,
): Promise<{ readonly records: readonly SampleRecord[]; readonly firstColumn: number }> {
  const rows: { readonly line: number; readonly cells: string[] }[] = []
  for await (const block of blocks) {
    const filled = block.columns.flatMap((column, index) =>
      column.kind === 'numbers' && isEmpty(column.values) ? [] : [index],
    )
    const last = filled.at(-1) ?? -1
    for (let row = 0; row < block.rowCount && rows.length < mostHeadRows; row += 1)
      rows.push({
        line: block.lines[row] as number,
        cells: Array.from({ length: last + 1 }, (_, column) => cellText(block, row, column, () => '')),
      })
    if (rows.length >= mostHeadRows) break
  }
  const firstColumn = rows.reduce((first, { cells }) => {
    const own = cells.findIndex((cell) => cell !== '')
    return own < 0 ? first : Math.min(first, own)
  }, Number.MAX_SAFE_INTEGER)
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const records = rows.map(({ line, cells }) => ({
    line,
    cells: Array.from({ length: Math.max(0, width - firstColumn) }, (_, index) => cells[firstColumn + index] ?? ''),
  }))
  return { records, firstColumn }
}

function isEmpty(values: ArrayLike<number>): boolean {
  for (let row = 0; row < values.length; row += 1) if (!Number.isNaN(values[row] as number)) return false
  return true
}
