import { quoteName } from '../core/datasets'
import { itemsOf, scaleOf, type Item } from '../instrument/model'
import { askedCountExpression, roleAttribute } from '../survey/scoring'
import { commonestScale, straightLining } from '../survey/straight-lining'
import type { SurveyShape } from './shape'

/** 1 for who gave one answer throughout, 0 for who did not, as `participation` counts them; those who cannot be judged are NULL. */
export function straightThroughout(shape: SurveyShape): string | null {
  if (commonestScale(shape).items.length < 2) return null
  const { places, sums, judged, straight } = straightLining(shape)
  return (
    `SELECT "_source", "_row", CASE WHEN ${judged} THEN (${straight})::INTEGER END AS value ` +
    `FROM (SELECT "_source", "_row", ${sums.join(', ')} FROM (SELECT "_source", "_row", ${places.join(', ')} FROM ${shape.table}))`
  )
}

/**
 * The standard deviation of the answers of a row on the commonest scale, n − 1 below the line (Dunn, Heggestad, Shanock & Theilgard 2018), in points of the scale. Answers
 * are taken as they were given, not turned. At least half of the items put to the respondent must be answered.
 */
export function answerSpread(shape: SurveyShape): string | null {
  if (commonestScale(shape).items.length < 3) return null
  const { places, sums } = straightLining(shape)
  // Whole numbers up to the root, so that equal answers give exactly 0.
  const spread =
    'sqrt(("#answered"::BIGINT * "#squares" - "#total"::BIGINT * "#total") / ("#answered"::DOUBLE * ("#answered" - 1)))'
  return (
    `SELECT "_source", "_row", CASE WHEN "#answered" >= 2 AND 2 * "#answered" >= "#asked" THEN ${spread} END AS value ` +
    `FROM (SELECT "_source", "_row", ${sums.join(', ')} FROM (SELECT "_source", "_row", ${places.join(', ')} FROM ${shape.table}))`
  )
}

/**
 * Share of the blocks of a row in which all answers are the same although the block has statements both ways (Kim, Dykema, Stevenson, Black & Moberg 2019). A block is a dimension whose items
 * share an ordinal scale; it is judged where at least half of it is answered, statements of both ways among them. NULL where no block can be judged.
 */
export function straightBlocks(shape: SurveyShape): string | null {
  const blocks = blocksBothWays(shape)
  if (blocks.length === 0) return null
  const { instrument, table } = shape
  const places = blocks.map((items, block) =>
    items.map((item, index) => {
      const { min, max } = scaleOf(instrument, item)
      const column = quoteName(item.id)
      // Places on the scale from 1, and 0 for no answer, as for one answer throughout.
      const value = `CASE WHEN ${column} BETWEEN ${min} AND ${max} THEN ${column}::INTEGER - ${min - 1} ELSE 0 END`
      return { item, name: `"#z${block}_${index}"`, value }
    }),
  )
  const sums = places.map((answers, block) => {
    const total = (of: (name: string) => string, chosen = answers): string =>
      chosen.map(({ name }) => of(name)).join(' + ')
    const isAnswered = (name: string): string => `(${name} > 0)::INTEGER`
    const reversed = answers.filter(({ item }) => item.reversed)
    return [
      `${total(isAnswered)} AS "#n${block}"`,
      `${total(isAnswered, reversed)} AS "#r${block}"`,
      `${total((name) => name)} AS "#s${block}"`,
      `${total((name) => `${name} * ${name}`)} AS "#q${block}"`,
      `${askedCountExpression(
        answers.map(({ item }) => item),
        shape,
      )} AS "#k${block}"`,
    ]
  })
  const judged = blocks.map(
    (_, block) => `2 * "#n${block}" >= "#k${block}" AND "#r${block}" > 0 AND "#r${block}" < "#n${block}"`,
  )
  const straight = judged.map(
    (condition, block) => `${condition} AND "#n${block}"::BIGINT * "#q${block}" = "#s${block}"::BIGINT * "#s${block}"`,
  )
  const count = (conditions: readonly string[]): string => conditions.map((one) => `(${one})::INTEGER`).join(' + ')
  const role = shape.columns.has(roleAttribute) ? `${quoteName(roleAttribute)}, ` : ''
  return (
    `SELECT "_source", "_row", (${count(straight)}) / nullif((${count(judged)})::DOUBLE, 0) AS value ` +
    `FROM (SELECT "_source", "_row", ${sums.flat().join(', ')} ` +
    `FROM (SELECT "_source", "_row", ${role}${places.flatMap((answers) => answers.map(({ name, value }) => `${value} AS ${name}`)).join(', ')} FROM ${quoteName(table)}))`
  )
}

/** Dimensions with at least three items of one ordinal scale, some of them reversed and some not. */
function blocksBothWays({ instrument }: Pick<SurveyShape, 'instrument'>): readonly (readonly Item[])[] {
  return instrument.dimensions.flatMap(({ id }) => {
    const items = itemsOf(instrument, id)
    const [first] = items
    const isBlock =
      first !== undefined &&
      items.length >= 3 &&
      scaleOf(instrument, first).kind === 'ordinal' &&
      items.every(({ scale }) => scale === first.scale) &&
      items.some(({ reversed }) => reversed) &&
      items.some(({ reversed }) => !reversed)
    return isBlock ? [items] : []
  })
}
