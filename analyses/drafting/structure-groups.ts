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

export interface StructureGroups {
  /** Factor of each item, from 0; null where it belongs to none. */
  readonly factorOf: readonly (number | null)[]
  readonly factors: number
  readonly n: number
}

/**
 * Items put together as their answers hang together: as many factors as parallel analysis suggests (Horn 1965), extracted by minimum residuals and rotated by oblimin.
 * @returns null where there are too few items or complete rows, or no solution
 */
export function groupsByStructure(answers: readonly Int8Array[]): StructureGroups | null {
  const size = answers.length
  if (size < fewestItems) return null
  const { n, covariance } = listwiseCovariances(answers)
  if (n < size * 3) return null
  const correlation = correlationsOf(covariance, size)
  if (correlation.some(Number.isNaN)) return null
  const chance = parallelAnalysis(n, size, draws, 0.95, seed)
  let factors = Math.max(1, suggestedCount(symmetricEigenvalues(correlation, size), chance.percentile))
  for (; factors >= 1; factors -= 1) {
    const found = extractFactors(correlation, size, factors, 'minres')
    if (!found.converged) continue
    const { loadings } = inOrder(oblimin(found.loadings, size, factors), size, factors)
    return { n, factors, factorOf: answers.map((_, item) => factorOf(loadings, item, factors)) }
  }
  return null
}

function factorOf(loadings: Float64Array, item: number, factors: number): number | null {
  let best = 0
  for (let factor = 1; factor < factors; factor += 1)
    if (Math.abs(loadings[item * factors + factor] as number) > Math.abs(loadings[item * factors + best] as number))
      best = factor
  return Math.abs(loadings[item * factors + best] as number) >= leastLoading ? best : null
}
