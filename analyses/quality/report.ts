import type { AbortSource, Database } from '../core/database'
import { factorColumn, numericColumn, quoteName, type SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import { concernedBy, indicators, limitOf, type ChosenLimits, type Indicator, type IndicatorId } from './indicators'
import { pairsByChance } from './repeats'
import { everybodyIn, shapeOf, type SurveyShape } from './shape'

/** Rows that are listed of one indicator; the count has all of them. */
const mostListed = 200
/** Bars of a distribution. */
const mostBars = 30

/** One row that an indicator concerns, and what was seen in it. */
export interface ConcernedRow {
  readonly source: string
  /** As the import numbers rows: the first after the header is 1. */
  readonly row: number
  readonly value: number
}

/** How many rows have a value within equal steps, the last step's end included. */
export interface ValueSpread {
  readonly from: number
  readonly width: number
  readonly counts: readonly number[]
  /** Rows beyond the last step, of a long tail. */
  readonly beyond: number
}

/** What one indicator found. */
export interface Finding extends Pick<Indicator, 'id' | 'unit' | 'concerns' | 'limits' | 'step' | 'references'> {
  /** Null where only a person can know it, and none was given. */
  readonly limit: number | null
  /** Rows that have a value. */
  readonly judged: number
  readonly concerned: number
  readonly spread: ValueSpread
  /** The first of them, those furthest beyond the limit at the front. */
  readonly rows: readonly ConcernedRow[]
  /** Pairs of rows with the same answers that would be expected if every item were answered independently of the others; only of rows that repeat others. */
  readonly byChance?: number
}

/** What was looked at, and what was found. Plain data; it holds rows of the file and is no result. */
export interface QualityReport {
  /** Rows that were looked at. */
  readonly of: number
  readonly findings: readonly Finding[]
  /** Indicators that these data have nothing for. */
  readonly absent: readonly IndicatorId[]
}

/**
 * Looks for signs of careless answering in every row that was read, those that are left out among them.
 * @param survey as it was opened, no filter applied
 * @throws QueryError, Aborted
 */
export async function reportQuality(
  database: Database,
  survey: SurveyDataset,
  limits: ChosenLimits = {},
  hooks: {
    readonly abort?: AbortSource | undefined
    readonly onProgress?: (share: number) => void
    /** Looks for this one alone. */
    readonly only?: IndicatorId
  } = {},
): Promise<QualityReport> {
  const shape = await shapeOf(database, everybodyIn(survey), survey)
  const counted = await database.frame(`SELECT count(*)::DOUBLE AS n FROM ${quoteName(shape.table)}`, hooks.abort)
  const findings: Finding[] = []
  const absent: IndicatorId[] = []
  for (const [index, indicator] of indicators.entries()) {
    if (hooks.only !== undefined && indicator.id !== hooks.only) continue
    stopIfAborted(hooks.abort)
    const finding = await look(database, shape, indicator, limits[indicator.id], hooks.abort)
    if (finding === null) absent.push(indicator.id)
    else findings.push(finding)
    hooks.onProgress?.((index + 1) / indicators.length)
  }
  await database.execute(`DROP TABLE IF EXISTS ${valuesTable}`)
  return { of: numericColumn(counted, 'n')[0] ?? 0, findings, absent }
}

/** The values of the indicator that is being looked at. */
const valuesTable = 'quality_values'

/** @returns null where no row has a value */
async function look(
  database: Database,
  shape: SurveyShape,
  indicator: Indicator,
  chosen: number | string | undefined,
  abort: AbortSource | undefined,
): Promise<Finding | null> {
  const computed = await indicator.values(shape, database)
  if (computed === null) return null
  // Computed once: the counts, the spread and the rows are read off it.
  await database.execute(`CREATE OR REPLACE TABLE ${valuesTable} AS ${computed}`)
  stopIfAborted(abort)
  const values = `SELECT * FROM ${valuesTable}`
  const limit = (chosen === undefined ? null : limitOf(chosen)) ?? indicator.usualLimit(shape)
  const isConcerned = limit === null ? 'FALSE' : concernedBy(indicator, limit)
  const summary = await database.frame(
    `SELECT count(value)::DOUBLE AS judged, (count(*) FILTER (WHERE ${isConcerned}))::DOUBLE AS concerned, min(value)::DOUBLE AS least, max(value)::DOUBLE AS most, quantile_cont(value::DOUBLE, 0.98) AS usual FROM (${values})`,
    abort,
  )
  const number = (id: string): number => numericColumn(summary, id)[0] ?? 0
  if (number('judged') === 0) return null
  const spread = await spreadOf(database, values, indicator, [number('least'), number('most'), number('usual')], limit)
  const concerned = number('concerned')
  const isRepeat = indicator.id === 'same-answers' || indicator.id === 'same-row'
  const { id, unit, concerns, limits, step, references } = indicator
  return {
    id,
    unit,
    concerns,
    limits,
    step,
    references,
    limit,
    concerned,
    spread,
    judged: number('judged'),
    rows: concerned === 0 ? [] : await concernedRows(database, values, indicator, isConcerned),
    ...(isRepeat && concerned > 0 ? { byChance: await pairsByChance(database, shape, id === 'same-row') } : {}),
  }
}

async function spreadOf(
  database: Database,
  values: string,
  { unit, step }: Indicator,
  [least, most, usual]: readonly [number, number, number],
  limit: number | null,
): Promise<ValueSpread> {
  const from = unit === 'share' || unit === 'yes' || unit === 'points' ? Math.min(0, least) : least
  // A long tail is cut where few rows are left, but never before the limit.
  const to =
    unit === 'share' || unit === 'yes' ? 1 : Math.max(Math.min(most, Math.max(usual, (limit ?? least) * 1.5)), from)
  const isWhole = unit === 'rows' || unit === 'cells' || unit === 'items' || unit === 'yes'
  const span = to - from
  const width = isWhole ? Math.max(1, Math.ceil((span + 1) / mostBars)) : span > 0 ? span / mostBars : step
  const bars = isWhole ? Math.floor(span / width) + 1 : span > 0 ? mostBars : 1
  const frame = await database.frame(
    `SELECT least(floor((value - ${from}) / ${width}), ${bars})::DOUBLE AS bar, count(*)::DOUBLE AS n, (count(*) FILTER (WHERE value > ${to}))::DOUBLE AS beyond FROM (${values}) WHERE value IS NOT NULL GROUP BY 1`,
  )
  const counts = Array.from({ length: bars }, () => 0)
  let beyond = 0
  for (let index = 0; index < frame.rowCount; index += 1) {
    const bar = numericColumn(frame, 'bar')[index] ?? 0
    const [n = 0, outside = 0] = [numericColumn(frame, 'n')[index], numericColumn(frame, 'beyond')[index]]
    const place = Math.min(bars - 1, Math.max(0, bar))
    counts[place] = (counts[place] ?? 0) + n - outside
    beyond += outside
  }
  return { from, width, counts, beyond }
}

async function concernedRows(
  database: Database,
  values: string,
  { concerns }: Indicator,
  isConcerned: string,
): Promise<readonly ConcernedRow[]> {
  const order = concerns === 'at-least' || concerns === 'above' ? 'DESC' : 'ASC'
  const frame = await database.frame(
    `SELECT "_source"::VARCHAR AS source, "_row"::DOUBLE AS "row", value::DOUBLE AS value FROM (${values}) WHERE ${isConcerned} ORDER BY value ${order}, source, "row" LIMIT ${mostListed}`,
  )
  const { codes, levels } = factorColumn(frame, 'source')
  return Array.from({ length: frame.rowCount }, (_, index) => ({
    source: levels[codes[index] ?? 0] ?? '',
    row: numericColumn(frame, 'row')[index] ?? 0,
    value: numericColumn(frame, 'value')[index] ?? 0,
  }))
}
