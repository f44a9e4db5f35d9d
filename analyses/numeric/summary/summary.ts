/**
 * Sums, means, centred sums of squares, moments and quantiles, from values or from distinct values with counts.
 *
 * NaN in, NaN out; leaving out missing values is the caller's. An empty input gives n = 0, mean NaN, sum of squares 0.
 */

/**
 * Distinct or repeated values with how often each occurs. A count is ≥ 0 and may be a case weight; quantiles and ranks want
 * whole counts. Order does not matter unless a function says so.
 */
export interface ValueCounts {
  readonly values: ArrayLike<number>
  readonly counts: ArrayLike<number>
}

/** What a sample contributes to means and variances; two of them merge into the union's. */
export interface Moments {
  /** Number of values, or the sum of their weights. */
  readonly n: number
  readonly mean: number
  /** Σ (x − mean)². */
  readonly centredSumOfSquares: number
}

/** Definitions of skewness and kurtosis (Joanes & Gill 1998, doi 10.1111/1467-9884.00122); 3 is the default of psych. */
export type MomentType = 1 | 2 | 3

/** Sample quantiles as numbered by Hyndman & Fan 1996, doi 10.1080/00031305.1996.10473566; 7 is R's default, 6 SPSS's. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/** Values with a count of one each. */
export const onceEach = (values: ArrayLike<number>): ValueCounts => ({
  values,
  counts: new Float64Array(values.length).fill(1),
})

/** Σ of f(0) … f(count − 1) with Neumaier's compensation (1974, doi 10.1002/zamm.19740540106). */
export const compensatedSum = (count: number, f: (index: number) => number): number => {
  let sum = 0
  let lost = 0
  for (let i = 0; i < count; i++) {
    const value = f(i)
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  // An infinite sum has no compensation.
  return Number.isFinite(sum) ? sum + lost : sum
}

/** Σ x, compensated. */
export const sum = (values: ArrayLike<number>): number => compensatedSum(values.length, (i) => values[i] as number)

/** Arithmetic mean; NaN of nothing. Computed about the first value, so that digits the values share are not lost. */
export const mean = (values: ArrayLike<number>): number => {
  const origin = values[0]
  if (origin === undefined) return Number.NaN
  return origin + compensatedSum(values.length, (i) => (values[i] as number) - origin) / values.length
}

/**
 * n, mean and centred sum of squares of values; two passes with the correction (Σ(x − m))²/n (Chan, Golub & LeVeque 1983, doi 10.1080/00031305.1983.10483115).
 */
export const momentsOf = (values: ArrayLike<number>): Moments =>
  momentsAbout(values, undefined, values[0] ?? Number.NaN)

/** n, mean and centred sum of squares of distinct values with counts or case weights. */
export const momentsOfCounts = (data: ValueCounts): Moments =>
  momentsAbout(data.values, data.counts, data.values[0] ?? Number.NaN)

/**
 * Moments of x − origin, that is with `mean` measured from `origin`. For data such as 1000000000000.4 the mean of the
 * differences has digits that the mean itself cannot hold; groups to be compared should share an origin.
 */
export const momentsFromOrigin = (data: ValueCounts, origin: number): Moments =>
  momentsAbout(data.values, data.counts, origin, true)

const momentsAbout = (
  values: ArrayLike<number>,
  counts: ArrayLike<number> | undefined,
  origin: number,
  keepsOrigin = false,
): Moments => {
  const length = values.length
  const weight = (i: number): number => (counts === undefined ? 1 : (counts[i] as number))
  // A value that does not occur must not make the sum NaN or Infinity.
  const times = (w: number, x: number): number => (w === 0 ? 0 : w * x)
  const n = counts === undefined ? length : sum(counts)
  if (n === 0) return { n: 0, mean: Number.NaN, centredSumOfSquares: 0 }
  const offset = compensatedSum(length, (i) => times(weight(i), (values[i] as number) - origin)) / n
  const deviation = (i: number): number => (values[i] as number) - origin - offset
  const squares = compensatedSum(length, (i) => {
    const d = deviation(i)
    return times(weight(i), d * d)
  })
  const rest = compensatedSum(length, (i) => times(weight(i), deviation(i)))
  return {
    n,
    mean: keepsOrigin ? offset : origin + offset,
    centredSumOfSquares: Math.max(0, squares - (rest * rest) / n),
  }
}

/** The moments of the union of disjoint samples (Chan, Golub & LeVeque 1983). Empty samples add nothing. */
export const mergeMoments = (parts: readonly Moments[]): Moments => {
  const filled = parts.filter((part) => part.n !== 0)
  const first = filled[0]
  if (first === undefined) return { n: 0, mean: Number.NaN, centredSumOfSquares: 0 }
  if (filled.length === 1) return first
  const n = compensatedSum(filled.length, (i) => (filled[i] as Moments).n)
  const offset =
    compensatedSum(filled.length, (i) => (filled[i] as Moments).n * ((filled[i] as Moments).mean - first.mean)) / n
  const between = compensatedSum(filled.length, (i) => {
    const part = filled[i] as Moments
    const d = part.mean - first.mean - offset
    return part.n * d * d
  })
  const within = compensatedSum(filled.length, (i) => (filled[i] as Moments).centredSumOfSquares)
  return { n, mean: first.mean + offset, centredSumOfSquares: within + between }
}

/** Sample variance, denominator n − 1. NaN for n < 2. */
export const varianceOf = (moments: Moments): number =>
  moments.n > 1 ? moments.centredSumOfSquares / (moments.n - 1) : Number.NaN

/** Sample standard deviation, denominator n − 1. NaN for n < 2. */
export const deviationOf = (moments: Moments): number => Math.sqrt(varianceOf(moments))

/** Standard error of the mean, from the standard deviation with denominator n − 1. NaN for n < 2. */
export const standardErrorOf = (moments: Moments): number => Math.sqrt(varianceOf(moments) / moments.n)

/** Sample variance of values, denominator n − 1. NaN for fewer than two. */
export const variance = (values: ArrayLike<number>): number => varianceOf(momentsOf(values))

/** Sample standard deviation of values, denominator n − 1. NaN for fewer than two. */
export const standardDeviation = (values: ArrayLike<number>): number => deviationOf(momentsOf(values))

/** Skewness and excess kurtosis. */
export interface Shape {
  readonly skewness: number
  readonly kurtosis: number
}

/**
 * Skewness and excess kurtosis from values with counts. With m_r the central moments over n and s² the variance over n − 1:
 * type 1 m₃/m₂^1.5 and m₄/m₂² − 3; type 2 the unbiased-under-normality G₁ and G₂ of SAS and SPSS (n ≥ 3 and 4); type 3 m₃/s³
 * and m₄/s⁴ − 3, as psych, the default. NaN where the values do not vary or are too few.
 */
export const shapeOfCounts = (data: ValueCounts, type: MomentType = 3): Shape => {
  const { n, mean: offset, centredSumOfSquares } = momentsFromOrigin(data, data.values[0] ?? Number.NaN)
  const origin = data.values[0] ?? Number.NaN
  if (!(n > 1) || !(centredSumOfSquares > 0)) return { skewness: Number.NaN, kurtosis: Number.NaN }
  const power = (i: number, exponent: 3 | 4): number => {
    const w = data.counts[i] as number
    if (w === 0) return 0
    const d = (data.values[i] as number) - origin - offset
    return exponent === 3 ? w * d * d * d : w * d * d * (d * d)
  }
  const m2 = centredSumOfSquares / n
  const m3 = compensatedSum(data.values.length, (i) => power(i, 3)) / n
  const m4 = compensatedSum(data.values.length, (i) => power(i, 4)) / n
  const g1 = m3 / (m2 * Math.sqrt(m2))
  const g2 = m4 / (m2 * m2) - 3
  if (type === 1) return { skewness: g1, kurtosis: g2 }
  if (type === 2) {
    return {
      skewness: n > 2 ? (g1 * Math.sqrt(n * (n - 1))) / (n - 2) : Number.NaN,
      kurtosis: n > 3 ? ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6) : Number.NaN,
    }
  }
  const share = (n - 1) / n
  return { skewness: g1 * share * Math.sqrt(share), kurtosis: (g2 + 3) * share * share - 3 }
}

/** The same from plain values. */
export const shapeOf = (values: ArrayLike<number>, type: MomentType = 3): Shape => shapeOfCounts(onceEach(values), type)

/** A copy in ascending order; NaN last. */
export const sorted = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort()

/** Distinct values in ascending order with their whole counts added up; values that do not occur are left out. */
export const sortedCounts = (data: ValueCounts): { readonly values: Float64Array; readonly counts: Float64Array } => {
  const length = data.values.length
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  order.sort((i, j) => (data.values[i] as number) - (data.values[j] as number))
  const values: number[] = []
  const counts: number[] = []
  for (const i of order) {
    const value = data.values[i] as number
    const count = data.counts[i] as number
    if (count === 0) continue
    if (values.length > 0 && values[values.length - 1] === value)
      counts[counts.length - 1] = (counts[counts.length - 1] as number) + count
    else {
      values.push(value)
      counts.push(count)
    }
  }
  return { values: Float64Array.from(values), counts: Float64Array.from(counts) }
}

/** Room for rounding that R allows before it takes n·p for not whole. */
const FUZZ = 4 * Number.EPSILON

/** a and b of the position a + p·(n + 1 − a − b), for the types that interpolate. */
const PLOTTING_POSITIONS = { 4: [0, 1], 5: [0.5, 0.5], 6: [0, 0], 8: [1 / 3, 1 / 3], 9: [3 / 8, 3 / 8] } as const

/** The quantile at p of n order statistics, the k-th of which (from 1) is `at(k)`; as R's quantile(). */
const quantileOfOrdered = (n: number, at: (k: number) => number, p: number, type: QuantileType): number => {
  if (n === 0 || !(p >= 0) || !(p <= 1)) return Number.NaN
  const clamped = (k: number): number => at(Math.min(n, Math.max(1, k)))
  const between = (k: number, share: number): number => {
    const low = clamped(k)
    if (share === 0) return low
    const high = clamped(k + 1)
    if (share === 1) return high
    return low === high ? low : (1 - share) * low + share * high
  }
  if (type === 7) {
    const index = 1 + (n - 1) * p
    return between(Math.floor(index), index - Math.floor(index))
  }
  if (type === 1 || type === 2 || type === 3) {
    const position = type === 3 ? n * p - 0.5 : n * p
    const k = Math.floor(position + FUZZ)
    if (type === 1) return between(k, position > k ? 1 : 0)
    if (type === 2) return between(k, position > k ? 1 : 0.5)
    return between(k, position !== k || Math.abs(k) % 2 === 1 ? 1 : 0)
  }
  const [a, b] = PLOTTING_POSITIONS[type]
  const position = a + p * (n + 1 - a - b)
  const k = Math.floor(position + FUZZ)
  const share = position - k
  return between(k, Math.abs(share) < FUZZ ? 0 : share)
}

/** The quantile at p in [0, 1] of values in ascending order. NaN if empty, if any value is NaN or if p lies outside. */
export const quantileOfSorted = (ascending: ArrayLike<number>, p: number, type: QuantileType = 7): number => {
  const n = ascending.length
  if (n > 0 && Number.isNaN(ascending[n - 1])) return Number.NaN
  return quantileOfOrdered(n, (k) => ascending[k - 1] as number, p, type)
}

/** Quantiles at each of `probabilities` of values in any order, as `stats::quantile`. NaN for a probability outside [0, 1]. */
export const quantiles = (
  values: ArrayLike<number>,
  probabilities: readonly number[],
  type: QuantileType = 7,
): readonly number[] => {
  const ascending = sorted(values)
  return probabilities.map((p) => quantileOfSorted(ascending, p, type))
}

/** Quantiles of distinct values with whole counts, in any order: those of the values written out. */
export const quantilesOfCounts = (
  data: ValueCounts,
  probabilities: readonly number[],
  type: QuantileType = 7,
): readonly number[] => {
  const { values, counts } = sortedCounts(data)
  const cumulative = new Float64Array(counts.length)
  let n = 0
  for (let i = 0; i < counts.length; i++) {
    n += counts[i] as number
    cumulative[i] = n
  }
  if (values.some(Number.isNaN)) return probabilities.map(() => Number.NaN)
  const at = (k: number): number => {
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulative[middle] as number) >= k) high = middle
      else low = middle + 1
    }
    return values[low] as number
  }
  return probabilities.map((p) => quantileOfOrdered(n, at, p, type))
}

/** The middle value, or the mean of the two middle ones. NaN of nothing. */
export const median = (values: ArrayLike<number>): number => quantileOfSorted(sorted(values), 0.5, 2)

/** The median of distinct values with whole counts. NaN of nothing. */
export const medianOfCounts = (data: ValueCounts): number => quantilesOfCounts(data, [0.5], 2)[0] as number
