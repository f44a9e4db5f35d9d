import { correlationsOf, noAnswer, type AnswerPatterns } from './crossproducts'
import { bivariateNormal } from '../distributions/bivariate-normal'
import { normal } from '../distributions/normal'
import { symmetricEigen, symmetricEigenvalues } from '../matrices/symmetric-eigen'

/** A polychoric correlation, the thresholds given. */
export interface Polychoric {
  readonly rho: number
  /** True when the likelihood rises up to ±1 (two variables that agree without exception, or nearly): there is no maximum within, and `rho` is ±1. */
  readonly isAtBoundary: boolean
}

/** Beyond this the likelihood is taken to rise to the end. */
const largestCorrelation = 1 - 1e-6

/**
 * Normal quantiles of the cumulative shares of ordered categories, the last left out: first step of the two-step estimate (Olsson 1979, doi 10.1007/BF02296207), as
 * lavaan's thresholds and the tau of `psych::polychoric`. Categories that nobody used give no threshold of their own. Empty for fewer than two categories.
 * @param counts people in each category that occurs; each above 0
 */
export const thresholdsOf = (counts: ArrayLike<number>): Float64Array => {
  let total = 0
  for (let category = 0; category < counts.length; category++) total += counts[category] as number
  const thresholds = new Float64Array(Math.max(0, counts.length - 1))
  let below = 0
  for (let category = 0; category < thresholds.length; category++) {
    below += counts[category] as number
    // From the nearer end, so that shares near 1 keep their digits.
    thresholds[category] =
      below <= total / 2 ? normal.quantileLower(below / total) : -normal.quantileLower((total - below) / total)
  }
  return thresholds
}

/**
 * The correlation of two latent standard normal variables that maximises the likelihood of a table of counts, given the thresholds: second step of the two-step
 * estimate (Olsson 1979, doi 10.1007/BF02296207), as `psych::polychoric(correct = 0)` and `lavaan::lavCor`. Empty cells stay empty.
 *
 * Found by scoring within a bracket on the sign of the derivative, to about 1e-13. NaN where a variable has one category, or the table nobody.
 * @param table (rows' thresholds + 1) × (columns' thresholds + 1) counts, row by row
 */
export const polychoricCorrelation = (
  table: ArrayLike<number>,
  rowThresholds: Float64Array,
  columnThresholds: Float64Array,
): Polychoric => {
  const rows = rowThresholds.length + 1
  const columns = columnThresholds.length + 1
  let total = 0
  for (let cell = 0; cell < rows * columns; cell++) total += table[cell] as number
  if (rows < 2 || columns < 2 || !(total > 0)) return { rho: Number.NaN, isAtBoundary: false }
  const limits = (thresholds: Float64Array): Float64Array =>
    Float64Array.from([Number.NEGATIVE_INFINITY, ...thresholds, Number.POSITIVE_INFINITY])
  const [a, b] = [limits(rowThresholds), limits(columnThresholds)]
  const width = columns + 1
  const probability = new Float64Array((rows + 1) * width)
  const slope = new Float64Array((rows + 1) * width)
  // The ends do not depend on the correlation.
  for (let i = 1; i <= rows; i++) probability[i * width + columns] = normal.lower(a[i] as number)
  for (let j = 1; j <= columns; j++) probability[rows * width + j] = normal.lower(b[j] as number)

  /** Derivative of the log-likelihood by ρ, and its expected information. */
  const derivatives = (rho: number): readonly [number, number] => {
    for (let i = 1; i < rows; i++) {
      for (let j = 1; j < columns; j++) {
        probability[i * width + j] = bivariateNormal.lower(a[i] as number, b[j] as number, rho)
        slope[i * width + j] = bivariateNormal.density(a[i] as number, b[j] as number, rho)
      }
    }
    let score = 0
    let information = 0
    for (let i = 1; i <= rows; i++) {
      for (let j = 1; j <= columns; j++) {
        const at = i * width + j
        const difference = (from: Float64Array): number =>
          (from[at] as number) -
          (from[at - 1] as number) -
          (from[at - width] as number) +
          (from[at - width - 1] as number)
        // A cell whose probability rounding has lost still pulls.
        const p = Math.max(difference(probability), 1e-300)
        const change = difference(slope)
        score += ((table[(i - 1) * columns + j - 1] as number) * change) / p
        if (p > 1e-15) information += (total * change * change) / p
      }
    }
    return [score, information]
  }

  let low = -largestCorrelation
  let high = largestCorrelation
  let rho = 0
  for (let step = 0; step < 200; step++) {
    const [score, information] = derivatives(rho)
    if (score > 0) low = rho
    else high = rho
    const next = rho + score / information
    const moved = next >= low && next <= high ? next : (low + high) / 2
    const change = Math.abs(moved - rho)
    rho = moved
    if (change < 1e-13 || score === 0) break
  }
  if (rho > largestCorrelation - 1e-9) return { rho: 1, isAtBoundary: true }
  if (rho < 1e-9 - largestCorrelation) return { rho: -1, isAtBoundary: true }
  return { rho, isAtBoundary: false }
}

/** Polychoric correlations of several variables. */
export interface PolychoricMatrix {
  readonly size: number
  /** size × size, row by row; NaN in the row and column of a variable with one category or none. */
  readonly correlation: Float64Array
  /** Of each variable, one fewer than the categories that occur. */
  readonly thresholds: readonly Float64Array[]
  /** Pairs whose correlation has no estimate within −1 … 1. */
  readonly atBoundary: readonly (readonly [number, number])[]
  /** Of the matrix; NaN where it is not complete. At or below 0 the correlations, each estimated by itself, are of no joint distribution. */
  readonly smallestEigenvalue: number
}

/**
 * All pairs by two steps: thresholds from each variable's own answers, correlations from the rows that have both. For listwise deletion give complete patterns.
 * @param poll called between pairs; what it throws ends the work
 */
export const polychoricMatrix = (patterns: AnswerPatterns, poll: () => void = () => undefined): PolychoricMatrix => {
  const size = patterns.columns.length
  const variables = patterns.columns.map((column) => categoriesOf(column, patterns.counts))
  const thresholds = variables.map(({ counts }) => thresholdsOf(counts))
  const correlation = new Float64Array(size * size)
  const atBoundary: (readonly [number, number])[] = []
  let isComplete = true
  for (let i = 0; i < size; i++) {
    const own = variables[i] as Categories
    correlation[i * size + i] = own.counts.length > 1 ? 1 : Number.NaN
    for (let j = 0; j < i; j++) {
      poll()
      const other = variables[j] as Categories
      const columns = other.counts.length
      const table = new Float64Array(own.counts.length * columns)
      for (let row = 0; row < patterns.counts.length; row++) {
        const [x, y] = [own.codes[row] as number, other.codes[row] as number]
        if (x >= 0 && y >= 0)
          table[x * columns + y] = (table[x * columns + y] as number) + (patterns.counts[row] as number)
      }
      const { rho, isAtBoundary } = polychoricCorrelation(
        table,
        thresholds[i] as Float64Array,
        thresholds[j] as Float64Array,
      )
      if (isAtBoundary) atBoundary.push([j, i])
      if (Number.isNaN(rho)) isComplete = false
      correlation[i * size + j] = rho
      correlation[j * size + i] = rho
    }
  }
  const smallestEigenvalue =
    isComplete && size > 0 ? (symmetricEigenvalues(correlation, size)[size - 1] as number) : Number.NaN
  return { size, correlation, thresholds, atBoundary, smallestEigenvalue }
}

interface Categories {
  /** Of each pattern its category among those that occur, −1 for none. */
  readonly codes: Int32Array
  readonly counts: Float64Array
}

function categoriesOf(column: Int8Array, counts: Float64Array): Categories {
  const people = new Float64Array(256)
  for (let row = 0; row < column.length; row++)
    if (column[row] !== noAnswer)
      people[(column[row] as number) + 128] =
        (people[(column[row] as number) + 128] as number) + (counts[row] as number)
  const codeOf = new Int32Array(256).fill(-1)
  const used: number[] = []
  people.forEach((number, value) => {
    if (number === 0) return
    codeOf[value] = used.length
    used.push(number)
  })
  return { codes: Int32Array.from(column, (value) => codeOf[value + 128] as number), counts: Float64Array.from(used) }
}

/** Eigenvalues below this are raised to a hundred times it, as `psych::cor.smooth` does. */
const eigenvalueTolerance = 1e-12

/**
 * The correlation matrix near one that is of no joint distribution, as `psych::cor.smooth`: eigenvalues below 1e-12 become 1e-10, all are scaled to their sum, and the
 * diagonal to 1. A matrix that is positive definite comes back as it is, and so does one with NaN in it.
 */
export const smoothedCorrelation = (correlation: Float64Array, size: number): Float64Array => {
  const { values, vectors } = symmetricEigen(correlation, size)
  if (!((values[size - 1] as number) < Number.EPSILON)) return correlation
  const raised = values.map((value) => (value < eigenvalueTolerance ? 100 * eigenvalueTolerance : value))
  const total = raised.reduce((sum, value) => sum + value, 0)
  const smoothed = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < size; k++)
        sum +=
          (vectors[i * size + k] as number) *
          (vectors[j * size + k] as number) *
          (((raised[k] as number) * size) / total)
      smoothed[i * size + j] = sum
      smoothed[j * size + i] = sum
    }
  }
  return correlationsOf(smoothed, size)
}
