import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { finite } from '../core/result'
import { itemInWords, quantity } from '../core/words'
import type { Item } from '../instrument/model'
import { answerPatterns, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { completeAnswers } from '../numeric/factor-model/answer-sample'
import type { ScaleAnswers } from '../numeric/reliability/reliability-resampling'
import { describeScale, type ScaleReliability } from '../numeric/reliability/reliability-scale'
import { random } from '../numeric/resampling/random'
import { baseId, baseOf } from '../survey/bases'
import { commonItemNotes } from '../survey/common-items'
import { pooledRoundsNotes } from '../survey/groups'
import { readItemMatrices } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { conclusionOf, guides, isElsewhere } from './conclusion'
import { basesOfGroups, invarianceOf, readGroups, type ReadGroups } from './invariance-of-dimension'
import { fewestItems, fitOf } from './one-factor'
import type { RevalidationOptions } from './options'
import { outsideOf, readWhole, type WholeAnswers } from './outside'
import type { ItemElsewhere, ItemNumbers, ReliabilityNumbers, Revalidation, WithoutItem } from './result'
import { allItems, type selectRevalidation } from './statements'
import { code, info, warning } from './words'

/** The dimension's answers: of everybody, and by group where groups are asked for. */
export interface ReadDimension {
  readonly dimension: string
  /** Its items. */
  readonly own: readonly Item[]
  readonly scale: ScaleReliability
  /** The items that vary, and the answers of those who answered all of them. */
  readonly used: readonly Item[]
  readonly sample: ReturnType<typeof completeAnswers>
  readonly whole: WholeAnswers
  readonly groups: ReadGroups | null
}

/** @throws InputError when the dimension has too few items */
export function readDimension(
  { answers, groups }: FramesOf<typeof selectRevalidation>,
  options: RevalidationOptions,
  context: ReadContext<SurveyDataset>,
): ReadDimension {
  const { dataset } = context
  const { dimension } = options
  const poll = (): void => {
    stopIfAborted(context.abort)
  }
  poll()
  for (const note of [
    ...outcomeNotes(dataset, [dimension]),
    ...commonItemNotes(dataset, [dimension]),
    ...pooledRoundsNotes('info', dataset, []),
  ])
    context.note(note)
  const everything = allItems(dataset)
  const own = everything.filter((item) => item.dimension === dimension)
  if (answers === undefined || own.length < fewestItems)
    throw new InputError(code('too-few-items'), { dimension: { dimension }, n: own.length, min: fewestItems })
  const matrix = readItemMatrices(answers, dataset, everything, []).matrices[0]
  if (matrix === undefined) throw new Error('no item matrix')
  const columnOf = (item: Item): AnswerColumn => matrix.columns[everything.indexOf(item)] as AnswerColumn

  const scale = describeScale(scaleAnswers(own.map(columnOf)), {
    missing: 'listwise',
    confidence: options.confidence,
    draws: options.draws,
    isOrdinal: false,
    isSmoothed: false,
    random: random(context.seed, `revalidation ${dimension}`),
    poll,
  })
  context.progress(0.5)
  const used = scale.used.map((index) => own[index] as Item)
  return {
    dimension,
    own,
    scale,
    used,
    sample: completeAnswers(used.map(columnOf)),
    whole: readWhole(dimension, used, everything, columnOf),
    groups: readGroups(groups, used, options, dataset, poll),
  }
}

const everybody = { scale: baseId('scale', []), whole: baseId('whole', []) } as const

/** Everybody who answered the dimension, and all dimensions; the groups that are compared. */
export function basesOfDimension({ scale, whole, groups }: ReadDimension): readonly Base[] {
  return [
    baseOf('scale', [], [], [scale.n, scale.answeredRows]),
    baseOf('whole', [], [], [whole.sample?.count ?? 0]),
    ...(groups === null ? [] : basesOfGroups(groups)),
  ]
}

/**
 * Everything about one dimension, and what it comes to.
 * @throws InputError when too few of its items vary, or too few answered them
 */
export function computeRevalidation(
  read: ReadDimension,
  options: RevalidationOptions,
  context: ComputeContext<SurveyDataset>,
): Revalidation {
  const { dimension, own, scale, used, sample } = read
  const poll = (): void => {
    stopIfAborted(context.abort)
  }
  // Which items vary among a few is theirs to tell.
  if (!context.usable.has(everybody.scale))
    throw new InputError(code('too-few-respondents'), { dimension: { dimension }, items: own.length })
  noteScale(scale, own, context)
  if (used.length < fewestItems)
    throw new InputError(code('too-few-items'), { dimension: { dimension }, n: used.length, min: fewestItems })
  if (scale.alpha === null || scale.n <= used.length)
    throw new InputError(code('too-few-respondents'), { dimension: { dimension }, items: used.length })

  const fit = fitOf(
    used.map((_, index) => index),
    sample,
    poll,
  )
  if (fit === null) context.note(warning('not-fitted', {}, { table: 'fit' }))
  const without = withoutEach(read, poll)
  if (used.length === fewestItems + 1)
    context.note(info('saturated-without', { items: used.length }, { table: 'without_item' }))
  context.progress(0.6)
  const isWholeUsable = (read.whole.sample?.count ?? 0) > 0 && context.usable.has(everybody.whole)
  const outside = outsideOf(dimension, used, read.whole, isWholeUsable, context, poll)
  context.progress(0.8)
  const { groups, columns, steps } = invarianceOf(read.groups, used, options, context, poll)

  const items = itemRows(read, outside.rows)
  const reliability = reliabilityNumbers(scale, scale.alpha, used.length)
  const conclusion = conclusionOf({
    dimension,
    n: scale.n,
    reliability,
    fit,
    items,
    elsewhere: outside.rows,
    without,
    htmt: outside.htmt,
    steps,
    by: options.by,
  })
  context.progress(1)
  return {
    dimension,
    columns,
    n: scale.n,
    reliability,
    items,
    fit,
    nElsewhere: outside.n,
    elsewhere: outside.rows,
    without,
    groups,
    steps,
    conclusion,
  }
}

/** The dimension without each of its items in turn. */
function withoutEach({ used, own, scale, sample }: ReadDimension, poll: () => void): readonly WithoutItem[] {
  return used.map((item, dropped): WithoutItem => {
    const described = scale.items[own.indexOf(item)]
    const rest = used.map((_, index) => index).filter((index) => index !== dropped)
    return {
      item: item.id,
      alpha: finite(described?.alphaIfDropped),
      omega: finite(described?.omegaIfDropped),
      fit: rest.length < fewestItems ? null : fitOf(rest, sample, poll),
    }
  })
}

function itemRows(
  { dimension, own, scale, used }: ReadDimension,
  elsewhere: readonly ItemElsewhere[],
): readonly ItemNumbers[] {
  return used.map((item): ItemNumbers => {
    const described = scale.items[own.indexOf(item)]
    const itemRest = finite(described?.itemRest)
    const loading = finite(described?.loading)
    const inside = elsewhere.find((row) => row.item === item.id && row.dimension === dimension)
    const others = elsewhere.filter((row) => row.item === item.id && row.dimension !== dimension)
    const [closest] = others
      .flatMap((row) => (row.r === null ? [] : [{ dimension: row.dimension, r: row.r }]))
      .toSorted((a, b) => b.r - a.r)
    return {
      item: item.id,
      mean: finite(described?.mean),
      sd: finite(described?.sd),
      itemRest,
      loading,
      closest: closest ?? null,
      concerns: [
        ...(itemRest !== null && itemRest < guides.itemRest ? ['weak-rest' as const] : []),
        ...(loading !== null && loading < guides.loading ? ['weak-loading' as const] : []),
        ...(others.some((row) => isElsewhere(inside?.r ?? null, row)) ? ['elsewhere' as const] : []),
      ],
    }
  })
}

const reliabilityNumbers = (
  { omega, omegaInterval }: ScaleReliability,
  alpha: NonNullable<ScaleReliability['alpha']>,
  items: number,
): ReliabilityNumbers => ({
  items,
  alpha: finite(alpha.alpha),
  low: finite(alpha.interval.low),
  high: finite(alpha.interval.high),
  omega: finite(omega?.modelImplied),
  omegaLow: finite(omegaInterval?.low),
  omegaHigh: finite(omegaInterval?.high),
  averageCorrelation: finite(alpha.averageCorrelation),
})

/** Answers by how often each pattern occurs, so that nothing depends on the order of the rows. */
function scaleAnswers(columns: readonly AnswerColumn[]): ScaleAnswers {
  const whole = columns.filter((column) => column instanceof Int8Array)
  return whole.length === columns.length ? answerPatterns(whole) : { columns }
}

function noteScale(
  { problems }: ScaleReliability,
  items: readonly Item[],
  context: ComputeContext<SurveyDataset>,
): void {
  for (const problem of problems) {
    if (problem.code === 'constant-item' || problem.code === 'unanswered-item')
      context.note(warning(problem.code, { item: itemInWords(items[problem.item]?.id ?? '') }))
    if (problem.code === 'heywood')
      context.note(
        warning('heywood', {
          item: itemInWords(items[problem.item]?.id ?? ''),
          value: quantity(problem.value, 'estimate'),
        }),
      )
    if (problem.code === 'negative-alpha')
      context.note(warning('negative-alpha', { value: quantity(problem.value, 'correlation') }))
    if (problem.code === 'interval-failed') context.note(warning('interval-failed', { count: problem.count }))
  }
}
