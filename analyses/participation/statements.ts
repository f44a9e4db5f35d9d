import { statistics, type Selection } from '../core/contract'
import { quoteName, type SurveyDataset } from '../core/datasets'
import { valueCountsStatement } from '../survey/distribution'
import { belongs, groupClause, groupColumns, keyList } from '../survey/groups'
import { respondedCondition } from '../survey/invited'
import { outcomesOf } from '../survey/outcomes'
import { invitedStatement } from '../survey/response-rates'
import { straightLining } from '../survey/straight-lining'
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
  const headcount = invitedStatement(dataset, columns)
  return {
    answering: statistics(answeringStatement(dataset, columns)),
    usable: statistics(usableStatement(dataset, columns)),
    values: statistics(valueCountsStatement(dataset, outcomesOf(dataset, dimensions), columns)),
    headcount: headcount === null ? null : statistics(headcount),
  }
}

/**
 * Who answered at all, and who answered everything alike. Columns: the keys, `responded`, `#judged`, `#straight`; people without a group have a key missing.
 * Responded: an answer or a typed non-answer to any item.
 */
function answeringStatement(dataset: SurveyDataset, columns: readonly string[]): string {
  const responded = respondedCondition(dataset)
  const { places, sums, judged, straight } = straightLining(dataset)
  return (
    `SELECT ${keyList(columns)}count(*) FILTER (WHERE "#responded") AS responded, count(*) FILTER (WHERE ${judged}) AS "#judged", ` +
    `count(*) FILTER (WHERE ${straight}) AS "#straight" ` +
    `FROM (SELECT ${keyList(columns)}"#responded", ${sums.join(', ')} ` +
    `FROM (SELECT ${keyList(columns)}(${responded}) AS "#responded", ${places.join(', ')} FROM ${dataset.tables.responses}))` +
    `${groupClause(columns)} ORDER BY ${columns.map(quoteName).join(', ')}`
  )
}

/** Respondents with a score on at least one dimension. Columns: the keys, `usable`. */
function usableStatement(dataset: SurveyDataset, columns: readonly string[]): string {
  const scored = dataset.instrument.dimensions.map(({ id }) => `${quoteName(id)} IS NOT NULL`)
  return `SELECT ${keyList(columns)}count(*) FILTER (WHERE ${scored.length === 0 ? 'FALSE' : scored.join(' OR ')}) AS usable FROM ${dataset.tables.scores} WHERE ${belongs(columns)}${groupClause(columns)} ORDER BY ${columns.map(quoteName).join(', ')}`
}
