import type { ComputeContext, FramesOf } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label } from '../core/words'
import { random } from '../numeric/resampling/random'
import { describeScale, type ScaleReliability } from '../numeric/reliability/reliability-scale'
import type { ScaleAnswers } from '../numeric/reliability/reliability-resampling'
import { commonItemNotes } from '../survey/common-items'
import { groupColumns, withoutGroupNote } from '../survey/groups'
import { pickItems, readItemMatrices, readItemPatterns } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { survey } from '../survey/words'
import { noteScales } from './notes'
import type { ReliabilityOptions } from './options'
import { scalesOf, type Scale } from './scales'
import type { selectReliability } from './statements'
import { code, info, warning } from './words'
import { largest } from '../numeric/summary/extremes'

/** Above this many groups the bootstrap and the polychoric correlations are left out: they take the time of everything else many times over. */
const mostGroupsInDepth = 40

/** A dimension in a group. */
export interface ScaleInGroup extends ScaleReliability {
  readonly key: readonly string[]
  readonly dimension: string
  /** The scored items, in the order of the instrument and of `items`. */
  readonly itemIds: readonly string[]
  /** True when scores are sums, so that the standard error of measurement is one of the sum. */
  readonly isSum: boolean
}

export interface Reliability {
  readonly columns: readonly string[]
  /** By group, then by dimension. */
  readonly scales: readonly ScaleInGroup[]
}

/**
 * Alpha and omega of each dimension in each group.
 * @throws InputError when no dimension has two items, or nowhere enough answers
 */
export function computeReliability(
  { people, answers }: FramesOf<typeof selectReliability>,
  options: ReliabilityOptions,
  context: ComputeContext<SurveyDataset>,
): Reliability {
  const { dataset } = context
  const columns = groupColumns(dataset, options.by)
  const scales = scalesOf(dataset, options.dimensions)
  const named: Label = { list: options.dimensions.map((dimension): Label => ({ dimension })) }
  if (answers === undefined || scales.every(({ items }) => items.length < 2))
    throw new InputError(code('no-scale'), { dimensions: named })
  stopIfAborted(context.abort)

  const { keys, answersOf } = readAnswers(answers, dataset, scales, columns)
  const isInDepth = keys.length <= mostGroupsInDepth
  const found = keys.flatMap((key, group) =>
    scales.map(({ dimension, items, isSum }, index): ScaleInGroup => {
      const poll = (): void => stopIfAborted(context.abort)
      poll()
      context.progress((group * scales.length + index) / (keys.length * scales.length))
      const described = describeScale(answersOf(group, index), {
        missing: options.missing,
        confidence: options.confidence,
        draws: isInDepth ? options.draws : 0,
        isOrdinal: isInDepth && options.ordinal,
        isSmoothed: options.smooth,
        random: random(context.seed, `reliability ${JSON.stringify([dimension, ...key])}`),
        poll,
      })
      return { ...described, key, dimension, itemIds: items.map(({ id }) => id), isSum }
    }),
  )
  context.progress(1)
  if (!found.some(({ alpha }) => alpha !== null)) {
    throw new InputError(code('nothing-to-estimate'), {
      dimensions: named,
      groups: keys.length,
      n: Math.max(0, largest(found.map((scale) => scale.completeRows))),
    })
  }
  noteRun(options, columns, scales, people, keys.length, context)
  noteScales(found, columns, options, context)
  return { columns, scales: found }
}

function readAnswers(
  frame: Frame,
  dataset: SurveyDataset,
  scales: readonly Scale[],
  columns: readonly string[],
): {
  readonly keys: readonly (readonly string[])[]
  readonly answersOf: (group: number, scale: number) => ScaleAnswers
} {
  const sets = scales.map(({ items }) => items)
  const { keys, patterns } = readItemPatterns(frame, dataset, sets, columns)
  const hasContinuous = patterns.some((own) => own.includes(null))
  const matrices = hasContinuous ? readItemMatrices(frame, dataset, sets.flat(), columns).matrices : []
  return {
    keys,
    answersOf: (group, scale) => {
      const own = patterns[group]?.[scale] ?? null
      const matrix = matrices[group]
      if (own !== null) return own
      return matrix === undefined
        ? { columns: [] }
        : {
            columns: pickItems(
              matrix,
              (sets[scale] ?? []).map(({ id }) => id),
            ).columns,
          }
    },
  }
}

/** What is said of the run as a whole. */
function noteRun(
  options: ReliabilityOptions,
  columns: readonly string[],
  scales: readonly Scale[],
  people: Frame,
  groups: number,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  for (const note of [...outcomeNotes(dataset, options.dimensions), ...commonItemNotes(dataset, options.dimensions)])
    context.note(note)
  const turned = scales.flatMap(({ items }) => items.filter(({ reversed }) => reversed))
  if (turned.length > 0)
    context.note(
      survey.info('items-turned', { items: { list: turned.map(({ id }): Label => ({ item: id, short: true })) } }),
    )
  const leftOut = withoutGroupNote(numericColumn(people, 'without')[0] ?? 0, columns)
  if (leftOut !== null) context.note(leftOut)
  if (dataset.rounds.length > 1 && !columns.includes('round'))
    context.note(survey.warning('pooled-over-rounds', { rounds: { list: dataset.rounds.map(({ id }) => id) } }))
  if (dataset.weighted) context.note(info('unweighted'))
  if (groups > mostGroupsInDepth && (options.draws > 0 || options.ordinal))
    context.note(warning('many-groups', { groups, most: mostGroupsInDepth }))
}
