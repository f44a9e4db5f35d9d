import { InputError, stopIfAborted, type AbortState } from '../../core/errors'
import type { DataFile } from '../data-file'
import type { Description } from './description'
import { damaged } from './faults'

/** The long texts of a file, which stand behind its observations and are named by two numbers. */
export interface LongTexts {
  /** @throws InputError where the file does not hold it, or all of them are too long to be kept */
  find(key: string): Promise<string>
}

/** Characters of all long texts together that are kept in memory. */
const mostCharacters = 1 << 28

/** Texts stand in the order in which observations name them first, so that no more is read than has been asked for. */
export function createLongTexts(
  file: DataFile,
  { longTextsStart, release, isLittleEndian, decode }: Description,
  abort: AbortState | undefined,
): LongTexts {
  const known = new Map<string, string>()
  const source = longTextsStart === null ? null : file.chunks(longTextsStart)[Symbol.asyncIterator]()
  const headBytes = release === 117 ? 16 : 20
  let bytes = new Uint8Array(0)
  let characters = 0
  let at = 0

  /** Makes so many bytes available from `at` on. @returns false where the file ends before */
  async function need(length: number): Promise<boolean> {
    const pieces = [bytes.subarray(at)]
    let available = bytes.length - at
    if (available >= length) return true
    while (available < length) {
      stopIfAborted(abort)
      const next = await source?.next()
      if (next === undefined || next.done === true) return false
      pieces.push(next.value as Uint8Array<ArrayBuffer>)
      available += next.value.length
    }
    bytes = new Uint8Array(available)
    at = 0
    for (let filled = 0, index = 0; index < pieces.length; index += 1) {
      bytes.set(pieces[index] as Uint8Array, filled)
      filled += (pieces[index] as Uint8Array).length
    }
    return true
  }

  /** @returns false when there is no further text */
  async function readNext(): Promise<boolean> {
    if (!(await need(headBytes)) || bytes[at] !== 0x47 || bytes[at + 1] !== 0x53 || bytes[at + 2] !== 0x4f) return false
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const variable = view.getUint32(at + 3, isLittleEndian)
    const observation =
      release === 117 ? view.getUint32(at + 7, isLittleEndian) : Number(view.getBigUint64(at + 7, isLittleEndian))
    const length = view.getUint32(at + headBytes - 4, isLittleEndian)
    characters += length
    if (characters > mostCharacters)
      throw new InputError('ingest:stata-long-texts', { megabytes: mostCharacters / 1048576 }, { file: file.name })
    at += headBytes
    if (!(await need(length))) throw damaged(file.name, file.size)
    known.set(`${variable} ${observation}`, decode(bytes.subarray(at, at + length)))
    at += length
    return true
  }

  return {
    async find(key) {
      while (!known.has(key)) if (!(await readNext())) throw damaged(file.name, longTextsStart ?? 0)
      return known.get(key) ?? ''
    },
  }
}
