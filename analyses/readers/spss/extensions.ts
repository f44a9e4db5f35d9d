import { counted, createByteCursor, damaged, type ByteCursor } from './byte-cursor'

/** Data of the extension records by their subtype, and the number of things in each. */
export type Extensions = Map<number, Extension>

export interface Extension {
  readonly data: Uint8Array
  readonly count: number
}

/** Subtypes of the records that are read; every other is passed over, as the format asks. */
export const subtype = {
  machine: 3,
  multipleResponseSets: 7,
  display: 11,
  longNames: 13,
  veryLongTexts: 14,
  caseCount: 16,
  moreMultipleResponseSets: 19,
  encoding: 20,
  longTextValueLabels: 21,
  longTextMissing: 22,
} as const

export function readExtension(cursor: ByteCursor, extensions: Extensions, file: string): void {
  const kind = cursor.int32()
  const start = cursor.position()
  const size = cursor.int32()
  const count = cursor.int32()
  extensions.set(kind, { data: cursor.take(counted(count, size, file, start)), count })
}

/** `SHORT=Long name` and the like, between tabs. */
export function readPairs(text: string): ReadonlyMap<string, string> {
  const pairs = text.split('\t').flatMap((part): [string, string][] => {
    const at = part.indexOf('=')
    return at < 1 ? [] : [[part.slice(0, at), part.slice(at + 1).replace(/\0+$/, '')]]
  })
  return new Map(pairs)
}

/** Names of codes of one long text, or its codes that are marked as no answer. */
export interface LongTextValues {
  readonly name: Uint8Array
  readonly values: readonly { readonly value: Uint8Array; readonly label: Uint8Array }[]
}

/** @throws InputError when the record is damaged */
export function readLongTextLabels(
  { data }: Extension,
  isLittleEndian: boolean,
  file: string,
): readonly LongTextValues[] {
  const cursor = createByteCursor(data, isLittleEndian, file)
  const found: LongTextValues[] = []
  while (cursor.position() < data.length) {
    const name = cursor.take(cursor.int32())
    cursor.skip(4)
    const count = cursor.int32()
    if (count < 0) throw damaged(file, cursor.position())
    const values: { readonly value: Uint8Array; readonly label: Uint8Array }[] = []
    for (let index = 0; index < count; index += 1) {
      const value = cursor.take(cursor.int32())
      values.push({ value, label: cursor.take(cursor.int32()) })
    }
    found.push({ name, values })
  }
  return found
}

/** @throws InputError when the record is damaged */
export function readLongTextMissing(
  { data }: Extension,
  isLittleEndian: boolean,
  file: string,
): readonly { readonly name: Uint8Array; readonly values: readonly Uint8Array[] }[] {
  const cursor = createByteCursor(data, isLittleEndian, file)
  const found: { readonly name: Uint8Array; readonly values: readonly Uint8Array[] }[] = []
  while (cursor.position() < data.length) {
    const name = cursor.take(cursor.int32())
    const count = cursor.take(1)[0] as number
    const length = cursor.int32()
    found.push({ name, values: Array.from({ length: count }, () => cursor.take(length)) })
  }
  return found
}
