/** A row whose time on the wall happened twice, with both readings of it, milliseconds UTC. */
export interface RepeatedTime {
  readonly earlier: number
  readonly later: number
  /** Where the row ends, if it is a span, under either reading; NaN for a moment. */
  readonly endIfEarlier: number
  readonly endIfLater: number
  /** Only the earlier reading is possible, since the span would end before it began. */
  readonly isEarlier: boolean
}

/** What is known of a series whose rows are to be read. */
export interface SeriesHabits {
  /** Milliseconds between most neighbours; NaN where there is no such step. */
  readonly step: number
  /** Two rows at one time would be one too many. */
  readonly isRepeatUnusual: boolean
}

export interface Passages {
  /** By row. */
  readonly isLater: readonly boolean[]
  /** The rows show which hour was meant; otherwise the earlier is taken. */
  readonly isDecided: boolean
}

/** More than any number of unusual steps. */
const outOfOrder = 1e6

/**
 * Which rows lie in the first and which in the second of the two hours that the clock showed twice. The rows go through the first hour and then through the second: the place where they
 * change is the one that leaves the fewest rows out of order, at one time, or off the usual step. Times that stand in pairs (a log that was sorted by its clock) are one of each.
 * @param times rows of one night in the order of time
 * @param before the time before them, milliseconds UTC, and `after` the one after them; NaN where there is none
 */
export function passagesOf(
  times: readonly RepeatedTime[],
  before: number,
  after: number,
  { step, isRepeatUnusual }: SeriesHabits,
): Passages {
  const stepCost = (from: number, to: number): number => {
    if (Number.isNaN(from) || Number.isNaN(to)) return 0
    const length = to - from
    if (length < 0) return outOfOrder + Math.ceil(-length / 1000)
    if (length === 0) return isRepeatUnusual ? 1 : 0
    return Math.abs(length - step) > 0.1 * step ? 1 : 0
  }
  const at = (index: number, isLater: boolean): number =>
    (isLater ? times[index]?.later : times[index]?.earlier) ?? Number.NaN
  const endAt = (index: number, isLater: boolean): number =>
    (isLater ? times[index]?.endIfLater : times[index]?.endIfEarlier) ?? Number.NaN
  const pairCost = (index: number, wasLater: boolean, isLater: boolean): number => {
    const time = at(index, isLater)
    return stepCost(at(index - 1, wasLater), time) + (endAt(index - 1, wasLater) > time ? 1 : 0)
  }

  const { length } = times
  const least = times.findLastIndex(({ isEarlier }) => isEarlier) + 1
  let within = 0
  for (let index = 1; index < length; index += 1) within += pairCost(index, true, true)
  let earlierPart = 0
  let laterPart = within
  let best = Number.POSITIVE_INFINITY
  let places: number[] = []
  for (let change = 0; change <= length; change += 1) {
    if (change > 1) earlierPart += pairCost(change - 1, false, false)
    if (change > 0 && change < length) laterPart -= pairCost(change, true, true)
    const joint = change > 0 && change < length ? pairCost(change, false, true) : 0
    const ends = stepCost(before, at(0, change === 0)) + stepCost(at(length - 1, change < length), after)
    const cost = earlierPart + joint + laterPart + ends
    if (change < least || cost > best) continue
    if (cost < best) places = []
    best = cost
    places.push(change)
  }
  const paired = isRepeatUnusual ? pairedPassages(times) : null
  if (paired !== null && costOf(times, paired, before, after, stepCost) < best)
    return { isLater: paired, isDecided: true }
  const change = places.includes(length) ? length : middleMost(places, length)
  return {
    isLater: times.map((_, index) => index >= change),
    isDecided: places.length === 1 || (change > 0 && change < length),
  }
}

/** Of several places, the one that parts the rows most evenly. */
function middleMost(places: readonly number[], length: number): number {
  let found = places[0] ?? length
  for (const place of places) if (Math.abs(2 * place - length) < Math.abs(2 * found - length)) found = place
  return found
}

/** The first half of the rows of each time in the first hour and the others in the second; null where the rows do not rise or no time stands twice. */
function pairedPassages(times: readonly RepeatedTime[]): readonly boolean[] | null {
  const isLater: boolean[] = []
  for (let start = 0; start < times.length;) {
    const { earlier } = times[start] as RepeatedTime
    let end = start + 1
    while (end < times.length && times[end]?.earlier === earlier) end += 1
    if ((times[end]?.earlier ?? earlier) < earlier) return null
    const half = Math.ceil((end - start) / 2)
    for (let index = start; index < end; index += 1) isLater.push(index - start >= half)
    start = end
  }
  return isLater.includes(true) ? isLater : null
}

/** Cost of passages once the rows stand in the order of time. */
function costOf(
  times: readonly RepeatedTime[],
  isLater: readonly boolean[],
  before: number,
  after: number,
  stepCost: (from: number, to: number) => number,
): number {
  const read = Float64Array.from(times, ({ earlier, later }, index) => (isLater[index] === true ? later : earlier))
  let previous = before
  let cost = 0
  for (const time of read.sort()) {
    cost += stepCost(previous, time)
    previous = time
  }
  return cost + stepCost(previous, after)
}
