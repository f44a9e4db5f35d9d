import { blankByte } from '../../core/datasets'
import type { InsertColumn } from '../../core/database'
import {
  answerPatternsOf,
  dimensionSumsOf,
  type AnswerPattern,
  type AnswerSums,
  type PatternField,
} from '../../instrument/packed-answers'
import { scaleOf, type Instrument } from '../../instrument/model'

/** Puts the answers of each row together, dimension by dimension, as `instrument/packed-answers.ts` says. */
export interface Packing {
  /**
   * @param answers of a batch by item: above `blankByte` where there is one
   * @returns columns for the dimensions of which the file has an item
   */
  pack(answers: ReadonlyMap<string, Int8Array>, rowCount: number): readonly InsertColumn[]
}

export function createPacking(instrument: Instrument): Packing {
  const patterns = answerPatternsOf(instrument)
  const sums = dimensionSumsOf(instrument)
  return {
    pack: (answers, rowCount) => [
      ...patterns.flatMap((pattern) => patternColumn(pattern, answers, rowCount)),
      ...sums.flatMap((each) => sumColumns(each, instrument, answers, rowCount)),
    ],
  }
}

function patternColumn(
  { column, fields }: AnswerPattern,
  answers: ReadonlyMap<string, Int8Array>,
  rowCount: number,
): readonly InsertColumn[] {
  const present = fields.flatMap((field) => {
    const values = answers.get(field.item)
    return values === undefined ? [] : [{ ...field, values }]
  })
  if (present.length === 0) return []
  const patterns = new Int32Array(rowCount)
  const bytes = new Uint8Array(rowCount)
  for (let first = 0; first < present.length;) {
    const { shift } = present[first] as PresentField
    let next = first
    while (next < present.length && fitsInByte(present[next] as PresentField, shift)) next += 1
    if (next > first) {
      bytes.fill(0)
      for (const field of present.slice(first, next)) addToBytes(bytes, field, field.shift - shift)
      for (let row = 0; row < rowCount; row += 1)
        patterns[row] = (patterns[row] as number) | ((bytes[row] as number) << shift)
      first = next
    } else {
      addToPatterns(patterns, present[first] as PresentField)
      first += 1
    }
  }
  return [{ kind: 'integer', id: column, values: patterns }]
}

interface PresentField extends PatternField {
  readonly values: Int8Array
}

/** Whether a field ends within the eight bits from a place on, and its answers are at least 0, so that those of four rows are taken as the bytes of a word. */
const fitsInByte = ({ base, shift, bits, values }: PresentField, from: number): boolean =>
  base >= -1 && shift + bits - from <= 8 && values.byteOffset % 4 === 0

/** Puts a field into bytes that hold neighbours already. What is no answer is below 0, and nothing reaches from a byte into the next. */
function addToBytes(bytes: Uint8Array, { values, base }: PresentField, shift: number): void {
  const words = bytes.length >> 2
  const from = new Int32Array(values.buffer, values.byteOffset, words)
  const to = new Int32Array(bytes.buffer, 0, words)
  const added = Math.imul(-base, eachByte)
  for (let at = 0; at < words; at += 1) {
    const word = from[at] as number
    const given = ~Math.imul(((word & signBits) >>> 7) & eachByte, 0xff)
    to[at] = (to[at] as number) | (((word & given) + (added & given)) << shift)
  }
  for (let row = words * 4; row < bytes.length; row += 1) {
    const value = values[row] as number
    if (value > blankByte) bytes[row] = (bytes[row] as number) | ((value - base) << shift)
  }
}

function addToPatterns(patterns: Int32Array, { values, base, shift }: PresentField): void {
  for (let row = 0; row < patterns.length; row += 1) {
    const value = values[row] as number
    if (value > blankByte) patterns[row] = (patterns[row] as number) | ((value - base) << shift)
  }
}

function sumColumns(
  { items, sum, answered, isNarrow }: AnswerSums,
  instrument: Instrument,
  answers: ReadonlyMap<string, Int8Array>,
  rowCount: number,
): readonly InsertColumn[] {
  const present = items.flatMap((item) => {
    const values = answers.get(item.id)
    const { min, max } = scaleOf(instrument, item)
    return values === undefined ? [] : [{ values, turn: item.reversed ? min + max : null }]
  })
  if (present.length === 0) return []
  if (isNarrow) {
    const totals = { sums: new Int8Array(rowCount), counts: new Int8Array(rowCount) }
    for (const { values, turn } of present) addBytes(totals, values, turn)
    return [
      { kind: 'byte', id: sum, values: totals.sums },
      { kind: 'byte', id: answered, values: totals.counts },
    ]
  }
  const totals = { sums: new Int32Array(rowCount), counts: new Int32Array(rowCount) }
  for (const { values, turn } of present) addRow(totals, values, turn, 0)
  return [
    { kind: 'integer', id: sum, values: totals.sums },
    { kind: 'integer', id: answered, values: totals.counts },
  ]
}

interface Totals<Values extends Int8Array | Int32Array> {
  readonly sums: Values
  readonly counts: Values
}

/** Adds answers from a row on, turned around `turn` where that is not null. */
function addRow(
  { sums, counts }: Totals<Int8Array | Int32Array>,
  values: Int8Array,
  turn: number | null,
  from: number,
): void {
  for (let row = from; row < sums.length; row += 1) {
    const value = values[row] as number
    if (value <= blankByte) continue
    sums[row] = (sums[row] as number) + (turn === null ? value : turn - value)
    counts[row] = (counts[row] as number) + 1
  }
}

const eachByte = 0x01010101
const signBits = 0x80808080 | 0

/** Answers of at least 0 whose sums fit in a byte, four rows at a time as the bytes of a word: what is no answer is below 0, and nothing is carried from a byte to the next. */
function addBytes(totals: Totals<Int8Array>, values: Int8Array, turn: number | null): void {
  const words = values.byteOffset % 4 === 0 ? totals.sums.length >> 2 : 0
  const from = new Int32Array(values.buffer, words === 0 ? 0 : values.byteOffset, words)
  const sums = new Int32Array(totals.sums.buffer, 0, words)
  const counts = new Int32Array(totals.counts.buffer, 0, words)
  const turns = turn === null ? 0 : Math.imul(turn, eachByte)
  for (let at = 0; at < words; at += 1) {
    const word = from[at] as number
    const missing = ((word & signBits) >>> 7) & eachByte
    // A sign becomes the eight bits of its byte.
    const given = ~Math.imul(missing, 0xff)
    const answer = word & given
    sums[at] = ((sums[at] as number) + (turn === null ? answer : (turns & given) - answer)) | 0
    counts[at] = ((counts[at] as number) + (missing ^ eachByte)) | 0
  }
  addRow(totals, values, turn, words * 4)
}
