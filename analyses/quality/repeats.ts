import type { Database } from '../core/database'
import { numericColumn, quoteName } from '../core/datasets'
import { scaleOf } from '../instrument/model'
import { answerExpression } from '../survey/scoring'
import { putCount, putWhere, type SurveyShape } from './shape'

/** Answered items that a row must have, as a share of those put to the respondent, before its sameness with another says anything. */
const leastAnswered = 0.5

/**
 * How many earlier rows of the round have the same cells throughout, as a selection of `_source`, `_row` and `value`: 0 for the first of several that are alike.
 * Rows with less than half of the items answered are left aside, since two nearly blank rows are alike by themselves.
 *
 * A hash finds the candidates, and the cells themselves decide, so that no two rows are held alike that are not.
 * @param extra columns that must be the same too
 */
export function repeatedRows(shape: SurveyShape, extra: readonly string[]): string | null {
  const { instrument, table } = shape
  if (instrument.items.length < 2) return null
  const items = instrument.items
  const cells = [...items.map(({ id }) => id), ...extra].map(quoteName).join(', ')
  const judged = `${putWhere(shape, items, (column) => `${column} IS NOT NULL`)} >= ${leastAnswered} * ${putCount(shape, items)}`
  const marked = `SELECT "_source", "_row", rowid AS "#place", "round", ${cells}, hash(${cells}) AS "#hash" FROM ${table} WHERE ${judged}`
  const alike =
    `SELECT "_source", "_row", row_number() OVER (PARTITION BY "round", ${cells} ORDER BY "#place") - 1 AS "#earlier" ` +
    `FROM (${marked}) SEMI JOIN (SELECT "round", "#hash" FROM (${marked}) GROUP BY ALL HAVING count(*) > 1) USING ("round", "#hash")`
  return (
    `SELECT "_source", "_row", coalesce("#earlier", 0) AS value FROM (SELECT "_source", "_row" FROM ${table} WHERE ${judged}) ` +
    `LEFT JOIN (${alike}) USING ("_source", "_row")`
  )
}

/** Which row of several with one id is kept. */
export type Kept = 'first' | 'last' | 'most-complete'

/**
 * How many rows of the round with the same respondent's id go before the row: those that were earlier in the file, or later, or have more answers. The one to be kept has 0. Of two with as
 * many answers the earlier goes before.
 */
export function repeatedIds(shape: SurveyShape, kept: Kept = 'first'): string {
  const order = kept === 'first' ? 'rowid' : kept === 'last' ? 'rowid DESC' : `${answersGiven(shape)} DESC, rowid`
  return (
    `SELECT "_source", "_row", row_number() OVER (PARTITION BY "round", "_respondent" ORDER BY ${order}) - 1 AS value ` +
    `FROM ${quoteName(shape.table)} WHERE "_respondent" IS NOT NULL`
  )
}

/** How many items of a row have an answer on their scale, as SQL. */
export function answersGiven({ instrument }: Pick<SurveyShape, 'instrument'>): string {
  const answers = instrument.items.map(
    (item) => `((${answerExpression(item, scaleOf(instrument, item))}) IS NOT NULL)::INTEGER`,
  )
  return answers.length === 0 ? '0' : `list_sum([${answers.join(', ')}])`
}

/**
 * How many pairs of rows would be alike throughout if every item were answered independently of the others: n(n − 1)/2 pairs a round, each with the product over the items of Σ p²
 * for the shares p of their answers. Answers to the items of one dimension hang together, so that more pairs than this are alike without anything being wrong.
 */
export async function pairsByChance(
  database: Database,
  shape: SurveyShape,
  isWithAttributes: boolean,
): Promise<number> {
  const { instrument, attributes, table } = shape
  const columns = [...instrument.items, ...(isWithAttributes ? attributes : [])].map(({ id }) => quoteName(id))
  const shares = columns.map(
    (column) =>
      `SELECT "round"::VARCHAR AS "round", ln(sum(n * n) / (sum(n) * sum(n))) AS logarithm, sum(n) AS people FROM (SELECT "round", ${column} AS answer, count(*)::DOUBLE AS n FROM ${quoteName(table)} GROUP BY ALL) GROUP BY "round"`,
  )
  const frame = await database.frame(
    `SELECT sum(pairs * exp(logarithm)) AS pairs FROM (SELECT max(people) * (max(people) - 1) / 2 AS pairs, sum(logarithm) AS logarithm FROM (${shares.join(' UNION ALL ')}) GROUP BY "round")`,
  )
  return numericColumn(frame, 'pairs')[0] ?? 0
}
