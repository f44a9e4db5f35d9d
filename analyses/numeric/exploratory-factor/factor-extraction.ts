import { exp, log } from '../elementary/elementary-functions'
import { choleskyOfPositiveDefinite, inverseOfCholesky, solveCholesky } from '../matrices/positive-definite'
import { symmetricEigen } from '../matrices/symmetric-eigen'

/** `minres`: unweighted least squares of the correlations off the diagonal (Harman & Jones 1966, doi 10.1007/BF02289468). `ml`: maximum likelihood (Jöreskog 1967, doi 10.1007/BF02289658). */
export type ExtractionMethod = 'minres' | 'ml'

/** Factors as they were extracted, before rotation. */
export interface Extraction {
  readonly converged: true
  /** Variables × factors, row by row: principal axes of the reduced matrix, in descending order of their variance, each with a positive sum. */
  readonly loadings: Float64Array
  /** 1 − communality, of each variable. */
  readonly uniquenesses: Float64Array
  /** Variables whose uniqueness stands at its lower limit: a Heywood case, of which more factors or fewer rows than the data bear are the common cause. */
  readonly atLimit: readonly number[]
  readonly iterations: number
}

/** `singular`: maximum likelihood needs a correlation matrix that can be inverted. */
export interface ExtractionFailure {
  readonly converged: false
  readonly reason: 'too-many-factors' | 'singular' | 'not-converged'
}

/** Smallest uniqueness, as in R's `factanal` and `psych::fa`. */
const smallestUniqueness = 0.005

/**
 * Extracts common factors from a correlation matrix as `psych::fa` and `factanal` do, but iterates to the optimum (Newton's method on the uniquenesses with the
 * analytic Hessian, Jöreskog 1967 and Clarke 1970), where R's default stops when the criterion changes by less than 2e-9 of itself.
 *
 * @param correlation size × size, row by row
 * @param size        variables
 * @param factors     1 … as many as leave degrees of freedom ≥ 0
 * @param poll        called in every iteration; what it throws ends the work
 * @returns the factors, or why there are none
 */
export function extractFactors(
  correlation: Float64Array,
  size: number,
  factors: number,
  method: ExtractionMethod,
  poll: () => void = () => undefined,
): Extraction | ExtractionFailure {
  if (factors < 1 || factors >= size || exploratoryDf(size, factors) < 0)
    return { converged: false, reason: 'too-many-factors' }
  const lower = choleskyOfPositiveDefinite(correlation, size, 1e-10)
  if (lower === null && method === 'ml') return { converged: false, reason: 'singular' }
  const inverse = lower === null ? null : inverseOfCholesky(lower, size)
  // Squared multiple correlations are the communalities to begin with.
  const start = Float64Array.from({ length: size }, (_, i) =>
    Math.min(1, Math.max(0.05, inverse === null ? 0.5 : 1 / (inverse[i * size + i] as number))),
  )
  const isLikelihood = method === 'ml'
  const limit = isLikelihood ? log(smallestUniqueness) : smallestUniqueness
  const criterion = isLikelihood
    ? (x: Float64Array) => likelihoodAt(correlation, size, factors, x)
    : (x: Float64Array) => residualsAt(correlation, size, factors, x)
  const found = minimise(criterion, isLikelihood ? start.map((value) => log(value)) : start, limit, poll)
  if (found === null) return { converged: false, reason: 'not-converged' }
  const uniquenesses = isLikelihood ? found.x.map((value) => exp(value)) : found.x
  const loadings = loadingsAt(correlation, size, factors, uniquenesses, isLikelihood)
  const communalities = communalitiesOf(loadings, size, factors)
  return {
    converged: true,
    loadings,
    uniquenesses: communalities.map((value) => 1 - value),
    atLimit: [...found.x.keys()].filter((index) => (found.x[index] as number) <= limit + 1e-12),
    iterations: found.iterations,
  }
}

/** Degrees of freedom that m factors of p variables leave: ½((p − m)² − p − m); negative when there are too many factors. */
export function exploratoryDf(size: number, factors: number): number {
  return ((size - factors) * (size - factors) - size - factors) / 2
}

/**
 * Sum of squared loadings of each variable (of orthogonal factors): its share of variance that the factors explain.
 * @param loadings variables × factors, row by row
 */
export function communalitiesOf(loadings: Float64Array, size: number, factors: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0
    for (let k = 0; k < factors; k++)
      sum += (loadings[i * factors + k] as number) * (loadings[i * factors + k] as number)
    return sum
  })
}

function loadingsAt(
  correlation: Float64Array,
  size: number,
  factors: number,
  uniquenesses: Float64Array,
  isLikelihood: boolean,
): Float64Array {
  const scale = uniquenesses.map((value) => Math.sqrt(value))
  const reduced = Float64Array.from(correlation)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (isLikelihood)
        reduced[i * size + j] = (correlation[i * size + j] as number) / ((scale[i] as number) * (scale[j] as number))
    }
    if (!isLikelihood) reduced[i * size + i] = (correlation[i * size + i] as number) - (uniquenesses[i] as number)
  }
  const { values, vectors } = symmetricEigen(reduced, size)
  const loadings = new Float64Array(size * factors)
  for (let k = 0; k < factors; k++) {
    const root = Math.sqrt(Math.max(0, (values[k] as number) - (isLikelihood ? 1 : 0)))
    let sum = 0
    for (let i = 0; i < size; i++) {
      const loading = (vectors[i * size + k] as number) * root * (isLikelihood ? (scale[i] as number) : 1)
      loadings[i * factors + k] = loading
      sum += loading
    }
    if (sum < 0) for (let i = 0; i < size; i++) loadings[i * factors + k] = -(loadings[i * factors + k] as number)
  }
  return loadings
}

interface Criterion {
  readonly value: number
  readonly gradient: Float64Array
  /** size × size */
  readonly hessian: Float64Array
  /** A positive semidefinite stand-in for the Hessian far from the minimum. */
  readonly safeHessian: Float64Array
}

/** ½ Σ γ² over the eigenvalues of R − Ψ after the first m, by ψ. */
function residualsAt(correlation: Float64Array, size: number, factors: number, uniquenesses: Float64Array): Criterion {
  const reduced = Float64Array.from(correlation)
  for (let i = 0; i < size; i++)
    reduced[i * size + i] = (correlation[i * size + i] as number) - (uniquenesses[i] as number)
  const { values, vectors } = symmetricEigen(reduced, size)
  let value = 0
  const gradient = new Float64Array(size)
  for (let k = factors; k < size; k++) {
    const gamma = values[k] as number
    value += gamma * gamma * 0.5
    for (let i = 0; i < size; i++)
      gradient[i] =
        (gradient[i] as number) - gamma * (vectors[i * size + k] as number) * (vectors[i * size + k] as number)
  }
  const weight = (k: number, l: number): number =>
    (2 * (values[k] as number)) / ((values[k] as number) - (values[l] as number))
  return { value, gradient, ...curvature(vectors, size, factors, () => 1, weight) }
}

/** Σ (θ − log θ − 1) over the eigenvalues of Ψ^−½·R·Ψ^−½ after the first m, by log ψ. */
function likelihoodAt(
  correlation: Float64Array,
  size: number,
  factors: number,
  logUniquenesses: Float64Array,
): Criterion {
  const scale = logUniquenesses.map((value) => exp(-0.5 * value))
  const scaled = correlation.map(
    (value, index) => value * (scale[Math.floor(index / size)] as number) * (scale[index % size] as number),
  )
  const { values, vectors } = symmetricEigen(scaled, size)
  let value = 0
  const gradient = new Float64Array(size)
  for (let k = factors; k < size; k++) {
    const theta = values[k] as number
    value += theta - log(theta) - 1
    for (let i = 0; i < size; i++)
      gradient[i] =
        (gradient[i] as number) + (1 - theta) * (vectors[i * size + k] as number) * (vectors[i * size + k] as number)
  }
  const at = (k: number): number => values[k] as number
  return {
    value,
    gradient,
    ...curvature(vectors, size, factors, at, (k, l) => (-(1 - at(k)) * (at(k) + at(l))) / (at(k) - at(l))),
  }
}

/**
 * Σ over k > m of (Σ over l > m of ½(inner_k + inner_l)·P + Σ over l ≤ m of outer·P), P = ω_ik ω_jk · ω_il ω_jl: the first sum is the product of two.
 */
function curvature(
  vectors: Float64Array,
  size: number,
  factors: number,
  inner: (k: number) => number,
  outer: (k: number, l: number) => number,
): Pick<Criterion, 'hessian' | 'safeHessian'> {
  const hessian = new Float64Array(size * size)
  const safeHessian = new Float64Array(size * size)
  const innerOf = Float64Array.from({ length: size }, (_, k) => (k < factors ? 0 : inner(k)))
  const outerOf = Float64Array.from({ length: size * factors }, (_, place) =>
    place < factors * factors ? 0 : outer(Math.floor(place / factors), place % factors),
  )
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let weighted = 0
      let sum = 0
      let plain = 0
      for (let k = factors; k < size; k++) {
        const own = (vectors[i * size + k] as number) * (vectors[j * size + k] as number)
        plain += own
        weighted += (innerOf[k] as number) * own
        for (let l = 0; l < factors; l++)
          sum +=
            (outerOf[k * factors + l] as number) *
            own *
            (vectors[i * size + l] as number) *
            (vectors[j * size + l] as number)
      }
      for (const place of [i * size + j, j * size + i]) {
        hessian[place] = weighted * plain + sum
        safeHessian[place] = plain * plain
      }
    }
  }
  return { hessian, safeHessian }
}

/** Newton's method with a lower limit for every variable; null where the criterion stops being a number or no step lowers it. */
function minimise(
  criterion: (x: Float64Array) => Criterion,
  start: Float64Array,
  limit: number,
  poll: () => void,
): { readonly x: Float64Array; readonly iterations: number } | null {
  let x = start
  let now = criterion(x)
  for (let iteration = 0; iteration < 500; iteration++) {
    poll()
    if (!Number.isFinite(now.value)) return null
    const free = [...x.keys()].filter((index) => (x[index] as number) > limit || (now.gradient[index] as number) < 0)
    const largest = free.reduce((most, index) => Math.max(most, Math.abs(now.gradient[index] as number)), 0)
    if (largest < 1e-13) return { x, iterations: iteration }
    const step = newtonStep(now, free, x.length)
    let length = 1
    let next = x
    let then: Criterion | null = null
    for (let halving = 0; halving < 40; halving++) {
      next = x.map((value, index) => Math.max(limit, value + length * (step[index] as number)))
      then = criterion(next)
      if (then.value < now.value) break
      // At the bottom the criterion is flat to the last digit; the gradient still tells.
      if (
        Math.abs(then.value - now.value) <= 1e-14 * Math.max(1, Math.abs(now.value)) &&
        largestOf(then, next, limit) < largest
      )
        break
      then = null
      length /= 2
    }
    if (then === null) return largest < 1e-6 ? { x, iterations: iteration } : null
    x = next
    now = then
  }
  return null
}

function largestOf({ gradient }: Criterion, x: Float64Array, limit: number): number {
  return gradient.reduce(
    (most, value, index) => ((x[index] as number) > limit || value < 0 ? Math.max(most, Math.abs(value)) : most),
    0,
  )
}

function newtonStep(
  { gradient, hessian, safeHessian }: Criterion,
  free: readonly number[],
  size: number,
): Float64Array {
  const k = free.length
  const picked = (matrix: Float64Array, ridge: number): Float64Array => {
    const part = new Float64Array(k * k)
    free.forEach((i, row) =>
      free.forEach((j, column) => {
        part[row * k + column] = (matrix[i * size + j] as number) * (row === column ? 1 + ridge : 1)
      }),
    )
    return part
  }
  const slope = Float64Array.from(free, (index) => -(gradient[index] as number))
  const lower =
    choleskyOfPositiveDefinite(picked(hessian, 0), k, 1e-8) ?? choleskyOfPositiveDefinite(picked(safeHessian, 1e-3), k)
  const solved = lower === null ? slope : solveCholesky(lower, k, slope)
  const step = new Float64Array(size)
  free.forEach((index, position) => (step[index] = solved[position] as number))
  return step
}
