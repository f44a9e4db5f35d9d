import { quoteName, type SurveyDataset } from '../core/datasets'
import { scaleOf, type Instrument, type Item } from '../instrument/model'
import { largest as largestOf } from '../numeric/summary/extremes'
import { answerPatternsOf, type AnswerPattern, type PatternField } from '../instrument/packed-answers'

/** The sum of the turned answers to some items and how many there are, as SQL. */
export interface SumTerms {
  readonly sum: string
  readonly answered: string
}

/** The item of a field, and what its answers add to a sum: `added` each, and the code in the pattern on top of it or, of a turned item, off it. */
interface SummedField extends PatternField {
  readonly isTurned: boolean
  readonly added: number
}

/**
 * Sums counted off whole patterns of answers: all fields of a pattern are added up at once, as the digits of a number are, instead of an item at a time.
 * @param items ordinal ones, put to everybody
 * @returns null where an item stands in no stored pattern, or fields have different widths
 */
export function patternSums(
  items: readonly Item[],
  { instrument, packedColumns = [] }: Pick<SurveyDataset, 'instrument' | 'packedColumns'>,
): SumTerms | null {
  const wanted = new Map(items.map((item) => [item.id, item]))
  const terms: SumTerms[] = []
  let found = 0
  for (const pattern of answerPatternsOf(instrument)) {
    if (!packedColumns.includes(pattern.column)) continue
    const fields = pattern.fields.flatMap((field) => {
      const item = wanted.get(field.item)
      return item === undefined ? [] : [summedField(field, item, instrument)]
    })
    if (fields.length === 0) continue
    const term = sumOfFields(pattern, fields)
    if (term === null) return null
    terms.push(term)
    found += fields.length
  }
  // A number of answers is a TINYINT.
  if (found < items.length || found === 0 || found > 127) return null
  return { sum: terms.map(({ sum }) => sum).join(' + '), answered: terms.map(({ answered }) => answered).join(' + ') }
}

function summedField(field: PatternField, item: Item, instrument: Instrument): SummedField {
  const { min, max } = scaleOf(instrument, item)
  return { ...field, isTurned: item.reversed, added: item.reversed ? min + max - field.base : field.base }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

/** Largest INTEGER of the engine. */
const largestInteger = 2 ** 31 - 1

function sumOfFields({ column, fields: all }: AnswerPattern, fields: readonly SummedField[]): SumTerms | null {
  const bits = fields[0]?.bits ?? 0
  const largest = 2 ** bits - 1
  const isEven = fields.every((field) => field.bits === bits && field.shift % bits === 0)
  if (!isEven || fields.length * largest >= 2 ** (2 * bits)) return null
  const maskOf = (some: readonly PatternField[]): number => sumOf(some.map(({ shift }) => largest * 2 ** shift))
  const codes = fields.length === all.length ? quoteName(column) : `(${quoteName(column)} & ${maskOf(fields)})`
  const shifted = Array.from({ length: bits }, (_, by) => (by === 0 ? codes : `(${codes} >> ${by})`))
  /** A bit of each of some fields that holds an answer. */
  const given = (some: readonly PatternField[]): string =>
    `((${shifted.join(' | ')}) & ${sumOf(some.map(({ shift }) => 2 ** shift))})`
  const turned = fields.filter(({ isTurned }) => isTurned)
  // The complement of the code of a turned item, so that it can be added as well.
  const addends = turned.length === 0 ? codes : `xor(${codes}, ${maskOf(turned)})`
  const offsets = [...new Set(fields.map(({ added }) => added))]
    .filter((added) => added !== 0)
    .map((added) => ` + ${added} * bit_count(${given(fields.filter((field) => field.added === added))})::INTEGER`)
  // Of a pattern's items no sum of answers is beyond these; narrow columns are written and read faster.
  const most = fields.length * (largest + largestOf(fields.map(({ added }) => Math.abs(added))))
  const narrowest = most <= 32_767 ? 'SMALLINT' : 'INTEGER'
  return {
    sum: `(${sumOfDigits(addends, fields, bits)} - ${largest * turned.length}${offsets.join('')})::${narrowest}`,
    answered: `bit_count(${given(fields)})::TINYINT`,
  }
}

/** Neighbours are added to digits of twice the width, and a multiplication adds these up in the highest of them. */
function sumOfDigits(codes: string, fields: readonly PatternField[], bits: number): string {
  const largest = 2 ** bits - 1
  const digits = 1 + largestOf(fields.map(({ shift }) => Math.floor(shift / bits / 2)))
  const ones = sumOf(Array.from({ length: digits }, (_, digit) => 2 ** (2 * bits * digit)))
  const pairs = `((${codes} & ${largest * ones}) + ((${codes} >> ${bits}) & ${largest * ones}))`
  if (digits === 1) return pairs
  const isWide = 2 * largest * ones * ones > largestInteger
  return `(((${pairs}${isWide ? '::BIGINT' : ''} * ${ones}) >> ${2 * bits * (digits - 1)}) & ${2 ** (2 * bits) - 1})`
}
