import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { itemInWords, type Label } from '../core/words'
import { random } from '../numeric/resampling/random'
import { describeScale } from '../numeric/reliability/reliability-scale'
import type { ScaleAnswers } from '../numeric/reliability/reliability-resampling'
import { baseId, baseOf } from '../survey/bases'
import { commonItemNotes } from '../survey/common-items'
import { keyText } from '../survey/group-counts'
import { groupColumns, pooledRoundsNotes, withoutGroupNotes } from '../survey/groups'
import { pickItems, readItemMatrices, readItemPatterns } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { survey } from '../survey/words'
import { noteScales } from './notes'
import type { ReliabilityOptions } from './options'
import { scalesOf, type Scale } from './scales'
import type { selectReliability } from './statements'
import { code, info, warning } from './words'
import type { Reliability, ScaleInGroup } from './result'

/** Above this many groups the bootstrap and the polychoric correlations are left out: they take the time of everything else many times over. */
const mostGroupsInDepth = 40

/** Every dimension in every group, described. */
export interface ReadScales extends Reliability {
  /** By dimension. */
  readonly scored: readonly Scale[]
  readonly groupCount: number
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
}

/**
 * Alpha and omega of each dimension in each group.
 * @throws InputError when no dimension has two items
 */
export function readScales(
  { people, answers }: FramesOf<typeof selectReliability>,
  options: ReliabilityOptions,
  context: ReadContext<SurveyDataset>,
): ReadScales {
  const { dataset } = context
  const columns = groupColumns(dataset, options.by)
  const scored = scalesOf(dataset, options.dimensions)
  if (answers === undefined || scored.every(({ items }) => items.length < 2))
    throw new InputError(code('no-scale'), { dimensions: namesOf(options) })
  stopIfAborted(context.abort)

  const { keys, answersOf } = readAnswers(answers, dataset, scored, columns)
  const isInDepth = keys.length <= mostGroupsInDepth
  const scales = keys.flatMap((key, group) =>
    scored.map(({ dimension, items, isSum }, index): ScaleInGroup => {
      const poll = (): void => stopIfAborted(context.abort)
      poll()
      context.progress((group * scored.length + index) / (keys.length * scored.length))
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
  return { columns, scales, scored, groupCount: keys.length, withoutGroup: numericColumn(people, 'without')[0] ?? 0 }
}

const namesOf = ({ dimensions }: ReliabilityOptions): Label => ({
  list: dimensions.map((dimension): Label => ({ dimension })),
})

/** Notes, and whether anything can be estimated, concern only the groups whose numbers are shown. People who answered in part are protected as those who answered everything. */
export function basesOfScales({ columns, scales }: ReadScales): readonly Base[] {
  return scales.flatMap(({ dimension, key, n, completeRows, answeredRows }) => [
    baseOf(dimension, columns, key, [n, completeRows]),
    baseOf(answeredFamily(dimension, key), columns, key, [answeredRows]),
  ])
}

const answeredFamily = (dimension: string, key: readonly string[]): string => `answered ${dimension} ${keyText(key)}`

/** @throws InputError when nowhere are enough answers */
export function computeReliability(
  read: ReadScales,
  options: ReliabilityOptions,
  context: ComputeContext<SurveyDataset>,
): Reliability {
  const { columns, scales } = read
  const shown = scales.filter(
    ({ dimension, key }) =>
      context.usable.has(baseId(dimension, key)) && context.usable.has(baseId(answeredFamily(dimension, key), key)),
  )
  if (!shown.some(({ alpha }) => alpha !== null)) {
    throw new InputError(code('nothing-to-estimate'), { dimensions: namesOf(options) })
  }
  noteRun(options, read, context)
  noteScales(shown, columns, options, context)
  return { columns, scales }
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
  { columns, scored, groupCount, withoutGroup }: ReadScales,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  for (const note of [...outcomeNotes(dataset, options.dimensions), ...commonItemNotes(dataset, options.dimensions)])
    context.note(note)
  const turned = scored.flatMap(({ items }) => items.filter(({ reversed }) => reversed))
  if (turned.length > 0)
    context.note(survey.info('items-turned', { items: { list: turned.map(({ id }) => itemInWords(id)) } }))
  for (const note of withoutGroupNotes(withoutGroup, columns)) context.note(note)
  for (const note of pooledRoundsNotes('warning', dataset, columns)) context.note(note)
  if (dataset.weighted) context.note(info('unweighted'))
  if (groupCount > mostGroupsInDepth && (options.draws > 0 || options.ordinal))
    context.note(warning('many-groups', { groups: groupCount, most: mostGroupsInDepth }))
}
