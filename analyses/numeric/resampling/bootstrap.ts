import { drawBinomial } from './binomial-draw'
import { normal } from '../distributions/normal'
import type { Random } from './random'
import { compensatedSum, momentsFromOrigin, sorted, type ValueCounts } from '../summary/summary'

/** Ends of a confidence interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** What the BCa interval was corrected by. */
export interface BcaInterval extends Interval {
  /** Bias correction z₀ = Φ⁻¹(share of replicates below the estimate). */
  readonly bias: number
  readonly acceleration: number
  /** The levels actually read off the replicates. */
  readonly levels: readonly [number, number]
}

/**
 * Quantiles of bootstrap replicates by interpolation on the normal quantile scale at (R + 1)·α (Davison & Hinkley 1997, eq.
 * 5.8; norm.inter of R's boot). Levels beyond the extreme order statistics give these.
 */
const replicateQuantile = (ascending: Float64Array, alpha: number): number => {
  const count = ascending.length
  if (count === 0 || Number.isNaN(alpha)) return Number.NaN
  const position = (count + 1) * alpha
  const k = Math.trunc(position)
  if (k <= 0) return ascending[0] as number
  if (k >= count) return ascending[count - 1] as number
  const low = ascending[k - 1] as number
  if (k === position) return low
  const at = normal.quantileLower(k / (count + 1))
  const share = (normal.quantileLower(alpha) - at) / (normal.quantileLower((k + 1) / (count + 1)) - at)
  return low + share * ((ascending[k] as number) - low)
}

const finiteSorted = (replicates: ArrayLike<number>): Float64Array =>
  sorted(Float64Array.from(replicates).filter(Number.isFinite))

/**
 * The percentile interval (Davison & Hinkley 1997, ISBN 978-0-521-57471-6, sec. 5.3). Replicates that are not finite are left out, as boot::boot.ci does. NaN when none is left.
 *
 * @param confidence in (0, 1)
 */
export const percentileInterval = (replicates: ArrayLike<number>, confidence: number): Interval => {
  const ascending = finiteSorted(replicates)
  return {
    low: replicateQuantile(ascending, (1 - confidence) / 2),
    high: replicateQuantile(ascending, (1 + confidence) / 2),
  }
}

/**
 * The acceleration Σ L³/(6·(Σ L²)^1.5) with the jackknife's influence values L_i = (n − 1)·(estimate − estimate without i).
 * NaN if the estimates do not vary (Efron 1987; boot::empinf).
 * @param leaveOneOut the estimate without each person in turn
 */
export const jackknifeAcceleration = (estimate: number, leaveOneOut: ArrayLike<number>): number => {
  const n = leaveOneOut.length
  const influence = (i: number): number => (n - 1) * (estimate - (leaveOneOut[i] as number))
  const squares = compensatedSum(n, (i) => influence(i) * influence(i))
  const cubes = compensatedSum(n, (i) => influence(i) * influence(i) * influence(i))
  return cubes / (6 * squares * Math.sqrt(squares))
}

/**
 * The bias-corrected and accelerated interval (Efron 1987, doi 10.1080/01621459.1987.10478410; as boot::boot.ci). NaN ends if
 * no replicate, or every one, lies below the estimate.
 *
 * @param estimate of the sample itself
 * @param acceleration as of `jackknifeAcceleration`
 * @param confidence in (0, 1)
 */
export const bcaInterval = (
  replicates: ArrayLike<number>,
  estimate: number,
  acceleration: number,
  confidence: number,
): BcaInterval => {
  const ascending = finiteSorted(replicates)
  let below = 0
  while (below < ascending.length && (ascending[below] as number) < estimate) below++
  const bias = normal.quantileLower(below / ascending.length)
  const level = (p: number): number => {
    if (!Number.isFinite(bias)) return Number.NaN
    const shifted = bias + normal.quantileLower(p)
    return normal.lower(bias + shifted / (1 - acceleration * shifted))
  }
  const levels = [level((1 - confidence) / 2), level((1 + confidence) / 2)] as const
  return {
    low: replicateQuantile(ascending, levels[0]),
    high: replicateQuantile(ascending, levels[1]),
    bias,
    acceleration,
    levels,
  }
}

/** With more people to a distinct value than this, drawing how often each value comes is quicker than drawing the people. */
const peoplePerValue = 12
/** Draws between two calls of `onDraws`. */
const drawsAtOnce = 256

/**
 * Means of bootstrap samples: `draws` samples of the data's own size, drawn with replacement from the people, of whom `counts` say how many have each value. A sample's
 * counts are multinomial; they are drawn value by value as conditional binomials where many people share a value, else person by person, so that
 * neither a hundred people nor a million take long. Same data in the same order, same generator, same bits.
 *
 * @param data whole counts; their order matters to the bits
 * @param onDraws called every 256 draws with how many are done; may throw to stop
 * @returns NaN throughout if there is nobody
 */
export const resampledMeans = (
  data: ValueCounts,
  draws: number,
  random: Random,
  onDraws?: (done: number) => void,
): Float64Array => {
  const means = new Float64Array(draws)
  const origin = data.values[0] ?? Number.NaN
  const { n, mean } = momentsFromOrigin(data, origin)
  if (!(n > 0)) return means.fill(Number.NaN)
  // From the mean, so that a sample's sum is small and its digits are its own.
  const deviations = Float64Array.from(data.values as ArrayLike<number>, (value) => value - origin - mean)
  const sumOfSample =
    n > peoplePerValue * deviations.length
      ? sumByValue(deviations, data.counts, n, random)
      : sumByPerson(deviations, data.counts, n, random)
  for (let draw = 0; draw < draws; draw++) {
    if (draw % drawsAtOnce === 0) onDraws?.(draw)
    means[draw] = origin + mean + sumOfSample() / n
  }
  return means
}

const sumByPerson = (
  deviations: Float64Array,
  counts: ArrayLike<number>,
  n: number,
  { word }: Random,
): (() => number) => {
  const people = new Float64Array(n)
  let filled = 0
  for (let i = 0; i < deviations.length; i++) {
    const next = filled + (counts[i] as number)
    people.fill(deviations[i] as number, filled, next)
    filled = next
  }
  // The high half of word·n is uniform once low halves under 2³² mod n are turned away (Lemire 2019, doi 10.1145/3230636); word·n is exact for n up to 2²¹.
  const least = 4294967296 % n
  return () => {
    let sum = 0
    for (let person = 0; person < n;) {
      const product = word() * n
      const index = Math.floor(product / 4294967296)
      if (product - index * 4294967296 < least) continue
      sum += people[index] as number
      person += 1
    }
    return sum
  }
}

const sumByValue = (deviations: Float64Array, counts: ArrayLike<number>, n: number, random: Random): (() => number) => {
  // Chance of each value among it and those after it.
  const chances = new Float64Array(deviations.length)
  let after = n
  for (let i = 0; i < deviations.length; i++) {
    chances[i] = after > 0 ? (counts[i] as number) / after : 0
    after -= counts[i] as number
  }
  return () => {
    let left = n
    let sum = 0
    for (let i = 0; i < deviations.length && left > 0; i++) {
      const times = drawBinomial(left, chances[i] as number, random)
      sum += times * (deviations[i] as number)
      left -= times
    }
    return sum
  }
}
