import type { Options, OptionsOf } from '../core/options'

export const pairMethods = ['games-howell', 'tukey', 'welch-holm', 'pooled-holm', 'dunn-holm'] as const
export const contrastNames = ['deviation', 'reference', 'linear', 'quadratic', 'cubic', 'quartic'] as const

export const options = {
  outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
  by: { kind: 'columns', of: 'group', default: 'first', min: 1, max: 4 },
  test: { kind: 'choice', choices: ['welch', 'fisher', 'kruskal-wallis'], default: 'welch' },
  pairwise: { kind: 'choice', choices: ['matching', ...pairMethods], default: 'matching' },
  interval: { kind: 'choice', choices: ['t', 'percentile', 'bca'], default: 't' },
  draws: { kind: 'number', default: 9999, min: 999, max: 99999, integer: true },
  contrasts: { kind: 'choice', choices: ['deviation', 'reference', 'polynomial', 'none'], default: 'deviation' },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
  smallest_effect: { kind: 'number', default: 0.3, min: 0, max: 1000, step: 0.05, unit: 'core:unit.scale-points' },
  weights: { kind: 'flag', default: false },
  finite_population: { kind: 'flag', default: false },
} as const satisfies Options

export type GroupComparisonOptions = OptionsOf<typeof options>
export type Test = GroupComparisonOptions['test']
export type PairMethod = (typeof pairMethods)[number]
export type ContrastName = (typeof contrastNames)[number]

/** The pairs that belong to a test when nothing else is asked for. */
export function pairMethodFor({ test, pairwise }: Pick<GroupComparisonOptions, 'test' | 'pairwise'>): PairMethod {
  if (pairwise !== 'matching') return pairwise
  return test === 'welch' ? 'games-howell' : test === 'fisher' ? 'tukey' : 'dunn-holm'
}

/** Whether p and interval of a pair hold for all pairs of the outcome at once. */
export const isSimultaneous = (method: PairMethod): boolean => method === 'games-howell' || method === 'tukey'
