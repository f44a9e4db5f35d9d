import {
  completeRows,
  listwiseCovariances,
  noAnswer,
  pairwiseCovariances,
  type AnswerColumn,
} from '../correlation/crossproducts'
import { polychoricMatrix, smoothedCorrelation } from '../correlation/polychoric'
import type { Random } from '../resampling/random'
import { coefficientAlpha, describeAlpha, omegaOfCovariance, type AlphaDescription, type Omega } from './reliability'
import { omegaIfDropped, omegaInterval, type OmegaInterval, type ScaleAnswers } from './reliability-resampling'
import { largest } from '../summary/extremes'

/** With more categories than this an item's polychoric correlations are not asked for: a table of pairs has too few people in its cells. */
const mostCategories = 20

/** Share of draws without a solution above which an interval is not shown, and above which it is shown with a warning. */
const failedDraws = { most: 0.2, warned: 0.01 } as const

/** How missing answers are treated, and what is asked for. */
export interface ScaleSettings {
  readonly missing: 'listwise' | 'pairwise'
  /** In (0, 1). */
  readonly confidence: number
  /** Bootstrap draws for omega's interval; 0 for none. */
  readonly draws: number
  /** Whether alpha is asked for of the polychoric correlations too. */
  readonly isOrdinal: boolean
  /** Whether polychoric correlations of no joint distribution are smoothed. */
  readonly isSmoothed: boolean
  readonly random: Random
  /** Called between pieces of work; what it throws ends it. */
  readonly poll?: () => void
}

/** Why a number is missing, or what to beware of. Items are counted from 0, as given. */
export type ScaleProblem =
  /** Without variance, or without answers: left out of the scale. */
  | { readonly code: 'constant-item' | 'unanswered-item' | 'negative-item-rest'; readonly item: number }
  | { readonly code: 'too-few-items'; readonly count: number }
  | { readonly code: 'too-few-rows'; readonly count: number }
  | { readonly code: 'negative-alpha'; readonly value: number }
  /** A factor needs three items. */
  | { readonly code: 'two-items' }
  | { readonly code: 'collinear-items' | 'no-one-factor-solution' }
  | { readonly code: 'heywood'; readonly item: number; readonly value: number }
  | { readonly code: 'interval-failed' | 'interval-incomplete'; readonly count: number }
  | { readonly code: 'polychoric-boundary'; readonly pairs: readonly (readonly [number, number])[] }
  | { readonly code: 'polychoric-not-positive-definite'; readonly value: number }
  | { readonly code: 'too-many-categories'; readonly count: number }

/** One item within its scale. NaN is what does not exist. */
export interface ItemReliability {
  /** Rows behind its mean: those of the scale, or when pairwise those that have it. */
  readonly n: number
  readonly mean: number
  readonly sd: number
  readonly itemRest: number
  readonly alphaIfDropped: number
  readonly omegaIfDropped: number
  /** In standard deviations of the item. */
  readonly loading: number
  /** In the item's own units. */
  readonly rawLoading: number
}

/** What a scale's answers say of its reliability. NaN or null where a number does not exist; `problems` say why. */
export interface ScaleReliability {
  /** Rows used: complete ones, or when pairwise those with any answer. */
  readonly n: number
  /** Rows with an answer to every item that is used. */
  readonly completeRows: number
  /** Rows with any answer. */
  readonly answeredRows: number
  /** Places of the items that are used: those with answers that vary. */
  readonly used: readonly number[]
  readonly alpha: AlphaDescription | null
  readonly omega: Omega | null
  readonly omegaInterval: OmegaInterval | null
  /** Of the latent responses. */
  readonly ordinalAlpha: number
  /** By place; null for items that are not used. */
  readonly items: readonly (ItemReliability | null)[]
  readonly problems: readonly ScaleProblem[]
}

/**
 * Alpha, omega, their intervals and each item's part, from the answers to a scale's items turned to one direction (as `psych::alpha`, and `semTools::compRelSEM` for omega).
 * What does not exist is null or NaN, and `problems` says why; nothing is thrown.
 * @param answers rows, or distinct rows with counts; at least one column
 */
export const describeScale = (answers: ScaleAnswers, settings: ScaleSettings): ScaleReliability => {
  const poll = settings.poll ?? (() => undefined)
  const problems: ScaleProblem[] = []
  const answeredRows = countRows(answers, 'some')
  const { used, data } = varyingItems(answers, settings.missing === 'listwise', problems)
  const size = used.length
  const pick = ({ columns, counts }: ScaleAnswers): ScaleAnswers => ({
    columns: used.map((item) => columns[item] as AnswerColumn),
    ...(counts === undefined ? {} : { counts }),
  })
  const own = pick(data)
  // Where nothing varies people answered all the same: they are counted by the items that anybody answered.
  const counted = size === 0 ? answered(answers) : own
  const complete = counted.columns.length === 0 ? 0 : countRows(counted, 'every')
  const n = settings.missing === 'listwise' ? complete : counted.columns.length === 0 ? 0 : countRows(counted, 'some')
  const none: ScaleReliability = {
    n,
    completeRows: complete,
    answeredRows,
    used,
    alpha: null,
    omega: null,
    omegaInterval: null,
    ordinalAlpha: Number.NaN,
    items: answers.columns.map(() => null),
    problems,
  }
  if (size < 2) {
    problems.push({ code: 'too-few-items', count: size })
    return none
  }
  const moments = momentsOf(own, settings.missing)
  if (moments.covariance.some(Number.isNaN)) {
    problems.push({ code: 'too-few-rows', count: complete })
    return none
  }
  const alpha = describeAlpha(moments.covariance, size, n, settings.confidence)
  if (alpha.alpha < 0) problems.push({ code: 'negative-alpha', value: alpha.alpha })
  alpha.itemRest.forEach((r, index) => {
    if (r < 0) problems.push({ code: 'negative-item-rest', item: used[index] as number })
  })
  // Divisor n, so that loadings are those of maximum likelihood.
  const covariance = moments.covariance.map(
    (value, place) => value * (1 - 1 / (moments.pairs === null ? n : (moments.pairs[place] as number))),
  )
  poll()
  const omega = omegaOfCovariance(covariance, size, poll)
  if (omega === 'too-few-items') problems.push({ code: 'two-items' })
  else if (typeof omega === 'string')
    problems.push({ code: omega === 'sample-not-positive-definite' ? 'collinear-items' : 'no-one-factor-solution' })
  const solution = typeof omega === 'string' ? null : omega
  solution?.residualVariances.forEach((value, index) => {
    if (value < 0) problems.push({ code: 'heywood', item: used[index] as number, value })
  })
  const dropped = omegaIfDropped(covariance, size, solution, poll)
  const interval =
    solution === null || settings.draws === 0
      ? null
      : omegaInterval(own, solution, { ...settings, isPairwise: settings.missing === 'pairwise', poll })
  const isShown =
    interval !== null && Number.isFinite(interval.low) && interval.failed <= failedDraws.most * settings.draws
  if (interval !== null && (!isShown || interval.failed > failedDraws.warned * settings.draws))
    problems.push({ code: isShown ? 'interval-incomplete' : 'interval-failed', count: interval.failed })
  return {
    ...none,
    alpha,
    omega: solution,
    omegaInterval: isShown ? interval : null,
    ordinalAlpha: settings.isOrdinal ? ordinalAlphaOf(own, used, settings.isSmoothed, problems, poll) : Number.NaN,
    items: answers.columns.map((_, item) => {
      const index = used.indexOf(item)
      if (index < 0) return null
      return {
        n: moments.pairs === null ? n : (moments.pairs[index * size + index] as number),
        mean: moments.means[index] as number,
        sd: Math.sqrt(moments.covariance[index * size + index] as number),
        itemRest: alpha.itemRest[index] as number,
        alphaIfDropped: alpha.ifDropped[index] as number,
        omegaIfDropped: dropped[index] as number,
        loading: solution?.standardizedLoadings[index] ?? Number.NaN,
        rawLoading: solution?.loadings[index] ?? Number.NaN,
      }
    }),
  }
}

interface ScaleMoments {
  readonly means: Float64Array
  readonly covariance: Float64Array
  /** Rows behind each covariance when pairwise. */
  readonly pairs: Float64Array | null
}

const momentsOf = ({ columns, counts }: ScaleAnswers, missing: ScaleSettings['missing']): ScaleMoments => {
  if (missing === 'listwise') return { ...listwiseCovariances(columns, counts), pairs: null }
  const { means, covariance, n } = pairwiseCovariances(columns, counts)
  return { means, covariance, pairs: n }
}

/**
 * Items that vary among the rows that are used, and those rows: items without variance or answers go, with a problem each, and with them the rows that only they made
 * incomplete.
 */
const varyingItems = (
  answers: ScaleAnswers,
  isListwise: boolean,
  problems: ScaleProblem[],
): { readonly used: readonly number[]; readonly data: ScaleAnswers } => {
  let used = answers.columns.map((_, item) => item)
  const spread = (column: AnswerColumn): 'none' | 'constant' | 'varies' => {
    let first = Number.NaN
    for (let row = 0; row < column.length; row++) {
      if (isMissing(column, row)) continue
      if (Number.isNaN(first)) first = column[row] as number
      else if (column[row] !== first) return 'varies'
    }
    return Number.isNaN(first) ? 'none' : 'constant'
  }
  const leave = (item: number, kind: 'none' | 'constant'): void => {
    problems.push({ code: kind === 'none' ? 'unanswered-item' : 'constant-item', item })
    used = used.filter((other) => other !== item)
  }
  answers.columns.forEach((column, item) => {
    const kind = spread(column)
    if (kind !== 'varies') leave(item, kind)
  })
  if (!isListwise) return { used, data: answers }
  for (;;) {
    const data = rowsOf(answers, completeRows(used.map((item) => answers.columns[item] as AnswerColumn)))
    const constant = used.filter((item) => spread(data.columns[item] as AnswerColumn) === 'constant')
    // Where nobody, or one person, has answered all, no item is to blame.
    if (used.length === 0 || constant.length === 0 || constant.length === used.length) return { used, data }
    for (const item of constant) leave(item, 'constant')
  }
}

const rowsOf = ({ columns, counts }: ScaleAnswers, rows: Int32Array): ScaleAnswers => {
  const picked = <Column extends AnswerColumn>(source: Column, target: Column): Column => {
    for (let at = 0; at < rows.length; at++) target[at] = source[rows[at] as number] as number
    return target
  }
  return {
    columns: columns.map((column) =>
      column instanceof Int8Array
        ? picked(column, new Int8Array(rows.length))
        : picked(column, new Float64Array(rows.length)),
    ),
    ...(counts === undefined ? {} : { counts: picked(counts, new Float64Array(rows.length)) }),
  }
}

const isMissing = (column: AnswerColumn, row: number): boolean =>
  column instanceof Int8Array ? column[row] === noAnswer : Number.isNaN(column[row])

/** The columns that somebody answered. */
const answered = ({ columns, ...rest }: ScaleAnswers): ScaleAnswers => ({
  ...rest,
  columns: columns.filter((column) => column.some((_, row) => !isMissing(column, row))),
})

/** Rows, by their counts, with an answer to some or to every item. */
const countRows = ({ columns, counts }: ScaleAnswers, how: 'some' | 'every'): number => {
  const length = columns[0]?.length ?? 0
  const answered = new Uint8Array(length)
  for (const column of columns)
    for (let row = 0; row < length; row++) if (!isMissing(column, row)) answered[row] = (answered[row] as number) + 1
  const needed = how === 'some' ? 1 : columns.length
  let n = 0
  for (let row = 0; row < length; row++) if ((answered[row] as number) >= needed) n += counts?.[row] ?? 1
  return n
}

const ordinalAlphaOf = (
  { columns, counts }: ScaleAnswers,
  used: readonly number[],
  isSmoothed: boolean,
  problems: ScaleProblem[],
  poll: () => void,
): number => {
  const whole = columns.filter((column) => column instanceof Int8Array)
  if (whole.length < columns.length) return Number.NaN
  const categories = largest(whole.map((column) => new Set(column).size - (column.includes(noAnswer) ? 1 : 0)))
  if (categories > mostCategories) {
    problems.push({ code: 'too-many-categories', count: categories })
    return Number.NaN
  }
  const size = whole.length
  const { correlation, atBoundary, smallestEigenvalue } = polychoricMatrix(
    { columns: whole, counts: counts ?? new Float64Array(whole[0]?.length ?? 0).fill(1) },
    poll,
  )
  if (atBoundary.length > 0) {
    problems.push({
      code: 'polychoric-boundary',
      pairs: atBoundary.map(([a, b]) => [used[a] as number, used[b] as number] as const),
    })
    return Number.NaN
  }
  if (smallestEigenvalue <= 0) problems.push({ code: 'polychoric-not-positive-definite', value: smallestEigenvalue })
  return coefficientAlpha(
    smallestEigenvalue <= 0 && isSmoothed ? smoothedCorrelation(correlation, size) : correlation,
    size,
  )
}
