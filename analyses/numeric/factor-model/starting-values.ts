import type { FactorModel, ParameterTable } from './model'
import type { GroupData } from './samples'

/**
 * Where the search begins, from the covariance pooled over groups: within each factor the first principal axis of its items' correlations, factor
 * correlations from the averages of cross-correlations, residuals as what is left (at least a fifth of the variance), intercepts at the means. The estimates do not depend on
 * it, only how fast they are found; the rules are our own.
 * @returns one value a free parameter
 */
export const startingValues = (
  model: FactorModel,
  groups: readonly GroupData[],
  table: ParameterTable,
): Float64Array => {
  const { itemCount: p, factorCount: m } = model
  const total = groups.reduce((sum, { count }) => sum + count, 0)
  const pooled = new Float64Array(p * p)
  const pooledMeans = new Float64Array(p)
  for (const { count, covariance, means } of groups) {
    for (let index = 0; index < p * p; index++)
      pooled[index] = (pooled[index] as number) + (count / total) * (covariance[index] as number)
    for (let index = 0; index < p; index++)
      pooledMeans[index] = (pooledMeans[index] as number) + (count / total) * (means[index] as number)
  }
  const sd = Float64Array.from({ length: p }, (_, i) => Math.sqrt(pooled[i * p + i] as number))
  const correlation = (a: number, b: number): number =>
    (pooled[a * p + b] as number) / ((sd[a] as number) * (sd[b] as number))

  // Correlations of items with their factor; a cross-loading starts at 0.
  const home = new Int32Array(p).fill(-1)
  for (const { item, factor } of model.loadings) if (home[item] === -1) home[item] = factor
  const structure = new Float64Array(p)
  for (let factor = 0; factor < m; factor++) {
    const items = Array.from({ length: p }, (_, item) => item).filter((item) => home[item] === factor)
    const axis = principalAxis(items, correlation)
    items.forEach((item, position) => {
      structure[item] = axis[position] as number
    })
  }
  const markers = new Map<number, number>()
  for (const { item, factor } of model.loadings) if (!markers.has(factor)) markers.set(factor, item)
  const isMarker = table.entries.some((entry) => entry.kind === 'loading' && entry.free < 0 && entry.value === 1)
  // A factor's unit: one standard deviation of it, or of its marker's common part.
  const unit = Float64Array.from({ length: m }, (_, factor) => {
    if (!isMarker) return 1
    const marker = markers.get(factor)
    if (marker === undefined) return 1
    const loading = (structure[marker] as number) * (sd[marker] as number)
    return Math.abs(loading) > 0.1 * (sd[marker] as number)
      ? loading
      : 0.1 * (sd[marker] as number) * (loading < 0 ? -1 : 1)
  })
  const factorCorrelation = (a: number, b: number): number => {
    let cross = 0
    let left = 0
    let right = 0
    for (let i = 0; i < p; i++) {
      if (home[i] === b) right += (structure[i] as number) * (structure[i] as number)
      if (home[i] !== a) continue
      left += (structure[i] as number) * (structure[i] as number)
      for (let j = 0; j < p; j++)
        if (home[j] === b) cross += (structure[i] as number) * (structure[j] as number) * correlation(i, j)
    }
    const value = left > 0 && right > 0 ? cross / (left * right) : 0
    return Math.max(-0.7, Math.min(0.7, value)) * 0.8
  }
  const values = new Float64Array(table.freeCount)
  for (const { kind, group, row, column, free } of table.entries) {
    if (free < 0) continue
    if (kind === 'loading')
      values[free] =
        home[row] === column ? ((structure[row] as number) * (sd[row] as number)) / (unit[column] as number) : 0
    else if (kind === 'residual-covariance')
      values[free] =
        row === column
          ? (pooled[row * p + row] as number) *
            Math.max(0.2, 1 - (structure[row] as number) * (structure[row] as number))
          : 0
    else if (kind === 'factor-covariance')
      values[free] =
        (unit[row] as number) * (unit[column] as number) * (row === column ? 1 : factorCorrelation(row, column))
    else if (kind === 'intercept')
      values[free] = table.entries.some((other) => other.free === free && other.group !== group)
        ? (pooledMeans[row] as number)
        : ((groups[group] as GroupData).means[row] as number)
  }
  return values
}

/** First principal axis of a correlation matrix with the largest correlations in place of its diagonal, by the power method; its sum is positive. */
const principalAxis = (items: readonly number[], correlation: (a: number, b: number) => number): Float64Array => {
  const k = items.length
  if (k === 1) return Float64Array.of(1)
  const matrix = new Float64Array(k * k)
  for (let a = 0; a < k; a++) {
    let largest = 0
    for (let b = 0; b < k; b++) {
      if (a === b) continue
      matrix[a * k + b] = correlation(items[a] as number, items[b] as number)
      largest = Math.max(largest, Math.abs(matrix[a * k + b] as number))
    }
    matrix[a * k + a] = largest
  }
  let axis = new Float64Array(k).fill(1)
  // Items that are keyed the other way begin on the other side.
  for (let a = 1; a < k; a++) axis[a] = (matrix[a] as number) < 0 ? -1 : 1
  let eigenvalue = 0
  for (let turn = 0; turn < 30; turn++) {
    const next = new Float64Array(k)
    let squares = 0
    for (let a = 0; a < k; a++) {
      let sum = 0
      for (let b = 0; b < k; b++) sum += (matrix[a * k + b] as number) * (axis[b] as number)
      next[a] = sum
      squares += sum * sum
    }
    eigenvalue = Math.sqrt(squares)
    if (!(eigenvalue > 0)) return new Float64Array(k).fill(0.3)
    axis = next.map((value) => value / eigenvalue)
  }
  const sign = axis.reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1
  return axis.map((value) => Math.max(-0.9, Math.min(0.9, sign * value * Math.sqrt(eigenvalue))))
}
