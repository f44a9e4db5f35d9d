import type { Adjustment } from '../numeric/comparison/multiplicity'

export const tests = ['welch', 'fisher', 'kruskal-wallis'] as const
export const pairMethods = ['games-howell', 'tukey', 'welch-holm', 'pooled-holm', 'dunn-holm'] as const
export const intervals = ['t', 'percentile', 'bca'] as const
export const contrastSets = ['deviation', 'reference', 'polynomial', 'none'] as const
export type Test = (typeof tests)[number]
export type PairMethod = (typeof pairMethods)[number]
export type IntervalKind = (typeof intervals)[number]
export type ContrastSet = (typeof contrastSets)[number]

export interface GroupComparisonOptions {
  readonly outcomes: readonly string[]
  readonly by: readonly string[]
  readonly test: Test
  readonly pairwise: 'matching' | PairMethod
  readonly interval: IntervalKind
  readonly draws: number
  readonly contrasts: ContrastSet
  readonly confidence: number
  readonly adjust: Adjustment
  readonly smallest_effect: number
  readonly weights: boolean
  readonly finite_population: boolean
}

/** The pairs that belong to a test when nothing else is asked for. */
export function pairMethodFor({ test, pairwise }: Pick<GroupComparisonOptions, 'test' | 'pairwise'>): PairMethod {
  if (pairwise !== 'matching') return pairwise
  return test === 'welch' ? 'games-howell' : test === 'fisher' ? 'tukey' : 'dunn-holm'
}

/** Whether p and interval of a pair hold for all pairs of the outcome at once. */
export const isSimultaneous = (method: PairMethod): boolean => method === 'games-howell' || method === 'tukey'
