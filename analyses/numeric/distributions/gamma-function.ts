import { log } from '../elementary/elementary-functions'
import {
  add,
  addNumber,
  divide,
  fromNumber,
  logarithm,
  multiply,
  subtract,
  toNumber,
  type DoubleDouble,
} from '../elementary/double-double'

/** B(2k) / (2k(2k − 1)) for k = 1, 2, …: the coefficients of Stirling's series. */
const STIRLING: readonly DoubleDouble[] = (
  [
    [1, 12],
    [-1, 360],
    [1, 1260],
    [-1, 1680],
    [1, 1188],
    [-691, 360360],
    [1, 156],
    [-3617, 122400],
    [43867, 244188],
    [-174611, 125400],
    [77683, 5796],
    [-236364091, 1506960],
    [657931, 300],
  ] as const
).map(([numerator, denominator]) => divide(fromNumber(numerator), fromNumber(denominator)))

const HALF_LOG_TWO_PI: DoubleDouble = { hi: 0.9189385332046728, lo: -3.8782941580672414e-17 }

const SHIFT_UNTIL = 32

/** log Γ(z) in double-double for z > 0, about 30 digits: Stirling's series (DLMF 5.11.1) after shifting z beyond 32 with the recurrence. */
export const logGammaPair = (z: DoubleDouble): DoubleDouble => {
  let shifted = z
  let product = fromNumber(1)
  while (shifted.hi < SHIFT_UNTIL) {
    product = multiply(product, shifted)
    shifted = addNumber(shifted, 1)
  }
  const inverse = divide(fromNumber(1), shifted)
  const square = multiply(inverse, inverse)
  let series = STIRLING[STIRLING.length - 1] as DoubleDouble
  for (let k = STIRLING.length - 2; k >= 0; k--) series = add(multiply(series, square), STIRLING[k] as DoubleDouble)
  const main = subtract(multiply(addNumber(shifted, -0.5), logarithm(shifted)), shifted)
  const value = add(add(main, HALF_LOG_TWO_PI), multiply(series, inverse))
  return z.hi < SHIFT_UNTIL ? subtract(value, logarithm(product)) : value
}

/** log B(a, b) in double-double for a, b > 0, as log Γ(a) + log Γ(b) − log Γ(a + b) (DLMF 5.12.1). */
export const logBetaPair = (a: DoubleDouble, b: DoubleDouble): DoubleDouble =>
  subtract(add(logGammaPair(a), logGammaPair(b)), logGammaPair(add(a, b)))

/** log Γ(x) for x > 0, relative error about 1e-16 also near the zeros at 1 and 2. NaN for x ≤ 0. */
export const logGamma = (x: number): number => {
  if (!(x > 0)) return Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  if (x === 1 || x === 2) return 0
  if (x > 1e300) return x * (log(x) - 1)
  return toNumber(logGammaPair(fromNumber(x)))
}

/** log B(a, b) for a, b > 0. NaN outside. */
export const logBeta = (a: number, b: number): number => {
  if (!(a > 0) || !(b > 0)) return Number.NaN
  return toNumber(logBetaPair(fromNumber(a), fromNumber(b)))
}

/** log(Γ(a)/Γ(b)) for a, b > 0, without losing the digits that the two have in common. NaN outside. */
export const logGammaRatio = (a: number, b: number): number => {
  if (!(a > 0) || !(b > 0)) return Number.NaN
  return toNumber(subtract(logGammaPair(fromNumber(a)), logGammaPair(fromNumber(b))))
}

/** log Γ(a) − [(a − ½)·log a − a + ½·log 2π] for a > 0: what Stirling's formula leaves out, to full relative accuracy. NaN outside. */
export const stirlingRemainder = (a: number): number => {
  if (!(a > 0)) return Number.NaN
  if (a > 1e8) return 1 / (12 * a)
  const z = fromNumber(a)
  const main = add(subtract(multiply(addNumber(z, -0.5), logarithm(z)), z), HALF_LOG_TWO_PI)
  return toNumber(subtract(logGammaPair(z), main))
}
