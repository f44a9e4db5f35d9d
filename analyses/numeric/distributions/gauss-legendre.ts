import { cos } from '../elementary/elementary-functions'

/** Nodes and weights on [−1, 1]. */
export interface QuadratureRule {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/**
 * The Gauss–Legendre rule with `count` ≥ 1 nodes (DLMF 3.5(v)), exact for polynomials of degree 2·count − 1 over [−1, 1]; found by Newton's method on the Legendre recurrence.
 */
export const gaussLegendre = (count: number): QuadratureRule => {
  const nodes = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let x = cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 0
    for (let step = 0; step < 100; step++) {
      let previous = 1
      let current = x
      for (let n = 2; n <= count; n++) {
        const next = ((2 * n - 1) * x * current - (n - 1) * previous) / n
        previous = current
        current = next
      }
      slope = (count * (x * current - previous)) / (x * x - 1)
      const change = current / slope
      x -= change
      if (Math.abs(change) < 1e-16) break
    }
    nodes[i] = x
    weights[i] = 2 / ((1 - x * x) * slope * slope)
  }
  return { nodes, weights }
}

/** Exact for the exponential of a drop of ten over a panel, to the last bit of a double. */
const RULE_24: QuadratureRule = gaussLegendre(24)

/** ∫ of `f` from `from` to `to` by one panel of the 24-point rule. NaN where `f` is NaN at a node. */
export const integratePanel = (f: (v: number) => number, from: number, to: number): number => {
  const half = 0.5 * (to - from)
  const middle = 0.5 * (to + from)
  const { nodes, weights } = RULE_24
  let sum = 0
  for (let i = 0; i < 24; i++) sum += (weights[i] as number) * f(middle + half * (nodes[i] as number))
  return half * sum
}
