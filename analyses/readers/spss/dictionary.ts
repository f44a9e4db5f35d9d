import { InputError } from '../../core/errors'
import { counted, createByteCursor, damaged, type ByteCursor } from './byte-cursor'
import { readExtension, type Extensions } from './extensions'

/**
 * The dictionary of a system file: what stands before the cases. After the description of the format that the PSPP project publishes (“System File Format”,
 * PSPP 1.6 developers’ manual).
 */
export interface RawDictionary {
  readonly isLittleEndian: boolean
  readonly compression: Compression
  /** What the codes of small numbers are shifted by. */
  readonly bias: number
  /** −1 where the file does not say. */
  readonly caseCount: number
  /** Place of the weight among the elements of a case, from 1; 0 for none. */
  readonly weightElement: number
  readonly variables: readonly RawVariable[]
  /** Elements of eight bytes that a case consists of. */
  readonly elementCount: number
  readonly valueLabels: readonly RawValueLabels[]
  readonly extensions: Extensions
  /** Where the cases begin. */
  readonly dataStart: number
}

export type Compression = 'none' | 'codes' | 'zlib'

/** One variable as it is written: a long text consists of several. Texts are bytes, since the encoding is said at the end. */
export interface RawVariable {
  readonly name: Uint8Array
  readonly label: Uint8Array | null
  /** Bytes of a text; 0 for a number. */
  readonly width: number
  /** Place of its first element in a case, from 0. */
  readonly element: number
  /** Kind of the print format, e.g. 5 for F and 20 for DATE. */
  readonly format: number
  readonly missing: RawMissing
}

export interface RawMissing {
  /** Values of eight bytes. */
  readonly discrete: readonly Uint8Array[]
  /** Both ends of a range, of numbers only. */
  readonly range: readonly [number, number] | null
}

export interface RawValueLabels {
  readonly labels: readonly { readonly value: Uint8Array; readonly label: Uint8Array }[]
  /** Places of elements, from 0. */
  readonly elements: readonly number[]
}

/** Bytes before the first record. */
const headerBytes = 176
/** A case of more elements than this, each eight bytes, or a file of more variables, is none that anybody has. */
const mostElements = 1_000_000
const mostVariables = 100_000

const compressions: readonly Compression[] = ['none', 'codes', 'zlib']

/**
 * @param bytes the beginning of a file
 * @param file for the messages
 * @throws InputError for what is no system file, and with code `ingest:spss-cut` when the dictionary goes on beyond the bytes
 */
export function readDictionary(bytes: Uint8Array, file: string): RawDictionary {
  if (bytes.length < headerBytes) throw new InputError('ingest:spss-cut', { byte: bytes.length }, { file })
  const isLittleEndian = byteOrder(bytes, file)
  const cursor = createByteCursor(bytes, isLittleEndian, file, 68)
  cursor.skip(4)
  const compression = compressions[cursor.int32()]
  if (compression === undefined) throw damaged(file, 72)
  const weightElement = cursor.int32()
  const caseCount = cursor.int32()
  const bias = cursor.float64()
  cursor.skip(headerBytes - cursor.position())
  const variables: RawVariable[] = []
  const valueLabels: RawValueLabels[] = []
  const extensions: Extensions = new Map()
  let elementCount = 0
  for (;;) {
    const start = cursor.position()
    const record = cursor.int32()
    switch (record) {
      case 2: {
        const variable = readVariable(cursor, elementCount, file)
        elementCount += 1
        if (variable !== null) variables.push(variable)
        if (elementCount > mostElements || variables.length > mostVariables) throw damaged(file, start)
        break
      }
      case 3:
        valueLabels.push(readValueLabels(cursor, file))
        break
      case 6:
        cursor.skip(counted(cursor.int32(), 80, file, start))
        break
      case 7:
        readExtension(cursor, extensions, file)
        break
      case 999:
        cursor.skip(4)
        if (variables.length === 0) throw new InputError('ingest:spss-no-variables', {}, { file })
        return {
          isLittleEndian,
          compression,
          bias,
          caseCount: caseCount < 0 ? -1 : caseCount,
          weightElement,
          variables,
          elementCount,
          valueLabels,
          extensions,
          dataStart: cursor.position(),
        }
      default:
        throw damaged(file, start)
    }
  }
}

/** The layout code is 2 or 3 in the right order of bytes. */
function byteOrder(bytes: Uint8Array, file: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const isLittleEndian of [true, false]) {
    const layout = view.getInt32(64, isLittleEndian)
    if (layout === 2 || layout === 3) return isLittleEndian
  }
  throw damaged(file, 64)
}

/** @returns null for what only continues the variable before */
function readVariable(cursor: ByteCursor, element: number, file: string): RawVariable | null {
  const start = cursor.position()
  const width = cursor.int32()
  const hasLabel = cursor.int32()
  const missingCount = cursor.int32()
  const format = (cursor.int32() >>> 16) & 0xff
  cursor.skip(4)
  const name = cursor.take(8)
  if (width < -1 || width > 255 || hasLabel < 0 || hasLabel > 1 || Math.abs(missingCount) > 3)
    throw damaged(file, start)
  let label: Uint8Array | null = null
  if (hasLabel === 1) {
    const length = cursor.int32()
    label = cursor.take(length)
    cursor.skip(-length & 3)
  }
  const values = Array.from({ length: Math.abs(missingCount) }, () => cursor.take(8))
  if (width === -1) return null
  return { name, label, width, element, format, missing: missingOf(values, missingCount, cursor, width) }
}

function missingOf(values: readonly Uint8Array[], count: number, cursor: ByteCursor, width: number): RawMissing {
  if (count >= -1 || width > 0) return { discrete: values, range: null }
  const [from, to, ...discrete] = values
  const end = (bytes: Uint8Array | undefined): number => cursor.float64Of(bytes ?? new Uint8Array(8))
  return { discrete, range: [end(from), end(to)] }
}

function readValueLabels(cursor: ByteCursor, file: string): RawValueLabels {
  const start = cursor.position()
  // A label takes 16 bytes at least, so that an absurd number ends the bytes before it fills the memory.
  const count = cursor.int32()
  if (count < 0) throw damaged(file, start)
  const labels: { readonly value: Uint8Array; readonly label: Uint8Array }[] = []
  for (let index = 0; index < count; index += 1) {
    const value = cursor.take(8)
    const length = cursor.take(1)[0] as number
    const label = cursor.take(length)
    cursor.skip(-(length + 1) & 7)
    labels.push({ value, label })
  }
  if (cursor.int32() !== 4) throw damaged(file, cursor.position() - 4)
  const places = cursor.int32()
  if (places < 0) throw damaged(file, cursor.position() - 4)
  const elements: number[] = []
  for (let index = 0; index < places; index += 1) elements.push(cursor.int32() - 1)
  return { labels, elements }
}
