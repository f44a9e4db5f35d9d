import { exp, log, log1p } from '../elementary/elementary-functions'
import {
  add,
  addNumber,
  exponentialToNumber,
  fromNumber,
  logarithm,
  multiplyNumber,
  subtract,
  toNumber,
  type DoubleDouble,
} from '../elementary/double-double'
import { expm1Minus } from './compositions'
import { logGammaPair } from './gamma-function'
import { integratePanel } from './gauss-legendre'
import { bothTails, type Tails } from './tails'

/** A shape with log Γ(shape), so that a solver computes the latter once. */
export interface GammaShape {
  readonly a: number
  readonly logGamma: DoubleDouble
}

const gammaShape = (a: number): GammaShape => ({ a, logGamma: logGammaPair(fromNumber(a)) })

/**
 * tail/prefix with prefix = x^a·e^−x/Γ(a), on the side of the mean where the tail is the smaller: the lower one for x < a,
 * else the upper. Its reciprocal is |d log(tail)/d log x|. Series with positive terms far below the mean; elsewhere
 * Gauss–Legendre on log x, in which the density is log-concave for every shape.
 */
const tailRatio = (a: number, x: number): number => {
  const isLower = x < a
  if (isLower && x <= 0.7 * (a + 1)) {
    let term = 1
    let sum = 1
    for (let n = 1; n < 1000; n++) {
      term *= x / (a + n)
      sum += term
      if (term < 1e-18 * sum) break
    }
    return sum / a
  }
  const distance = Math.abs(x - a)
  const sign = isLower ? -1 : 1
  const exponent = (v: number): number => -distance * v - x * expm1Minus(sign * v)
  const integrand = (v: number): number => exp(exponent(v))
  let sum = 0
  let from = 0
  for (let panel = 0; panel < 400; panel++) {
    const curvature = x * exp(sign * from)
    const slope = Math.abs(curvature - a)
    const width = Math.min(2, 18 / (slope + Math.sqrt(slope * slope + 18 * curvature)))
    sum += integratePanel(integrand, from, from + width)
    from += width
    if (exponent(from) < -42) break
  }
  return sum
}

const logPrefix = (shape: GammaShape, x: number): DoubleDouble =>
  subtract(addNumber(multiplyNumber(logarithm(fromNumber(x)), shape.a), -x), shape.logGamma)

/** Both tails of Gamma(a, 1) at 0 < x < ∞. */
const gammaTails = (shape: GammaShape, x: number): Tails => {
  const prefix = logPrefix(shape, x)
  const ratio = tailRatio(shape.a, x)
  return bothTails(x < shape.a, exponentialToNumber(prefix) * ratio, toNumber(prefix) + log(ratio))
}

/** The x at which the given tail of Gamma(a, 1) is p, for 0 < p ≤ 0.5; Newton on the log of the tail, concave in log x. */
const gammaQuantileTail = (a: number, p: number, isLower: boolean): number => {
  const shape = gammaShape(a)
  const target = log(p)
  const rest = p / exp(target) - 1
  const sign = isLower ? 1 : -1
  let x = a
  for (let step = 0; step < 200; step++) {
    const prefix = logPrefix(shape, x)
    const ratio = tailRatio(a, x)
    let logTail: number
    let slope: number
    if (x < a === isLower) {
      logTail = toNumber(prefix) + log(ratio)
      slope = 1 / ratio
    } else {
      const other = exponentialToNumber(prefix) * ratio
      logTail = log1p(-other)
      slope = exponentialToNumber(prefix) / (1 - other)
    }
    // Above the mean the upper tail falls as the exponential of an exponential: no long steps into it.
    const longest = isLower ? 600 : 3 + 0.5 * Math.max(0, log(a / x))
    const change = Math.max(-600, Math.min(longest, (-sign * (logTail - target - rest)) / slope))
    const next = x * exp(change)
    if (next < 5e-308) return exp((target + rest + toNumber(add(shape.logGamma, logarithm(fromNumber(a))))) / a)
    x = next
    if (Math.abs(change) < 1e-11) break
  }
  return x
}

const clampedTails = (x: number, a: number): Tails | undefined => {
  if (!(a > 0) || a === Number.POSITIVE_INFINITY || Number.isNaN(x)) return undefined
  if (x <= 0) return bothTails(true, 0, Number.NEGATIVE_INFINITY)
  if (x === Number.POSITIVE_INFINITY) return bothTails(false, 0, Number.NEGATIVE_INFINITY)
  return gammaTails(gammaShape(a), x)
}

const quantile = (p: number, a: number, isLower: boolean): number => {
  if (!(a > 0) || a === Number.POSITIVE_INFINITY || !(p >= 0) || !(p <= 1)) return Number.NaN
  if (p === 0) return isLower ? 0 : Number.POSITIVE_INFINITY
  if (p === 1) return isLower ? Number.POSITIVE_INFINITY : 0
  return p <= 0.5 ? gammaQuantileTail(a, p, isLower) : gammaQuantileTail(a, 1 - p, !isLower)
}

/**
 * The gamma distribution with shape a > 0 and rate 1; `lower` and `upper` are the regularised incomplete gamma functions
 * P(a, x) and Q(a, x) (DLMF 8.2; `stats::pgamma`, `stats::qgamma`). NaN in, a shape that is not positive and finite, or a probability outside [0, 1], gives NaN.
 */
export const gammaDistribution = {
  lower: (x: number, a: number): number => clampedTails(x, a)?.lower ?? Number.NaN,
  upper: (x: number, a: number): number => clampedTails(x, a)?.upper ?? Number.NaN,
  logLower: (x: number, a: number): number => clampedTails(x, a)?.logLower ?? Number.NaN,
  logUpper: (x: number, a: number): number => clampedTails(x, a)?.logUpper ?? Number.NaN,
  quantileLower: (p: number, a: number): number => quantile(p, a, true),
  quantileUpper: (p: number, a: number): number => quantile(p, a, false),
} as const
