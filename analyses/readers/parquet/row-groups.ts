import { parquetMetadataAsync, parquetScan, type AsyncBuffer, type Compressors, type FileMetaData } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { Aborted, InputError, stopIfAborted } from '../../core/errors'
import { observeAll, readRange, type DataFile } from '../data-file'
import { mostRecordsPerBlock, type ReadOptions, type ReadTotals, type ValueBlock } from '../reader'
import { createTypedColumn, type TypedColumn } from '../typed-column'
import { timeOfDay } from '../time-of-day'
import { columnsOf, type ParquetColumn } from './schema'

/** Bytes that a page may have when it is unpacked; writers make pages of one megabyte. */
const largestPage = 1 << 28

/** Rows that a group may have; a group is read as a whole, and writers make groups of up to a million. */
const mostGroupRows = 1 << 24

/** Bytes of what a file says of itself. */
const largestMetadata = 1 << 28

/** @throws InputError for files that are damaged, or whose groups of rows are too large to be read as a whole */
export async function describeFile(
  file: DataFile,
): Promise<{ readonly metadata: FileMetaData; readonly columns: readonly ParquetColumn[] }> {
  const end = await readRange(file, Math.max(0, file.size - 8), 8)
  const length = end.length < 8 ? Number.NaN : new DataView(end.buffer, end.byteOffset, 8).getUint32(0, true)
  if (!(length <= Math.min(largestMetadata, file.size - 12))) throw damaged(file)
  const { metadata, columns } = await within(file, async () => {
    const found = await parquetMetadataAsync(bufferOf(file), { geoparquet: false })
    return { metadata: found, columns: columnsOf(found) }
  })
  const counts = metadata.row_groups.map(({ num_rows: rows }) => Number(rows))
  for (const [index, rows] of counts.entries()) {
    if (rows > mostGroupRows)
      throw new InputError(
        'ingest:parquet-row-group',
        { rows, most: mostGroupRows, group: index + 1 },
        { file: file.name },
      )
    if (!(rows >= 0)) throw damaged(file)
  }
  if (counts.reduce((sum, rows) => sum + rows, 0) !== Number(metadata.num_rows)) throw damaged(file)
  return { metadata, columns }
}

function damaged(file: DataFile): InputError {
  return new InputError('ingest:parquet-damaged', {}, { file: file.name })
}

/** What goes wrong in the library is the file’s fault: it is given no bytes but those of the file. */
async function within<T>(file: DataFile, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof InputError || error instanceof Aborted) throw error
    throw damaged(file)
  }
}

const bufferOf = (file: DataFile): AsyncBuffer => ({
  byteLength: file.size,
  async slice(start, end = file.size) {
    if (start < 0 || end < start || end > file.size) throw damaged(file)
    const bytes = await readRange(file, start, end - start)
    if (bytes.length < end - start) throw damaged(file)
    return bytes.buffer
  },
})

/** Unpacks no page that says it is larger than any page is. */
function boundedCompressors(file: DataFile): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]) => [
      codec,
      (input: Uint8Array, length: number): Uint8Array => {
        if (length < 0 || length > largestPage) throw damaged(file)
        return unpack(input, length)
      },
    ]),
  )
}

/** Times as milliseconds since 1970, fractions included; what is JSON stays as it is written. */
const parsers = {
  timestampFromMilliseconds: (value: bigint | null) => (value === null || value === undefined ? null : Number(value)),
  timestampFromMicroseconds: (value: bigint | null) => thousandth(value, 1000n),
  timestampFromNanoseconds: (value: bigint | null) => thousandth(value, 1_000_000n),
  dateFromDays: (days: number | null) => (days === null || days === undefined ? null : days * 86_400_000),
  jsonFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? null : new TextDecoder().decode(bytes)),
}

/** Whole milliseconds and the fraction apart, since all digits together are more than a number holds. */
function thousandth(value: bigint | null, units: bigint): number | null {
  return value === null || value === undefined ? null : Number(value / units) + Number(value % units) / Number(units)
}

/** All rows, one group of rows after the other. @throws InputError for a group that is damaged; Aborted */
export async function* readRowGroups(
  file: DataFile,
  metadata: FileMetaData,
  columns: readonly ParquetColumn[],
  options: ReadOptions,
): AsyncGenerator<ValueBlock, ReadTotals> {
  await observeAll(file, options)
  const total = Number(metadata.num_rows)
  const scan = await within(file, () =>
    parquetScan({
      file: bufferOf(file),
      metadata,
      columns: columns.map(({ name }) => name),
      compressors: boundedCompressors(file),
      parsers: parsers as never,
      geoparquet: false,
    }),
  )
  const filled = columns.map(({ kind }) => createTypedColumn(kind ?? { kind: 'texts' }, mostRecordsPerBlock))
  const lines = new Int32Array(mostRecordsPerBlock)
  let groupStart = 0
  for (const { num_rows: count } of metadata.row_groups) {
    const groupEnd = groupStart + Number(count)
    // The first rows are shown before the rest of a large group is read.
    for (const [from, to] of [
      [groupStart, Math.min(groupEnd, groupStart + mostRecordsPerBlock)],
      [Math.min(groupEnd, groupStart + mostRecordsPerBlock), groupEnd],
    ] as const) {
      if (from === to) continue
      const cells: ArrayLike<unknown>[] = []
      for (const { name } of columns) {
        stopIfAborted(options.abort)
        const values = await within(file, () => scan.readColumn({ column: name, rowStart: from, rowEnd: to }))
        if (values.length !== to - from) throw damaged(file)
        cells.push(values as ArrayLike<unknown>)
      }
      for (let first = from; first < to; first += mostRecordsPerBlock) {
        stopIfAborted(options.abort)
        const rowCount = Math.min(mostRecordsPerBlock, to - first)
        for (let row = 0; row < rowCount; row += 1) lines[row] = first + row + 1
        for (const [index, column] of columns.entries())
          fill(filled[index] as TypedColumn, cells[index] as ArrayLike<unknown>, first - from, rowCount, column)
        yield { kind: 'values', rowCount, firstRow: first + 1, lines, columns: filled.map((column) => column.column()) }
      }
    }
    groupStart = groupEnd
    options.onBytes?.(Math.round((file.size * groupEnd) / Math.max(1, total)))
  }
  return { records: total, blankLines: 0 }
}

function fill(
  typed: TypedColumn,
  values: ArrayLike<unknown>,
  from: number,
  rowCount: number,
  { unitsPerSecond }: ParquetColumn,
): void {
  for (let row = 0; row < rowCount; row += 1) {
    const value = values[from + row]
    typed.put(row, unitsPerSecond > 0 ? timeOfDay(value, unitsPerSecond) : value)
  }
}
