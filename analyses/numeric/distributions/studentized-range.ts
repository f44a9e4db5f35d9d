import { exp, expm1, log, log1p } from '../elementary/elementary-functions'
import { log1mExp } from './compositions'
import { gaussian, millsRatio, normal, upperNormal } from './normal'
import { logMixtureOverScale } from './scaled-chi'
import { studentT } from './student-t'

const INVERSE_ROOT_TWO_PI = 0.3989422804014327

/** The trapezoidal grid over the smallest of the normals, z = j·step, with the normal's density and upper tail on it. */
interface Grid {
  readonly step: number
  /** Nodes on each side of z = −w/2. */
  readonly reach: number
  /** Index of z = 0 in the arrays, which span −12 to 12. */
  readonly zero: number
  readonly density: Float64Array
  readonly upper: Float64Array
}

const gridOf = (step: number): Grid => {
  const zero = Math.round(12 / step)
  const density = new Float64Array(2 * zero + 1)
  const upper = new Float64Array(2 * zero + 1)
  for (let j = 0; j <= 2 * zero; j++) {
    const z = (j - zero) * step
    density[j] = INVERSE_ROOT_TWO_PI * gaussian(z)
    upper[j] = upperNormal(z)
  }
  return { step, reach: Math.ceil(8 / step), zero, density, upper }
}

/**
 * The density of the smallest of k normals narrows as k grows, and the step with it; each keeps the rule's error on that
 * density below 1e-13.
 */
const GRIDS: readonly { readonly most: number; readonly grid: Grid }[] = [
  { most: 4, grid: gridOf(0.375) },
  { most: 16, grid: gridOf(0.25) },
  { most: 50, grid: gridOf(0.1875) },
  { most: 200, grid: gridOf(0.125) },
  { most: Number.POSITIVE_INFINITY, grid: gridOf(0.0625) },
]

const gridFor = (k: number): Grid => (GRIDS.find(({ most }) => k <= most) as { readonly grid: Grid }).grid

const upperAt = (grid: Grid, j: number): number => grid.upper[j + grid.zero] ?? upperNormal(j * grid.step)

/** x^n for a whole n ≥ 0, by squaring; the same bits in every engine. */
const wholePower = (x: number, n: number): number => {
  let result = 1
  let base = x
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= base
    base *= base
  }
  return result
}

const WHOLE_LIMIT = 100000

/**
 * log P(range of k standard normals > w). With A and B the normal's upper tails at z and z + w, the probability is
 * k·∫ φ(z)·[A^(k−1) − (A − B)^(k−1)] dz, written so that nothing cancels: exp(−w²/4) is taken out.
 */
const logRangeUpper = (w: number, k: number): number => {
  if (w <= 0) return 0
  const grid = gridFor(k)
  const { step, reach } = grid
  const centre = -Math.round((0.5 * w) / step)
  const decay = exp(-0.25 * w * w)
  const growth = exp(Math.min(700, 0.25 * w * w))
  const termAt = (j: number): number => {
    const z = j * step
    const shifted = z + w
    const a = upperAt(grid, j)
    if (a === 0) return 0
    if (shifted < 0) {
      const ratio = Math.min(upperNormal(shifted) / a, 1)
      const density = grid.density[j + grid.zero] ?? INVERSE_ROOT_TWO_PI * gaussian(z)
      return density * wholePower(a, k - 1) * -expm1((k - 1) * log1p(-ratio)) * growth
    }
    // φ(z)·B = φ(z)·φ(z + w)·m = exp(−(z + w/2)²)·exp(−w²/4)·m/2π
    const half = z + 0.5 * w
    const mills = millsRatio(shifted)
    const shape = exp(-half * half) * 0.15915494309189535 * mills
    const density = grid.density[j + grid.zero]
    const ratio =
      (density === undefined ? INVERSE_ROOT_TWO_PI * gaussian(shifted) * mills : (shape * decay) / density) / a
    // −expm1((k − 1)·log1p(−r))/r, which tends to k − 1
    const factor = ratio < 1e-17 ? k - 1 : ratio >= 1 ? 1 : -expm1((k - 1) * log1p(-ratio)) / ratio
    return shape * wholePower(a, k - 2) * factor
  }
  // Outwards from the middle, each way until the terms have fallen to nothing.
  let sum = 0
  for (const direction of [-1, 1]) {
    let previous = 0
    for (let i = direction < 0 ? 0 : 1; i <= reach; i++) {
      const term = termAt(centre + direction * i)
      sum += term
      if (term < previous && term < 1e-15 * sum) break
      previous = term
    }
  }
  return log(k * step * sum) - 0.25 * w * w
}

/** P(z < Z < z + w) to full relative accuracy. */
const normalBetween = (z: number, w: number): number => {
  if (w < 0.2) {
    // Midpoint expansion: φ(m)·w·Σ He_2n(m)·(w/2)^2n/(2n + 1)!
    const m = z + 0.5 * w
    const q = 0.25 * w * w
    const s = m * m
    const h2 = s - 1
    const h4 = (s - 6) * s + 3
    const h6 = ((s - 15) * s + 45) * s - 15
    const h8 = (((s - 28) * s + 210) * s - 420) * s + 105
    const h10 = ((((s - 45) * s + 630) * s - 3150) * s + 4725) * s - 945
    const series = 1 + q * (h2 / 6 + q * (h4 / 120 + q * (h6 / 5040 + q * (h8 / 362880 + (q * h10) / 39916800))))
    return INVERSE_ROOT_TWO_PI * gaussian(m) * w * series
  }
  return z + w <= 0
    ? upperNormal(-z - w) - upperNormal(-z)
    : z >= 0
      ? upperNormal(z) - upperNormal(z + w)
      : 1 - upperNormal(-z) - upperNormal(z + w)
}

/** log P(range of k standard normals ≤ w) = log k·∫ φ(z)·[Φ(z + w) − Φ(z)]^(k−1) dz, around the middle z = −w/2. */
const logRangeLower = (w: number, k: number): number => {
  if (w <= 0) return Number.NEGATIVE_INFINITY
  // The complement is below k²·exp(−w²/4).
  if (w > 80) return 0
  // Where the range is small, all k are near z: a density of variance 1/k.
  const step = 0.7 / Math.sqrt(k)
  // From z = −w/2 − 9.5 (or −9.5 if that is lower), where φ has vanished, up to where it has vanished on the right.
  const first = Math.floor((Math.min(-0.5 * w, 0) - 9.5) / step)
  const last = Math.ceil(9.5 / step)
  const logs: number[] = []
  let top = Number.NEGATIVE_INFINITY
  for (let j = first; j <= last; j++) {
    const z = j * step
    const between = normalBetween(z, w)
    if (!(between > 0)) continue
    const value = -0.5 * z * z + (k - 1) * log(between)
    if (value > top) top = value
    else if (value < top - 40) break
    logs.push(value)
  }
  let sum = 0
  for (const value of logs) sum += exp(value - top)
  return log(k * step * INVERSE_ROOT_TWO_PI * sum) + top
}

const isImproper = (q: number, groups: number, df: number): boolean =>
  Number.isNaN(q) || !(groups >= 2) || !(groups <= WHOLE_LIMIT) || !Number.isInteger(groups) || !(df > 0)

/** Relative error asked of the outer integral. */
const TOLERANCE = 1e-11

/** Above this the spread of the standard deviation no longer shows at 1e-13. */
const INFINITE_FROM = 1e15

const logUpper = (q: number, groups: number, df: number): number => {
  if (isImproper(q, groups, df)) return Number.NaN
  if (q <= 0) return 0
  if (q === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY
  // Two groups: the range is √2 times |T|.
  if (groups === 2) return Math.min(0, logTwoGroupsUpper(q, df))
  if (df >= INFINITE_FROM) return Math.min(0, logRangeUpper(q, groups))
  const value = logMixtureOverScale(df, (v) => logRangeUpper(q * exp(v), groups), TOLERANCE)
  if (value < -0.1) return value
  return log1mExp(Math.min(-5e-324, logLowerDirect(q, groups, df)))
}

const logTwoGroupsUpper = (q: number, df: number): number => Math.LN2 + studentT.logUpper(q * Math.SQRT1_2, df)

const logLowerDirect = (q: number, groups: number, df: number): number => {
  if (df >= INFINITE_FROM) return logRangeLower(q, groups)
  return logMixtureOverScale(df, (v) => logRangeLower(q * exp(v), groups), TOLERANCE)
}

const logLower = (q: number, groups: number, df: number): number => {
  if (isImproper(q, groups, df)) return Number.NaN
  if (q <= 0) return Number.NEGATIVE_INFINITY
  if (q === Number.POSITIVE_INFINITY) return 0
  const value = logLowerDirect(q, groups, df)
  if (value < -0.1) return value
  const upper = logUpper(q, groups, df)
  return upper < -0.1 ? log1mExp(upper) : value
}

/** Secant on log tail against log q, from a t quantile shared out over the pairs (Bonferroni), which is never too small. */
const quantile = (p: number, groups: number, df: number, isUpper: boolean): number => {
  if (isImproper(0, groups, df) || !(p >= 0) || !(p <= 1)) return Number.NaN
  if (p === 0) return isUpper ? Number.POSITIVE_INFINITY : 0
  if (p === 1) return isUpper ? 0 : Number.POSITIVE_INFINITY
  const byUpper = isUpper ? p <= 0.5 : p > 0.5
  const tail = p <= 0.5 ? p : 1 - p
  const target = log(tail)
  const logTail = byUpper ? logUpper : logLower
  let x0: number
  if (byUpper) {
    if (groups === 2) return Math.SQRT2 * studentT.quantileUpper(0.5 * tail, df)
    x0 = log(Math.SQRT2 * studentT.quantileUpper(tail / (groups * (groups - 1)), df))
  } else {
    x0 = log(0.8 * normal.quantileUpper(0.25 / groups)) + target / (groups - 1)
  }
  let f0 = logTail(exp(x0), groups, df) - target
  // First step by the slope of a t tail, and by that of the small-range law q^(groups − 1).
  const square = 0.5 * exp(2 * x0)
  const slope = byUpper
    ? -Math.max(0.5, df === Number.POSITIVE_INFINITY ? square : ((df + 1) * square) / (df + square))
    : groups - 1
  let x1 = x0 - Math.max(-1, Math.min(1, f0 / slope)) - 1e-6
  let f1 = logTail(exp(x1), groups, df) - target
  for (let step = 0; step < 60; step++) {
    if (Math.abs(f1) < 1e-14 || f1 === f0) break
    const change = Math.max(-1.5, Math.min(1.5, (-f1 * (x1 - x0)) / (f1 - f0)))
    x0 = x1
    f0 = f1
    x1 += change
    if (Math.abs(change) < 1e-12) break
    f1 = logTail(exp(x1), groups, df) - target
    // A secant whose last step was this small has squared its error twice over.
    if (Math.abs(change) < 1e-7) {
      x1 -= (f1 * (x1 - x0)) / (f1 - f0)
      break
    }
  }
  return exp(x1)
}

/**
 * The studentised range: (largest − smallest of `groups` means)/standard error, the latter with df degrees of freedom. q ≥ 0;
 * groups a whole number from 2; df > 0, whole or not, or Infinity. Relative error of either tail below 1e-10. NaN in, or an
 * argument outside these, gives NaN. (Copenhaver & Holland 1988, doi 10.1080/00949658808811082, for the integrals; `stats::ptukey`, `stats::qtukey`.)
 */
export const studentizedRange = {
  /** P(Q ≤ q). */
  lower: (q: number, groups: number, df: number): number => exp(logLower(q, groups, df)),
  /** P(Q > q). */
  upper: (q: number, groups: number, df: number): number => exp(logUpper(q, groups, df)),
  /** log P(Q ≤ q). */
  logLower,
  /** log P(Q > q). */
  logUpper,
  /** The q with P(Q ≤ q) = p. */
  quantileLower: (p: number, groups: number, df: number): number => quantile(p, groups, df, false),
  /** The q with P(Q > q) = p. */
  quantileUpper: (p: number, groups: number, df: number): number => quantile(p, groups, df, true),
} as const
