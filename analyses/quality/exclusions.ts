import { z } from 'zod'
import { InputError } from '../core/errors'
import { idSchema } from '../core/ids'
import { concernedBy, indicatorIds, indicatorOf, limitOf, type ChosenLimits } from './indicators'
import { quoteName, quoteText } from '../core/datasets'
import type { SurveyShape } from './shape'
import { code } from './words'

/** Rows that one line may name. */
const mostRows = 100_000

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
    where: z
      .array(z.strictObject({ column: z.string().min(1), in: z.array(z.string()).min(1) }))
      .min(1)
      .optional()
      .describe('Leaves out the rows for which all of these hold.'),
    reason: z.string().max(500).optional(),
  })
  .describe('A rule, rows of a source, or a condition: exactly one of the three.')

export type Exclusion = z.output<typeof exclusionSchema>

/** What is wrong with a line whatever the data are. @returns the code and where within the line; null when nothing is */
export function exclusionProblem(
  exclusion: Exclusion,
): { readonly code: 'exclusion-kind' | 'exclusion-rows-source' | 'exclusion-limit'; readonly at: string } | null {
  const { rule, rows, where, source, limit } = exclusion
  if ([rule, rows, where].filter((part) => part !== undefined).length !== 1) return { code: 'exclusion-kind', at: '' }
  if (rows !== undefined && source === undefined) return { code: 'exclusion-rows-source', at: '' }
  if (rule === undefined) return limit === undefined ? null : { code: 'exclusion-limit', at: 'limit' }
  const { limits } = indicatorOf(rule)
  const isDate = typeof limit === 'string'
  if (limits === null) return isDate && limitOf(limit) !== null ? null : { code: 'exclusion-limit', at: 'limit' }
  const isWithin = limit === undefined || (typeof limit === 'number' && limit >= limits[0] && limit <= limits[1])
  return isWithin ? null : { code: 'exclusion-limit', at: 'limit' }
}

/**
 * The rows that a line concerns, as SQL that gives `_source` and `_row`; null where the data have nothing that the line could hold for.
 * @throws InputError for a column that the data do not have
 */
export function excludedRows(shape: SurveyShape, exclusion: Exclusion, place: string): string | null {
  const { rule, rows, where, source } = exclusion
  const ofSource = source === undefined ? 'TRUE' : `"_source"::VARCHAR = ${quoteText(source)}`
  const select = (condition: string, from = quoteName(shape.table)): string =>
    `SELECT "_source", "_row" FROM ${from} WHERE ${ofSource} AND ${condition}`
  if (rows !== undefined) return select(`"_row" IN (${rows.join(', ')})`)
  if (where !== undefined) {
    const columns = ['round', ...shape.attributes.map(({ id }) => id)]
    for (const [index, { column }] of where.entries())
      if (!columns.includes(column))
        throw new InputError(
          code('exclusion-no-such-column'),
          { column, columns: { list: columns } },
          { path: `${place}.where[${index}].column` },
        )
    return select(
      where
        .map(({ column, in: values }) => `${quoteName(column)}::VARCHAR IN (${values.map(quoteText).join(', ')})`)
        .join(' AND '),
    )
  }
  if (rule === undefined) return null
  const indicator = indicatorOf(rule)
  const values = indicator.values(shape)
  const limit = limitUsed(shape, exclusion)
  return values === null || limit === null ? null : select(concernedBy(indicator, limit), `(${values})`)
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
