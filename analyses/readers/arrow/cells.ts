import type { DataFile } from '../data-file'
import { timeOfDay } from '../time-of-day'
import type { ColumnBody } from './body'
import { damaged } from './messages'
import type { Storage } from './schema'

/** The values of one column in one batch. */
export interface BatchCells {
  readonly length: number
  /** Numbers of `count` rows into the beginning of `target`: NaN where there is none; times in milliseconds since 1970. */
  fill(target: Float64Array, from: number, count: number): void
  /** Null where there is none. */
  text(row: number): string | null
}

/**
 * @param body buffers of the column: which values there are, and the values
 * @throws InputError when there are fewer bytes than the rows need
 */
export async function cellsOf(file: DataFile, storage: Storage, body: ColumnBody): Promise<BatchCells> {
  const { length } = body
  if (storage.kind === 'nothing')
    return { length, fill: (target, _from, count) => target.fill(Number.NaN, 0, count), text: () => null }
  const bitmap = body.nullCount === 0 ? null : await sized(file, body, 0, Math.ceil(length / 8))
  if (storage.kind === 'texts' || storage.kind === 'views') {
    const textAt = storage.kind === 'texts' ? await textReader(file, storage.bits, body) : await viewReader(file, body)
    const text = (row: number): string | null => (isThere(bitmap, row) ? textAt(row) : null)
    return {
      length,
      text,
      fill(target, from, count) {
        for (let row = 0; row < count; row += 1) target[row] = Number(text(from + row) ?? Number.NaN)
      },
    }
  }
  const bits = storage.kind === 'flags' ? 1 : storage.bits
  const bytes = await sized(file, body, 1, Math.ceil((length * bits) / 8))
  const value = valueReader(storage, bytes)
  const fillAll = numberFiller(storage, bytes, value)
  return {
    length,
    fill(target, from, count) {
      fillAll(target, from, count)
      if (bitmap === null) return
      for (let row = 0; row < count; row += 1) if (!isThere(bitmap, from + row)) target[row] = Number.NaN
    },
    text(row) {
      if (!isThere(bitmap, row)) return null
      return storage.kind === 'clocks' ? timeOfDay(value(row), storage.unitsPerSecond) : String(value(row))
    },
  }
}

async function sized(file: DataFile, body: ColumnBody, index: number, least: number): Promise<Uint8Array> {
  const bytes = await body.buffer(index, least)
  if (bytes.length < least) throw damaged(file)
  return bytes
}

/** Whether a row has a value: a bit each, the lowest first; null where every row has one. */
const isThere = (bitmap: Uint8Array | null, row: number): boolean =>
  bitmap === null || (((bitmap[row >> 3] as number) >> (row & 7)) & 1) === 1

type Filler = (target: Float64Array, from: number, count: number) => void

/** Numbers of many rows. Those that are read in place have a loop of their own, since a file has most often millions of them. */
function numberFiller(storage: FixedStorage, bytes: Uint8Array, value: (row: number) => number | bigint): Filler {
  const values =
    storage.kind === 'floats' && storage.bits > 16
      ? floats(storage.bits, bytes)
      : storage.kind === 'whole' && storage.bits < 64
        ? smallWhole(storage, bytes)
        : null
  if (values !== null)
    return (target, from, count) => {
      for (let row = 0; row < count; row += 1) target[row] = values[from + row] as number
    }
  if (storage.kind === 'whole') {
    const low = inPlace(Uint32Array, bytes)
    const high = storage.isSigned ? inPlace(Int32Array, bytes) : low
    // Of a number beyond 2⁵³ only that it is one counts here.
    return (target, from, count) => {
      for (let row = 0, at = from * 2; row < count; row += 1, at += 2)
        target[row] = (high[at + 1] as number) * 0x1_0000_0000 + (low[at] as number)
    }
  }
  return (target, from, count) => {
    for (let row = 0; row < count; row += 1) target[row] = Number(value(from + row))
  }
}

type ArrayOf<T> = new (buffer: ArrayBuffer, from: number, length: number) => T

/** Bytes as numbers that are read in place, copied where they do not begin at a multiple of their size. */
function inPlace<T>(array: ArrayOf<T> & { readonly BYTES_PER_ELEMENT: number }, bytes: Uint8Array): T {
  const size = array.BYTES_PER_ELEMENT
  const { buffer, byteOffset, length } = bytes.byteOffset % size === 0 ? bytes : bytes.slice()
  return new array(buffer as ArrayBuffer, byteOffset, Math.floor(length / size))
}

type FixedStorage = Exclude<Storage, { kind: 'nothing' | 'texts' | 'views' }>

/** Numbers, or those of 64 bits as they stand; of instants milliseconds. */
function valueReader(storage: FixedStorage, bytes: Uint8Array): (row: number) => number | bigint {
  switch (storage.kind) {
    case 'flags':
      return (row) => ((bytes[row >> 3] as number) >> (row & 7)) & 1
    case 'whole':
      return wholeReader(storage.bits, storage.isSigned, bytes)
    case 'clocks':
      return wholeReader(storage.bits, true, bytes)
    case 'floats':
      return floatReader(storage.bits, bytes)
    case 'decimals':
      return decimalReader(storage.bits, storage.scale, bytes)
    case 'instants': {
      const { units, milliseconds } = storage
      const whole = wholeReader(storage.bits, true, bytes)
      if (units === 1) return (row) => Number(whole(row)) * milliseconds
      // Whole milliseconds and the fraction apart, since all digits together are more than a number holds.
      const perMillisecond = BigInt(units)
      return (row) => {
        const value = BigInt(whole(row))
        return Number(value / perMillisecond) + Number(value % perMillisecond) / units
      }
    }
  }
}

function wholeReader(bits: number, isSigned: boolean, bytes: Uint8Array): (row: number) => number | bigint {
  if (bits === 64) {
    const low = inPlace(Uint32Array, bytes)
    const high = isSigned ? inPlace(Int32Array, bytes) : low
    const exact = isSigned ? inPlace(BigInt64Array, bytes) : inPlace(BigUint64Array, bytes)
    return (row) => {
      const upper = high[row * 2 + 1] as number
      // Within 2⁵³ two numbers of 32 bits are put together, which is much faster.
      return upper < 0x20_0000 && upper >= -0x20_0000
        ? upper * 0x1_0000_0000 + (low[row * 2] as number)
        : (exact[row] as bigint)
    }
  }
  const values = smallWhole({ bits, isSigned }, bytes)
  return (row) => values[row] as number
}

/** Whole numbers of at most 32 bits. */
function smallWhole(
  { bits, isSigned }: { readonly bits: number; readonly isSigned: boolean },
  bytes: Uint8Array,
): ArrayLike<number> {
  const arrays = isSigned
    ? { 8: Int8Array, 16: Int16Array, 32: Int32Array }
    : { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }
  return inPlace<ArrayLike<number>>(arrays[bits as 8 | 16 | 32], bytes)
}

const floats = (bits: number, bytes: Uint8Array): ArrayLike<number> =>
  bits === 32 ? inPlace(Float32Array, bytes) : inPlace(Float64Array, bytes)

function floatReader(bits: number, bytes: Uint8Array): (row: number) => number {
  if (bits === 16) {
    const halves = inPlace(Uint16Array, bytes)
    return (row) => fromHalf(halves[row] as number)
  }
  const values = floats(bits, bytes)
  return (row) => values[row] as number
}

/** A number of 16 bits (IEEE 754 binary16). */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** Numbers of fixed point: a whole number in words of 32 bits, the lowest first, and how many of its digits stand behind the point. */
function decimalReader(bits: number, scale: number, bytes: Uint8Array): (row: number) => number {
  const words = inPlace(Uint32Array, bytes)
  const perValue = bits / 32
  return (row) => {
    let whole = 0n
    for (let index = perValue - 1; index >= 0; index -= 1)
      whole = (whole << 32n) | BigInt(words[row * perValue + index] as number)
    // Text to number rounds once, whatever the number of digits.
    return Number(`${BigInt.asIntN(bits, whole)}e${-scale}`)
  }
}

const decoder = new TextDecoder()

async function textReader(file: DataFile, bits: number, body: ColumnBody): Promise<(row: number) => string> {
  const { length } = body
  if (length === 0) return () => ''
  const offsets = wholeReader(bits, true, await sized(file, body, 1, ((length + 1) * bits) / 8))
  const last = Number(offsets(length))
  if (last < 0) throw damaged(file)
  const bytes = await body.buffer(2, last)
  return (row) => {
    const from = Number(offsets(row))
    const to = Number(offsets(row + 1))
    if (!(from >= 0 && to >= from && to <= bytes.length)) throw damaged(file)
    return decoder.decode(bytes.subarray(from, to))
  }
}

/** Texts of at most so many bytes stand in the view itself. */
const longestInView = 12

async function viewReader(file: DataFile, body: ColumnBody): Promise<(row: number) => string> {
  const views = await sized(file, body, 1, body.length * 16)
  const table = new DataView(views.buffer, views.byteOffset, views.byteLength)
  const further: Uint8Array[] = []
  for (let index = 2; index < body.buffers; index += 1) further.push(await body.buffer(index, Number.POSITIVE_INFINITY))
  return (row) => {
    const at = row * 16
    const length = table.getInt32(at, true)
    if (length < 0) throw damaged(file)
    if (length <= longestInView) return decoder.decode(views.subarray(at + 4, at + 4 + length))
    const index = table.getInt32(at + 8, true)
    const from = table.getInt32(at + 12, true)
    const bytes = further[index]
    if (bytes === undefined || from < 0 || from + length > bytes.length) throw damaged(file)
    return decoder.decode(bytes.subarray(from, from + length))
  }
}
