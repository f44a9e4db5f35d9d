import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { freeId } from '../core/ids'
import { finite } from '../core/result'
import { itemInWords, quantity } from '../core/words'
import { exploratoryFit } from '../numeric/exploratory-factor/exploratory-fit'
import { communalitiesOf, exploratoryDf, extractFactors } from '../numeric/exploratory-factor/factor-extraction'
import {
  areFactorsDistinct,
  inOrder,
  oblimin,
  varimax,
  type RotatedFactors,
} from '../numeric/exploratory-factor/factor-rotation'
import { noCovariance } from './confirmatory'
import type { StructureOptions } from './options'
import type { FactorCorrelation, FactorSolution, Loading, StructureData } from './result'
import { code, warning } from './words'

/** Factors found in the data, rotated. Where there are none, rows without numbers and a note that says why. */
export function explore(
  data: StructureData,
  suggested: number,
  options: StructureOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): FactorSolution {
  const { items, correlation, n } = data
  const p = items.length
  const factors = factorCount(data, suggested, options)
  const names = factorNames(factors, context.dataset)
  const method = options.method === 'efa-ml' ? 'ml' : 'minres'
  const extraction = extractFactors(correlation, p, factors, method, poll)
  if (!extraction.converged) {
    context.note(warning(`not-extracted.${extraction.reason}`, {}, { table: 'loadings' }))
    return { ...inRows(data, names, null), exploratory: null, communalities: items.map(() => null) }
  }
  const { loadings, atLimit, uniquenesses } = extraction
  for (const index of atLimit)
    context.note(
      warning(
        'heywood',
        { item: itemInWords(items[index]?.id ?? ''), value: quantity(uniquenesses[index] ?? null, 'estimate') },
        { table: 'loadings' },
      ),
    )
  return {
    ...inRows(data, names, rotatedFactors(loadings, p, factors, options, context, poll)),
    exploratory: exploratoryFit(correlation, p, n, loadings, factors),
    communalities: Array.from(communalitiesOf(loadings, p, factors), finite),
  }
}

/**
 * As many as are asked for, or else as many as parallel analysis suggests and the items bear.
 * @throws InputError when more are asked for than the items bear
 */
function factorCount(
  { items, dimensions }: StructureData,
  suggested: number,
  { factors: asked }: StructureOptions,
): number {
  let most = 0
  while (most + 1 < items.length && exploratoryDf(items.length, most + 1) >= 0) most += 1
  if (asked > most) throw new InputError(code('too-many-factors'), { factors: asked, most, items: items.length })
  return Math.max(1, Math.min(most, asked > 0 ? asked : suggested > 0 ? suggested : dimensions.length))
}

/** Names of factors that nobody has named: F1, F2 and so on, none of them that of a dimension. */
function factorNames(count: number, { instrument }: SurveyDataset): readonly string[] {
  const taken = instrument.dimensions.map(({ id }) => id)
  return Array.from({ length: count }, (_, index) => freeId(`F${index + 1}`, taken))
}

/** The factors in the order of the variance that they account for. */
function rotatedFactors(
  loadings: Float64Array,
  p: number,
  factors: number,
  { rotation }: StructureOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): RotatedFactors {
  const rotated =
    factors === 1 || rotation === 'none'
      ? { loadings, correlations: unit(factors), converged: true }
      : rotation === 'varimax'
        ? varimax(loadings, p, factors, poll)
        : oblimin(loadings, p, factors, poll)
  if (!rotated.converged) context.note(warning('not-rotated', {}, { table: 'loadings' }))
  const ordered = inOrder(rotated, p, factors)
  if (!areFactorsDistinct(ordered.correlations, factors))
    context.note(warning('factors-coincide', {}, { table: 'factor_correlations' }))
  return ordered
}

/** Loadings and correlations as rows, without numbers where there is no solution. Loadings are standardised, since correlations were factored. */
function inRows(
  { items }: StructureData,
  names: readonly string[],
  solution: RotatedFactors | null,
): Omit<FactorSolution, 'exploratory' | 'communalities'> {
  const m = names.length
  return {
    factors: m,
    loadings: items.flatMap(({ id }, row) =>
      names.map((factor, column): Loading => {
        const value = finite(solution?.loadings[row * m + column])
        return { item: id, factor, estimate: value, se: null, statistic: null, pValue: null, standardized: value }
      }),
    ),
    correlations: names.flatMap((a, first) =>
      names
        .slice(first + 1)
        .map((b, offset): FactorCorrelation => ({
          a,
          b,
          estimate: finite(solution?.correlations[first * m + first + 1 + offset]),
          covariance: noCovariance,
        })),
    ),
    confirmatory: null,
    modifications: [],
  }
}

function unit(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => (index % (size + 1) === 0 ? 1 : 0))
}
