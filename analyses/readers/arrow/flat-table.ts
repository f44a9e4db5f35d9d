import type { InputError } from '../../core/errors'

/**
 * A table of FlatBuffers, in which Arrow writes what it says of schemas and batches. Fields are named by their place in the format’s definition. Every offset and length is checked
 * against the bytes there are, so that a file in which they are wrong is found out before anything is made of them.
 *
 * Source: FlatBuffers, “FlatBuffer Internals”.
 */
export interface FlatTable {
  /** @returns `absent` where the field is not written */
  byte(field: number, absent?: number): number
  short(field: number, absent?: number): number
  int(field: number, absent?: number): number
  /** A whole number of 64 bits, within those that are computed with. */
  long(field: number, absent?: number): number
  text(field: number): string | null
  table(field: number): FlatTable | null
  tables(field: number): readonly FlatTable[]
  /** Numbers of 64 bits in a vector, of which each entry has `width`. */
  longs(field: number, width: number): readonly (readonly number[])[]
  /** Where the entries of a vector of plain bytes stand, for entries that are not all numbers of 64 bits. */
  entries(field: number, bytes: number): readonly DataView[]
}

/** @param damaged what is thrown for bytes that are no table */
export function rootTable(bytes: Uint8Array, damaged: () => InputError): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const need = (at: number, length: number): number => {
    if (!(at >= 0 && length >= 0 && at + length <= view.byteLength)) throw damaged()
    return at
  }
  const long = (at: number): number => {
    const value = Number(view.getBigInt64(need(at, 8), true))
    if (!Number.isSafeInteger(value)) throw damaged()
    return value
  }
  /** Where something stands that is said by how far it is from here. */
  const target = (at: number): number => need(at + view.getUint32(need(at, 4), true), 4)

  function tableAt(start: number): FlatTable {
    const layout = need(start - view.getInt32(need(start, 4), true), 4)
    const layoutLength = view.getUint16(layout, true)
    need(layout, layoutLength)
    /** 0 where the field is not written. */
    const placeOf = (field: number): number => {
      const slot = 4 + field * 2
      const offset = slot + 2 <= layoutLength ? view.getUint16(need(layout + slot, 2), true) : 0
      return offset === 0 ? 0 : start + offset
    }
    const vectorOf = (field: number, width: number): { readonly first: number; readonly count: number } => {
      const place = placeOf(field)
      if (place === 0) return { first: 0, count: 0 }
      const vector = target(place)
      const count = view.getUint32(vector, true)
      return { first: need(vector + 4, count * width), count }
    }
    const each = <T>(field: number, width: number, read: (at: number) => T): readonly T[] => {
      const { first, count } = vectorOf(field, width)
      return Array.from({ length: count }, (_, index) => read(first + index * width))
    }
    const number =
      (width: number, read: (at: number) => number) =>
      (field: number, absent = 0): number => {
        const place = placeOf(field)
        return place === 0 ? absent : read(need(place, width))
      }
    return {
      byte: number(1, (at) => view.getUint8(at)),
      short: number(2, (at) => view.getInt16(at, true)),
      int: number(4, (at) => view.getInt32(at, true)),
      long: number(8, long),
      text: (field) => {
        if (placeOf(field) === 0) return null
        const { first, count } = vectorOf(field, 1)
        return new TextDecoder().decode(bytes.subarray(first, first + count))
      },
      table: (field) => (placeOf(field) === 0 ? null : tableAt(target(placeOf(field)))),
      tables: (field) => each(field, 4, (at) => tableAt(target(at))),
      longs: (field, width) =>
        each(field, width * 8, (at) => Array.from({ length: width }, (_, index) => long(at + index * 8))),
      entries: (field, length) =>
        each(field, length, (at) => new DataView(bytes.buffer, bytes.byteOffset + at, length)),
    }
  }
  return tableAt(target(0))
}
