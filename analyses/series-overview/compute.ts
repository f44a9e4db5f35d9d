import type { ComputeContext } from '../core/contract'
import type { SeriesDataset, SeriesDescription } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { core } from '../core/words'
import { mean, standardDeviation } from '../numeric/summary/summary'
import { eventsOf, readingsOf, uptimeOf, type EventLog, type LogFrames } from '../series/logs'
import { noteCleaning, wholeLog } from '../series/points'
import { bucketMeans, gapsOf, medianInterval } from '../series/readings'
import { longestLength, spacesBetween, totalLength } from '../series/spans'
import type { SeriesOverviewOptions } from './options'
import { traceOfEvents, traceOfReadings, type TracePoint } from './trace'
import { info, warning } from './words'

export interface SeriesSummary {
  readonly series: SeriesDescription
  readonly n: number
  /** Milliseconds UTC; NaN when there is nothing. */
  readonly first: number
  readonly last: number
  /** Milliseconds; NaN when there are fewer than two moments. */
  readonly medianInterval: number
  /** Null for events without an uptime log, since a time without events is not a gap. */
  readonly gaps: number | null
  readonly longestGap: number | null
  /** Share of the time from first to last, or of the log, that is known; null where it cannot be known. */
  readonly coverage: number | null
  readonly duplicates: number
  readonly outOfRange: number
  readonly blank: number
  readonly values: ValueSummary | null
  readonly trace: readonly TracePoint[]
}

/** A summary of the values of readings; events have no values. */
export interface ValueSummary {
  readonly mean: number
  readonly timeWeightedMean: number | null
  readonly sd: number | null
  readonly min: number
  readonly max: number
}

export interface SeriesOverview {
  readonly summaries: readonly SeriesSummary[]
}

export function computeSeriesOverview(
  frames: LogFrames,
  options: SeriesOverviewOptions,
  context: ComputeContext<SeriesDataset>,
): SeriesOverview {
  const chosen = context.dataset.series.filter(({ id }) => options.series.includes(id))
  if (chosen.length === 0) throw new InputError(core.code('needs-series'))
  return {
    summaries: chosen.map((series, index) => {
      stopIfAborted(context.abort)
      context.progress(index / chosen.length)
      const summary =
        series.kind === 'events'
          ? summariseEvents(series, frames, context)
          : summariseReadings(series, frames, options, context)
      if (summary.n === 0) context.note(warning('empty', { series: series.id }))
      return summary
    }),
  }
}

function summariseReadings(
  series: SeriesDescription,
  frames: LogFrames,
  options: SeriesOverviewOptions,
  context: ComputeContext,
): SeriesSummary {
  const readings = readingsOf(frames, series)
  noteCleaning(readings, series, context.note)
  if (series.range === null) context.note(info('no-range', { series: series.id }))
  const { times, values } = readings
  const first = times[0] ?? Number.NaN
  const last = times.at(-1) ?? Number.NaN
  const usual = medianInterval(times)
  const gaps = gapsOf(readings, usual * options.gap_factor)
  const weighted = bucketMeans(readings, gaps, usual, Float64Array.of(first, last)).means[0] ?? Number.NaN
  return {
    series,
    n: times.length,
    first,
    last,
    medianInterval: usual,
    gaps: gaps.starts.length,
    longestGap: gaps.starts.length === 0 ? null : longestLength(gaps),
    coverage: last > first ? 1 - totalLength(gaps) / (last - first) : null,
    duplicates: readings.duplicates,
    outOfRange: readings.outOfRange,
    blank: readings.blank,
    values:
      times.length === 0
        ? null
        : {
            mean: mean(values),
            timeWeightedMean: Number.isNaN(weighted) ? null : weighted,
            sd: times.length > 1 ? standardDeviation(values) : null,
            min: values.reduce((a, b) => Math.min(a, b)),
            max: values.reduce((a, b) => Math.max(a, b)),
          },
    trace: traceOfReadings(readings, gaps),
  }
}

function summariseEvents(series: SeriesDescription, frames: LogFrames, context: ComputeContext): SeriesSummary {
  const log = eventsOf(frames, series)
  const times = withoutRepeated(log)
  const duplicates = log.times.length - times.length
  if (duplicates > 0) context.note(info('repeated-events', { series: series.id, n: duplicates }))
  const up = uptimeOf(frames, series)
  const known = up ?? (times.length > 0 ? wholeLog(log, series, context.note) : { starts: times, stops: times })
  const start = known.starts[0] ?? Number.NaN
  const stop = known.stops.at(-1) ?? Number.NaN
  const down = up === null ? null : spacesBetween(up)
  return {
    series,
    n: times.length,
    first: times[0] ?? Number.NaN,
    last: times.at(-1) ?? Number.NaN,
    medianInterval: medianInterval(times),
    gaps: down === null ? null : down.starts.length,
    longestGap: down === null || down.starts.length === 0 ? null : longestLength(down),
    coverage: up === null || !(stop > start) ? null : totalLength(up) / (stop - start),
    duplicates,
    outOfRange: 0,
    blank: 0,
    values: null,
    trace: traceOfEvents(times, known),
  }
}

/** Times of the events, each kind counted once at a time. */
function withoutRepeated(log: EventLog): Float64Array {
  const seen = new Set<number>()
  let previous = Number.NaN
  return log.times.filter((time, index) => {
    if (time !== previous) seen.clear()
    previous = time
    const code = log.codes[index] ?? -1
    if (seen.has(code)) return false
    seen.add(code)
    return true
  })
}
