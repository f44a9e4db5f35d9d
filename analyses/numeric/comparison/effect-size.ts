import { atanh, exp, log, tanh } from '../elementary/elementary-functions'
import type { Interval } from '../resampling/bootstrap'
import { logGammaRatio } from '../distributions/gamma-function'
import { noncentralF } from '../distributions/noncentral-f'
import { noncentralT } from '../distributions/noncentral-t'
import { normal } from '../distributions/normal'
import { studentT } from '../distributions/student-t'
import { deviationOf, sortedCounts, varianceOf, type Moments, type ValueCounts } from '../summary/summary'

/**
 * Effect sizes of differences between means, of order, and of explained variance, with confidence intervals. The intervals of d, g, η², ε² and ω² are found by pivoting a
 * noncentral distribution (Steiger 2004, doi 10.1037/1082-989X.9.2.164). Where a group has too few values or nothing varies, what is undefined is NaN.
 */

/**
 * Which side of an effect an interval bounds: both (`two-sided`), only from below (`greater`, the upper end is the largest
 * possible value) or only from above (`less`).
 */
export type Alternative = 'two-sided' | 'greater' | 'less'

/** An effect with its confidence interval. */
export interface EffectSize extends Interval {
  readonly estimate: number
}

/** How sure and how sided an interval is. */
export interface IntervalOptions {
  /** In (0, 1); 0.95 if left out. */
  readonly confidence?: number
  /** `two-sided` if left out. */
  readonly alternative?: Alternative
}

/** Tail probability outside each end that counts, and which ends count. */
const tailOf = ({
  confidence = 0.95,
  alternative = 'two-sided',
}: IntervalOptions): { readonly tail: number; readonly alternative: Alternative } => ({
  tail: alternative === 'two-sided' ? (1 - confidence) / 2 : 1 - confidence,
  alternative,
})

const ends = (
  alternative: Alternative,
  smallest: number,
  largest: number,
  low: () => number,
  high: () => number,
): Interval => ({ low: alternative === 'less' ? smallest : low(), high: alternative === 'greater' ? largest : high() })

/** The interval of a standardised difference t·unit whose noncentrality is pivoted from t. */
const fromNoncentralT = (t: number, df: number, unit: number, options: IntervalOptions): Interval => {
  const { tail, alternative } = tailOf(options)
  return ends(
    alternative,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    () => unit * noncentralT.solveNoncentrality(t, df, 1 - tail),
    () => unit * noncentralT.solveNoncentrality(t, df, tail),
  )
}

/**
 * Hedges' exact correction J = Γ(m/2)/(√(m/2)·Γ((m − 1)/2)) for m degrees of freedom (Hedges 1981, doi
 * 10.3102/10769986006002107). NaN for m ≤ 1.
 */
export const hedgesCorrection = (df: number): number =>
  df > 1 ? exp(logGammaRatio(0.5 * df, 0.5 * (df - 1)) - 0.5 * log(0.5 * df)) : Number.NaN

/** The pooled standard deviation of two samples, the root of the mean square within. NaN for fewer than three values in all. */
export const pooledDeviation = (a: Moments, b: Moments): number =>
  Math.sqrt((a.centredSumOfSquares + b.centredSumOfSquares) / (a.n + b.n - 2))

/** How a difference of two means is standardised, and its interval. */
export interface StandardisedDifferenceOptions extends IntervalOptions {
  /**
   * Whether one variance is assumed for both groups (the default). If not, the unit is √((s₁² + s₂²)/2) and the degrees of
   * freedom are Welch's.
   */
  readonly equalVariances?: boolean
}

const standardisedDifference = (
  a: Moments,
  b: Moments,
  { equalVariances = true, ...options }: StandardisedDifferenceOptions,
): EffectSize & { readonly df: number } => {
  const difference = a.mean - b.mean
  if (equalVariances) {
    const df = a.n + b.n - 2
    const unit = Math.sqrt(1 / a.n + 1 / b.n)
    const estimate = difference / pooledDeviation(a, b)
    return { estimate, df, ...fromNoncentralT(estimate / unit, df, unit, options) }
  }
  const variances = [varianceOf(a), varianceOf(b)] as const
  const shares = [variances[0] / a.n, variances[1] / b.n] as const
  const square = shares[0] + shares[1]
  const df = (square * square) / ((shares[0] * shares[0]) / (a.n - 1) + (shares[1] * shares[1]) / (b.n - 1))
  const deviation = Math.sqrt((variances[0] + variances[1]) / 2)
  const unit = Math.sqrt(square) / deviation
  return { estimate: difference / deviation, df, ...fromNoncentralT(difference / Math.sqrt(square), df, unit, options) }
}

/**
 * Cohen's d of a − b, in units of the pooled standard deviation (or of `equalVariances: false`), with a noncentral-t interval (Cohen 1988; effectsize::cohens_d).
 * NaN where a group has no values, for fewer than three values in all, and where nothing varies and the means are equal. Where nothing varies and they differ, d is infinite and
 * its interval NaN.
 */
export const cohensD = (a: Moments, b: Moments, options: StandardisedDifferenceOptions = {}): EffectSize => {
  const { estimate, low, high } = standardisedDifference(a, b, options)
  return { estimate, low, high }
}

/** Hedges' g of a − b: d and its interval times the exact correction (Hedges 1981; effectsize::hedges_g). It is undefined where d is. */
export const hedgesG = (a: Moments, b: Moments, options: StandardisedDifferenceOptions = {}): EffectSize => {
  const { estimate, low, high, df } = standardisedDifference(a, b, options)
  const correction = hedgesCorrection(df)
  return { estimate: estimate * correction, low: low * correction, high: high * correction }
}

/** d_z of paired differences, mean/SD, with a noncentral-t interval (Lakens 2013, doi 10.3389/fpsyg.2013.00863). NaN for fewer than two pairs. */
export const pairedD = (differences: Moments, options: IntervalOptions = {}): EffectSize => {
  const estimate = differences.mean / deviationOf(differences)
  const unit = 1 / Math.sqrt(differences.n)
  return { estimate, ...fromNoncentralT(estimate / unit, differences.n - 1, unit, options) }
}

/**
 * d_z and its interval times Hedges' exact correction for n − 1 degrees of freedom. NaN for fewer than three pairs, since the correction needs two degrees of freedom.
 */
export const pairedG = (differences: Moments, options: IntervalOptions = {}): EffectSize => {
  const { estimate, low, high } = pairedD(differences, options)
  const correction = hedgesCorrection(differences.n - 1)
  return { estimate: estimate * correction, low: low * correction, high: high * correction }
}

/**
 * d_av: the mean difference (second − first) in units of the mean of the two standard deviations (Lakens 2013, doi 10.3389/fpsyg.2013.00863). NaN where either has fewer than two values.
 */
export const averageD = (first: Moments, second: Moments): number =>
  (second.mean - first.mean) / ((deviationOf(first) + deviationOf(second)) / 2)

/** Which interval Cliff's δ has. */
export interface CliffsDeltaOptions extends IntervalOptions {
  /**
   * `fisher`, the default: normal on the scale of artanh δ with variance (n₁ + n₂ + 1)/(3·n₁·n₂), as effectsize::cliffs_delta. Where the groups are completely separated
   * it is effsize's instead, since effectsize's has no width there.
   * `consistent`: Cliff's consistent variance and the asymmetric interval of Feng & Cliff 2004 (doi
   * 10.22237/jmasm/1099267560), which follows the data's own ties.
   */
  readonly interval?: 'fisher' | 'consistent'
}

/** Cliff's δ with the consistent estimate of its variance. */
export interface CliffsDelta extends EffectSize {
  /** Cliff's (1996) consistent variance estimate of δ; NaN if a group has fewer than two values. */
  readonly variance: number
  /** P(a > b) + ½·P(a = b). */
  readonly superiority: number
}

/**
 * Cliff's δ = P(a > b) − P(a < b), −1 … 1, from distinct values with whole counts (Cliff 1993, doi 10.1037/0033-2909.114.3.494; effectsize::cliffs_delta). The sorted values
 * are merged once, and no pairs are formed. NaN throughout when a group is empty or a value is NaN.
 */
export const cliffsDelta = (a: ValueCounts, b: ValueCounts, options: CliffsDeltaOptions = {}): CliffsDelta => {
  const first = sortedCounts(a)
  const second = sortedCounts(b)
  const n1 = first.counts.reduce((total, count) => total + count, 0)
  const n2 = second.counts.reduce((total, count) => total + count, 0)
  const { tail, alternative } = tailOf(options)
  if (n1 === 0 || n2 === 0 || first.values.some(Number.isNaN) || second.values.some(Number.isNaN)) {
    return { estimate: Number.NaN, low: Number.NaN, high: Number.NaN, variance: Number.NaN, superiority: Number.NaN }
  }
  const forward = dominance(first, second, n2)
  const backward = dominance(second, first, n1)
  const estimate = (forward.above - forward.below) / (n1 * n2)
  // Σ over pairs of (sign − δ)², by the three values that a sign can take.
  const ties = n1 * n2 - forward.above - forward.below
  const pairs =
    forward.above * (1 - estimate) * (1 - estimate) +
    forward.below * (1 + estimate) * (1 + estimate) +
    ties * estimate * estimate
  const rowVariance = forward.spread(estimate) / (n1 - 1)
  const columnVariance = backward.spread(-estimate) / (n2 - 1)
  const variance =
    n1 > 1 && n2 > 1
      ? ((n2 - 1) * rowVariance + (n1 - 1) * columnVariance + pairs / ((n1 - 1) * (n2 - 1))) / (n1 * n2)
      : Number.NaN
  const z = normal.quantileUpper(tail)
  const limit =
    Math.abs(estimate) === 1
      ? (sign: number): number => (sign === estimate ? estimate : separatedEnd(estimate, n1, n2, tail))
      : options.interval === 'consistent'
        ? (sign: number): number => asymmetricEnd(estimate, variance, sign * z)
        : (sign: number): number => tanh(atanh(estimate) + sign * z * Math.sqrt((n1 + n2 + 1) / (3 * n1 * n2)))
  return {
    estimate,
    variance,
    superiority: (estimate + 1) / 2,
    ...ends(
      alternative,
      -1,
      1,
      () => limit(-1),
      () => limit(1),
    ),
  }
}

/** One end of the asymmetric interval of δ (Feng & Cliff 2004, doi 10.22237/jmasm/1099267560). @param z the normal or t quantile, with the sign of the end */
const asymmetricEnd = (delta: number, variance: number, z: number): number => {
  const rest = 1 - delta * delta
  const spread = z * z * variance
  return (delta * rest + z * Math.sqrt(variance) * Math.sqrt(rest * rest + spread)) / (rest + spread)
}

/**
 * The inner end of the interval where one group lies wholly above the other. The data then show no variance, and the ordinary intervals shrink to a point; as in effsize
 * 0.8.1, δ is taken one pair short of complete separation, and its variance and a t quantile give the end. NaN where a group has one value.
 * @param estimate 1 or −1
 */
const separatedEnd = (estimate: number, n1: number, n2: number, tail: number): number => {
  const short = 1 / (n1 * n2)
  const square = short * short
  const variance = square / (n1 - 1) + square / (n2 - 1) + square / ((n1 - 1) * (n2 - 1))
  return estimate * asymmetricEnd(1 - short, variance, -studentT.quantileUpper(tail, n1 + n2 - 2))
}

interface Dominance {
  /** Pairs in which the first value is above the second. */
  readonly above: number
  readonly below: number
  /** Σ over the first group of (its value's own dominance − δ)². */
  readonly spread: (delta: number) => number
}

interface SortedCounts {
  readonly values: Float64Array
  readonly counts: Float64Array
}

const dominance = (rows: SortedCounts, columns: SortedCounts, columnTotal: number): Dominance => {
  const own = new Float64Array(rows.values.length)
  let above = 0
  let below = 0
  let k = 0
  let smaller = 0
  for (let i = 0; i < rows.values.length; i++) {
    const value = rows.values[i] as number
    while (k < columns.values.length && (columns.values[k] as number) < value) smaller += columns.counts[k++] as number
    const equal = columns.values[k] === value ? (columns.counts[k] as number) : 0
    const larger = columnTotal - smaller - equal
    above += (rows.counts[i] as number) * smaller
    below += (rows.counts[i] as number) * larger
    own[i] = (smaller - larger) / columnTotal
  }
  return {
    above,
    below,
    spread: (delta) =>
      own.reduce((total, value, i) => total + (rows.counts[i] as number) * (value - delta) * (value - delta), 0),
  }
}

/** Explained shares of variance: η² of the sample, ε² and ω² corrected for chance. */
export type ExplainedVarianceIndex = 'eta' | 'epsilon' | 'omega'

/**
 * η², ε² or ω² of a one-way design (or the partial form of a term) from F and its degrees of freedom, 0 … 1, with one interval for the share of the population that all
 * three estimate: the noncentrality λ of the observed F is pivoted, and λ/(λ + df2) is the end (Steiger 2004). It is effectsize's interval of η². That of effectsize for ω²
 * and ε² (0.8.3) pivots the F of the corrected estimate instead, so that it has no width where F ≤ 1 and covers too seldom: 71 % in place of 95 % with 6 groups of 10.
 *
 * An F that is smaller than chance alone gives in all but the tail fits no λ ≥ 0. The interval is then empty, and its ends are NaN. effectsize's own default is
 * `alternative: 'greater'`, with 1 as the upper end; ours is two-sided. NaN where F is NaN.
 * @param statistic F ≥ 0
 * @param df1 degrees of freedom of the effect, > 0
 * @param df2 residual degrees of freedom, > 0
 */
export const explainedVariance = (
  index: ExplainedVarianceIndex,
  statistic: number,
  df1: number,
  df2: number,
  options: IntervalOptions = {},
): EffectSize => ({
  estimate: explainedShare(index, statistic, df1, df2),
  ...explainedInterval(statistic, df1, df2, options),
})

/** The interval of `explainedVariance` alone, with the same domain. */
const explainedInterval = (statistic: number, df1: number, df2: number, options: IntervalOptions = {}): Interval => {
  const { tail, alternative } = tailOf(options)
  const end = (p: number): number => {
    const noncentrality = noncentralF.solveNoncentrality(statistic, df1, df2, p)
    return noncentrality / (noncentrality + df2)
  }
  const interval = ends(
    alternative,
    0,
    1,
    () => end(1 - tail),
    () => end(tail),
  )
  return interval.high > 0 ? interval : { low: Number.NaN, high: Number.NaN }
}

/** The estimate of `explainedVariance` alone, with the same domain. */
export const explainedShare = (index: ExplainedVarianceIndex, statistic: number, df1: number, df2: number): number => {
  const scaled = statistic * df1
  return index === 'eta'
    ? scaled / (scaled + df2)
    : Math.max(0, ((statistic - 1) * df1) / (scaled + df2 + (index === 'omega' ? 1 : 0)))
}
