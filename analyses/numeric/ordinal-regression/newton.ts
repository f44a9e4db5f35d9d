import { choleskyOfPositiveDefinite, solveCholesky } from '../matrices/positive-definite'
import { derivatives, designSize, type Derivatives, type OrdinalDesign } from './likelihood'

/** Steps after which a maximum counts as not found. */
const mostSteps = 100
const mostHalvings = 40
/** A maximum is found when no parameter moves the linear predictor of any row by more than this. */
const smallestMove = 1e-9
/** Where the likelihood is flat (Newton decrement below `flat`) but a parameter still moves by more than `runaway`, it runs to infinity. */
const flat = 1e-10
const runaway = 0.01

/** Where the search ended, and whether that is a maximum. */
export interface Maximum extends Derivatives {
  readonly parameters: Float64Array
  readonly isFound: boolean
  /** Parameters that run to infinity: separation. */
  readonly infinite: readonly number[]
  readonly steps: number
}

interface Solver {
  readonly solve: (right: Float64Array) => Float64Array
  /** Whether the matrix had to be made positive definite. */
  readonly isModified: boolean
}

/** Solves with the matrix brought to a unit diagonal; `fixed` is held at zero. Where it is not positive definite its diagonal is raised until it is. */
const solverFor = (matrix: Float64Array, size: number, fixed: number): Solver | null => {
  const roots = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const diagonal = matrix[i * size + i] as number
    roots[i] = i === fixed || !(diagonal > 0) ? 1 : Math.sqrt(diagonal)
  }
  const scaled = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const isFixed = i === fixed || k === fixed
      scaled[i * size + k] = isFixed
        ? i === k
          ? 1
          : 0
        : (matrix[i * size + k] as number) / ((roots[i] as number) * (roots[k] as number))
    }
  }
  let lower = choleskyOfPositiveDefinite(scaled, size, 0)
  let isModified = false
  for (let ridge = 1e-10; lower === null && ridge < 1e6; ridge *= 100) {
    isModified = true
    const raised = Float64Array.from(scaled)
    for (let i = 0; i < size; i++) raised[i * size + i] = (raised[i * size + i] as number) + ridge
    lower = choleskyOfPositiveDefinite(raised, size, 0)
  }
  if (lower === null) return null
  const triangle = lower
  return {
    isModified,
    solve: (right) => {
      const divided = roots.map((root, i) => (i === fixed ? 0 : (right[i] as number) / root))
      const result = solveCholesky(triangle, size, divided)
      for (let i = 0; i < size; i++) result[i] = (result[i] as number) / (roots[i] as number)
      return result
    },
  }
}

/** The inverse of a symmetric positive definite matrix, size × size, row by row; null if it is not positive definite. */
export const inverseOfPositiveDefinite = (matrix: Float64Array, size: number): Float64Array | null => {
  const solver = solverFor(matrix, size, -1)
  if (solver === null || solver.isModified) return null
  const inverse = new Float64Array(size * size)
  const unit = new Float64Array(size)
  for (let k = 0; k < size; k++) {
    unit.fill(0)
    unit[k] = 1
    inverse.set(solver.solve(unit), k * size)
  }
  return inverse
}

/** How far a change of one in each parameter can move a row's linear predictor. */
const reaches = (
  { rows, nominal, location, scale, centres }: OrdinalDesign,
  { block, thresholds, beforeScale, all }: ReturnType<typeof designSize>,
): Float64Array => {
  const largest = new Float64Array(rows.width)
  const largestRaw = new Float64Array(rows.width)
  for (let row = 0; row < rows.counts.length; row++) {
    for (let k = 0; k < rows.width; k++) {
      const value = rows.predictors[row * rows.width + k] as number
      largest[k] = Math.max(largest[k] as number, Math.abs(value - (centres[k] as number)))
      largestRaw[k] = Math.max(largestRaw[k] as number, Math.abs(value))
    }
  }
  const reach = new Float64Array(all).fill(1)
  for (let i = 0; i < thresholds; i++)
    if (i % block > 0) reach[i] = largest[nominal[(i % block) - 1] as number] as number
  for (const [k, column] of location.entries()) reach[thresholds + k] = largest[column] as number
  for (const [k, column] of scale.entries()) reach[beforeScale + k] = largestRaw[column] as number
  return reach
}

/**
 * Maximises the likelihood by Newton's method with step halving. For a model without a scale the log-likelihood is concave (Burridge 1981; Pratt 1981), so that
 * what is found is the maximum; Newton steps that stay while the likelihood is flat tell of separation.
 *
 * @param start parameters with a finite likelihood
 * @param fixed a parameter held at its start, for profiles
 * @param onStep called before every step, and may throw to stop
 */
export const maximise = (
  design: OrdinalDesign,
  start: Float64Array,
  { fixed = -1, onStep }: { readonly fixed?: number; readonly onStep?: (() => void) | undefined } = {},
): Maximum => {
  const size = designSize(design)
  const reach = reaches(design, size)
  let parameters = Float64Array.from(start)
  let here = derivatives(design, parameters)
  for (let steps = 0; steps < mostSteps; steps++) {
    onStep?.()
    const solver = Number.isFinite(here.logLikelihood) ? solverFor(here.information, size.all, fixed) : null
    if (solver === null) return { ...here, parameters, isFound: false, infinite: [], steps }
    const step = solver.solve(here.gradient)
    let decrement = 0
    let move = 0
    const runaways: number[] = []
    for (let i = 0; i < size.all; i++) {
      decrement += (step[i] as number) * (here.gradient[i] as number)
      const moved = Math.abs(step[i] as number) * (reach[i] as number)
      if (moved > runaway) runaways.push(i)
      move = Math.max(move, moved)
    }
    if (!solver.isModified && decrement < flat && runaways.length > 0)
      return { ...here, parameters, isFound: false, infinite: runaways, steps }
    let factor = 1
    let next = parameters
    let there = here
    let halvings = 0
    for (; halvings < mostHalvings; halvings++) {
      next = parameters.map((value, i) => value + factor * (step[i] as number))
      there = derivatives(design, next)
      if (there.logLikelihood >= here.logLikelihood - 1e-13 * Math.abs(here.logLikelihood)) break
      factor *= 0.5
    }
    if (halvings === mostHalvings) return { ...here, parameters, isFound: move < 1e-6, infinite: [], steps }
    parameters = next
    here = there
    if (halvings === 0 && move < smallestMove && !solver.isModified)
      return { ...here, parameters, isFound: true, infinite: [], steps: steps + 1 }
  }
  return { ...here, parameters, isFound: false, infinite: [], steps: mostSteps }
}
