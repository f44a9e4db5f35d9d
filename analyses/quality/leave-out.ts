import type { Database } from '../core/database'
import { factorColumn, numericColumn, quoteName, type LeftOut } from '../core/datasets'
import { excludedRows, limitUsed, type Exclusion } from './exclusions'
import type { Preparation } from '../survey/open'
import { shapeOf, type SurveyShape } from './shape'

/** The table of the rows that are kept, where some are left out. */
const keptTable = 'kept_responses'
/** Which lines concern which rows: `_source`, `_row`, `line` from 0. */
export const matchTable = 'excluded_rows'

/**
 * Leaves out the rows that the lines of `exclusions` concern. The rows as they were read stay as they are; those that are kept are copied to a table of their own, in the same
 * order. Every line looks at all rows, whatever other lines take; a row that several concern counts for the first of them.
 *
 * The step throws InputError for a line that the data cannot answer.
 */
export const leavingOut =
  (exclusions: readonly Exclusion[]): Preparation =>
  async (database, survey) => {
    const everybody = survey.tables.responses
    const attributes = survey.attributes.map((id) => ({ id }))
    const shape = await shapeOf(database, everybody, { ...survey, attributes })
    await findExcluded(database, shape, exclusions)
    const leftOut = await countExcluded(database, shape, exclusions)
    await database.execute(`DROP TABLE IF EXISTS ${keptTable}`)
    if (leftOut.people === 0) return { ...survey, leftOut }
    await database.execute(
      `CREATE TABLE ${keptTable} AS SELECT * FROM ${quoteName(everybody)} r WHERE NOT EXISTS (SELECT 1 FROM ${matchTable} m WHERE m."_source" = r."_source"::VARCHAR AND m."_row" = r."_row") ORDER BY rowid`,
    )
    return { ...survey, leftOut, tables: { ...survey.tables, responses: keptTable } }
  }

async function findExcluded(database: Database, shape: SurveyShape, exclusions: readonly Exclusion[]): Promise<void> {
  await database.execute(`CREATE OR REPLACE TABLE ${matchTable} ("_source" VARCHAR, "_row" INTEGER, line INTEGER)`)
  for (const [line, exclusion] of exclusions.entries()) {
    const rows = await excludedRows(shape, exclusion, `exclusions[${line}]`, database)
    if (rows !== null)
      await database.execute(
        `INSERT INTO ${matchTable} SELECT DISTINCT "_source"::VARCHAR, "_row", ${line} FROM (${rows})`,
      )
  }
}

async function countExcluded(
  database: Database,
  shape: SurveyShape,
  exclusions: readonly Exclusion[],
): Promise<LeftOut> {
  const first = `(SELECT min(line) AS line, count(*) AS lines FROM ${matchTable} GROUP BY "_source", "_row")`
  const counts = exclusions.flatMap((_, line) => [
    `(SELECT count(*) FROM ${first} WHERE line = ${line})::DOUBLE AS n${line}`,
    `(SELECT count(*) FROM ${matchTable} WHERE line = ${line})::DOUBLE AS m${line}`,
  ])
  const frame = await database.frame(
    `SELECT (SELECT count(*) FROM ${quoteName(shape.table)})::DOUBLE AS everybody, (SELECT count(*) FROM ${first})::DOUBLE AS people, ${counts.join(', ')}`,
  )
  const value = (id: string): number => numericColumn(frame, id)[0] ?? 0
  const sources = await countBySource(database)
  return {
    everybody: shape.table,
    of: value('everybody'),
    people: value('people'),
    lines: exclusions.map(({ rule, rows, reason, where, keep, ...exclusion }, line) => ({
      by: rule ?? (rows === undefined ? 'where' : 'rows'),
      limit: limitUsed(shape, { rule, ...exclusion }),
      reason: reason ?? '',
      ...(where === undefined ? {} : { where }),
      ...(keep === undefined ? {} : { keep }),
      people: value(`n${line}`),
      concerned: value(`m${line}`),
      bySource: sources.get(line) ?? {},
    })),
  }
}

/** The rows of each source that a line concerns and no line before it, by the line. */
async function countBySource(database: Database): Promise<ReadonlyMap<number, Readonly<Record<string, number>>>> {
  const frame = await database.frame(
    `SELECT "_source" AS source, line::DOUBLE AS line, count(*)::DOUBLE AS n FROM (SELECT "_source", "_row", min(line) AS line FROM ${matchTable} GROUP BY ALL) GROUP BY ALL ORDER BY source, line`,
  )
  const { codes, levels } = factorColumn(frame, 'source')
  const found = new Map<number, Record<string, number>>()
  for (let index = 0; index < frame.rowCount; index += 1) {
    const line = numericColumn(frame, 'line')[index] ?? 0
    const source = levels[codes[index] ?? 0] ?? ''
    found.set(line, { ...found.get(line), [source]: numericColumn(frame, 'n')[index] ?? 0 })
  }
  return found
}
