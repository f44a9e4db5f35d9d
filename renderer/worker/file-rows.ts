import type { Database } from '../../analyses/core/database'
import type { AbortState } from '../../analyses/core/errors'
import { cellText, openTable, tidy, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { indexRows, readRows, type FileRow, type RowIndex } from '../../analyses/readers/row-access'
import { blankRowsOf, orderedRows, storedColumns, type RowCondition } from '../../analyses/sources/grid/query'
import { columnIndex } from '../../analyses/sources/columns'
import { correctedTable } from '../../analyses/sources/corrections'
import { sourceOf } from '../../analyses/sources/registry'
import { dataFile, type GivenFile } from './data-file'
import type { IngestCall } from './ingest-protocol'

type Asked<Name extends IngestCall['call']> = Omit<Extract<IngestCall, { call: Name }>, 'call'>

interface IndexedFile {
  readonly table: OpenTable
  readonly index: RowIndex
}

/** Where the records of the files are that were looked at last, by file and how it is read: every call brings its file as an object of its own. */
const indexed = new Map<string, IndexedFile>()
const mostIndexed = 8

/** A look at other rows, which calls off the one before, does not begin the index anew. */
async function indexOf(given: GivenFile, dialect: Asked<'file-rows'>['source']['dialect']): Promise<IndexedFile> {
  const { name, size, lastModified } = given.file
  const key = JSON.stringify([given.name, name, size, lastModified, dialect ?? null])
  const before = indexed.get(key)
  if (before !== undefined) return { ...before, table: await openAgain(given, dialect) }
  const { table } = await openTable(readers, dataFile(given), dialect)
  const found = { table, index: await indexRows(table) }
  indexed.set(key, found)
  const [oldest] = indexed.keys()
  if (indexed.size > mostIndexed && oldest !== undefined) indexed.delete(oldest)
  return found
}

/** A file that was indexed before, as it is given now: one that has changed since is refused when it is read. */
const openAgain = async (given: GivenFile, dialect: Asked<'file-rows'>['source']['dialect']): Promise<OpenTable> =>
  (await openTable(readers, dataFile(given), dialect)).table

/** What stands in some rows of a file, read again from it. */
export async function fileRows(
  { given, source, rows, columns }: Asked<'file-rows'>,
  abort: AbortState,
): Promise<{ readonly rowCount: number; readonly rows: readonly FileRow[] }> {
  const { table, index } = await indexOf(given, source.dialect)
  return { rowCount: index.rowCount, rows: await readRows(table, index, rows, columns, abort) }
}

/** The number of the record that begins on a line, or that the line is part of; null for lines above the first. */
export async function rowAtLine(
  { given, source, line }: Asked<'row-at-line'>,
  abort: AbortState,
): Promise<number | null> {
  const { table, index } = await indexOf(given, source.dialect)
  const place = index.firstLines.findLastIndex((first) => first <= line)
  if (place < 0) return null
  const first = index.firstRows[place] ?? 1
  const next = index.firstRows[place + 1] ?? index.rowCount + 1
  const rows = Array.from({ length: next - first }, (_, offset) => first + offset)
  const found = await readRows(table, index, rows, [], abort)
  return found.findLast((row) => row.line <= line)?.row ?? null
}

/** The numbers of the rows in the engine that pass, in their order. */
export async function orderRows(
  database: Database,
  { given, source, query }: Asked<'order-rows'>,
  abort: AbortState,
): Promise<Int32Array> {
  const storage = sourceOf(source.kind).stored
  const rows = { storage, source: source.id }
  const columns = await storedColumns(database, storage.table)
  const where: RowCondition[] = []
  for (const condition of query.where) {
    if (condition.is === 'becomes-blank') await findLostValues(database, given, source, condition, abort)
    where.push(condition)
  }
  return orderedRows(database, rows, { ...query, where }, columns)
}

/** Puts into the engine which rows hold something that is read as a blank. */
async function findLostValues(
  database: Database,
  given: GivenFile,
  source: Asked<'order-rows'>['source'],
  { column, table: name, header }: Extract<RowCondition, { is: 'becomes-blank' }>,
  abort: AbortState,
): Promise<void> {
  const storage = sourceOf(source.kind).stored
  const blank = await blankRowsOf(database, { storage, source: source.id }, { name: column, type: 'text' })
  const opened = await openTable(readers, dataFile(given), source.dialect)
  const table = correctedTable(opened.table, source.corrections)
  const place = columnIndex(table.head.columns, header)
  const lost: number[] = []
  let at = 0
  for await (const block of table.blocks({ abort, wanted: { columns: [place], short: [] } })) {
    for (; at < blank.length; at += 1) {
      const own = (blank[at] as number) - block.firstRow
      if (own >= block.rowCount) break
      if (tidy(cellText(block, own, place, table.decode)) !== '') lost.push(blank[at] as number)
    }
  }
  await database.execute(`DROP TABLE IF EXISTS "${name}"`)
  await database.insert(name, {
    rowCount: lost.length,
    columns: [{ kind: 'integer', id: 'row', values: Int32Array.from(lost) }],
  })
}
