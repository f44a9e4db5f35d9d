import { oneWayFromMoments } from '../comparison/one-way-anova'
import { compensatedSum, type Moments } from '../summary/summary'

/** How alike the members of a group are, and how far groups can be told apart by their means. */
export interface IntraclassCorrelations {
  readonly groups: number
  readonly n: number
  readonly meanGroupSize: number
  /** (N − Σn²/N)/(J − 1), what the mean group size is in unbalanced data. */
  readonly k0: number
  /** (MSB − MSW)/(MSB + (k − 1)·MSW) with the mean group size; can be negative. */
  readonly icc1: number
  /** The same with k0. */
  readonly icc1K0: number
  /** Reliability of group means: (MSB − MSW)/MSB. Minus infinity when the means do not differ at all. */
  readonly icc2: number
  /** One-way F and its p. */
  readonly statistic: number
  readonly df: number
  readonly dfResidual: number
  readonly pValue: number
}

/**
 * ICC(1) and ICC(2) of the one-way analysis of variance (Shrout & Fleiss 1979, doi 10.1037/0033-2909.86.2.420; Bliese 2000; `multilevel::ICC1`, `ICC2`).
 * NaN where fewer than two groups or no degree of freedom within them remain.
 * @param groups groups without values do not count
 */
export const intraclassCorrelations = (groups: readonly Moments[]): IntraclassCorrelations => {
  const filled = groups.filter(({ n }) => n > 0)
  const count = filled.length
  const { betweenSumOfSquares, df, dfResidual, meanSquareWithin, statistic, pValue } = oneWayFromMoments(filled)
  const between = betweenSumOfSquares / df
  const n = compensatedSum(count, (i) => (filled[i] as Moments).n)
  const squares = compensatedSum(count, (i) => (filled[i] as Moments).n * (filled[i] as Moments).n)
  const meanGroupSize = n / count
  const k0 = count > 1 ? (n - squares / n) / (count - 1) : Number.NaN
  const icc1 = (k: number): number => (between - meanSquareWithin) / (between + (k - 1) * meanSquareWithin)
  return {
    groups: count,
    n,
    meanGroupSize,
    k0,
    icc1: icc1(meanGroupSize),
    icc1K0: icc1(k0),
    icc2: (between - meanSquareWithin) / between,
    statistic,
    df,
    dfResidual,
    pValue,
  }
}

/**
 * Variance of answers spread evenly over a scale of A whole steps, A ≥ 1, in squared steps: (A² − 1)/12 (James, Demaree & Wolf 1984). It is what `withinGroupAgreement` expects of random answers.
 */
export const uniformVariance = (steps: number): number => (steps * steps - 1) / 12

/**
 * Agreement of a group on a scale of J items, r_wg(j): J·(1 − S/E)/(J·(1 − S/E) + S/E), capped at S = E (James, Demaree & Wolf 1984, doi 10.1037/0021-9010.69.1.85).
 * For one item it is r_wg. The result lies in 0 … 1, and is NaN where the expected variance is not above 0 or the mean variance is NaN.
 * @param meanItemVariance S, the mean of the items' variances in the group
 * @param items J ≥ 1
 * @param expectedVariance E, the variance that random answers would have
 */
export const withinGroupAgreement = (meanItemVariance: number, items: number, expectedVariance: number): number => {
  if (!(expectedVariance > 0)) return Number.NaN
  const ratio = Math.min(1, meanItemVariance / expectedVariance)
  return (items * (1 - ratio)) / (items * (1 - ratio) + ratio)
}

/**
 * Reliability of a group's mean, the share of its variance that is between groups: τ²/(τ² + σ²/n), 0 … 1 (Bliese 2000). NaN where nothing varies at all.
 * @param between τ², variance between groups
 * @param within σ², variance within groups
 * @param n members of the group, > 0
 */
export const meanReliability = (between: number, within: number, n: number): number => between / (between + within / n)
