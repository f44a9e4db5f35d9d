import type { ComputeContext } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/dataset'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label } from '../core/messages'
import { buildTable, finite, tableRecords } from '../core/result'
import { studentT } from '../numeric/distributions/student-t'
import { cliffsDelta, explainedShare, explainedVariance, hedgesG } from '../numeric/effect-size'
import { adjust, type Adjustment, type PValue } from '../numeric/multiplicity'
import { oneWayFromMoments } from '../numeric/one-way-anova'
import { rankCounts, type PooledRanks } from '../numeric/rank'
import { rankShares } from '../numeric/rank-effect-size'
import { adjustOverSets } from '../numeric/simultaneous-families'
import { compensatedSum, medianOfCounts, momentsFromOrigin, standardErrorOf, deviationOf, varianceOf, type Moments } from '../numeric/summary'
import { brownForsythe, dunn, fisherAnova, gamesHowell, kruskalWallis, tTest, tukeyKramer, welchAnova, welchContrast } from '../numeric/welch'
import { readValueCounts, weightedMean, type Distribution } from '../survey/distribution'
import { groupColumns, groupLabel, keyCells, keyColumns, withoutGroupNote } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { protectTables } from '../survey/suppression'
import { descriptivesTable, outcomeColumn } from './declarations'

/** Above this many groups the pairs are left out: their number grows with the square, and nobody reads them. */
export const mostGroupsForPairs = 50
/** Above this many groups the figures are left out. */
export const mostGroupsForFigures = 60
/** Group names that a note spells out. */
const namesInNote = 12

export const tests = ['welch', 'fisher', 'kruskal-wallis'] as const
export const pairMethods = ['games-howell', 'tukey', 'welch-holm', 'dunn-holm'] as const
export type Test = (typeof tests)[number]
export type PairMethod = (typeof pairMethods)[number]

export interface GroupComparisonOptions {
  readonly outcomes: readonly string[]
  readonly by: readonly string[]
  readonly test: Test
  readonly pairwise: 'matching' | PairMethod
  readonly confidence: number
  readonly adjust: Adjustment
  readonly smallest_effect: number
  readonly weights: boolean
}

export interface GroupDescription {
  /** Levels of the group's columns. */
  readonly key: readonly string[]
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly se: number | null
  readonly low: number | null
  readonly high: number | null
  readonly median: number | null
  /** The mean without case weights, where they were used. */
  readonly meanUnweighted: number | null
}

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
}

export interface OutcomeComparison {
  readonly outcome: string
  readonly groups: readonly GroupDescription[]
  readonly omnibus: OmnibusResult
  readonly pairs: readonly PairResult[]
}

export interface GroupComparison {
  /** Columns that identify a group, in the order of the tables. */
  readonly columns: readonly string[]
  readonly method: PairMethod
  readonly weighted: boolean
  readonly outcomes: readonly OutcomeComparison[]
}

/** The pairs that belong to a test when nothing else is asked for. */
export function pairMethodFor({ test, pairwise }: Pick<GroupComparisonOptions, 'test' | 'pairwise'>): PairMethod {
  if (pairwise !== 'matching') return pairwise
  return test === 'welch' ? 'games-howell' : test === 'fisher' ? 'tukey' : 'dunn-holm'
}

/** One group with values of the outcome. */
interface Sample {
  readonly group: number
  readonly distribution: Distribution
  /** n, mean and centred sum of squares about an origin common to the outcome's groups; under case weights, with the variance that gives the linearised SE. */
  readonly moments: Moments
}

/**
 * Descriptives, omnibus test and all pairs for each outcome, from how often each value occurs in each group.
 *
 * Groups with fewer than two values are described and left out of the tests. What the data leave undefined (no variation within a group under Welch, no
 * variation at all) is null with a note.
 * @param frames `values` of `valueCountsStatement`, `people` of `withoutGroupStatement`
 * @throws InputError when no outcome has two groups of at least two values, or weights are asked for in a test that has none
 */
export function compareGroups(frames: Readonly<Record<string, Frame>>, options: GroupComparisonOptions, context: ComputeContext<SurveyDataset>): GroupComparison {
  const { dataset } = context
  const columns = groupColumns(dataset, options.by)
  const method = pairMethodFor(options)
  const weighted = options.weights && dataset.weighted
  if (weighted && (options.test !== 'welch' || (method !== 'games-howell' && method !== 'welch-holm'))) {
    throw new InputError('group-comparison:weights-need-welch', { test: { message: `group-comparison:option.test.choice.${options.test}` }, pairs: { message: `group-comparison:option.pairwise.choice.${method}` } })
  }
  const { values: valuesFrame, people } = frames
  if (valuesFrame === undefined || people === undefined) throw new Error('frames values and people are needed')
  const distributions = readValueCounts(valuesFrame, columns)
  const { keys } = distributions

  for (const note of outcomeNotes(dataset, options.outcomes)) context.note(note)
  const missing = withoutGroupNote(numericColumn(people, 'without')[0] ?? 0, columns)
  if (missing !== null) context.note(missing)
  if (options.weights && !dataset.weighted) context.note({ code: 'survey:no-weights', level: 'warning', about: {} })
  if (weighted) context.note({ code: 'group-comparison:weighted', level: 'info', about: {} })

  const samples = options.outcomes.map((outcome) => samplesOf(outcome, keys.length, distributions.get, weighted))
  const withheld = withheldGroups(samples, options.outcomes, keys, columns, context)
  const tested = samples.map((all, index) => all.filter(({ group, moments }) => moments.n >= 2 && withheld[index]?.has(group) !== true))
  if (!tested.some((groups) => groups.length >= 2)) {
    throw new InputError('group-comparison:nothing-to-compare', {
      by: { list: columns.map((attribute): Label => ({ attribute })) },
      groups: keys.length,
      usable: Math.max(0, ...tested.map((groups) => groups.length)),
    })
  }
  if (keys.length > mostGroupsForFigures) context.note({ code: 'group-comparison:figures-left-out', level: 'info', about: { groups: keys.length, most: mostGroupsForFigures } })
  const isPaired = tested.map((groups) => groups.length <= mostGroupsForPairs)
  if (isPaired.includes(false)) {
    context.note({ code: 'group-comparison:pairs-left-out', level: 'warning', about: { groups: Math.max(...tested.map((groups) => groups.length)), most: mostGroupsForPairs } })
  }

  const critical = criticalValues(options.confidence)
  const found = options.outcomes.map((outcome, index) => {
    stopIfAborted(context.abort)
    context.progress(index / options.outcomes.length)
    const all = samples[index] ?? []
    const groups = tested[index] ?? []
    noteProblems(outcome, index, all, groups, keys, options.test, withheld[index] ?? new Set(), context)
    const ofGroup = new Map(all.map((sample) => [sample.group, sample]))
    const ranks = options.test === 'kruskal-wallis' || method === 'dunn-holm' ? rankCounts(groups.map(({ distribution }) => distribution)) : null
    return {
      groups: keys.map((key, group) => describe(key, ofGroup.get(group), critical, weighted)),
      omnibus: omnibusOf(groups, ranks, options, weighted),
      pairs: isPaired[index] === true ? pairsOf(groups, keys, ranks, method, options, weighted, context) : [],
    }
  })
  context.progress(1)

  const overall = adjust(
    found.map(({ omnibus }) => omnibus.pValue),
    options.adjust,
  )
  const pairwise = adjustPairs(
    found.map(({ pairs }) => pairs.map(({ pValue }) => pValue)),
    method,
    options.adjust,
  )
  noteFamily(options, method, found.map(({ omnibus }) => omnibus.pValue), context)
  return {
    columns,
    method,
    weighted,
    outcomes: options.outcomes.map((outcome, index) => {
      const { groups, omnibus, pairs } = found[index] as (typeof found)[number]
      return {
        outcome,
        groups,
        omnibus: { ...omnibus, pAdjusted: overall[index] ?? null },
        pairs: pairs.map((pair, position) => ({ ...pair, pAdjusted: pairwise[index]?.[position] ?? null })),
      }
    }),
  }
}

/**
 * Groups whose numbers disclosure control withholds, by outcome. They are kept out of the tests too: beside the groups that are shown, F and its degrees of freedom
 * would tell of those that are not.
 */
function withheldGroups(
  samples: readonly (readonly Sample[])[],
  outcomes: readonly string[],
  keys: readonly (readonly string[])[],
  columns: readonly string[],
  { dataset, minGroup }: ComputeContext<SurveyDataset>,
): readonly ReadonlySet<number>[] {
  if (minGroup <= 1) return outcomes.map(() => new Set())
  const places = outcomes.flatMap((outcome, index) => keys.map((key, group) => ({ outcome, index, key, group })))
  const described = buildTable(
    'descriptives',
    descriptivesTable,
    [...keyColumns(columns), outcomeColumn],
    places.map(({ outcome, index, key, group }) => {
      const sample = samples[index]?.find((candidate) => candidate.group === group)
      const variance = sample === undefined ? Number.NaN : varianceOf(sample.moments)
      return { ...keyCells(columns, key), outcome, n: sample?.moments.n ?? 0, mean: 0, sd: finite(Math.sqrt(variance)) }
    }),
  )
  const [shown] = protectTables([described], minGroup, dataset)
  const withheld = outcomes.map(() => new Set<number>())
  if (shown === undefined) return withheld
  for (const record of tableRecords(shown)) {
    const place = places[record.index]
    if (place !== undefined && record.withheld.has('mean')) withheld[place.index]?.add(place.group)
  }
  return withheld
}

function samplesOf(outcome: string, groupCount: number, get: (group: number, outcome: string) => Distribution | undefined, weighted: boolean): readonly Sample[] {
  const samples: Sample[] = []
  let origin = Number.NaN
  for (let group = 0; group < groupCount; group += 1) {
    const distribution = get(group, outcome)
    const first = distribution?.values[0]
    if (distribution === undefined || first === undefined) continue
    if (Number.isNaN(origin)) origin = first
    const moments = momentsFromOrigin(distribution, origin)
    if (!weighted) samples.push({ group, distribution, moments })
    else {
      const mean = weightedMean(distribution)
      // The squared SE times n stands for the variance, so that Welch's formulas use the linearised SE.
      if (mean !== null) samples.push({ group, distribution, moments: { n: moments.n, mean: mean.mean - origin, centredSumOfSquares: moments.n > 1 ? mean.se * mean.se * moments.n * (moments.n - 1) : 0 } })
    }
  }
  return samples
}

/** Two-sided critical values of t by degrees of freedom, each found once: many groups are of one size. */
function criticalValues(confidence: number): (df: number) => number {
  const known = new Map<number, number>()
  return (df) => {
    let value = known.get(df)
    if (value === undefined) {
      value = studentT.quantileUpper((1 - confidence) / 2, df)
      known.set(df, value)
    }
    return value
  }
}

function describe(key: readonly string[], sample: Sample | undefined, critical: (df: number) => number, weighted: boolean): GroupDescription {
  if (sample === undefined) return { key, n: 0, mean: null, sd: null, se: null, low: null, high: null, median: null, meanUnweighted: null }
  const { distribution } = sample
  const origin = distribution.values[0] ?? 0
  const own = momentsFromOrigin(distribution, origin)
  const plainMean = origin + own.mean
  const estimate = weighted ? weightedMean(distribution) : { mean: plainMean, sd: deviationOf(own), se: standardErrorOf(own) }
  const reach = (estimate?.se ?? Number.NaN) * critical(own.n - 1)
  return {
    key,
    n: own.n,
    mean: finite(estimate?.mean ?? Number.NaN),
    sd: finite(estimate?.sd ?? Number.NaN),
    se: finite(estimate?.se ?? Number.NaN),
    low: finite((estimate?.mean ?? Number.NaN) - reach),
    high: finite((estimate?.mean ?? Number.NaN) + reach),
    median: finite(medianOfCounts(distribution)),
    meanUnweighted: weighted ? finite(plainMean) : null,
  }
}

type Untested<T> = Omit<T, 'pAdjusted'>

function omnibusOf(groups: readonly Sample[], ranks: PooledRanks | null, { test, confidence }: GroupComparisonOptions, weighted: boolean): Untested<OmnibusResult> {
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
  const moments = groups.map((group) => group.moments)
  const result = test === 'welch' ? welchAnova(moments) : test === 'fisher' ? fisherAnova(moments) : kruskalWallis(ranks ?? rankCounts([]))
  const exists = Number.isFinite(result.statistic)
  const tested = {
    ...nothing,
    statistic: finite(result.statistic),
    df: exists ? finite(result.df) : null,
    dfResidual: exists ? finite(result.dfResidual) : null,
    pValue: exists ? finite(result.pValue) : null,
  }
  if (weighted) return tested
  const spread = brownForsythe(groups.map(({ distribution }) => distribution))
  const levene = Number.isFinite(spread.statistic) ? { leveneStatistic: spread.statistic, levenePValue: finite(spread.pValue) } : {}
  if (test === 'kruskal-wallis') {
    const shares = rankShares(result.statistic, n, groups.length)
    return { ...tested, ...levene, etaSquared: finite(shares.etaSquared), epsilonSquared: finite(shares.epsilonSquared) }
  }
  const { statistic, df, dfResidual } = oneWayFromMoments(moments)
  const omega = explainedVariance('omega', statistic, df, dfResidual, { confidence })
  return {
    ...tested,
    ...levene,
    omegaSquared: finite(omega.estimate),
    etaSquared: finite(explainedShare('eta', statistic, df, dfResidual)),
    epsilonSquared: finite(explainedShare('epsilon', statistic, df, dfResidual)),
    low: finite(omega.low),
    high: finite(omega.high),
  }
}

function pairsOf(
  groups: readonly Sample[],
  keys: readonly (readonly string[])[],
  ranks: PooledRanks | null,
  method: PairMethod,
  { confidence }: GroupComparisonOptions,
  weighted: boolean,
  context: ComputeContext<SurveyDataset>,
): readonly Untested<PairResult>[] {
  const pairs: Untested<PairResult>[] = []
  const { meanSquareWithin, dfResidual } = oneWayFromMoments(groups.map(({ moments }) => moments))
  for (const [first, a] of groups.entries()) {
    stopIfAborted(context.abort)
    for (const [offset, b] of groups.slice(first + 1).entries()) {
      const test =
        method === 'games-howell'
          ? gamesHowell(a.moments, b.moments, groups.length, confidence)
          : method === 'tukey'
            ? tukeyKramer(a.moments, b.moments, meanSquareWithin, dfResidual, groups.length, confidence)
            : method === 'welch-holm'
              ? tTest(welchContrast(a.moments, b.moments), { confidence })
              : tTest({ ...dunn(ranks ?? rankCounts([]), first, first + 1 + offset), df: Number.POSITIVE_INFINITY }, { confidence })
      const exists = test.se > 0
      const g = weighted ? null : hedgesG(a.moments, b.moments, { confidence })
      const delta = weighted ? null : cliffsDelta(a.distribution, b.distribution, { confidence })
      pairs.push({
        a: keys[a.group] ?? [],
        b: keys[b.group] ?? [],
        estimate: finite(test.estimate),
        se: finite(test.se),
        statistic: exists ? finite(test.statistic) : null,
        df: exists ? finite(test.df) : null,
        low: exists ? finite(test.low) : null,
        high: exists ? finite(test.high) : null,
        pValue: exists ? finite(test.pValue) : null,
        g: finite(g?.estimate ?? Number.NaN),
        gLow: finite(g?.low ?? Number.NaN),
        gHigh: finite(g?.high ?? Number.NaN),
        delta: finite(delta?.estimate ?? Number.NaN),
        deltaLow: finite(delta?.low ?? Number.NaN),
        deltaHigh: finite(delta?.high ?? Number.NaN),
      })
    }
  }
  return pairs
}

/**
 * Games–Howell and Tukey are simultaneous over the pairs of an outcome already; what is left is the family of outcomes. Welch's and Dunn's single tests are
 * adjusted over all pairs of all outcomes at once, or, when outcomes are not to be corrected for, by Holm within each outcome.
 */
function adjustPairs(p: readonly (readonly PValue[])[], method: PairMethod, adjustment: Adjustment): readonly (readonly PValue[])[] {
  if (method === 'games-howell' || method === 'tukey') return adjustOverSets(p, adjustment)
  if (adjustment === 'none') return p.map((set) => adjust(set, 'holm'))
  const all = adjust(p.flat(), adjustment)
  let start = 0
  return p.map((set) => {
    const own = all.slice(start, start + set.length)
    start += set.length
    return own
  })
}

function noteProblems(
  outcome: string,
  row: number,
  all: readonly Sample[],
  tested: readonly Sample[],
  keys: readonly (readonly string[])[],
  test: Test,
  withheld: ReadonlySet<number>,
  context: ComputeContext<SurveyDataset>,
): void {
  const about = { outcome: { outcome } }
  const concerns = { table: 'omnibus', row }
  const names = (groups: readonly number[]): Label => ({
    list: [...groups.slice(0, namesInNote).map((group) => groupLabel(keys[group] ?? [])), ...(groups.length > namesInNote ? ['…'] : [])],
  })
  if (all.length === 0) {
    context.note({ code: 'group-comparison:no-answers', level: 'warning', about, concerns })
    return
  }
  const isTested = new Set(tested.map(({ group }) => group))
  if (withheld.size > 0) context.note({ code: 'group-comparison:groups-withheld', level: 'warning', about: { ...about, count: withheld.size }, concerns })
  const leftOut = keys.flatMap((_, group) => (isTested.has(group) || withheld.has(group) ? [] : [group]))
  if (leftOut.length > 0) context.note({ code: 'group-comparison:groups-left-out', level: 'warning', about: { ...about, count: leftOut.length, groups: names(leftOut) }, concerns })
  if (tested.length < 2) {
    context.note({ code: 'group-comparison:too-few-groups', level: 'warning', about: { ...about, usable: tested.length }, concerns })
    return
  }
  const constant = tested.filter(({ moments }) => !(varianceOf(moments) > 0)).map(({ group }) => group)
  const spread = oneWayFromMoments(tested.map(({ moments }) => moments))
  if (spread.withinSumOfSquares === 0 && spread.betweenSumOfSquares === 0) context.note({ code: 'group-comparison:nothing-varies', level: 'warning', about, concerns })
  else if (constant.length > 0 && (test === 'welch' || constant.length === tested.length)) {
    context.note({ code: 'group-comparison:no-variation-within', level: 'warning', about: { ...about, count: constant.length, groups: names(constant) }, concerns })
  }
}

/** Names the families that the p values were adjusted in. */
function noteFamily(options: GroupComparisonOptions, method: PairMethod, p: readonly PValue[], context: ComputeContext<SurveyDataset>): void {
  const tested = options.outcomes.filter((_, index) => p[index] !== null)
  const size = tested.length
  if (size === 0) return
  const adjustment = { message: `core:option.adjust.choice.${options.adjust}` } as const
  context.note({
    code: options.adjust === 'none' ? 'group-comparison:family-none' : 'group-comparison:family-omnibus',
    level: 'info',
    about: { adjustment, count: size, outcomes: { list: tested.map((outcome): Label => ({ outcome })) } },
    concerns: { table: 'omnibus', column: 'p_adjusted' },
  })
  const isSimultaneous = method === 'games-howell' || method === 'tukey'
  context.note({
    code: `group-comparison:family-pairs-${isSimultaneous ? 'simultaneous' : options.adjust === 'none' ? 'within' : 'all'}`,
    level: 'info',
    about: { method: { message: `group-comparison:option.pairwise.choice.${method}` }, adjustment, adjusted: options.adjust !== 'none', count: size },
    concerns: { table: 'pairwise', column: 'p_adjusted' },
  })
}
