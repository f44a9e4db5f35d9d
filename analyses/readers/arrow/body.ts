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
  /** Rows that are asked for. */
  readonly length: number
  readonly nullCount: number
  /**
   * The bytes of a buffer, unpacked, as far as they are needed.
   * @param need bytes that the values take, infinite where that is not known; a buffer that says it is much larger is none
   */
  buffer(index: number, need: number): Promise<Uint8Array>
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

/** Bodies of at most so many bytes are read at once, larger ones buffer by buffer. */
const readAtOnce = 1 << 26

/**
 * @param mostRows rows that are asked for, of a batch that has more
 * @returns what a batch has of each column in turn; null for columns that are not wanted
 */
export async function columnBodies(
  file: DataFile,
  read: RangeReader,
  { bodyStart, bodyLength }: BatchPlace,
  batch: FlatTable,
  columns: readonly ArrowColumn[],
  isWanted: (index: number) => boolean,
  mostRows = Number.POSITIVE_INFINITY,
): Promise<readonly (ColumnBody | null)[]> {
  const nodes = batch.longs(1, 2)
  const buffers = batch.longs(2, 2)
  const viewCounts = batch.longs(4, 1)
  const codec = codecOf(file, batch)
  const rows = rowsOf(file, batch)
  const isWhole = mostRows >= rows && bodyLength <= readAtOnce && columns.some((_, index) => isWanted(index))
  const whole = isWhole ? await read(bodyStart, bodyLength) : null
  const bytesAt = async (from: number, length: number): Promise<Uint8Array> => {
    const bytes = whole?.subarray(from, from + length) ?? (await read(bodyStart + from, length))
    if (bytes.length < length) throw damaged(file)
    return bytes
  }
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
    for (const [from = -1, size = -1] of own) if (from < 0 || size < 0 || from + size > bodyLength) throw damaged(file)
    bodies.push(
      isWanted(index)
        ? {
            length: Math.min(rows, mostRows),
            nullCount,
            buffers: own.length,
            buffer: (which, need) => {
              const [from = 0, size = 0] = own[which] ?? []
              if (codec === 'none' || size === 0) return bytesAt(from, Math.min(size, need))
              return unpack(
                { file, codec, size, bytesAt: (start, count) => bytesAt(from + start, count) },
                need,
                budget,
              )
            },
          }
        : null,
    )
  }
  return bodies
}

/** A buffer that is packed. */
interface PackedBuffer {
  readonly file: DataFile
  readonly codec: Codec
  readonly size: number
  bytesAt(from: number, length: number): Promise<Uint8Array>
}

/** Bytes of a length in front of what is packed. */
const prefixBytes = 8

/** A buffer that is packed begins with its length; −1 says that it is not packed after all. */
async function unpack(packed: PackedBuffer, need: number, budget: { left: number }): Promise<Uint8Array> {
  const { file, codec, size, bytesAt } = packed
  if (size < prefixBytes) throw damaged(file)
  const prefix = await bytesAt(0, prefixBytes)
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, prefixBytes).getBigInt64(0, true))
  const packedLength = size - prefixBytes
  if (length === -1) return bytesAt(prefixBytes, Math.min(packedLength, need))
  if (length === 0) return new Uint8Array(0)
  // Buffers are padded, a part of a larger one may be written whole, and the beginning of one may be all that is needed.
  const mayBePart = length > need && packedLength > smallBuffer
  const largest = bytesWithoutSuspicion + (Number.isFinite(need) && !mayBePart ? 2 * need : mostRatio * packedLength)
  if (length < 0 || length > largest) throw damaged(file)
  const part = mayBePart && codec === 'lz4' ? await unpackBeginning(packed, length, need) : null
  if (part !== null) return part
  budget.left -= length
  if (budget.left < 0)
    throw new InputError('ingest:arrow-batch-bytes', { most: mostBatchBytes / 2 ** 30 }, { file: file.name })
  const bytes = await bytesAt(prefixBytes, packedLength)
  const unpacked = codec === 'lz4' ? unpackLz4Frame(bytes, length) : unpackZstd(bytes, length)
  if (unpacked === null) throw damaged(file)
  return unpacked
}

/** Packed buffers of at most so many bytes are unpacked whole, whatever is needed of them. */
const smallBuffer = 1 << 13

/** Bytes behind those that are needed, for the block in which they end: writers make blocks of 64 kB. */
const restOfBlock = 1 << 17

/** The beginning of a large frame, which takes hardly more bytes packed than unpacked. @returns null where that is not enough */
async function unpackBeginning(
  { size, bytesAt }: PackedBuffer,
  length: number,
  need: number,
): Promise<Uint8Array | null> {
  const most = Math.min(size - prefixBytes, need + restOfBlock)
  return unpackLz4Frame(await bytesAt(prefixBytes, most), length, need)
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
