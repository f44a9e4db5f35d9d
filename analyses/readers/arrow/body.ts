import { decompressZstd } from 'hyparquet-compressors'
import { InputError } from '../../core/errors'
import type { DataFile } from '../data-file'
import type { FlatTable } from './flat-table'
import { unpackLz4Frame } from './lz4-frame'
import { damaged, type BatchPlace, type RangeReader } from './messages'
import type { ArrowColumn } from './schema'

/** Rows that a batch may have; a batch is read as a whole, and writers make batches of 65,536 or so. */
const mostBatchRows = 1 << 24

/** Bytes that the columns of a batch may take when they are unpacked. */
const mostBatchBytes = 2 ** 31

/** Bytes that a packed one may become, where the values do not say how many they take, beyond those that any buffer may have. */
const mostRatio = 1000
const bytesWithoutSuspicion = 1 << 26

/** What a batch has of one column. */
export interface ColumnBody {
  readonly length: number
  readonly nullCount: number
  /**
   * The bytes of a buffer, unpacked.
   * @param most bytes that the values take, infinite where that is not known; a buffer that says it is much larger is none
   */
  buffer(index: number, most: number): Uint8Array
  /** How many buffers there are. */
  readonly buffers: number
}

export type Codec = 'none' | 'lz4' | 'zstd'

/** The number of rows of a batch. @throws InputError for more than are read at once */
export function rowsOf(file: DataFile, batch: FlatTable): number {
  const rows = batch.long(0)
  if (rows < 0) throw damaged(file)
  if (rows > mostBatchRows)
    throw new InputError('ingest:arrow-batch', { rows, most: mostBatchRows }, { file: file.name })
  return rows
}

/** How the buffers of a batch are packed. @throws InputError for ways that the format does not know */
export function codecOf(file: DataFile, batch: FlatTable): Codec {
  const compression = batch.table(3)
  if (compression === null) return 'none'
  const codec = (['lz4', 'zstd'] as const)[compression.byte(0)]
  if (codec === undefined || compression.byte(1) !== 0) throw damaged(file)
  return codec
}

/** Bodies of at most so many bytes are read at once, larger ones column by column. */
const readAtOnce = 1 << 24

/** @returns what a batch has of each column in turn; null for columns that are not wanted */
export async function columnBodies(
  file: DataFile,
  read: RangeReader,
  { bodyStart, bodyLength }: BatchPlace,
  batch: FlatTable,
  columns: readonly ArrowColumn[],
  isWanted: (index: number) => boolean,
): Promise<readonly (ColumnBody | null)[]> {
  const nodes = batch.longs(1, 2)
  const buffers = batch.longs(2, 2)
  const viewCounts = batch.longs(4, 1)
  const codec = codecOf(file, batch)
  const rows = rowsOf(file, batch)
  const isAnyWanted = columns.some((_, index) => isWanted(index))
  const whole = isAnyWanted && bodyLength <= readAtOnce ? await read(bodyStart, bodyLength) : null
  const budget = { left: mostBatchBytes }
  const bodies: (ColumnBody | null)[] = []
  let node = 0
  let buffer = 0
  let view = 0
  for (const [index, { span }] of columns.entries()) {
    const further = viewCounts.slice(view, view + span.views).reduce((sum, [count = 0]) => sum + count, 0)
    const [length = -1, nullCount = -1] = nodes[node] ?? []
    const own = buffers.slice(buffer, buffer + span.buffers + further)
    node += span.nodes
    buffer += span.buffers + further
    view += span.views
    if (further < 0 || own.length < span.buffers + further || length !== rows || nullCount < 0 || nullCount > rows)
      throw damaged(file)
    bodies.push(isWanted(index) ? await bodyOf(file, own, nullCount) : null)
  }
  return bodies

  async function bodyOf(file: DataFile, own: readonly (readonly number[])[], nullCount: number): Promise<ColumnBody> {
    for (const [from = -1, length = -1] of own)
      if (from < 0 || length < 0 || from + length > bodyLength) throw damaged(file)
    let start = bodyLength
    let end = 0
    for (const [from = 0, length = 0] of own) {
      start = Math.min(start, from)
      end = Math.max(end, from + length)
    }
    const bytes =
      own.length === 0 ? null : whole !== null ? whole.subarray(start, end) : await read(bodyStart + start, end - start)
    return {
      length: rows,
      nullCount,
      buffers: own.length,
      buffer(index, most) {
        const [from = 0, length = 0] = own[index] ?? []
        const packed = bytes?.subarray(from - start, from - start + length) ?? new Uint8Array(0)
        if (packed.length < length) throw damaged(file)
        return codec === 'none' || length === 0 ? packed : unpack(file, codec, packed, most, budget)
      },
    }
  }
}

/** A buffer that is packed begins with its length; −1 says that it is not packed after all. */
function unpack(file: DataFile, codec: Codec, packed: Uint8Array, most: number, budget: { left: number }): Uint8Array {
  if (packed.length < 8) throw damaged(file)
  const length = Number(new DataView(packed.buffer, packed.byteOffset, 8).getBigInt64(0, true))
  const bytes = packed.subarray(8)
  if (length === -1) return bytes
  if (length === 0) return new Uint8Array(0)
  // Buffers are padded, and a part of a larger one may be written whole.
  const largest = bytesWithoutSuspicion + (Number.isFinite(most) ? 2 * most : mostRatio * bytes.length)
  if (length < 0 || length > largest) throw damaged(file)
  budget.left -= length
  if (budget.left < 0)
    throw new InputError('ingest:arrow-batch-bytes', { most: mostBatchBytes / 2 ** 30 }, { file: file.name })
  const unpacked = codec === 'lz4' ? unpackLz4Frame(bytes, length) : unpackZstd(bytes, length)
  if (unpacked === null) throw damaged(file)
  return unpacked
}

/** @returns null for bytes that are no such frame; the library says so in many ways */
function unpackZstd(bytes: Uint8Array, length: number): Uint8Array | null {
  const stated = zstdLength(bytes)
  if (stated !== null && stated !== length) return null
  try {
    const unpacked = decompressZstd(bytes, new Uint8Array(length))
    return unpacked.length === length ? unpacked : null
  } catch {
    return null
  }
}

/**
 * How many bytes a frame says that it unpacks to, which the library does not hold it to; null where it does not say.
 *
 * Source: RFC 8878, section 3.1.1.1.
 */
function zstdLength(bytes: Uint8Array): number | null {
  const description = bytes[4] ?? 0
  const isSingleSegment = (description & 0x20) !== 0
  const width = [isSingleSegment ? 1 : 0, 2, 4, 8][description >> 6] ?? 0
  const from = 5 + (isSingleSegment ? 0 : 1) + ([0, 1, 2, 4][description & 3] ?? 0)
  if (width === 0 || from + width > bytes.length) return null
  let length = 0
  for (let index = width - 1; index >= 0; index -= 1) length = length * 256 + (bytes[from + index] as number)
  return width === 2 ? length + 256 : length
}
