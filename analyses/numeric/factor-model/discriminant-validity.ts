import { exp, log } from '../elementary/elementary-functions'
import type { FactorGroup } from './factor-model'

/** Correlations from a covariance matrix, row by row. */
const correlationOf = (covariance: Float64Array, size: number): Float64Array =>
  covariance.map((value, index) => {
    const row = Math.floor(index / size)
    const column = index % size
    return row === column
      ? 1
      : value / Math.sqrt((covariance[row * size + row] as number) * (covariance[column * size + column] as number))
  })

/**
 * Heterotrait–monotrait ratios of absolute correlations, as `semTools::htmt`: the mean correlation between the items of two dimensions over the square root
 * of the product of the means within each. NaN for a dimension of one item, and where nothing within one correlates.
 *
 * @param covariance   items × items, row by row
 * @param dimensionOf  per item its dimension, 0 … count − 1
 * @param average      `geometric`: HTMT2 (Roemer, Schuberth & Henseler 2021, doi 10.1108/IMDS-02-2021-0082), semTools' default; `arithmetic`: HTMT (Henseler, Ringle & Sarstedt
 *                     2015, doi 10.1007/s11747-014-0403-8)
 * @returns count × count, row by row, 1 on the diagonal
 */
export const heterotraitMonotraitRatios = (
  covariance: Float64Array,
  dimensionOf: readonly number[],
  count: number,
  average: 'geometric' | 'arithmetic' = 'geometric',
): Float64Array => {
  const p = dimensionOf.length
  const correlation = correlationOf(covariance, p)
  const sums = new Float64Array(count * count)
  const pairs = new Float64Array(count * count)
  for (let a = 0; a < p; a++) {
    for (let b = 0; b < a; b++) {
      const one = dimensionOf[a] as number
      const other = dimensionOf[b] as number
      const index = Math.max(one, other) * count + Math.min(one, other)
      const strength = Math.abs(correlation[a * p + b] as number)
      sums[index] = (sums[index] as number) + (average === 'geometric' ? log(strength) : strength)
      pairs[index] = (pairs[index] as number) + 1
    }
  }
  const mean = (a: number, b: number): number => {
    const value = (sums[a * count + b] as number) / (pairs[a * count + b] as number)
    return average === 'geometric' ? exp(value) : value
  }
  const ratios = new Float64Array(count * count)
  for (let a = 0; a < count; a++) {
    ratios[a * count + a] = 1
    for (let b = 0; b < a; b++) {
      const ratio = mean(a, b) / Math.sqrt(mean(a, a) * mean(b, b))
      ratios[a * count + b] = Number.isFinite(ratio) ? ratio : Number.NaN
      ratios[b * count + a] = ratios[a * count + b] as number
    }
  }
  return ratios
}

/** Sample correlations minus those that the model implies, items × items, row by row: `lavaan::resid(fit, type = "cor")`. */
export const residualCorrelations = (
  { sampleCovariance, impliedCovariance }: FactorGroup,
  itemCount: number,
): Float64Array => {
  const sample = correlationOf(sampleCovariance, itemCount)
  const implied = correlationOf(impliedCovariance, itemCount)
  return sample.map((value, index) => value - (implied[index] as number))
}
