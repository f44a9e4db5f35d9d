import type { Interval } from '../resampling/bootstrap'
import { normal } from '../distributions/normal'
import type { OrdinalFit } from './fit'
import { designSize } from './likelihood'
import { maximise } from './newton'

/**
 * Wald's interval, estimate ± z·SE. NaN where the standard error is.
 * @param confidence in (0, 1)
 */
export const waldInterval = (
  { estimate, se }: { readonly estimate: number; readonly se: number },
  confidence: number,
): Interval => {
  const reach = normal.quantileUpper((1 - confidence) / 2) * se
  return { low: estimate - reach, high: estimate + reach }
}

/** How far, in standard errors, an end is looked for before it counts as infinite. */
const farthest = 1e4
const mostTrials = 60

/**
 * The profile-likelihood interval of a column's coefficient: all values at which the signed root of the likelihood ratio lies within ±z of the normal distribution
 * (Venzon & Moolgavkar 1988, doi 10.2307/2347496; `confint` of `ordinal::clm`, which reads it off a spline through a few points, here it is solved to 1e-10). An end that cannot be reached
 * is infinite. NaN for a column without a coefficient.
 *
 * @param column of the rows
 * @param confidence in (0, 1)
 * @param onStep called before every step of Newton's method; may throw to stop
 */
export const profileInterval = (fit: OrdinalFit, column: number, confidence: number, onStep?: () => void): Interval => {
  const { design, parameters, covariance } = fit.maximum
  const { thresholds, all } = designSize(design)
  const place = design.location.indexOf(column)
  if (place < 0) return { low: Number.NaN, high: Number.NaN }
  const fixed = thresholds + place
  const estimate = parameters[fixed] as number
  const variance = covariance[fixed * all + fixed] as number
  const se = Math.sqrt(variance)
  const critical = normal.quantileUpper((1 - confidence) / 2)

  /** |signed root| − critical at a distance from the estimate, and the parameters there. */
  const rootAt = (
    distance: number,
    known: Float64Array,
  ): { readonly excess: number; readonly parameters: Float64Array } | null => {
    const moved = estimate + distance - (known[fixed] as number)
    // Along the tangent of the maximum the others follow; held still if that leaves the likelihood's domain.
    const start = known.map((value, i) => value + (moved * (covariance[fixed * all + i] as number)) / variance)
    const still = Float64Array.from(known)
    still[fixed] = estimate + distance
    for (const candidate of [start, still]) {
      const found = maximise(design, candidate, { fixed, onStep })
      if (found.isFound)
        return {
          excess: Math.sqrt(Math.max(0, 2 * (fit.logLikelihood - found.logLikelihood))) - critical,
          parameters: found.parameters,
        }
    }
    return null
  }

  const end = (sign: 1 | -1): number => {
    let inside = { distance: 0, excess: -critical }
    let outside: { readonly distance: number; readonly excess: number } | null = null
    let known = parameters
    let distance = sign * critical * se
    for (let trial = 0; trial < mostTrials; trial++) {
      const there = rootAt(distance, known)
      if (there === null) {
        if (outside !== null || trial > 20) return Number.NaN
        distance = 0.5 * (inside.distance + distance)
        continue
      }
      known = there.parameters
      if (Math.abs(there.excess) < 1e-10 * critical) return estimate + distance
      const point = { distance, excess: there.excess }
      if (there.excess < 0) inside = point
      else outside = point
      if (outside === null) {
        // The signed root is nearly straight: aim at its crossing, a little beyond.
        const slope = (point.excess + critical) / distance
        distance =
          slope === 0
            ? 2 * distance
            : Math.abs(critical / slope) < 2 * Math.abs(distance)
              ? (sign * 1.02 * critical) / Math.abs(slope)
              : 2 * distance
        if (Math.abs(distance) > farthest * se) return sign * Number.POSITIVE_INFINITY
        continue
      }
      const width = outside.distance - inside.distance
      if (Math.abs(width) < 1e-12 * (Math.abs(estimate) + Math.abs(outside.distance)))
        return estimate + 0.5 * (inside.distance + outside.distance)
      const share = -inside.excess / (outside.excess - inside.excess)
      const secant = inside.distance + share * width
      // A secant that hugs an end is given up for the middle.
      distance = trial % 6 === 5 ? inside.distance + 0.5 * width : secant
    }
    return estimate + 0.5 * (inside.distance + (outside?.distance ?? inside.distance))
  }
  return { low: end(-1), high: end(1) }
}
