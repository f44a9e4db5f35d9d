import { log } from '../elementary/elementary-functions'
import { chiSquare as chiSquareDistribution } from '../distributions/chi-square'
import { noncentralChiSquare } from '../distributions/noncentral-chi-square'
import type { ImpliedMoments } from './model'
import type { GroupData } from './samples'

/** NaN is what does not exist, such as p values without degrees of freedom. */
export interface FitIndices {
  readonly chiSquare: number
  readonly df: number
  readonly pValue: number
  readonly baselineChiSquare: number
  readonly baselineDf: number
  readonly cfi: number
  readonly tli: number
  readonly rmsea: number
  /** 90 % interval. */
  readonly rmseaLow: number
  readonly rmseaHigh: number
  /** P that RMSEA ≤ .05. */
  readonly rmseaClose: number
  /** Bentler's, as lavaan's `srmr`. */
  readonly srmr: number
  readonly logLikelihood: number
  readonly saturatedLogLikelihood: number
  readonly aic: number
  readonly bic: number
  readonly freeParameters: number
  /** Rows over all groups. */
  readonly n: number
}

/** The indices where none is defined: NaN each. */
export const undefinedIndices = {
  chiSquare: Number.NaN,
  pValue: Number.NaN,
  cfi: Number.NaN,
  tli: Number.NaN,
  rmsea: Number.NaN,
  rmseaLow: Number.NaN,
  rmseaHigh: Number.NaN,
  srmr: Number.NaN,
} as const

interface FitInput {
  readonly groups: readonly GroupData[]
  readonly implied: readonly ImpliedMoments[]
  readonly itemCount: number
  readonly hasMeans: boolean
  readonly freeParameters: number
  /** −2 log L without their constants. */
  readonly value: number
  readonly saturatedValue: number
}

/**
 * Fit of a model from −2 log L of its own and of the saturated one, as `lavaan::fitMeasures`. Chi-square is 0 when the model has df 0. CFI and TLI are against independence
 * (Bentler 1990, doi 10.1037/0033-2909.107.2.238), RMSEA is over groups (Steiger 1998, doi 10.1080/10705519809540115). p values are NaN where df is 0.
 */
export const fitIndices = ({
  groups,
  implied,
  itemCount: p,
  hasMeans,
  freeParameters,
  value,
  saturatedValue,
}: FitInput): FitIndices => {
  const n = groups.reduce((sum, { count }) => sum + count, 0)
  const df = groups.length * ((p * (p + 1)) / 2 + (hasMeans ? p : 0)) - freeParameters
  const chiSquare = df === 0 ? 0 : Math.max(0, value - saturatedValue)
  const baseline = groups.reduce(
    (sum, { answers, variances }) =>
      sum + answers.reduce((own, count, item) => own + count * (log(variances[item] as number) + 1), 0),
    0,
  )
  const baselineChiSquare = baseline - saturatedValue
  const baselineDf = (groups.length * p * (p - 1)) / 2
  const answered = groups.reduce((sum, { answers }) => sum + answers.reduce((own, count) => own + count, 0), 0)
  const constant = answered * log2Pi
  const logLikelihood = -0.5 * (value + constant)
  return {
    chiSquare,
    df,
    pValue: df > 0 ? chiSquareDistribution.upper(chiSquare, df) : Number.NaN,
    baselineChiSquare,
    baselineDf,
    ...comparative(chiSquare, df, baselineChiSquare, baselineDf),
    ...approximation(chiSquare, df, n, groups.length),
    srmr: standardizedResidual(groups, implied, p, hasMeans),
    logLikelihood,
    saturatedLogLikelihood: -0.5 * (saturatedValue + constant),
    aic: 2 * freeParameters - 2 * logLikelihood,
    bic: freeParameters * log(n) - 2 * logLikelihood,
    freeParameters,
    n,
  }
}

/** log 2π */
const log2Pi = 1.8378770664093456

const comparative = (
  chiSquare: number,
  df: number,
  baselineChiSquare: number,
  baselineDf: number,
): Pick<FitIndices, 'cfi' | 'tli'> => {
  const misfit = Math.max(0, chiSquare - df)
  const worst = Math.max(misfit, baselineChiSquare - baselineDf, 0)
  const cfi = worst > 0 ? 1 - misfit / worst : 1
  if (df === 0) return { cfi, tli: 1 }
  const denominator = (baselineChiSquare - baselineDf) * df
  return { cfi, tli: denominator === 0 ? 1 : 1 - ((chiSquare - df) * baselineDf) / denominator }
}

const approximation = (
  chiSquare: number,
  df: number,
  n: number,
  groups: number,
): Pick<FitIndices, 'rmsea' | 'rmseaLow' | 'rmseaHigh' | 'rmseaClose'> => {
  if (df === 0) return { rmsea: 0, rmseaLow: 0, rmseaHigh: 0, rmseaClose: Number.NaN }
  const scale = groups / (n * df)
  return {
    rmsea: Math.sqrt(Math.max(0, chiSquare - df) * scale),
    rmseaLow: Math.sqrt(noncentralChiSquare.solveNoncentrality(chiSquare, df, 0.95) * scale),
    rmseaHigh: Math.sqrt(noncentralChiSquare.solveNoncentrality(chiSquare, df, 0.05) * scale),
    rmseaClose: noncentralChiSquare.upper(chiSquare, df, 0.0025 / scale),
  }
}

const standardizedResidual = (
  groups: readonly GroupData[],
  implied: readonly ImpliedMoments[],
  p: number,
  hasMeans: boolean,
): number => {
  const n = groups.reduce((sum, { count }) => sum + count, 0)
  return groups.reduce((total, { covariance, means, count }, index) => {
    const fitted = implied[index] as ImpliedMoments
    let sum = 0
    for (let a = 0; a < p; a++) {
      const variance = covariance[a * p + a] as number
      for (let b = 0; b <= a; b++) {
        const residual = (covariance[a * p + b] as number) - (fitted.covariance[a * p + b] as number)
        sum += (residual * residual) / (variance * (covariance[b * p + b] as number))
      }
      if (hasMeans) {
        const residual = (means[a] as number) - (fitted.means[a] as number)
        sum += (residual * residual) / variance
      }
    }
    return total + (count / n) * Math.sqrt(sum / ((p * (p + 1)) / 2 + (hasMeans ? p : 0)))
  }, 0)
}

/**
 * Difference test of a restricted model against the one that it is nested in: `lavaan::lavTestLRT` for ML. The p value is NaN where the two have the same df.
 */
export const likelihoodRatioTest = (
  restricted: FitIndices,
  full: FitIndices,
): { readonly chiSquare: number; readonly df: number; readonly pValue: number } => {
  const df = restricted.df - full.df
  const chiSquare = restricted.chiSquare - full.chiSquare
  return { chiSquare, df, pValue: df > 0 ? chiSquareDistribution.upper(Math.max(0, chiSquare), df) : Number.NaN }
}
