import { exponential, exponentialToNumber, fromNumber, logarithm, multiplyNumber, toNumber } from './double-double'

/**
 * x^y for x ≥ 0, as e^(y·log x) rounded from 31 digits (see `double-double.ts`); the same bits in every engine, unlike `Math.pow` and `**`. A negative x has a power
 * only for a whole y. NaN otherwise, and for NaN; x^0 is 1 for every x, NaN included.
 */
export const power = (x: number, y: number): number => {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (x < 0) {
    if (!Number.isInteger(y)) return Number.NaN
    return y % 2 === 0 ? power(-x, y) : -power(-x, y)
  }
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY
  if (x === 1) return 1
  if (x === Number.POSITIVE_INFINITY) return y > 0 ? x : 0
  if (!Number.isFinite(y)) return x > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0
  if (Math.abs(y) > 1e18) return x > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0
  const exponent = multiplyNumber(logarithm(fromNumber(x)), y)
  if (exponent.hi > 710) return Number.POSITIVE_INFINITY
  if (exponent.hi < -746) return 0
  return Math.abs(exponent.hi) < 690 ? toNumber(exponential(exponent)) : exponentialToNumber(exponent)
}
