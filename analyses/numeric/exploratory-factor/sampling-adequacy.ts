import { chiSquare } from '../distributions/chi-square'
import { choleskyOfPositiveDefinite, inverseOfCholesky, logDeterminantOfCholesky } from '../matrices/positive-definite'
import { submatrix } from '../matrices/square-matrix'

/** How fit a correlation matrix is for factor analysis. */
export interface SamplingAdequacy {
  /** Kaiser–Meyer–Olkin measure over all variables, 0 … 1. */
  readonly overall: number
  /** The same for each variable. */
  readonly each: Float64Array
  /** Squared multiple correlation of each variable with the others. */
  readonly squaredMultiple: Float64Array
}

/**
 * Kaiser–Meyer–Olkin measure of sampling adequacy (Kaiser & Rice 1974, doi 10.1177/001316447403400115), as `psych::KMO`: Σr² ÷ (Σr² + Σq²) over pairs, where q are the anti-image correlations, the
 * partial correlations given all other variables.
 *
 * @param correlation size × size, row by row
 * @returns null where the matrix is singular: a variable is determined by others, or there are fewer rows than variables
 */
export function samplingAdequacy(correlation: Float64Array, size: number): SamplingAdequacy | null {
  const lower = choleskyOfPositiveDefinite(correlation, size, 1e-10)
  if (lower === null) return null
  const inverse = inverseOfCholesky(lower, size)
  const each = new Float64Array(size)
  let allR = 0
  let allQ = 0
  for (let i = 0; i < size; i++) {
    let sumR = 0
    let sumQ = 0
    for (let j = 0; j < size; j++) {
      if (i === j) continue
      const r = correlation[i * size + j] as number
      const q =
        (inverse[i * size + j] as number) /
        Math.sqrt((inverse[i * size + i] as number) * (inverse[j * size + j] as number))
      sumR += r * r
      sumQ += q * q
    }
    each[i] = sumR / (sumR + sumQ)
    allR += sumR
    allQ += sumQ
  }
  return {
    overall: allR / (allR + allQ),
    each,
    squaredMultiple: Float64Array.from({ length: size }, (_, i) => 1 - 1 / (inverse[i * size + i] as number)),
  }
}

/** The outcome of Bartlett's test. */
export interface SphericityTest {
  readonly chiSquare: number
  readonly df: number
  readonly pValue: number
}

/**
 * Bartlett's (1951, doi 10.1093/biomet/38.3-4.337) test that all correlations are 0, as `psych::cortest.bartlett`: −(n − 1 − (2p + 5)/6)·log|R| on p(p − 1)/2 degrees of freedom.
 * @param correlation R, size × size, row by row
 * @param size p
 * @param n rows behind the correlations
 * @returns null where the matrix is singular, or for fewer than two variables
 */
export function sphericityTest(correlation: Float64Array, size: number, n: number): SphericityTest | null {
  const lower = choleskyOfPositiveDefinite(correlation, size, 1e-10)
  if (lower === null || size < 2) return null
  const statistic = -(n - 1 - (2 * size + 5) / 6) * logDeterminantOfCholesky(lower, size)
  const df = (size * (size - 1)) / 2
  return { chiSquare: statistic, df, pValue: chiSquare.upper(Math.max(0, statistic), df) }
}

/**
 * Variables that those before them determine, by their numbers from 0, so that the matrix cannot be inverted.
 * @param correlation size × size, row by row
 */
export function dependentVariables(correlation: Float64Array, size: number): readonly number[] {
  const kept: number[] = []
  const dependent: number[] = []
  for (let index = 0; index < size; index++) {
    const tried = [...kept, index]
    if (choleskyOfPositiveDefinite(submatrix(correlation, size, tried), tried.length, 1e-10) === null)
      dependent.push(index)
    else kept.push(index)
  }
  return dependent
}
