import type { ComputeContext } from '../core/contract'
import type { SeriesDataset, SeriesDescription } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { core } from '../core/words'
import {
  individualLimits,
  movingRanges,
  overdispersedRateLimits,
  rateLimits,
  type ControlLimits,
  type ExposedRate,
} from '../series/limits'
import { eventsOf, readingsOf, uptimeOf, type LogFrames } from '../series/logs'
import { countingPoints, splitPhases, type PhasePart } from '../series/phases'
import { pointsOfEvents, pointsOfReadings, type SeriesPoint } from '../series/points'
import { findSignals, type Rule } from '../series/run-rules'
import { runTest, sidesOf, type RunTest } from '../series/runs'
import type { ControlChartOptions } from './options'
import { code, info, warning } from './words'

export interface Point extends SeriesPoint {
  readonly phase: number
  readonly centre: number
  readonly sigma: number
  readonly lower: number
  readonly upper: number
  /** Null where the point before is no neighbour. */
  readonly movingRange: number | null
  readonly signals: readonly Rule[]
}

export interface Phase {
  readonly n: number
  /** Points that the limits were computed from. */
  readonly baseline: number
  readonly centre: number
  /** Null where sigma and limits follow each point's uptime. */
  readonly sigma: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly sigmaZ: number | null
  /** Null where the limits do not stand on it. */
  readonly meanMovingRange: number | null
  readonly from: number
  readonly to: number
  readonly reason: string | null
  readonly run: RunTest
}

export interface ControlChart {
  readonly series: SeriesDescription
  readonly points: readonly Point[]
  readonly phases: readonly Phase[]
}

/** Fewer points than this give limits on trial. */
const trialPoints = 12

export function computeControlChart(
  frames: LogFrames,
  options: ControlChartOptions,
  context: ComputeContext<SeriesDataset>,
): ControlChart {
  const series = context.dataset.series.find(({ id }) => id === options.series)
  if (series === undefined) throw new InputError(core.code('needs-series'))
  if (series.kind !== 'events' && options.chart !== 'xmr')
    throw new InputError(code('chart-needs-events'), { series: series.id })
  const points =
    series.kind === 'events'
      ? pointsOfEvents(eventsOf(frames, series), uptimeOf(frames, series), series, options, context.note)
      : pointsOfReadings(readingsOf(frames, series), series, options, context.note)
  stopIfAborted(context.abort)
  const usable = points.filter(({ excluded }) => !excluded)
  if (usable.length < 2) throw new InputError(code('too-few-points'), { series: series.id, n: usable.length })
  const charted = splitPhases(points, options.phases, series.timeZone).map((part) =>
    chartPhase(part, series, options, context),
  )
  if (options.chart !== 'xmr') context.note(info('limits-follow-uptime'))
  if (options.chart !== 'u-prime') context.note(info('no-sigma-z'))
  return { series, points: charted.flatMap(({ points: own }) => own), phases: charted.map(({ phase }) => phase) }
}

function chartPhase(
  part: PhasePart,
  series: SeriesDescription,
  options: ControlChartOptions,
  context: ComputeContext,
): { readonly phase: Phase; readonly points: readonly Point[] } {
  const counting = countingPoints(part.points).map(({ point, isNeighbour }): CountingPoint => ({
    value: point.value,
    exposure: exposureOf(point) ?? Number.NaN,
    isNeighbour,
    point,
  }))
  const baseline = part.number === 1 && options.freeze > 0 ? counting.slice(0, options.freeze) : counting
  for (const points of [counting, baseline])
    if (points.length < 2) throw new InputError(code('phase-too-short'), { phase: part.number, n: points.length })
  const limits = limitsOf(baseline, series, options)
  if (limits === null) throw new InputError(code('no-neighbours'), { phase: part.number })
  const values = counting.map(({ value }) => value)
  const follows = options.chart !== 'xmr'
  const throughout = limits.at(baseline[0]?.exposure ?? null)
  notePhase(part.number, baseline.length, limits, throughout.sigma, context)
  return {
    points: chartPoints(part, counting, limits, options),
    phase: {
      n: counting.length,
      baseline: baseline.length,
      centre: limits.centre,
      sigma: follows ? null : throughout.sigma,
      lower: follows ? null : throughout.lower,
      upper: follows ? null : throughout.upper,
      sigmaZ: limits.sigmaZ,
      meanMovingRange: limits.meanMovingRange,
      from: part.points[0]?.time ?? Number.NaN,
      to: part.points.at(-1)?.time ?? Number.NaN,
      reason: part.reason,
      run: runTest(sidesOf(values, limits.centre)),
    },
  }
}

/** A point that counts, with the value, the exposure and the neighbourhood that limits stand on. */
interface CountingPoint extends ExposedRate {
  readonly point: SeriesPoint
}

/** Days of uptime, since a rate is one of events per 24 hours of it; null for single readings. */
function exposureOf({ denominator }: SeriesPoint): number | null {
  return denominator === null ? null : denominator / 24
}

function limitsOf(
  baseline: readonly CountingPoint[],
  series: SeriesDescription,
  options: ControlChartOptions,
): ControlLimits | null {
  switch (options.chart) {
    case 'xmr':
      return individualLimits(baseline, options.sigma, series.kind === 'events' ? 0 : Number.NEGATIVE_INFINITY)
    case 'u':
      return rateLimits(baseline)
    case 'u-prime':
      return overdispersedRateLimits(baseline, options.sigma)
  }
}

/** Tells what the reader of a phase's limits must know. */
function notePhase(
  phase: number,
  baseline: number,
  limits: ControlLimits,
  sigma: number,
  context: ComputeContext,
): void {
  if (baseline < trialPoints) context.note(warning('trial-limits', { phase, n: baseline, needed: trialPoints }))
  if (sigma === 0) context.note(warning('no-variation', { phase }))
  if (limits.screened > 0) context.note(info('screened', { phase, n: limits.screened }))
}

/** Every point of a phase with its limits, and the signals of those that count. */
function chartPoints(
  part: PhasePart,
  counting: readonly CountingPoint[],
  limits: ControlLimits,
  options: ControlChartOptions,
): readonly Point[] {
  const ranges = movingRanges(counting)
  const flagged = new Map<number, Rule[]>()
  for (const { rule, points } of findSignals(
    counting.map(({ value, exposure, isNeighbour }) => ({ value, isNeighbour, sigma: limits.at(exposure).sigma })),
    limits.centre,
    options.rules,
    Number(options.run_length),
  ))
    for (const position of points) flagged.set(position, [...(flagged.get(position) ?? []), rule])
  const positions = new Map(counting.map(({ point }, position) => [point, position]))
  return part.points.map((point): Point => {
    const position = positions.get(point) ?? -1
    return {
      ...point,
      phase: part.number,
      centre: limits.centre,
      ...limits.at(exposureOf(point)),
      movingRange: ranges[position] ?? null,
      signals: flagged.get(position) ?? [],
    }
  })
}
