import { log } from '../elementary/elementary-functions'
import { expm1Minus } from './compositions'
import { stirlingRemainder } from './gamma-function'
import { logPeakedIntegral } from './peaked-integral'

/**
 * log ∫ f(v)·g(v) dv where f is the density of v = ½·log(χ²(df)/df), the logarithm of a standard deviation's relative
 * error, and g a probability given s = e^v: how the studentised range and noncentral t come from their known-variance forms
 * (Copenhaver & Holland 1988, doi 10.1080/00949658808811082).
 *
 * @param df positive and finite
 * @param logProbability log g at v, at most 0
 * @param tolerance relative
 */
export const logMixtureOverScale = (df: number, logProbability: (v: number) => number, tolerance: number): number => {
  // f(v) = √(df/π)·exp(−r(df/2))·exp(−df/2·(e^2v − 1 − 2v)), r being what Stirling's formula leaves out.
  const logConstant = 0.5 * log(df / Math.PI) - stirlingRemainder(0.5 * df)
  const exponent = (v: number): number => logProbability(v) - 0.5 * df * expm1Minus(2 * v)
  const spread = Math.min(1, 1 / Math.sqrt(2 * df))
  return logConstant + logPeakedIntegral(exponent, 0, spread, tolerance, 0.25)
}
