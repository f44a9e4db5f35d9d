import { InputError, stopIfAborted, type AbortState } from '../../core/errors'
import { readRange, type DataFile } from '../data-file'
import { rootTable, type FlatTable } from './flat-table'

/** A file begins and ends with these letters; a stream has neither. */
const fileMark = 'ARROW1'

export const isFileMark = (bytes: Uint8Array): boolean => new TextDecoder().decode(bytes) === fileMark

/** What a message holds. */
const kinds = { schema: 1, dictionary: 2, records: 3 } as const

/** A batch of rows or the values of a dictionary: where it stands in the file. */
export interface BatchPlace {
  readonly kind: 'dictionary' | 'records'
  /** The table that says what the body holds. */
  readonly header: FlatTable
  /** Byte of the file at which the body begins. */
  readonly bodyStart: number
  readonly bodyLength: number
}

/** What a file consists of. */
export interface ArrowContents {
  readonly form: 'file' | 'stream'
  readonly schema: FlatTable
  /** In the order in which they are to be taken: a dictionary before the rows that use it. */
  readonly batches: readonly BatchPlace[]
}

/** Gives parts of a file; parts that stand close together are read at once. */
export type RangeReader = (from: number, length: number) => Promise<Uint8Array>

const windowBytes = 1 << 20

export function createRangeReader(file: DataFile): RangeReader {
  let start = 0
  let held: Uint8Array = new Uint8Array(0)
  return async (from, length) => {
    if (from >= start && from + length <= start + held.length) return held.subarray(from - start, from - start + length)
    if (length >= windowBytes) return readRange(file, from, length)
    held = await readRange(file, from, windowBytes)
    start = from
    return held.subarray(0, length)
  }
}

/** Bytes that what a message says of itself may have; that of a thousand columns takes some hundred thousand. */
const largestMetadata = 1 << 26

const joinedMark = 0xffffffff

/**
 * Finds the messages of a file, and reads of each what it says of itself.
 * @throws InputError for files that are damaged, cut off, or several streams one after the other; Aborted
 */
export async function readContents(file: DataFile, abort?: AbortState): Promise<ArrowContents> {
  const read = createRangeReader(file)
  const start = await read(0, fileMark.length)
  return isFileMark(start) ? contentsOfFile(file, read, abort) : contentsOfStream(file, read, abort)
}

export const damaged = (file: DataFile): InputError => new InputError('ingest:arrow-damaged', {}, { file: file.name })
const cut = (file: DataFile): InputError => new InputError('ingest:arrow-cut', {}, { file: file.name })

interface Message {
  readonly kind: number
  readonly header: FlatTable
  readonly bodyStart: number
  readonly end: number
}

/** @returns null at the end of a stream, marked or not */
async function messageAt(file: DataFile, read: RangeReader, at: number): Promise<Message | null> {
  if (at === file.size) return null
  const prefix = await read(at, 8)
  if (prefix.length < 4) throw cut(file)
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength)
  // Before release 0.15 a message began with its length.
  const isMarked = view.getUint32(0, true) === joinedMark
  if (isMarked && prefix.length < 8) throw cut(file)
  const length = view.getInt32(isMarked ? 4 : 0, true)
  const from = at + (isMarked ? 8 : 4)
  if (length === 0) return null
  if (length < 0 || length > largestMetadata) throw damaged(file)
  const metadata = await read(from, length)
  if (metadata.length < length) throw cut(file)
  const message = rootTable(metadata, () => damaged(file))
  const header = message.table(2)
  const bodyLength = message.long(3)
  if (header === null || bodyLength < 0) throw damaged(file)
  const bodyStart = from + length
  if (bodyStart + bodyLength > file.size) throw cut(file)
  return { kind: message.byte(1), header, bodyStart, end: bodyStart + bodyLength }
}

function batchOf(file: DataFile, { kind, header, bodyStart, end }: Message): BatchPlace {
  if (kind !== kinds.dictionary && kind !== kinds.records) throw damaged(file)
  return { kind: kind === kinds.records ? 'records' : 'dictionary', header, bodyStart, bodyLength: end - bodyStart }
}

/** The footer of a file names its batches. Dictionaries may stand behind the rows that use them. */
async function contentsOfFile(file: DataFile, read: RangeReader, abort?: AbortState): Promise<ArrowContents> {
  const endBytes = fileMark.length + 4
  const tail = await readRange(file, Math.max(0, file.size - endBytes), endBytes)
  if (!isFileMark(tail.subarray(4))) throw cut(file)
  const length = new DataView(tail.buffer, tail.byteOffset, 4).getInt32(0, true)
  const footerStart = file.size - endBytes - length
  if (length <= 0 || length > largestMetadata || footerStart < 8) throw damaged(file)
  const footer = rootTable(await readRange(file, footerStart, length), () => damaged(file))
  const schema = footer.table(1)
  if (schema === null) throw damaged(file)
  const batches: BatchPlace[] = []
  const places = [footer.entries(2, 24), footer.entries(3, 24)]
  for (const [index, blocks] of places.entries())
    for (const block of blocks) {
      stopIfAborted(abort)
      const at = Number(block.getBigInt64(0, true))
      const message = at >= 8 && at < footerStart ? await messageAt(file, read, at) : null
      if (message === null || message.end > footerStart) throw damaged(file)
      const batch = batchOf(file, message)
      if ((batch.kind === 'dictionary') !== (index === 0)) throw damaged(file)
      batches.push(batch)
    }
  refuseOverlaps(file, batches)
  return { form: 'file', schema, batches }
}

/** A batch that is named twice would be counted twice. */
function refuseOverlaps(file: DataFile, batches: readonly BatchPlace[]): void {
  const inOrder = [...batches].sort((a, b) => a.bodyStart - b.bodyStart)
  let end = 0
  for (const { bodyStart, bodyLength } of inOrder) {
    // A message has at least some bytes in front of its body.
    if (bodyStart <= end) throw damaged(file)
    end = bodyStart + bodyLength
  }
}

async function contentsOfStream(file: DataFile, read: RangeReader, abort?: AbortState): Promise<ArrowContents> {
  const first = await messageAt(file, read, 0)
  if (first === null || first.kind !== kinds.schema) throw damaged(file)
  const batches: BatchPlace[] = []
  let at = first.end
  for (;;) {
    stopIfAborted(abort)
    const message = await messageAt(file, read, at)
    if (message === null) break
    if (message.kind === kinds.schema) throw joined(file)
    batches.push(batchOf(file, message))
    at = message.end
  }
  // What follows the end mark is not part of the stream; another stream is rows that nobody would miss.
  const rest = await read(at, 16)
  if (rest.length >= 16 && new DataView(rest.buffer, rest.byteOffset, 16).getUint32(8, true) === joinedMark)
    throw joined(file)
  return { form: 'stream', schema: first.header, batches }
}

const joined = (file: DataFile): InputError => new InputError('ingest:arrow-joined', {}, { file: file.name })
