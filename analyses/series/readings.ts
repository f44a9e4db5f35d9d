import type { Spans } from './spans'

/** One sensor's readings in time order after cleaning. The readings that were taken out are counted. */
export interface Readings {
  /** Milliseconds UTC, rising strictly. */
  readonly times: Float64Array
  readonly values: Float64Array
  /** Times, rising strictly, of readings that were left out for their value (none, or outside the range) and that no usable reading replaces. */
  readonly unusable: Float64Array
  /** Readings at a time that already had one; the first is kept. */
  readonly duplicates: number
  /** Readings outside the declared range; left out. */
  readonly outOfRange: number
  /** Readings without a value; left out. */
  readonly blank: number
}

/** Steps longer than this many usual ones are gaps, where the user does not say otherwise. */
export const usualGapFactor = 3

/**
 * @param times milliseconds, not falling (as the engine sorted them)
 * @param range declared plausible values, ends included; null when none was declared
 */
export function cleanReadings(
  times: Float64Array,
  values: Float64Array,
  range: readonly [number, number] | null,
): Readings {
  const keptTimes = new Float64Array(times.length)
  const keptValues = new Float64Array(times.length)
  const unusable: number[] = []
  let kept = 0
  let duplicates = 0
  let outOfRange = 0
  let blank = 0
  let previous = Number.NEGATIVE_INFINITY
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] ?? Number.NaN
    const value = values[index] ?? Number.NaN
    const isBlank = Number.isNaN(value)
    if (isBlank || (range !== null && (value < range[0] || value > range[1]))) {
      if (isBlank) blank += 1
      else outOfRange += 1
      if (time !== previous && time !== unusable.at(-1)) unusable.push(time)
      continue
    }
    if (time === previous) {
      duplicates += 1
      continue
    }
    if (time === unusable.at(-1)) unusable.pop()
    previous = time
    keptTimes[kept] = time
    keptValues[kept] = value
    kept += 1
  }
  return {
    times: keptTimes.slice(0, kept),
    values: keptValues.slice(0, kept),
    unusable: Float64Array.from(unusable),
    duplicates,
    outOfRange,
    blank,
  }
}

/** The middle of the steps between readings, in milliseconds; NaN when there are fewer than two. */
export function medianInterval(times: Float64Array): number {
  if (times.length < 2) return Number.NaN
  const steps = new Float64Array(times.length - 1)
  for (let index = 1; index < times.length; index += 1) steps[index - 1] = (times[index] ?? 0) - (times[index - 1] ?? 0)
  steps.sort()
  const middle = steps.length >> 1
  return steps.length % 2 === 1 ? (steps[middle] ?? Number.NaN) : ((steps[middle - 1] ?? 0) + (steps[middle] ?? 0)) / 2
}

/**
 * Where nothing is known between two readings: a step longer than `longestStep`, from reading to reading, or a reading that had to be left out for its value,
 * from its time to the next usable reading.
 * @param longestStep milliseconds; NaN when there are too few readings to have a usual step
 * @returns the gaps as spans that end at a reading, rising
 */
export function gapsOf({ times, unusable }: Pick<Readings, 'times' | 'unusable'>, longestStep: number): Spans {
  const starts: number[] = []
  const stops: number[] = []
  let at = 0
  for (let index = 1; index < times.length; index += 1) {
    const from = times[index - 1] ?? 0
    const to = times[index] ?? 0
    while (at < unusable.length && (unusable[at] ?? 0) <= from) at += 1
    const lost = unusable[at] ?? Number.POSITIVE_INFINITY
    const start = lost < to && !(lost - from > longestStep) ? lost : to - from > longestStep ? from : null
    if (start === null) continue
    starts.push(start)
    stops.push(to)
  }
  return { starts: Float64Array.from(starts), stops: Float64Array.from(stops) }
}

/**
 * Time-weighted means by bucket. A reading holds until the next one, but before a gap no longer than a usual step: the last value is not carried across a gap.
 * @param gaps of these readings, as `gapsOf` finds them
 * @param hold how long a reading holds before a gap or when no other follows, in milliseconds
 * @param edges bucket edges, one more than buckets, rising
 * @returns mean (NaN where no time is covered), covered time in milliseconds and readings, one a bucket
 */
export function bucketMeans(
  { times, values }: Pick<Readings, 'times' | 'values'>,
  gaps: Spans,
  hold: number,
  edges: Float64Array,
): { readonly means: Float64Array; readonly covered: Float64Array; readonly counts: Float64Array } {
  const buckets = Math.max(0, edges.length - 1)
  const sums = new Float64Array(buckets)
  const covered = new Float64Array(buckets)
  const counts = new Float64Array(buckets)
  let bucket = 0
  let gap = 0
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] ?? 0
    const next = times[index + 1] ?? Number.POSITIVE_INFINITY
    while (gap < gaps.stops.length && (gaps.stops[gap] ?? 0) <= time) gap += 1
    const gapStart = gaps.starts[gap] ?? Number.POSITIVE_INFINITY
    const isLast = gapStart < next || next === Number.POSITIVE_INFINITY
    const until = isLast ? (gapStart > time && gapStart < next ? gapStart : time + hold) : next
    while (bucket < buckets && (edges[bucket + 1] ?? 0) <= time) bucket += 1
    if (bucket >= buckets) break
    if (time >= (edges[bucket] ?? 0)) counts[bucket] = (counts[bucket] ?? 0) + 1
    for (let at = bucket; at < buckets && (edges[at] ?? 0) < until; at += 1) {
      const part = Math.min(until, edges[at + 1] ?? 0) - Math.max(time, edges[at] ?? 0)
      if (part <= 0) continue
      sums[at] = (sums[at] ?? 0) + part * (values[index] ?? 0)
      covered[at] = (covered[at] ?? 0) + part
    }
  }
  return {
    means: sums.map((sum, at) => ((covered[at] ?? 0) > 0 ? sum / (covered[at] ?? 1) : Number.NaN)),
    covered,
    counts,
  }
}
