import { exp, log, log1p } from '../elementary/elementary-functions'
import { log1mExp } from './compositions'
import { fDistribution } from './f'
import { logGamma } from './gamma-function'
import { betaPointFromOdds, betaShapes, betaTails, type BetaPoint } from './incomplete-beta'
import { monotoneRoot } from './root'

/**
 * log of one tail of the mixture Σ Poisson(j; λ/2)·Beta(df1/2 + j, df2/2) at x.
 *
 * The upper tails of the beta distributions are carried upwards in j and the lower ones downwards: in those directions the
 * recurrence only adds, so neither tail cancels. Everything is scaled by the largest Poisson weight.
 */
const logTail = (x: number, df1: number, df2: number, noncentrality: number, isUpper: boolean): number => {
  const a = 0.5 * df1
  const b = 0.5 * df2
  const mean = 0.5 * noncentrality
  const point = betaPointFromOdds(df1, x, df2)
  const mode = Math.floor(mean)
  const logWeight = (j: number): number =>
    mean === 0 ? (j === 0 ? 0 : Number.NEGATIVE_INFINITY) : j * log(mean) - mean - logGamma(j + 1)
  const top = logWeight(mode)
  // Where weight × tail is largest, found on a grid that doubles outwards from the Poisson mode.
  const tailAt = (j: number): number => logBetaTail(a + j, b, point, isUpper)
  const reach = 10 * Math.sqrt(mean + 1) + 45
  const value = tail(a, b, point, mean, mode, Math.max(0, Math.floor(mode - reach)), Math.ceil(mode + reach), isUpper)
  if (value > 1e-200) return log(value) + top
  // The far tail: the terms that count lie away from the mode; follow them to their peak and sum around it in logarithms.
  let peak = mode
  let best = tailAt(peak) + logWeight(peak)
  for (let stride = Math.max(1, Math.floor(reach)); stride >= 1; stride = Math.floor(stride / 2)) {
    for (const sign of [1, -1]) {
      for (;;) {
        const candidate = peak + sign * stride
        if (candidate < 0) break
        const here = tailAt(candidate) + logWeight(candidate)
        if (!(here > best)) break
        best = here
        peak = candidate
      }
    }
  }
  let sum = 1
  for (const sign of [1, -1]) {
    for (let j = peak + sign; j >= 0; j += sign) {
      const term = exp(tailAt(j) + logWeight(j) - best)
      sum += term
      if (term < 1e-17) break
    }
  }
  return best + log(sum)
}

const logBetaTail = (a: number, b: number, point: BetaPoint, isUpper: boolean): number => {
  const tails = betaTails(betaShapes(a, b), point)
  return isUpper ? tails.logUpper : tails.logLower
}

/** Σ of Poisson weights, relative to the one at the mode, times beta tails, over first…last. */
const tail = (
  a: number,
  b: number,
  point: BetaPoint,
  mean: number,
  mode: number,
  first: number,
  last: number,
  isUpper: boolean,
): number => {
  const count = last - first + 1
  const weights = new Float64Array(count)
  weights[mode - first] = 1
  for (let j = mode + 1; j <= last; j++) weights[j - first] = ((weights[j - 1 - first] as number) * mean) / j
  for (let j = mode - 1; j >= first; j--) weights[j - first] = ((weights[j + 1 - first] as number) * (j + 1)) / mean
  const x = point.x.hi
  const total = a + b
  let sum = 0
  if (isUpper) {
    // Q(j + 1) = Q(j) + g(j), g(j) = x^(a+j)·y^b/((a + j)·B(a + j, b))
    let upper = exp(logBetaTail(a + first, b, point, true))
    let gain = stepBetween(a + first, b, point)
    for (let j = first; j <= last; j++) {
      sum += (weights[j - first] as number) * upper
      upper = Math.min(1, upper + gain)
      gain *= (x * (total + j)) / (a + j + 1)
    }
    return sum
  }
  let lower = exp(logBetaTail(a + last, b, point, false))
  let gain = stepBetween(a + last - 1, b, point)
  for (let j = last; j >= first; j--) {
    sum += (weights[j - first] as number) * lower
    lower = Math.min(1, lower + gain)
    gain *= (a + j - 1) / (x * (total + j - 2))
  }
  return sum
}

/** x^a·y^b/(a·B(a, b)). */
const stepBetween = (a: number, b: number, point: BetaPoint): number => {
  const shapes = betaShapes(a, b)
  return (
    exp(
      a * (point.logX.hi + point.logX.lo) + b * (point.logY.hi + point.logY.lo) - shapes.logBeta.hi - shapes.logBeta.lo,
    ) / a
  )
}

const isImproper = (x: number, df1: number, df2: number, noncentrality: number): boolean =>
  Number.isNaN(x) ||
  !(df1 > 0) ||
  !(df2 > 0) ||
  df1 === Number.POSITIVE_INFINITY ||
  df2 === Number.POSITIVE_INFINITY ||
  !(noncentrality >= 0) ||
  !(noncentrality <= 1e9)

const logOf = (x: number, df1: number, df2: number, noncentrality: number, isUpper: boolean): number => {
  if (isImproper(x, df1, df2, noncentrality)) return Number.NaN
  if (x <= 0) return isUpper ? 0 : Number.NEGATIVE_INFINITY
  if (x === Number.POSITIVE_INFINITY) return isUpper ? Number.NEGATIVE_INFINITY : 0
  if (noncentrality === 0) return isUpper ? fDistribution.logUpper(x, df1, df2) : fDistribution.logLower(x, df1, df2)
  const wanted = logTail(x, df1, df2, noncentrality, isUpper)
  if (wanted < -0.1) return wanted
  const other = logTail(x, df1, df2, noncentrality, !isUpper)
  return other < -0.1 ? log1mExp(other) : Math.min(0, wanted)
}

const solveNoncentrality = (x: number, df1: number, df2: number, p: number): number => {
  if (!(x >= 0) || isImproper(x, df1, df2, 0) || x === Number.POSITIVE_INFINITY || !(p > 0) || !(p < 1))
    return Number.NaN
  // P(F ≤ x) falls from its central value as the noncentrality grows: no root above 0 if it starts at or below p.
  const atZero = p <= 0.5 ? fDistribution.lower(x, df1, df2) <= p : fDistribution.upper(x, df1, df2) >= 1 - p
  if (atZero) return 0
  const isUpper = p > 0.5
  const target = isUpper ? log1p(-p) : log(p)
  const guess = Math.max(0.5, x * df1 - df1)
  return monotoneRoot(
    (ncp) => logOf(x, df1, df2, ncp, isUpper) - target,
    guess,
    0.3 * Math.sqrt(guess + 1) + 0.1 * guess,
    0,
    1e9,
  )
}

/**
 * The noncentral F distribution, (χ²(df1; λ)/df1)/(χ²(df2)/df2), with finite df1, df2 > 0 and a noncentrality λ in [0, 1e9];
 * x ≥ 0; a mixture of beta distributions with Poisson weights (Patnaik 1949, doi 10.1093/biomet/36.1-2.202; `stats::pf(ncp = )`). Relative error of either tail below
 * 1e-10. NaN in, or an argument outside these, gives NaN.
 */
export const noncentralF = {
  /** P(F ≤ x). */
  lower: (x: number, df1: number, df2: number, noncentrality: number): number =>
    exp(logOf(x, df1, df2, noncentrality, false)),
  /** P(F > x). */
  upper: (x: number, df1: number, df2: number, noncentrality: number): number =>
    exp(logOf(x, df1, df2, noncentrality, true)),
  /** log P(F ≤ x). */
  logLower: (x: number, df1: number, df2: number, noncentrality: number): number =>
    logOf(x, df1, df2, noncentrality, false),
  /** log P(F > x). */
  logUpper: (x: number, df1: number, df2: number, noncentrality: number): number =>
    logOf(x, df1, df2, noncentrality, true),
  /** The λ ≥ 0 for which P(F ≤ x) = p, 0 < p < 1, or 0 where even λ = 0 gives less than p. */
  solveNoncentrality,
} as const
