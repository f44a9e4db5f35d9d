import type { Database } from '../core/database'
import { impossibleTable, quoteName, quoteText, type SurveyDataset } from '../core/datasets'
import { scaleOf, type Item } from '../instrument/model'
import { columnNames } from '../survey/open'
import { askedCondition, askedCountExpression, type NamedAttributes } from '../survey/scoring'

/** What the signs of careless answering are computed from: the rows as they were read, before anybody is left out. */
export interface SurveyShape extends Pick<SurveyDataset, 'instrument' | 'itemsMissingByRound'>, NamedAttributes {
  /** The table of all rows. */
  readonly table: string
  /** Its columns. */
  readonly columns: ReadonlySet<string>
  /** Whether an import remembered rows with cells outside their scale. */
  readonly hasImpossible: boolean
}

/** The table of everybody who was read, those that are left out among them, with the ids that they have in the file. */
export const everybodyIn = ({ leftOut, asRead, tables }: SurveyDataset): string =>
  leftOut?.everybody ?? asRead ?? tables.responses

/** What the indicators are computed from, of a table of rows. @throws QueryError */
export async function shapeOf(
  database: Database,
  table: string,
  survey: Pick<SurveyShape, 'instrument' | 'attributes' | 'itemsMissingByRound'>,
): Promise<SurveyShape> {
  const { instrument, attributes, itemsMissingByRound } = survey
  const columns = new Set(await columnNames(database, table))
  const hasImpossible = (await columnNames(database, impossibleTable)).length > 0
  return { instrument, attributes, itemsMissingByRound, table, columns, hasImpossible }
}

/** Items of ordinal scales in the order of the instrument. */
export const ordinalItems = ({ instrument }: Pick<SurveyShape, 'instrument'>): readonly Item[] =>
  instrument.items.filter((item) => scaleOf(instrument, item).kind === 'ordinal')

/** How many of the items were put to the respondent, as SQL: items that the exports of a round lack were not. */
export function putCount(shape: SurveyShape, items: readonly Item[]): string {
  return perRound(shape, items, (present) => `(${askedCountExpression(present, shape)})`)
}

/** How many of the items put to the respondent hold for the condition, as SQL. */
export function putWhere(shape: SurveyShape, items: readonly Item[], condition: (column: string) => string): string {
  return perRound(shape, items, (present) => {
    const terms = present.map((item) => {
      const asked = askedCondition(item, shape)
      return `coalesce(${condition(quoteName(item.id))}${asked === null ? '' : ` AND ${asked}`}, FALSE)::INTEGER`
    })
    return terms.length === 0 ? '0' : `(${terms.join(' + ')})`
  })
}

/** An expression over the items that the exports of each round have. */
function perRound(shape: SurveyShape, items: readonly Item[], of: (present: readonly Item[]) => string): string {
  const lacking = Object.entries(shape.itemsMissingByRound).filter(([, missing]) =>
    items.some(({ id }) => missing.includes(id)),
  )
  if (lacking.length === 0) return of(items)
  const cases = lacking.map(
    ([round, missing]) => `WHEN ${quoteText(round)} THEN ${of(items.filter(({ id }) => !missing.includes(id)))}`,
  )
  return `CASE "round"::VARCHAR ${cases.join(' ')} ELSE ${of(items)} END`
}
