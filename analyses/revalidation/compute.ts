import type { Base } from '../core/base'
import type { ComputeContext, Frames, ReadContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Item } from '../instrument/model'
import { finite } from '../core/result'
import { answerPatterns, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { completeAnswers } from '../numeric/factor-model/answer-sample'
import { fitFactorModel, type FactorModelFit } from '../numeric/factor-model/factor-model'
import { oneFactorModel } from '../numeric/factor-model/model'
import { random } from '../numeric/resampling/random'
import type { ScaleAnswers } from '../numeric/reliability/reliability-resampling'
import { describeScale, type ScaleReliability } from '../numeric/reliability/reliability-scale'
import { baseId, baseOf } from '../survey/bases'
import { commonItemNotes, commonItems } from '../survey/common-items'
import { readItemMatrices } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { conclusionOf, guides, isElsewhere } from './conclusion'
import { basesOfGroups, invarianceOf, readGroups, type ReadGroups } from './invariance-of-dimension'
import type { RevalidationOptions } from './options'
import { outsideOf, readWhole, type WholeAnswers } from './outside'
import type { DimensionFit, ElsewhereRow, ItemRow, ReliabilityNumbers, Revalidation, WithoutRow } from './result'

/** A factor needs three items. */
const fewestItems = 3

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
  { answers, groups }: Frames,
  options: RevalidationOptions,
  context: ReadContext<SurveyDataset>,
): ReadDimension {
  const { dataset } = context
  const dimension = options.dimension ?? ''
  const poll = (): void => {
    stopIfAborted(context.abort)
  }
  poll()
  for (const note of [...outcomeNotes(dataset, [dimension]), ...commonItemNotes(dataset, [dimension])])
    context.note(note)
  if (dataset.rounds.length > 1)
    context.note({
      code: 'survey:pooled-over-rounds',
      level: 'info',
      about: { rounds: { list: dataset.rounds.map(({ id }) => id) } },
    })
  const everything = allItems(dataset)
  const own = everything.filter((item) => item.dimension === dimension)
  if (answers === undefined || own.length < fewestItems)
    throw new InputError('revalidation:too-few-items', { dimension: { dimension }, n: own.length, min: fewestItems })
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
    throw new InputError('revalidation:too-few-respondents', { dimension: { dimension }, items: own.length })
  noteScale(scale, own, context)
  if (used.length < fewestItems)
    throw new InputError('revalidation:too-few-items', { dimension: { dimension }, n: used.length, min: fewestItems })
  if (scale.alpha === null || scale.n <= used.length)
    throw new InputError('revalidation:too-few-respondents', { dimension: { dimension }, items: used.length })

  const fit = fitOf(
    used.map((_, index) => index),
    sample,
    poll,
  )
  if (fit === null)
    context.note({ code: 'revalidation:not-fitted', level: 'warning', about: {}, concerns: { table: 'fit' } })
  const without = withoutEach(read, poll)
  if (used.length === fewestItems + 1)
    context.note({
      code: 'revalidation:saturated-without',
      level: 'info',
      about: { items: used.length },
      concerns: { table: 'without_item' },
    })
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
function withoutEach({ used, own, scale, sample }: ReadDimension, poll: () => void): readonly WithoutRow[] {
  return used.map((item, dropped): WithoutRow => {
    const described = scale.items[own.indexOf(item)]
    const rest = used.map((_, index) => index).filter((index) => index !== dropped)
    return {
      item: item.id,
      alpha: finite(described?.alphaIfDropped ?? Number.NaN),
      omega: finite(described?.omegaIfDropped ?? Number.NaN),
      fit: rest.length < fewestItems ? null : fitOf(rest, sample, poll),
    }
  })
}

function itemRows(
  { dimension, own, scale, used }: ReadDimension,
  elsewhere: readonly ElsewhereRow[],
): readonly ItemRow[] {
  return used.map((item): ItemRow => {
    const described = scale.items[own.indexOf(item)]
    const itemRest = finite(described?.itemRest ?? Number.NaN)
    const loading = finite(described?.loading ?? Number.NaN)
    const inside = elsewhere.find((row) => row.item === item.id && row.dimension === dimension)
    const others = elsewhere.filter((row) => row.item === item.id && row.dimension !== dimension)
    const [closest] = others
      .flatMap((row) => (row.r === null ? [] : [{ dimension: row.dimension, r: row.r }]))
      .toSorted((a, b) => b.r - a.r)
    return {
      item: item.id,
      mean: finite(described?.mean ?? Number.NaN),
      sd: finite(described?.sd ?? Number.NaN),
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
  omega: finite(omega?.modelImplied ?? Number.NaN),
  omegaLow: finite(omegaInterval?.low ?? Number.NaN),
  omegaHigh: finite(omegaInterval?.high ?? Number.NaN),
  averageCorrelation: finite(alpha.averageCorrelation),
})

/** Items of all dimensions that were put to everybody, in the order of the instrument. */
export function allItems(dataset: SurveyDataset): readonly Item[] {
  return commonItems(
    dataset,
    dataset.instrument.dimensions.map(({ id }) => id),
  )
}

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
      context.note({
        code: `revalidation:${problem.code}`,
        level: 'warning',
        about: { item: items[problem.item]?.id ?? '' },
      })
    if (problem.code === 'heywood')
      context.note({
        code: 'revalidation:heywood',
        level: 'warning',
        about: { item: items[problem.item]?.id ?? '', value: { value: problem.value, as: 'estimate' } },
      })
    if (problem.code === 'negative-alpha')
      context.note({
        code: 'revalidation:negative-alpha',
        level: 'warning',
        about: { value: { value: problem.value, as: 'correlation' } },
      })
    if (problem.code === 'interval-failed')
      context.note({ code: 'revalidation:interval-failed', level: 'warning', about: { count: problem.count } })
  }
}

/** Fit of one factor to some of the items; null where there is none. */
function fitOf(
  items: readonly number[],
  { count, covariance }: ReturnType<typeof completeAnswers>,
  poll: () => void,
): DimensionFit | null {
  const size = Math.round(Math.sqrt(covariance.length))
  const part = Float64Array.from(
    { length: items.length * items.length },
    (_, place) =>
      covariance[
        (items[Math.floor(place / items.length)] as number) * size + (items[place % items.length] as number)
      ] as number,
  )
  const result = fitFactorModel(oneFactorModel(items.length), [{ count, covariance: part }], {
    identification: 'variance',
    poll,
  })
  return result.converged ? fitNumbers(result) : null
}

/** A model without degrees of freedom fits by construction, which says nothing. */
function fitNumbers({ fit }: FactorModelFit): DimensionFit {
  const isSaturated = fit.df === 0
  const of = (value: number): number | null => (isSaturated ? null : finite(value))
  return {
    chiSquare: finite(fit.chiSquare),
    df: fit.df,
    pValue: of(fit.pValue),
    cfi: of(fit.cfi),
    tli: of(fit.tli),
    rmsea: of(fit.rmsea),
    rmseaLow: of(fit.rmseaLow),
    rmseaHigh: of(fit.rmseaHigh),
    srmr: of(fit.srmr),
  }
}
