import type { ComputeContext } from '../core/contract'
import type { Frame, SeriesDataset, SeriesDescription } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { mean, standardDeviation } from '../numeric/summary/summary'
import { coveredTime, type Spans } from '../series/coverage'
import { eventsOf, readingsOf, uptimeOf } from '../series/logs'
import { bucketMeans, gapsOf, medianInterval } from '../series/readings'

export interface SeriesOverviewOptions {
  readonly series: readonly string[]
  readonly gap_factor: number
}

export interface SeriesSummary {
  readonly series: SeriesDescription
  readonly n: number
  readonly first: number
  readonly last: number
  /** Milliseconds; NaN when there are fewer than two moments. */
  readonly medianInterval: number
  /** Null for events without an uptime log: silence is no gap. */
  readonly gaps: number | null
  readonly longestGap: number | null
  /** Share of the time from first to last, or of the log, that is known; null where it cannot be known. */
  readonly coverage: number | null
  readonly duplicates: number
  readonly outOfRange: number
  readonly blank: number
  readonly mean: number | null
  readonly timeWeightedMean: number | null
  readonly sd: number | null
  readonly min: number | null
  readonly max: number | null
  readonly trace: readonly TracePoint[]
  readonly gapSpans: readonly (readonly [number, number])[]
}

/** One drawn point: a reading, or the mean of a piece of time with its extremes. A null value is a gap. */
export interface TracePoint {
  readonly time: number
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

export interface SeriesOverview {
  readonly summaries: readonly SeriesSummary[]
}

/** More readings than this are drawn as means with extremes of this many equal pieces of time. */
export const mostTracePoints = 600

export function computeSeriesOverview(
  frames: Readonly<Record<string, Frame>>,
  options: SeriesOverviewOptions,
  context: ComputeContext<SeriesDataset>,
): SeriesOverview {
  const chosen = context.dataset.series.filter(({ id }) => options.series.includes(id))
  if (chosen.length === 0) throw new InputError('core:needs-series')
  return {
    summaries: chosen.map((series, index) => {
      stopIfAborted(context.abort)
      context.progress(index / chosen.length)
      const summary =
        series.kind === 'events'
          ? summariseEvents(series, frames, context)
          : summariseReadings(series, frames, options, context)
      if (summary.n === 0)
        context.note({ code: 'series-overview:empty', level: 'warning', about: { series: series.id } })
      return summary
    }),
  }
}

function summariseReadings(
  series: SeriesDescription,
  frames: Readonly<Record<string, Frame>>,
  options: SeriesOverviewOptions,
  context: ComputeContext,
): SeriesSummary {
  const readings = readingsOf(frames, series)
  if (readings.outOfRange > 0) {
    const [low, high] = series.range ?? [Number.NaN, Number.NaN]
    context.note({
      code: 'series-overview:out-of-range',
      level: 'warning',
      about: { series: series.id, n: readings.outOfRange, low: String(low), high: String(high) },
    })
  }
  if (series.range === null)
    context.note({ code: 'series-overview:no-range', level: 'info', about: { series: series.id } })
  const n = readings.times.length
  const first = readings.times[0] ?? Number.NaN
  const last = readings.times[n - 1] ?? Number.NaN
  const usual = medianInterval(readings.times)
  const gaps = gapsOf(readings.times, usual * options.gap_factor)
  const gapTime = lengthOf(gaps)
  const span = last - first
  const weighted =
    n < 2
      ? Number.NaN
      : (bucketMeans(readings, usual, usual * options.gap_factor, Float64Array.of(first, last)).means[0] ?? Number.NaN)
  return {
    series,
    n,
    first,
    last,
    medianInterval: usual,
    gaps: gaps.starts.length,
    longestGap: gaps.starts.length === 0 ? null : longest(gaps),
    coverage: span > 0 ? 1 - gapTime / span : null,
    duplicates: readings.duplicates,
    outOfRange: readings.outOfRange,
    blank: readings.blank,
    mean: n > 0 ? mean(readings.values) : null,
    timeWeightedMean: Number.isNaN(weighted) ? null : weighted,
    sd: n > 1 ? standardDeviation(readings.values) : null,
    min: n > 0 ? readings.values.reduce((a, b) => Math.min(a, b)) : null,
    max: n > 0 ? readings.values.reduce((a, b) => Math.max(a, b)) : null,
    trace: traceOf(readings.times, readings.values, usual * options.gap_factor),
    gapSpans: pairs(gaps),
  }
}

function summariseEvents(
  series: SeriesDescription,
  frames: Readonly<Record<string, Frame>>,
  context: ComputeContext,
): SeriesSummary {
  const log = eventsOf(frames, series)
  let duplicates = 0
  const seen = new Set<number>()
  let previous = Number.NaN
  const times = log.times.filter((time, index) => {
    if (time !== previous) seen.clear()
    previous = time
    const type = log.codes[index] ?? -1
    if (seen.has(type)) {
      duplicates += 1
      return false
    }
    seen.add(type)
    return true
  })
  const up = uptimeOf(frames, series)
  if (up === null && times.length > 0)
    context.note({ code: 'series-overview:coverage-unknown', level: 'info', about: { series: series.id } })
  const first = times[0] ?? Number.NaN
  const last = times.at(-1) ?? Number.NaN
  const start = up?.starts[0] ?? first
  const stop = up?.stops.at(-1) ?? last
  const down: Spans | null = up === null ? null : { starts: up.stops.slice(0, -1), stops: up.starts.slice(1) }
  const day = 86_400_000
  const edges: number[] = []
  if (times.length > 0) {
    const width = Math.max(day, Math.ceil((stop - start) / mostTracePoints / day) * day)
    for (let edge = start; edge <= stop; edge += width) edges.push(edge)
    edges.push((edges.at(-1) ?? start) + width)
  }
  const covered = coveredTime(
    up ?? { starts: Float64Array.of(start), stops: Float64Array.of(stop) },
    Float64Array.from(edges),
  )
  const trace: TracePoint[] = []
  let at = 0
  for (let index = 0; index + 1 < edges.length; index += 1) {
    let count = 0
    while (at < times.length && (times[at] ?? 0) < (edges[index + 1] ?? 0)) {
      count += 1
      at += 1
    }
    const share = (covered[index] ?? 0) / day
    trace.push({ time: edges[index] ?? 0, value: share > 0 ? count / share : null, low: null, high: null, n: count })
  }
  return {
    series,
    n: times.length,
    first,
    last,
    medianInterval: medianInterval(times),
    gaps: down === null ? null : down.starts.length,
    longestGap: down === null || down.starts.length === 0 ? null : longest(down),
    coverage: up === null || !(stop > start) ? null : lengthOf(up) / (stop - start),
    duplicates,
    outOfRange: 0,
    blank: 0,
    mean: null,
    timeWeightedMean: null,
    sd: null,
    min: null,
    max: null,
    trace,
    gapSpans: down === null ? [] : pairs(down),
  }
}

/** Every reading where they are few, else means and extremes of equal pieces of time; a gap is a point without a value. */
function traceOf(times: Float64Array, values: Float64Array, longestStep: number): readonly TracePoint[] {
  const trace: TracePoint[] = []
  const gapAt = (time: number): TracePoint => ({ time, value: null, low: null, high: null, n: 0 })
  if (times.length <= mostTracePoints) {
    times.forEach((time, index) => {
      const before = times[index - 1]
      if (before !== undefined && time - before > longestStep) trace.push(gapAt((before + time) / 2))
      const value = values[index] ?? null
      trace.push({ time, value, low: value, high: value, n: 1 })
    })
    return trace
  }
  const first = times[0] ?? 0
  const width = ((times.at(-1) ?? 0) - first) / mostTracePoints
  let index = 0
  for (let piece = 0; piece < mostTracePoints; piece += 1) {
    const until = piece + 1 === mostTracePoints ? Number.POSITIVE_INFINITY : first + (piece + 1) * width
    const start = index
    let sum = 0
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    while (index < times.length && (times[index] ?? 0) < until) {
      const value = values[index] ?? 0
      sum += value
      low = Math.min(low, value)
      high = Math.max(high, value)
      index += 1
    }
    const n = index - start
    if (n === 0) {
      if (trace.at(-1)?.value !== null && width > longestStep) trace.push(gapAt(first + (piece + 0.5) * width))
      continue
    }
    const before = times[start - 1]
    const own = times[start] ?? 0
    if (before !== undefined && own - before > longestStep && trace.at(-1)?.value !== null)
      trace.push(gapAt((before + own) / 2))
    trace.push({ time: ((times[start] ?? 0) + (times[index - 1] ?? 0)) / 2, value: sum / n, low, high, n })
  }
  return trace
}

const pairs = ({ starts, stops }: Spans): readonly (readonly [number, number])[] =>
  Array.from(starts, (start, index) => [start, stops[index] ?? start] as const)
const lengthOf = ({ starts, stops }: Spans): number =>
  starts.reduce((sum, start, index) => sum + ((stops[index] ?? start) - start), 0)
const longest = ({ starts, stops }: Spans): number =>
  starts.reduce((most, start, index) => Math.max(most, (stops[index] ?? start) - start), 0)
