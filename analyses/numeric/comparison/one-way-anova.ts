import { fDistribution } from '../distributions/f'
import {
  compensatedSum,
  mergeMoments,
  momentsFromOrigin,
  onceEach,
  type Moments,
  type ValueCounts,
} from '../summary/summary'

/** The one-way table. */
export interface OneWayAnova {
  readonly betweenSumOfSquares: number
  readonly withinSumOfSquares: number
  readonly df: number
  readonly dfResidual: number
  /** Residual mean square, the pooled variance. */
  readonly meanSquareWithin: number
  /** F; Infinity when groups differ and nothing varies within them, NaN when nothing varies at all. */
  readonly statistic: number
  readonly pValue: number
}

/**
 * Fisher's one-way analysis of variance from group summaries (Fisher 1925; `anova(lm())`). Groups without values do not count. NaN where fewer than two
 * groups or no residual degree of freedom remain, or where a mean is NaN.
 */
export const oneWayFromMoments = (groups: readonly Moments[]): OneWayAnova => {
  const filled = groups.filter((group) => group.n !== 0)
  const total = mergeMoments(filled)
  const origin = filled[0]?.mean ?? Number.NaN
  const withinSumOfSquares = compensatedSum(filled.length, (i) => (filled[i] as Moments).centredSumOfSquares)
  // Between from deviations about the grand mean, with what rounding of that mean leaves taken out again.
  const grand =
    compensatedSum(filled.length, (i) => (filled[i] as Moments).n * ((filled[i] as Moments).mean - origin)) / total.n
  const deviation = (i: number): number => (filled[i] as Moments).mean - origin - grand
  const rest = compensatedSum(filled.length, (i) => (filled[i] as Moments).n * deviation(i))
  const squares = compensatedSum(filled.length, (i) => (filled[i] as Moments).n * deviation(i) * deviation(i))
  const betweenSumOfSquares = Math.max(0, squares - (rest * rest) / total.n)
  const df = filled.length - 1
  const dfResidual = total.n - filled.length
  const isDefined = df > 0 && dfResidual > 0
  const meanSquareWithin = isDefined ? withinSumOfSquares / dfResidual : Number.NaN
  const statistic = isDefined ? betweenSumOfSquares / df / meanSquareWithin : Number.NaN
  return {
    betweenSumOfSquares,
    withinSumOfSquares,
    df,
    dfResidual,
    meanSquareWithin,
    statistic,
    pValue: fDistribution.upper(statistic, df, dfResidual),
  }
}

/** The same table from distinct values with counts per group, about an origin common to all, so that leading digits they share cost nothing. */
export const oneWayFromCounts = (groups: readonly ValueCounts[]): OneWayAnova => {
  const origin = groups.find((group) => group.values.length > 0)?.values[0] ?? Number.NaN
  return oneWayFromMoments(groups.map((group) => momentsFromOrigin(group, origin)))
}

/** The same table from plain values per group. */
export const oneWayFromValues = (groups: readonly ArrayLike<number>[]): OneWayAnova =>
  oneWayFromCounts(groups.map(onceEach))
