import { type Data, DataType, RecordBatchReader, type Schema, type TimeUnit, Type } from 'apache-arrow'
import type { Column, Frame } from '../core/datasets'

/** A result as the engine gives it. Plain data: it crosses a port. */
export interface EncodedFrame {
  /** Arrow IPC stream: schema and batches, no end marker. */
  readonly stream: Uint8Array
  /** Levels of the enumerations in it, by column name: the stream carries their codes and leaves the words out. */
  readonly levels: Readonly<Record<string, readonly string[]>>
}

interface Field {
  readonly name: string
  readonly type: DataType
}

/** Names of the columns whose words the stream leaves out. */
export function enumerationsIn(header: Uint8Array): readonly string[] {
  return fieldsOf(RecordBatchReader.from(header).open().schema)
    .filter(({ type }) => type.typeId === Type.Dictionary)
    .map(({ name }) => name)
}

/**
 * A result stream as a frame. Numbers, booleans (0/1), dates and timestamps (milliseconds since 1970 UTC) become Float64Array with NaN for NULL; texts and
 * enumerations become factors, an enumeration with all its levels, a text column with those that occur, in order of appearance.
 *
 * @throws Error when a column has a type that no frame holds (lists, structures, intervals, bytes) or two columns have one name
 */
export function decodeFrame({ stream, levels }: EncodedFrame): Frame {
  const reader = RecordBatchReader.from(stream).open()
  const fields = fieldsOf(reader.schema)
  const parts: Data[][] = fields.map(() => [])
  let rowCount = 0
  for (const batch of reader) {
    rowCount += batch.numRows
    batch.data.children.forEach((data, index) => parts[index]?.push(data))
  }
  const names = new Set(fields.map(({ name }) => name))
  if (names.size !== fields.length)
    throw new Error(`two columns of a result have one name: ${fields.map(({ name }) => name).join(', ')}`)
  return {
    rowCount,
    columns: Object.fromEntries(
      fields.map((field, index) => [field.name, columnOf(field, parts[index] ?? [], rowCount, levels)]),
    ),
  }
}

function fieldsOf(schema: Schema): readonly Field[] {
  return schema.fields.map(({ name, type }) => ({ name, type: type as DataType }))
}

function columnOf(
  { name, type }: Field,
  parts: readonly Data[],
  rowCount: number,
  levels: EncodedFrame['levels'],
): Column {
  switch (type.typeId) {
    case Type.Utf8:
    case Type.LargeUtf8:
      return textColumn(name, parts, rowCount)
    case Type.Dictionary:
      return enumerationColumn(name, parts, rowCount, Object.hasOwn(levels, name) ? levels[name] : undefined)
    default:
      return { kind: 'numeric', id: name, values: numbers(name, type, parts, rowCount) }
  }
}

function numbers(name: string, type: DataType, parts: readonly Data[], rowCount: number): Float64Array {
  const values = new Float64Array(rowCount)
  let start = 0
  for (const part of parts) {
    copyNumbers(name, type, part, values.subarray(start, start + part.length))
    blankOut(part, (row) => {
      values[start + row] = Number.NaN
    })
    start += part.length
  }
  return values
}

function copyNumbers(name: string, type: DataType, part: Data, target: Float64Array): void {
  switch (type.typeId) {
    case Type.Null:
      target.fill(Number.NaN)
      return
    case Type.Bool: {
      const bits = part.values as Uint8Array
      for (let row = 0; row < part.length; row += 1) target[row] = bitAt(bits, part.offset + row)
      return
    }
    case Type.Date:
      // DATE is days; the engine has no Arrow date in milliseconds.
      copyScaled(part, target, 86_400_000)
      return
    case Type.Timestamp:
      if (DataType.isTimestamp(type)) copyScaled(part, target, millisecondsPer(type.unit))
      return
    case Type.Int:
    case Type.Float:
      copyScaled(part, target, 1)
      return
    default:
      throw new Error(`column ${name} is ${String(type)}, which no frame holds`)
  }
}

/** Arrow's units are second, millisecond, microsecond, nanosecond. */
function millisecondsPer(unit: TimeUnit): number {
  return [1000, 1, 1 / 1000, 1 / 1_000_000][unit] ?? Number.NaN
}

function copyScaled(part: Data, target: Float64Array, factor: number): void {
  const source = part.values as Float64Array | Float32Array | Int32Array | BigInt64Array
  if (source instanceof Float64Array && factor === 1) {
    target.set(source.subarray(0, part.length))
    return
  }
  // Division keeps whole milliseconds whole where multiplying by a thousandth would not.
  const divisor = factor < 1 ? Math.round(1 / factor) : 1
  for (let row = 0; row < part.length; row += 1)
    target[row] = factor < 1 ? Number(source[row]) / divisor : Number(source[row]) * factor
}

function enumerationColumn(
  name: string,
  parts: readonly Data[],
  rowCount: number,
  levels: readonly string[] | undefined,
): Column {
  if (levels === undefined) throw new Error(`the levels of column ${name} are not known`)
  const codes = new Int32Array(rowCount)
  let start = 0
  for (const part of parts) {
    codes.set((part.values as Uint8Array).subarray(0, part.length), start)
    blankOut(part, (row) => {
      codes[start + row] = -1
    })
    start += part.length
  }
  return { kind: 'factor', id: name, codes, levels }
}

function textColumn(name: string, parts: readonly Data[], rowCount: number): Column {
  const codes = new Int32Array(rowCount)
  const codeOf = new Map<string, number>()
  const levels: string[] = []
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let start = 0
  for (const part of parts) {
    const bytes = part.values as Uint8Array
    const offsets = part.valueOffsets as Int32Array | BigInt64Array
    for (let row = 0; row < part.length; row += 1) {
      const text = decodeText(decoder, bytes, Number(offsets[row]), Number(offsets[row + 1]))
      let code = codeOf.get(text)
      if (code === undefined && isPresent(part, row)) {
        code = levels.length
        codeOf.set(text, code)
        levels.push(text)
      }
      codes[start + row] = code ?? -1
    }
    blankOut(part, (row) => {
      codes[start + row] = -1
    })
    start += part.length
  }
  return { kind: 'factor', id: name, codes, levels }
}

/** Short ASCII, the usual case, faster than the platform's decoder, which has a price a call. */
function decodeText(decoder: TextDecoder, bytes: Uint8Array, from: number, to: number): string {
  if (to - from <= 24) {
    let text = ''
    for (let index = from; index < to; index += 1) {
      const byte = bytes[index] as number
      if (byte >= 0x80) return decoder.decode(bytes.subarray(from, to))
      text += String.fromCharCode(byte)
    }
    return text
  }
  return decoder.decode(bytes.subarray(from, to))
}

function blankOut(part: Data, blank: (row: number) => void): void {
  if (part.nullCount === 0) return
  for (let row = 0; row < part.length; row += 1) if (!isPresent(part, row)) blank(row)
}

function isPresent(part: Data, row: number): boolean {
  return part.nullCount === 0 || bitAt(part.nullBitmap, part.offset + row) === 1
}

function bitAt(bits: Uint8Array, index: number): 0 | 1 {
  return (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) as 0 | 1
}
