import { finite } from '../core/result'
import { exp } from '../numeric/elementary/elementary-functions'
import {
  likelihoodRatioTest,
  proportionalOddsTest,
  scaleTest,
  type Likelihood,
  type LikelihoodRatioTest,
} from '../numeric/ordinal-regression/assumption'
import { fitOrdinalRegression, type OrdinalFit, type OrdinalProblem } from '../numeric/ordinal-regression/fit'
import { probabilityBetween } from '../numeric/ordinal-regression/likelihood'
import { profileInterval, waldInterval } from '../numeric/ordinal-regression/profile'
import { compressOrdinalRows, type OrdinalRows } from '../numeric/ordinal-regression/rows'
import type { OrdinalModelOptions } from './options'
import type { CountedRows } from './rows'
import type { LevelCount, ModelRows } from './model-rows'

/** What a column of the model stands for: a level against the reference, or a dimension's score. */
export type Predictor =
  | { readonly kind: 'level'; readonly attribute: string; readonly level: string; readonly reference: string }
  | { readonly kind: 'dimension'; readonly dimension: string }

export interface Estimate {
  readonly estimate: number | null
  readonly se: number | null
  readonly statistic: number | null
  readonly pValue: number | null
  readonly low: number | null
  readonly high: number | null
}

export interface Coefficient extends Estimate {
  readonly predictor: Predictor
  /** exp of estimate and interval under the logit link. */
  readonly oddsRatio: number | null
  readonly oddsRatioLow: number | null
  readonly oddsRatioHigh: number | null
}

export interface TestResult {
  readonly statistic: number | null
  readonly df: number | null
  readonly pValue: number | null
  readonly logLikelihood: number | null
}

export interface TermResult {
  /** A column to group by, or a dimension. */
  readonly term: string
  readonly kind: 'attribute' | 'dimension'
  readonly effect: TestResult
  readonly proportionalOdds: TestResult
  readonly scale: TestResult
}

/** Mean of the model's category probabilities over all respondents, had they been of the level. */
export interface PredictedLevel {
  readonly attribute: string
  readonly level: string
  /** By category. */
  readonly shares: readonly number[]
}

export interface ItemModel {
  readonly item: string
  readonly levels: readonly (LevelCount & { readonly isReference: boolean })[]
  readonly n: number
  readonly incomplete: number
  readonly leftOut: number
  readonly problem: OrdinalProblem['problem'] | 'nothing-varies' | null
  /** Predictors that a problem is about. */
  readonly concerned: readonly Predictor[]
  readonly categories: readonly number[]
  readonly coefficients: readonly Coefficient[]
  readonly thresholds: readonly Estimate[]
  readonly terms: readonly TermResult[]
  readonly predicted: readonly PredictedLevel[]
  readonly fit: {
    readonly parameters: number
    readonly logLikelihood: number
    readonly aic: number
    readonly bic: number
    readonly steps: number
    readonly largestGradient: number
    readonly effect: TestResult
  } | null
}

type ModelOptions = Pick<OrdinalModelOptions, 'dimensions' | 'link' | 'interval' | 'confidence'>

interface Design {
  readonly rows: OrdinalRows
  readonly predictors: readonly Predictor[]
  readonly terms: readonly {
    readonly term: string
    readonly kind: TermResult['kind']
    readonly columns: readonly number[]
  }[]
}

const noTest: TestResult = { statistic: null, df: null, pValue: null, logLikelihood: null }

const testResult = (test: LikelihoodRatioTest | OrdinalProblem): TestResult =>
  'statistic' in test && test.df > 0
    ? {
        statistic: finite(test.statistic),
        df: test.df,
        pValue: finite(test.pValue),
        logLikelihood: finite(test.logLikelihood),
      }
    : noTest

/**
 * Lays out the model: a column for each level but the reference of each column to group by, and one for each dimension.
 * @param references level by attribute
 */
function designOf(
  rows: CountedRows,
  { isIn, levels }: ModelRows,
  references: Readonly<Record<string, string>>,
  dimensions: readonly string[],
): Design {
  const columns: ArrayLike<number>[] = []
  const predictors: Predictor[] = []
  const terms: { term: string; kind: TermResult['kind']; columns: number[] }[] = []
  for (const term of rows.terms) {
    const reference = references[term.id] ?? ''
    const own = levels
      .filter(
        ({ attribute, level, n, end, isWithheld }) =>
          attribute === term.id && level !== reference && n > 0 && end === null && !isWithheld,
      )
      .map(({ level }) => level)
    const places: number[] = []
    for (const level of own.toSorted((a, b) => (a < b ? -1 : 1))) {
      const code = term.levels.indexOf(level)
      places.push(columns.length)
      columns.push(Uint8Array.from(term.ofRow, (of) => (of === code ? 1 : 0)))
      predictors.push({ kind: 'level', attribute: term.id, level, reference })
    }
    terms.push({ term: term.id, kind: 'attribute', columns: places })
  }
  dimensions.forEach((dimension, index) => {
    terms.push({ term: dimension, kind: 'dimension', columns: [columns.length] })
    columns.push(rows.scores[index] ?? [])
    predictors.push({ kind: 'dimension', dimension })
  })
  const counts = rows.counts.map((count, row) => (isIn[row] === 1 ? count : 0))
  return { rows: compressOrdinalRows(rows.response, columns, counts), predictors, terms }
}

/** Fits one item. `onStep` is called between steps and may throw to stop. */
export function fitItem(
  item: string,
  rows: CountedRows,
  used: ModelRows,
  references: Readonly<Record<string, string>>,
  options: ModelOptions,
  onStep: () => void,
): ItemModel {
  const design = designOf(rows, used, references, options.dimensions)
  const { link, confidence } = options
  const n = design.rows.counts.reduce((sum, count) => sum + count, 0)
  const described = {
    item,
    n,
    incomplete: used.incomplete,
    leftOut: used.leftOut,
    categories: design.rows.categories,
    levels: used.levels.map((level) => ({ ...level, isReference: references[level.attribute] === level.level })),
  }
  const nothing = { coefficients: [], thresholds: [], terms: [], predicted: [], fit: null }
  if (n > 0 && design.rows.categories.length > 1 && design.predictors.length === 0)
    return { ...described, ...nothing, problem: 'nothing-varies', concerned: [] }
  const fit = fitOrdinalRegression(design.rows, { link, onStep })
  if (fit.problem !== null) {
    return {
      ...described,
      ...nothing,
      problem: fit.problem,
      concerned: fit.columns.flatMap((column) => design.predictors[column] ?? []),
    }
  }
  if (fit.aliased.length === design.predictors.length)
    return { ...described, ...nothing, problem: 'nothing-varies', concerned: design.predictors }
  return {
    ...described,
    problem: null,
    concerned: fit.aliased.flatMap((column) => design.predictors[column] ?? []),
    coefficients: design.predictors.map((predictor, column) => coefficientOf(predictor, column, fit, options, onStep)),
    thresholds: fit.thresholds.map((threshold) => ({
      ...plainEstimate(threshold),
      ...ends(waldInterval(threshold, confidence)),
    })),
    terms: design.terms
      .filter(({ columns }) => columns.length > 0)
      .map((term) => termResult(term, fit, design, onStep)),
    predicted: predictedLevels(design, fit),
    fit: {
      parameters: fit.parameters,
      logLikelihood: fit.logLikelihood,
      aic: fit.aic,
      bic: fit.bic,
      steps: fit.steps,
      largestGradient: fit.largestGradient,
      effect: withoutColumns(
        fit,
        design,
        design.predictors.map((_, column) => column),
        onStep,
      ),
    },
  }
}

const ends = ({
  low,
  high,
}: {
  readonly low: number
  readonly high: number
}): { readonly low: number | null; readonly high: number | null } => ({ low: finite(low), high: finite(high) })

const plainEstimate = ({
  estimate,
  se,
  statistic,
  pValue,
}: {
  readonly estimate: number
  readonly se: number
  readonly statistic: number
  readonly pValue: number
}): Omit<Estimate, 'low' | 'high'> => ({
  estimate: finite(estimate),
  se: finite(se),
  statistic: finite(statistic),
  pValue: finite(pValue),
})

function coefficientOf(
  predictor: Predictor,
  column: number,
  fit: OrdinalFit,
  { link, interval, confidence }: ModelOptions,
  onStep: () => void,
): Coefficient {
  const given = fit.coefficients[column]
  if (given === undefined || Number.isNaN(given.estimate)) {
    return {
      predictor,
      estimate: null,
      se: null,
      statistic: null,
      pValue: null,
      low: null,
      high: null,
      oddsRatio: null,
      oddsRatioLow: null,
      oddsRatioHigh: null,
    }
  }
  const { low, high } = ends(
    interval === 'profile' ? profileInterval(fit, column, confidence, onStep) : waldInterval(given, confidence),
  )
  const ratio = (value: number | null): number | null =>
    link === 'logit' && value !== null ? finite(exp(value)) : null
  return {
    predictor,
    ...plainEstimate(given),
    low,
    high,
    oddsRatio: ratio(given.estimate),
    oddsRatioLow: ratio(low),
    oddsRatioHigh: ratio(high),
  }
}

function withoutColumns(fit: OrdinalFit, design: Design, dropped: readonly number[], onStep: () => void): TestResult {
  const columns = fit.maximum.design.location.filter((column) => !dropped.includes(column))
  const smaller = fitOrdinalRegression(design.rows, { link: fit.link, columns, onStep })
  const likelihood: Likelihood | null = smaller.problem === null ? smaller : smaller.limit
  return likelihood === null ? noTest : testResult(likelihoodRatioTest(fit, likelihood))
}

function termResult(
  { term, kind, columns }: Design['terms'][number],
  fit: OrdinalFit,
  design: Design,
  onStep: () => void,
): TermResult {
  const isIn = columns.some((column) => fit.maximum.design.location.includes(column))
  return {
    term,
    kind,
    effect: isIn ? withoutColumns(fit, design, columns, onStep) : noTest,
    proportionalOdds: isIn ? testResult(proportionalOddsTest(fit, columns, onStep)) : noTest,
    scale: isIn && fit.categories.length > 2 ? testResult(scaleTest(fit, columns, onStep)) : noTest,
  }
}

/** The model's category shares at each level of each column to group by, averaged over everybody as they otherwise are. */
function predictedLevels({ rows, predictors, terms }: Design, fit: OrdinalFit): readonly PredictedLevel[] {
  const slope = fit.coefficients.map(({ estimate }) => (Number.isNaN(estimate) ? 0 : estimate))
  const thresholds = fit.thresholds.map(({ estimate }) => estimate)
  const total = rows.counts.reduce((sum, count) => sum + count, 0)
  return terms.flatMap(({ term, kind, columns }) => {
    const [first] = columns
    const predictor = first === undefined ? undefined : predictors[first]
    if (kind === 'dimension' || predictor?.kind !== 'level') return []
    // People alike in all else are counted together.
    const others = new Map<number, number>()
    for (let row = 0; row < rows.counts.length; row += 1) {
      let sum = 0
      for (let column = 0; column < rows.width; column += 1)
        if (!columns.includes(column)) sum += (slope[column] ?? 0) * (rows.predictors[row * rows.width + column] ?? 0)
      others.set(sum, (others.get(sum) ?? 0) + (rows.counts[row] ?? 0))
    }
    const sharesAt = (own: number): readonly number[] =>
      rows.categories.map((_, j) => {
        let sum = 0
        for (const [other, count] of others) {
          sum +=
            count *
            probabilityBetween(
              fit.link,
              (thresholds[j] ?? Number.POSITIVE_INFINITY) - other - own,
              (thresholds[j - 1] ?? Number.NEGATIVE_INFINITY) - other - own,
            )
        }
        return sum / total
      })
    return [
      { attribute: term, level: predictor.reference, shares: sharesAt(0) },
      ...columns.flatMap((column) => {
        const one = predictors[column]
        return one?.kind === 'level'
          ? [{ attribute: term, level: one.level, shares: sharesAt(slope[column] ?? 0) }]
          : []
      }),
    ]
  })
}
