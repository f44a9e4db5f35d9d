import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import { finite } from '../core/result'
import { cliffsDelta, hedgesG } from '../numeric/comparison/effect-size'
import { adjust, type Adjustment, type PValue } from '../numeric/comparison/multiplicity'
import { oneWayFromMoments } from '../numeric/comparison/one-way-anova'
import { rankCounts, type PooledRanks } from '../numeric/summary/rank'
import { adjustOverSets } from '../numeric/comparison/simultaneous-families'
import { dunn, gamesHowell, tTest, tukeyKramer, welchContrast, type Contrast } from '../numeric/comparison/welch'
import type { Interval } from '../numeric/resampling/bootstrap'
import { isSimultaneous, type GroupComparisonOptions, type PairMethod } from './options'
import type { Sample } from './samples'

export interface PairResult {
  readonly a: readonly string[]
  readonly b: readonly string[]
  readonly estimate: number | null
  readonly se: number | null
  readonly statistic: number | null
  readonly df: number | null
  readonly low: number | null
  readonly high: number | null
  readonly pValue: number | null
  readonly pAdjusted: number | null
  readonly g: number | null
  readonly gLow: number | null
  readonly gHigh: number | null
  readonly delta: number | null
  readonly deltaLow: number | null
  readonly deltaHigh: number | null
  /** Of the BCa interval; null otherwise. */
  readonly acceleration: number | null
}

/** A bootstrapped interval of a − b; null where it is refused, and the interval of the test takes its place. */
export type ResampledInterval = (a: Sample, b: Sample) => (Interval & { readonly acceleration: number | null }) | null

/** All pairs of the groups of one outcome, in the order of the groups. */
export function pairsOf(
  groups: readonly Sample[],
  keys: readonly (readonly string[])[],
  ranks: PooledRanks | null,
  method: PairMethod,
  { confidence }: Pick<GroupComparisonOptions, 'confidence'>,
  weighted: boolean,
  resampled: ResampledInterval | null,
  context: ComputeContext<SurveyDataset>,
): readonly Omit<PairResult, 'pAdjusted'>[] {
  const pairs: Omit<PairResult, 'pAdjusted'>[] = []
  const { meanSquareWithin, dfResidual } = oneWayFromMoments(groups.map(({ moments }) => moments))
  const pooled = (a: Sample, b: Sample): Contrast => ({
    estimate: a.moments.mean - b.moments.mean,
    se: Math.sqrt(meanSquareWithin * (1 / a.moments.n + 1 / b.moments.n)),
    df: dfResidual,
  })
  for (const [first, a] of groups.entries()) {
    stopIfAborted(context.abort)
    for (const [offset, b] of groups.slice(first + 1).entries()) {
      const test =
        method === 'games-howell'
          ? gamesHowell(a.tested, b.tested, groups.length, confidence)
          : method === 'tukey'
            ? tukeyKramer(a.moments, b.moments, meanSquareWithin, dfResidual, groups.length, confidence)
            : method === 'welch-holm'
              ? tTest(welchContrast(a.tested, b.tested), { confidence })
              : method === 'pooled-holm'
                ? tTest(pooled(a, b), { confidence })
                : tTest(
                    { ...dunn(ranks ?? rankCounts([]), first, first + 1 + offset), df: Number.POSITIVE_INFINITY },
                    { confidence },
                  )
      const exists = test.se > 0
      const g = weighted ? null : hedgesG(a.moments, b.moments, { confidence })
      const delta = weighted ? null : cliffsDelta(a.distribution, b.distribution, { confidence })
      const interval = resampled?.(a, b) ?? test
      pairs.push({
        a: keys[a.group] ?? [],
        b: keys[b.group] ?? [],
        estimate: finite(test.estimate),
        se: finite(test.se),
        statistic: exists ? finite(test.statistic) : null,
        df: exists ? finite(test.df) : null,
        low: exists ? finite(interval.low) : null,
        high: exists ? finite(interval.high) : null,
        pValue: exists ? finite(test.pValue) : null,
        g: finite(g?.estimate),
        gLow: finite(g?.low),
        gHigh: finite(g?.high),
        delta: finite(delta?.estimate),
        deltaLow: finite(delta?.low),
        deltaHigh: finite(delta?.high),
        acceleration: 'acceleration' in interval ? finite(interval.acceleration) : null,
      })
    }
  }
  return pairs
}

/**
 * Games–Howell and Tukey are simultaneous over the pairs of an outcome already; what is left is the family of outcomes. The single tests are
 * adjusted over all pairs of all outcomes at once, or, when outcomes are not to be corrected for, by Holm within each outcome.
 */
export function adjustPairs(
  p: readonly (readonly PValue[])[],
  method: PairMethod,
  adjustment: Adjustment,
): readonly (readonly PValue[])[] {
  if (isSimultaneous(method)) return adjustOverSets(p, adjustment)
  if (adjustment === 'none') return p.map((set) => adjust(set, 'holm'))
  return adjustTogether(p, adjustment)
}

/** All sets as one family. */
export function adjustTogether(
  p: readonly (readonly PValue[])[],
  adjustment: Adjustment,
): readonly (readonly PValue[])[] {
  const all = adjust(p.flat(), adjustment)
  let start = 0
  return p.map((set) => {
    const own = all.slice(start, start + set.length)
    start += set.length
    return own
  })
}
