import { smallest } from '../numeric/summary/extremes'
import { correlationsOf, pairwiseCovariances } from '../numeric/correlation/crossproducts'

/** With fewer answers a correlation says nothing. */
const fewestRows = 30
const fewestItems = 3
/** A correlation with the rest of the dimension below this is contrary, if it is below what chance gives too. */
const contraryBelow = -0.1

export interface ContraryItem {
  readonly index: number
  /** With the mean of the other items of the dimension, those that run against it turned. */
  readonly correlation: number
  readonly n: number
}

/**
 * Items that run against the others: their correlation with the rest is negative beyond chance. Which way most of the items run is that of the first principal component.
 * @param answers of the items of one dimension
 */
export function contraryItems(answers: readonly Int8Array[]): readonly ContraryItem[] {
  const size = answers.length
  if (size < fewestItems) return []
  const { n, covariance } = pairwiseCovariances(answers)
  const correlation = correlationsOf(covariance, size).map((value) => (Number.isNaN(value) ? 0 : value))
  const signs = directions(correlation, size)
  return [...signs].flatMap((sign, index): readonly ContraryItem[] => {
    if (sign > 0) return []
    const rest = restCorrelation(covariance, size, signs, index)
    const rows = smallest(answers.map((_, other) => n[index * size + other] ?? 0))
    return rows >= fewestRows && rest <= Math.min(contraryBelow, -2 / Math.sqrt(rows))
      ? [{ index, correlation: rest, n: rows }]
      : []
  })
}

/** +1 and −1, as the items load on the first principal component; most are +1. */
function directions(correlation: Float64Array, size: number): Float64Array {
  let vector = new Float64Array(size).fill(1)
  // A start without symmetry, so that no component is missed because the items happen to balance.
  vector.forEach((_, index) => (vector[index] = 1 + index / (10 * size)))
  for (let round = 0; round < 100; round += 1) {
    const next = new Float64Array(size)
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j < size; j += 1)
        next[i] =
          (next[i] as number) + ((correlation[i * size + j] as number) + (i === j ? 1 : 0)) * (vector[j] as number)
    const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0))
    if (length === 0) break
    vector = next.map((value) => value / length)
  }
  const isMostlyNegative = vector.filter((value) => value < 0).length * 2 > size
  return vector.map((value) => (value < 0 === isMostlyNegative ? 1 : -1))
}

/** Correlation of an item with the sum of the others, each turned as it runs; the item itself as it is. */
function restCorrelation(covariance: Float64Array, size: number, signs: Float64Array, item: number): number {
  let shared = 0
  let variance = 0
  for (let i = 0; i < size; i += 1) {
    if (i === item) continue
    shared += (signs[i] as number) * finite(covariance[item * size + i])
    for (let j = 0; j < size; j += 1)
      if (j !== item) variance += (signs[i] as number) * (signs[j] as number) * finite(covariance[i * size + j])
  }
  const own = finite(covariance[item * size + item])
  return own > 0 && variance > 0 ? shared / Math.sqrt(own * variance) : 0
}

const finite = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value)
