import { itemsOf, scaleOf, type Instrument, type Item, type ResponseScale } from './model'

/*
 * While a file is read, the answers to the ordinal items of a dimension are also put together, row by row: their sum, how many there are, and their pattern as one
 * number. Scores and tables of answers are then read off a few narrow columns without NULLs, instead of being added up from dozens. The name of such a column
 * says everything that its numbers depend on, so that one made by an earlier version of an instrument has another name, and is never taken for one of today's.
 */

/** Where an item's answer stands in a pattern. */
export interface PatternField {
  readonly item: string
  /** What is subtracted from an answer, so that what stands in the pattern is at least 1, and 0 where there is no answer. */
  readonly base: number
  readonly shift: number
  readonly bits: number
}

/** A column of whole numbers that hold the answers to some items of a dimension. */
export interface AnswerPattern {
  readonly column: string
  readonly dimension: string
  readonly fields: readonly PatternField[]
}

/** Columns of the sum of the turned answers to some items, and of their number. */
export interface AnswerSums {
  readonly items: readonly Item[]
  readonly sum: string
  readonly answered: string
  /** Both fit in a byte, and no sum is below 0. */
  readonly isNarrow: boolean
}

/** Bits of a pattern: half of those that a double holds, in which item matrices hand patterns on. */
export const bitsOfPattern = 26

const names = { pattern: '#pattern ', sum: '#sum ', answered: '#answered ' } as const

/** Whether a column of `responses` is one of these, of this or another version of the instrument. */
export const isPackedColumn = (name: string): boolean =>
  Object.values(names).some((beginning) => name.startsWith(beginning))

/** The patterns of every dimension, each of items that follow each other. */
export function answerPatternsOf(instrument: Instrument): readonly AnswerPattern[] {
  return instrument.dimensions.flatMap(({ id }) => {
    const runs: PatternField[][] = []
    const described = new Map<PatternField, readonly unknown[]>()
    for (const item of itemsOf(instrument, id)) {
      const scale = scaleOf(instrument, item)
      if (scale.kind !== 'ordinal') continue
      const base = Math.min(0, scale.min - 1)
      const bits = 32 - Math.clz32(scale.max - base)
      const last = runs.at(-1)
      const before = last?.at(-1)
      const shift = before === undefined ? 0 : before.shift + before.bits
      const field = { item: item.id, base, bits, shift: shift + bits > bitsOfPattern ? 0 : shift }
      described.set(field, [item.id, scale.min, scale.max])
      if (last === undefined || field.shift === 0) runs.push([field])
      else last.push(field)
    }
    return runs.map((fields) => ({
      column: names.pattern + JSON.stringify(fields.map((field) => described.get(field))),
      dimension: id,
      fields,
    }))
  })
}

/** The columns of sums of these items; null where one is not ordinal, or there is none. */
export function answerSumsOf(instrument: Instrument, items: readonly Item[]): AnswerSums | null {
  const scales = items.map((item) => scaleOf(instrument, item))
  if (items.length === 0 || scales.some(({ kind }) => kind !== 'ordinal')) return null
  const described = JSON.stringify(
    items.map(({ id, reversed }, index) => {
      const { min, max } = scales[index] as ResponseScale
      return reversed ? [id, max, min] : [id, min, max]
    }),
  )
  return {
    items,
    sum: names.sum + described,
    answered: names.answered + described,
    isNarrow: scales.every(({ min }) => min >= 0) && scales.reduce((most, { max }) => most + max, 0) <= 127,
  }
}

/** Sums of whole dimensions, as far as these have any. */
export const dimensionSumsOf = (instrument: Instrument): readonly AnswerSums[] =>
  instrument.dimensions.flatMap(({ id }) => answerSumsOf(instrument, itemsOf(instrument, id)) ?? [])

/** Every column of an instrument's packed answers and how it is stored. */
export function packedColumnsOf(instrument: Instrument): ReadonlyMap<string, 'TINYINT' | 'INTEGER'> {
  return new Map([
    ...answerPatternsOf(instrument).map(({ column }) => [column, 'INTEGER'] as const),
    ...dimensionSumsOf(instrument).flatMap(({ sum, answered, isNarrow }) => {
      const type = isNarrow ? 'TINYINT' : 'INTEGER'
      return [[sum, type] as const, [answered, type] as const]
    }),
  ])
}
