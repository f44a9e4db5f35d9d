import { quoteName } from '../core/datasets'
import { scaleOf } from '../instrument/model'
import { ordinalItems, type SurveyShape } from './shape'

/**
 * The longest run of one answer over neighbouring items, in the order of the instrument, as a selection of `_source`, `_row` and `value` (Johnson 2005; Curran 2016).
 * A blank, a typed non-answer and another scale end a run. NULL where nothing was answered.
 *
 * A run that ends at item i began at the last place where it broke, which is the greatest of the places of breaks up to i. These are taken within stretches of
 * items first and over whole stretches then, so that the work grows with k·√k for k items, in vectors of the engine.
 */
export function longestRun(shape: SurveyShape): string | null {
  const items = ordinalItems(shape)
  if (items.length < 2) return null
  const answers = items.map((item, index) => {
    const { min, max } = scaleOf(shape.instrument, item)
    const column = quoteName(item.id)
    return `CASE WHEN ${column} BETWEEN ${min} AND ${max} THEN ${column} END AS "#a${index}"`
  })
  const breaks = items.map((item, index) => {
    const place = index + 1
    const isSameScale = index > 0 && items[index - 1]?.scale === item.scale
    const begins = isSameScale ? `CASE WHEN "#a${index}" = "#a${index - 1}" THEN 0 ELSE ${place} END` : String(place)
    return `${begins} AS "#b${index}"`
  })
  const stretch = Math.ceil(Math.sqrt(items.length))
  const within = items.map((_, index) => {
    const from = index - (index % stretch)
    return `${greatest(span(from, index).map((place) => `"#b${place}"`))} AS "#p${index}"`
  })
  const runs = items.map((_, index) => {
    const ends = span(1, Math.floor(index / stretch)).map((number) => `"#p${number * stretch - 1}"`)
    return `CASE WHEN "#a${index}" IS NULL THEN 0 ELSE ${index + 2} - ${greatest([`"#p${index}"`, ...ends])} END`
  })
  const kept = items.map((_, index) => `"#a${index}"`).join(', ')
  return (
    `SELECT "_source", "_row", nullif(${greatest(runs)}, 0) AS value ` +
    `FROM (SELECT "_source", "_row", ${kept}, ${within.join(', ')} ` +
    `FROM (SELECT "_source", "_row", ${kept}, ${breaks.join(', ')} ` +
    `FROM (SELECT "_source", "_row", ${answers.join(', ')} FROM ${shape.table})))`
  )
}

/** Whole numbers from one to another, both included; none where the first is larger. */
const span = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step)

const greatest = (terms: readonly string[]): string =>
  terms.length === 1 ? (terms[0] ?? '0') : `greatest(${terms.join(', ')})`
