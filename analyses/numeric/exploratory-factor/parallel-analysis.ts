import { correlationsOf } from '../correlation/crossproducts'
import { gammaDraw } from '../resampling/gamma-draw'
import { random } from '../resampling/random'
import { quantileOfSorted } from '../summary/summary'
import { symmetricEigenvalues } from '../matrices/symmetric-eigen'

/** Eigenvalues that chance gives, in descending order. */
export interface ParallelAnalysis {
  /** Of each component, the percentile of the eigenvalues that uncorrelated variables give. */
  readonly percentile: Float64Array
  /** How far that percentile may be off for the number of draws: order statistics that hold the true one in 95 of 100 runs. */
  readonly percentileLow: Float64Array
  readonly percentileHigh: Float64Array
  /** Their mean. */
  readonly mean: Float64Array
}

/**
 * Parallel analysis (Horn 1965, doi 10.1007/BF02289447, with the percentile of Glorfeld 1995, doi 10.1177/0013164495055003002): eigenvalues of correlation matrices of as many rows and variables of independent normal
 * numbers. The matrices are drawn as such: the triangle T of Bartlett's decomposition (1933), of which T·Tᵀ is distributed as the centred sums of products of n rows,
 * has independent normal numbers below the diagonal and chi-distributed ones on it. A million rows cost what a hundred cost.
 *
 * @param n     rows; at least size + 1
 * @param size  variables
 * @param draws how many matrices, ≥ 1
 * @param share of the percentile, 0 … 1
 * @param seed  of the generator; the same seed gives the same bits
 * @param poll  called now and then with the share of draws done; what it throws ends the work
 */
export function parallelAnalysis(
  n: number,
  size: number,
  draws: number,
  share: number,
  seed: number,
  poll: (share: number) => void = () => undefined,
): ParallelAnalysis {
  const generator = random(seed, 'parallel-analysis')
  const found = Array.from({ length: size }, () => new Float64Array(draws))
  const lower = new Float64Array(size * size)
  const covariance = new Float64Array(size * size)
  for (let draw = 0; draw < draws; draw++) {
    if (draw % 16 === 0) poll(draw / draws)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) lower[i * size + j] = generator.normal()
      // χ² on n − 1 − i degrees of freedom is twice a gamma number.
      lower[i * size + i] = Math.sqrt(2 * gammaDraw((n - 1 - i) / 2, generator))
    }
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0
        for (let k = 0; k <= j; k++) sum += (lower[i * size + k] as number) * (lower[j * size + k] as number)
        covariance[i * size + j] = sum
        covariance[j * size + i] = sum
      }
    }
    const values = symmetricEigenvalues(correlationsOf(covariance, size), size)
    for (let k = 0; k < size; k++) (found[k] as Float64Array)[draw] = values[k] as number
  }
  const sorted = found.map((values) => Float64Array.from(values).sort())
  const reach = 1.96 * Math.sqrt(draws * share * (1 - share))
  const orderStatistic = (rank: number): Float64Array =>
    Float64Array.from(sorted, (values) => values[Math.min(draws - 1, Math.max(0, rank))] as number)
  return {
    percentile: Float64Array.from(sorted, (values) => quantileOfSorted(values, share)),
    percentileLow: orderStatistic(Math.floor(draws * share - reach) - 1),
    percentileHigh: orderStatistic(Math.ceil(draws * share + reach)),
    mean: Float64Array.from(found, (values) => values.reduce((sum, value) => sum + value, 0) / draws),
  }
}

/** How many of the first eigenvalues exceed what chance gives; the first that does not ends the count, as does NaN. */
export function suggestedCount(observed: Float64Array, chance: Float64Array): number {
  const first = observed.findIndex((value, index) => !(value > (chance[index] as number)))
  return first < 0 ? observed.length : first
}
