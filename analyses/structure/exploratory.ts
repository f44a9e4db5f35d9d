import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { finite } from '../core/result'
import { exploratoryFit } from '../numeric/exploratory-factor/exploratory-fit'
import { communalitiesOf, exploratoryDf, extractFactors } from '../numeric/exploratory-factor/factor-extraction'
import {
  areFactorsDistinct,
  inOrder,
  oblimin,
  varimax,
  type RotatedFactors,
} from '../numeric/exploratory-factor/factor-rotation'
import { noFit } from './confirmatory'
import type { StructureOptions } from './options'
import type { FactorSolution, FitRow, StructureData } from './result'

/** Names of factors that nobody has named. */
const factorName = (index: number): string => `F${index + 1}`

/** Factors found in the data, rotated. Where there are none, rows without numbers and a note that says why. */
export function explore(
  data: StructureData,
  suggested: number,
  options: StructureOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): FactorSolution {
  const { items, dimensions, correlation, n } = data
  const p = items.length
  let most = 0
  while (most + 1 < p && exploratoryDf(p, most + 1) >= 0) most += 1
  if (options.factors > most)
    throw new InputError('structure:too-many-factors', { factors: options.factors, most, items: p })
  const factors = Math.max(
    1,
    Math.min(most, options.factors > 0 ? options.factors : suggested > 0 ? suggested : dimensions.length),
  )
  const names = Array.from({ length: factors }, (_, index) => factorName(index))
  const extraction = extractFactors(correlation, p, factors, options.method === 'efa-ml' ? 'ml' : 'minres', poll)
  if (!extraction.converged) {
    context.note({
      code: `structure:not-extracted.${extraction.reason}`,
      level: 'warning',
      about: {},
      concerns: { table: 'loadings' },
    })
    return solutionOf(data, names, null, null)
  }
  for (const index of extraction.atLimit) {
    context.note({
      code: 'structure:heywood',
      level: 'warning',
      about: { item: items[index]?.id ?? '', value: { value: extraction.uniquenesses[index] ?? null, as: 'estimate' } },
      concerns: { table: 'loadings' },
    })
  }
  const { loadings } = extraction
  const isRotated = factors > 1 && options.rotation !== 'none'
  const rotated = isRotated
    ? options.rotation === 'varimax'
      ? varimax(loadings, p, factors, poll)
      : oblimin(loadings, p, factors, poll)
    : { loadings, correlations: unit(factors), converged: true }
  if (!rotated.converged)
    context.note({ code: 'structure:not-rotated', level: 'warning', about: {}, concerns: { table: 'loadings' } })
  const ordered = inOrder(rotated, p, factors)
  if (!areFactorsDistinct(ordered.correlations, factors))
    context.note({
      code: 'structure:factors-coincide',
      level: 'warning',
      about: {},
      concerns: { table: 'factor_correlations' },
    })
  const fit = exploratoryFit(correlation, p, n, loadings, factors)
  return solutionOf(
    data,
    names,
    ordered,
    {
      ...noFit,
      factors,
      chiSquare: finite(fit.chiSquare),
      df: fit.df,
      pValue: finite(fit.pValue),
      cfi: finite(fit.cfi),
      tli: finite(fit.tli),
      rmsea: finite(fit.rmsea),
      rmseaLow: finite(fit.rmseaLow),
      rmseaHigh: finite(fit.rmseaHigh),
      srmr: finite(fit.srmr),
      rmsr: finite(fit.rmsr),
    },
    communalitiesOf(loadings, p, factors),
  )
}

function solutionOf(
  { items }: StructureData,
  names: readonly string[],
  solution: RotatedFactors | null,
  fit: FitRow | null,
  communalities?: Float64Array,
): FactorSolution {
  const m = names.length
  const at = (values: Float64Array | undefined, index: number): number | null => finite(values?.[index] ?? Number.NaN)
  return {
    loadings: items.flatMap(({ id }, row) =>
      names.map((factor, column) => {
        const value = at(solution?.loadings, row * m + column)
        return { item: id, factor, estimate: value, se: null, statistic: null, pValue: null, standardized: value }
      }),
    ),
    correlations: names.flatMap((a, first) =>
      names
        .slice(first + 1)
        .map((b, offset) => ({
          a,
          b,
          estimate: at(solution?.correlations, first * m + first + 1 + offset),
          covariance: null,
          se: null,
          pValue: null,
        })),
    ),
    fit: fit ?? { factors: m, ...noFit },
    communalities: items.map((_, index) => at(communalities, index)),
    modifications: [],
  }
}

function unit(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => (index % (size + 1) === 0 ? 1 : 0))
}
