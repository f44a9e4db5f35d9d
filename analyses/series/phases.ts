import { InputError } from '../core/errors'
import { parseMoment } from './local-time'
import type { SeriesPoint } from './points'
import { seriesWords } from './words'

/** A stretch of a series with limits of its own. */
export interface PhasePart {
  /** From 1. */
  readonly number: number
  /** Why it begins, in the user's words; null for the first phase. */
  readonly reason: string | null
  readonly points: readonly SeriesPoint[]
}

/**
 * Cuts the points at the moments that the user set; phases are never found automatically.
 * @param moments as `2022-10-15 New routine`, in any order
 * @throws InputError when a date does not exist, or lies not after the first point or after the last
 */
export function splitPhases(
  points: readonly SeriesPoint[],
  moments: readonly string[],
  timeZone: string,
): readonly PhasePart[] {
  const starts = moments.map((text) => {
    const moment = parseMoment(text, timeZone)
    if (moment === null) throw new InputError(seriesWords.code('no-such-date'), { text })
    return moment
  })
  starts.sort((a, b) => a.at - b.at)
  const first = points[0]?.time ?? 0
  const last = points.at(-1)?.time ?? 0
  for (const { at, reason } of starts)
    if (at <= first || at > last) throw new InputError(seriesWords.code('phase-outside'), { reason })
  return [null, ...starts].map((start, index) => {
    const from = start?.at ?? Number.NEGATIVE_INFINITY
    const to = starts[index]?.at ?? Number.POSITIVE_INFINITY
    return {
      number: index + 1,
      reason: start?.reason ?? null,
      points: points.filter(({ time }) => time >= from && time < to),
    }
  })
}

/** The points of a phase that count, each with whether it follows directly on the one before: no gap and no excluded point lies between. */
export function countingPoints(
  points: readonly SeriesPoint[],
): readonly { readonly point: SeriesPoint; readonly isNeighbour: boolean }[] {
  return points.flatMap((point, index) => {
    if (point.excluded) return []
    const before = points[index - 1]
    return [{ point, isNeighbour: before !== undefined && !before.excluded && point.gap === null }]
  })
}
