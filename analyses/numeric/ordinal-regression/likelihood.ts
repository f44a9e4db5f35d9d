import { exp, expm1, log } from '../elementary/elementary-functions'
import { millsRatio, normal } from '../distributions/normal'
import type { OrdinalRows } from './rows'

/** The distribution of the latent answer: logistic, or normal. */
export type OrdinalLink = 'logit' | 'probit'

/**
 * A cumulative link model (McCullagh 1980, doi 10.1111/j.2517-6161.1980.tb01109.x; `ordinal::clm`) laid out for Newton's method: P(Y ≤ j) = F((α_j + Σ γ_jq·u_q − Σ β_k·x_k)/exp(Σ ζ_s·w_s)).
 *
 * Parameters stand in the order α_1, γ_11 … γ_1q, α_2, γ_21 …, then β, then ζ. Columns u and x are taken from their mean, which moves the thresholds only.
 */
export interface OrdinalDesign {
  readonly rows: OrdinalRows
  readonly link: OrdinalLink
  /** Columns with an effect of their own at every threshold (no proportional odds). */
  readonly nominal: readonly number[]
  /** Columns with one effect. */
  readonly location: readonly number[]
  /** Columns of the logarithm of the scale. */
  readonly scale: readonly number[]
  /** Mean of each column that is taken from its mean; 0 for the others. */
  readonly centres: Float64Array
}

/** Parameters per threshold, of the thresholds, before ζ, of all. */
export interface DesignSize {
  readonly block: number
  readonly thresholds: number
  readonly beforeScale: number
  readonly all: number
}

/** How many parameters a design has, and where its blocks begin. */
export const designSize = ({ rows, nominal, location, scale }: OrdinalDesign): DesignSize => {
  const block = 1 + nominal.length
  const thresholds = (rows.categories.length - 1) * block
  const beforeScale = thresholds + location.length
  return { block, thresholds, beforeScale, all: beforeScale + scale.length }
}

/** The log-likelihood at one place, with its derivatives there. */
export interface Derivatives {
  readonly logLikelihood: number
  readonly gradient: Float64Array
  /** Minus the matrix of second derivatives, full and symmetric. */
  readonly information: Float64Array
}

/** Where an end of a category stands in the link's distribution: P(Z ≤ x), P(Z > x), the density and its derivative. */
interface End {
  lower: number
  upper: number
  density: number
  slope: number
}

const atInfinity = (x: number, end: End): void => {
  end.lower = x > 0 ? 1 : 0
  end.upper = x > 0 ? 0 : 1
  end.density = 0
  end.slope = 0
}

/** Fills an end, each tail with its own relative accuracy. */
const standAt: Readonly<Record<OrdinalLink, (x: number, end: End) => void>> = {
  logit: (x, end) => {
    if (!Number.isFinite(x)) {
      atInfinity(x, end)
      return
    }
    const t = exp(-Math.abs(x))
    const large = 1 / (1 + t)
    const small = t * large
    end.lower = x >= 0 ? large : small
    end.upper = x >= 0 ? small : large
    end.density = small * large
    end.slope = end.density * (end.upper - end.lower)
  },
  probit: (x, end) => {
    if (!Number.isFinite(x)) {
      atInfinity(x, end)
      return
    }
    const density = normal.density(x)
    const small = density * millsRatio(Math.abs(x))
    end.lower = x >= 0 ? 1 - small : small
    end.upper = x >= 0 ? small : 1 - small
    end.density = density
    end.slope = -x * density
  },
}

/** P(low < Z ≤ high) with full relative accuracy in both tails. */
const between: Readonly<Record<OrdinalLink, (high: number, low: number, atHigh: End, atLow: End) => number>> = {
  logit: (high, low, atHigh, atLow) =>
    low === Number.NEGATIVE_INFINITY
      ? atHigh.lower
      : high === Number.POSITIVE_INFINITY
        ? atLow.upper
        : atHigh.lower * atLow.upper * -expm1(low - high),
  probit: (_high, low, atHigh, atLow) => (low > 0 ? atLow.upper - atHigh.upper : atHigh.lower - atLow.lower),
}

const newEnd = (): End => ({ lower: 0, upper: 1, density: 0, slope: 0 })

/** P(low < Z ≤ high) under the link's distribution, to full relative accuracy in either tail; either end may be infinite. NaN in, NaN out. */
export const probabilityBetween = (link: OrdinalLink, high: number, low: number): number => {
  const [atHigh, atLow] = [newEnd(), newEnd()]
  standAt[link](high, atHigh)
  standAt[link](low, atLow)
  return between[link](high, low, atHigh, atLow)
}

/**
 * Log-likelihood at the parameters, with gradient and information (size × size, row by row). −∞ where a row that was observed has no probability.
 * @param parameters in the order of the design
 */
export const derivatives = (design: OrdinalDesign, parameters: Float64Array): Derivatives => {
  const { rows } = design
  const stand = standAt[design.link]
  const probability = between[design.link]
  const [atHigh, atLow] = [newEnd(), newEnd()]
  const size = designSize(design)
  const { block, all } = size
  const last = rows.categories.length - 1
  const sums: Sums = { gradient: new Float64Array(all), information: new Float64Array(all * all), size }
  const columns: RowColumns = {
    u: new Float64Array(block).fill(1, 0, 1),
    x: new Float64Array(design.location.length),
    w: new Float64Array(design.scale.length),
    shared: 0,
    logScale: 0,
  }
  const ends: Ends = {
    isUpper: false,
    isLower: false,
    upperAt: 0,
    lowerAt: 0,
    high: 0,
    low: 0,
    g1: 0,
    g2: 0,
    c11: 0,
    c12: 0,
    c22: 0,
  }
  let logLikelihood = 0
  for (let row = 0; row < rows.counts.length; row++) {
    readColumns(design, parameters, size, row, columns)
    const { shared } = columns
    const shrink = columns.w.length === 0 ? 1 : exp(-columns.logScale)
    const category = rows.response[row] as number
    ends.isUpper = category < last
    ends.isLower = category > 0
    ends.upperAt = category * block
    ends.lowerAt = ends.upperAt - block
    ends.high = ends.isUpper ? limitAt(columns.u, parameters, ends.upperAt, shared) * shrink : Number.POSITIVE_INFINITY
    ends.low = ends.isLower ? limitAt(columns.u, parameters, ends.lowerAt, shared) * shrink : Number.NEGATIVE_INFINITY
    stand(ends.high, atHigh)
    stand(ends.low, atLow)
    const p = probability(ends.high, ends.low, atHigh, atLow)
    if (!(p > 0))
      return { logLikelihood: Number.NEGATIVE_INFINITY, gradient: sums.gradient, information: sums.information }
    const count = rows.counts[row] as number
    logLikelihood += count * log(p)
    // First and second derivatives of log p by the two ends.
    ends.g1 = atHigh.density / p
    ends.g2 = -atLow.density / p
    ends.c11 = atHigh.slope / p - ends.g1 * ends.g1
    ends.c22 = -atLow.slope / p - ends.g2 * ends.g2
    ends.c12 = -ends.g1 * ends.g2
    const first = count * shrink
    const second = first * shrink
    addThresholds(sums, columns, ends, first, second)
    addLocation(sums, columns, ends, first, second)
    if (columns.w.length > 0) addScale(sums, columns, ends, count, first)
  }
  const { gradient, information } = sums
  for (let a = 0; a < all; a++)
    for (let b = 0; b < a; b++) information[b * all + a] = information[a * all + b] as number
  return { logLikelihood, gradient, information }
}

/** What is added up over the rows; of the information the lower triangle alone. */
interface Sums {
  readonly gradient: Float64Array
  readonly information: Float64Array
  readonly size: DesignSize
}

/** A row's columns: with 1 before those that have an effect at every threshold, those with one effect, those of the scale. */
interface RowColumns {
  readonly u: Float64Array
  readonly x: Float64Array
  readonly w: Float64Array
  /** Σ β·x and Σ ζ·w. */
  shared: number
  logScale: number
}

/** The ends of a row's category, where their parameters begin, and the derivatives of log p by them. Filled anew for each row. */
interface Ends {
  isUpper: boolean
  isLower: boolean
  upperAt: number
  lowerAt: number
  high: number
  low: number
  g1: number
  g2: number
  c11: number
  c12: number
  c22: number
}

const readColumns = (
  { rows, nominal, location, scale, centres }: OrdinalDesign,
  parameters: Float64Array,
  { thresholds, beforeScale }: DesignSize,
  row: number,
  into: RowColumns,
): void => {
  const from = row * rows.width
  const { u, x, w } = into
  let shared = 0
  for (let k = 0; k < x.length; k++) {
    const column = location[k] as number
    const value = (rows.predictors[from + column] as number) - (centres[column] as number)
    x[k] = value
    shared += value * (parameters[thresholds + k] as number)
  }
  for (let k = 1; k < u.length; k++) {
    const column = nominal[k - 1] as number
    u[k] = (rows.predictors[from + column] as number) - (centres[column] as number)
  }
  let logScale = 0
  for (let k = 0; k < w.length; k++) {
    const value = rows.predictors[from + (scale[k] as number)] as number
    w[k] = value
    logScale += value * (parameters[beforeScale + k] as number)
  }
  into.shared = shared
  into.logScale = logScale
}

/** A threshold less what the columns with one effect take off it. */
const limitAt = (u: Float64Array, parameters: Float64Array, at: number, shared: number): number => {
  let limit = -shared
  for (let k = 0; k < u.length; k++) limit += (u[k] as number) * (parameters[at + k] as number)
  return limit
}

const addTo = ({ gradient }: Sums, at: number, values: Float64Array, factor: number): void => {
  for (let a = 0; a < values.length; a++)
    gradient[at + a] = (gradient[at + a] as number) + factor * (values[a] as number)
}

const addOuter = (
  { information, size: { all } }: Sums,
  row: number,
  column: number,
  left: Float64Array,
  right: Float64Array,
  factor: number,
): void => {
  for (let a = 0; a < left.length; a++) {
    const at = (row + a) * all + column
    const value = factor * (left[a] as number)
    if (value !== 0)
      for (let b = 0; b < right.length; b++)
        information[at + b] = (information[at + b] as number) + value * (right[b] as number)
  }
}

const addThresholds = (sums: Sums, { u }: RowColumns, ends: Ends, first: number, second: number): void => {
  const { isUpper, isLower, upperAt, lowerAt } = ends
  if (isUpper) {
    addTo(sums, upperAt, u, first * ends.g1)
    addOuter(sums, upperAt, upperAt, u, u, -second * ends.c11)
  }
  if (isLower) {
    addTo(sums, lowerAt, u, first * ends.g2)
    addOuter(sums, lowerAt, lowerAt, u, u, -second * ends.c22)
  }
  if (isUpper && isLower) addOuter(sums, upperAt, lowerAt, u, u, -second * ends.c12)
}

/** The lower triangle only, and columns of zero skipped: this is where the time goes. */
const addLocation = (sums: Sums, { u, x }: RowColumns, ends: Ends, first: number, second: number): void => {
  const { gradient, information } = sums
  const { thresholds, all } = sums.size
  const { isUpper, isLower, upperAt, lowerAt, g1, g2, c11, c12, c22 } = ends
  const both = -second * (c11 + 2 * c12 + c22)
  const withUpper = second * (c11 + c12)
  const withLower = second * (c12 + c22)
  const down = -first * (g1 + g2)
  for (let a = 0; a < x.length; a++) {
    const own = x[a] as number
    if (own === 0) continue
    const parameter = thresholds + a
    const at = parameter * all
    gradient[parameter] = (gradient[parameter] as number) + down * own
    for (let k = 0; k < u.length; k++) {
      const value = own * (u[k] as number)
      if (isUpper) information[at + upperAt + k] = (information[at + upperAt + k] as number) + withUpper * value
      if (isLower) information[at + lowerAt + k] = (information[at + lowerAt + k] as number) + withLower * value
    }
    const scaled = both * own
    const from = at + thresholds
    for (let b = 0; b <= a; b++) information[from + b] = (information[from + b] as number) + scaled * (x[b] as number)
  }
}

const addScale = (sums: Sums, { u, x, w }: RowColumns, ends: Ends, count: number, first: number): void => {
  const { isUpper, isLower, upperAt, lowerAt, g1, g2, c11, c12, c22 } = ends
  const { thresholds, beforeScale } = sums.size
  const h = isUpper ? ends.high : 0
  const l = isLower ? ends.low : 0
  addTo(sums, beforeScale, w, -count * (g1 * h + g2 * l))
  addOuter(
    sums,
    beforeScale,
    beforeScale,
    w,
    w,
    -count * (c11 * h * h + 2 * c12 * h * l + c22 * l * l + g1 * h + g2 * l),
  )
  const mixed1 = first * (c11 * h + c12 * l + g1)
  const mixed2 = first * (c12 * h + c22 * l + g2)
  if (isUpper) addOuter(sums, beforeScale, upperAt, w, u, mixed1)
  if (isLower) addOuter(sums, beforeScale, lowerAt, w, u, mixed2)
  addOuter(sums, beforeScale, thresholds, w, x, -(mixed1 + mixed2))
}
