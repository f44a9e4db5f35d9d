import type { Database } from '../../core/database'
import { numericColumn, quoteName, quoteText } from '../../core/datasets'
import { InputError } from '../../core/errors'
import { itemInWords, type Note } from '../../core/words'
import { columnsOf, textsOf, type RegistryEntry } from '../staging'
import type { SurveyColumns } from './columns'
import type { SurveySource } from './fields'
import type { SurveyTable } from './table'

/**
 * Tells of respondents with several rows in a round. Which of them is kept is for a person to say; until then they are different people (`quality/part-repeated.ts`).
 * @param differ whether it is known that no respondent has two rows
 * @throws InputError when another source of the round has the respondent already
 */
export async function repeatedRespondents(
  database: Database,
  staged: string,
  source: SurveySource,
  columns: SurveyColumns,
  file: string,
  differ: boolean,
): Promise<readonly Note[]> {
  if (columns.respondent === null) return []
  const notes = differ ? [] : await repeatedWithin(database, staged, columns)
  if (columns.round === null && (await columnsOf(database, 'responses')).length > 0)
    await refuseRepeatedAcross(database, staged, source, file)
  return notes
}

async function repeatedWithin(database: Database, staged: string, columns: SurveyColumns): Promise<readonly Note[]> {
  const byRound = columns.round === null ? '' : ', "round"'
  const within = await database.frame(
    `SELECT count(*) AS people, min(first_row) AS first_row, min_by(next_row, first_row) AS next_row FROM (SELECT min("_row") AS first_row, max("_row") AS next_row FROM ${quoteName(staged)} WHERE "_respondent" IS NOT NULL GROUP BY "_respondent"${byRound} HAVING count(*) > 1)`,
  )
  const people = numericColumn(within, 'people')[0] ?? 0
  if (people === 0) return []
  const row = (id: string): string => String(numericColumn(within, id)[0])
  const about = { count: people, first: row('first_row'), second: row('next_row') }
  return [{ code: 'ingest:respondent-twice', level: 'warning', about }]
}

async function refuseRepeatedAcross(
  database: Database,
  staged: string,
  source: SurveySource,
  file: string,
): Promise<void> {
  const across = await database.frame(
    `SELECT count(*) AS people, CAST(min(r."_source") AS VARCHAR) AS other FROM responses r JOIN ${quoteName(staged)} s ON r."_respondent" = s."_respondent" ` +
      `WHERE CAST(r."round" AS VARCHAR) = ${quoteText(source.round ?? source.id)} AND CAST(r."_source" AS VARCHAR) <> ${quoteText(source.id)}`,
  )
  const shared = numericColumn(across, 'people')[0] ?? 0
  if (shared > 0)
    throw new InputError(
      'ingest:respondent-in-other-source',
      { count: shared, other: textsOf(across, 'other')[0] ?? '', round: source.round ?? source.id },
      { file, column: source.respondent ?? '' },
    )
}

/** Answers from roles that an item was not put to are kept, and the report mentions them. */
export async function askedOfNotes(
  database: Database,
  staged: string,
  columns: SurveyColumns,
  table: SurveyTable,
): Promise<readonly Note[]> {
  const role = columns.attributes.find(({ id }) => id.toLowerCase() === 'role')
  const restricted = columns.items.filter(({ item }) => item.askedOf.length > 0)
  if (role === undefined || restricted.length === 0) return []
  const levels = table.levels(role.id).map((level) => level.toLowerCase())
  const counts = restricted.map(({ item }, index) => {
    const asked = new Set(item.askedOf.map((name) => name.toLowerCase()))
    const codes = levels.flatMap((level, code) => (asked.has(level) ? [code] : []))
    const isAsked = codes.length === 0 ? 'false' : `${quoteName(role.id)} IN (${codes.join(', ')})`
    const cell = quoteName(item.id)
    return `count(${cell}) FILTER (WHERE ${isAsked}) AS asked_${index}, count(${cell}) FILTER (WHERE NOT (${isAsked}) AND ${quoteName(role.id)} IS NOT NULL) AS other_${index}`
  })
  const frame = await database.frame(`SELECT ${counts.join(', ')} FROM ${quoteName(staged)}`)
  return restricted.flatMap(({ item }, index): readonly Note[] => {
    const asked = numericColumn(frame, `asked_${index}`)[0] ?? 0
    const other = numericColumn(frame, `other_${index}`)[0] ?? 0
    if (other === 0) return []
    const about = { item: itemInWords(item.id), count: other, roles: { list: item.askedOf } }
    return [
      { code: asked === 0 ? 'ingest:asked-of-other-names' : 'ingest:answered-not-asked', level: 'warning', about },
    ]
  })
}

/** Rounds that have no item in common cannot be compared; each may still be of use. */
export function overlapNotes(
  others: readonly RegistryEntry[],
  columns: SurveyColumns,
  source: SurveySource,
): readonly Note[] {
  const ours = new Set(columns.items.map(({ item }) => item.id))
  return others
    .filter(
      ({ detail }) =>
        !detail
          .split('\n')
          .slice(1)
          .some((id) => ours.has(id)),
    )
    .map(({ id }) => ({ code: 'ingest:no-common-items', level: 'warning', about: { source: source.id, other: id } }))
}
