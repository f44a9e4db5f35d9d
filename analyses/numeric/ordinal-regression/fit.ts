import { exp, log } from '../elementary/elementary-functions'
import { normal } from '../distributions/normal'
import { designSize, probabilityBetween, type OrdinalDesign, type OrdinalLink } from './likelihood'
import { inverseOfPositiveDefinite, maximise } from './newton'
import { countOf, type OrdinalRows } from './rows'

/** The link, and which columns enter where. */
export interface OrdinalModel {
  /** Default `logit`: proportional odds. */
  readonly link?: OrdinalLink
  /** Columns of the rows that take part; all by default. */
  readonly columns?: readonly number[]
  /** Columns with an effect of their own at every threshold (partial proportional odds); they are taken out of the location. */
  readonly nominal?: readonly number[]
  /** Columns of the logarithm of the scale. */
  readonly scale?: readonly number[]
  /** Called before every step of Newton's method; may throw to stop. */
  readonly onStep?: () => void
}

/** One parameter with Wald's test. NaN in all of them for a column that was left out as a combination of others. */
export interface OrdinalEstimate {
  readonly estimate: number
  readonly se: number
  readonly statistic: number
  /** Two-sided. */
  readonly pValue: number
}

/** A fit that converged. */
export interface OrdinalFit {
  readonly problem: null
  readonly link: OrdinalLink
  readonly categories: readonly number[]
  /** Respondents, or the sum of their weights. */
  readonly n: number
  /** θ_j of P(Y ≤ category j) = F(θ_j − x'β) for all categories but the last, ascending unless a nominal effect makes them depend on x. */
  readonly thresholds: readonly OrdinalEstimate[]
  /** β by column of the rows; a positive one shifts answers to higher categories. NaN for columns that take no part in the location. */
  readonly coefficients: readonly OrdinalEstimate[]
  /** Of the columns of `nominal`, in that order: γ by threshold, P(Y ≤ j) = F(θ_j + γ_j·x − …). */
  readonly nominal: readonly (readonly OrdinalEstimate[])[]
  /** ζ of the columns of `scale`, in that order. */
  readonly scale: readonly OrdinalEstimate[]
  readonly logLikelihood: number
  /** Parameters that were estimated. */
  readonly parameters: number
  readonly aic: number
  /** With log of the number of respondents. */
  readonly bic: number
  readonly steps: number
  /** Largest absolute derivative of the log-likelihood at the maximum. */
  readonly largestGradient: number
  /** Columns left out because they are constant or a combination of columns before them. */
  readonly aliased: readonly number[]
  /** What profiles start from. */
  readonly maximum: {
    readonly design: OrdinalDesign
    readonly parameters: Float64Array
    readonly covariance: Float64Array
  }
}

/**
 * Why there is no fit. `separation`: a combination of the named columns tells some answers without error, and the coefficients run to infinity (`columns` of the
 * location or the thresholds' effects; empty if only thresholds run away). `thresholds-cross`: with nominal effects, somebody's probabilities would be negative, as
 * when a group never chose a category between two that it did. `not-converged`: no maximum after 100 steps.
 */
export interface OrdinalProblem {
  readonly problem: 'no-rows' | 'one-category' | 'separation' | 'thresholds-cross' | 'not-converged'
  readonly columns: readonly number[]
  readonly steps: number
  /** Under separation: what the log-likelihood tends to (to 1e-9), with the number of parameters, for likelihood ratios. Else null. */
  readonly limit: { readonly logLikelihood: number; readonly parameters: number } | null
}

const missing: OrdinalEstimate = { estimate: Number.NaN, se: Number.NaN, statistic: Number.NaN, pValue: Number.NaN }

const estimateOf = (estimate: number, variance: number): OrdinalEstimate => {
  const se = Math.sqrt(variance)
  const statistic = estimate / se
  return { estimate, se, statistic, pValue: Math.min(1, 2 * normal.upper(Math.abs(statistic))) }
}

/** Count-weighted mean of every column. */
const columnMeans = (rows: OrdinalRows, n: number): Float64Array => {
  const means = new Float64Array(rows.width)
  for (let row = 0; row < rows.counts.length; row++) {
    for (let k = 0; k < rows.width; k++)
      means[k] = (means[k] as number) + (rows.counts[row] as number) * (rows.predictors[row * rows.width + k] as number)
  }
  return means.map((sum) => sum / n)
}

/**
 * Columns that are constant, or a linear combination of a constant and the columns before them (what is left of their centred sum of squares is below 1e-10 of it),
 * in the order given.
 */
const aliasedColumns = (rows: OrdinalRows, columns: readonly number[]): readonly number[] => {
  const size = columns.length
  const means = columnMeans(rows, countOf(rows))
  const products = new Float64Array(size * size)
  const centred = new Float64Array(size)
  const largest = new Float64Array(size)
  for (let row = 0; row < rows.counts.length; row++) {
    for (let a = 0; a < size; a++) {
      const value = rows.predictors[row * rows.width + (columns[a] as number)] as number
      largest[a] = Math.max(largest[a] as number, Math.abs(value))
      centred[a] = value - (means[columns[a] as number] as number)
    }
    for (let a = 0; a < size; a++) {
      const value = (rows.counts[row] as number) * (centred[a] as number)
      if (value !== 0)
        for (let b = 0; b <= a; b++)
          products[a * size + b] = (products[a * size + b] as number) + value * (centred[b] as number)
    }
  }
  const n = countOf(rows)
  const lower = new Float64Array(size * size)
  const aliased: number[] = []
  for (let a = 0; a < size; a++) {
    const own = products[a * size + a] as number
    let rest = own
    for (let b = 0; b < a; b++) {
      const pivot = lower[b * size + b] as number
      if (pivot === 0) continue
      let value = products[a * size + b] as number
      for (let k = 0; k < b; k++) value -= (lower[a * size + k] as number) * (lower[b * size + k] as number)
      lower[a * size + b] = value / pivot
      rest -= (value / pivot) * (value / pivot)
    }
    // A spread at the level of rounding of the values themselves is none.
    const rounding = n * ((largest[a] as number) * 1e-14) * ((largest[a] as number) * 1e-14)
    if (rest > 1e-10 * own && own > rounding) lower[a * size + a] = Math.sqrt(rest)
    else {
      aliased.push(columns[a] as number)
      for (let b = 0; b < a; b++) lower[a * size + b] = 0
    }
  }
  return aliased
}

/** The thresholds of a model without predictors: quantiles of the cumulative shares. */
const startOf = (design: OrdinalDesign, n: number): Float64Array => {
  const { rows, link } = design
  const { block, all } = designSize(design)
  const counts = new Float64Array(rows.categories.length)
  for (let row = 0; row < rows.counts.length; row++) {
    const category = rows.response[row] as number
    counts[category] = (counts[category] as number) + (rows.counts[row] as number)
  }
  const start = new Float64Array(all)
  let below = 0
  for (let j = 0; j < counts.length - 1; j++) {
    below += counts[j] as number
    start[j * block] = link === 'logit' ? log(below / (n - below)) : normal.quantileLower(below / n)
  }
  return start
}

/** Which column a parameter belongs to; null for a threshold. */
const columnOfParameter = (design: OrdinalDesign, parameter: number): number | null => {
  const { block, thresholds, beforeScale } = designSize(design)
  if (parameter < thresholds)
    return parameter % block === 0 ? null : (design.nominal[(parameter % block) - 1] as number)
  return parameter < beforeScale
    ? (design.location[parameter - thresholds] as number)
    : (design.scale[parameter - beforeScale] as number)
}

/** Whether some row's thresholds are out of order, so that a category it did not choose would have a negative probability. */
const thresholdsCross = (design: OrdinalDesign, parameters: Float64Array): boolean => {
  const { rows, nominal, centres } = design
  if (nominal.length === 0) return false
  const { block, thresholds } = designSize(design)
  for (let row = 0; row < rows.counts.length; row++) {
    let before = Number.NEGATIVE_INFINITY
    for (let at = 0; at < thresholds; at += block) {
      let end = parameters[at] as number
      for (const [k, column] of nominal.entries())
        end +=
          (parameters[at + 1 + k] as number) *
          ((rows.predictors[row * rows.width + column] as number) - (centres[column] as number))
      if (end < before) return true
      before = end
    }
  }
  return false
}

/** The rows of the map from parameters about the columns' means to thresholds at x = 0. */
const thresholdMap = (design: OrdinalDesign): readonly Float64Array[] => {
  const { block, thresholds, all } = designSize(design)
  return design.rows.categories.slice(1).map((_, j) => {
    const map = new Float64Array(all)
    map[j * block] = 1
    for (const [k, column] of design.nominal.entries()) map[j * block + 1 + k] = -(design.centres[column] as number)
    for (const [k, column] of design.location.entries()) map[thresholds + k] = design.centres[column] as number
    return map
  })
}

/**
 * Fits a cumulative link model, P(Y ≤ j) = F(θ_j − x'β), by maximum likelihood: Newton's method on the analytic second derivatives, thresholds free, standard
 * errors from the observed information (McCullagh 1980, doi 10.1111/j.2517-6161.1980.tb01109.x; the model and the parametrisation of `ordinal::clm` with `threshold = "flexible"`).
 *
 * @returns the fit, or the reason why there is none
 */
export const fitOrdinalRegression = (rows: OrdinalRows, model: OrdinalModel = {}): OrdinalFit | OrdinalProblem => {
  const {
    link = 'logit',
    columns = Array.from({ length: rows.width }, (_, k) => k),
    nominal: wanted = [],
    scale: wantedScale = [],
    onStep,
  } = model
  const n = countOf(rows)
  if (!(n > 0)) return { problem: 'no-rows', columns: [], steps: 0, limit: null }
  if (rows.categories.length < 2) return { problem: 'one-category', columns: [], steps: 0, limit: null }
  const location = columns.filter((column) => !wanted.includes(column))
  const aliased = aliasedColumns(rows, [...location, ...wanted])
  const aliasedScale = new Set(aliasedColumns(rows, wantedScale))
  const means = columnMeans(rows, n)
  const centres = new Float64Array(rows.width)
  // A scale's origin is x = 0, and with it the thresholds' unit.
  if (wantedScale.length === 0) for (const column of [...location, ...wanted]) centres[column] = means[column] as number
  const design: OrdinalDesign = {
    rows,
    link,
    nominal: wanted.filter((column) => !aliased.includes(column)),
    location: location.filter((column) => !aliased.includes(column)),
    scale: wantedScale.filter((column) => !aliasedScale.has(column)),
    centres,
  }
  const size = designSize(design)
  const found = maximise(design, startOf(design, n), { onStep })
  if (!found.isFound) {
    const named = new Set(found.infinite.flatMap((parameter) => columnOfParameter(design, parameter) ?? []))
    if (found.infinite.length === 0) return { problem: 'not-converged', columns: [], steps: found.steps, limit: null }
    const columnsNamed = [...named].sort((a, b) => a - b)
    if (thresholdsCross(design, found.parameters))
      return { problem: 'thresholds-cross', columns: columnsNamed, steps: found.steps, limit: null }
    return {
      problem: 'separation',
      columns: columnsNamed,
      steps: found.steps,
      limit: { logLikelihood: found.logLikelihood, parameters: size.all },
    }
  }
  if (thresholdsCross(design, found.parameters))
    return { problem: 'thresholds-cross', columns: design.nominal, steps: found.steps, limit: null }
  const covariance = inverseOfPositiveDefinite(found.information, size.all)
  if (covariance === null) return { problem: 'not-converged', columns: [], steps: found.steps, limit: null }
  const { parameters } = found
  const at = (parameter: number): OrdinalEstimate =>
    estimateOf(parameters[parameter] as number, covariance[parameter * size.all + parameter] as number)
  const thresholds = thresholdMap(design).map((map) => {
    let estimate = 0
    let variance = 0
    for (let a = 0; a < size.all; a++) {
      if (map[a] === 0) continue
      estimate += (map[a] as number) * (parameters[a] as number)
      for (let b = 0; b < size.all; b++)
        variance += (map[a] as number) * (map[b] as number) * (covariance[a * size.all + b] as number)
    }
    return estimateOf(estimate, variance)
  })
  return {
    problem: null,
    link,
    categories: rows.categories,
    n,
    thresholds,
    coefficients: Array.from({ length: rows.width }, (_, column) => {
      const place = design.location.indexOf(column)
      return place < 0 ? missing : at(size.thresholds + place)
    }),
    nominal: wanted.map((column) => {
      const place = design.nominal.indexOf(column)
      return rows.categories.slice(1).map((_, j) => (place < 0 ? missing : at(j * size.block + 1 + place)))
    }),
    scale: wantedScale.map((column) => {
      const place = design.scale.indexOf(column)
      return place < 0 ? missing : at(size.beforeScale + place)
    }),
    logLikelihood: found.logLikelihood,
    parameters: size.all,
    aic: 2 * size.all - 2 * found.logLikelihood,
    bic: size.all * log(n) - 2 * found.logLikelihood,
    steps: found.steps,
    largestGradient: found.gradient.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0),
    aliased,
    maximum: { design, parameters, covariance },
  }
}

/**
 * Probabilities of the categories at predictor values, in the order of the categories. They sum to 1; NaN in x gives NaN.
 *
 * @param x a value for every column of the rows; those that take no part are not read
 */
export const categoryProbabilities = (
  { maximum: { design, parameters } }: Pick<OrdinalFit, 'maximum'>,
  x: ArrayLike<number>,
): readonly number[] => {
  const { block, thresholds, beforeScale } = designSize(design)
  const { rows, nominal, location, scale, centres, link } = design
  const centred = (column: number): number => (x[column] as number) - (centres[column] as number)
  const shared = location.reduce((sum, column, k) => sum + centred(column) * (parameters[thresholds + k] as number), 0)
  const shrink = exp(
    -scale.reduce((sum, column, k) => sum + (x[column] as number) * (parameters[beforeScale + k] as number), 0),
  )
  const ends = rows.categories.slice(1).map((_, j) => {
    const own = nominal.reduce(
      (sum, column, k) => sum + centred(column) * (parameters[j * block + 1 + k] as number),
      parameters[j * block] as number,
    )
    return (own - shared) * shrink
  })
  return rows.categories.map((_, j) =>
    probabilityBetween(link, ends[j] ?? Number.POSITIVE_INFINITY, ends[j - 1] ?? Number.NEGATIVE_INFINITY),
  )
}
