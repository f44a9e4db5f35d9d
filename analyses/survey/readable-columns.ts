import { quoteName, quoteText } from '../core/datasets'
import { scaleOf, type Instrument } from '../instrument/model'
import { answerExpression } from './scoring'

/** A column that conditions and computed variables can read, as SQL: an attribute, the round, or an item of the instrument. */
export interface ReadableColumn {
  /** The level, or the code of an answer, as text; NULL where there is none. */
  readonly text: string
  /** The number; NULL where there is none, and where a level is no number. */
  readonly number: string
  /** Lowest and highest number; null where they are not declared. */
  readonly range: readonly [number, number] | null
}

/** What is asked of a column: one of these levels or codes, or a number from one limit to below another. */
export interface ColumnTest {
  readonly in?: readonly string[] | undefined
  readonly from?: number | undefined
  readonly below?: number | undefined
}

/** The columns of a survey by name, the round and the items first. */
export function readableColumns(
  attributes: readonly string[],
  instrument: Instrument,
): ReadonlyMap<string, ReadableColumn> {
  const items = instrument.items.map((item): [string, ReadableColumn] => {
    const scale = scaleOf(instrument, item)
    const answer = answerExpression(item, scale)
    const text = scale.kind === 'ordinal' ? `(${answer})::INTEGER::VARCHAR` : `(${answer})::VARCHAR`
    return [item.id, { text, number: `(${answer})::DOUBLE`, range: [scale.min, scale.max] }]
  })
  const levels = attributes.map((id): [string, ReadableColumn] => {
    const text = `${quoteName(id)}::VARCHAR`
    return [id, { text, number: `TRY_CAST(replace(trim(${text}), ',', '.') AS DOUBLE)`, range: null }]
  })
  return new Map([
    ['round', { text: '"round"::VARCHAR', number: 'TRY_CAST("round"::VARCHAR AS DOUBLE)', range: null }],
    ...items,
    ...levels,
  ])
}

/** A number as SQL: the shortest decimal that is read as the same double. */
export const numberText = (value: number): string => `(${value})::DOUBLE`

/** Whether a row holds for what is asked, as SQL; NULL where the row has no value. */
export function testExpression({ in: values, from, below }: ColumnTest, { text, number }: ReadableColumn): string {
  if (values !== undefined) return `(${text} IN (${values.map(quoteText).join(', ')}))`
  return [
    ...(from === undefined ? [] : [`${number} >= ${numberText(from)}`]),
    ...(below === undefined ? [] : [`${number} < ${numberText(below)}`]),
  ]
    .map((limit) => `(${limit})`)
    .join(' AND ')
}
