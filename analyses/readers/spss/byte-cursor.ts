import { InputError } from '../../core/errors'

/** Reads numbers and bytes one after the other. Every method throws the `InputError` with code `ingest:spss-cut` when the bytes end before. */
export interface ByteCursor {
  position(): number
  int32(): number
  /** Whole numbers beyond 2⁵³ lose their last digits, and no offset or count in a file is as large. */
  int64(): number
  float64(): number
  /** The number that eight bytes hold which were taken before. */
  float64Of(bytes: Uint8Array): number
  /** A view of the next bytes, not a copy. */
  take(length: number): Uint8Array
  skip(length: number): void
}

export const cutCode = 'ingest:spss-cut'

/** @param file for the messages */
export function createByteCursor(bytes: Uint8Array, isLittleEndian: boolean, file: string, from = 0): ByteCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let position = from

  /** Passes over so many bytes. @returns where they begin */
  function advance(length: number): number {
    if (length < 0 || position + length > bytes.length) throw new InputError(cutCode, { byte: position }, { file })
    const start = position
    position += length
    return start
  }

  return {
    position: () => position,
    int32: () => view.getInt32(advance(4), isLittleEndian),
    int64() {
      const start = advance(8)
      const first = view.getUint32(start, isLittleEndian)
      const second = view.getUint32(start + 4, isLittleEndian)
      const [high, low] = isLittleEndian ? [second, first] : [first, second]
      return (high | 0) * 4294967296 + low
    },
    float64: () => view.getFloat64(advance(8), isLittleEndian),
    float64Of: (taken) => new DataView(taken.buffer, taken.byteOffset, 8).getFloat64(0, isLittleEndian),
    take(length) {
      const start = advance(length)
      return bytes.subarray(start, start + length)
    },
    skip: (length) => void advance(length),
  }
}

/** Bytes of so many things of one size. @throws InputError for a number below 0 */
export function counted(count: number, size: number, file: string, byte: number): number {
  if (count < 0 || size < 0) throw damaged(file, byte)
  return count * size
}

/** The file says something that no system file says. */
export function damaged(file: string, byte: number): InputError {
  return new InputError('ingest:spss-damaged', { byte }, { file })
}
