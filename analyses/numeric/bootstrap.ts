import { normal } from './distributions/normal'
import { compensatedSum, sorted } from './summary'

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

const finiteSorted = (replicates: ArrayLike<number>): Float64Array => sorted(Float64Array.from(replicates).filter(Number.isFinite))

/**
 * The percentile interval. Replicates that are not finite are left out, as boot::boot.ci does.
 *
 * @param confidence in (0, 1)
 */
export const percentileInterval = (replicates: ArrayLike<number>, confidence: number): Interval => {
  const ascending = finiteSorted(replicates)
  return { low: replicateQuantile(ascending, (1 - confidence) / 2), high: replicateQuantile(ascending, (1 + confidence) / 2) }
}

/**
 * The acceleration Σ L³/(6·(Σ L²)^1.5) with the jackknife's influence values L_i = (n − 1)·(estimate − estimate without i).
 * NaN if the estimates do not vary.
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
 */
export const bcaInterval = (replicates: ArrayLike<number>, estimate: number, acceleration: number, confidence: number): BcaInterval => {
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
  return { low: replicateQuantile(ascending, levels[0]), high: replicateQuantile(ascending, levels[1]), bias, acceleration, levels }
}
