import type { ComputeContext } from '../core/contract'
import type { Frame, SeriesDataset, SeriesDescription } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { coveredTime } from '../series/coverage'
import { eventsOf, readingsOf, uptimeOf } from '../series/logs'
import { bucketEdges, parseMoment, type Bucket } from '../series/local-time'
import { bucketMeans, gapsOf, medianInterval } from '../series/readings'
import { findSignals, runTest, type Rule, type RuleSet } from './rules'

export interface ControlChartOptions {
  readonly series: string | null
  readonly chart: 'xmr'
  readonly event: string | null
  readonly bucket: 'none' | Bucket
  readonly phases: readonly string[]
  readonly freeze: number
  readonly rules: RuleSet
  readonly run_length: '7' | '8'
  readonly sigma: 'mr-1.128' | 'mr-screened'
  readonly min_coverage: number
}

export interface Point {
  readonly time: number
  readonly value: number
  /** Hours that the value stands on; null when single readings are charted. */
  readonly denominator: number | null
  /** Share of the bucket that is covered; null when single readings are charted. */
  readonly coverage: number | null
  readonly movingRange: number | null
  readonly phase: number
  readonly signals: readonly Rule[]
  readonly excluded: boolean
}

export interface Phase {
  readonly n: number
  /** Points that the limits were computed from. */
  readonly baseline: number
  readonly centre: number
  readonly sigma: number
  readonly lower: number
  readonly upper: number
  readonly meanMovingRange: number
  /** Moving ranges left out of the mean by screening. */
  readonly screened: number
  readonly from: number
  readonly to: number
  readonly reason: string | null
  readonly run: {
    readonly useful: number
    readonly longestRun: number
    readonly longestRunLimit: number
    readonly crossings: number
    readonly crossingsLimit: number
  }
}

export interface ControlChart {
  readonly series: SeriesDescription
  readonly points: readonly Point[]
  readonly phases: readonly Phase[]
  /** Spans without data that are longer than a usual step, as [from, to] in milliseconds. */
  readonly gaps: readonly (readonly [number, number])[]
}

/** A moving range of two points is 1.128 sigma on average (d₂). */
const d2 = 1.128
/** Limits of the NHS convention: mean ± 2.66 mean moving ranges. */
const nhsFactor = 2.66
/** Upper limit of the moving range (D₄), and the limit for screening. */
export const movingRangeFactor = 3.267
/** Fewer points than this give limits on trial. */
export const trialPoints = 12
/** Steps longer than this many usual ones are gaps. */
const gapFactor = 3

export function computeControlChart(
  frames: Readonly<Record<string, Frame>>,
  options: ControlChartOptions,
  context: ComputeContext<SeriesDataset>,
): ControlChart {
  const description = context.dataset.series.find(({ id }) => id === options.series)
  if (description === undefined) throw new InputError('core:needs-series')
  const gathered =
    description.kind === 'events'
      ? eventPoints(frames, description, options, context)
      : readingPoints(frames, description, options, context)
  stopIfAborted(context.abort)
  const usable = gathered.points.filter(({ excluded }) => !excluded)
  if (usable.length < 2)
    throw new InputError('control-chart:too-few-points', { series: description.id, n: usable.length })
  const starts = phaseStarts(options.phases, description, gathered.points)
  return {
    series: description,
    gaps: gathered.gaps,
    ...chart(gathered.points, starts, options, context, description.kind === 'events' ? 0 : Number.NEGATIVE_INFINITY),
  }
}

interface RawPoint {
  readonly time: number
  readonly value: number
  readonly denominator: number | null
  readonly coverage: number | null
  readonly excluded: boolean
}

interface Gathered {
  readonly points: readonly RawPoint[]
  readonly gaps: readonly (readonly [number, number])[]
}

const hourMilliseconds = 3_600_000

function readingPoints(
  frames: Readonly<Record<string, Frame>>,
  series: SeriesDescription,
  options: ControlChartOptions,
  context: ComputeContext,
): Gathered {
  const readings = readingsOf(frames, series)
  if (readings.duplicates > 0)
    context.note({ code: 'control-chart:duplicates', level: 'info', about: { n: readings.duplicates } })
  if (readings.outOfRange > 0) {
    const [low, high] = series.range ?? [Number.NaN, Number.NaN]
    context.note({
      code: 'control-chart:out-of-range',
      level: 'warning',
      about: { n: readings.outOfRange, low: String(low), high: String(high) },
    })
  }
  const usual = medianInterval(readings.times)
  const spans = gapsOf(readings.times, usual * gapFactor)
  const gaps = Array.from(spans.starts, (start, index): readonly [number, number] => [
    start,
    spans.stops[index] ?? start,
  ])
  if (options.bucket === 'none') {
    return {
      gaps,
      points: Array.from(readings.times, (time, index) => ({
        time,
        value: readings.values[index] ?? Number.NaN,
        denominator: null,
        coverage: null,
        excluded: false,
      })),
    }
  }
  const first = readings.times[0]
  const last = readings.times.at(-1)
  if (first === undefined || last === undefined) return { points: [], gaps }
  const edges = edgesFor(first, last, options.bucket, series)
  const hold = Number.isNaN(usual) ? hourMilliseconds : usual
  const { means, covered } = bucketMeans(readings, hold, hold * gapFactor, edges)
  return { gaps, points: bucketPoints(edges, covered, (index) => means[index] ?? Number.NaN, options, context) }
}

function eventPoints(
  frames: Readonly<Record<string, Frame>>,
  series: SeriesDescription,
  options: ControlChartOptions,
  context: ComputeContext,
): Gathered {
  if (options.bucket === 'none') throw new InputError('control-chart:events-need-bucket', { series: series.id })
  const log = eventsOf(frames, series)
  if (log.times.length === 0) throw new InputError('control-chart:no-events', { series: series.id })
  const all = log.times
  if (options.event === null && new Set(log.codes).size > 1)
    context.note({ code: 'control-chart:kinds-together', level: 'warning', about: {} })
  const times = all.filter((_, index) => options.event === null || log.kinds[log.codes[index] ?? -1] === options.event)
  const up = uptimeOf(frames, series)
  if (up === null)
    context.note({ code: 'control-chart:coverage-unknown', level: 'warning', about: { series: series.id } })
  // Without an uptime log the log itself is taken to run from its first event to its last, of whatever kind.
  const first = up?.starts[0] ?? all[0] ?? 0
  const last = up?.stops.at(-1) ?? all.at(-1) ?? first
  const edges = edgesFor(first, Math.max(first, last - 1), options.bucket, series)
  const covered = coveredTime(up ?? { starts: Float64Array.of(first), stops: Float64Array.of(last) }, edges)
  const counts = new Float64Array(edges.length - 1)
  let bucket = 0
  for (const time of times) {
    while (bucket < counts.length && (edges[bucket + 1] ?? 0) <= time) bucket += 1
    if (bucket < counts.length && time >= (edges[bucket] ?? 0)) counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  const gaps =
    up === null
      ? []
      : Array.from(up.starts.slice(1), (start, index): readonly [number, number] => [up.stops[index] ?? start, start])
  // Events per 24 hours of uptime, so that a day of 23 or 25 hours and a day with downtime are on the same footing.
  const rate = (index: number): number =>
    (covered[index] ?? 0) > 0 ? (counts[index] ?? 0) / ((covered[index] ?? 0) / (24 * hourMilliseconds)) : Number.NaN
  return { gaps, points: bucketPoints(edges, covered, rate, options, context) }
}

function edgesFor(first: number, last: number, bucket: Bucket, series: SeriesDescription): Float64Array {
  const edges = bucketEdges(first, last, bucket, series.timeZone)
  if (edges === null) throw new InputError('control-chart:too-many-buckets', { series: series.id })
  return edges
}

function bucketPoints(
  edges: Float64Array,
  covered: Float64Array,
  valueOf: (index: number) => number,
  options: ControlChartOptions,
  context: ComputeContext,
): readonly RawPoint[] {
  const points: RawPoint[] = []
  let low = 0
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const value = valueOf(index)
    if (Number.isNaN(value)) continue
    const share = (covered[index] ?? 0) / ((edges[index + 1] ?? 0) - (edges[index] ?? 0))
    const excluded = share < options.min_coverage
    if (excluded) low += 1
    points.push({
      time: edges[index] ?? 0,
      value,
      denominator: (covered[index] ?? 0) / hourMilliseconds,
      coverage: share,
      excluded,
    })
  }
  if (low > 0)
    context.note({
      code: 'control-chart:low-coverage',
      level: 'info',
      about: { n: low, share: { value: options.min_coverage, as: 'percent' } },
    })
  return points
}

function phaseStarts(
  texts: readonly string[],
  series: SeriesDescription,
  points: readonly RawPoint[],
): readonly { readonly at: number; readonly reason: string }[] {
  const starts = texts.map((text) => {
    const moment = parseMoment(text, series.timeZone)
    if (moment === null) throw new InputError('control-chart:no-such-date', { text })
    return moment
  })
  starts.sort((a, b) => a.at - b.at)
  const first = points[0]?.time ?? 0
  const last = points.at(-1)?.time ?? 0
  for (const start of starts) {
    if (start.at <= first || start.at > last)
      throw new InputError('control-chart:phase-outside', { reason: start.reason })
  }
  return starts
}

function chart(
  raw: readonly RawPoint[],
  starts: readonly { readonly at: number; readonly reason: string }[],
  options: ControlChartOptions,
  context: ComputeContext,
  lowest: number,
): Pick<ControlChart, 'points' | 'phases'> {
  const points: Point[] = []
  const phases: Phase[] = []
  for (let phase = 0; phase <= starts.length; phase += 1) {
    const from = phase === 0 ? Number.NEGATIVE_INFINITY : (starts[phase - 1]?.at ?? 0)
    const to = starts[phase]?.at ?? Number.POSITIVE_INFINITY
    const own = raw.filter(({ time }) => time >= from && time < to)
    const included = own.filter(({ excluded }) => !excluded)
    const reason = phase === 0 ? null : (starts[phase - 1]?.reason ?? null)
    if (included.length < 2)
      throw new InputError('control-chart:phase-too-short', { phase: phase + 1, n: included.length })
    const values = included.map(({ value }) => value)
    const baseline = phase === 0 && options.freeze > 0 ? values.slice(0, options.freeze) : values
    if (baseline.length < 2)
      throw new InputError('control-chart:phase-too-short', { phase: phase + 1, n: baseline.length })
    const limits = limitsOf(baseline, options.sigma)
    if (baseline.length < trialPoints)
      context.note({
        code: 'control-chart:trial-limits',
        level: 'warning',
        about: { phase: phase + 1, n: baseline.length, needed: trialPoints },
      })
    if (limits.sigma === 0)
      context.note({ code: 'control-chart:no-variation', level: 'warning', about: { phase: phase + 1 } })
    if (limits.screened > 0)
      context.note({ code: 'control-chart:screened', level: 'info', about: { phase: phase + 1, n: limits.screened } })
    const flagged = new Map<number, Rule[]>()
    for (const { rule, points: indices } of findSignals(
      values,
      limits.centre,
      limits.sigma,
      options.rules,
      Number(options.run_length),
    )) {
      for (const index of indices) flagged.set(index, [...(flagged.get(index) ?? []), rule])
    }
    let position = 0
    let previous: number | null = null
    for (const point of own) {
      const signals = point.excluded ? [] : (flagged.get(position) ?? [])
      if (!point.excluded) position += 1
      points.push({
        ...point,
        phase: phase + 1,
        signals,
        movingRange: point.excluded || previous === null ? null : Math.abs(point.value - previous),
      })
      if (!point.excluded) previous = point.value
    }
    phases.push({
      n: included.length,
      baseline: baseline.length,
      ...limits,
      // A rate cannot fall below zero, and neither does its limit; sigma stays, so the rules do too.
      lower: Math.max(lowest, limits.lower),
      from: own[0]?.time ?? from,
      to: own.at(-1)?.time ?? to,
      reason,
      run: runTest(values, limits.centre),
    })
  }
  return { points, phases }
}

/**
 * Limits of individual values: mean ± 3 · mean(MR)/1.128, or after one screening of the moving ranges at 3.267 · mean(MR), mean ± 2.66 · mean(MR).
 * @param values at least two
 */
export function limitsOf(
  values: readonly number[],
  method: ControlChartOptions['sigma'],
): {
  readonly centre: number
  readonly sigma: number
  readonly lower: number
  readonly upper: number
  readonly meanMovingRange: number
  readonly screened: number
} {
  const centre = mean(values)
  const ranges = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0)))
  const raw = mean(ranges)
  const kept = method === 'mr-screened' && raw > 0 ? ranges.filter((range) => range < movingRangeFactor * raw) : ranges
  const meanMovingRange = mean(kept)
  const sigma = method === 'mr-screened' ? (nhsFactor * meanMovingRange) / 3 : meanMovingRange / d2
  const reach = method === 'mr-screened' ? nhsFactor * meanMovingRange : (3 * meanMovingRange) / d2
  return {
    centre,
    sigma,
    lower: centre - reach,
    upper: centre + reach,
    meanMovingRange,
    screened: ranges.length - kept.length,
  }
}

function mean(values: readonly number[]): number {
  const first = values[0] ?? Number.NaN
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length
}
