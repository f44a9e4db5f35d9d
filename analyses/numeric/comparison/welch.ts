import type { Interval } from '../resampling/bootstrap'
import { chiSquare } from '../distributions/chi-square'
import { fDistribution } from '../distributions/f'
import { normal } from '../distributions/normal'
import { studentT } from '../distributions/student-t'
import { rangeOfGroups } from '../distributions/studentized-range-of-groups'
import type { Alternative } from './effect-size'
import { oneWayFromMoments, type OneWayAnova } from './one-way-anova'
import { tieCorrection, type PooledRanks } from '../summary/rank'
import {
  compensatedSum,
  medianOfCounts,
  momentsOfCounts,
  sortedCounts,
  varianceOf,
  type Moments,
  type ValueCounts,
} from '../summary/summary'

/**
 * Tests of means and of spread between groups, from n, mean and centred sum of squares. Where a group has too few values or
 * nothing varies, what is undefined is NaN; so is everything that follows from a mean that is NaN. Degrees of freedom may be broken.
 */

/** A difference (or mean) with its standard error and the degrees of freedom of that error. */
export interface Contrast {
  readonly estimate: number
  readonly se: number
  readonly df: number
}

/** A contrast tested against `nullValue`, with the confidence interval of the estimate. */
export interface TTest extends Contrast, Interval {
  readonly statistic: number
  readonly pValue: number
}

/** What a contrast is tested against, and the sides of the test and of its interval. */
export interface TTestOptions {
  /** In (0, 1); 0.95 if left out. */
  readonly confidence?: number
  /** `two-sided` if left out; `greater` asks whether the estimate exceeds the null value. */
  readonly alternative?: Alternative
  /** 0 if left out. */
  readonly nullValue?: number
}

/**
 * The t test of any contrast (Student 1908, doi 10.1093/biomet/6.1.1), with the interval that belongs to its alternative. NaN where the standard error is 0 and the estimate equals the null value.
 */
export const tTest = (
  { estimate, se, df }: Contrast,
  { confidence = 0.95, alternative = 'two-sided', nullValue = 0 }: TTestOptions = {},
): TTest => {
  const statistic = (estimate - nullValue) / se
  const pValue =
    alternative === 'two-sided'
      ? studentT.twoSided(statistic, df)
      : alternative === 'greater'
        ? studentT.upper(statistic, df)
        : studentT.lower(statistic, df)
  const reach = se * studentT.quantileUpper(alternative === 'two-sided' ? (1 - confidence) / 2 : 1 - confidence, df)
  return {
    estimate,
    se,
    df,
    statistic,
    pValue,
    low: alternative === 'less' ? Number.NEGATIVE_INFINITY : estimate - reach,
    high: alternative === 'greater' ? Number.POSITIVE_INFINITY : estimate + reach,
  }
}

/** The mean of one sample, or of paired differences, with n − 1 degrees of freedom. */
export const meanContrast = (moments: Moments): Contrast => ({
  estimate: moments.mean,
  se: Math.sqrt(varianceOf(moments) / moments.n),
  df: moments.n - 1,
})

/**
 * a − b without assuming equal variances; degrees of freedom by Welch (1947, doi 10.1093/biomet/34.1-2.28) and Satterthwaite (1946, doi 10.2307/3002019). NaN where a group has fewer than two values.
 */
export const welchContrast = (a: Moments, b: Moments): Contrast => {
  const first = varianceOf(a) / a.n
  const second = varianceOf(b) / b.n
  const square = first + second
  // In shares of the whole, so that tiny or huge variances neither vanish nor overflow.
  const df =
    1 / (((first / square) * (first / square)) / (a.n - 1) + ((second / square) * (second / square)) / (b.n - 1))
  return { estimate: a.mean - b.mean, se: Math.sqrt(square), df }
}

/** a − b with the variance pooled, on n₁ + n₂ − 2 degrees of freedom. NaN for fewer than three values in all. */
export const pooledContrast = (a: Moments, b: Moments): Contrast => {
  const df = a.n + b.n - 2
  const meanSquare = (a.centredSumOfSquares + b.centredSumOfSquares) / df
  return { estimate: a.mean - b.mean, se: Math.sqrt(meanSquare * (1 / a.n + 1 / b.n)), df }
}

/** Welch's t test of a − b; stats::t.test. */
export const welchTTest = (a: Moments, b: Moments, options: TTestOptions = {}): TTest =>
  tTest(welchContrast(a, b), options)

/** Student's t test of a − b; stats::t.test(var.equal = TRUE). */
export const studentTTest = (a: Moments, b: Moments, options: TTestOptions = {}): TTest =>
  tTest(pooledContrast(a, b), options)

/** Two one-sided tests of equivalence. */
export interface EquivalenceTest extends Interval {
  /** Of estimate ≤ −bound; small is evidence that the estimate lies above −bound. */
  readonly pLower: number
  /** Of estimate ≥ bound. */
  readonly pUpper: number
  /** The larger of the two: the test's p value. */
  readonly pValue: number
}

/**
 * Two one-sided tests (Schuirmann 1987, doi 10.1007/BF01068419; Lakens 2017, doi 10.1177/1948550617697177) against ±bound on the estimate's own scale,
 * with the 1 − 2α interval that lies inside ±bound exactly when the test is significant at α.
 *
 * @param bound > 0, in the units of the estimate
 * @param alpha in (0, ½); 0.05 if left out
 */
export const equivalenceTest = ({ estimate, se, df }: Contrast, bound: number, alpha = 0.05): EquivalenceTest => {
  const pLower = studentT.upper((estimate + bound) / se, df)
  const pUpper = studentT.lower((estimate - bound) / se, df)
  const reach = se * studentT.quantileUpper(alpha, df)
  return { pLower, pUpper, pValue: Math.max(pLower, pUpper), low: estimate - reach, high: estimate + reach }
}

/** An omnibus test with one or two degrees of freedom. */
export interface OmnibusTest {
  readonly statistic: number
  readonly df: number
  /** NaN for a test on chi-square. */
  readonly dfResidual: number
  readonly pValue: number
}

/**
 * Welch's heteroscedastic one-way analysis of variance (1951, doi 10.1093/biomet/38.3-4.330); stats::oneway.test. NaN for
 * fewer than two groups, or if a group has fewer than two values or does not vary.
 */
export const welchAnova = (groups: readonly Moments[]): OmnibusTest => {
  const k = groups.length
  const df = k - 1
  const weights = groups.map((group) => group.n / varianceOf(group))
  if (df < 1 || !weights.every((weight) => weight > 0 && Number.isFinite(weight)))
    return { statistic: Number.NaN, df, dfResidual: Number.NaN, pValue: Number.NaN }
  const total = compensatedSum(k, (i) => weights[i] as number)
  const origin = (groups[0] as Moments).mean
  const centre = compensatedSum(k, (i) => (weights[i] as number) * ((groups[i] as Moments).mean - origin)) / total
  const between = compensatedSum(k, (i) => {
    const d = (groups[i] as Moments).mean - origin - centre
    return (weights[i] as number) * d * d
  })
  const lambda =
    compensatedSum(k, (i) => {
      const rest = 1 - (weights[i] as number) / total
      return (rest * rest) / ((groups[i] as Moments).n - 1)
    }) /
    (k * k - 1)
  const statistic = between / (df * (1 + 2 * (k - 2) * lambda))
  const dfResidual = 1 / (3 * lambda)
  return { statistic, df, dfResidual, pValue: fDistribution.upper(statistic, df, dfResidual) }
}

/** Fisher's F test from the one-way table; stats::oneway.test(var.equal = TRUE). */
export const fisherAnova = (groups: readonly Moments[]): OmnibusTest => asOmnibus(oneWayFromMoments(groups))

const asOmnibus = ({ statistic, df, dfResidual, pValue }: OneWayAnova): OmnibusTest => ({
  statistic,
  df,
  dfResidual,
  pValue,
})

/** One pair of a set of groups, compared by the studentised range. */
export interface PairwiseComparison extends Contrast, Interval {
  /** t = estimate/se; the studentised range statistic is |t|·√2. */
  readonly statistic: number
  /** Adjusted for all pairs of the groups. */
  readonly pValue: number
}

const byStudentizedRange = ({ estimate, se, df }: Contrast, groups: number, confidence: number): PairwiseComparison => {
  const statistic = estimate / se
  const range = rangeOfGroups(groups)
  const reach = (se / Math.SQRT2) * range.quantileUpper(1 - confidence, df)
  return {
    estimate,
    se,
    df,
    statistic,
    pValue: range.upper(Math.abs(statistic) * Math.SQRT2, df),
    low: estimate - reach,
    high: estimate + reach,
  }
}

/**
 * a − b by Games & Howell (1976, doi 10.3102/10769986001002113): Welch's error and degrees of freedom on the studentised range.
 *
 * @param groups how many groups the pair is one of, ≥ 2
 */
export const gamesHowell = (a: Moments, b: Moments, groups: number, confidence = 0.95): PairwiseComparison =>
  byStudentizedRange(welchContrast(a, b), groups, confidence)

/**
 * a − b by Tukey and Kramer (Kramer 1956, doi 10.2307/3001469): the error pooled over all groups; stats::TukeyHSD.
 *
 * @param meanSquareWithin residual mean square of the analysis of variance
 * @param dfResidual its degrees of freedom
 * @param groups how many groups the pair is one of, ≥ 2
 */
export const tukeyKramer = (
  a: Moments,
  b: Moments,
  meanSquareWithin: number,
  dfResidual: number,
  groups: number,
  confidence = 0.95,
): PairwiseComparison =>
  byStudentizedRange(
    { estimate: a.mean - b.mean, se: Math.sqrt(meanSquareWithin * (1 / a.n + 1 / b.n)), df: dfResidual },
    groups,
    confidence,
  )

/**
 * Brown & Forsythe's test of equal spread (1974, doi 10.1080/01621459.1974.10482955): Fisher's F on absolute deviations from
 * the group medians; car::leveneTest(center = median). From distinct values with whole counts. Groups without values do not count; NaN for fewer than two others.
 */
export const brownForsythe = (groups: readonly ValueCounts[]): OmnibusTest =>
  fisherAnova(
    groups
      .map(sortedCounts)
      .filter(({ values }) => values.length > 0)
      .map((group) => {
        const centre = medianOfCounts(group)
        return momentsOfCounts({ values: group.values.map((value) => Math.abs(value - centre)), counts: group.counts })
      }),
  )

/**
 * Kruskal and Wallis's test (1952, doi 10.1080/01621459.1952.10483441) with the correction for ties; stats::kruskal.test. NaN if all values are equal or fewer than two groups have any.
 */
export const kruskalWallis = (ranks: PooledRanks): OmnibusTest => {
  const filled = ranks.groups.filter((group) => group.n > 0)
  const df = filled.length - 1
  const middle = (ranks.n + 1) / 2
  const between = compensatedSum(filled.length, (i) => {
    const { n, rankSum } = filled[i] as { readonly n: number; readonly rankSum: number }
    const d = rankSum / n - middle
    return n * d * d
  })
  const statistic = df > 0 ? (12 * between) / (ranks.n * (ranks.n + 1)) / tieCorrection(ranks) : Number.NaN
  return { statistic, df, dfResidual: Number.NaN, pValue: chiSquare.upper(statistic, df) }
}

/** One pair compared by mean ranks. */
export interface RankComparison {
  /** Mean rank of a less that of b. */
  readonly estimate: number
  readonly se: number
  /** Standard normal under no difference. */
  readonly statistic: number
  /** Two-sided, not adjusted. */
  readonly pValue: number
}

/**
 * Dunn's test of two of the groups that were ranked together (1964, doi 10.1080/00401706.1964.10490181), ties corrected. NaN where either group is empty or missing, and
 * where all values are equal.
 * @param a position of the first group in `ranks.groups`
 * @param b position of the second
 */
export const dunn = (ranks: PooledRanks, a: number, b: number): RankComparison => {
  const first = ranks.groups[a]
  const second = ranks.groups[b]
  if (first === undefined || second === undefined)
    return { estimate: Number.NaN, se: Number.NaN, statistic: Number.NaN, pValue: Number.NaN }
  const estimate = first.rankSum / first.n - second.rankSum / second.n
  const variance = ((ranks.n * (ranks.n + 1)) / 12) * tieCorrection(ranks)
  const se = Math.sqrt(variance * (1 / first.n + 1 / second.n))
  const statistic = estimate / se
  return { estimate, se, statistic, pValue: 2 * normal.upper(Math.abs(statistic)) }
}
