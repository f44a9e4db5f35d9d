/** A value of a row; a blob is none here. */
export type SqlValue = number | string | null

/** Reads the values of one record (SQLite's file format, 2.1). */
export interface RecordReader {
  /** @returns null when the record does not hold what it says */
  read(payload: Uint8Array): SqlValue[] | null
}

/** @param encoding of texts: 1 UTF-8, 2 and 3 UTF-16 with the lower and the higher byte first */
export function createRecordReader(encoding: number): RecordReader {
  const decoder = new TextDecoder(encoding === 2 ? 'utf-16le' : encoding === 3 ? 'utf-16be' : 'utf-8')
  return {
    read(payload) {
      const [headerLength, first] = varint(payload, 0)
      if (headerLength > payload.length) return null
      const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
      const values: SqlValue[] = []
      let at = headerLength
      for (let place = first; place < headerLength;) {
        const [type, next] = varint(payload, place)
        const length = lengthOf(type)
        if (next > headerLength || length === null || at + length > payload.length) return null
        place = next
        values.push(
          type >= 13 && type % 2 === 1 ? decoder.decode(payload.subarray(at, at + length)) : numberAt(view, at, type),
        )
        at += length
      }
      return values
    },
  }
}

const lengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function lengthOf(type: number): number | null {
  return type < 12 ? (lengths[type] ?? null) : Math.floor((type - 12) / 2)
}

function numberAt(view: DataView, at: number, type: number): number | null {
  switch (type) {
    case 1:
      return view.getInt8(at)
    case 2:
      return view.getInt16(at)
    case 3:
      return view.getInt8(at) * 65_536 + view.getUint16(at + 1)
    case 4:
      return view.getInt32(at)
    case 5:
      return view.getInt16(at) * 2 ** 32 + view.getUint32(at + 2)
    case 6:
      return Number(view.getBigInt64(at))
    case 7:
      return view.getFloat64(at)
    case 8:
    case 9:
      return type - 8
    default:
      return null
  }
}

/** A whole number of one to nine bytes, and where it ends; past the end of the bytes where they end before. */
export function varint(bytes: Uint8Array, from: number): readonly [number, number] {
  let value = 0
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[from + index]
    if (byte === undefined) return [0, bytes.length + 1]
    if (index === 8) return [value * 256 + byte, from + 9]
    value = value * 128 + (byte & 127)
    if (byte < 128) return [value, from + index + 1]
  }
  return [value, from + 9]
}
