import { rowsPerBatch, type Batch, type InsertColumn } from '../../core/database'
import { givenColumn } from '../../core/datasets'
import { scaleOf, type Instrument, type Item } from '../../instrument/model'
import type { Gathering } from './gathering'

/** What stands in a `givenColumn` where there is no answer. */
export const notGiven = -128

export function takeBatch(gathering: Gathering, repeated: ReadonlySet<string>): Batch {
  const { columns, ordinal, continuous, levelColumns, pending } = gathering
  const rowCount = Math.min(pending, rowsPerBatch)
  const batch: InsertColumn[] = [{ kind: 'integer', id: '_row', values: gathering.rowNumbers.subarray(0, rowCount) }]
  if (gathering.respondents !== null)
    batch.push({ kind: 'utf8', id: '_respondent', values: gathering.respondents.take(rowCount) })
  if (columns.weight !== null)
    batch.push({ kind: 'numeric', id: '_weight', values: gathering.weights.subarray(0, rowCount) })
  // Codes rather than texts: what they mean is known in full only at the end.
  for (const column of levelColumns) {
    const values = column.codes.subarray(0, rowCount)
    column.recoding?.recode(values)
    batch.push({ kind: 'integer', id: column.id, values })
  }
  for (const column of ordinal) {
    const values = column.values.subarray(0, rowCount)
    batch.push({ kind: 'byte', id: column.item.id, values })
    if (repeated.has(column.item.id))
      batch.push({ kind: 'byte', id: givenColumn(column.item.id), values: withoutBlanks(values) })
  }
  for (const column of continuous)
    batch.push({ kind: 'numeric', id: column.item.id, values: column.values.subarray(0, rowCount) })
  startNextBatch(gathering, rowCount)
  return { rowCount, columns: batch }
}

/** The arrays now belong to whoever stores them: they may be on their way to another thread. Rows beyond the batch become the first rows of the next arrays. */
function startNextBatch(gathering: Gathering, rowCount: number): void {
  const { columns, ordinal, continuous, levelColumns, pending } = gathering
  gathering.rowNumbers = rest(gathering.rowNumbers, rowCount, pending)
  if (columns.weight !== null) gathering.weights = rest(gathering.weights, rowCount, pending)
  for (const column of levelColumns) column.codes = rest(column.codes, rowCount, pending)
  for (const column of ordinal) column.values = rest(column.values, rowCount, pending)
  for (const column of continuous) column.values = rest(column.values, rowCount, pending)
  gathering.pending -= rowCount
}

/** Ids of the items whose answers are stored a second time, in their `givenColumn`, for scoring. */
export function repeatedItems(instrument: Instrument): ReadonlySet<string> {
  const taken = new Set(instrument.items.map(({ id }) => id.toLowerCase()))
  const isRepeated = (item: Item): boolean => {
    const scale = scaleOf(instrument, item)
    return (
      scale.kind === 'ordinal' && scale.min >= 0 && scale.max <= 127 && !taken.has(givenColumn(item.id).toLowerCase())
    )
  }
  return new Set(instrument.items.filter(isRepeated).map(({ id }) => id))
}

/** Answers within 0 … 127 with one code for everything that is none, which are the values below 0: four at a time, as the bytes of a word. */
function withoutBlanks(values: Int8Array): Int8Array {
  const given = new Int8Array(values.length)
  const words = values.byteOffset % 4 === 0 ? values.length >> 2 : 0
  const from = new Int32Array(values.buffer, words === 0 ? 0 : values.byteOffset, words)
  const to = new Int32Array(given.buffer, 0, words)
  for (let at = 0; at < words; at += 1) {
    const word = from[at] as number
    const signs = word & signBits
    // A sign becomes the eight bits of its byte.
    to[at] = (word & ~Math.imul(signs >>> 7, 0xff)) | signs
  }
  for (let row = words * 4; row < values.length; row += 1) {
    const value = values[row] as number
    given[row] = value < 0 ? notGiven : value
  }
  return given
}

const signBits = 0x80808080 | 0

/** A new array of the same length that begins with what stood between two places of the old one. */
function rest<Values extends Int8Array | Int32Array | Float64Array>(values: Values, from: number, to: number): Values {
  const next = new (values.constructor as new (length: number) => Values)(values.length)
  next.set(values.subarray(from, to))
  return next
}
