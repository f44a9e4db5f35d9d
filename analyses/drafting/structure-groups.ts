import { correlationsOf, listwiseCovariances } from '../numeric/correlation/crossproducts'
import { extractFactors } from '../numeric/exploratory-factor/factor-extraction'
import { inOrder, oblimin } from '../numeric/exploratory-factor/factor-rotation'
import { parallelAnalysis, suggestedCount } from '../numeric/exploratory-factor/parallel-analysis'
import { symmetricEigenvalues } from '../numeric/matrices/symmetric-eigen'

const draws = 200
const seed = 20_210_601
/** An item that loads less on every factor belongs to none. */
const leastLoading = 0.3
const fewestItems = 4
/** With fewer people, or fewer for each item, the factors of one sample are not those of the next. */
const fewestPeople = 30
const fewestPeopleOfItem = 3

/** What the answers show of how items hang together. */
export type StructureFinding =
  | {
      readonly kind: 'found'
      /** Factor of each item, from 0; null where it belongs to none. */
      readonly factorOf: readonly (number | null)[]
      /** Of each item the largest loading, with its sign. */
      readonly loadings: readonly number[]
      readonly factors: number
      /** People who answered the two items that the fewest answered both. */
      readonly n: number
    }
  | { readonly kind: 'few-people'; readonly n: number; readonly needed: number }
  | { readonly kind: 'few-items' | 'unsolved' }

/**
 * Items put together as their answers hang together: as many factors as parallel analysis suggests (Horn 1965), extracted by minimum residuals and rotated by oblimin. Each correlation is that of
 * the people who answered both items, since half of the rows of a survey may lack some answer; where such correlations contradict each other, those of the complete rows.
 * @param poll called now and then with the share of the work that is done; what it throws ends the work
 */
export function groupsByStructure(
  answers: readonly Int8Array[],
  poll: (share: number) => void = () => undefined,
): StructureFinding {
  const size = answers.length
  if (size < fewestItems) return { kind: 'few-items' }
  const { n, correlation } = correlationsBetween(answers)
  const needed = Math.max(fewestPeople, fewestPeopleOfItem * size)
  if (n < needed) return { kind: 'few-people', n, needed }
  if (correlation.some(Number.isNaN)) return { kind: 'unsolved' }
  const chance = parallelAnalysis(n, size, draws, 0.95, seed, (share) => poll(share * mostOfWork))
  let factors = Math.max(1, suggestedCount(symmetricEigenvalues(correlation, size), chance.percentile))
  for (; factors >= 1; factors -= 1) {
    const goOn = (): void => poll(mostOfWork)
    const extracted = extractFactors(correlation, size, factors, 'minres', goOn)
    if (!extracted.converged) continue
    const { loadings } = inOrder(oblimin(extracted.loadings, size, factors, goOn), size, factors)
    const largest = answers.map((_, item) => largestLoading(loadings, item, factors))
    return {
      kind: 'found',
      n,
      factors,
      factorOf: largest.map(({ factor, loading }) => (Math.abs(loading) >= leastLoading ? factor : null)),
      loadings: largest.map(({ loading }) => loading),
    }
  }
  return { kind: 'unsolved' }
}

/** The share of the work that parallel analysis is. */
const mostOfWork = 0.8

function correlationsBetween(answers: readonly Int8Array[]): {
  readonly n: number
  readonly correlation: Float64Array
} {
  const size = answers.length
  const pairs = correlationsOfPairs(answers)
  const isConsistent =
    !pairs.correlation.some(Number.isNaN) &&
    (symmetricEigenvalues(pairs.correlation, size).at(-1) ?? 0) > leastEigenvalue
  if (isConsistent) return pairs
  const complete = listwiseCovariances(answers)
  return { n: complete.n, correlation: correlationsOf(complete.covariance, size) }
}

const leastEigenvalue = 1e-6

/** Each over the rows that have both items, with the variances of these rows, as `stats::cor(use = "pairwise.complete.obs")`. */
function correlationsOfPairs(answers: readonly Int8Array[]): {
  readonly n: number
  readonly correlation: Float64Array
} {
  const size = answers.length
  const correlation = new Float64Array(size * size).fill(1)
  let fewest = Number.POSITIVE_INFINITY
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < i; j += 1) {
      const { n, covariance } = listwiseCovariances([answers[i] as Int8Array, answers[j] as Int8Array])
      const value = correlationsOf(covariance, 2)[1] as number
      correlation[i * size + j] = value
      correlation[j * size + i] = value
      fewest = Math.min(fewest, n)
    }
  return { n: fewest, correlation }
}

function largestLoading(
  loadings: Float64Array,
  item: number,
  factors: number,
): { readonly factor: number; readonly loading: number } {
  let factor = 0
  const at = (each: number): number => loadings[item * factors + each] as number
  for (let other = 1; other < factors; other += 1) if (Math.abs(at(other)) > Math.abs(at(factor))) factor = other
  return { factor, loading: at(factor) }
}
