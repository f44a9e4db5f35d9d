import { answerTimeColumns } from '../core/datasets'
import { putWhere, type SurveyShape } from './shape'

const { started, ended, seconds } = answerTimeColumns

/** How long the answering took in seconds, as SQL; NULL where nothing says it, or says a time that is none. Null where the data have no times. */
function durationExpression({ columns }: Pick<SurveyShape, 'columns'>): string | null {
  const said = columns.has(seconds) ? [`"${seconds}"`] : []
  const between = columns.has(started) && columns.has(ended) ? [`("${ended}" - "${started}") / 1000.0`] : []
  const [first, second] = [...said, ...between]
  if (first === undefined) return null
  const value = second === undefined ? first : `coalesce(${first}, ${second})`
  return `CASE WHEN ${value} > 0 THEN ${value} END`
}

/** How many times faster a row was answered than the middle one of its round and source: the median of the durations divided by its own (Leiner 2019). */
export function relativeSpeed(shape: SurveyShape): string | null {
  const duration = durationExpression(shape)
  if (duration === null) return null
  return (
    `SELECT "_source", "_row", "#median" / "#seconds" AS value FROM (SELECT "_source", "_row", "round", ${duration} AS "#seconds" FROM ${shape.table}) ` +
    `LEFT JOIN (SELECT "_source", "round", quantile_cont(${duration}, 0.5) AS "#median" FROM ${shape.table} GROUP BY "_source", "round") USING ("_source", "round")`
  )
}

/** Seconds for each item that was answered, typed non-answers included (Huang, Curran, Keeney, Poposki & DeShon 2012). */
export function secondsPerItem(shape: SurveyShape): string | null {
  const duration = durationExpression(shape)
  if (duration === null) return null
  const answered = putWhere(shape, shape.instrument.items, (column) => `${column} IS NOT NULL`)
  return `SELECT "_source", "_row", ${duration} / nullif(${answered}, 0) AS value FROM ${shape.table}`
}

/** When a row was begun, or sent where no beginning is known, in milliseconds since 1970 by the clock of the file. */
export const begun = (shape: SurveyShape): string | null => momentOf(shape, [started, ended])

/** When a row was sent, or begun where no end is known. */
export const sent = (shape: SurveyShape): string | null => momentOf(shape, [ended, started])

function momentOf({ columns, table }: SurveyShape, wanted: readonly string[]): string | null {
  const present = wanted.filter((column) => columns.has(column)).map((column) => `"${column}"`)
  if (present.length === 0) return null
  return `SELECT "_source", "_row", coalesce(${present.join(', ')}, NULL) AS value FROM ${table}`
}
