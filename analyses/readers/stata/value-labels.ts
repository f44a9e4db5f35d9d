import { readRange, type DataFile } from '../data-file'
import type { Layout } from './layout'
import { damaged, readingWithin } from './faults'

/** A code and its name, in bytes still. */
export type ValueLabels = readonly { readonly value: number; readonly label: Uint8Array }[]

/** All names of codes of the largest surveys take a few megabytes. */
const mostBytes = 1 << 28

const openTag = '<lbl>'
const closeTag = '</lbl>'

/** Sets of names of codes by the name of the set, whose characters are its bytes. */
export async function readValueLabels(file: DataFile, layout: Layout): Promise<ReadonlyMap<string, ValueLabels>> {
  const { valueLabelsStart: start, valueLabelsEnd: end } = layout
  if (end - start > mostBytes) throw damaged(file.name, start)
  const bytes = await readRange(file, start, Math.max(0, end - start))
  return readingWithin(file.name, () => setsIn(bytes, layout, file.name))
}

function setsIn(
  bytes: Uint8Array,
  { isLittleEndian, isTagged, labelNameBytes, valueLabelsStart }: Layout,
  file: string,
): ReadonlyMap<string, ValueLabels> {
  const sets = new Map<string, ValueLabels>()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const around = isTagged ? openTag.length + closeTag.length : 0
  for (let at = 0; at < bytes.length;) {
    const start = at + (isTagged ? openTag.length : 0)
    const length = view.getInt32(start, isLittleEndian)
    const name = start + 4
    const table = name + labelNameBytes + 3
    if (length < 8 || table + length > bytes.length) throw damaged(file, valueLabelsStart + at)
    const count = view.getInt32(table, isLittleEndian)
    const values = table + 8 + 4 * count
    const texts = values + 4 * count
    if (count < 0 || texts > table + length) throw damaged(file, valueLabelsStart + at)
    const zero = bytes.indexOf(0, name)
    sets.set(
      String.fromCharCode(...bytes.subarray(name, Math.min(zero, name + labelNameBytes))),
      Array.from({ length: count }, (_, index) => {
        const from = texts + view.getInt32(table + 8 + 4 * index, isLittleEndian)
        return { value: view.getInt32(values + 4 * index, isLittleEndian), label: bytes.subarray(from, table + length) }
      }).map(({ value, label }) => ({ value, label: untilZero(label) })),
    )
    at += around + 4 + labelNameBytes + 3 + length
  }
  return sets
}

function untilZero(bytes: Uint8Array): Uint8Array {
  const zero = bytes.indexOf(0)
  return zero < 0 ? bytes : bytes.subarray(0, zero)
}
