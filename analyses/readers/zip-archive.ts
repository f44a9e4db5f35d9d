import { InputError, stopIfAborted, type AbortState } from '../core/errors'
import { readRange, type DataFile } from './data-file'

/** A file of a zip archive. */
interface ZipEntry {
  readonly name: string
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly compressedSize: number
  readonly size: number
  readonly checksum: number
  /** Where its local header begins. */
  readonly start: number
  readonly isEncrypted: boolean
}

/** A zip archive whose directory has been read, and whose files have not. */
export interface ZipArchive {
  readonly names: readonly string[]
  has(name: string): boolean
  /** Bytes of a file before it was compressed, as the archive says. @throws InputError when there is no such file */
  sizeOf(name: string): number
  /**
   * The bytes of a file in pieces.
   * @throws InputError when there is no such file, or it is encrypted or damaged, or longer than it says; Aborted
   */
  pieces(name: string, abort?: AbortState, onBytes?: (bytes: number) => void): AsyncGenerator<Uint8Array, void>
  /** A whole file. @param most bytes that it may have @throws as `pieces`, and when it is larger */
  bytes(name: string, most: number): Promise<Uint8Array<ArrayBuffer>>
  /** A whole file as text in UTF-8. @param most bytes that it may have @throws as `pieces`, and when it is larger */
  text(name: string, most: number): Promise<string>
}

/** Limits that no workbook or project comes near. */
const mostEntries = 20_000
const largestDirectory = 1 << 25
const largestTotal = 2 ** 33
/** Deflate makes at most 1032 of one; repeated cells of a sheet come to some hundred. Below the size it does not matter. */
const largestRatio = 500
const harmlessSize = 1 << 26

const signatures = { end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50, central: 0x02014b50, local: 0x04034b50 }

/** What is said of an archive whose opening was ended because it did not come back. */
export const archiveNotOpened = (file: string, seconds: number): InputError =>
  new InputError('ingest:zip-not-opened', { seconds }, { file })

/**
 * Reads the directory of an archive, at its end, and refuses what is none, or would not end: nothing is inflated before the sizes, the ratios and the places of all files have been looked at,
 * and no file gives more bytes than it says.
 * @throws InputError
 */
export async function openZip(file: DataFile): Promise<ZipArchive> {
  const entries = await readDirectory(file)
  refuseBombs(entries, file)
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  if (byName.size < entries.length) throw damaged(file)
  const entryOf = (name: string): ZipEntry => {
    const entry = byName.get(name)
    if (entry === undefined) throw new InputError('ingest:zip-part-missing', { part: name }, { file: file.name })
    return entry
  }
  const bytes = async (name: string, most: number): Promise<Uint8Array<ArrayBuffer>> => {
    const entry = entryOf(name)
    if (entry.size > most)
      throw new InputError('ingest:zip-part-large', { part: name, most: most / 1e6 }, { file: file.name })
    const whole = new Uint8Array(entry.size)
    let filled = 0
    for await (const piece of readEntry(file, entry)) {
      whole.set(piece, filled)
      filled += piece.length
    }
    return whole
  }
  return {
    names: [...byName.keys()],
    has: (name) => byName.has(name),
    sizeOf: (name) => entryOf(name).size,
    pieces: (name, abort, onBytes) => readEntry(file, entryOf(name), abort, onBytes),
    bytes,
    text: async (name, most) => new TextDecoder().decode(await bytes(name, most)),
  }
}

const damaged = (file: DataFile, part = ''): InputError =>
  new InputError(part === '' ? 'ingest:zip-damaged' : 'ingest:zip-part-damaged', { part }, { file: file.name })

async function readDirectory(file: DataFile): Promise<readonly ZipEntry[]> {
  const { count, start, size } = await findDirectory(file)
  if (count > mostEntries || size > largestDirectory || start + size > file.size) throw damaged(file)
  const bytes = await readRange(file, start, size)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== signatures.central) throw damaged(file)
    const nameLength = view.getUint16(at + 28, true)
    const extraLength = view.getUint16(at + 30, true)
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true)
    if (next > bytes.length) throw damaged(file)
    const large = largeNumbers(view, at + 46 + nameLength, extraLength, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ])
    const [size = 0, compressedSize = 0, start = 0] = large
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      checksum: view.getUint32(at + 16, true),
      size,
      compressedSize,
      start,
    })
    at = next
  }
  return entries.filter(({ name }) => !name.endsWith('/'))
}

/** Numbers that do not fit 32 bits stand in an extra field, in this order, each only where its place holds all ones. */
function largeNumbers(view: DataView, from: number, length: number, small: readonly number[]): readonly number[] {
  if (small.every((value) => value !== 0xffffffff)) return small
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    let place = at + 4
    return small.map((value) => {
      if (value !== 0xffffffff || place + 8 > view.byteLength) return value
      const whole = Number(view.getBigUint64(place, true))
      place += 8
      return whole
    })
  }
  return small
}

interface Directory {
  readonly count: number
  readonly start: number
  readonly size: number
}

async function findDirectory(file: DataFile): Promise<Directory> {
  // The record at the end is followed by a comment of up to 65 535 bytes.
  const tailStart = Math.max(0, file.size - 65_557)
  const tail = await readRange(file, tailStart, 65_557)
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  let at = tail.length - 22
  while (at >= 0 && view.getUint32(at, true) !== signatures.end) at -= 1
  if (at < 0) throw damaged(file)
  const small = {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    start: view.getUint32(at + 16, true),
  }
  if (small.count < 0xffff && small.size < 0xffffffff && small.start < 0xffffffff) return small
  if (at < 20 || view.getUint32(at - 20, true) !== signatures.locator64) return small
  const record = await readRange(file, Number(view.getBigUint64(at - 12, true)), 56)
  const large = new DataView(record.buffer, record.byteOffset, record.byteLength)
  if (record.length < 56 || large.getUint32(0, true) !== signatures.end64) throw damaged(file)
  return {
    count: Number(large.getBigUint64(32, true)),
    size: Number(large.getBigUint64(40, true)),
    start: Number(large.getBigUint64(48, true)),
  }
}

function refuseBombs(entries: readonly ZipEntry[], file: DataFile): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  const isSwollen = entries.some(
    ({ size, compressedSize }) => size > harmlessSize && size > compressedSize * largestRatio,
  )
  // Files that share their bytes make much of little without a ratio that shows it.
  const ordered = entries.toSorted((a, b) => a.start - b.start)
  const overlaps = ordered.some(
    ({ start, compressedSize }, index) =>
      start + 30 + compressedSize > (ordered[index + 1]?.start ?? Number.POSITIVE_INFINITY) || start > file.size,
  )
  if (total > largestTotal || isSwollen || overlaps)
    throw new InputError('ingest:zip-bomb', { size: Math.round(total / 1e6) }, { file: file.name })
}

async function* readEntry(
  file: DataFile,
  entry: ZipEntry,
  abort?: AbortState,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  const { name, method, compressedSize, size, start } = entry
  if (entry.isEncrypted) throw new InputError('ingest:zip-encrypted', { part: name }, { file: file.name })
  const header = await readRange(file, start, 30)
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  if (header.length < 30 || view.getUint32(0, true) !== signatures.local || (method !== 0 && method !== 8))
    throw damaged(file, name)
  const dataStart = start + 30 + view.getUint16(26, true) + view.getUint16(28, true)
  const stored = storedBytes(file, dataStart, compressedSize, abort, onBytes)
  let given = 0
  let checksum = -1
  for await (const piece of method === 8 ? inflated(stored, () => damaged(file, name)) : stored) {
    given += piece.length
    if (given > size) throw damaged(file, name)
    checksum = updatedChecksum(checksum, piece)
    if (piece.length > 0) yield piece
  }
  if (given !== size || ~checksum >>> 0 !== entry.checksum) throw damaged(file, name)
}

/** Pieces stay small, so that a few bytes that become many are noticed before the memory is. */
const largestPart = 1 << 16

/** The bytes of a file as they lie in the archive, in small pieces; fewer where the archive ends before. */
async function* storedBytes(
  file: DataFile,
  start: number,
  length: number,
  abort: AbortState | undefined,
  onBytes: ((bytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array, void> {
  if (length === 0) return
  let left = length
  for await (const chunk of file.chunks(start)) {
    stopIfAborted(abort)
    for (let at = 0; at < chunk.length && left > 0;) {
      const part = chunk.subarray(at, at + Math.min(left, largestPart))
      at += part.length
      left -= part.length
      yield part
    }
    onBytes?.(length - left)
    if (left === 0) return
  }
}

/** @throws `refusal` where the bytes are no deflate stream, or one that does not end; what reading them throws */
async function* inflated(
  parts: AsyncIterable<Uint8Array>,
  refusal: () => InputError,
): AsyncGenerator<Uint8Array, void> {
  const stream = new DecompressionStream('deflate-raw')
  const writer = stream.writable.getWriter()
  const reader = stream.readable.getReader()
  /** What went wrong in reading the bytes. */
  const failures: unknown[] = []
  const feed = async (): Promise<void> => {
    let isTaken = true
    // What is wrong with the stream comes out of the reader; the writer only says it again.
    const refused = (): void => void (isTaken = false)
    try {
      for await (const part of parts) {
        await writer.write(part).catch(refused)
        if (!isTaken) return
      }
    } catch (error) {
      failures.push(error)
    }
    await writer.close().catch(refused)
  }
  const feeding = feed()
  try {
    for (;;) {
      const { done, value } = await nextPiece(reader, refusal, failures)
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
    await feeding
  }
}

async function nextPiece(
  reader: ReturnType<DecompressionStream['readable']['getReader']>,
  refusal: () => InputError,
  failures: readonly unknown[],
): ReturnType<typeof reader.read> {
  const next = await reader.read().catch(() => null)
  if (failures.length > 0) throw failures[0]
  if (next === null) throw refusal()
  return next
}

/** CRC-32 (ISO 3309): what a byte does to the checksum when none to seven bytes follow it, so that eight are taken at a time. */
const checksumTables = checksumTablesOf(8)

function checksumTablesOf(count: number): Int32Array {
  const tables = new Int32Array(count * 256)
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    tables[byte] = value
  }
  for (let at = 256; at < tables.length; at += 1) {
    const before = tables[at - 256] as number
    tables[at] = (tables[before & 0xff] as number) ^ (before >>> 8)
  }
  return tables
}

function updatedChecksum(checksum: number, bytes: Uint8Array): number {
  const tables = checksumTables
  let value = checksum
  let at = 0
  for (const last = bytes.length - 8; at <= last; at += 8) {
    value ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    value =
      (tables[1792 + (value & 0xff)] as number) ^
      (tables[1536 + ((value >>> 8) & 0xff)] as number) ^
      (tables[1280 + ((value >>> 16) & 0xff)] as number) ^
      (tables[1024 + (value >>> 24)] as number) ^
      (tables[768 + (bytes[at + 4] as number)] as number) ^
      (tables[512 + (bytes[at + 5] as number)] as number) ^
      (tables[256 + (bytes[at + 6] as number)] as number) ^
      (tables[bytes[at + 7] as number] as number)
  }
  for (; at < bytes.length; at += 1) value = (tables[(value ^ (bytes[at] as number)) & 0xff] as number) ^ (value >>> 8)
  return value
}
