import { describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../analyses/core/contract'
import type { Option } from '../analyses/core/options'
import { analyses } from '../analyses/index'

/**
 * The limits of options are part of what a recipe may say: narrower ones refuse recipes that have been written, wider ones let in what an
 * analysis cannot compute or a figure cannot hold. That the limits are kept is seen to by the conformance tests; here they are what was agreed.
 */

type Limits = readonly [min: number, max: number]

/** Options that mean the same in every analysis. */
const everywhere: Readonly<Record<string, Limits>> = {
  // Below one half an interval says less than a guess; above 0.999 bootstrap intervals would need more draws than are allowed.
  confidence: [0.5, 0.999],
  smallest_effect: [0, 1000],
  // The gate. A group of one has no interval.
  min_n: [2, 100_000],
  max_half_width: [0, 1000],
  // Shares.
  min_response_rate: [0, 1],
  min_coverage: [0, 1],
  min_icc1: [0, 1],
  min_icc2: [0, 1],
  min_rwgj: [0, 1],
  target_share: [0, 1],
}

const own: Readonly<Record<string, Limits>> = {
  // Resampling: none at all is a choice where the interval can be left out, otherwise the ends of the usual interval need some draws beyond them.
  'aggregation draws': [200, 100_000],
  'drivers draws': [200, 100_000],
  'measures draws': [200, 100_000],
  'reliability draws': [0, 20_000],
  'revalidation draws': [0, 10_000],
  'structure draws': [100, 10_000],
  // One under a power of ten, so that p has round steps with the sample itself counted in.
  'group-comparison draws': [999, 99_999],
  'round-change permutations': [999, 99_999],
  // Cross-validation needs a part to fit and a part to predict.
  'drivers folds': [2, 100],
  'drivers repeats': [1, 200],
  // Types of sums of squares: I, II and III.
  'factorial-variance type': [1, 3],
  'measures target': [-1_000_000, 1_000_000],
  // 0 leaves the number of factors to parallel analysis.
  'structure factors': [0, 20],
  'invariance min_group_size': [20, 100_000],
  'aggregation min_groups': [2, 1000],
  'series-overview gap_factor': [1, 1000],
  // 0 takes all points of a phase for its limits.
  'control-chart freeze': [0, 1000],
}

/** How many columns may be chosen; what is not named needs one and has no upper limit. */
const columns: Readonly<Record<string, Limits>> = {
  // Groups are crossed: beyond four the cells are too small to be shown and too many to be drawn.
  'participation by': [0, 4],
  'item-statistics by': [0, 4],
  'reliability by': [0, 4],
  'dimension-scores by': [0, 4],
  'round-change by': [0, 4],
  'ordinal-model by': [0, 4],
  'measures by': [0, 4],
  'variance-components fixed': [0, 4],
  'group-comparison by': [1, 4],
  'aggregation by': [1, 4],
  'invariance by': [1, 2],
  'inventory by': [0, 2],
  // An interaction is of two factors, or of three.
  'factorial-variance factors': [2, 3],
  // Fits whose time or number of parameters grows with each column.
  'ordinal-model outcomes': [1, 40],
  'ordinal-model dimensions': [0, 12],
  'variance-components random': [1, 6],
  'variance-components covariates': [0, 10],
  // Importance is averaged over all 2¹⁶ subsets.
  'drivers predictors': [1, 16],
  'drivers validate_by': [0, 1],
  'control-chart phases': [0, 20],
}

const options = [...analyses.values()].flatMap((analysis: AnyAnalysis) =>
  Object.entries(analysis.options).map(([name, option]): [string, string, Option] => [
    `${analysis.id} ${name}`,
    name,
    option,
  ]),
)
const ofKind = <Kind extends Option['kind']>(kind: Kind) =>
  options.filter((each): each is [string, string, Extract<Option, { kind: Kind }>] => each[2].kind === kind)

describe('the limits of an option are the ones agreed', () => {
  test.each(ofKind('number'))('%s', (title, name, option) => {
    const limits = own[title] ?? everywhere[name]
    expect(limits, 'a new number is listed here with the reason for its limits').toBeDefined()
    expect([option.min, option.max]).toEqual(limits)
    expect(option.default).toBeGreaterThanOrEqual(option.min)
    expect(option.default).toBeLessThanOrEqual(option.max)
  })

  test.each(ofKind('columns'))('%s', (title, _name, option) => {
    expect([option.min ?? 0, option.max ?? Infinity]).toEqual(columns[title] ?? [1, Infinity])
  })

  test('counts are whole, and what must be more than its least value says so', () => {
    const isCount = /(?:draws|permutations|folds|repeats|min_n|min_groups|min_group_size|factors|freeze|type)$/
    for (const [title, , option] of ofKind('number')) expect(option.integer ?? false, title).toBe(isCount.test(title))
    const open = ofKind('number').filter(([, , option]) => option.open !== undefined)
    expect(open.map(([title, , option]) => `${title}: ${option.open}`).toSorted()).toEqual([
      'measures max_half_width: min',
      'participation max_half_width: min',
      'round-change max_half_width: min',
      'series-overview gap_factor: min',
    ])
  })

  test('no limit is kept of an option that is gone', () => {
    const titles = new Set(options.map(([title]) => title))
    expect([...Object.keys(own), ...Object.keys(columns)].filter((title) => !titles.has(title))).toEqual([])
  })
})
