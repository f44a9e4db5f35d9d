import type { AbortSource, Database } from '../core/database'
import { factorColumn, numericColumn, quoteName, type Frame } from '../core/datasets'
import { answersGiven, type Kept } from './repeats'
import type { SurveyShape } from './shape'

/** The most ids whose rows are held side by side. */
const mostIds = 50

/** One of several rows of a round with one respondent's id. */
export interface SameIdRow {
  readonly source: string
  readonly row: number
  /** Items with an answer on their scale. */
  readonly answered: number
  readonly attributes: Readonly<Record<string, string | null>>
  /** Codes as they are stored, typed non-answers among them; null for a blank. */
  readonly answers: Readonly<Record<string, number | null>>
}

/** The rows of a round with one respondent's id, in the order of the data. */
export interface SameId {
  /** As it is written in the file; parts of an id that holds within attributes stand with a dash between. */
  readonly id: string
  readonly round: string
  readonly rows: readonly SameIdRow[]
}

/** Rows of a file, and the ids of respondents in it: for the eyes of whoever has the file, and no result. */
export interface SameIds {
  /** Ids that several rows of a round have. */
  readonly ids: number
  /** Rows that are too many: all but one of each id. */
  readonly extra: number
  /** The first of them. */
  readonly shown: readonly SameId[]
}

/**
 * The rows with the same respondent's id in a round, side by side.
 * @throws QueryError, Aborted
 */
export async function sameIds(database: Database, shape: SurveyShape, abort?: AbortSource): Promise<SameIds> {
  const table = quoteName(shape.table)
  const repeated = `SELECT "round", "_respondent", count(*) AS "#n" FROM ${table} WHERE "_respondent" IS NOT NULL GROUP BY ALL HAVING count(*) > 1`
  const counted = await database.frame(
    `SELECT count(*)::DOUBLE AS ids, coalesce(sum("#n" - 1), 0)::DOUBLE AS extra FROM (${repeated})`,
    abort,
  )
  const count = (id: string): number => numericColumn(counted, id)[0] ?? 0
  if (count('ids') === 0) return { ids: 0, extra: 0, shown: [] }
  const chosen = `SELECT "round", "_respondent" FROM (${repeated}) ORDER BY "#n" DESC, "round", "_respondent" LIMIT ${mostIds}`
  const { instrument, attributes } = shape
  const cells = [
    ...attributes.map(({ id }, index) => `r.${quoteName(id)}::VARCHAR AS "a${index}"`),
    ...instrument.items.map(({ id }, index) => `r.${quoteName(id)}::DOUBLE AS "i${index}"`),
  ]
  const frame = await database.frame(
    `SELECT r."round"::VARCHAR AS "#round", r."_respondent" AS "#id", r."_source"::VARCHAR AS "#source", r."_row"::DOUBLE AS "#row", r."#given"::DOUBLE AS "#given"${cells.map((cell) => `, ${cell}`).join('')} ` +
      `FROM (SELECT *, rowid AS "#place", ${answersGiven(shape)} AS "#given" FROM ${table} SEMI JOIN (${chosen}) USING ("round", "_respondent")) r ` +
      `ORDER BY r."round", r."_respondent", r."#place"`,
    abort,
  )
  return { ids: count('ids'), extra: count('extra'), shown: groupsOf(frame, shape) }
}

/** Rows one after the other that have one round and one id. */
function groupsOf(frame: Frame, { instrument, attributes }: SurveyShape): readonly SameId[] {
  const text = (id: string): ((row: number) => string | null) => {
    const { codes, levels } = factorColumn(frame, id)
    return (row) => levels[codes[row] ?? -1] ?? null
  }
  const number = (id: string): ((row: number) => number) => {
    const values = numericColumn(frame, id)
    return (row) => values[row] ?? Number.NaN
  }
  const [roundOf, idOf, sourceOf] = ['#round', '#id', '#source'].map(text)
  const [rowOf, givenOf] = ['#row', '#given'].map(number)
  const levels = attributes.map(({ id }, index) => [id, text(`a${index}`)] as const)
  const answers = instrument.items.map(({ id }, index) => [id, number(`i${index}`)] as const)
  const groups: { readonly id: string; readonly round: string; readonly rows: SameIdRow[] }[] = []
  for (let at = 0; at < frame.rowCount; at += 1) {
    const [round, id] = [roundOf?.(at) ?? '', (idOf?.(at) ?? '').replaceAll('\u001F', ' – ')]
    const last = groups.at(-1)
    const group = last?.id === id && last.round === round ? last : { id, round, rows: [] }
    if (group !== last) groups.push(group)
    group.rows.push({
      source: sourceOf?.(at) ?? '',
      row: rowOf?.(at) ?? 0,
      answered: givenOf?.(at) ?? 0,
      attributes: Object.fromEntries(levels.map(([attribute, level]) => [attribute, level(at)])),
      answers: Object.fromEntries(
        answers.map(([item, answer]) => [item, Number.isNaN(answer(at)) ? null : answer(at)]),
      ),
    })
  }
  return groups
}

/** The row of an id that is kept, as the exclusions choose it: of rows with as many answers the earliest. */
export function keptOf({ rows }: SameId, kept: Kept): SameIdRow | undefined {
  if (kept !== 'most-complete') return rows.at(kept === 'first' ? 0 : -1)
  return rows.reduce<SameIdRow | undefined>(
    (best, row) => (best === undefined || row.answered > best.answered ? row : best),
    undefined,
  )
}
