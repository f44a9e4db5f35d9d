import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { core, type Label } from '../core/words'
import type { PValue } from '../numeric/comparison/multiplicity'
import { oneWayFromMoments } from '../numeric/comparison/one-way-anova'
import { varianceOf } from '../numeric/summary/summary'
import { groupLabel, withoutGroupNotes } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { inNaturalOrder } from './contrasts'
import { isSimultaneous, type GroupComparisonOptions, type PairMethod, type Test } from './options'
import type { ReadSamples, Sample } from './samples'
import { code, info, say, warning } from './words'

/** Group names that a note spells out. */
const namesInNote = 12

type Context = ComputeContext<SurveyDataset>

/**
 * Refuses what does not go together: corrected standard errors are Welch's, and what is resampled are plain means.
 * @throws InputError
 */
export function refuseWrongTests(options: GroupComparisonOptions, method: PairMethod, weighted: boolean): void {
  const about = { test: say(`option.test.choice.${options.test}`), pairs: say(`option.pairwise.choice.${method}`) }
  const isWelch = options.test === 'welch' && (method === 'games-howell' || method === 'welch-holm')
  if (weighted && !isWelch) throw new InputError(code('weights-need-welch'), about)
  if (options.finite_population && !isWelch) throw new InputError(code('finite-needs-welch'), about)
  if (options.interval !== 't' && (weighted || options.finite_population || method === 'dunn-holm'))
    throw new InputError(code('bootstrap-needs-means'))
}

/** What readers must know of the data before the numbers. */
export function noteData(
  options: GroupComparisonOptions,
  { columns, weighted, weightNotes, withoutGroup }: ReadSamples,
  context: Context,
): void {
  const { dataset } = context
  for (const note of outcomeNotes(dataset, options.outcomes)) context.note(note)
  for (const note of withoutGroupNotes(withoutGroup, columns)) context.note(note)
  for (const note of weightNotes) context.note(note)
  if (weighted) context.note(info('weighted'))
}

/** Whose headcount is known, when standard errors are to be corrected for it. */
export function noteFinitePopulation({ keys, headcounts }: ReadSamples, context: Context): void {
  const unknown = headcounts.flatMap((headcount, group) => (headcount === null ? [group] : []))
  if (unknown.length < keys.length) context.note(info('finite-population'))
  if (unknown.length > 0)
    context.note(
      warning('headcount-unknown', { count: unknown.length, of: keys.length, groups: namesOf(unknown, keys) }),
    )
}

export function noteProblems(
  {
    outcome,
    all,
    tested,
    withheld,
  }: {
    readonly outcome: string
    readonly all: readonly Sample[]
    readonly tested: readonly Sample[]
    readonly withheld: ReadonlySet<number>
  },
  row: number,
  keys: readonly (readonly string[])[],
  test: Test,
  context: Context,
): void {
  const about = { outcome: { outcome } }
  const concerns = { table: 'omnibus', row }
  if (all.length === 0) {
    context.note(warning('no-answers', about, concerns))
    return
  }
  const isTested = new Set(tested.map(({ group }) => group))
  if (withheld.size > 0) context.note(warning('groups-withheld', { ...about, count: withheld.size }, concerns))
  const leftOut = keys.flatMap((_, group) => (isTested.has(group) || withheld.has(group) ? [] : [group]))
  if (leftOut.length > 0)
    context.note(
      warning('groups-left-out', { ...about, count: leftOut.length, groups: namesOf(leftOut, keys) }, concerns),
    )
  if (tested.length < 2) {
    context.note(warning('too-few-groups', { ...about, usable: tested.length }, concerns))
    return
  }
  const constant = tested.filter((sample) => !(varianceOf(sample.tested) > 0)).map(({ group }) => group)
  const spread = oneWayFromMoments(tested.map(({ moments }) => moments))
  if (spread.withinSumOfSquares === 0 && spread.betweenSumOfSquares === 0)
    context.note(warning('nothing-varies', about, concerns))
  else if (constant.length > 0 && (test === 'welch' || constant.length === tested.length)) {
    context.note(
      warning('no-variation-within', { ...about, count: constant.length, groups: namesOf(constant, keys) }, concerns),
    )
  }
}

function namesOf(groups: readonly number[], keys: readonly (readonly string[])[]): Label {
  return {
    list: [
      ...groups.slice(0, namesInNote).map((group) => groupLabel(keys[group] ?? [])),
      ...(groups.length > namesInNote ? ['…'] : []),
    ],
  }
}

/** Names the families that the p values were adjusted in. */
export function noteFamily(
  options: GroupComparisonOptions,
  method: PairMethod,
  p: readonly PValue[],
  context: Context,
): void {
  const tested = options.outcomes.filter((_, index) => p[index] !== null)
  const size = tested.length
  if (size === 0) return
  const adjustment = core.say(`option.adjust.choice.${options.adjust}`)
  context.note(
    info(
      options.adjust === 'none' ? 'family-none' : 'family-omnibus',
      { adjustment, count: size, outcomes: { list: tested.map((outcome): Label => ({ outcome })) } },
      { table: 'omnibus', column: 'p_adjusted' },
    ),
  )
  context.note(
    info(
      `family-pairs-${isSimultaneous(method) ? 'simultaneous' : options.adjust === 'none' ? 'within' : 'all'}`,
      { method: say(`option.pairwise.choice.${method}`), adjustment, adjusted: options.adjust !== 'none', count: size },
      { table: 'pairwise', column: 'p_adjusted' },
    ),
  )
}

/** How the contrasts were made: in which order the groups stand, and which family their p values are adjusted in. */
export function noteContrasts(
  options: GroupComparisonOptions,
  groups: readonly Sample[],
  keys: readonly (readonly string[])[],
  contrasts: number,
  context: Context,
): void {
  if (contrasts === 0 || options.contrasts === 'none') return
  context.note(
    info(
      `contrasts-${options.contrasts}`,
      {
        groups: namesOf(
          inNaturalOrder(groups, keys, context.dataset, options).map(({ group }) => group),
          keys,
        ),
        pooled: options.test === 'fisher',
      },
      { table: 'contrasts' },
    ),
  )
  context.note(
    info(
      'family-contrasts',
      {
        adjustment: core.say(`option.adjust.choice.${options.adjust}`),
        adjusted: options.adjust !== 'none',
        count: contrasts,
      },
      { table: 'contrasts', column: 'p_adjusted' },
    ),
  )
}
