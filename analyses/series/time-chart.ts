import type { SeriesDescription } from '../core/datasets'
import type { LinearAxis, Mark, Position, TimeAxis } from '../core/figure'
import { seriesWords } from './words'

/** The shared furniture of charts over time: axes, lines that break at gaps, marks of phases, limits. All of it is read from tables. */

export function timeAxis(zone: string): TimeAxis {
  return { scale: 'time', label: seriesWords.say('axis.time'), unit: zone, timeZone: zone }
}

/** The axis of a series' values: measurements in their unit, or events per 24 hours of uptime. */
export function valueAxis(
  series: Pick<SeriesDescription, 'kind' | 'unit'>,
  domain: readonly [number, number] | null = null,
): LinearAxis {
  const isRate = series.kind === 'events'
  return {
    scale: 'linear',
    label: seriesWords.say(isRate ? 'axis.events' : 'axis.value'),
    unit: isRate ? seriesWords.say('events-per-day') : (series.unit ?? seriesWords.say('no-unit')),
    ...(domain === null ? {} : { domain }),
  }
}

/** A point of a line over time; `isApart` when nothing joins it to the point before. */
export interface LinePoint {
  readonly time: number
  readonly value: number | null
  readonly isApart: boolean
}

/** Coordinates of a line that breaks before every point that stands apart, and where there is no value: a gap is a gap. */
export function brokenLine(points: readonly LinePoint[]): {
  readonly x: readonly (number | null)[]
  readonly y: readonly (number | null)[]
} {
  const parts = points.map(({ time, value, isApart }, index) =>
    isApart && index > 0 ? { x: [null, time], y: [null, value] } : { x: [time], y: [value] },
  )
  return { x: parts.flatMap(({ x }) => x), y: parts.flatMap(({ y }) => y) }
}

/** The stretch of time of a phase. */
export interface PhaseSpan {
  readonly from: number
  readonly to: number
  readonly reason: string | null
}

/** An upright rule where each later phase begins, with its reason. */
export function phaseMarks(phases: readonly PhaseSpan[], hasReasons: boolean): readonly Mark[] {
  return phases.slice(1).map((phase): Mark => {
    const rule = { mark: 'rule', along: 'x', at: phase.from, tone: { role: 'accent' }, dash: 'dotted' } as const
    return hasReasons && phase.reason !== null ? { ...rule, label: phase.reason } : rule
  })
}

const lineStyles = {
  centre: { tone: { role: 'reference' }, dash: 'solid', weight: 'thin' },
  limit: { tone: { role: 'limit' }, dash: 'dashed', weight: 'thin' },
} as const

/** A level that holds through each phase: its centre line or a limit. */
export function levelLine<P extends PhaseSpan>(
  phases: readonly P[],
  style: keyof typeof lineStyles,
  pick: (phase: P) => number | null,
): Mark {
  return {
    mark: 'line',
    x: phases.flatMap((phase): (Position | null)[] => [phase.from, phase.to, null]),
    y: phases.flatMap((phase): (Position | null)[] => [pick(phase), pick(phase), null]),
    ...lineStyles[style],
  }
}

/** A limit that follows each point's own denominator, in steps. */
export function followingLimit(points: readonly LinePoint[]): Mark {
  return { mark: 'line', ...brokenLine(points), steps: true, ...lineStyles.limit }
}
