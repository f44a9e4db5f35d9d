import { symmetricEigen } from '../matrices/symmetric-eigen'
import { largest } from '../summary/extremes'

/** A value with its first derivatives. */
export interface Slope {
  readonly value: number
  readonly gradient: ArrayLike<number>
}

/** Where the search ended. */
export interface Minimum {
  readonly x: Float64Array
  readonly value: number
  /** Second derivatives as far as they were learnt, row by row: a start for a neighbouring minimum. */
  readonly hessian: Float64Array
  readonly isConverged: boolean
}

const mostIterations = 100
/** First iterations, which take second derivatives anew; later ones update them as long as that makes headway. */
const newtonIterations = 4

/**
 * Newton's method with second derivatives by differences of the gradient, then BFGS updates, each direction's curvature taken positive
 * (Nocedal & Wright 2006, ISBN 978-0-387-30303-1, ch. 3, 6). It stops when what a step promises is 1e-18 of the value's unit.
 *
 * @param slope value and gradient; null where the function does not exist
 * @param scale smallest size of x that differences and steps are measured by
 * @param known second derivatives to begin with, from a minimum near by
 * @param isOut says that the minimum lies at infinity and the search may end
 * @returns null where the function does not exist at the start
 */
export const minimise = (
  slope: (x: Float64Array) => Slope | null,
  start: ArrayLike<number>,
  scale = 0.1,
  known?: Float64Array,
  isOut?: (x: Float64Array) => boolean,
): Minimum | null => {
  const size = start.length
  let x = Float64Array.from(start)
  let current = slope(x)
  if (current === null) return null
  let hessian = known ?? new Float64Array(size * size)
  let renewals = known === undefined ? newtonIterations : 0
  let isFresh = false
  let lastPromise = Number.POSITIVE_INFINITY
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    if (renewals > 0) {
      hessian = hessianByDifferences(slope, x, current, scale)
      isFresh = true
      renewals -= 1
    }
    const { values, vectors } = symmetricEigen(hessian, size)
    const steepest = Math.max(largest(values.map(Math.abs)), Number.MIN_VALUE)
    const step = new Float64Array(size)
    let promise = 0
    for (let k = 0; k < size; k++) {
      let share = 0
      for (let i = 0; i < size; i++) share += (vectors[i * size + k] as number) * (current.gradient[i] as number)
      const curvature = Math.max(Math.abs(values[k] as number), 1e-10 * steepest)
      promise += (0.5 * share * share) / curvature
      for (let i = 0; i < size; i++)
        step[i] = (step[i] as number) - (share / curvature) * (vectors[i * size + k] as number)
    }
    if (promise < 1e-18 || (promise < 1e-12 && promise > 0.25 * lastPromise))
      return { x, value: current.value, hessian, isConverged: true }
    // In a narrow valley what was learnt about curvature is soon out of date.
    if (promise > 0.25 * lastPromise) renewals = Math.max(renewals, 1)
    lastPromise = promise
    let shrink = 1
    for (let i = 0; i < size; i++)
      shrink = Math.min(
        shrink,
        (10 * scale + 2 * Math.abs(x[i] as number)) / Math.max(Math.abs(step[i] as number), Number.MIN_VALUE),
      )
    const tolerance = 1e-12 * (1 + Math.abs(current.value))
    let next: Slope | null = null
    let nextX = x
    for (let halving = 0; halving < 40; halving++) {
      const t = shrink
      nextX = x.map((value, i) => value + t * (step[i] as number))
      next = slope(nextX)
      if (next !== null && next.value <= current.value + (promise < 1e-8 ? tolerance : -1e-6 * t * promise)) break
      next = null
      shrink *= 0.5
    }
    if (next === null) {
      if (isFresh) return { x, value: current.value, hessian, isConverged: promise < 1e-8 }
      renewals = 1
      continue
    }
    if (renewals === 0) hessian = updated(hessian, x, nextX, current.gradient, next.gradient)
    isFresh = false
    x = nextX
    current = next
    if (isOut?.(x) === true) return { x, value: current.value, hessian, isConverged: false }
  }
  return { x, value: current.value, hessian, isConverged: lastPromise < 1e-8 }
}

/**
 * Second derivatives from differences of the gradient, symmetrised, size × size, row by row; central ones have the square of the step as error. A direction in which the
 * function does not exist is left at 0.
 * @param at value and gradient at x
 * @param scale smallest size of x that steps are measured by
 */
export const hessianByDifferences = (
  slope: (x: Float64Array) => Slope | null,
  x: Float64Array,
  at: Slope,
  scale: number,
  isCentral = false,
): Float64Array => {
  const size = x.length
  const hessian = new Float64Array(size * size)
  for (let k = 0; k < size; k++) {
    const h = (isCentral ? 1e-5 : 1e-6) * Math.max(Math.abs(x[k] as number), scale)
    const ahead = slope(x.map((value, i) => (i === k ? value + h : value)))
    const behind = isCentral ? slope(x.map((value, i) => (i === k ? value - h : value))) : at
    if (ahead === null || behind === null) continue
    for (let i = 0; i < size; i++) {
      const second = ((ahead.gradient[i] as number) - (behind.gradient[i] as number)) / (isCentral ? 2 * h : h)
      hessian[i * size + k] = (hessian[i * size + k] as number) + 0.5 * second
      hessian[k * size + i] = (hessian[k * size + i] as number) + 0.5 * second
    }
  }
  return hessian
}

/** The BFGS update; the old matrix where curvature along the step is not positive. */
const updated = (
  hessian: Float64Array,
  from: Float64Array,
  to: Float64Array,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): Float64Array => {
  const size = from.length
  const s = to.map((value, i) => value - (from[i] as number))
  const y = s.map((_, i) => (after[i] as number) - (before[i] as number))
  const hs = s.map((_, i) => {
    let sum = 0
    for (let k = 0; k < size; k++) sum += (hessian[i * size + k] as number) * (s[k] as number)
    return sum
  })
  let sy = 0
  let shs = 0
  for (let i = 0; i < size; i++) {
    sy += (s[i] as number) * (y[i] as number)
    shs += (s[i] as number) * (hs[i] as number)
  }
  if (!(sy > 0) || !(shs > 0)) return hessian
  return hessian.map((value, position) => {
    const i = Math.floor(position / size)
    const j = position % size
    return value - ((hs[i] as number) * (hs[j] as number)) / shs + ((y[i] as number) * (y[j] as number)) / sy
  })
}
