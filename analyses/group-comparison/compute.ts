import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label } from '../core/words'
import { adjust } from '../numeric/comparison/multiplicity'
import { rankCounts } from '../numeric/summary/rank'
import { baseId } from '../survey/bases'
import { meanIntervals } from '../survey/mean-interval'
import { outcomeOf } from '../survey/outcomes'
import { resampledIntervals } from './bootstrap-intervals'
import {
  noteContrasts,
  noteData,
  noteFamily,
  noteFinitePopulation,
  noteProblems,
  refuseWrongTests,
} from './comparison-notes'
import { contrastsOf, type ContrastResult } from './contrasts'
import { omnibusOf, type OmnibusResult } from './omnibus'
import { pairMethodFor, type GroupComparisonOptions, type PairMethod } from './options'
import { adjustPairs, adjustTogether, pairsOf, type PairResult } from './pairs'
import { describe, type GroupDescription, type ReadSamples, type Sample } from './samples'
import { code, info, warning } from './words'
import { largest } from '../numeric/summary/extremes'

/** Above this many groups pairs and contrasts are left out: the number of pairs grows with the square, and nobody reads them. */
export const mostGroupsForPairs = 50
/** Above this many groups the figures are left out. */
export const mostGroupsForFigures = 60

export interface OutcomeComparison {
  readonly outcome: string
  readonly groups: readonly GroupDescription[]
  readonly omnibus: OmnibusResult
  readonly pairs: readonly PairResult[]
  readonly contrasts: readonly ContrastResult[]
}

export interface GroupComparison {
  /** Columns that identify a group, in the order of the tables. */
  readonly columns: readonly string[]
  readonly method: PairMethod
  readonly weighted: boolean
  readonly outcomes: readonly OutcomeComparison[]
}

/** An outcome before the p values of all outcomes are adjusted. */
interface Unadjusted extends Pick<OutcomeComparison, 'outcome' | 'groups'> {
  readonly omnibus: Omit<OmnibusResult, 'pAdjusted'>
  readonly pairs: readonly Omit<PairResult, 'pAdjusted'>[]
  readonly contrasts: readonly Omit<ContrastResult, 'pAdjusted'>[]
}

/** An outcome's groups: all that have values, those that may be used and have two values at least, and those that are withheld. */
interface OutcomeGroups {
  readonly outcome: string
  readonly all: readonly Sample[]
  readonly tested: readonly Sample[]
  readonly withheld: ReadonlySet<number>
  readonly isPaired: boolean
}

/**
 * Descriptives, omnibus test, all pairs and planned contrasts for each outcome, from how often each value occurs in each group.
 *
 * Groups that may not be used, and those with fewer than two values, are described and left out of the tests. What the data leave undefined (no variation within a
 * group under Welch, no variation at all) is null with a note.
 * @throws InputError when no outcome has two groups of at least two values, or what is asked for does not go together
 */
export function compareGroups(
  read: ReadSamples,
  options: GroupComparisonOptions,
  context: ComputeContext<SurveyDataset>,
): GroupComparison {
  const { columns, keys, weighted } = read
  const method = pairMethodFor(options)
  refuseWrongTests(options, method, weighted)
  noteData(options, read, context)
  if (options.finite_population) noteFinitePopulation(read, context)
  const groups = options.outcomes.map((outcome, index) => groupsOf(outcome, index, read, context.usable))
  noteExtent(groups, read, context)

  const hasContrasts = options.contrasts !== 'none' && options.test !== 'kruskal-wallis'
  if (options.contrasts !== 'none' && !hasContrasts) context.note(info('contrasts-need-means'))
  const intervalOf = meanIntervals(options.confidence)
  const found = groups.map((own, index) => {
    stopIfAborted(context.abort)
    context.progress(index / options.outcomes.length)
    noteProblems(own, index, keys, options.test, context)
    const ofGroup = new Map(own.all.map((sample) => [sample.group, sample]))
    const { range } = outcomeOf(context.dataset, own.outcome)
    return {
      outcome: own.outcome,
      groups: keys.map((key, group) =>
        describe(key, ofGroup.get(group), (mean) => intervalOf({ ...mean, isWeighted: weighted }, range), weighted),
      ),
      ...testsOf(
        own,
        keys,
        method,
        { ...options, weights: weighted, contrasts: hasContrasts ? options.contrasts : 'none' },
        context,
      ),
    }
  })
  context.progress(1)
  const outcomes = withAdjustedP(found, method, options)
  noteFamily(
    options,
    method,
    found.map(({ omnibus }) => omnibus.pValue),
    context,
  )
  const paired = groups.filter(({ isPaired }) => isPaired)
  const [widest] = paired.toSorted((a, b) => b.tested.length - a.tested.length)
  noteContrasts(
    options,
    (widest ?? groups[0])?.tested ?? [],
    keys,
    outcomes.reduce((sum, { contrasts }) => sum + contrasts.length, 0),
    context,
  )
  return { columns, method, weighted, outcomes }
}

function groupsOf(
  outcome: string,
  index: number,
  { keys, samples }: ReadSamples,
  usable: ComputeContext['usable'],
): OutcomeGroups {
  const all = samples[index] ?? []
  const withheld = new Set(keys.flatMap((key, group) => (usable.has(baseId(outcome, key)) ? [] : [group])))
  const tested = all.filter(({ group, moments }) => moments.n >= 2 && !withheld.has(group))
  return { outcome, all, tested, withheld, isPaired: tested.length >= 2 && tested.length <= mostGroupsForPairs }
}

/** Says what is left out since there are many groups. @throws InputError when nothing can be compared */
function noteExtent(
  groups: readonly OutcomeGroups[],
  { columns, keys }: ReadSamples,
  context: ComputeContext<SurveyDataset>,
): void {
  const mostTested = Math.max(0, largest(groups.map(({ tested }) => tested.length)))
  if (mostTested < 2)
    throw new InputError(code('nothing-to-compare'), {
      by: { list: columns.map((attribute): Label => ({ attribute })) },
      groups: keys.length,
      usable: mostTested,
    })
  if (keys.length > mostGroupsForFigures)
    context.note(info('figures-left-out', { groups: keys.length, most: mostGroupsForFigures }))
  if (mostTested > mostGroupsForPairs)
    context.note(warning('pairs-left-out', { groups: mostTested, most: mostGroupsForPairs }))
}

/** @param options with the weights that there are, and the contrasts that can be made */
function testsOf(
  { outcome, tested, isPaired }: OutcomeGroups,
  keys: ReadSamples['keys'],
  method: PairMethod,
  options: GroupComparisonOptions,
  context: ComputeContext<SurveyDataset>,
): Pick<Unadjusted, 'omnibus' | 'pairs' | 'contrasts'> {
  const { weights } = options
  const ranks =
    options.test === 'kruskal-wallis' || method === 'dunn-holm'
      ? rankCounts(tested.map(({ distribution }) => distribution))
      : null
  const resampled =
    isPaired && options.interval !== 't' ? resampledIntervals(outcome, tested, keys, options, context) : null
  return {
    omnibus: omnibusOf(tested, ranks, options, weights),
    pairs: isPaired ? pairsOf(tested, keys, ranks, method, options, weights, resampled, context) : [],
    contrasts: isPaired && options.contrasts !== 'none' ? contrastsOf(tested, keys, context.dataset, options) : [],
  }
}

/** P values adjusted over the outcomes: of the omnibus tests, of the pairs and of the contrasts, each a family. */
function withAdjustedP(
  found: readonly Unadjusted[],
  method: PairMethod,
  options: GroupComparisonOptions,
): readonly OutcomeComparison[] {
  const overall = adjust(
    found.map(({ omnibus }) => omnibus.pValue),
    options.adjust,
  )
  const pairwise = adjustPairs(
    found.map(({ pairs }) => pairs.map(({ pValue }) => pValue)),
    method,
    options.adjust,
  )
  const planned = adjustTogether(
    found.map(({ contrasts }) => contrasts.map(({ pValue }) => pValue)),
    options.adjust,
  )
  return found.map(({ outcome, groups, omnibus, pairs, contrasts }, index) => ({
    outcome,
    groups,
    omnibus: { ...omnibus, pAdjusted: overall[index] ?? null },
    pairs: pairs.map((pair, position) => ({ ...pair, pAdjusted: pairwise[index]?.[position] ?? null })),
    contrasts: contrasts.map((contrast, position) => ({ ...contrast, pAdjusted: planned[index]?.[position] ?? null })),
  }))
}
