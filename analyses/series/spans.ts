/** Spans of time as paired starts and stops in milliseconds, rising and apart. */
export interface Spans {
  readonly starts: Float64Array
  readonly stops: Float64Array
}

/** Joins spans that touch or overlap, and drops those that end before they begin. */
export function joinSpans(starts: ArrayLike<number>, stops: ArrayLike<number>): Spans {
  const order = Array.from({ length: starts.length }, (_, index) => index)
    .filter((index) => (stops[index] ?? Number.NaN) > (starts[index] ?? Number.NaN))
    .sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0))
  const joined: [number, number][] = []
  for (const index of order) {
    const start = starts[index] ?? 0
    const stop = stops[index] ?? 0
    const last = joined.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], stop)
    else joined.push([start, stop])
  }
  return { starts: Float64Array.from(joined, ([start]) => start), stops: Float64Array.from(joined, ([, stop]) => stop) }
}

/**
 * Time covered in each bucket.
 * @param edges bucket edges, one more than buckets, rising
 * @returns milliseconds, one a bucket
 */
export function coveredTime({ starts, stops }: Spans, edges: Float64Array): Float64Array {
  const covered = new Float64Array(Math.max(0, edges.length - 1))
  let span = 0
  for (let bucket = 0; bucket < covered.length; bucket += 1) {
    const from = edges[bucket] ?? 0
    const to = edges[bucket + 1] ?? 0
    while (span < starts.length && (stops[span] ?? 0) <= from) span += 1
    let total = 0
    for (let index = span; index < starts.length && (starts[index] ?? 0) < to; index += 1) {
      total += Math.min(stops[index] ?? 0, to) - Math.max(starts[index] ?? 0, from)
    }
    covered[bucket] = total
  }
  return covered
}

/** Whether a moment lies in one of the spans. */
export function isCovered({ starts, stops }: Spans, moment: number): boolean {
  const begun = countUpTo(starts, moment)
  return begun > 0 && moment < (stops[begun - 1] ?? 0)
}

/** How many of ascending moments are no later than one. */
function countUpTo(moments: Float64Array, last: number): number {
  let low = 0
  let high = moments.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((moments[middle] ?? 0) <= last) low = middle + 1
    else high = middle
  }
  return low
}

/** The spaces between spans, each from a stop to the next start. */
export function spacesBetween({ starts, stops }: Spans): Spans {
  return { starts: stops.slice(0, -1), stops: starts.slice(1) }
}

/** Milliseconds in all spans together. */
export function totalLength({ starts, stops }: Spans): number {
  return starts.reduce((total, start, index) => total + ((stops[index] ?? start) - start), 0)
}

/** Milliseconds in the longest span; 0 when there is none. */
export function longestLength({ starts, stops }: Spans): number {
  return starts.reduce((most, start, index) => Math.max(most, (stops[index] ?? start) - start), 0)
}

/** The spans that share more than a moment with the stretch `from` … `to`. */
export function spansWithin({ starts, stops }: Spans, from: number, to: number): Spans {
  const first = countUpTo(stops, from)
  let end = first
  while (end < starts.length && (starts[end] ?? 0) < to) end += 1
  return { starts: starts.subarray(first, end), stops: stops.subarray(first, end) }
}
