import type { SeriesDescription } from '../core/datasets'
import { InputError } from '../core/errors'
import { quantity, type Note } from '../core/words'
import type { EventLog } from './logs'
import { bucketEdges, type Bucket } from './local-time'
import { bucketMeans, gapsOf, medianInterval, usualGapFactor, type Readings } from './readings'
import { coveredTime, isCovered, longestLength, spacesBetween, spansWithin, type Spans } from './spans'
import { seriesWords } from './words'

/** One value of a series in time: a reading, or what a bucket of the local clock holds. */
export interface SeriesPoint {
  /** Milliseconds UTC: of the reading, or of the beginning of the bucket. */
  readonly time: number
  readonly value: number
  /** Hours of data, or of uptime, that the value stands on; null for a single reading. */
  readonly denominator: number | null
  /** Share of the bucket that is covered, 0 … 1; null for a single reading. */
  readonly coverage: number | null
  /**
   * Milliseconds of the gap between the point before and this one, the longest when there are several; null when they are neighbours. Between buckets there is a
   * gap only where a whole bucket holds no data: a shorter one lowers the coverage of the bucket that it lies in.
   */
  readonly gap: number | null
  /** True when the coverage is too low for the point to count. */
  readonly excluded: boolean
}

export interface GatherOptions {
  readonly bucket: 'none' | Bucket
  /** Least share of a bucket that must be covered for its point to count, 0 … 1. */
  readonly min_coverage: number
}

export const hourLength = 3_600_000
export const dayLength = 24 * hourLength

type Noting = (note: Note) => void

/** Tells which readings were left out in cleaning. */
export function noteCleaning(readings: Readings, series: SeriesDescription, note: Noting): void {
  if (readings.duplicates > 0) note(seriesWords.info('duplicates', { series: series.id, n: readings.duplicates }))
  if (readings.outOfRange > 0 && series.range !== null) {
    const [low, high] = series.range
    note(
      seriesWords.warning('out-of-range', {
        series: series.id,
        n: readings.outOfRange,
        low: String(low),
        high: String(high),
      }),
    )
  }
}

/**
 * The points of a series of readings: each reading, or time-weighted means by bucket. What was left out, gaps and low coverage are noted.
 * @throws InputError when there would be more than 100 000 buckets
 */
export function pointsOfReadings(
  readings: Readings,
  series: SeriesDescription,
  options: GatherOptions,
  note: Noting,
): readonly SeriesPoint[] {
  noteCleaning(readings, series, note)
  const { times, values } = readings
  const usual = medianInterval(times)
  const gaps = gapsOf(readings, usual * usualGapFactor)
  const first = times[0]
  const last = times.at(-1)
  if (first === undefined || last === undefined) return []
  let points: readonly SeriesPoint[]
  if (options.bucket === 'none') {
    points = Array.from(times, (time, index) => ({
      time,
      value: values[index] ?? Number.NaN,
      denominator: null,
      coverage: null,
      gap: index === 0 ? null : gapWithin(gaps, times[index - 1] ?? time, time),
      excluded: false,
    }))
  } else {
    const edges = edgesFor(first, last, options.bucket, series)
    // A lone reading has no usual step; it then stands for an hour.
    const { means, covered } = bucketMeans(readings, gaps, Number.isNaN(usual) ? hourLength : usual, edges)
    points = pointsOfBuckets(edges, covered, (index) => means[index] ?? Number.NaN, gaps, options, note)
  }
  noteGaps(gaps, points, series, note)
  return points
}

/**
 * The points of a log of events: events per 24 hours of uptime by bucket, so that a day of 23 or 25 hours and a day with downtime are on the same footing.
 * @param event the kind that is counted; null counts all kinds together
 * @param up when the series was up; null when that is not known, and the log is taken to run from its first event to its last, of whatever kind
 * @throws InputError when no bucket was chosen, there are no events, or there would be more than 100 000 buckets
 */
export function pointsOfEvents(
  log: EventLog,
  up: Spans | null,
  series: SeriesDescription,
  options: GatherOptions & { readonly event: string | null },
  note: Noting,
): readonly SeriesPoint[] {
  if (options.bucket === 'none') throw new InputError(seriesWords.code('events-need-bucket'), { series: series.id })
  if (log.times.length === 0) throw new InputError(seriesWords.code('no-events'), { series: series.id })
  if (options.event === null && new Set(log.codes).size > 1) note(seriesWords.warning('kinds-together'))
  const times = log.times.filter(
    (_, index) => options.event === null || log.kinds[log.codes[index] ?? -1] === options.event,
  )
  const known = up ?? wholeLog(log, series, note)
  const whileDown = up === null ? 0 : times.reduce((count, time) => count + (isCovered(up, time) ? 0 : 1), 0)
  if (whileDown > 0) note(seriesWords.warning('events-while-down', { series: series.id, n: whileDown }))
  const first = known.starts[0] ?? 0
  const edges = edgesFor(first, Math.max(first, (known.stops.at(-1) ?? first) - 1), options.bucket, series)
  const covered = coveredTime(known, edges)
  const counts = countByBucket(times, edges)
  const rate = (index: number): number => {
    const hours = covered[index] ?? 0
    return hours > 0 ? (counts[index] ?? 0) / (hours / dayLength) : Number.NaN
  }
  const gaps = spacesBetween(known)
  const points = pointsOfBuckets(edges, covered, rate, gaps, options, note)
  noteGaps(gaps, points, series, note)
  return points
}

/** How many of `times`, which do not fall, lie in each bucket. */
export function countByBucket(times: Float64Array, edges: Float64Array): Float64Array {
  const counts = new Float64Array(Math.max(0, edges.length - 1))
  let bucket = 0
  for (const time of times) {
    while (bucket < counts.length && (edges[bucket + 1] ?? 0) <= time) bucket += 1
    if (bucket < counts.length && time >= (edges[bucket] ?? 0)) counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return counts
}

/** The span of a log that no uptime log covers; a note says that uptime is unknown. */
export function wholeLog({ times }: Pick<EventLog, 'times'>, series: SeriesDescription, note: Noting): Spans {
  note(seriesWords.warning('coverage-unknown', { series: series.id }))
  return { starts: times.slice(0, 1), stops: times.slice(-1) }
}

/** The longest gap between two moments, in milliseconds; null when there is none. */
function gapWithin(gaps: Spans, from: number, to: number): number | null {
  const found = spansWithin(gaps, from, to)
  return found.starts.length === 0 ? null : longestLength(found)
}

function edgesFor(first: number, last: number, bucket: Bucket, series: SeriesDescription): Float64Array {
  const edges = bucketEdges(first, last, bucket, series.timeZone)
  if (edges === null) throw new InputError(seriesWords.code('too-many-buckets'), { series: series.id })
  return edges
}

function pointsOfBuckets(
  edges: Float64Array,
  covered: Float64Array,
  valueOf: (index: number) => number,
  gaps: Spans,
  options: GatherOptions,
  note: Noting,
): readonly SeriesPoint[] {
  const points: SeriesPoint[] = []
  let before: number | null = null
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const value = valueOf(index)
    if (Number.isNaN(value)) continue
    const from = edges[index] ?? 0
    const coverage = (covered[index] ?? 0) / ((edges[index + 1] ?? 0) - from)
    points.push({
      time: from,
      value,
      denominator: (covered[index] ?? 0) / hourLength,
      coverage,
      gap: before === null || before + 1 === index ? null : gapWithin(gaps, edges[before + 1] ?? from, from),
      excluded: coverage < options.min_coverage,
    })
    before = index
  }
  const low = points.filter(({ excluded }) => excluded).length
  if (low > 0) note(seriesWords.info('low-coverage', { n: low, share: quantity(options.min_coverage, 'percent') }))
  return points
}

/** Tells the gaps of a series, and how many of them part its points. */
function noteGaps(gaps: Spans, points: readonly SeriesPoint[], series: SeriesDescription, note: Noting): void {
  if (gaps.starts.length === 0) return
  note(
    seriesWords.info('gaps', {
      series: series.id,
      n: gaps.starts.length,
      hours: quantity(longestLength(gaps) / hourLength, 'df'),
      parting: points.filter(({ gap }) => gap !== null).length,
    }),
  )
}
