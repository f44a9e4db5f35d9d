import { countByBucket, dayLength } from '../series/points'
import type { Readings } from '../series/readings'
import { coveredTime, type Spans } from '../series/spans'

/** One drawn point: a reading, or what a piece of time holds. A null value parts the line. */
export interface TracePoint {
  readonly time: number
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

/** More readings than this are drawn as means with extremes of this many equal pieces of time, and no more gaps than this are drawn: the longest. */
const mostTracePoints = 600

const parting = (time: number): TracePoint => ({ time, value: null, low: null, high: null, n: 0 })

/** Every reading where they are few, else means and extremes of equal pieces of time, which no drawn gap lies within. */
export function traceOfReadings({ times, values }: Readings, gaps: Spans): readonly TracePoint[] {
  const isBeforeGap = drawnGaps(gaps)
  const first = times[0] ?? 0
  const isEach = times.length <= mostTracePoints
  const width = isEach ? 0 : ((times.at(-1) ?? first) - first) / mostTracePoints
  const trace: TracePoint[] = []
  let piece = 0
  let start = 0
  const untilOf = (number: number): number =>
    number + 1 >= mostTracePoints ? Number.POSITIVE_INFINITY : first + (number + 1) * width
  const finish = (end: number): void => {
    if (end > start) trace.push(pieceOf(times, values, start, end))
    start = end
  }
  times.forEach((time, index) => {
    const hasGap = isBeforeGap(time)
    const isNext = isEach || time >= untilOf(piece)
    if (index > 0 && (hasGap || isNext)) finish(index)
    if (hasGap) trace.push(parting(((times[index - 1] ?? time) + time) / 2))
    while (!isEach && time >= untilOf(piece)) piece += 1
  })
  finish(times.length)
  return trace
}

/** Whether a drawn gap ends at a reading: all of them where they are few, else the longest. */
function drawnGaps({ starts, stops }: Spans): (reading: number) => boolean {
  const length = (index: number): number => (stops[index] ?? 0) - (starts[index] ?? 0)
  const longest = Array.from(starts.keys())
    .sort((a, b) => length(b) - length(a) || a - b)
    .slice(0, mostTracePoints)
  const ends = new Set(longest.map((index) => stops[index]))
  return (reading) => ends.has(reading)
}

function pieceOf(times: Float64Array, values: Float64Array, start: number, end: number): TracePoint {
  let sum = 0
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let index = start; index < end; index += 1) {
    const value = values[index] ?? 0
    sum += value
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const from = times[start] ?? 0
  const n = end - start
  return { time: n === 1 ? from : (from + (times[end - 1] ?? from)) / 2, value: sum / n, low, high, n }
}

/** Events per 24 hours of uptime in equal pieces of whole days; a piece without uptime parts the line. */
export function traceOfEvents(times: Float64Array, known: Spans): readonly TracePoint[] {
  if (times.length === 0) return []
  const start = known.starts[0] ?? 0
  const stop = known.stops.at(-1) ?? start
  const width = Math.max(dayLength, Math.ceil((stop - start) / mostTracePoints / dayLength) * dayLength)
  const pieces = Math.floor((stop - start) / width) + 1
  const edges = Float64Array.from({ length: pieces + 1 }, (_, index) => start + index * width)
  const covered = coveredTime(known, edges)
  return Array.from(countByBucket(times, edges), (n, index): TracePoint => {
    const days = (covered[index] ?? 0) / dayLength
    return { time: edges[index] ?? 0, value: days > 0 ? n / days : null, low: null, high: null, n }
  })
}

/** How often a trace is parted: stretches without a value. */
export function partingsOf(values: readonly (number | null)[]): number {
  return values.filter((value, index) => value === null && index > 0 && values[index - 1] !== null).length
}
