import { quoteName } from '../core/datasets'
import { itemsOf, scaleOf, type Item } from '../instrument/model'
import type { SurveyShape } from './shape'

/** Dimensions that must have an answer in both halves: a correlation of fewer pairs is 1 or −1 by itself. */
const leastPairs = 3
/** Squared deviations below this are rounding, and the half is constant. */
const nothing = 1e-12

/** With fewer dimensions the correlation of one person is too unsure for the limit that is published, of questionnaires with many scales. */
export const manyDimensions = 10

/** The items of each dimension that has two of an ordinal scale, in the order of the instrument. */
export const halvedDimensions = ({ instrument }: Pick<SurveyShape, 'instrument'>): readonly (readonly Item[])[] =>
  instrument.dimensions.flatMap(({ id }) => {
    const items = itemsOf(instrument, id).filter((item) => scaleOf(instrument, item).kind === 'ordinal')
    return items.length < 2 ? [] : [items]
  })

/**
 * Even-odd consistency of a row (Jackson 1976; Johnson 2005), as a selection of `_source`, `_row` and `value`: within each dimension the mean of the items at odd places and that
 * of the items at even places, turned by the declared scale; the correlation r of the two over the dimensions; 2r/(1 + r) after Spearman and Brown, never below −1. NULL where fewer than three
 * dimensions have both, or one of the two is the same in all of them. Null where no three dimensions have two items of an ordinal scale.
 */
export function evenOddConsistency(shape: SurveyShape): string | null {
  const { instrument, table } = shape
  const dimensions = halvedDimensions(shape)
  if (dimensions.length < leastPairs) return null
  const turned = (item: Item): string => {
    const { min, max } = scaleOf(instrument, item)
    const column = quoteName(item.id)
    return `CASE WHEN ${column} BETWEEN ${min} AND ${max} THEN ${item.reversed ? `${min + max} - ${column}` : column}::DOUBLE END`
  }
  const meanOf = (items: readonly Item[]): string => `list_avg([${items.map(turned).join(', ')}])`
  const halves = dimensions.map((items) => {
    const [odd, even] = [0, 1].map((rest) => meanOf(items.filter((_, place) => place % 2 === rest)))
    return `{'o': ${odd ?? 'NULL'}, 'e': ${even ?? 'NULL'}}`
  })
  const sum = (of: string): string => `list_sum(list_transform("#pairs", p -> ${of}))`
  const [o, e] = ['(p.o - "#odd")', '(p.e - "#even")']
  const r = `(${sum(`${o} * ${e}`)} / sqrt(${sum(`${o} * ${o}`)} * ${sum(`${e} * ${e}`)}))`
  const judged = `len("#pairs") >= ${leastPairs} AND ${sum(`${o} * ${o}`)} > ${nothing} AND ${sum(`${e} * ${e}`)} > ${nothing}`
  return (
    `SELECT "_source", "_row", CASE WHEN "#r" IS NULL THEN NULL WHEN "#r" <= -1 THEN -1 ELSE greatest(-1, 2 * "#r" / (1 + "#r")) END AS value ` +
    `FROM (SELECT "_source", "_row", CASE WHEN ${judged} THEN greatest(-1, least(1, ${r})) END AS "#r" ` +
    `FROM (SELECT *, list_avg(list_transform("#pairs", p -> p.o)) AS "#odd", list_avg(list_transform("#pairs", p -> p.e)) AS "#even" ` +
    `FROM (SELECT "_source", "_row", list_filter([${halves.join(', ')}], p -> p.o IS NOT NULL AND p.e IS NOT NULL) AS "#pairs" FROM ${quoteName(table)})))`
  )
}
