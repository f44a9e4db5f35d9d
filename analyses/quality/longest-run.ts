import { quoteName } from '../core/datasets'
import { scaleOf } from '../instrument/model'
import { ordinalItems, type SurveyShape } from './shape'

/** Bits of one number that stand for neighbouring items; the engine's whole numbers have 63. */
const bitsOfNumber = 60

/**
 * The longest run of one answer over neighbouring items, in the order of the instrument, as a selection of `_source`, `_row` and `value` (Johnson 2005; Curran 2016).
 * A blank, a typed non-answer and another scale end a run. NULL where nothing was answered.
 *
 * One bit an item says whether the answer is the one before it; the longest run of ones, written as text and cut at the zeros, is one shorter than that of the answers.
 */
export function longestRun(shape: SurveyShape): string | null {
  const items = ordinalItems(shape)
  if (items.length < 2) return null
  const isAnswer = items.map((item) => {
    const { min, max } = scaleOf(shape.instrument, item)
    return `${quoteName(item.id)} BETWEEN ${min} AND ${max}`
  })
  const repeats = items.slice(1).map((item, index) => {
    const before = items[index]
    return before === undefined || before.scale !== item.scale
      ? 'FALSE'
      : `${quoteName(item.id)} = ${quoteName(before.id)} AND ${isAnswer[index + 1] ?? 'FALSE'}`
  })
  const texts = Array.from({ length: Math.ceil(repeats.length / bitsOfNumber) }, (_, part) => {
    const own = repeats.slice(part * bitsOfNumber, (part + 1) * bitsOfNumber)
    const number = own
      .map((bit, place) => `CASE WHEN ${bit} THEN 1::BIGINT << ${own.length - 1 - place} ELSE 0 END`)
      .join(' + ')
    return `lpad(bin(${number}), ${own.length}, '0')`
  })
  return (
    `SELECT "_source", "_row", CASE WHEN "#answered" THEN list_max(list_transform(string_split("#repeats", '0'), run -> length(run))) + 1 END AS value ` +
    `FROM (SELECT "_source", "_row", coalesce(${isAnswer.map((answer) => `(${answer})`).join(' OR ')}, FALSE) AS "#answered", ${texts.join(' || ')} AS "#repeats" FROM ${quoteName(shape.table)})`
  )
}
