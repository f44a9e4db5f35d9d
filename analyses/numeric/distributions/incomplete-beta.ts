import { exp, log, log1p } from '../elementary/elementary-functions'
import {
  add,
  divide,
  exponentialToNumber,
  fromNumber,
  logarithm,
  multiply,
  multiplyNumber,
  negate,
  subtract,
  toNumber,
  twoProduct,
  twoSum,
  type DoubleDouble,
} from '../elementary/double-double'
import { bernoulliCumulant } from './compositions'
import { logBetaPair } from './gamma-function'
import { integratePanel } from './gauss-legendre'
import { bothTails, twoParameterDistribution, type Tails } from './tails'

/** A point x of (0, 1) with y = 1 − x and both logarithms, each right to about 30 digits. */
export interface BetaPoint {
  readonly x: DoubleDouble
  readonly y: DoubleDouble
  readonly logX: DoubleDouble
  readonly logY: DoubleDouble
}

/** The beta distribution's shapes with log B(a, b), so that a solver computes the latter once. */
export interface BetaShapes {
  readonly a: number
  readonly b: number
  readonly logBeta: DoubleDouble
}

/** The shapes a, b > 0 and finite, with log B(a, b). */
export const betaShapes = (a: number, b: number): BetaShapes => ({
  a,
  b,
  logBeta: logBetaPair(fromNumber(a), fromNumber(b)),
})

/** The point with odds x : y = numerator : denominator, both positive and finite. */
const betaPoint = (numerator: DoubleDouble, denominator: DoubleDouble): BetaPoint => {
  const total = add(numerator, denominator)
  const logTotal = logarithm(total)
  return {
    x: divide(numerator, total),
    y: divide(denominator, total),
    logX: logRatio(numerator, denominator, total, logTotal),
    logY: logRatio(denominator, numerator, total, logTotal),
  }
}

/** log(part / total); for a part that is nearly the whole, by the series of log1p on the rest. */
const logRatio = (
  part: DoubleDouble,
  rest: DoubleDouble,
  total: DoubleDouble,
  logTotal: DoubleDouble,
): DoubleDouble => {
  if (rest.hi < 1e-7 * total.hi) {
    const r = divide(rest, total)
    const square = multiply(r, r)
    const cube = multiply(square, r)
    const fourth = multiplyNumber(multiply(square, square), 0.25)
    return negate(add(add(r, multiplyNumber(square, 0.5)), add(divide(cube, fromNumber(3)), fourth)))
  }
  return subtract(logarithm(part), logTotal)
}

/** The point with a given x in (0, 1) as a double. */
export const betaPointAt = (x: number): BetaPoint => betaPoint(fromNumber(x), twoSum(1, -x))

/** The point whose odds x : y are first·second : denominator, all three positive and finite; no product overflows or vanishes. */
export const betaPointFromOdds = (first: number, second: number, denominator: number): BetaPoint => {
  const size = first * second
  if (size > 1e-250 && size < 1e280 && second > 1e-250 && second < 1e280)
    return betaPoint(twoProduct(first, second), fromNumber(denominator))
  // Beyond the range of products: one of the two logarithms is zero to all digits.
  const logOdds = subtract(
    add(logarithm(fromNumber(first)), logarithm(fromNumber(second))),
    logarithm(fromNumber(denominator)),
  )
  const zero = fromNumber(0)
  const one = fromNumber(1)
  return logOdds.hi > 0
    ? { x: one, y: fromNumber(exp(-logOdds.hi)), logX: zero, logY: negate(logOdds) }
    : { x: fromNumber(exp(logOdds.hi)), y: one, logX: logOdds, logY: zero }
}

const swapped = (point: BetaPoint): BetaPoint => ({ x: point.y, y: point.x, logX: point.logY, logY: point.logX })

/**
 * The lower tail at or below the mean, as prefix · ratio: prefix = x^a·y^b/B(a, b), and ratio = tail/prefix is the
 * reciprocal of d log(tail)/d log(x/y).
 *
 * The series Σ (a+b)_n/(a+1)_n·x^n where it converges fast (all its terms are positive); elsewhere Gauss–Legendre on the
 * log odds, in which the density is log-concave for all shapes: ∫ exp(−λv − (a+b)·L(v)) dv with λ = a·y − b·x and L the
 * cumulant of a Bernoulli variable. Neither λ nor L cancels, so the error stays near 1e-15 for shapes up to 1e9 and more.
 */
const lowerRatio = (a: number, b: number, point: BetaPoint): number => {
  const x = toNumber(point.x)
  const y = toNumber(point.y)
  const total = a + b
  if (x <= 0.7 && x * total <= 0.7 * (a + 1)) {
    let term = 1
    let sum = 1
    for (let n = 0; n < 1000; n++) {
      term *= ((total + n) * x) / (a + 1 + n)
      sum += term
      if (term < 1e-18 * sum) break
    }
    return sum / a
  }
  const lambda = toNumber(subtract(multiplyNumber(point.y, a), multiplyNumber(point.x, b)))
  const exponent = (v: number): number => -lambda * v - total * bernoulliCumulant(x, y, v)
  const integrand = (v: number): number => exp(exponent(v))
  const centre = log(x / y)
  let sum = 0
  let from = 0
  for (let panel = 0; panel < 400; panel++) {
    const odds = (x / y) * exp(-from)
    const share = odds / (1 + odds)
    const slope = Math.max(a - total * share, lambda, 0)
    const curvature = total * share * (1 - share)
    const reach = 18 / (slope + Math.sqrt(slope * slope + 18 * curvature))
    // Up to the centre the exponent grows as e^v; beyond it the nearest singularity, at centre ± iπ, recedes.
    const width = Math.min(reach, from < centre ? 2 : 0.8 * Math.sqrt((from - centre) * (from - centre) + 9.8))
    sum += integratePanel(integrand, from, from + width)
    from += width
    if (exponent(from) < -42) break
  }
  return sum
}

const logPrefix = (shapes: BetaShapes, point: BetaPoint): DoubleDouble =>
  subtract(add(multiplyNumber(point.logX, shapes.a), multiplyNumber(point.logY, shapes.b)), shapes.logBeta)

/** Both tails of Beta(a, b) at a point strictly inside (0, 1). */
export const betaTails = (shapes: BetaShapes, point: BetaPoint): Tails => {
  const prefix = logPrefix(shapes, point)
  const lambda = subtract(multiplyNumber(point.y, shapes.a), multiplyNumber(point.x, shapes.b))
  const isLower = lambda.hi >= 0
  const ratio = isLower ? lowerRatio(shapes.a, shapes.b, point) : lowerRatio(shapes.b, shapes.a, swapped(point))
  return bothTails(isLower, exponentialToNumber(prefix) * ratio, toNumber(prefix) + log(ratio))
}

/** log of the lower tail, and its derivative by the log odds. */
const lowerWithSlope = (shapes: BetaShapes, point: BetaPoint): { readonly logTail: number; readonly slope: number } => {
  const prefix = logPrefix(shapes, point)
  const lambda = subtract(multiplyNumber(point.y, shapes.a), multiplyNumber(point.x, shapes.b))
  if (lambda.hi >= 0) {
    const ratio = lowerRatio(shapes.a, shapes.b, point)
    return { logTail: toNumber(prefix) + log(ratio), slope: 1 / ratio }
  }
  const upper = exponentialToNumber(prefix) * lowerRatio(shapes.b, shapes.a, swapped(point))
  return { logTail: log1p(-upper), slope: exponentialToNumber(prefix) / (1 - upper) }
}

/**
 * The log odds log(x/y) at which the lower tail of Beta(a, b) is p when these lie below −690, so that the tail is x^a/(a·B) to
 * all digits.
 */
export const betaLogOddsOfTiny = (a: number, b: number, p: number): number =>
  (log(p) + log(a) + toNumber(betaShapes(a, b).logBeta)) / a

/**
 * The odds x/y at which the lower tail of Beta(a, b) is p, for 0 < p ≤ about 0.9. The log of a tail is concave in the log
 * odds, so Newton's method converges from anywhere.
 */
export const betaOddsLower = (a: number, b: number, p: number): number => {
  const shapes = betaShapes(a, b)
  const target = log(p)
  // log p less what log p rounds to: a correction that matters when |log p| is hundreds.
  const rest = p / exp(target) - 1
  let odds = a / b
  for (let step = 0; step < 200; step++) {
    const { logTail, slope } = lowerWithSlope(shapes, betaPointFromOdds(1, odds, 1))
    const gap = logTail - target - rest
    const change = Math.max(-600, Math.min(600, -gap / slope))
    const next = odds * exp(change)
    if (next < 5e-308) {
      const tiny = betaLogOddsOfTiny(a, b, p)
      if (tiny < -690) return exp(tiny)
      odds = exp(tiny)
      continue
    }
    if (odds === 1e300 && change > 0) return Number.POSITIVE_INFINITY
    odds = Math.min(next, 1e300)
    if (Math.abs(change) < 1e-11) break
  }
  return odds
}

const clampedTails = (x: number, a: number, b: number): Tails | undefined => {
  if (!(a > 0) || !(b > 0) || Number.isNaN(x) || a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY)
    return undefined
  if (x <= 0) return bothTails(true, 0, Number.NEGATIVE_INFINITY)
  if (x >= 1) return bothTails(false, 0, Number.NEGATIVE_INFINITY)
  return betaTails(betaShapes(a, b), betaPointAt(x))
}

const quantile = (p: number, a: number, b: number, isLower: boolean): number => {
  if (!(a > 0) || !(b > 0) || !(p >= 0) || !(p <= 1)) return Number.NaN
  if (p === 0) return isLower ? 0 : 1
  if (p === 1) return isLower ? 1 : 0
  const fromLower = isLower ? p <= 0.5 : p > 0.5
  const tail = p <= 0.5 ? p : 1 - p
  if (fromLower) {
    const odds = betaOddsLower(a, b, tail)
    return odds / (1 + odds)
  }
  return 1 / (1 + betaOddsLower(b, a, tail))
}

/**
 * The beta distribution on [0, 1] with shapes a, b > 0; `lower` is the regularised incomplete beta function I_x(a, b)
 * (DLMF 8.17; `stats::pbeta`, `stats::qbeta`). NaN in, a shape that is not positive and finite, or a probability outside [0, 1], gives NaN.
 */
export const betaDistribution = twoParameterDistribution(clampedTails, quantile)
