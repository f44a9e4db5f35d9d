import type { ComputeContext } from '../core/contract'
import type { Frame, SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Item } from '../instrument/model'
import { finite } from '../core/result'
import { answerPatterns, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { answerSample, completeAnswers } from '../numeric/factor-model/answer-sample'
import { heterotraitMonotraitRatios } from '../numeric/factor-model/discriminant-validity'
import { fitFactorModel, type FactorModelFit } from '../numeric/factor-model/factor-model'
import { oneFactorModel, simpleStructureModel } from '../numeric/factor-model/model'
import { modificationIndices } from '../numeric/factor-model/score-tests'
import { itemScaleCorrelations } from '../numeric/reliability/item-scale-correlations'
import { random } from '../numeric/resampling/random'
import type { ScaleAnswers } from '../numeric/reliability/reliability-resampling'
import { describeScale, type ScaleReliability } from '../numeric/reliability/reliability-scale'
import { commonItemNotes, commonItems } from '../survey/common-items'
import { readItemMatrices } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { varyingItems } from '../survey/varying-items'
import { conclusionOf, guides, isElsewhere, type Reason } from './conclusion'
import { invarianceOf, type GroupRow } from './invariance-of-dimension'
import type { RevalidationOptions } from './options'

export interface ReliabilityNumbers {
  readonly items: number
  readonly alpha: number | null
  readonly low: number | null
  readonly high: number | null
  readonly omega: number | null
  readonly omegaLow: number | null
  readonly omegaHigh: number | null
  readonly averageCorrelation: number | null
}

export interface ItemRow {
  readonly item: string
  readonly mean: number | null
  readonly sd: number | null
  readonly itemRest: number | null
  readonly loading: number | null
  /** The other dimension with which it correlates most. */
  readonly closest: { readonly dimension: string; readonly r: number } | null
  readonly concerns: readonly ('weak-rest' | 'weak-loading' | 'elsewhere')[]
}

/**
 * An item and a dimension: its correlation with the sum of the items there (its own left out), and of another dimension what a cross-loading would bring in the model of all
 * dimensions.
 */
export interface ElsewhereRow {
  readonly item: string
  readonly dimension: string
  readonly r: number | null
  readonly index: number | null
  readonly pValue: number | null
  readonly change: number | null
  readonly standardizedChange: number | null
}

export interface DimensionFit {
  readonly chiSquare: number | null
  readonly df: number | null
  readonly pValue: number | null
  readonly cfi: number | null
  readonly tli: number | null
  readonly rmsea: number | null
  readonly rmseaLow: number | null
  readonly rmseaHigh: number | null
  readonly srmr: number | null
}

/** The dimension without an item. */
export interface WithoutRow {
  readonly item: string
  readonly alpha: number | null
  readonly omega: number | null
  readonly fit: DimensionFit | null
}

export interface StepRow {
  readonly step: 'configural' | 'metric' | 'scalar'
  readonly n: number
  readonly groups: number
  readonly chiSquare: number | null
  readonly df: number | null
  readonly cfi: number | null
  readonly rmsea: number | null
  readonly deltaChiSquare: number | null
  readonly deltaDf: number | null
  readonly pValue: number | null
  readonly deltaCfi: number | null
  readonly deltaRmsea: number | null
  readonly verdict: 'baseline' | 'within-guides' | 'beyond-guides' | 'not-tested'
}

export interface Revalidation {
  readonly dimension: string
  readonly columns: readonly string[]
  readonly n: number
  readonly reliability: ReliabilityNumbers
  readonly items: readonly ItemRow[]
  readonly fit: DimensionFit | null
  /** People behind `elsewhere`: those who answered all items of all dimensions. */
  readonly nElsewhere: number
  readonly elsewhere: readonly ElsewhereRow[]
  readonly without: readonly WithoutRow[]
  readonly groups: readonly GroupRow[]
  readonly steps: readonly StepRow[]
  readonly conclusion: readonly Reason[]
}

/** A factor needs three items. */
const fewestItems = 3

/** Everything about one dimension, and what it comes to. */
export function computeRevalidation(
  frames: Readonly<Record<string, Frame>>,
  options: RevalidationOptions,
  given: ComputeContext<SurveyDataset>,
): Revalidation {
  const { dataset } = given
  let context = given
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
  const { answers } = frames
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
  // What is withheld from the tables is not told in notes either.
  if (scale.n < given.minGroup) context = { ...given, note: () => undefined }
  noteScale(scale, own, context)
  const used = scale.used.map((index) => own[index] as Item)
  if (used.length < fewestItems)
    throw new InputError('revalidation:too-few-items', { dimension: { dimension }, n: used.length, min: fewestItems })
  if (scale.alpha === null || scale.n <= used.length)
    throw new InputError('revalidation:too-few-respondents', { dimension: { dimension }, items: used.length })
  context.progress(0.5)

  const sample = completeAnswers(used.map(columnOf))
  const fit = fitOf(
    used.map((_, index) => index),
    sample,
    poll,
  )
  if (fit === null)
    context.note({ code: 'revalidation:not-fitted', level: 'warning', about: {}, concerns: { table: 'fit' } })
  const without = used.map((item, dropped): WithoutRow => {
    const described = scale.items[own.indexOf(item)]
    const rest = used.map((_, index) => index).filter((index) => index !== dropped)
    return {
      item: item.id,
      alpha: finite(described?.alphaIfDropped ?? Number.NaN),
      omega: finite(described?.omegaIfDropped ?? Number.NaN),
      fit: rest.length < fewestItems ? null : fitOf(rest, sample, poll),
    }
  })
  if (used.length === fewestItems + 1)
    context.note({
      code: 'revalidation:saturated-without',
      level: 'info',
      about: { items: used.length },
      concerns: { table: 'without_item' },
    })
  context.progress(0.6)
  const outside = outsideOf(dimension, used, everything, columnOf, context, poll)
  context.progress(0.8)
  const { groups, columns, steps } = invarianceOf(frames['groups'], used, options, context, poll)

  const items = used.map((item): ItemRow => {
    const described = scale.items[own.indexOf(item)]
    const itemRest = finite(described?.itemRest ?? Number.NaN)
    const loading = finite(described?.loading ?? Number.NaN)
    const inside = outside.rows.find((row) => row.item === item.id && row.dimension === dimension)
    const others = outside.rows.filter((row) => row.item === item.id && row.dimension !== dimension)
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
  const reliability: ReliabilityNumbers = {
    items: used.length,
    alpha: finite(scale.alpha.alpha),
    low: finite(scale.alpha.interval.low),
    high: finite(scale.alpha.interval.high),
    omega: finite(scale.omega?.modelImplied ?? Number.NaN),
    omegaLow: finite(scale.omegaInterval?.low ?? Number.NaN),
    omegaHigh: finite(scale.omegaInterval?.high ?? Number.NaN),
    averageCorrelation: finite(scale.alpha.averageCorrelation),
  }
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

interface Outside {
  readonly n: number
  readonly rows: readonly ElsewhereRow[]
  readonly htmt: readonly { readonly dimension: string; readonly ratio: number | null }[]
}

/** The dimension's items beside the other dimensions: correlations with their scores, cross-loadings in the model of all, and HTMT. */
function outsideOf(
  dimension: string,
  used: readonly Item[],
  everything: readonly Item[],
  columnOf: (item: Item) => AnswerColumn,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): Outside {
  const candidates = everything.filter((item) => item.dimension !== dimension || used.includes(item))
  const { kept } = varyingItems(candidates.map(columnOf), 'listwise')
  const items = kept.map((index) => candidates[index] as Item)
  const dimensions = [...new Set(items.flatMap((item) => (item.dimension === null ? [] : [item.dimension])))]
  // Its own first, then the others in the order of the instrument.
  const others = context.dataset.instrument.dimensions.flatMap(({ id }) => (id === dimension ? [] : [id]))
  const all = [dimension, ...others]
  const empty = (item: Item, other: string): ElsewhereRow => ({
    item: item.id,
    dimension: other,
    r: null,
    index: null,
    pValue: null,
    change: null,
    standardizedChange: null,
  })
  const nothing: Outside = { n: 0, rows: used.flatMap((item) => all.map((other) => empty(item, other))), htmt: [] }
  const sample = items.length === 0 ? null : completeAnswers(items.map(columnOf))
  if (
    sample === null ||
    sample.count < context.minGroup ||
    sample.count <= items.length ||
    dimensions.length < 2 ||
    !dimensions.includes(dimension)
  ) {
    context.note({
      code: 'revalidation:no-whole-model',
      level: 'warning',
      about: { items: items.length },
      concerns: { table: 'elsewhere' },
    })
    return { ...nothing, n: sample?.count ?? 0 }
  }
  const dimensionOf = items.map((item) => dimensions.indexOf(item.dimension ?? ''))
  const correlations = itemScaleCorrelations(sample.covariance, dimensionOf, dimensions.length)
  const result = fitFactorModel(simpleStructureModel(dimensionOf), [answerSample(items.map(columnOf), 'listwise')], {
    poll,
  })
  if (!result.converged)
    context.note({
      code: 'revalidation:whole-model-not-fitted',
      level: 'warning',
      about: {},
      concerns: { table: 'elsewhere' },
    })
  const indices = result.converged ? modificationIndices(result).filter(({ place }) => place.kind === 'loading') : []
  const ratios = heterotraitMonotraitRatios(sample.covariance, dimensionOf, dimensions.length)
  const position = dimensions.indexOf(dimension)
  return {
    n: sample.count,
    rows: used.flatMap((item) =>
      all.map((other): ElsewhereRow => {
        const [row, column] = [items.indexOf(item), dimensions.indexOf(other)]
        if (row < 0 || column < 0) return empty(item, other)
        const found = indices.find(({ place }) => place.row === row && place.column === column)
        return {
          item: item.id,
          dimension: other,
          r: finite(correlations[row * dimensions.length + column] ?? Number.NaN),
          index: found?.index ?? null,
          pValue: found?.pValue ?? null,
          change: found?.change ?? null,
          standardizedChange: finite(found?.standardizedChange ?? Number.NaN),
        }
      }),
    ),
    htmt: others.flatMap((other) => {
      const column = dimensions.indexOf(other)
      return column < 0
        ? []
        : [{ dimension: other, ratio: finite(ratios[position * dimensions.length + column] ?? Number.NaN) }]
    }),
  }
}
