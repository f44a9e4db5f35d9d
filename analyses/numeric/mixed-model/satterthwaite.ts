import { symmetricEigen } from '../matrices/symmetric-eigen'
import { hessianByDifferences } from './minimise'
import type { Criterion } from './criterion'
import { largest } from '../summary/extremes'

/** What Satterthwaite's degrees of freedom need at the optimum. */
export interface VarianceUncertainty {
  /** Covariance of the variance parameters (θ, ln σ), row by row. */
  readonly covariance: Float64Array
  /** σ²·∂(Q′V⁻¹Q)⁻¹/∂θ, rank × rank each. */
  readonly change: readonly Float64Array[]
}

/**
 * Twice the inverse of the criterion's second derivatives by (θ, ln σ), as lmerTest takes it by (θ, σ); directions without positive curvature are
 * left out (Kuznetsova, Brockhoff & Christensen 2017, doi 10.18637/jss.v082.i13).
 */
export const varianceUncertainty = (
  criterion: Criterion,
  theta: Float64Array,
  sigma: number,
  isReml: boolean,
  rank: number,
): VarianceUncertainty | null => {
  const variance = sigma * sigma
  const slope = (x: Float64Array): { readonly value: number; readonly gradient: Float64Array } | null => {
    const parts = criterion.withSlopes(x)
    if (parts === null) return null
    const { trace, fixedTrace, quadratic } = parts.slopes
    return {
      value: 0,
      gradient: trace.map(
        (value, k) => 2 * (value + (isReml ? (fixedTrace[k] as number) : 0) - (quadratic[k] as number) / variance),
      ),
    }
  }
  const at = slope(theta)
  const parts = criterion.withSlopes(theta)
  if (at === null || parts === null) return null
  const count = theta.length
  const size = count + 1
  const inner = hessianByDifferences(slope, theta, at, 0.1, true)
  const hessian = new Float64Array(size * size)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) hessian[i * size + j] = inner[i * count + j] as number
    const mixed = (4 * (parts.slopes.quadratic[i] as number)) / variance
    hessian[i * size + count] = mixed
    hessian[count * size + i] = mixed
  }
  hessian[count * size + count] = (4 * parts.squares) / variance
  const { values, vectors } = symmetricEigen(hessian, size)
  const greatest = largest(values)
  const covariance = new Float64Array(size * size)
  for (let k = 0; k < size; k++) {
    const value = values[k] as number
    if (!(value > 1e-8 * greatest)) continue
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        covariance[i * size + j] =
          (covariance[i * size + j] as number) +
          (2 / value) * (vectors[i * size + k] as number) * (vectors[j * size + k] as number)
  }
  const change = parts.slopes.fixedChange.map((k) => {
    const out = new Float64Array(rank * rank)
    const m = parts.fixedInverse
    for (let i = 0; i < rank; i++)
      for (let j = 0; j < rank; j++) {
        let sum = 0
        for (let c = 0; c < rank; c++)
          for (let d = 0; d < rank; d++)
            sum +=
              (m[i * rank + c] as number) *
              ((k[c * rank + d] as number) + (k[d * rank + c] as number)) *
              (m[d * rank + j] as number)
        out[i * rank + j] = variance * sum
      }
    return out
  })
  return { covariance, change }
}
