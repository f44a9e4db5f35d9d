import { exp, log } from './elementary-functions'

/**
 * Arithmetic with pairs of doubles (about 31 decimal digits). Used only where a tail probability is the exponential of
 * a difference of large numbers, so that the prefix is right to the last bit of a double.
 *
 * Algorithms: Dekker 1971 (doi 10.1007/BF01397083); Hida, Li & Bailey 2001 (doi 10.1109/ARITH.2001.930115). Relative errors are about 1e-31 unless something else is said.
 * NaN in, NaN out; an infinite part gives NaN in the other.
 */

/** An unevaluated sum hi + lo with |lo| ≤ ulp(hi)/2. */
export interface DoubleDouble {
  readonly hi: number
  readonly lo: number
}

const SPLITTER = 134217729

/** a + b without error. */
export const twoSum = (a: number, b: number): DoubleDouble => {
  const hi = a + b
  const part = hi - a
  return { hi, lo: a - (hi - part) + (b - part) }
}

const quickSum = (a: number, b: number): DoubleDouble => {
  const hi = a + b
  return { hi, lo: b - (hi - a) }
}

/** a · b without error while no part overflows (|a|, |b| < 2^996). */
export const twoProduct = (a: number, b: number): DoubleDouble => {
  const hi = a * b
  const ca = SPLITTER * a
  const aHigh = ca - (ca - a)
  const aLow = a - aHigh
  const cb = SPLITTER * b
  const bHigh = cb - (cb - b)
  const bLow = b - bHigh
  return { hi, lo: aHigh * bHigh - hi + aHigh * bLow + aLow * bHigh + aLow * bLow }
}

/** A double as a pair. */
export const fromNumber = (a: number): DoubleDouble => ({ hi: a, lo: 0 })

/** A pair rounded to a double. */
export const toNumber = (a: DoubleDouble): number => a.hi + a.lo

/** −a, exact. */
export const negate = (a: DoubleDouble): DoubleDouble => ({ hi: -a.hi, lo: -a.lo })

/** a + b. */
export const add = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => {
  const s = twoSum(a.hi, b.hi)
  const t = twoSum(a.lo, b.lo)
  const u = quickSum(s.hi, s.lo + t.hi)
  return quickSum(u.hi, u.lo + t.lo)
}

/** a − b. */
export const subtract = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => add(a, negate(b))

/** a + b for a double b. */
export const addNumber = (a: DoubleDouble, b: number): DoubleDouble => {
  const s = twoSum(a.hi, b)
  return quickSum(s.hi, s.lo + a.lo)
}

/** a · b. */
export const multiply = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => {
  const p = twoProduct(a.hi, b.hi)
  return quickSum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi))
}

/** a · b for a double b. */
export const multiplyNumber = (a: DoubleDouble, b: number): DoubleDouble => {
  const p = twoProduct(a.hi, b)
  return quickSum(p.hi, p.lo + a.lo * b)
}

/** a / b for b ≠ 0, by three steps of long division. */
export const divide = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => {
  const first = a.hi / b.hi
  const rest = subtract(a, multiplyNumber(b, first))
  const second = rest.hi / b.hi
  const last = subtract(rest, multiplyNumber(b, second))
  const q = quickSum(first, second)
  return addNumber(q, last.hi / b.hi)
}

/** Multiplication by a power of two, which is exact. */
const scale = (a: DoubleDouble, power: number): DoubleDouble => ({ hi: a.hi * power, lo: a.lo * power })

const LN2: DoubleDouble = { hi: 0.6931471805599453, lo: 2.3190468138462996e-17 }

/** 2^k for an integer |k| ≤ 1022, exact. */
const powerOfTwo = (k: number): number => {
  let result = 1
  let base = k < 0 ? 0.5 : 2
  for (let rest = Math.abs(k); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= base
    base *= base
  }
  return result
}

const INVERSE_FACTORIALS: readonly DoubleDouble[] = (() => {
  const list: DoubleDouble[] = []
  let factorial = 1
  for (let n = 1; n <= 10; n++) {
    factorial *= n
    list.push(divide(fromNumber(1), fromNumber(factorial)))
  }
  return list
})()

/** e^a for |a| < 700. */
export const exponential = (a: DoubleDouble): DoubleDouble => {
  const k = Math.round(a.hi / LN2.hi)
  const r = scale(subtract(a, multiplyNumber(LN2, k)), 1 / 512)
  let sum = INVERSE_FACTORIALS[9] as DoubleDouble
  for (let n = 8; n >= 0; n--) sum = add(multiply(sum, r), INVERSE_FACTORIALS[n] as DoubleDouble)
  let s = multiply(sum, r)
  for (let i = 0; i < 9; i++) s = add(scale(s, 2), multiply(s, s))
  return scale(addNumber(s, 1), powerOfTwo(k))
}

/** Natural logarithm of a positive finite value; one Newton step on log after taking out the power of two. */
export const logarithm = (a: DoubleDouble): DoubleDouble => {
  let value = a
  let exponent = 0
  if (value.hi < 1e-290) {
    value = scale(value, 1.157920892373162e77)
    exponent = -256
  }
  let k = Math.round(log(value.hi) / LN2.hi)
  exponent += k
  if (Math.abs(k) > 1000) {
    const half = Math.trunc(k / 2)
    value = scale(value, powerOfTwo(-half))
    k -= half
  }
  const mantissa = scale(value, powerOfTwo(-k))
  const first = log(mantissa.hi)
  const correction = addNumber(multiply(mantissa, exponential(fromNumber(-first))), -1)
  return add(multiplyNumber(LN2, exponent), addNumber(correction, first))
}

/** e^a as a double, with the error of a single rounding even where a is −700. Underflows to 0 and overflows to Infinity. */
export const exponentialToNumber = (a: DoubleDouble): number => exp(a.hi) * (1 + a.lo)
