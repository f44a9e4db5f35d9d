import type { Database } from '../../core/database'
import { numericColumn, quoteName, quoteText } from '../../core/datasets'
import { InputError } from '../../core/errors'
import type { Note } from '../../core/words'
import { columnsOf } from '../staging'
import type { SurveyColumns } from './columns'
import type { SurveySource } from './fields'
import { decodedText } from './join'
import type { SurveyTable } from './table'

/** Between the parts of an id that holds within an attribute; no cell has it. */
const partSeparator = '\u001f'

/** A smaller share of the ids of the smaller side is so few that the ids are likely to be written in two ways. */
const fewInCommon = 0.25

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
  `ltrim(regexp_replace(lower(regexp_replace(${id}, '\\s+', '', 'g')), '[.,]0+$', ''), '0')`

/** Says that respondents of different rounds hardly meet, though both sides have ids, and whether it is the way the ids are written. */
export async function idsInCommonNotes(
  database: Database,
  staged: string,
  source: SurveySource,
  columns: SurveyColumns,
): Promise<readonly Note[]> {
  if (columns.respondent === null || (await columnsOf(database, 'responses')).length === 0) return []
  const round = columns.round === null ? ` AND CAST("round" AS VARCHAR) <> ${quoteText(source.round ?? source.id)}` : ''
  const here = `SELECT DISTINCT "_respondent" AS id FROM ${quoteName(staged)} WHERE "_respondent" IS NOT NULL`
  const there = `SELECT DISTINCT "_respondent" AS id FROM responses WHERE "_respondent" IS NOT NULL AND CAST("_source" AS VARCHAR) <> ${quoteText(source.id)}${round}`
  const frame = await database.frame(
    `WITH here AS (${here}), there AS (${there}) SELECT (SELECT count(*) FROM here) AS here, (SELECT count(*) FROM there) AS there, ` +
      '(SELECT count(*) FROM here WHERE id IN (SELECT id FROM there)) AS common, ' +
      `(SELECT count(*) FROM here WHERE ${plainId('id')} IN (SELECT ${plainId('id')} FROM there)) AS alike`,
  )
  const count = (id: string): number => numericColumn(frame, id)[0] ?? 0
  const about = { here: count('here'), there: count('there'), common: count('common') }
  const alike = count('alike')
  if (about.here === 0 || about.there === 0 || about.common >= fewInCommon * Math.min(about.here, about.there))
    return []
  return [
    alike > about.common
      ? { code: 'ingest:ids-written-differently', level: 'warning', about: { ...about, alike } }
      : { code: 'ingest:ids-hardly-meet', level: 'warning', about },
  ]
}
