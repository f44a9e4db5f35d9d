import type { ComputeContext } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label, Phrase } from '../core/words'
import { finite } from '../core/result'
import { adjust } from '../numeric/comparison/multiplicity'
import { deviationOf, standardErrorOf, type Moments, type ValueCounts } from '../numeric/summary/summary'
import { verdictOf, hindrancesOf, type Verdict } from '../survey/change-verdict'
import { criticalValues } from '../survey/critical-values'
import { everybodyOf, sampledOf, testedMoments, weightedMean } from '../survey/case-weights'
import { nobody, readValueCounts, type Distribution } from '../survey/distribution'
import { finiteHalfWidth, type GateFacts, type GateLimits } from '../survey/gate'
import { keyText, readGroupCounts } from '../survey/group-counts'
import { groupColumns, groupIndex } from '../survey/groups'
import { scoringPlan } from '../survey/scoring'
import { noteData, noteFamily, noteModels } from './change-notes'
import { mixedChange, pairedChange, unpairedChange, type ChangeNumbers, type TestedMoments } from './change-test'
import { moversOf, type MoverResult } from './movers'
import {
  comparisonOf,
  roundsOf,
  stratumAttribute,
  usesWeights,
  type Comparison,
  type RoundChangeOptions,
} from './options'
import { pairsOf, readPatterns, type Patterns } from './patterns'
import {
  adjustTrends,
  spreadOf,
  trendOf,
  withLimits,
  type RoundFacts,
  type RoundRow,
  type TrendData,
  type TrendRow,
} from './rounds'
import { changedBetween, hasTrend, patternRounds } from './statements'
import { changeTableOf, roundsTableOf, withheldRows } from './tables'

/** Above this many groups rounds and trends are left out: nobody reads them, and a model for each takes its time. */
const mostGroupsForTrends = 200

export interface Side {
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  /** Interval of the mean. */
  readonly low: number | null
  readonly high: number | null
  readonly halfWidth: number | null
  readonly responseRate: number | null
}

export interface ChangeResult extends ChangeNumbers {
  readonly key: readonly string[]
  readonly outcome: string
  readonly first: Side
  readonly second: Side
  readonly pAdjusted: number | null
  readonly verdict: Verdict
  readonly reason: Phrase
}

/** An outcome of a group over all rounds. */
export interface RoundSeries {
  readonly key: readonly string[]
  readonly outcome: string
  readonly rounds: readonly RoundRow[]
  readonly trend: TrendRow & { readonly pAdjusted: number | null }
}

export interface RoundChange {
  readonly columns: readonly string[]
  readonly from: string
  readonly to: string
  readonly comparison: Comparison
  readonly changes: readonly ChangeResult[]
  readonly movers: readonly MoverResult[]
  readonly series: readonly RoundSeries[]
}

const note = (key: string): `round-change:${string}` => `round-change:${key}`

/** Frames read, and what every part asks of them. */
interface Reading {
  readonly options: RoundChangeOptions
  readonly dataset: SurveyDataset
  readonly columns: readonly string[]
  readonly comparison: Comparison
  readonly weighted: boolean
  readonly limits: GateLimits
  readonly critical: (df: number) => number
  readonly distribution: (round: string, key: readonly string[], outcome: string) => Distribution
  readonly patterns: ((key: readonly string[], outcome: string) => Patterns | undefined) | null
  readonly invited: (round: string, key: readonly string[]) => number | null
  readonly responseRate: (round: string, key: readonly string[]) => number | null
}

/**
 * Change of each outcome in each group, gated, tested and judged; the items that moved most; and all rounds with their limits and trend.
 * @param frames of `selectRoundChange`
 * @throws InputError when nobody answered in one of the rounds, or the test is wrong for the linkage
 */
export function compareRoundsOf(
  frames: Readonly<Record<string, Frame>>,
  options: RoundChangeOptions,
  context: ComputeContext<SurveyDataset>,
): RoundChange {
  const { dataset } = context
  const { from, to } = roundsOf(dataset, options)
  const comparison = comparisonOf(dataset, options)
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const frame = (name: string): Frame => {
    const found = frames[name]
    if (found === undefined) throw new Error(`frame ${name} is needed`)
    return found
  }
  const responded = readGroupCounts(frame('responded'), perRound, 'n')
  const answering = [...responded.keys.values()]
  for (const round of [from, to])
    if (!answering.some((key) => key[0] === round)) throw new InputError('round-change:round-empty', { round })
  const headcount =
    frames['headcount'] === undefined ? null : readGroupCounts(frames['headcount'], perRound, 'headcount').counts
  const weighted = usesWeights(dataset, options)
  const isFinite = options.finite_population && comparison === 'unlinked' && headcount !== null
  noteData(
    options,
    { from, to, comparison, columns, weighted, finite: isFinite, hasHeadcount: headcount !== null },
    { people: frame('people'), values: frame('values') },
    context,
  )

  const values = readValueCounts(frame('values'), perRound)
  const groupOf = new Map(values.keys.map((key, index) => [keyText(key), index]))
  const invited = (round: string, key: readonly string[]): number | null =>
    headcount?.get(keyText([round, ...key])) ?? null
  const reading: Reading = {
    options,
    dataset,
    columns,
    comparison,
    weighted,
    limits: { minN: options.min_n, minResponseRate: options.min_response_rate, maxHalfWidth: options.max_half_width },
    critical: criticalValues(options.confidence),
    distribution: (round, key, outcome) => {
      const group = groupOf.get(keyText([round, ...key]))
      return (group === undefined ? undefined : values.get(group, outcome)) ?? nobody
    },
    patterns:
      comparison === 'unlinked' || frames['patterns'] === undefined
        ? null
        : readPatterns(frames['patterns'], columns, patternRounds(dataset, options).length),
    invited,
    responseRate: (round, key) => {
      const people = responded.counts.get(keyText([round, ...key])) ?? 0
      const headcountOf = invited(round, key) ?? 0
      // More people than were invited: the headcount is wrong, and so would a rate be.
      return headcountOf > 0 && people <= headcountOf ? people / headcountOf : null
    },
  }
  const isCompared = (key: readonly string[]): boolean => key[0] === from || key[0] === to
  const keys = uniqueKeys(answering.filter(isCompared).map((key) => key.slice(1)))
  if (options.finite_population && comparison === 'unlinked') {
    const unknown = keys.flatMap((key) => [from, to].filter((round) => invited(round, key) === null)).length
    if (unknown > 0)
      context.note({ code: note('finite-unknown'), level: 'warning', about: { count: unknown, of: 2 * keys.length } })
  }
  const changes = changesOf(reading, keys, { from, to, isFinite }, context)
  const hindrances = (round: 0 | 1, key: readonly string[], moments: Moments): readonly Phrase[] => {
    const name = round === 1 ? to : from
    return hindrancesOf(
      [{ round: name, facts: factsOf(reading, { round: name, key, moments, sampled: moments.n, items: 1 }) }],
      reading.limits,
    ).map(({ failure }) => failure)
  }
  const movers = moversOf(frames['answers'], keys, { comparison, columns, from, to, hindrances }, options, context)
  return {
    columns,
    from,
    to,
    comparison,
    changes,
    movers,
    series: seriesOf(frames, reading, uniqueKeys(answering.map((key) => key.slice(1))), context),
  }
}

function changesOf(
  reading: Reading,
  keys: readonly (readonly string[])[],
  { from, to, isFinite }: { readonly from: string; readonly to: string; readonly isFinite: boolean },
  context: ComputeContext<SurveyDataset>,
): readonly ChangeResult[] {
  const { options, dataset, comparison, weighted } = reading
  const order = patternRounds(dataset, options)
  const places = [order.indexOf(from), order.indexOf(to)] as const
  const summed = itemsSummed(dataset)
  const untested = keys.flatMap((key) =>
    options.outcomes.map((outcome) => {
      stopIfAborted(context.abort)
      const [earlier, later] = [reading.distribution(from, key, outcome), reading.distribution(to, key, outcome)]
      const patterns = reading.patterns?.(key, outcome)
      const test: TestedMoments =
        comparison === 'linked'
          ? pairedChange(pairsOf(patterns ?? { values: [], counts: [] }, ...places), options)
          : comparison === 'mixed'
            ? mixedChange(earlier, later, patterns, places, options)
            : unpairedChange(
                earlier,
                later,
                options,
                isFinite ? [reading.invited(from, key), reading.invited(to, key)] : null,
              )
      const items = summed(outcome)
      const sideAt = (round: string, moments: Moments, distribution: Distribution): Side =>
        sideOf(reading, { round, key, moments, sampled: weighted ? sampledOf(distribution) : moments.n, items })
      const first = sideAt(from, test.first, earlier)
      const second = sideAt(to, test.second, later)
      const gated = hindrancesOf(
        [
          { round: from, facts: first },
          { round: to, facts: second },
        ],
        reading.limits,
      ).map(({ round, failure }): Phrase => ({ message: note('reason.side'), values: { round, failure } }))
      const hindrances = [
        ...(isOneMeaning(dataset, outcome, [from, to]) ? [] : [{ message: note('reason.meaning') }]),
        ...gated,
      ]
      const sd = (distribution: Distribution, side: Side): number | null =>
        weighted ? finite(weightedMean(distribution)?.sd ?? Number.NaN) : side.sd
      return {
        row: {
          key,
          outcome,
          first: { ...first, sd: sd(earlier, first) },
          second: { ...second, sd: sd(later, second) },
          ...test.numbers,
        },
        hindrances,
        problem: test.problem,
      }
    }),
  )
  // Beside the rows that are shown, the family's adjustment and counts of what happened would tell of those that are not.
  const plain = untested.map(({ row }): ChangeResult => ({
    ...row,
    pAdjusted: null,
    verdict: 'inconclusive',
    reason: { message: note('reason.no-variation') },
  }))
  const withheld = withheldRows(
    changeTableOf(plain, { columns: reading.columns, from, to, comparison }, options),
    context,
  )
  const isShown = (_: unknown, index: number): boolean => !withheld.has(index)
  const family = adjust(
    untested.map(({ hindrances, row }, index) => (hindrances.length === 0 && !withheld.has(index) ? row.pValue : null)),
    options.adjust,
  )
  noteFamily(family.filter(isShown), options, context)
  noteModels(
    untested.filter(isShown).map(({ problem }) => problem),
    context,
  )
  return untested.map(({ row, hindrances, problem }, index) => {
    const pAdjusted = family[index] ?? null
    const verdict = verdictOf({ ...row, pAdjusted }, hindrances.length === 0, {
      smallestEffect: options.smallest_effect,
      confidence: options.confidence,
    })
    return {
      ...row,
      pAdjusted,
      verdict,
      reason:
        pAdjusted === null && verdict !== 'not-comparable'
          ? { message: note(`reason.${untestedBecause(row, problem)}`) }
          : reasonOf(verdict, pAdjusted, hindrances, options),
    }
  })
}

/** Why a comparison that passed the gate has no test. */
function untestedBecause(
  { first, second }: { readonly first: Side; readonly second: Side },
  problem: TestedMoments['problem'],
): 'not-fitted' | 'same-change' | 'no-variation' {
  if ((first.sd ?? 0) === 0 && (second.sd ?? 0) === 0) return 'no-variation'
  return problem === 'not-fitted' ? 'not-fitted' : 'same-change'
}

function reasonOf(
  verdict: Verdict,
  pAdjusted: number | null,
  hindrances: readonly Phrase[],
  options: RoundChangeOptions,
): Phrase {
  if (verdict === 'not-comparable')
    return { message: note('reason.not-comparable'), values: { reasons: { list: hindrances } } }
  const p: Label = { value: pAdjusted, as: 'probability' }
  return {
    message: note(`reason.${verdict}`),
    values: { p, effect: { value: options.smallest_effect, as: 'estimate' } },
  }
}

/** All rounds with limits and trend, for each outcome in each group. */
function seriesOf(
  frames: Readonly<Record<string, Frame>>,
  reading: Reading,
  keys: readonly (readonly string[])[],
  context: ComputeContext<SurveyDataset>,
): readonly RoundSeries[] {
  const { options, dataset, columns, weighted } = reading
  if (!options.trend) return []
  if (keys.length > mostGroupsForTrends) {
    context.note({
      code: note('rounds-left-out'),
      level: 'info',
      about: { groups: keys.length, most: mostGroupsForTrends },
    })
    return []
  }
  const rounds = dataset.rounds.map(({ id }) => id)
  const isTrend = hasTrend(dataset, options)
  const places = frames['places'] === undefined ? null : readPlaces(frames['places'], columns, rounds)
  const summed = itemsSummed(dataset)
  const order = patternRounds(dataset, options)
  const { from, to } = roundsOf(dataset, options)
  const found = keys.flatMap((key) =>
    options.outcomes.map((outcome) => {
      stopIfAborted(context.abort)
      const patterns = reading.patterns?.(key, outcome)
      const followed =
        reading.comparison === 'linked' && patterns !== undefined
          ? pairsOf(patterns, order.indexOf(from), order.indexOf(to)).linked
          : null
      const facts = rounds.map((round): RoundFacts => {
        const distribution = reading.distribution(round, key, outcome)
        const moments = testedMoments(distribution)
        const sampled = sampledOf(distribution)
        const gate = factsOf(reading, { round, key, moments, sampled, items: summed(outcome) })
        return {
          round,
          moments,
          answers: sampled,
          sd: weighted ? finite(weightedMean(distribution)?.sd ?? Number.NaN) : spreadOf(moments),
          hindrances: hindrancesOf([{ round, facts: gate }], reading.limits).map(({ failure }) => failure),
          beyond: followed !== null && (round === from || round === to) ? moments.n - followed : 0,
        }
      })
      const data: TrendData =
        reading.patterns !== null
          ? { model: 'person', patterns }
          : (places?.(key, outcome) ??
            plainRows(rounds.map((round) => everybodyOf(reading.distribution(round, key, outcome)))))
      const trend = trendOf(facts, data, (used) => isOneMeaning(dataset, outcome, used), options)
      return { key, outcome, rounds: withLimits(facts, reading.critical), trend }
    }),
  )
  const series = found.map((one) => ({ ...one, trend: { ...one.trend, pAdjusted: null } }))
  const withheld = withheldRows(roundsTableOf(series, columns), context)
  const isShown = (_: unknown, index: number): boolean =>
    !rounds.some((_round, place) => withheld.has(index * rounds.length + place))
  if (!isTrend)
    context.note({
      code: note('trend-needs-rounds'),
      level: 'info',
      about: { rounds: rounds.length },
      concerns: { table: 'trend' },
    })
  else
    noteTrends(
      found.filter(isShown).map(({ trend }) => trend),
      options,
      weighted,
      context,
    )
  const adjusted = adjustTrends(
    found.map(({ trend }, index) => (isShown(trend, index) ? trend.pValue : null)),
    options,
  )
  return found.map((series, index) => ({ ...series, trend: { ...series.trend, pAdjusted: adjusted[index] ?? null } }))
}

function noteTrends(
  trends: readonly TrendRow[],
  options: RoundChangeOptions,
  weighted: boolean,
  context: ComputeContext<SurveyDataset>,
): void {
  const concerns = { table: 'trend' } as const
  const count = (matches: (trend: TrendRow) => boolean): number => trends.filter(matches).length
  for (const model of ['person', 'organisation', 'none'] as const) {
    const own = count((trend) => trend.model === model)
    if (own > 0) context.note({ code: note(`trend-${model}`), level: 'info', about: { count: own }, concerns })
  }
  for (const reason of ['too-few-rounds', 'meaning', 'not-fitted'] as const) {
    const own = count((trend) => trend.reason === reason)
    if (own > 0)
      context.note({
        code: note(`trend-${reason}`),
        level: 'warning',
        about: { count: own, of: trends.length },
        concerns,
      })
  }
  const singular = count(({ isSingular }) => isSingular)
  if (singular > 0) context.note({ code: note('trend-singular'), level: 'info', about: { count: singular }, concerns })
  if (weighted) context.note({ code: note('trend-unweighted'), level: 'info', about: {}, concerns })
  context.note({
    code: note('family-trend'),
    level: 'info',
    about: {
      count: count(({ pValue }) => pValue !== null),
      adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
      isAdjusted: options.adjust !== 'none',
    },
    concerns: { table: 'trend', column: 'p_adjusted' },
  })
}

/** Values by round and organisation, as a trend reads them. */
function readPlaces(
  frame: Frame,
  columns: readonly string[],
  rounds: readonly string[],
): (key: readonly string[], outcome: string) => TrendData | undefined {
  const round = groupIndex(
    frame,
    ['round'],
    rounds.map((id) => [id]),
  )
  const { keys, ofRow } = groupIndex(frame, columns)
  const place = groupIndex(frame, [stratumAttribute])
  const outcomeOf = factorColumn(frame, 'outcome')
  const [value, n] = [numericColumn(frame, 'value'), numericColumn(frame, 'n')]
  const cells = new Map<
    string,
    { readonly values: number[]; readonly round: number[]; readonly codes: number[]; readonly counts: number[] }
  >()
  for (let row = 0; row < frame.rowCount; row += 1) {
    if (Number.isNaN(value[row])) continue
    const name = JSON.stringify([keys[ofRow[row] ?? 0], outcomeOf.levels[outcomeOf.codes[row] ?? -1]])
    let cell = cells.get(name)
    if (cell === undefined) {
      cell = { values: [], round: [], codes: [], counts: [] }
      cells.set(name, cell)
    }
    cell.values.push(value[row] ?? 0)
    cell.round.push(round.ofRow[row] ?? 0)
    cell.codes.push(place.ofRow[row] ?? 0)
    cell.counts.push(n[row] ?? 0)
  }
  return (key, outcome) => {
    const cell = cells.get(JSON.stringify([key, outcome]))
    if (cell === undefined) return undefined
    // Numbered anew: of all organisations only some are in this group.
    const numbers = new Map<number, number>()
    const own = cell.codes.map((code) => {
      const known = numbers.get(code) ?? numbers.size
      numbers.set(code, known)
      return known
    })
    return {
      model: 'organisation',
      values: cell.values,
      round: cell.round,
      place: own,
      counts: cell.counts,
      places: numbers.size,
    }
  }
}

function plainRows(distributions: readonly ValueCounts[]): TrendData {
  const rows = distributions.flatMap(({ values, counts }, round) =>
    Array.from(values, (value, index) => ({ value, round, count: counts[index] ?? 0 })),
  )
  return {
    model: 'none',
    values: rows.map(({ value }) => value),
    round: rows.map(({ round }) => round),
    place: [],
    counts: rows.map(({ count }) => count),
    places: 0,
  }
}

function uniqueKeys(keys: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()]
}

/** The gate's margin is in points of the response scale: of a sum, per item. */
function itemsSummed(dataset: SurveyDataset): (outcome: string) => number {
  const items = new Map(
    scoringPlan(dataset).map(({ dimension, items: own }) => [
      dimension.id,
      dimension.score === 'sum' ? Math.max(1, own.length) : 1,
    ]),
  )
  return (outcome) => items.get(outcome) ?? 1
}

/** The answers behind one mean. */
interface Answers {
  readonly round: string
  readonly key: readonly string[]
  readonly moments: Moments
  /** People sampled: with weights those of weight 0 too. */
  readonly sampled: number
  /** Items that the outcome adds up, by which its margin is divided to be one of the response scale. */
  readonly items: number
}

function factsOf(reading: Reading, { round, key, moments, sampled, items }: Answers): GateFacts {
  const reach = standardErrorOf(moments) * reading.critical(moments.n - 1)
  return {
    n: moments.n,
    responseRate: reading.responseRate(round, key),
    halfWidth: finite(finiteHalfWidth(reach, sampled, reading.invited(round, key)) / items),
  }
}

function sideOf(reading: Reading, answers: Answers): Side {
  const { moments } = answers
  const reach = standardErrorOf(moments) * reading.critical(moments.n - 1)
  const { halfWidth, responseRate } = factsOf(reading, answers)
  return {
    n: moments.n,
    mean: finite(moments.mean),
    sd: finite(deviationOf(moments)),
    low: finite(moments.mean - reach),
    high: finite(moments.mean + reach),
    halfWidth,
    responseRate,
  }
}

/** Whether an item means the same in all of the rounds; a dimension's scores leave such items out. */
function isOneMeaning(dataset: SurveyDataset, outcome: string, rounds: readonly string[]): boolean {
  const item = dataset.instrument.items.find(({ id }) => id === outcome)
  if (item === undefined || dataset.instrument.dimensions.some(({ id }) => id === outcome)) return true
  return rounds.slice(1).every((round, index) => !changedBetween(item, rounds[index] ?? '', round, 'meaning'))
}
