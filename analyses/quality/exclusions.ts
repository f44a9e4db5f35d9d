import { z } from 'zod'
import { InputError } from '../core/errors'
import { idSchema } from '../core/ids'
import { concernedBy, indicatorIds, indicatorOf, limitOf, type ChosenLimits } from './indicators'
import type { Database } from '../core/database'
import { quoteName, quoteText } from '../core/datasets'
import { readableColumns, testExpression } from '../survey/readable-columns'
import { repeatedIds } from './repeats'
import type { SurveyShape } from './shape'
import { code } from './words'

/** Rows that one line may name. */
const mostRows = 100_000

/** Which row of several with one respondent's id is kept. */
export const keptRows = ['first', 'last', 'most-complete', 'all'] as const

const test = z
  .strictObject({
    column: z.string().min(1).describe('An attribute, a computed variable, an item, or round.'),
    in: z.array(z.string()).min(1).optional().describe('Holds where the column has one of these levels or codes.'),
    from: z.number().optional().describe('Holds from this number on.'),
    below: z.number().optional().describe('Holds below this number.'),
  })
  .describe('Levels or codes of a column, or a number from one limit to below another.')

/** What a condition asks of one column. */
export type ExclusionTest = z.output<typeof test>

/** One line of `exclusions`: people whom no analysis counts, and why. */
export const exclusionSchema = z
  .strictObject({
    rule: z.enum(indicatorIds).optional().describe('Leaves out the rows that this indicator concerns.'),
    limit: z
      .union([z.number(), z.string().regex(/^\d{4}-\d{2}-\d{2}$/)])
      .optional()
      .describe('From which value the rule holds; for too-early and too-late a day, as 2022-08-31.'),
    rows: z
      .array(z.int().min(1))
      .min(1)
      .max(mostRows)
      .optional()
      .describe('Leaves out these rows of the source, the first after the header being 1.'),
    source: idSchema.optional().describe('Of the rows; with a rule, the source it is confined to.'),
    keep: z
      .enum(keptRows)
      .optional()
      .describe(
        'With the rule repeated-id: which row of an id in a round is kept; the first otherwise. All leaves out nobody, and says that somebody has looked.',
      ),
    where: z
      .array(test)
      .min(1)
      .optional()
      .describe('Leaves out the rows for which all of these hold. A row without a value holds for none.'),
    reason: z.string().max(500).optional(),
  })
  .describe('A rule, rows of a source, or a condition: exactly one of the three.')

export type Exclusion = z.output<typeof exclusionSchema>

/** What is wrong with a line whatever the data are. @returns the code and where within the line; null when nothing is */
export function exclusionProblem(
  exclusion: Exclusion,
): {
  readonly code: 'exclusion-kind' | 'exclusion-rows-source' | 'exclusion-limit' | 'exclusion-keep' | 'exclusion-test'
  readonly at: readonly (string | number)[]
} | null {
  const { rule, rows, where, source, limit, keep } = exclusion
  if ([rule, rows, where].filter((part) => part !== undefined).length !== 1) return { code: 'exclusion-kind', at: [] }
  if (rows !== undefined && source === undefined) return { code: 'exclusion-rows-source', at: [] }
  if (keep !== undefined && rule !== 'repeated-id') return { code: 'exclusion-keep', at: ['keep'] }
  const unclear = where?.findIndex((asked) => !isTest(asked)) ?? -1
  if (unclear >= 0) return { code: 'exclusion-test', at: ['where', unclear] }
  if (rule === undefined) return limit === undefined ? null : { code: 'exclusion-limit', at: ['limit'] }
  const { limits } = indicatorOf(rule)
  const isDate = typeof limit === 'string'
  if (limits === null) return isDate && limitOf(limit) !== null ? null : { code: 'exclusion-limit', at: ['limit'] }
  const isWithin = limit === undefined || (typeof limit === 'number' && limit >= limits[0] && limit <= limits[1])
  return isWithin ? null : { code: 'exclusion-limit', at: ['limit'] }
}

/** Levels, or limits that leave room between them. */
export function isTest({ in: values, from, below }: ExclusionTest): boolean {
  if (values !== undefined) return values.length > 0 && from === undefined && below === undefined
  return (from !== undefined || below !== undefined) && (from === undefined || below === undefined || from < below)
}

/**
 * The rows that a line concerns, as SQL that gives `_source` and `_row`; null where the data have nothing that the line could hold for.
 * @throws InputError for a column that the data do not have; QueryError
 */
export async function excludedRows(
  shape: SurveyShape,
  exclusion: Exclusion,
  place: string,
  database: Database,
): Promise<string | null> {
  const { rule, rows, where, source, keep } = exclusion
  const ofSource = source === undefined ? 'TRUE' : `"_source"::VARCHAR = ${quoteText(source)}`
  const select = (condition: string, from = quoteName(shape.table)): string =>
    `SELECT "_source", "_row" FROM ${from} WHERE ${ofSource} AND ${condition}`
  if (rows !== undefined) return select(`"_row" IN (${rows.join(', ')})`)
  if (where !== undefined) return select(conditionExpression(shape, where, place))
  if (rule === undefined || keep === 'all') return null
  const indicator = indicatorOf(rule)
  const values = keep === undefined ? await indicator.values(shape, database) : repeatedIds(shape, keep)
  const limit = limitUsed(shape, exclusion)
  return values === null || limit === null ? null : select(concernedBy(indicator, limit), `(${values})`)
}

/** Whether a row holds for all that is asked, as SQL. */
function conditionExpression(shape: SurveyShape, where: readonly ExclusionTest[], place: string): string {
  const columns = readableColumns(
    shape.attributes.map(({ id }) => id),
    shape.instrument,
  )
  const tests = where.map((asked, index) => {
    const { column } = asked
    const readable = columns.get(column)
    if (readable === undefined)
      throw new InputError(
        code('exclusion-no-such-column'),
        { column, columns: { list: ['round', ...shape.attributes.map(({ id }) => id)] } },
        { path: `${place}.where[${index}].column` },
      )
    return testExpression(asked, readable)
  })
  return `(${tests.join(' AND ')})`
}

/** The limit that a line holds by: its own, else the usual one. */
export function limitUsed(shape: SurveyShape, { rule, limit }: Exclusion): number | null {
  if (limit !== undefined) return limitOf(limit)
  return rule === undefined ? null : indicatorOf(rule).usualLimit(shape)
}

/** The limits that lines hold by, for whoever looks at the data with them. */
export const limitsOf = (exclusions: readonly Exclusion[]): ChosenLimits =>
  Object.fromEntries(
    exclusions.flatMap(({ rule, limit }) => (rule === undefined || limit === undefined ? [] : [[rule, limit]])),
  )
