import { InputError } from '../../core/errors'
import type { Phrase } from '../../core/words'
import { readRange, type DataFile } from '../data-file'
import { headerOf } from '../header'
import type { OpenTable, Reader, SampleRecord, ValueBlock } from '../reader'
import { cellText } from '../reader'
import { createValueTable } from '../value-table'
import { openZip } from '../zip-archive'
import { workbookSettings, type WorkbookOverride } from './settings'
import { readSheet } from './sheet-rows'
import { readWorkbook, type Sheet, type Workbook } from './workbook'

/**
 * Workbooks of Excel (`.xlsx`, `.xlsm`), as Excel, LibreOffice and survey tools write them.
 *
 * The zip archive is inflated by fflate. The sheets are read here rather than by a package: those that are kept up make an object of every cell, and the others have stood still for years.
 */
const xlsx: Reader = {
  id: 'xlsx',
  settings: workbookSettings,
  recognise(head, name) {
    const isZip = head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4
    if (isZip) {
      const parts = new TextDecoder().decode(head)
      return /\.xls[xm]$/i.test(name) || /(?:^|[^\w/])xl\//.test(parts) ? 'certain' : 'no'
    }
    return isCompound(head) ? 'certain' : 'no'
  },
  open: (file, declared) => openWorkbook(file, declared as WorkbookOverride),
  found: ({ sheet, headerRows }) => ({ sheet, header_rows: headerRows }),
}

export default xlsx

/** The older container of Office, in which a workbook with a password lies too. */
const isCompound = (head: Uint8Array): boolean =>
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((byte, index) => head[index] === byte)

/** Rows in which the header is looked for. */
const mostHeadRows = 500

async function openWorkbook(file: DataFile, declared: WorkbookOverride): Promise<OpenTable> {
  await refuseCompound(file)
  const archive = await openZip(file)
  const workbook = await readWorkbook(archive, file.name)
  const { sheet, reason } = chooseSheet(workbook, declared.sheet, (part) => archive.sizeOf(part), file)
  const blocks = (range: Parameters<typeof readSheet>[4]) => (options: Parameters<OpenTable['blocks']>[0]) =>
    readSheet(file, archive, workbook, sheet, range, options)
  const first = await firstRows(blocks({ headerEnd: 0, firstColumn: 0, width: null })({}))
  if (first.records.length === 0) throw new InputError('ingest:xlsx-empty', { sheet: sheet.name }, { file: file.name })
  const header = headerOf(first.records, declared)
  const headerEnd = (header.data[0]?.line ?? Number.MAX_SAFE_INTEGER) - 1
  const { columns } = header
  return createValueTable({
    file,
    format: 'xlsx',
    dialect: { sheet: sheet.name, headerRows: header.rows, countsFrom1904: workbook.countsFrom1904 },
    columns,
    headerLine: header.line,
    reasons: reason === null ? [] : [reason],
    problems:
      header.data.length === 0
        ? [new InputError('ingest:header-only', {}, { file: file.name, line: header.line })]
        : [],
    blocks: blocks({ headerEnd, firstColumn: first.firstColumn, width: columns.length }),
  })
}

async function refuseCompound(file: DataFile): Promise<void> {
  const head = await readRange(file, 0, 8)
  if (!isCompound(head)) return
  const bytes = await readRange(file, 0, 1 << 22)
  let letters = ''
  for (let from = 0; from < bytes.length; from += 8192)
    letters += String.fromCharCode(...bytes.subarray(from, from + 8192))
  const isEncrypted = letters.includes('E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0')
  throw new InputError(isEncrypted ? 'ingest:xlsx-encrypted' : 'ingest:is-xls', {}, { file: file.name })
}

/** The sheet that is named, else the largest of those that are not hidden: the data are larger than what explains them. */
function chooseSheet(
  { sheets }: Workbook,
  named: string | undefined,
  sizeOf: (part: string) => number,
  file: DataFile,
): { readonly sheet: Sheet; readonly reason: Phrase | null } {
  if (named !== undefined) {
    const sheet = sheets.find(({ name }) => name === named)
    if (sheet !== undefined) return { sheet, reason: null }
    const about = { sheet: named, sheets: { list: sheets.map(({ name }) => name) } }
    throw new InputError('ingest:xlsx-no-sheet', about, { file: file.name })
  }
  const visible = sheets.filter(({ isHidden }) => !isHidden)
  const [first, ...others] = (visible.length > 0 ? visible : sheets).toSorted((a, b) => sizeOf(b.part) - sizeOf(a.part))
  if (first === undefined) throw new InputError('ingest:xlsx-no-sheets', {}, { file: file.name })
  const list = sheets.filter((each) => each !== first).map(({ name }) => name)
  const reason: Phrase | null =
    others.length === 0 && list.length === 0
      ? null
      : { message: 'ingest:xlsx-sheet-chosen', values: { sheet: first.name, others: { list } } }
  return { sheet: first, reason }
}

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
