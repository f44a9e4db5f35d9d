import type { ComputeContext } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Measure } from '../instrument/model'
import type { Label, Phrase } from '../core/words'
import { finite } from '../core/result'
import { percentileInterval, resampledMeans, type Interval } from '../numeric/resampling/bootstrap'
import { studentT } from '../numeric/distributions/student-t'
import { mostDrawn } from '../numeric/regression/importance-bootstrap'
import { adjust } from '../numeric/comparison/multiplicity'
import { random } from '../numeric/resampling/random'
import { mostPredictors } from '../numeric/regression/relative-importance'
import { deviationOf, momentsOfCounts, standardErrorOf } from '../numeric/summary/summary'
import { verdictOf, type Verdict } from '../survey/change-verdict'
import { nobody, readValueCounts, type Distribution } from '../survey/distribution'
import { keyText, readGroupCounts } from '../survey/group-counts'
import { groupColumns } from '../survey/groups'
import { outcomeOf } from '../survey/outcomes'
import { protectTables } from '../disclosure/suppression'
import { movementOf, type Movement, type RoundSide } from './change'
import { equalImportance, importanceFor, type Importance } from './importance'
import { noteData, noteImportance, type ImportanceGround } from './notes'
import { importanceOutcome, roundsOf, targetOf, weighedOutcomes, type MeasuresOptions } from './options'
import { prioritiesTableOf } from './tables'

/** Importance needs at least this many whole respondents, and this many for each outcome besides. */
const fewestRespondents = 10
const fewestPerOutcome = 2
/** With more groups the intervals of priorities are left out: each takes its draws, and nobody reads them. */
const mostGroupsForIntervals = 300

/** Where the mean stands to the target: its whole interval below, across, or above. */
const evidences = ['below', 'unsure', 'reached', 'no-interval'] as const
export type Evidence = (typeof evidences)[number]

export interface Priority {
  readonly key: readonly string[]
  readonly outcome: string
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly low: number | null
  readonly high: number | null
  readonly target: number
  /** Target less mean, with its interval. */
  readonly gap: number | null
  readonly gapLow: number | null
  readonly gapHigh: number | null
  readonly importance: Importance | null
  readonly priority: number | null
  readonly priorityLow: number | null
  readonly priorityHigh: number | null
  /** 1 for the highest priority in the group. */
  readonly rank: number | null
  readonly evidence: Evidence
  /** Measures that the instrument hangs on the outcome and whose threshold the mean is below. */
  readonly measures: readonly Measure[]
  readonly movement:
    | (Omit<Movement, 'hindrances' | 'equivalenceLow' | 'equivalenceHigh'> & {
        readonly pAdjusted: number | null
        readonly verdict: Verdict
        readonly reason: Phrase
      })
    | null
}

export interface Priorities {
  readonly columns: readonly string[]
  readonly rows: readonly Priority[]
}

/**
 * Gap to the target times importance, for each outcome in each group, with the measures that hang on it and how it moved since the round before.
 * @param frames of `selectMeasures`
 * @throws InputError when nobody answered in the round, or there are too many outcomes for LMG
 */
export function prioritise(
  frames: Readonly<Record<string, Frame>>,
  options: MeasuresOptions,
  context: ComputeContext<SurveyDataset>,
): Priorities {
  stopIfAborted(context.abort)
  const { dataset } = context
  const { from, to } = roundsOf(dataset, options)
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const frame = (name: string): Frame => {
    const found = frames[name]
    if (found === undefined) throw new Error(`frame ${name} is needed`)
    return found
  }
  const responded = readGroupCounts(frame('responded'), perRound, 'n')
  const keys = [...responded.keys.values()]
    .filter((key) => key[0] === to && (responded.counts.get(keyText(key)) ?? 0) > 0)
    .map((key) => key.slice(1))
  if (keys.length === 0) throw new InputError('measures:round-empty', { round: to })
  const headcount =
    frames['headcount'] === undefined ? null : readGroupCounts(frames['headcount'], perRound, 'headcount').counts
  const { importance, ground } = importanceOf(frames['complete'], options, context)
  noteData(options, { from, to, columns, hasHeadcount: headcount !== null, people: frame('people') }, context)
  noteImportance(ground, options, context)

  const values = readValueCounts(frame('values'), perRound)
  const differences = frames['differences'] === undefined ? null : readValueCounts(frames['differences'], columns)
  const groupOf = new Map(values.keys.map((key, index) => [keyText(key), index]))
  const groupOfDifference = new Map(differences?.keys.map((key, index) => [keyText(key), index]) ?? [])
  const sideOf = (round: string, key: readonly string[], outcome: string): RoundSide => {
    const group = groupOf.get(keyText([round, ...key]))
    const invited = headcount?.get(keyText([round, ...key])) ?? null
    const people = responded.counts.get(keyText([round, ...key])) ?? 0
    return {
      round,
      distribution: (group === undefined ? undefined : values.get(group, outcome)) ?? nobody,
      headcount: invited,
      responseRate: invited !== null && invited > 0 && people <= invited ? people / invited : null,
    }
  }
  const ranges = new Set(options.outcomes.map((id) => JSON.stringify(outcomeOf(dataset, id).range)))
  if (ranges.size > 1)
    context.note({
      code: 'measures:ranges-differ',
      level: 'info',
      about: {},
      concerns: { table: 'priorities', column: 'priority' },
    })
  const withIntervals = keys.length <= mostGroupsForIntervals
  if (!withIntervals)
    context.note({
      code: 'measures:intervals-left-out',
      level: 'info',
      about: { groups: keys.length, most: mostGroupsForIntervals },
      concerns: { table: 'priorities', column: 'priority_low' },
    })

  const stated = keys.flatMap((key, index) => {
    stopIfAborted(context.abort)
    context.progress(0.5 + (0.5 * index) / keys.length)
    const own = options.outcomes.map((outcome) => {
      const now = sideOf(to, key, outcome)
      const state = stateOf(
        dataset,
        outcome,
        now.distribution,
        importance.get(outcome) ?? null,
        { key, divisor: ranges.size > 1 ? rangeOf(dataset, outcome) : 1, withIntervals },
        options,
        context,
      )
      const change =
        from === null
          ? null
          : movementOf(
              dataset,
              outcome,
              sideOf(from, key, outcome),
              now,
              differences === null
                ? null
                : (differences.get(groupOfDifference.get(keyText(key)) ?? -1, outcome) ?? nobody),
              options,
            )
      return { key, outcome, ...state, change }
    })
    const order = own.flatMap(({ priority }) => priority ?? []).toSorted((a, b) => b - a)
    return own.map((row) => ({ ...row, rank: row.priority === null ? null : order.indexOf(row.priority) + 1 }))
  })
  context.progress(1)
  // Beside the rows that are shown, the family's adjustment would tell of those that are not.
  const withheld = withheldRows(
    stated.map(({ change, ...row }) => ({ ...row, movement: change === null ? null : judged(change, null, options) })),
    columns,
    { from, to },
    context,
  )
  const family = adjust(
    stated.map(({ change }, index) =>
      change !== null && change.hindrances.length === 0 && !withheld.has(index) ? change.pValue : null,
    ),
    options.adjust,
  )
  if (from !== null) {
    context.note({
      code: options.adjust === 'none' ? 'measures:family-none' : 'measures:family',
      level: 'info',
      about: {
        count: family.filter((p) => p !== null).length,
        adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
      },
      concerns: { table: 'priorities', column: 'p_adjusted' },
    })
  }
  return {
    columns,
    rows: stated.map(({ change, ...row }, index) => ({
      ...row,
      movement: change === null ? null : judged(change, family[index] ?? null, options),
    })),
  }
}

const rangeOf = (dataset: SurveyDataset, outcome: string): number => {
  const [low, high] = outcomeOf(dataset, outcome).range
  return high > low ? high - low : 1
}

type State = Omit<Priority, 'key' | 'outcome' | 'rank' | 'movement'>

function stateOf(
  dataset: SurveyDataset,
  outcome: string,
  distribution: Distribution,
  importance: Importance | null,
  {
    key,
    divisor,
    withIntervals,
  }: { readonly key: readonly string[]; readonly divisor: number; readonly withIntervals: boolean },
  options: MeasuresOptions,
  context: ComputeContext<SurveyDataset>,
): State {
  const moments = momentsOfCounts(distribution)
  const target = targetOf(dataset, outcome, options)
  const mean = finite(moments.mean)
  const reach = finite(standardErrorOf(moments) * studentT.quantileUpper((1 - options.confidence) / 2, moments.n - 1))
  const gap = mean === null ? null : target - mean
  const [gapLow, gapHigh] = gap === null || reach === null ? [null, null] : [gap - reach, gap + reach]
  let interval: Interval | null = null
  if (importance !== null && gapLow !== null && gapHigh !== null && withIntervals) {
    const { replicates, share } = importance
    if (replicates === null) interval = { low: (gapLow * share) / divisor, high: (gapHigh * share) / divisor }
    else {
      const means = resampledMeans(
        distribution,
        options.draws,
        random(context.seed, `measures gap ${outcome} ${keyText(key)}`),
        () => stopIfAborted(context.abort),
      )
      interval = percentileInterval(
        means.map((drawn, draw) => ((target - drawn) * (replicates[draw] ?? Number.NaN)) / divisor),
        options.confidence,
      )
    }
  }
  return {
    n: moments.n,
    mean,
    sd: finite(deviationOf(moments)),
    low: mean === null || reach === null ? null : mean - reach,
    high: mean === null || reach === null ? null : mean + reach,
    target,
    gap,
    gapLow,
    gapHigh,
    importance,
    priority: gap === null || importance === null ? null : (gap * importance.share) / divisor,
    priorityLow: finite(interval?.low ?? Number.NaN),
    priorityHigh: finite(interval?.high ?? Number.NaN),
    evidence:
      gapLow === null || gapHigh === null ? 'no-interval' : gapLow > 0 ? 'below' : gapHigh <= 0 ? 'reached' : 'unsure',
    measures:
      mean === null
        ? []
        : dataset.instrument.measures.filter(
            (measure) => measure.for.includes(outcome) && (measure.below === undefined || mean < measure.below),
          ),
  }
}

/** Importance of each outcome among whole respondents of the round, everybody together; all alike where it cannot be had. */
function importanceOf(
  frame: Frame | undefined,
  options: MeasuresOptions,
  context: ComputeContext<SurveyDataset>,
): { readonly importance: ReadonlyMap<string, Importance>; readonly ground: ImportanceGround } {
  const { dataset } = context
  const outcome = importanceOutcome(dataset, options)
  const weighed = weighedOutcomes(dataset, options)
  const alike = (reason: ImportanceGround['reason'], n = 0): ReturnType<typeof importanceOf> => {
    const equal = equalImportance(options.outcomes.length)
    return {
      importance: new Map(options.outcomes.map((id, index) => [id, equal[index] as Importance])),
      ground: { reason, outcome, n, needed: fewestRespondents + fewestPerOutcome * weighed.length },
    }
  }
  if (options.importance === 'equal') return alike('asked')
  if (outcome === null || frame === undefined) return alike('no-outcome')
  if (weighed.length === 0) return alike('itself')
  if (options.importance === 'lmg' && weighed.length > mostPredictors)
    throw new InputError('measures:too-many-for-lmg', { count: weighed.length, max: mostPredictors })
  const columns = [...weighed, outcome].map((_, index) => numericColumn(frame, `x${index}`))
  const n = frame.rowCount
  if (n < Math.max(fewestRespondents + fewestPerOutcome * weighed.length, context.minGroup)) return alike('too-few', n)
  const last = columns.at(-1)
  if (last === undefined || last.every((value) => value === last[0])) return alike('constant', n)
  const found = importanceFor(columns, options.importance, {
    draws: options.draws,
    confidence: options.confidence,
    random: random(context.seed, `measures importance ${outcome}`),
    checkpoint: (share) => {
      stopIfAborted(context.abort)
      context.progress(share / 2)
    },
  })
  if (found === null) return alike('unrelated', n)
  if (n > mostDrawn && options.importance === 'lmg')
    context.note({
      code: 'measures:drawn-in-parts',
      level: 'info',
      about: { n, parts: mostDrawn },
      concerns: { table: 'priorities', column: 'importance_low' },
    })
  return {
    importance: new Map(weighed.map((id, index) => [id, found[index] as Importance])),
    ground: { reason: null, outcome, n, needed: 0 },
  }
}

function judged(
  { hindrances, equivalenceLow, equivalenceHigh, ...movement }: Movement,
  pAdjusted: number | null,
  options: MeasuresOptions,
): NonNullable<Priority['movement']> {
  const verdict = verdictOf(
    { estimate: movement.change, pAdjusted, equivalenceLow, equivalenceHigh },
    hindrances.length === 0,
    { smallestEffect: options.smallest_effect, confidence: options.confidence },
  )
  const p: Label = { value: pAdjusted, as: 'probability' }
  const reason: Phrase =
    verdict === 'not-comparable'
      ? { message: 'measures:reason.not-comparable', values: { reasons: { list: hindrances } } }
      : pAdjusted === null
        ? { message: 'measures:reason.no-variation' }
        : {
            message: `measures:reason.${verdict}`,
            values: { p, effect: { value: options.smallest_effect, as: 'estimate' } },
          }
  return { ...movement, pAdjusted, verdict, reason }
}

function withheldRows(
  rows: readonly Priority[],
  columns: readonly string[],
  rounds: { readonly from: string | null; readonly to: string },
  { dataset, minGroup }: ComputeContext<SurveyDataset>,
): ReadonlySet<number> {
  if (minGroup <= 1) return new Set()
  const table = prioritiesTableOf(rows, columns, rounds)
  const [shown] = protectTables([table], minGroup, dataset)
  return new Set(shown?.suppressed.map(([row]) => row))
}
