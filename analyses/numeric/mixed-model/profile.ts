import { normal } from '../distributions/normal'
import { exp, log } from '../elementary/elementary-functions'
import type { Criterion } from './criterion'
import { minimise, type Slope } from './minimise'
import type { MixedModelSystem } from './system'

/** Limits of a standard deviation; null where the profile has none within reach. */
export interface ProfileInterval {
  readonly low: number | null
  readonly high: number | null
}

const logTwoPi = 1.8378770664093453
const mostSteps = 60

/**
 * Profile-likelihood intervals of standard deviations (`lme4::confint.merMod(method = "profile")`; Bates, Mächler, Bolker & Walker 2015, sec. 5.1): the values at which the maximum of the likelihood over all
 * else, fixed effects included, lies χ²₁/2 below its maximum. Always of the ordinary likelihood, whatever the fit was by. Found by Newton's method on the root of
 * the deviance, without interpolation. A lower limit that the profile does not reach is 0.
 *
 * @param theta the ML estimate, every term an intercept alone
 * @returns one interval a term, in their order, then the residual's; null when an inner minimum was not found
 */
export const profileIntervals = (
  system: MixedModelSystem,
  criterion: Criterion,
  theta: Float64Array,
  sigma: number,
  confidence: number,
): readonly (ProfileInterval | null)[] => {
  const { n } = system
  const count = theta.length
  // Standard deviations in units of σ̂, and ln(σ/σ̂), are the coordinates.
  const offset = n * (logTwoPi + 2 * log(sigma))
  const slope = (point: Float64Array): Slope | null => {
    const spread = exp(point[count] as number)
    const scaled = point.subarray(0, count).map((deviation) => deviation / spread)
    const parts = criterion.withSlopes(scaled)
    if (parts === null || !(parts.squares > 0)) return null
    const variance = sigma * sigma * spread * spread
    const gradient = new Float64Array(count + 1)
    let last = 2 * n - (2 * parts.squares) / variance
    for (let k = 0; k < count; k++) {
      const byTheta = 2 * (parts.slopes.trace[k] as number) - (2 * (parts.slopes.quadratic[k] as number)) / variance
      gradient[k] = byTheta / spread
      last -= byTheta * (scaled[k] as number)
    }
    gradient[count] = last
    return {
      value: parts.logDeterminant + offset + 2 * n * (point[count] as number) + parts.squares / variance,
      gradient,
    }
  }
  const best = Float64Array.from([...theta, 0])
  const base = slope(best)
  if (base === null) return [...best].map(() => null)
  const target = normal.quantileUpper((1 - confidence) / 2)

  return [...best].map((_, fixed) => {
    const others = [...best.keys()].filter((k) => k !== fixed)
    /** Deviance above its minimum and its slope with one coordinate held, the others at their best. */
    let inner: Float64Array = Float64Array.from(others, (k) => best[k] as number)
    let curvature: Float64Array | undefined
    const held = (value: number): { readonly excess: number; readonly slope: number } | null => {
      const whole = (free: Float64Array): Float64Array => {
        const point = new Float64Array(count + 1)
        point[fixed] = value
        others.forEach((k, position) => {
          point[k] = free[position] as number
        })
        return point
      }
      const restricted = (free: Float64Array): Slope | null => {
        const at = slope(whole(free))
        return at === null ? null : { value: at.value, gradient: others.map((k) => at.gradient[k] as number) }
      }
      const found = minimise(restricted, inner, 0.1, curvature) ?? null
      if (found === null || !found.isConverged) return null
      inner = found.x
      curvature = found.hessian
      const at = slope(whole(found.x))
      return at === null ? null : { excess: Math.max(0, at.value - base.value), slope: at.gradient[fixed] as number }
    }
    const limit = (direction: 1 | -1): number | null => {
      inner = Float64Array.from(others, (k) => best[k] as number)
      curvature = undefined
      const from = best[fixed] as number
      const isResidual = fixed === count
      if (direction < 0 && !isResidual) {
        if (from === 0) return 0
        const none = held(0)
        if (none === null) return null
        if (Math.sqrt(none.excess) <= target) return 0
        inner = Float64Array.from(others, (k) => best[k] as number)
        curvature = undefined
      }
      // Between `near`, where the root of the excess is under the target, and `far`, where it is over it.
      let near = from
      let far = direction > 0 ? Number.POSITIVE_INFINITY : isResidual ? Number.NEGATIVE_INFINITY : 0
      let value = from + direction * (isResidual ? target / Math.sqrt(2 * n) : Math.max(0.3 * from, 2 / Math.sqrt(n)))
      if (value <= far && direction < 0) value = 0.5 * (near + far)
      for (let step = 0; step < mostSteps; step++) {
        const at = held(value)
        if (at === null) return null
        const root = Math.sqrt(at.excess)
        if (root < target) near = value
        else far = value
        if (Math.abs(root - target) < 1e-10 * target) return value
        const rate = root > 0 ? at.slope / (2 * root) : 0
        let next = rate * direction > 0 ? value + (target - root) / rate : Number.NaN
        const isInside = direction > 0 ? next > near && next < far : next < near && next > far
        if (!isInside) next = Number.isFinite(far) ? 0.5 * (near + far) : near + 2 * (near - from) + direction * 0.1
        // Steps stay within what the profile so far allows one to extrapolate.
        if (!Number.isFinite(far))
          next =
            direction > 0
              ? Math.min(next, near + 4 * Math.max(near - from, 0.1))
              : Math.max(next, near - 4 * Math.max(from - near, 0.1))
        if (Math.abs(next - value) <= 1e-13 * Math.max(1e-3, Math.abs(value))) return next
        value = next
      }
      return null
    }
    const inUnits = (value: number | null): number | null =>
      value === null ? null : fixed === count ? sigma * exp(value) : sigma * value
    const low = inUnits(limit(-1))
    const high = inUnits(limit(1))
    return low === null && high === null ? null : { low, high }
  })
}
