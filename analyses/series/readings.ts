import type { Spans } from './coverage'

/** One sensor's readings in time order, cleaned: what was taken out is counted. */
export interface Readings {
  /** Milliseconds UTC, rising strictly. */
  readonly times: Float64Array
  readonly values: Float64Array
  /** Readings at a time that already had one; the first is kept. */
  readonly duplicates: number
  /** Readings outside the declared range; left out. */
  readonly outOfRange: number
  /** Readings without a value; left out. */
  readonly blank: number
}

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
  let kept = 0
  let duplicates = 0
  let outOfRange = 0
  let blank = 0
  let previous = Number.NEGATIVE_INFINITY
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] ?? Number.NaN
    const value = values[index] ?? Number.NaN
    if (Number.isNaN(value)) {
      blank += 1
      continue
    }
    if (range !== null && (value < range[0] || value > range[1])) {
      outOfRange += 1
      continue
    }
    if (time === previous) {
      duplicates += 1
      continue
    }
    previous = time
    keptTimes[kept] = time
    keptValues[kept] = value
    kept += 1
  }
  return { times: keptTimes.slice(0, kept), values: keptValues.slice(0, kept), duplicates, outOfRange, blank }
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
 * Steps longer than `longestStep`: between these readings nothing is known.
 * @returns the gaps as spans from the reading before to the reading after
 */
export function gapsOf(times: Float64Array, longestStep: number): Spans {
  const starts: number[] = []
  const stops: number[] = []
  for (let index = 1; index < times.length; index += 1) {
    const from = times[index - 1] ?? 0
    const to = times[index] ?? 0
    if (to - from > longestStep) {
      starts.push(from)
      stops.push(to)
    }
  }
  return { starts: Float64Array.from(starts), stops: Float64Array.from(stops) }
}

/**
 * Time-weighted means by bucket. A reading holds until the next one, but no longer than a usual step when a gap follows:
 * the last value is not carried across a gap.
 * @param hold how long a reading holds when no other follows in time, in milliseconds
 * @param longestStep steps longer than this are gaps
 * @param edges bucket edges, one more than buckets, rising
 * @returns mean (NaN where no time is covered), covered time in milliseconds and readings, one a bucket
 */
export function bucketMeans(
  { times, values }: Pick<Readings, 'times' | 'values'>,
  hold: number,
  longestStep: number,
  edges: Float64Array,
): { readonly means: Float64Array; readonly covered: Float64Array; readonly counts: Float64Array } {
  const buckets = Math.max(0, edges.length - 1)
  const sums = new Float64Array(buckets)
  const covered = new Float64Array(buckets)
  const counts = new Float64Array(buckets)
  let bucket = 0
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] ?? 0
    const next = times[index + 1]
    const step = next === undefined ? Number.POSITIVE_INFINITY : next - time
    const until = time + (step > longestStep ? hold : step)
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
