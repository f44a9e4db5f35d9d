import { InputError } from '../../core/errors'
import { observeAll, readRange, type DataFile } from '../data-file'
import type { ReadOptions } from '../reader'
import { createByteCursor, cutCode } from './byte-cursor'
import type { RawDictionary } from './dictionary'

/** A block of a `zlib` file is about 4 MB; one that says it is larger than this is damaged. */
const largestBlock = 1 << 26

/**
 * The bytes of the cases in pieces: as they stand in the file, or inflated.
 * @throws InputError when a compressed block is damaged; Aborted
 */
export async function* caseBytes(
  file: DataFile,
  { compression, dataStart, isLittleEndian }: Pick<RawDictionary, 'compression' | 'dataStart' | 'isLittleEndian'>,
  options: ReadOptions,
): AsyncGenerator<Uint8Array, void> {
  if (compression === 'zlib') {
    await observeAll(file, options)
    yield* inflatedBlocks(file, dataStart, isLittleEndian, options)
    return
  }
  let passed = 0
  for await (const chunk of file.chunks()) {
    options.observer?.update(chunk)
    const from = Math.max(0, dataStart - passed)
    passed += chunk.length
    options.onBytes?.(passed)
    if (from < chunk.length) yield from === 0 ? chunk : chunk.subarray(from)
  }
}

/** The trailer lists the blocks; each is a zlib stream of its own. */
async function* inflatedBlocks(
  file: DataFile,
  dataStart: number,
  isLittleEndian: boolean,
  options: ReadOptions,
): AsyncGenerator<Uint8Array, void> {
  const blocks = await listBlocks(file, dataStart, isLittleEndian)
  for (const [index, { start, length, inflatedLength }] of blocks.entries()) {
    const bytes = await readRange(file, start, length)
    if (bytes.length < length) throw new InputError(cutCode, { byte: file.size }, { file: file.name })
    const inflated = await inflate(bytes, inflatedLength)
    if (inflated === null) throw new InputError('ingest:spss-block', { block: index + 1 }, { file: file.name })
    options.onBytes?.(start + length)
    yield inflated
  }
}

interface CompressedBlock {
  readonly start: number
  readonly length: number
  readonly inflatedLength: number
}

async function listBlocks(
  file: DataFile,
  dataStart: number,
  isLittleEndian: boolean,
): Promise<readonly CompressedBlock[]> {
  const damaged = (): InputError => new InputError('ingest:spss-damaged', { byte: dataStart }, { file: file.name })
  const header = createByteCursor(await readRange(file, dataStart, 24), isLittleEndian, file.name)
  header.int64()
  const trailerStart = header.int64()
  const trailerLength = header.int64()
  if (trailerStart < dataStart || trailerStart + trailerLength > file.size || trailerLength > largestBlock)
    throw damaged()
  const trailer = createByteCursor(await readRange(file, trailerStart, trailerLength), isLittleEndian, file.name)
  trailer.skip(20)
  const count = trailer.int32()
  if (count < 0) throw damaged()
  const blocks: CompressedBlock[] = []
  // Blocks follow each other: none can be named twice, which would make much of a small file.
  let next = dataStart + 24
  for (let index = 0; index < count; index += 1) {
    trailer.int64()
    const start = trailer.int64()
    const inflatedLength = trailer.int32()
    const length = trailer.int32()
    const isPossible = start === next && length >= 0 && inflatedLength >= 0 && inflatedLength <= largestBlock
    if (!isPossible || start + length > trailerStart) throw damaged()
    blocks.push({ start, length, inflatedLength })
    next = start + length
  }
  return blocks
}

/** @returns null for what is no zlib stream, or not of the length it should have */
async function inflate(bytes: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array | null> {
  const inflated = new Uint8Array(length)
  let filled = 0
  const stream = new DecompressionStream('deflate')
  const writer = stream.writable.getWriter()
  const reader = stream.readable.getReader()
  // What is wrong with the stream comes out of the reader; the writer only says it again.
  writer.write(bytes).catch(() => undefined)
  writer.close().catch(() => undefined)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return filled === length ? inflated : null
      if (filled + value.length > length) return null
      inflated.set(value, filled)
      filled += value.length
    }
  } catch {
    return null
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
