import { rowsPerBatch, type Batch, type InsertColumn } from '../../core/database'
import { answerTimesBatch } from './answer-times'
import type { Gathering } from './gathering'
import type { Packing } from './packing'

export function takeBatch(gathering: Gathering, packing: Packing): Batch {
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
  const answers = new Map<string, Int8Array>()
  for (const column of ordinal) {
    const values = column.values.subarray(0, rowCount)
    batch.push({ kind: 'byte', id: column.item.id, values })
    answers.set(column.item.id, values)
  }
  for (const column of continuous)
    batch.push({ kind: 'numeric', id: column.item.id, values: column.values.subarray(0, rowCount) })
  const times = answerTimesBatch(gathering.times, rowCount)
  const packed = packing.pack(answers, rowCount)
  startNextBatch(gathering, rowCount)
  return { rowCount, columns: [...batch, ...times, ...packed] }
}

/** The arrays now belong to whoever stores them: they may be on their way to another thread. Rows beyond the batch become the first rows of the next arrays. */
function startNextBatch(gathering: Gathering, rowCount: number): void {
  const { columns, ordinal, continuous, levelColumns, pending } = gathering
  gathering.rowNumbers = rest(gathering.rowNumbers, rowCount, pending)
  if (columns.weight !== null) gathering.weights = rest(gathering.weights, rowCount, pending)
  for (const column of levelColumns) column.codes = rest(column.codes, rowCount, pending)
  for (const column of ordinal) column.values = rest(column.values, rowCount, pending)
  for (const column of continuous) column.values = rest(column.values, rowCount, pending)
  for (const column of [gathering.times.started, gathering.times.ended, gathering.times.seconds])
    if (column !== null) column.values = rest(column.values, rowCount, pending)
  gathering.pending -= rowCount
}

/** A new array of the same length that begins with what stood between two places of the old one. */
function rest<Values extends Int8Array | Int32Array | Float64Array>(values: Values, from: number, to: number): Values {
  const next = new (values.constructor as new (length: number) => Values)(values.length)
  next.set(values.subarray(from, to))
  return next
}
