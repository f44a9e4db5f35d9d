import type { Database } from '../../core/database'
import { numericColumn, quoteName, quoteText } from '../../core/datasets'
import { InputError } from '../../core/errors'
import type { Note } from '../../core/words'
import { columnsOf, textsOf } from '../staging'
import type { SurveyColumns } from './columns'
import type { SurveySource } from './fields'
import { decodedText } from './join'
import type { SurveyTable } from './table'

/** Between the parts of an id that holds within an attribute; no cell has it. */
const partSeparator = '\u001f'

/** A smaller share of the ids of the smaller side is so few that the ids are likely to be written in two ways. */
const fewInCommon = 0.25

/** Part of the ids that would meet in addition, written alike, from which that is said although not few meet. */
const manyMore = 0.05

/**
 * Makes ids that hold within attributes ids of their own: country and id together. A row without the attribute has no id then.
 * @throws InputError when an attribute is not read
 */
export async function qualifyRespondents(
  database: Database,
  staged: string,
  source: SurveySource,
  columns: SurveyColumns,
  table: SurveyTable,
): Promise<void> {
  const within = source.respondent_within ?? []
  if (columns.respondent === null || within.length === 0) return
  for (const attribute of within)
    if (columns.attributes.every(({ id }) => id !== attribute))
      throw new InputError('ingest:respondent-within-unknown', { attribute }, { file: source.file })
  const parts = within.map((attribute) => decodedText(attribute, table))
  const separator = quoteText(partSeparator)
  await database.execute(
    `UPDATE ${quoteName(staged)} SET "_respondent" = ${[...parts, '"_respondent"'].join(` || ${separator} || `)}`,
  )
}

/** An id without what spreadsheets change in it: blanks, capitals, leading zeros, a decimal part of zero. */
const plainId = (id: string): string =>
  `regexp_replace(regexp_replace(lower(regexp_replace(${id}, '\\s+', '', 'g')), '[.,]0+$', ''), '(^|${partSeparator})0+', '\\1', 'g')`

/** Says that respondents of a round hardly meet those of the others, though both sides have ids, and whether it is the way the ids are written. */
export async function idsInCommonNotes(
  database: Database,
  staged: string,
  source: SurveySource,
  columns: SurveyColumns,
  table: SurveyTable,
): Promise<readonly Note[]> {
  if (columns.respondent === null) return []
  const isAlone = (await columnsOf(database, 'responses')).length === 0
  const rounds = columns.round === null ? [source.round ?? source.id] : table.rounds()
  if (isAlone && rounds.length < 2) return []
  const round = columns.round === null ? quoteText(source.round ?? source.id) : decodedText('round', table)
  const ids = [
    `SELECT ${round} AS round, "_respondent" AS id FROM ${quoteName(staged)} WHERE "_respondent" IS NOT NULL`,
    ...(isAlone
      ? []
      : [
          `SELECT CAST("round" AS VARCHAR), "_respondent" FROM responses WHERE "_respondent" IS NOT NULL AND CAST("_source" AS VARCHAR) <> ${quoteText(source.id)}`,
        ]),
  ].join(' UNION ')
  const met = await idsByRound(database, ids, 'id')
  const rest = rounds.flatMap((each) => {
    const { here = 0, there = 0, common = 0 } = met.get(each) ?? {}
    const most = Math.min(here, there)
    return common < most ? [{ round: each, here, there, common, most }] : []
  })
  if (rest.length === 0) return []
  const plain = await idsByRound(database, ids, plainId('id'))
  for (const { round: each, most, ...about } of rest) {
    const alike = plain.get(each)?.common ?? 0
    // Zeros that a spreadsheet took away concern the ids below 100 only, so that most may meet all the same.
    const isFew = about.common < fewInCommon * most
    if (alike - about.common >= (isFew ? 1 : Math.max(2, manyMore * most)))
      return [{ code: 'ingest:ids-written-differently', level: 'warning', about: { ...about, alike } }]
    if (isFew) return [{ code: 'ingest:ids-hardly-meet', level: 'warning', about }]
  }
  return []
}

/**
 * How many ids each round has, how many the others have, and how many of its own are among those.
 * @param ids SQL of pairs of round and id
 * @param key SQL of what two ids must have in common to be one
 */
async function idsByRound(
  database: Database,
  ids: string,
  key: string,
): Promise<ReadonlyMap<string, { readonly here: number; readonly there: number; readonly common: number }>> {
  const frame = await database.frame(
    `WITH ids AS (${ids}), keyed AS (SELECT round, id, ${key} AS key FROM ids), counted AS (SELECT key, count(DISTINCT round) AS rounds FROM keyed GROUP BY key), ` +
      'everyone AS (SELECT count(DISTINCT id) AS people FROM ids) ' +
      'SELECT round::VARCHAR AS round, count(*)::DOUBLE AS here, sum((rounds > 1)::INTEGER)::DOUBLE AS common, any_value(people)::DOUBLE AS people ' +
      'FROM keyed JOIN counted USING (key), everyone GROUP BY round',
  )
  const rounds = frame.rowCount === 0 ? [] : textsOf(frame, 'round')
  const [here, common, people] = ['here', 'common', 'people'].map((id) => numericColumn(frame, id))
  return new Map(
    rounds.map((round, index) => {
      const own = here?.[index] ?? 0
      const shared = common?.[index] ?? 0
      return [round, { here: own, there: (people?.[index] ?? 0) - own + shared, common: shared }]
    }),
  )
}
