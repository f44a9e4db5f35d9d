import {
  type Data,
  type DataType,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int32,
  Int64,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Utf8,
} from 'apache-arrow'
import type { Batch, InsertColumn } from '../core/database'
import { blankByte } from '../core/datasets'

/** An `IntegerColumn` value that becomes NULL. */
const blankInteger = -2147483648

/** A batch as the engine takes it, made where the rows are, which may be another thread than the engine's. */
export interface EncodedBatch {
  readonly rowCount: number
  readonly columns: readonly Pick<InsertColumn, 'id' | 'kind'>[]
  /** Arrow IPC stream with its end marker. */
  readonly stream: Uint8Array
}

/**
 * A batch as an Arrow IPC stream with its end marker, the one form in which the engine takes rows without losing them. Built over the typed
 * arrays themselves, since Arrow's builders compile code and the content policy forbids that.
 * @throws Error (a bug) when there is no column, or one is not as long as the batch says
 */
export function encodeBatch(batch: Batch): EncodedBatch {
  if (batch.columns.length === 0) throw new Error('a batch has no columns')
  for (const column of batch.columns) {
    const { length } = column.kind === 'factor' ? column.codes : column.values
    if (length !== batch.rowCount)
      throw new Error(`a batch has ${batch.rowCount} rows and ${length} values of ${column.id}`)
  }
  const children = batch.columns.map((column, position) => columnData(column, position))
  const schema = new Schema(batch.columns.map((column, index) => new Field(column.id, typeOf(children, index), true)))
  const struct = makeData({ type: new Struct(schema.fields), length: batch.rowCount, nullCount: 0, children })
  const stream = tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'stream')
  return { rowCount: batch.rowCount, columns: batch.columns.map(({ id, kind }) => ({ id, kind })), stream }
}

function typeOf(children: readonly Data[], index: number): DataType {
  const child = children[index]
  if (child === undefined) throw new Error(`no column ${index}`)
  return child.type
}

function columnData(column: InsertColumn, position: number): Data {
  const { values } = column.kind === 'factor' ? { values: column.codes } : column
  const length = values.length
  switch (column.kind) {
    case 'byte': {
      const { nullBitmap, nullCount } = missingValue(column.values, blankByte)
      return makeData({ type: new Int8(), length, nullCount, nullBitmap, data: column.values })
    }
    case 'integer': {
      const { nullBitmap, nullCount } = missingValue(column.values, blankInteger)
      return makeData({ type: new Int32(), length, nullCount, nullBitmap, data: column.values })
    }
    case 'numeric': {
      const { nullBitmap, nullCount } = missing(length, (row) => Number.isNaN(column.values[row]))
      return makeData({ type: new Float64(), length, nullCount, nullBitmap, data: column.values })
    }
    case 'time': {
      const { nullBitmap, nullCount } = missing(length, (row) => !Number.isFinite(column.values[row]))
      return makeData({ type: new Int64(), length, nullCount, nullBitmap, data: wholeNumbers64(column.values) })
    }
    case 'factor':
      return factorData(column.codes, column.levels, position)
    case 'utf8': {
      const { offsets, bytes } = column.values
      const { nullBitmap, nullCount } = missing(length, (row) => offsets[row] === offsets[row + 1])
      return makeData({ type: new Utf8(), length, nullCount, nullBitmap, valueOffsets: offsets, data: bytes })
    }
    case 'text': {
      const { nullBitmap, nullCount } = missing(length, (row) => column.values[row] === null)
      return makeData({ type: new Utf8(), length, nullCount, nullBitmap, ...encodeTexts(column.values) })
    }
  }
}

/** A bitmap with a 0 for every missing row; none when all are there, which the engine takes over faster. */
function missing(
  length: number,
  isMissing: (row: number) => boolean,
): { readonly nullBitmap: Uint8Array | undefined; readonly nullCount: number } {
  let nullBitmap: Uint8Array | undefined
  let nullCount = 0
  for (let row = 0; row < length; row += 1) {
    if (!isMissing(row)) continue
    nullBitmap ??= new Uint8Array((length + 7) >> 3).fill(0xff)
    nullBitmap[row >> 3] = (nullBitmap[row >> 3] as number) & ~(1 << (row & 7))
    nullCount += 1
  }
  return { nullBitmap, nullCount }
}

/** The same for whole numbers: eight at a time, since a wide survey has tens of millions of them and this may run in the window's thread. */
function missingValue(
  values: Int8Array | Int32Array,
  blank: number,
): { readonly nullBitmap: Uint8Array | undefined; readonly nullCount: number } {
  if (!values.includes(blank)) return { nullBitmap: undefined, nullCount: 0 }
  const { length } = values
  const nullBitmap = new Uint8Array((length + 7) >> 3)
  const eights = values instanceof Int8Array && values.byteOffset % 4 === 0 ? length >> 3 : 0
  let nullCount = eights > 0 ? markEights(values as Int8Array, blank, nullBitmap.subarray(0, eights)) : 0
  for (let at = eights, row = eights * 8; row < length; at += 1) {
    const end = Math.min(row + 8, length)
    let bits = 0
    for (let bit = 1; row < end; row += 1, bit <<= 1) {
      if (values[row] === blank) nullCount += 1
      else bits |= bit
    }
    nullBitmap[at] = bits
  }
  return { nullBitmap, nullCount }
}

/** Marks eight bytes at a time, as two words, and mostly none of them is missing. @returns how many are */
function markEights(values: Int8Array, blank: number, nullBitmap: Uint8Array): number {
  const words = new Int32Array(values.buffer, values.byteOffset, nullBitmap.length * 2)
  const blanks = Math.imul(blank & 0xff, 0x01010101)
  let nullCount = 0
  for (let at = 0; at < nullBitmap.length; at += 1) {
    const low = zeroBytes((words[2 * at] as number) ^ blanks)
    const high = zeroBytes((words[2 * at + 1] as number) ^ blanks)
    if ((low | high) === 0) {
      nullBitmap[at] = 0xff
      continue
    }
    const missing = bitOfEachByte(low) | (bitOfEachByte(high) << 4)
    nullBitmap[at] = ~missing
    for (let bits = missing; bits !== 0; bits &= bits - 1) nullCount += 1
  }
  return nullCount
}

/** The highest bit of each byte of a word that is zero. */
const zeroBytes = (word: number): number => ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f)

/** The highest bits of four bytes as four bits, that of the lowest byte first. */
const bitOfEachByte = (bits: number): number =>
  ((bits >>> 7) & 1) | ((bits >>> 14) & 2) | ((bits >>> 21) & 4) | ((bits >>> 28) & 8)

/** Whole doubles as 64-bit integers, little-endian words, without a BigInt a value. */
function wholeNumbers64(values: Float64Array): BigInt64Array {
  const words = new Int32Array(values.length * 2)
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number
    if (!Number.isFinite(value)) continue
    const whole = Math.round(value)
    const high = Math.floor(whole / 4294967296)
    words[2 * row] = (whole - high * 4294967296) | 0
    words[2 * row + 1] = high
  }
  return new BigInt64Array(words.buffer)
}

/** Codes with a dictionary, whose id no other column of the batch has; where the dictionary is longer than the batch, only of the levels that occur. */
function factorData(codes: Int32Array, levels: readonly string[], dictionaryId: number): Data {
  const length = codes.length
  const { nullBitmap, nullCount } = missing(length, (row) => (codes[row] as number) < 0)
  const { indices, texts } =
    levels.length <= length ? { indices: codes, texts: levels } : levelsThatOccur(codes, levels)
  const dictionary = makeVector(
    makeData({ type: new Utf8(), length: texts.length, nullCount: 0, ...encodeTexts(texts) }),
  )
  // The engine follows the index of a missing row too.
  const data = nullCount === 0 ? indices : indices.map((index) => (index < 0 ? 0 : index))
  return makeData({
    type: new Dictionary(new Utf8(), new Int32(), dictionaryId),
    length,
    nullCount,
    nullBitmap,
    data,
    dictionary,
  })
}

function levelsThatOccur(
  codes: Int32Array,
  levels: readonly string[],
): { readonly indices: Int32Array; readonly texts: readonly string[] } {
  const positions = new Map<number, number>()
  const texts: string[] = []
  const indices = codes.map((code) => {
    if (code < 0) return -1
    let position = positions.get(code)
    if (position === undefined) {
      position = texts.length
      positions.set(code, position)
      texts.push(levelAt(levels, code))
    }
    return position
  })
  return { indices, texts }
}

function levelAt(levels: readonly string[], code: number): string {
  const level = levels[code]
  if (level === undefined) throw new Error(`code ${code} has no level; there are ${levels.length}`)
  return level
}

function encodeTexts(texts: readonly (string | null)[]): {
  readonly valueOffsets: Int32Array
  readonly data: Uint8Array
} {
  const valueOffsets = new Int32Array(texts.length + 1)
  let end = 0
  for (let row = 0; row < texts.length; row += 1) {
    end += byteLength(texts[row] ?? '')
    valueOffsets[row + 1] = end
  }
  return { valueOffsets, data: new TextEncoder().encode(wellFormed(texts.join(''), texts)) }
}

/** Bytes in UTF-8; a lone surrogate counts as the replacement character that it becomes. */
function byteLength(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) continue
    if (unit < 0x800) bytes += 1
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 2
      index += 1
    } else bytes += 2
  }
  return bytes
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

/** The joined text without lone surrogates: one at the end of a text would combine with one at the start of the next. */
function wellFormed(joined: string, texts: readonly (string | null)[]): string {
  return /[\ud800-\udfff]/.test(joined)
    ? texts.map((text) => text?.replaceAll(/\p{Surrogate}/gu, '\ufffd') ?? '').join('')
    : joined
}
