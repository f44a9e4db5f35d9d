import { quoteName, type SurveyDataset } from '../core/datasets'
import { scaleOf, type Item } from '../instrument/model'

/** Where an item's answer stands in the packed columns: several small numbers to a column, so that a million rows stay light. */
export interface PackedItem {
  readonly id: string
  readonly min: number
  readonly max: number
  readonly reversed: boolean
  /** Column `#packed<n>`. */
  readonly column: number
  /** The place's weight, a power of two. */
  readonly unit: number
  /** Number of codes: 0 for no answer, then 1 for the lowest answer and so on; a power of two. */
  readonly codes: number
}

/** Bits that a double holds exactly, less one. */
const bitsOfDouble = 52

/** Bits that hold the whole numbers 0 … largest; largest < 2^31. */
const bitsFor = (largest: number): number => 32 - Math.clz32(largest)

/** Lays ordinal items out in as few columns as hold them. */
export function packItems(dataset: SurveyDataset, items: readonly Item[]): readonly PackedItem[] {
  const packed: PackedItem[] = []
  let column = 0
  let bits = 0
  for (const item of items) {
    const { min, max } = scaleOf(dataset.instrument, item)
    const width = bitsFor(max - min + 1)
    if (bits + width > bitsOfDouble) {
      column += 1
      bits = 0
    }
    packed.push({ id: item.id, min, max, reversed: item.reversed, column, unit: 2 ** bits, codes: 2 ** width })
    bits += width
  }
  return packed
}

/** SQL of the packed columns over `responses`, one DOUBLE each, with their names. */
export function packedColumns(packed: readonly PackedItem[]): readonly string[] {
  const columns = new Map<number, string[]>()
  for (const { id, min, max, column, unit } of packed) {
    const name = quoteName(id)
    const terms = columns.get(column) ?? []
    terms.push(`CASE WHEN ${name} BETWEEN ${min} AND ${max} THEN (${name}::BIGINT - ${min} + 1) * ${unit} ELSE 0 END`)
    columns.set(column, terms)
  }
  return [...columns].map(([column, terms]) => `(${terms.join(' + ')})::DOUBLE AS "#packed${column}"`)
}

/**
 * An item's answers from its packed column: 0 … max − min, turned for a reversed item, and −1 where there is none.
 */
export function unpack(values: Float64Array, { min, max, reversed, unit, codes }: PackedItem): Int8Array {
  const answers = new Int8Array(values.length)
  const range = max - min
  for (let row = 0; row < values.length; row += 1) {
    const code = Math.floor((values[row] ?? 0) / unit) % codes
    answers[row] = code === 0 ? -1 : reversed ? range - (code - 1) : code - 1
  }
  return answers
}
