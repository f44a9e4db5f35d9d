import { percentileInterval, type Interval } from '../resampling/bootstrap'
import { noAnswer, pairwiseCovariances, listwiseCovariances, type AnswerColumn } from '../correlation/crossproducts'
import { normal } from '../distributions/normal'
import {
  choleskyOfPositiveDefinite,
  inverseOfCholesky,
  logDeterminantOfCholesky,
  solveCholesky,
} from '../matrices/positive-definite'
import type { Random } from '../resampling/random'
import { omegaOfCovariance, omegaOfSolution, without, type OneFactorSolution } from './reliability'
import { productOfSquares } from '../matrices/square-matrix'

/** Answers to the items of a scale, as rows or as distinct rows with how often each occurs. For listwise deletion, complete rows only. */
export interface ScaleAnswers {
  readonly columns: readonly AnswerColumn[]
  /** Whole numbers; each row counts once when absent. */
  readonly counts?: Float64Array
}

/** An interval of omega, and how it was found. */
export interface OmegaInterval extends Interval {
  /** `bootstrap`: percentile interval of resampled rows. `limit`: the normal limit that this comes to, by the infinitesimal jackknife. */
  readonly method: 'bootstrap' | 'limit'
  /** Draws without an admissible solution: none at all, or one with a residual variance below 0 (a Heywood case), whose omega may lie beyond 1. They are left out. */
  readonly failed: number
}

/** Above this many rows the bootstrap's normal limit takes the place of its draws: the two then agree, and the draws take long. */
export const mostResampledRows = 5000

/** A fit is given up after so many steps, after so many halvings of one, */
const mostSteps = 100
const mostHalvings = 12
/** and where a loading has grown beyond all variance of its item, squared: on the way to no solution. */
const largestCommunality = 9
/** Squared distance from the solution, in chi-square per row, at which a draw's fit is good enough: its step is still taken. */
const drawTolerance = 1e-9

/**
 * Confidence interval of omega (model-implied). Up to `mostResampledRows` rows, the percentile interval of a bootstrap of rows (Kelley & Pornprasertmanit 2016,
 * doi 10.1037/a0040086), every draw fitted anew from the solution of the whole; above, ω ± z·se with the standard error that a bootstrap would tend to, from the
 * influence of every row on omega through the covariances (infinitesimal jackknife: Jaeckel 1972; Efron 1982).
 *
 * @param solution of the covariances of these answers
 * @param isPairwise covariances each over the rows that have both items; otherwise every row must be complete
 * @param poll called for every few draws with the share done; what it throws ends the work
 */
export const omegaInterval = (
  answers: ScaleAnswers,
  solution: OneFactorSolution,
  {
    draws,
    confidence,
    isPairwise,
    random,
    poll = () => undefined,
  }: {
    readonly draws: number
    readonly confidence: number
    readonly isPairwise: boolean
    readonly random: Random
    readonly poll?: (share: number) => void
  },
): OmegaInterval => {
  const rows =
    answers.counts === undefined
      ? (answers.columns[0]?.length ?? 0)
      : answers.counts.reduce((sum, count) => sum + count, 0)
  if (rows > mostResampledRows) return normalLimit(answers, solution, confidence, isPairwise, rows)
  const replicates = new Float64Array(draws)
  const resample = resampling(answers, isPairwise, rows)
  const size = answers.columns.length
  let failed = 0
  for (let draw = 0; draw < draws; draw++) {
    if (draw % 64 === 0) poll(draw / draws)
    const covariance = resample(random)
    const fitted = fitOneFactor(covariance, size, solution, drawTolerance)
    const isAdmissible = fitted?.residualVariances.every((variance) => variance >= 0) === true
    if (!isAdmissible) failed += 1
    replicates[draw] = isAdmissible ? omegaOfSolution(fitted, covariance).modelImplied : Number.NaN
  }
  return { ...percentileInterval(replicates, confidence), method: 'bootstrap', failed }
}

/**
 * A function that gives the covariance matrix (divisor n) of one bootstrap sample after the other, in one array. Rows alike are drawn together and the products of
 * their values are known beforehand, so that a draw costs a weighted sum for each pair.
 */
function resampling(answers: ScaleAnswers, isPairwise: boolean, rows: number): (random: Random) => Float64Array {
  const size = answers.columns.length
  const { values, present } = centred(answers)
  const distinct = values[0]?.length ?? 0
  // Which distinct row each row is.
  const distinctOf = new Int32Array(rows)
  let at = 0
  for (let row = 0; row < distinct; row++)
    for (let copy = answers.counts?.[row] ?? 1; copy > 0; copy--) distinctOf[at++] = row
  const weights = new Float64Array(distinct)
  const product = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, row) => value * (y[row] as number))
  const pairs = Array.from({ length: (size * (size + 1)) / 2 }, (_, index) => {
    const i = Math.floor((Math.sqrt(8 * index + 1) - 1) / 2)
    const j = index - (i * (i + 1)) / 2
    const [x, y] = [values[i] as Float64Array, values[j] as Float64Array]
    const [hasX, hasY] = [present[i] as Float64Array, present[j] as Float64Array]
    return { i, j, xy: product(x, y), x: product(x, hasY), y: product(y, hasX), both: product(hasX, hasY) }
  })
  const covariance = new Float64Array(size * size)
  const dot = (x: Float64Array): number => {
    let sum = 0
    for (let row = 0; row < distinct; row++) sum += (weights[row] as number) * (x[row] as number)
    return sum
  }
  return (random) => {
    weights.fill(0)
    for (let row = 0; row < rows; row++) {
      const drawn = distinctOf[random.integerBelow(rows)] as number
      weights[drawn] = (weights[drawn] as number) + 1
    }
    const sums = isPairwise ? null : values.map(dot)
    for (const { i, j, xy, x, y, both } of pairs) {
      const n = sums === null ? dot(both) : rows
      const sumX = sums === null ? dot(x) : (sums[i] as number)
      const sumY = sums === null ? dot(y) : (sums[j] as number)
      const value = (dot(xy) - (sumX * sumY) / n) / n
      covariance[i * size + j] = value
      covariance[j * size + i] = value
    }
    return covariance
  }
}

/** Answers as doubles about each item's mean, 0 where missing, and 1 where present. */
function centred({ columns, counts }: ScaleAnswers): {
  readonly values: readonly Float64Array[]
  readonly present: readonly Float64Array[]
} {
  const present = columns.map((column) =>
    Float64Array.from(column, (value) =>
      (column instanceof Int8Array ? value !== noAnswer : !Number.isNaN(value)) ? 1 : 0,
    ),
  )
  const values = columns.map((column, item) => {
    const has = present[item] as Float64Array
    let sum = 0
    let n = 0
    for (let row = 0; row < column.length; row++) {
      const weight = (has[row] as number) * (counts?.[row] ?? 1)
      if (weight === 0) continue
      n += weight
      sum += weight * (column[row] as number)
    }
    return Float64Array.from(column, (value, row) => (has[row] === 1 ? value - sum / n : 0))
  })
  return { values, present }
}

/** ω ± z·se: se² = Σ influence²/n², the influence of a row being Σ ∂ω/∂s·(its part in s, less s). */
function normalLimit(
  answers: ScaleAnswers,
  solution: OneFactorSolution,
  confidence: number,
  isPairwise: boolean,
  rows: number,
): OmegaInterval {
  const size = answers.columns.length
  const { values, present } = centred(answers)
  const { covariance: observed, n } = isPairwise
    ? pairwiseCovariances(answers.columns, answers.counts)
    : { ...listwiseCovariances(answers.columns, answers.counts), n: null }
  // With divisor n, as the parts of the rows add up to.
  const covariance = observed.map((value, place) => value * (1 - 1 / (n === null ? rows : (n[place] as number))))
  const fitted = fitOneFactor(covariance, size, solution, 1e-24)
  if (fitted === null) return { low: Number.NaN, high: Number.NaN, method: 'limit', failed: 1 }
  const omega = omegaOfSolution(fitted, covariance).modelImplied
  const distinct = values[0]?.length ?? 0
  const influence = new Float64Array(distinct)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const slope = slopeOfOmega(covariance, size, i, j, fitted)
      if (Number.isNaN(slope)) return { low: Number.NaN, high: Number.NaN, method: 'limit', failed: 1 }
      const [x, y] = [values[i] as Float64Array, values[j] as Float64Array]
      const [hasX, hasY] = [present[i] as Float64Array, present[j] as Float64Array]
      const s = covariance[i * size + j] as number
      const share = n === null ? 1 : rows / (n[i * size + j] as number)
      for (let row = 0; row < distinct; row++) {
        if (hasX[row] === 1 && hasY[row] === 1)
          influence[row] = (influence[row] as number) + slope * share * ((x[row] as number) * (y[row] as number) - s)
      }
    }
  }
  let squares = 0
  for (let row = 0; row < distinct; row++)
    squares += (answers.counts?.[row] ?? 1) * (influence[row] as number) * (influence[row] as number)
  const half = (normal.quantileUpper((1 - confidence) / 2) * Math.sqrt(squares)) / rows
  // A share of variance: the normal curve knows no ends, omega does.
  return { low: Math.max(0, omega - half), high: Math.min(1, omega + half), method: 'limit', failed: 0 }
}

/** ∂ω/∂s of one covariance (both places at once), by central differences of fits carried to the last digits. */
function slopeOfOmega(covariance: Float64Array, size: number, i: number, j: number, start: OneFactorSolution): number {
  const step = 1e-4 * Math.sqrt((covariance[i * size + i] as number) * (covariance[j * size + j] as number))
  const at = (change: number): number => {
    const moved = covariance.slice()
    moved[i * size + j] = (covariance[i * size + j] as number) + change
    moved[j * size + i] = moved[i * size + j] as number
    const fitted = fitOneFactor(moved, size, start, 1e-24)
    return fitted === null ? Number.NaN : omegaOfSolution(fitted, moved).modelImplied
  }
  return (at(step) - at(-step)) / (2 * step)
}

/**
 * One factor by maximum likelihood (Jöreskog 1967, doi 10.1007/BF02289658) from a start nearby: Fisher scoring on λ and θ with step halving. The same optimum as `fitFactorModel`, which serves any model and tells
 * much more; this one fits a few thousand resampled matrices in the time that takes for a few.
 *
 * @param covariance size × size, row by row
 * @param tolerance  of the Newton decrement g′·I⁻¹·g; one more step is taken below it
 * @returns null where the matrix is not positive definite, or no maximum is found
 */
export const fitOneFactor = (
  covariance: Float64Array,
  size: number,
  start: OneFactorSolution,
  tolerance: number,
): OneFactorSolution | null => {
  if (choleskyOfPositiveDefinite(covariance, size) === null) return null
  let loadings = Float64Array.from(start.loadings)
  let residuals = Float64Array.from(start.residualVariances)
  let current = stateAt(covariance, size, loadings, residuals)
  if (current === null) return null
  let decrement = Number.POSITIVE_INFINITY
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, information } = derivativesAt(covariance, size, loadings, current.inverse)
    const lower = choleskyOfPositiveDefinite(information, 2 * size)
    if (lower === null) return null
    const change = solveCholesky(lower, 2 * size, gradient)
    decrement = 0
    for (let i = 0; i < 2 * size; i++) decrement += (change[i] as number) * (gradient[i] as number)
    let moved: OneFactorState | null = null
    const isLast = decrement < tolerance
    for (let halving = 0, scale = 1; halving <= mostHalvings; halving++, scale /= 2) {
      const nextLoadings = loadings.map((value, i) => value - scale * (change[i] as number))
      const nextResiduals = residuals.map((value, i) => value - scale * (change[size + i] as number))
      moved = stateAt(covariance, size, nextLoadings, nextResiduals)
      if (
        moved !== null &&
        (isLast || moved.discrepancy <= current.discrepancy + 1e-12 * Math.abs(current.discrepancy))
      ) {
        loadings = nextLoadings
        residuals = nextResiduals
        break
      }
      moved = null
    }
    if (moved === null) return decrement < 1e-12 ? { loadings, residualVariances: residuals } : null
    current = moved
    if (loadings.some((value, i) => value * value > largestCommunality * (covariance[i * size + i] as number)))
      return null
    if (isLast) return { loadings, residualVariances: residuals }
  }
  // Rounding may keep the last digits moving.
  return decrement < 1e-12 ? { loadings, residualVariances: residuals } : null
}

/**
 * Omega (model-implied; McDonald 1999) of the other items, for each item; NaN where fewer than three would be left or the model has no solution.
 * @param covariance size × size, row by row
 * @param solution of all items, to start from; null when there is none
 */
export const omegaIfDropped = (
  covariance: Float64Array,
  size: number,
  solution: OneFactorSolution | null,
  poll?: () => void,
): Float64Array =>
  Float64Array.from({ length: size }, (_, dropped) => {
    if (size < 4) return Number.NaN
    const rest = without(covariance, size, dropped)
    const kept = (values: Float64Array): Float64Array => values.filter((__, item) => item !== dropped)
    const near =
      solution === null
        ? null
        : fitOneFactor(
            rest,
            size - 1,
            { loadings: kept(solution.loadings), residualVariances: kept(solution.residualVariances) },
            1e-24,
          )
    const omega = near === null ? omegaOfCovariance(rest, size - 1, poll) : omegaOfSolution(near, rest)
    return typeof omega === 'string' ? Number.NaN : omega.modelImplied
  })

interface OneFactorState {
  /** log |Σ| + tr(SΣ⁻¹). */
  readonly discrepancy: number
  /** Σ⁻¹. */
  readonly inverse: Float64Array
}

/** Null where Σ = λλ′ + Θ is not positive definite. */
function stateAt(
  covariance: Float64Array,
  size: number,
  loadings: Float64Array,
  residuals: Float64Array,
): OneFactorState | null {
  const implied = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) implied[i * size + j] = (loadings[i] as number) * (loadings[j] as number)
    implied[i * size + i] = (implied[i * size + i] as number) + (residuals[i] as number)
  }
  const lower = choleskyOfPositiveDefinite(implied, size)
  if (lower === null) return null
  const inverse = inverseOfCholesky(lower, size)
  let trace = 0
  for (let place = 0; place < size * size; place++) trace += (covariance[place] as number) * (inverse[place] as number)
  return { discrepancy: logDeterminantOfCholesky(lower, size) + trace, inverse }
}

/** Half the gradient of the discrepancy by λ, then θ, and half the expectation of its second derivatives. */
function derivativesAt(
  covariance: Float64Array,
  size: number,
  loadings: Float64Array,
  v: Float64Array,
): { readonly gradient: Float64Array; readonly information: Float64Array } {
  // W = V − V·S·V.
  const vs = productOfSquares(v, covariance, size)
  const gradient = new Float64Array(2 * size)
  const u = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    let along = 0
    for (let j = 0; j < size; j++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += (vs[i * size + k] as number) * (v[k * size + j] as number)
      const w = (v[i * size + j] as number) - sum
      along += w * (loadings[j] as number)
      if (i === j) gradient[size + i] = w / 2
      u[i] = (u[i] as number) + (v[i * size + j] as number) * (loadings[j] as number)
    }
    gradient[i] = along
  }
  let length = 0
  for (let i = 0; i < size; i++) length += (u[i] as number) * (loadings[i] as number)
  const full = 2 * size
  const information = new Float64Array(full * full)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const vij = v[i * size + j] as number
      information[i * full + j] = (u[i] as number) * (u[j] as number) + vij * length
      information[(size + i) * full + size + j] = (vij * vij) / 2
      const cross = vij * (u[j] as number)
      information[i * full + size + j] = cross
      information[(size + j) * full + i] = cross
    }
  }
  return { gradient, information }
}
