import { exp, expm1, log, log1p } from '../elementary/elementary-functions'

/**
 * Compositions of exp and log that lose digits when written down naively, and the one function of the logistic that both
 * tails of the beta distribution share.
 */

/** log(1 + x) − x to full relative accuracy, for x > −1; −Infinity at −1, NaN below. */
export const log1pMinus = (x: number): number => {
  if (x < -0.5 || x > 1) return log1p(x) - x
  // 2·atanh(r) with r = x/(2 + x)
  const r = x / (2 + x)
  const square = r * r
  let power = 1
  let sum = 1 / 3
  for (let k = 5; k < 61; k += 2) {
    power *= square
    const term = power / k
    sum += term
    if (term < 1e-17 * sum) break
  }
  return r * (2 * square * sum - x)
}

/** e^x − 1 − x to full relative accuracy, for every x. */
export const expm1Minus = (x: number): number => {
  if (x < -1 || x > 1) return expm1(x) - x
  let sum = 1
  let term = 1
  for (let k = 3; k < 30; k++) {
    term *= x / k
    sum += term
    if (Math.abs(term) < 1e-17) break
  }
  return 0.5 * x * x * sum
}

/**
 * log(y + x·e^−v) + x·v for x + y = 1 and v ≥ 0: the logarithm of a Bernoulli variable's moment generating function less its
 * mean. Never negative; relative accuracy is kept for every v.
 */
export const bernoulliCumulant = (x: number, y: number, v: number): number => {
  if (y < x) {
    const w = y * expm1(v)
    if (v < 1) return log1pMinus(w) + y * expm1Minus(v)
    return w < 1e300 ? log1p(w) - y * v : log(y) + v - y * v
  }
  const z = x * expm1(-v)
  return v < 1 ? log1pMinus(z) + x * expm1Minus(-v) : log1p(z) + x * v
}

/** log(1 − e^a) for a < 0, by whichever of two forms keeps its digits (Mächler 2012, Accurately computing log(1 − exp(−|a|))). −Infinity at 0, NaN above. */
export const log1mExp = (a: number): number => (a > -0.6931471805599453 ? log(-expm1(a)) : log1p(-exp(a)))
