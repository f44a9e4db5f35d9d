import { statistics, type Selection } from '../core/contract'
import { quoteName, type SurveyDataset } from '../core/datasets'
import { scaleOf, type Item, type ResponseScale } from '../instrument/model'
import { valueCountsStatement } from '../survey/distribution'
import { belongs, groupClause, groupColumns, keyList } from '../survey/groups'
import { headcountStatement, respondedCondition } from '../survey/invited'
import { outcomesOf } from '../survey/outcomes'
import { askedCountExpression } from '../survey/scoring'
import type { ParticipationOptions } from './options'

/** Who answered, whose answers give a score, how scores spread, and how many were invited, by round and group. */
export function selectParticipation(
  dataset: SurveyDataset,
  options: ParticipationOptions,
): {
  readonly answering: Selection
  readonly usable: Selection
  readonly values: Selection
  readonly headcount: Selection | null
} {
  const columns = groupColumns(dataset, options.by, 'round')
  const dimensions = dataset.instrument.dimensions.map(({ id }) => id)
  const headcount = headcountStatement(dataset, columns)
  return {
    answering: statistics(answeringStatement(dataset, columns)),
    usable: statistics(usableStatement(dataset, columns)),
    values: statistics(valueCountsStatement(dataset, outcomesOf(dataset, dimensions), columns)),
    headcount: headcount === null ? null : statistics(headcount),
  }
}

/**
 * Who answered at all, and who answered everything alike. Columns: the keys, `responded`, `#judged`, `#straight`; people without a group have a key missing.
 *
 * Responded: an answer or a typed non-answer to any item. Judged: at least half of the items put to the respondent on the instrument's commonest ordinal
 * scale were answered, and where that scale has reversed and unreversed items, some of each. Straight: judged, and all these answers are the same as
 * answered (not turned), so that agreeing with a statement and its opposite counts.
 */
function answeringStatement(dataset: SurveyDataset, columns: readonly string[]): string {
  const responded = respondedCondition(dataset)
  const { scale, items } = commonestScale(dataset)
  // Places on the scale from 1; 0 for no answer. All alike means m·Σz² = (Σz)², in whole numbers.
  const places = items.map(
    (item, index) =>
      `CASE WHEN ${quoteName(item.id)} BETWEEN ${scale?.min ?? 0} AND ${scale?.max ?? 0} THEN ${quoteName(item.id)}::INTEGER - ${(scale?.min ?? 0) - 1} ELSE 0 END AS "#z${index}"`,
  )
  const sum = (of: (index: number) => string, chosen = items): string => {
    const terms = items.flatMap((item, index) => (chosen.includes(item) ? [of(index)] : []))
    return terms.length === 0 ? '0' : terms.join(' + ')
  }
  const isAnswered = (index: number): string => `("#z${index}" > 0)::INTEGER`
  const reversed = items.filter((item) => item.reversed)
  const plain = items.filter((item) => !item.reversed)
  const bothWays = reversed.length > 0 && plain.length > 0 ? ' AND "#reversed" > 0 AND "#reversed" < "#answered"' : ''
  const judged = `"#answered" >= 2 AND 2 * "#answered" >= "#asked"${bothWays}`
  return (
    `SELECT ${keyList(columns)}count(*) FILTER (WHERE "#responded") AS responded, count(*) FILTER (WHERE ${judged}) AS "#judged", ` +
    `count(*) FILTER (WHERE ${judged} AND "#answered"::BIGINT * "#squares" = "#total"::BIGINT * "#total") AS "#straight" ` +
    `FROM (SELECT ${keyList(columns)}"#responded", "#asked", ${sum(isAnswered)} AS "#answered", ${sum(isAnswered, reversed)} AS "#reversed", ${sum((index) => `"#z${index}"`)} AS "#total", ${sum((index) => `"#z${index}" * "#z${index}"`)} AS "#squares" ` +
    `FROM (SELECT ${keyList(columns)}(${responded}) AS "#responded", ${askedCountExpression(items, dataset)} AS "#asked"${places.map((place) => `, ${place}`).join('')} FROM ${dataset.tables.responses}))` +
    `${groupClause(columns)} ORDER BY ${columns.map(quoteName).join(', ')}`
  )
}

/** The ordinal scale that most items of dimensions are on, and these items. */
function commonestScale({ instrument }: SurveyDataset): {
  readonly scale: ResponseScale | null
  readonly items: readonly Item[]
} {
  const byScale = new Map<ResponseScale, Item[]>()
  for (const item of instrument.items) {
    const scale = scaleOf(instrument, item)
    if (item.dimension === null || scale.kind !== 'ordinal') continue
    const items = byScale.get(scale)
    if (items === undefined) byScale.set(scale, [item])
    else items.push(item)
  }
  const [commonest] = [...byScale].toSorted(([, a], [, b]) => b.length - a.length)
  return commonest === undefined ? { scale: null, items: [] } : { scale: commonest[0], items: commonest[1] }
}

/** Respondents with a score on at least one dimension. Columns: the keys, `usable`. */
function usableStatement(dataset: SurveyDataset, columns: readonly string[]): string {
  const scored = dataset.instrument.dimensions.map(({ id }) => `${quoteName(id)} IS NOT NULL`)
  return `SELECT ${keyList(columns)}count(*) FILTER (WHERE ${scored.length === 0 ? 'FALSE' : scored.join(' OR ')}) AS usable FROM ${dataset.tables.scores} WHERE ${belongs(columns)}${groupClause(columns)} ORDER BY ${columns.map(quoteName).join(', ')}`
}
