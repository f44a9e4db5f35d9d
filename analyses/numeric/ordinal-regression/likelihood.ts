import { exp, expm1, log } from '../elementary/elementary-functions'
import { millsRatio, normal } from '../distributions/normal'
import type { OrdinalRows } from './rows'

export type OrdinalLink = 'logit' | 'probit'

/**
 * A cumulative link model laid out for Newton's method: P(Y ≤ j) = F((α_j + Σ γ_jq·u_q − Σ β_k·x_k)/exp(Σ ζ_s·w_s)).
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

export const designSize = ({ rows, nominal, location, scale }: OrdinalDesign): DesignSize => {
  const block = 1 + nominal.length
  const thresholds = (rows.categories.length - 1) * block
  const beforeScale = thresholds + location.length
  return { block, thresholds, beforeScale, all: beforeScale + scale.length }
}

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

/** P(low < Z ≤ high) under the link's distribution; either end may be infinite. */
export const probabilityBetween = (link: OrdinalLink, high: number, low: number): number => {
  const [atHigh, atLow] = [newEnd(), newEnd()]
  standAt[link](high, atHigh)
  standAt[link](low, atLow)
  return between[link](high, low, atHigh, atLow)
}

/** Log-likelihood at the parameters, with gradient and information. −∞ where a row that was observed has no probability. */
export const derivatives = (design: OrdinalDesign, parameters: Float64Array): Derivatives => {
  const { rows, nominal, location, scale, centres } = design
  const stand = standAt[design.link]
  const probability = between[design.link]
  const [atHigh, atLow] = [newEnd(), newEnd()]
  const { block, thresholds, beforeScale, all } = designSize(design)
  const last = rows.categories.length - 1
  const gradient = new Float64Array(all)
  const information = new Float64Array(all * all)
  const u = new Float64Array(block)
  u[0] = 1
  const x = new Float64Array(location.length)
  const w = new Float64Array(scale.length)
  let logLikelihood = 0
  const addOuter = (row: number, column: number, left: Float64Array, right: Float64Array, factor: number): void => {
    for (let a = 0; a < left.length; a++) {
      const at = (row + a) * all + column
      const value = factor * (left[a] as number)
      if (value !== 0)
        for (let b = 0; b < right.length; b++)
          information[at + b] = (information[at + b] as number) + value * (right[b] as number)
    }
  }
  const addTo = (at: number, values: Float64Array, factor: number): void => {
    for (let a = 0; a < values.length; a++)
      gradient[at + a] = (gradient[at + a] as number) + factor * (values[a] as number)
  }
  for (let row = 0; row < rows.counts.length; row++) {
    const from = row * rows.width
    let shared = 0
    for (let k = 0; k < x.length; k++) {
      const column = location[k] as number
      const value = (rows.predictors[from + column] as number) - (centres[column] as number)
      x[k] = value
      shared += value * (parameters[thresholds + k] as number)
    }
    for (let k = 1; k < block; k++) {
      const column = nominal[k - 1] as number
      u[k] = (rows.predictors[from + column] as number) - (centres[column] as number)
    }
    let logScale = 0
    for (let k = 0; k < w.length; k++) {
      const value = rows.predictors[from + (scale[k] as number)] as number
      w[k] = value
      logScale += value * (parameters[beforeScale + k] as number)
    }
    const shrink = w.length === 0 ? 1 : exp(-logScale)
    const category = rows.response[row] as number
    const upperAt = category * block
    const lowerAt = upperAt - block
    let high = Number.POSITIVE_INFINITY
    let low = Number.NEGATIVE_INFINITY
    if (category < last) {
      high = -shared
      for (let k = 0; k < block; k++) high += (u[k] as number) * (parameters[upperAt + k] as number)
      high *= shrink
    }
    if (category > 0) {
      low = -shared
      for (let k = 0; k < block; k++) low += (u[k] as number) * (parameters[lowerAt + k] as number)
      low *= shrink
    }
    stand(high, atHigh)
    stand(low, atLow)
    const p = probability(high, low, atHigh, atLow)
    if (!(p > 0)) return { logLikelihood: Number.NEGATIVE_INFINITY, gradient, information }
    const count = rows.counts[row] as number
    logLikelihood += count * log(p)
    const isUpper = category < last
    const isLower = category > 0
    // First and second derivatives of log p by the two ends.
    const g1 = atHigh.density / p
    const g2 = -atLow.density / p
    const c11 = atHigh.slope / p - g1 * g1
    const c22 = -atLow.slope / p - g2 * g2
    const c12 = -g1 * g2
    const first = count * shrink
    const second = first * shrink
    if (isUpper) {
      addTo(upperAt, u, first * g1)
      addOuter(upperAt, upperAt, u, u, -second * c11)
    }
    if (isLower) {
      addTo(lowerAt, u, first * g2)
      addOuter(lowerAt, lowerAt, u, u, -second * c22)
    }
    if (isUpper && isLower) addOuter(upperAt, lowerAt, u, u, -second * c12)
    // The lower triangle only, and columns of zero skipped: this is where the time goes.
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
      for (let k = 0; k < block; k++) {
        const value = own * (u[k] as number)
        if (isUpper) information[at + upperAt + k] = (information[at + upperAt + k] as number) + withUpper * value
        if (isLower) information[at + lowerAt + k] = (information[at + lowerAt + k] as number) + withLower * value
      }
      const scaled = both * own
      const from = at + thresholds
      for (let b = 0; b <= a; b++) information[from + b] = (information[from + b] as number) + scaled * (x[b] as number)
    }
    if (w.length > 0) {
      const h = isUpper ? high : 0
      const l = isLower ? low : 0
      addTo(beforeScale, w, -count * (g1 * h + g2 * l))
      addOuter(beforeScale, beforeScale, w, w, -count * (c11 * h * h + 2 * c12 * h * l + c22 * l * l + g1 * h + g2 * l))
      const mixed1 = first * (c11 * h + c12 * l + g1)
      const mixed2 = first * (c12 * h + c22 * l + g2)
      if (isUpper) addOuter(beforeScale, upperAt, w, u, mixed1)
      if (isLower) addOuter(beforeScale, lowerAt, w, u, mixed2)
      addOuter(beforeScale, thresholds, w, x, -(mixed1 + mixed2))
    }
  }
  for (let a = 0; a < all; a++)
    for (let b = 0; b < a; b++) information[b * all + a] = information[a * all + b] as number
  return { logLikelihood, gradient, information }
}
