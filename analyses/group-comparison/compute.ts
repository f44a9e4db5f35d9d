import type { ComputeContext, FramesOf } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label } from '../core/words'
import { adjust } from '../numeric/comparison/multiplicity'
import { rankCounts } from '../numeric/summary/rank'
import { criticalValues } from '../survey/critical-values'
import { readValueCounts } from '../survey/distribution'
import { keyText, readGroupCounts } from '../survey/group-counts'
import { groupColumns } from '../survey/groups'
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
import { describe, samplesOf, withheldGroups, type GroupDescription } from './samples'
import type { selectGroupComparison } from './statements'
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

/**
 * Descriptives, omnibus test, all pairs and planned contrasts for each outcome, from how often each value occurs in each group.
 *
 * Groups with fewer than two values are described and left out of the tests. What the data leave undefined (no variation within a group under Welch, no
 * variation at all) is null with a note.
 * @throws InputError when no outcome has two groups of at least two values, or what is asked for does not go together
 */
export function compareGroups(
  { values, people, headcount: invitedFrame }: FramesOf<typeof selectGroupComparison>,
  options: GroupComparisonOptions,
  context: ComputeContext<SurveyDataset>,
): GroupComparison {
  const { dataset } = context
  const columns = groupColumns(dataset, options.by)
  const method = pairMethodFor(options)
  const weighted = options.weights && dataset.weighted
  refuseWrongTests(options, method, weighted)
  const distributions = readValueCounts(values, columns)
  const { keys } = distributions
  noteData(options, columns, { people, values }, weighted, context)

  const invited = invitedFrame === undefined ? null : readGroupCounts(invitedFrame, columns, 'headcount').counts
  const headcount = (group: number): number | null => invited?.get(keyText(keys[group] ?? [])) ?? null
  if (options.finite_population) noteFinitePopulation(keys, (group) => headcount(group) !== null, context)
  const samples = options.outcomes.map((outcome) =>
    samplesOf(outcome, keys.length, distributions.get, { weighted, headcount }),
  )
  const withheld = withheldGroups(samples, options.outcomes, keys, columns, context)
  const tested = samples.map((all, index) =>
    all.filter(({ group, moments }) => moments.n >= 2 && withheld[index]?.has(group) !== true),
  )
  if (!tested.some((groups) => groups.length >= 2)) {
    throw new InputError(code('nothing-to-compare'), {
      by: { list: columns.map((attribute): Label => ({ attribute })) },
      groups: keys.length,
      usable: Math.max(0, largest(tested.map((groups) => groups.length))),
    })
  }
  if (keys.length > mostGroupsForFigures)
    context.note(info('figures-left-out', { groups: keys.length, most: mostGroupsForFigures }))
  const isPaired = tested.map((groups) => groups.length >= 2 && groups.length <= mostGroupsForPairs)
  const mostTested = largest(tested.map((groups) => groups.length))
  if (mostTested > mostGroupsForPairs)
    context.note(warning('pairs-left-out', { groups: mostTested, most: mostGroupsForPairs }))

  const critical = criticalValues(options.confidence)
  const hasContrasts = options.contrasts !== 'none' && options.test !== 'kruskal-wallis'
  if (options.contrasts !== 'none' && !hasContrasts) context.note(info('contrasts-need-means'))
  const found = options.outcomes.map((outcome, index) => {
    stopIfAborted(context.abort)
    context.progress(index / options.outcomes.length)
    const all = samples[index] ?? []
    const groups = tested[index] ?? []
    noteProblems(outcome, index, all, groups, keys, options.test, withheld[index] ?? new Set(), context)
    const ofGroup = new Map(all.map((sample) => [sample.group, sample]))
    const ranks =
      options.test === 'kruskal-wallis' || method === 'dunn-holm'
        ? rankCounts(groups.map(({ distribution }) => distribution))
        : null
    const resampled =
      isPaired[index] === true && options.interval !== 't'
        ? resampledIntervals(outcome, groups, keys, options, context)
        : null
    return {
      groups: keys.map((key, group) => describe(key, ofGroup.get(group), critical, weighted)),
      omnibus: omnibusOf(groups, ranks, options, weighted),
      pairs:
        isPaired[index] === true ? pairsOf(groups, keys, ranks, method, options, weighted, resampled, context) : [],
      contrasts: isPaired[index] === true && hasContrasts ? contrastsOf(groups, keys, options) : [],
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
  const planned = adjustTogether(
    found.map(({ contrasts }) => contrasts.map(({ pValue }) => pValue)),
    options.adjust,
  )
  noteFamily(
    options,
    method,
    found.map(({ omnibus }) => omnibus.pValue),
    context,
  )
  const widest = isPaired.reduce(
    (best, own, index) => (own && (tested[index]?.length ?? 0) > (tested[best]?.length ?? 0) ? index : best),
    Math.max(0, isPaired.indexOf(true)),
  )
  noteContrasts(
    options,
    tested[widest] ?? [],
    keys,
    planned.reduce((sum, set) => sum + set.length, 0),
    context,
  )
  return {
    columns,
    method,
    weighted,
    outcomes: options.outcomes.map((outcome, index) => {
      const { groups, omnibus, pairs, contrasts } = found[index] as (typeof found)[number]
      return {
        outcome,
        groups,
        omnibus: { ...omnibus, pAdjusted: overall[index] ?? null },
        pairs: pairs.map((pair, position) => ({ ...pair, pAdjusted: pairwise[index]?.[position] ?? null })),
        contrasts: contrasts.map((contrast, position) => ({
          ...contrast,
          pAdjusted: planned[index]?.[position] ?? null,
        })),
      }
    }),
  }
}
