import type { ComputeContext } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { finite } from '../core/result'
import { core, quantity, type Phrase } from '../core/words'
import { percentileInterval, resampledMeans, type Interval } from '../numeric/resampling/bootstrap'
import { mostDrawn } from '../numeric/regression/importance-bootstrap'
import { adjust } from '../numeric/comparison/multiplicity'
import { random } from '../numeric/resampling/random'
import { mostPredictors } from '../numeric/regression/relative-importance'
import { deviationOf, momentsOfCounts, standardErrorOf } from '../numeric/summary/summary'
import { baseId } from '../survey/bases'
import { relevanceOf, verdictOf, type TestedChange, type Verdict } from '../survey/change-verdict'
import type { Distribution } from '../survey/distribution'
import { withReservations } from '../survey/gate'
import { keyText } from '../survey/group-counts'
import { meanIntervals } from '../survey/mean-interval'
import { outcomeOf } from '../survey/outcomes'
import { movementOf, type Movement } from './change'
import { importanceBase, type ReadPriorities } from './answers'
import { equalImportance, importanceFor, type Importance } from './importance'
import { noteData, noteImportance, type ImportanceGround } from './notes'
import { importanceOutcome, targetOf, weighedOutcomes, type MeasuresOptions } from './options'
import type { Priorities, Priority } from './result'
import { code, info, say } from './words'

/** Importance needs at least this many respondents who answered everything, and this many more for each outcome. */
const fewestRespondents = 10
const fewestPerOutcome = 2
/** With more groups the intervals of priorities are left out: each needs draws of its own, and nobody reads so many. */
const mostGroupsForIntervals = 300

/**
 * Gap to the target times importance, for each outcome in each group, with the measures suggested for it and how it changed since the round before.
 * @throws InputError when there are too many outcomes for LMG
 */
export function prioritise(
  read: ReadPriorities,
  options: MeasuresOptions,
  context: ComputeContext<SurveyDataset>,
): Priorities {
  stopIfAborted(context.abort)
  const { dataset, usable } = context
  const { from, columns, keys } = read
  const { importance, ground } = importanceOf(read.complete, options, context)
  noteData(options, read, context)
  noteImportance(ground, options, context)
  const ranges = new Set(options.outcomes.map((id) => JSON.stringify(outcomeOf(dataset, id).range)))
  const withIntervals = keys.length <= mostGroupsForIntervals
  noteLimits(ranges.size > 1, withIntervals, keys.length, context)

  const isUsable = read.rows.map(({ key, outcome }) => usable.has(baseId(outcome, key)))
  const stated = read.rows.map((row, index) => {
    stopIfAborted(context.abort)
    context.progress(0.5 + (0.5 * index) / read.rows.length)
    const { key, outcome, now, before, differences } = row
    const state = stateOf(
      dataset,
      outcome,
      now.distribution,
      importance.get(outcome) ?? null,
      { key, divisor: ranges.size > 1 ? rangeOf(dataset, outcome) : 1, withIntervals },
      options,
      context,
    )
    const change = before === null ? null : movementOf(dataset, outcome, before, now, differences, options)
    return { key, outcome, ...state, change }
  })
  context.progress(1)
  const adjusted = (pOf: (change: Movement) => number | null): readonly (number | null)[] =>
    adjust(
      stated.map(({ change }, index) =>
        change !== null && change.hindrances.length === 0 && isUsable[index] === true ? pOf(change) : null,
      ),
      options.adjust,
    )
  const family = adjusted(({ pValue }) => pValue)
  const equivalences = adjusted((change) => change.equivalenceP)
  if (from !== null) {
    context.note(
      info(
        options.adjust === 'none' ? 'family-none' : 'family',
        {
          count: family.filter((p) => p !== null).length,
          adjustment: core.say(`option.adjust.choice.${options.adjust}`),
        },
        { table: 'priorities', column: 'p_adjusted' },
      ),
    )
  }
  const ranks = ranksIn(stated, isUsable)
  return {
    columns,
    rows: stated.map(({ change, ...row }, index) => ({
      ...row,
      rank: ranks[index] ?? null,
      movement:
        change === null
          ? null
          : judged(
              change,
              { pAdjusted: family[index] ?? null, equivalencePAdjusted: equivalences[index] ?? null },
              options,
            ),
    })),
  }
}

/** The place of each row's priority in its group, 1 the highest, among the rows that may be used. */
function ranksIn(
  rows: readonly { readonly key: readonly string[]; readonly priority: number | null }[],
  isUsable: readonly boolean[],
): readonly (number | null)[] {
  const ranked = rows.map(({ key, priority }, index) => ({
    group: keyText(key),
    priority: isUsable[index] === true ? priority : null,
  }))
  const byGroup = new Map<string, number[]>()
  for (const { group, priority } of ranked) {
    if (priority === null) continue
    const own = byGroup.get(group)
    if (own === undefined) byGroup.set(group, [priority])
    else own.push(priority)
  }
  for (const own of byGroup.values()) own.sort((a, b) => b - a)
  return ranked.map(({ group, priority }) =>
    priority === null ? null : (byGroup.get(group) ?? []).indexOf(priority) + 1,
  )
}

/** Says that priorities are relative to the range of each outcome, and that intervals are left out where there are many groups. */
function noteLimits(
  differ: boolean,
  withIntervals: boolean,
  groups: number,
  context: ComputeContext<SurveyDataset>,
): void {
  if (differ) context.note(info('ranges-differ', {}, { table: 'priorities', column: 'priority' }))
  if (!withIntervals)
    context.note(
      info(
        'intervals-left-out',
        { groups, most: mostGroupsForIntervals },
        { table: 'priorities', column: 'priority_low' },
      ),
    )
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
  const found = meanIntervals(options.confidence)(
    { n: moments.n, mean: moments.mean, se: standardErrorOf(moments), isWeighted: false },
    outcomeOf(dataset, outcome).range,
  )
  const [low, high] = [finite(found.low), finite(found.high)]
  const gap = mean === null ? null : target - mean
  const [gapLow, gapHigh] = low === null || high === null ? [null, null] : [target - high, target - low]
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
    low,
    high,
    target,
    gap,
    gapLow,
    gapHigh,
    importance,
    priority: gap === null || importance === null ? null : (gap * importance.share) / divisor,
    priorityLow: finite(interval?.low),
    priorityHigh: finite(interval?.high),
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

/** Importance of each outcome among the respondents of the round who answered everything, everybody together; equal for all where it cannot be estimated. */
function importanceOf(
  frame: Frame | null,
  options: MeasuresOptions,
  context: ComputeContext<SurveyDataset>,
): { readonly importance: ReadonlyMap<string, Importance>; readonly ground: ImportanceGround } {
  const { dataset } = context
  const outcome = importanceOutcome(dataset, options)
  const weighed = weighedOutcomes(dataset, options)
  const equal = (reason: ImportanceGround['reason'], n = 0): ReturnType<typeof importanceOf> => {
    const shares = equalImportance(options.outcomes.length)
    return {
      importance: new Map(options.outcomes.map((id, index) => [id, shares[index] as Importance])),
      ground: { reason, outcome, n, needed: fewestRespondents + fewestPerOutcome * weighed.length },
    }
  }
  if (options.importance === 'equal') return equal('asked')
  if (outcome === null || frame === null) return equal('no-outcome')
  if (weighed.length === 0) return equal('itself')
  if (options.importance === 'lmg' && weighed.length > mostPredictors)
    throw new InputError(code('too-many-for-lmg'), { count: weighed.length, max: mostPredictors })
  const columns = [...weighed, outcome].map((_, index) => numericColumn(frame, `#x${index}`))
  const n = frame.rowCount
  if (n < fewestRespondents + fewestPerOutcome * weighed.length || !context.usable.has(importanceBase))
    return equal('too-few', n)
  const last = columns.at(-1)
  if (last === undefined || last.every((value) => value === last[0])) return equal('constant', n)
  const found = importanceFor(columns, options.importance, {
    draws: options.draws,
    confidence: options.confidence,
    random: random(context.seed, `measures importance ${outcome}`),
    checkpoint: (share) => {
      stopIfAborted(context.abort)
      context.progress(share / 2)
    },
  })
  if (found === null) return equal('unrelated', n)
  if (n > mostDrawn && options.importance === 'lmg')
    context.note(info('drawn-in-parts', { n, parts: mostDrawn }, { table: 'priorities', column: 'importance_low' }))
  return {
    importance: new Map(weighed.map((id, index) => [id, found[index] as Importance])),
    ground: { reason: null, outcome, n, needed: 0 },
  }
}

function judged(
  { hindrances, reservations, nBefore, meanBefore, change, nLinked, low, high, pValue }: Movement,
  tested: TestedChange,
  options: MeasuresOptions,
): NonNullable<Priority['movement']> {
  const verdict = verdictOf(tested, hindrances.length === 0, options.confidence)
  return {
    nBefore,
    meanBefore,
    change,
    nLinked,
    low,
    high,
    pValue,
    pAdjusted: tested.pAdjusted,
    verdict,
    reason:
      verdict === 'not-comparable'
        ? say('reason.not-comparable', { reasons: { list: hindrances } })
        : withReservations(reasonOf(verdict, { low, high, ...tested }, options), reservations),
  }
}

function reasonOf(
  verdict: Exclude<Verdict, 'not-comparable'>,
  { low, high, pAdjusted, equivalencePAdjusted }: TestedChange & Pick<Movement, 'low' | 'high'>,
  { smallest_effect: effect }: MeasuresOptions,
): Phrase {
  if (pAdjusted === null) return say('reason.no-variation')
  return say(`reason.${verdict}`, {
    p: quantity(pAdjusted, 'probability'),
    equivalence: quantity(equivalencePAdjusted, 'probability'),
    effect: quantity(effect, 'estimate'),
    relevance: relevanceOf(low, high, effect),
  })
}
