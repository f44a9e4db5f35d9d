import { exp, log, log1p } from '../elementary/elementary-functions'
import { chiSquare } from './chi-square'
import { log1mExp } from './compositions'
import { logGamma } from './gamma-function'
import { gammaDistribution } from './incomplete-gamma'
import { monotoneRoot } from './root'

/** log of one tail of the mixture Σ Poisson(j; λ/2)·Gamma(df/2 + j) at x/2, summed outwards from its largest term. */
const logTail = (x: number, df: number, noncentrality: number, isUpper: boolean): number => {
  const mean = 0.5 * noncentrality
  const point = 0.5 * x
  const shape = 0.5 * df
  const mode = Math.floor(mean)
  const logMean = log(mean)
  const logWeight = (j: number): number => j * logMean - mean - logGamma(j + 1)
  const logGammaTail = (j: number): number =>
    isUpper ? gammaDistribution.logUpper(point, shape + j) : gammaDistribution.logLower(point, shape + j)
  const term = (j: number): number => logWeight(j) + logGammaTail(j)
  let peak = mode
  let best = term(peak)
  for (
    let stride = Math.max(1, Math.floor(10 * Math.sqrt(mean + 1) + 45));
    stride >= 1;
    stride = Math.floor(stride / 2)
  ) {
    for (const sign of [1, -1]) {
      for (;;) {
        const candidate = peak + sign * stride
        if (candidate < 0) break
        const here = term(candidate)
        if (!(here > best)) break
        best = here
        peak = candidate
      }
    }
  }
  // Over the window around the peak the gamma tails follow Q(a + 1) = Q(a) + x^a·e^(−x)/Γ(a + 1), in the direction in which they only add.
  const reach = 10 * Math.sqrt(peak + 1) + 45
  const first = Math.max(0, Math.floor(peak - reach))
  const last = Math.ceil(peak + reach)
  const top = logWeight(peak)
  const weights = new Float64Array(last - first + 1)
  weights[peak - first] = 1
  for (let j = peak + 1; j <= last; j++) weights[j - first] = ((weights[j - 1 - first] as number) * mean) / j
  for (let j = peak - 1; j >= first; j--) weights[j - first] = ((weights[j + 1 - first] as number) * (j + 1)) / mean
  const start = isUpper ? first : last
  // Tails relative to the one at the peak, so that far ones do not vanish.
  const scale = logGammaTail(peak)
  const logPoint = log(point)
  const logGain = (j: number): number => (shape + j) * logPoint - point - logGamma(shape + j + 1) - scale
  let tail = exp(logGammaTail(start) - scale)
  let sum = 0
  if (isUpper) {
    let gain = exp(logGain(first))
    for (let j = first; j <= last; j++) {
      sum += (weights[j - first] as number) * tail
      tail += gain
      gain = gain > 1e-290 ? (gain * point) / (shape + j + 1) : exp(logGain(j + 1))
    }
  } else {
    let gain = exp(logGain(last - 1))
    for (let j = last; j >= first; j--) {
      sum += (weights[j - first] as number) * tail
      tail += gain
      gain = gain > 1e-290 ? (gain * (shape + j - 1)) / point : exp(logGain(j - 2))
    }
  }
  return log(sum) + top + scale
}

const isImproper = (x: number, df: number, noncentrality: number): boolean =>
  Number.isNaN(x) || !(df > 0) || df === Number.POSITIVE_INFINITY || !(noncentrality >= 0) || !(noncentrality <= 1e9)

const logOf = (x: number, df: number, noncentrality: number, isUpper: boolean): number => {
  if (isImproper(x, df, noncentrality)) return Number.NaN
  if (x <= 0) return isUpper ? 0 : Number.NEGATIVE_INFINITY
  if (x === Number.POSITIVE_INFINITY) return isUpper ? Number.NEGATIVE_INFINITY : 0
  if (noncentrality < 1e-14) return isUpper ? chiSquare.logUpper(x, df) : chiSquare.logLower(x, df)
  const wanted = logTail(x, df, noncentrality, isUpper)
  if (wanted < -0.1) return wanted
  const other = logTail(x, df, noncentrality, !isUpper)
  return other < -0.1 ? log1mExp(other) : Math.min(0, wanted)
}

/**
 * The noncentral chi-square distribution with finite df > 0 and a noncentrality λ in [0, 1e9]; x ≥ 0. It is a mixture of chi-square distributions with Poisson
 * weights (Patnaik 1949, doi 10.1093/biomet/36.1-2.202; `stats::pchisq(ncp = )`). Relative error of either tail below 1e-11 for noncentralities up to a thousand, below
 * 1e-8 beyond. NaN in, or an argument outside these, gives NaN.
 */
export const noncentralChiSquare = {
  /** P(X ≤ x). */
  lower: (x: number, df: number, noncentrality: number): number => exp(logOf(x, df, noncentrality, false)),
  /** P(X > x). */
  upper: (x: number, df: number, noncentrality: number): number => exp(logOf(x, df, noncentrality, true)),
  /** The λ ≥ 0 for which P(X ≤ x) = p, 0 < p < 1, or 0 where even λ = 0 gives less than p. */
  solveNoncentrality: (x: number, df: number, p: number): number => {
    if (!(x >= 0) || isImproper(x, df, 0) || x === Number.POSITIVE_INFINITY || !(p > 0) || !(p < 1)) return Number.NaN
    if (chiSquare.lower(x, df) <= p) return 0
    const isUpper = p > 0.5
    const target = isUpper ? log1p(-p) : log(p)
    const guess = Math.max(0.5, x - df)
    return monotoneRoot(
      (ncp) => logOf(x, df, ncp, isUpper) - target,
      guess,
      0.3 * Math.sqrt(guess + 1) + 0.1 * guess,
      0,
      1e9,
    )
  },
} as const
