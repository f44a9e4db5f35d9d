import { exp, log } from '../elementary/elementary-functions'

/**
 * ∫ exp(f(v)) dv over the real line for an analytic f that rises to one peak and falls on both sides, as the logarithm of
 * the integral. The trapezoidal rule, whose error for such functions falls faster than any power of the step
 * (Trefethen & Weideman 2014, doi 10.1137/130932132): halving the step squares the relative error, so the step is halved until
 * two results agree to the square root of the tolerance.
 *
 * @param exponent f, with −Infinity where the integrand vanishes
 * @param start    where the search for the peak begins
 * @param spread   roughly the distance over which the integrand changes by a factor e
 * @param tolerance relative error asked for
 * @param limit    the widest first step, for integrands whose nearest singularity is known
 * @returns −Infinity where the integrand vanishes everywhere, NaN where f is NaN at its peak
 */
export const logPeakedIntegral = (
  exponent: (v: number) => number,
  start: number,
  spread: number,
  tolerance: number,
  limit: number,
): number => {
  const { peak, top } = findPeak(exponent, start, spread)
  if (top === Number.NEGATIVE_INFINITY || Number.isNaN(top)) return top
  let step = Math.min(limit, halfWidth(exponent, peak, top, spread))
  const cut = log(tolerance) - 3
  const agreement = Math.sqrt(tolerance)
  let sum = 1 + side(exponent, peak, top, step, step, cut) + side(exponent, peak, top, -step, -step, cut)
  for (let round = 0; round < 12; round++) {
    const between =
      side(exponent, peak, top, 0.5 * step, step, cut) + side(exponent, peak, top, -0.5 * step, -step, cut)
    const finer = 0.5 * (sum + between)
    const isDone = Math.abs(finer - sum) <= agreement * finer
    // The mean of the two rules times the old step is the finer rule; kept as a sum over the halved step.
    sum = 2 * finer
    step *= 0.5
    if (isDone) break
  }
  return top + log(sum * step)
}

const side = (
  exponent: (v: number) => number,
  peak: number,
  top: number,
  first: number,
  step: number,
  cut: number,
): number => {
  let sum = 0
  for (let i = 0; i < 20000; i++) {
    const e = exponent(peak + first + i * step) - top
    if (!(e >= cut)) break
    sum += exp(e)
  }
  return sum
}

interface Peak {
  readonly peak: number
  readonly top: number
}

const findPeak = (exponent: (v: number) => number, start: number, spread: number): Peak => {
  let middle = start
  let top = exponent(middle)
  let size = spread
  let direction = exponent(middle + 0.1 * spread) >= top ? 1 : -1
  // Walk uphill with growing steps until the next one goes down.
  let previous = middle - direction * size
  let next = middle + direction * size
  let nextValue = exponent(next)
  if (nextValue < top) {
    const other = exponent(previous)
    if (other > top) {
      direction = -direction
      next = previous
      nextValue = other
    }
  }
  for (let i = 0; i < 200 && (nextValue > top || top === Number.NEGATIVE_INFINITY); i++) {
    previous = middle
    middle = next
    top = nextValue
    size *= 1.6
    next = middle + direction * size
    nextValue = exponent(next)
  }
  // Parabolas through three points; the peak need only be near.
  let a = Math.min(previous, next)
  let b = Math.max(previous, next)
  for (let i = 0; i < 40 && b - a > 0.8 * spread; i++) {
    const candidate = middle - a > b - middle ? middle - 0.38 * (middle - a) : middle + 0.38 * (b - middle)
    const value = exponent(candidate)
    if (value > top) {
      if (candidate > middle) a = middle
      else b = middle
      middle = candidate
      top = value
    } else if (candidate > middle) b = candidate
    else a = candidate
  }
  return { peak: middle, top }
}

/** The shorter distance from the peak at which the exponent has fallen by 0.4 to 0.9: a little over a standard deviation. */
const halfWidth = (exponent: (v: number) => number, peak: number, top: number, spread: number): number => {
  let size = spread
  const drop = (width: number): number => Math.max(top - exponent(peak + width), top - exponent(peak - width))
  for (let i = 0; i < 80 && drop(size) > 0.9; i++) size *= 0.75
  for (let i = 0; i < 80 && drop(size) < 0.4; i++) size *= 1.4
  return size
}
