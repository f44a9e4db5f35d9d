import { finite } from '../core/result'
import { explainedShare, explainedVariance } from '../numeric/comparison/effect-size'
import { oneWayFromMoments } from '../numeric/comparison/one-way-anova'
import { rankCounts, type PooledRanks } from '../numeric/summary/rank'
import { rankShares } from '../numeric/comparison/rank-effect-size'
import { compensatedSum } from '../numeric/summary/summary'
import { brownForsythe, fisherAnova, kruskalWallis, welchAnova } from '../numeric/comparison/welch'
import type { GroupComparisonOptions } from './options'
import type { Sample } from './samples'

export interface OmnibusResult {
  /** Answers in the groups that were tested. */
  readonly n: number
  readonly groups: number
  readonly statistic: number | null
  readonly df: number | null
  readonly dfResidual: number | null
  readonly pValue: number | null
  readonly pAdjusted: number | null
  readonly omegaSquared: number | null
  readonly etaSquared: number | null
  readonly epsilonSquared: number | null
  readonly low: number | null
  readonly high: number | null
  readonly leveneStatistic: number | null
  readonly levenePValue: number | null
}

/** The test of all groups of one outcome; what the data leave undefined is null. Under weights the test alone. */
export function omnibusOf(
  groups: readonly Sample[],
  ranks: PooledRanks | null,
  { test, confidence }: Pick<GroupComparisonOptions, 'test' | 'confidence'>,
  weighted: boolean,
): Omit<OmnibusResult, 'pAdjusted'> {
  const n = compensatedSum(groups.length, (i) => groups[i]?.moments.n ?? 0)
  const nothing = {
    n,
    groups: groups.length,
    statistic: null,
    df: null,
    dfResidual: null,
    pValue: null,
    omegaSquared: null,
    etaSquared: null,
    epsilonSquared: null,
    low: null,
    high: null,
    leveneStatistic: null,
    levenePValue: null,
  }
  if (groups.length < 2) return nothing
  const tested = groups.map((group) => group.tested)
  const result =
    test === 'welch'
      ? welchAnova(tested)
      : test === 'fisher'
        ? fisherAnova(tested)
        : kruskalWallis(ranks ?? rankCounts([]))
  const exists = Number.isFinite(result.statistic)
  const found = {
    ...nothing,
    statistic: finite(result.statistic),
    df: exists ? finite(result.df) : null,
    dfResidual: exists ? finite(result.dfResidual) : null,
    pValue: exists ? finite(result.pValue) : null,
  }
  if (weighted) return found
  const spread = brownForsythe(groups.map(({ distribution }) => distribution))
  const levene = Number.isFinite(spread.statistic)
    ? { leveneStatistic: spread.statistic, levenePValue: finite(spread.pValue) }
    : {}
  if (test === 'kruskal-wallis') {
    const shares = rankShares(result.statistic, n, groups.length)
    return { ...found, ...levene, etaSquared: finite(shares.etaSquared), epsilonSquared: finite(shares.epsilonSquared) }
  }
  const { statistic, df, dfResidual } = oneWayFromMoments(groups.map(({ moments }) => moments))
  const omega = explainedVariance('omega', statistic, df, dfResidual, { confidence })
  return {
    ...found,
    ...levene,
    omegaSquared: finite(omega.estimate),
    etaSquared: finite(explainedShare('eta', statistic, df, dfResidual)),
    epsilonSquared: finite(explainedShare('epsilon', statistic, df, dfResidual)),
    low: finite(omega.low),
    high: finite(omega.high),
  }
}
