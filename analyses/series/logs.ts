import { rows, type FramesOf, type Selection } from '../core/contract'
import {
  factorColumn,
  numericColumn,
  quoteText,
  type Frame,
  type SeriesDataset,
  type SeriesDescription,
} from '../core/datasets'
import { joinSpans, type Spans } from './spans'
import { cleanReadings, type Readings } from './readings'

/**
 * Statements for the logs of some series: `observations` and `events` in the order of series and time, and `coverage`, the spans in which their subjects were up.
 * A span without a subject counts for every subject. A statement is there only where one of the series needs it.
 * @param ids of series in the dataset; unknown ones are passed over
 */
export function selectLogs(
  dataset: SeriesDataset,
  ids: readonly string[],
): { readonly observations: Selection | null; readonly events: Selection | null; readonly coverage: Selection | null } {
  const chosen = dataset.series.filter(({ id }) => ids.includes(id))
  const rowsOfKind = (kind: SeriesDescription['kind'], table: string | null, column: string): Selection | null => {
    const list = chosen.filter((series) => series.kind === kind).map(({ id }) => quoteText(id))
    if (table === null || list.length === 0) return null
    return rows(
      `SELECT series, t, ${column} FROM ${table} WHERE series::VARCHAR IN (${list.join(', ')}) AND t IS NOT NULL ORDER BY series::VARCHAR, t, _row`,
    )
  }
  const coverage = (): Selection | null => {
    const covered = chosen.filter(({ kind, hasCoverage }) => kind === 'events' && hasCoverage)
    if (dataset.tables.coverage === null || covered.length === 0) return null
    const subjects = covered.flatMap(({ subject }) => (subject === null ? [] : [quoteText(subject)]))
    const isTheirs =
      subjects.length === 0 ? 'subject IS NULL' : `(subject IS NULL OR subject::VARCHAR IN (${subjects.join(', ')}))`
    return rows(
      `SELECT subject, start, stop FROM ${dataset.tables.coverage} WHERE ${isTheirs} AND start IS NOT NULL AND stop IS NOT NULL ORDER BY start, stop`,
    )
  }
  return {
    observations: rowsOfKind('observations', dataset.tables.observations, 'value'),
    events: rowsOfKind('events', dataset.tables.events, 'type'),
    coverage: coverage(),
  }
}

/** The frames of `selectLogs`. */
export type LogFrames = FramesOf<typeof selectLogs>

/** The cleaned readings of one series. Empty when the frames have none. */
export function readingsOf(frames: LogFrames, series: SeriesDescription): Readings {
  const frame = frames.observations
  if (frame === undefined) return cleanReadings(new Float64Array(), new Float64Array(), series.range)
  const { from, to } = rowsOf(frame, series.id)
  return cleanReadings(
    numericColumn(frame, 't').subarray(from, to),
    numericColumn(frame, 'value').subarray(from, to),
    series.range,
  )
}

/** The events of one series in the order of time, each with its kind. */
export interface EventLog {
  /** Milliseconds UTC, not falling. */
  readonly times: Float64Array
  /** Index into `kinds`, one for each event. */
  readonly codes: Int32Array
  readonly kinds: readonly string[]
}

/** The events of one series. Empty when the frames have none. */
export function eventsOf(frames: LogFrames, series: SeriesDescription): EventLog {
  const frame = frames.events
  if (frame === undefined) return { times: new Float64Array(), codes: new Int32Array(), kinds: [] }
  const { from, to } = rowsOf(frame, series.id)
  const { codes, levels } = factorColumn(frame, 'type')
  return { times: numericColumn(frame, 't').subarray(from, to), codes: codes.subarray(from, to), kinds: levels }
}

/** When a series was up: the spans of its own subject and those that count for all. Null when no uptime log covers it. */
export function uptimeOf(frames: LogFrames, series: SeriesDescription): Spans | null {
  const frame = frames.coverage
  if (frame === undefined || !series.hasCoverage) return null
  const { codes, levels } = factorColumn(frame, 'subject')
  const own = series.subject === null ? -1 : levels.indexOf(series.subject)
  const spans = Array.from(codes.keys()).filter((row) => codes[row] === own || codes[row] === -1)
  if (spans.length === 0) return null
  const starts = numericColumn(frame, 'start')
  const stops = numericColumn(frame, 'stop')
  return joinSpans(
    spans.map((row) => starts[row] ?? Number.NaN),
    spans.map((row) => stops[row] ?? Number.NaN),
  )
}

/** Rows of one series in a frame ordered by series and time. */
function rowsOf(frame: Frame, series: string): { readonly from: number; readonly to: number } {
  const { codes, levels } = factorColumn(frame, 'series')
  const code = levels.indexOf(series)
  const from = code < 0 ? -1 : codes.indexOf(code)
  return from < 0 ? { from: 0, to: 0 } : { from, to: codes.lastIndexOf(code) + 1 }
}
