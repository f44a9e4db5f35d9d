import { cos, exp, sin } from '../elementary/elementary-functions'
import { gaussLegendre } from './gauss-legendre'
import { normal } from './normal'

/** Rules by |ρ|: below 0.3, below 0.75, and from there on. */
const rules = [gaussLegendre(6), gaussLegendre(12), gaussLegendre(20)] as const

/** The angle whose sine is x, |x| < 0.95: Newton's method on the sine. */
const arcSine = (x: number): number => {
  let angle = x * (1 + (x * x) / 6)
  for (let step = 0; step < 8; step++) {
    const change = (sin(angle) - x) / cos(angle)
    angle -= change
    if (Math.abs(change) < 1e-16) break
  }
  return angle
}

/**
 * P(X > h, Y > k) of two standard normal variables with correlation ρ, to about 1e-15 absolute: quadrature of Plackett's integral over the angle (Drezner &
 * Wesolowsky 1990, doi 10.1080/00949659008811236), and for |ρ| ≥ 0.925 of what is left after its singular part has been taken out (Genz 2004, doi 10.1023/B:STCO.0000035304.20635.31).
 */
const upper = (h: number, k: number, rho: number): number => {
  if (Number.isNaN(h) || Number.isNaN(k) || !(Math.abs(rho) <= 1)) return Number.NaN
  if (h === Number.POSITIVE_INFINITY || k === Number.POSITIVE_INFINITY) return 0
  if (h === Number.NEGATIVE_INFINITY) return normal.upper(k)
  if (k === Number.NEGATIVE_INFINITY) return normal.upper(h)
  const size = Math.abs(rho)
  const { nodes, weights } = size < 0.3 ? rules[0] : size < 0.75 ? rules[1] : rules[2]
  if (size < 0.925) {
    const half = (h * h + k * k) / 2
    const angle = arcSine(rho)
    let sum = 0
    for (let i = 0; i < nodes.length; i++) {
      const sine = sin((angle * ((nodes[i] as number) + 1)) / 2)
      sum += (weights[i] as number) * exp((sine * h * k - half) / (1 - sine * sine))
    }
    return Math.max(0, (sum * angle) / (4 * Math.PI) + normal.upper(h) * normal.upper(k))
  }
  const other = rho < 0 ? -k : k
  const product = h * other
  let rest = 0
  if (size < 1) {
    const square = (1 - rho) * (1 + rho)
    const root = Math.sqrt(square)
    const distance = (h - other) * (h - other)
    const c = (4 - product) / 8
    const d = (12 - product) / 16
    const exponent = -(distance / square + product) / 2
    if (exponent > -100)
      rest =
        root *
        exp(exponent) *
        (1 - (c * (distance - square) * (1 - (d * distance) / 5)) / 3 + (c * d * square * square) / 5)
    if (-product < 100) {
      const gap = Math.sqrt(distance)
      rest -=
        exp(-product / 2) *
        Math.sqrt(2 * Math.PI) *
        normal.upper(gap / root) *
        gap *
        (1 - (c * distance * (1 - (d * distance) / 5)) / 3)
    }
    const halfRoot = root / 2
    for (let i = 0; i < nodes.length; i++) {
      const x = halfRoot * ((nodes[i] as number) + 1)
      const xs = x * x
      const rs = Math.sqrt(1 - xs)
      const power = -(distance / xs + product) / 2
      if (power > -100)
        rest +=
          halfRoot *
          (weights[i] as number) *
          exp(power) *
          (exp((-product * xs) / (2 * (1 + rs) * (1 + rs))) / rs - (1 + c * xs * (1 + d * xs)))
    }
    rest = -rest / (2 * Math.PI)
  }
  if (rho > 0) return Math.max(0, rest + normal.upper(Math.max(h, other)))
  const within = other > h ? (h < 0 ? normal.lower(other) - normal.lower(h) : normal.upper(h) - normal.upper(other)) : 0
  return Math.max(0, within - rest)
}

/** Two standard normal variables with correlation ρ in [−1, 1] (Genz 2004; `mvtnorm::pmvnorm`). NaN outside, and for a limit that is NaN. */
export const bivariateNormal = {
  /** P(X ≤ h, Y ≤ k), absolute error about 1e-15. Infinite limits are allowed. */
  lower: (h: number, k: number, rho: number): number => upper(-h, -k, rho),
  /** P(X > h, Y > k). */
  upper,
  /** The density at (h, k), which is also the derivative of `lower` by ρ (Plackett 1954); 0 at infinite limits. |ρ| < 1. */
  density: (h: number, k: number, rho: number): number => {
    if (!Number.isFinite(h) || !Number.isFinite(k)) return Number.isNaN(h) || Number.isNaN(k) ? Number.NaN : 0
    const square = (1 - rho) * (1 + rho)
    return exp(-(h * h - 2 * rho * h * k + k * k) / (2 * square)) / (2 * Math.PI * Math.sqrt(square))
  },
}
