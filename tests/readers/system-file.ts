/**
 * Writes SPSS system files byte by byte, with the choices that no writer at hand makes: the order of the bytes, the bias of the codes, encodings, and records
 * that are left out. After “System File Format” in the PSPP project's developers' manual.
 */
export interface WrittenVariable {
  readonly name: string
  /** Bytes of a text; 0 for a number. */
  readonly width?: number
  readonly label?: Uint8Array
  /** Kind of the print format; F where it is not said. */
  readonly format?: number
  /** Discrete values, or with `range` its two ends and perhaps one value more. */
  readonly missing?: readonly (number | string)[]
  readonly hasRange?: boolean
}

export interface WrittenFile {
  readonly isBigEndian?: boolean
  /** 0 plain, 1 codes. */
  readonly compression?: 0 | 1
  readonly bias?: number
  /** As the header says; the true number where it is not said. */
  readonly caseCount?: number
  readonly variables: readonly WrittenVariable[]
  /** Numbers, texts as bytes, null for the missing value of the system. */
  readonly cases: readonly (readonly (number | Uint8Array | null)[])[]
  readonly extensions?: readonly { readonly subtype: number; readonly size: number; readonly data: Uint8Array }[]
  /** Code page of the machine record; without it there is no such record. */
  readonly codePage?: number
}

export const bytesOfText = (text: string): Uint8Array => new TextEncoder().encode(text)

const systemMissing = -Number.MAX_VALUE

/** Bytes one after the other. */
function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const part of parts) {
    whole.set(part, filled)
    filled += part.length
  }
  return whole
}

function padded(bytes: Uint8Array, multiple: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / multiple) * multiple).fill(32)
  whole.set(bytes)
  return whole
}

export function systemFile({ isBigEndian = false, compression = 0, bias = 100, ...file }: WrittenFile): Uint8Array {
  const number = (value: number, length: 4 | 8): Uint8Array => {
    const bytes = new Uint8Array(length)
    const view = new DataView(bytes.buffer)
    if (length === 4) view.setInt32(0, value, !isBigEndian)
    else view.setFloat64(0, value, !isBigEndian)
    return bytes
  }
  const int = (value: number): Uint8Array => number(value, 4)
  const element = (value: number | string): Uint8Array =>
    typeof value === 'string' ? padded(bytesOfText(value), 8) : number(value, 8)
  const elementCount = file.variables.reduce((sum, { width = 0 }) => sum + Math.max(1, Math.ceil(width / 8)), 0)
  const parts: Uint8Array[] = [
    padded(bytesOfText('$FL2'), 4),
    padded(bytesOfText('@(#) SPSS DATA FILE made for a test'), 60),
    int(2),
    int(elementCount),
    int(compression),
    int(0),
    int(file.caseCount ?? file.cases.length),
    number(bias, 8),
    padded(bytesOfText('01 Jan 26'), 9).subarray(0, 9),
    padded(bytesOfText('12:00:00'), 8),
    new Uint8Array(64).fill(32),
    new Uint8Array(3),
  ]
  for (const { name, width = 0, label, format = width > 0 ? 1 : 5, missing = [], hasRange = false } of file.variables) {
    const print = int((format << 16) | (8 << 8))
    const count = hasRange ? -missing.length : missing.length
    parts.push(int(2), int(width), int(label === undefined ? 0 : 1), int(count), print, print)
    parts.push(padded(bytesOfText(name), 8).subarray(0, 8))
    if (label !== undefined) parts.push(int(label.length), padded(label, 4))
    parts.push(...missing.map(element))
    for (let more = 8; more < width; more += 8)
      parts.push(int(2), int(-1), int(0), int(0), print, print, new Uint8Array(8).fill(32))
  }
  if (file.codePage !== undefined)
    parts.push(int(7), int(3), int(4), int(8), ...[1, 0, 0, -1, 1, 1, isBigEndian ? 1 : 2, file.codePage].map(int))
  for (const { subtype, size, data } of file.extensions ?? [])
    parts.push(int(7), int(subtype), int(size), int(data.length / size), data)
  parts.push(int(999), int(0))
  const elements = file.cases.flatMap((cells) =>
    cells.flatMap((cell, index) => {
      const width = file.variables[index]?.width ?? 0
      if (!(cell instanceof Uint8Array)) return [number(cell ?? systemMissing, 8)]
      const text = new Uint8Array(Math.ceil(width / 8) * 8).fill(32)
      text.set(cell)
      return Array.from({ length: text.length / 8 }, (_, place) => text.subarray(place * 8, place * 8 + 8))
    }),
  )
  parts.push(...(compression === 0 ? elements : codesOf(elements, bias, !isBigEndian)))
  return joined(parts)
}

/** Eight codes before the elements that need all their bytes. */
function codesOf(elements: readonly Uint8Array[], bias: number, isLittleEndian: boolean): readonly Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let from = 0; from < elements.length; from += 8) {
    const codes = new Uint8Array(8)
    const whole: Uint8Array[] = []
    for (const [place, bytes] of elements.slice(from, from + 8).entries()) {
      const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, isLittleEndian)
      const code = value + bias
      if (bytes.every((byte) => byte === 32)) codes[place] = 254
      else if (value === systemMissing) codes[place] = 255
      else if (Number.isInteger(value) && code >= 1 && code <= 251) codes[place] = code
      else {
        codes[place] = 253
        whole.push(bytes)
      }
    }
    parts.push(codes, ...whole)
  }
  return parts
}
