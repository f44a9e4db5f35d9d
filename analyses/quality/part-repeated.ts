import { numericColumn, quoteName } from '../core/datasets'
import type { Preparation } from '../survey/open'
import { warning } from './words'

/** The table of the rows, where some have an id that others of their round have. */
const partedTable = 'parted_responses'

/**
 * Parts the rows that share a respondent's id in a round, as long as nobody has said which of them is kept: they count as different people, and link no rounds, since nobody can say
 * which of them a row of another round belongs to. The rows as they were read keep their ids, so that what is decided later finds them.
 */
export const partingRepeated: Preparation = async (database, survey) => {
  const responses = quoteName(survey.tables.responses)
  const repeated = `SELECT "_respondent", count(*) AS n FROM ${responses} WHERE "_respondent" IS NOT NULL GROUP BY "_respondent", "round" HAVING count(*) > 1`
  const frame = await database.frame(
    `SELECT count(*)::DOUBLE AS ids, coalesce(sum(n), 0)::DOUBLE AS "rows" FROM (${repeated})`,
  )
  const [ids = 0, rows = 0] = [numericColumn(frame, 'ids')[0], numericColumn(frame, 'rows')[0]]
  await database.execute(`DROP TABLE IF EXISTS ${partedTable}`)
  if (ids === 0) return survey
  await database.execute(
    `CREATE TABLE ${partedTable} AS SELECT * REPLACE (CASE WHEN "_respondent" IN (SELECT "_respondent" FROM (${repeated})) THEN NULL ELSE "_respondent" END AS "_respondent") FROM ${responses} ORDER BY rowid`,
  )
  return {
    ...survey,
    asRead: survey.asRead ?? survey.tables.responses,
    notes: [...survey.notes, warning('ids-parted', { ids, rows })],
    tables: { ...survey.tables, responses: partedTable },
  }
}
