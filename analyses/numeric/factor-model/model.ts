import { largest } from '../summary/extremes'
/** Which item loads on which factor. */
export interface Loading {
  readonly item: number
  readonly factor: number
}

/**
 * A confirmatory factor model (Bollen 1989, ISBN 0-471-01171-1, ch. 7; Jöreskog 1969): x = ν + Λ·η + ε, Cov(η) = Φ free, Cov(ε) = Θ diagonal but for the residual covariances named. Items and factors are
 * counted from 0.
 */
export interface FactorModel {
  readonly itemCount: number
  readonly factorCount: number
  /** The loadings that are not fixed at 0. The first of each factor is its marker; several factors for one item are cross-loadings. */
  readonly loadings: readonly Loading[]
  /** Pairs of items whose residuals may covary. */
  readonly residualCovariances?: readonly (readonly [number, number])[]
}

/** One factor on which all items load; `itemCount` ≥ 1. */
export const oneFactorModel = (itemCount: number): FactorModel =>
  simpleStructureModel(Array.from({ length: itemCount }, () => 0))

/** Each item loads on one factor alone. @param factorOfItem per item its factor, 0 … */
export const simpleStructureModel = (factorOfItem: readonly number[]): FactorModel => ({
  itemCount: factorOfItem.length,
  factorCount: Math.max(-1, largest(factorOfItem)) + 1,
  loadings: factorOfItem.map((factor, item) => ({ item, factor })),
})

/** The kinds of parameters, in the order in which they are listed. */
export type ParameterKind = 'loading' | 'residual-covariance' | 'factor-covariance' | 'intercept' | 'factor-mean'

/**
 * An entry in a matrix of one group. `row` and `column` count items or factors: loading (item, factor), residual-covariance (item ≥ item),
 * factor-covariance (factor ≥ factor), intercept (item, 0), factor-mean (factor, 0).
 */
export interface MatrixEntry {
  readonly kind: ParameterKind
  readonly group: number
  readonly row: number
  readonly column: number
}

/** A loading or an intercept that stays free in each group while the others are equal: partial invariance. */
export interface ReleasedParameter {
  readonly kind: 'loading' | 'intercept'
  readonly item: number
  /** Of a loading; every factor of the item when absent. */
  readonly factor?: number
}

/** What fixes the units of the factors, and what is equal over groups. */
export interface ModelRestrictions {
  /** `marker` (default): the first loading of each factor is 1. `variance`: factor variances are 1 (in the first group alone where loadings are equal). */
  readonly identification?: 'marker' | 'variance'
  /** Whether means are modelled; so they are anyway when intercepts are equal or values are missing. */
  readonly meanStructure?: boolean
  /** What is equal in all groups. With equal intercepts the factor means of the groups after the first are free. */
  readonly equal?: 'none' | 'loadings' | 'loadings-and-intercepts'
  readonly released?: readonly ReleasedParameter[]
}

/** An entry with its free parameter (one number may stand at several entries), or −1 and the value that is fixed. */
export interface ParameterEntry extends MatrixEntry {
  readonly free: number
  readonly value: number
}

/** All entries of a model with their parameters; free parameters are numbered from 0. */
export interface ParameterTable {
  readonly entries: readonly ParameterEntry[]
  readonly freeCount: number
  readonly hasMeans: boolean
}

/** Every entry of the model that is not fixed at 0, with what is free, fixed and equal. */
export const parameterTable = (
  model: FactorModel,
  groupCount: number,
  restrictions: ModelRestrictions,
): ParameterTable => {
  const { identification = 'marker', equal = 'none', released = [] } = restrictions
  const hasEqualIntercepts = equal === 'loadings-and-intercepts' && groupCount > 1
  const hasEqualLoadings = equal !== 'none' && groupCount > 1
  const hasMeans = restrictions.meanStructure === true || hasEqualIntercepts
  const entries: ParameterEntry[] = []
  const shared = new Map<string, number>()
  let freeCount = 0
  const add = (entry: MatrixEntry, isShared: boolean, fixedAt?: number): void => {
    if (fixedAt !== undefined) {
      entries.push({ ...entry, free: -1, value: fixedAt })
      return
    }
    const key = `${entry.kind} ${String(entry.row)} ${String(entry.column)}`
    let free = isShared ? shared.get(key) : undefined
    if (free === undefined) {
      free = freeCount
      freeCount += 1
      if (isShared) shared.set(key, free)
    }
    entries.push({ ...entry, free, value: 0 })
  }
  const isReleased = (kind: 'loading' | 'intercept', item: number, factor: number): boolean =>
    released.some(
      (one) =>
        one.kind === kind &&
        one.item === item &&
        (kind === 'intercept' || one.factor === undefined || one.factor === factor),
    )
  const indicatorCounts = Array.from({ length: model.factorCount }, () => 0)
  for (const { factor } of model.loadings) indicatorCounts[factor] = (indicatorCounts[factor] ?? 0) + 1
  for (let group = 0; group < groupCount; group++) {
    const hasMarker = new Set<number>()
    // An item that alone measures a factor is the factor: its residual variance is fixed at 0.
    const onlyIndicators = new Set<number>()
    for (const { item, factor } of model.loadings) {
      const isMarker = identification === 'marker' && !hasMarker.has(factor)
      hasMarker.add(factor)
      if (indicatorCounts[factor] === 1) onlyIndicators.add(item)
      add(
        { kind: 'loading', group, row: item, column: factor },
        hasEqualLoadings && !isReleased('loading', item, factor),
        isMarker ? 1 : undefined,
      )
    }
    for (let item = 0; item < model.itemCount; item++) {
      add(
        { kind: 'residual-covariance', group, row: item, column: item },
        false,
        onlyIndicators.has(item) ? 0 : undefined,
      )
    }
    for (const [a, b] of model.residualCovariances ?? [])
      add({ kind: 'residual-covariance', group, row: Math.max(a, b), column: Math.min(a, b) }, false)
    for (let a = 0; a < model.factorCount; a++) {
      for (let b = 0; b <= a; b++) {
        const isFixed = identification === 'variance' && a === b && (group === 0 || !hasEqualLoadings)
        add({ kind: 'factor-covariance', group, row: a, column: b }, false, isFixed ? 1 : undefined)
      }
    }
    if (!hasMeans) continue
    for (let item = 0; item < model.itemCount; item++)
      add({ kind: 'intercept', group, row: item, column: 0 }, hasEqualIntercepts && !isReleased('intercept', item, 0))
    for (let factor = 0; factor < model.factorCount; factor++) {
      add(
        { kind: 'factor-mean', group, row: factor, column: 0 },
        false,
        hasEqualIntercepts && group > 0 ? undefined : 0,
      )
    }
  }
  return { entries, freeCount, hasMeans }
}

/** The matrices of one group, row by row. */
export interface GroupMatrices {
  /** Λ, items × factors. */
  readonly loadings: Float64Array
  /** Φ, factors × factors. */
  readonly factorCovariance: Float64Array
  /** Θ, items × items. */
  readonly residualCovariance: Float64Array
  /** ν, items. */
  readonly intercepts: Float64Array
  /** α, factors. */
  readonly factorMeans: Float64Array
}

/**
 * The matrices of each group, in the order of the groups, at the values of the free parameters.
 * @param values one a free parameter
 */
export const matricesAt = (
  model: FactorModel,
  groupCount: number,
  table: ParameterTable,
  values: Float64Array,
): readonly GroupMatrices[] => {
  const { itemCount: p, factorCount: m } = model
  const groups = Array.from({ length: groupCount }, () => ({
    loadings: new Float64Array(p * m),
    factorCovariance: new Float64Array(m * m),
    residualCovariance: new Float64Array(p * p),
    intercepts: new Float64Array(p),
    factorMeans: new Float64Array(m),
  }))
  for (const entry of table.entries) {
    const group = groups[entry.group] as (typeof groups)[number]
    const value = entry.free < 0 ? entry.value : (values[entry.free] as number)
    const { row, column } = entry
    if (entry.kind === 'loading') group.loadings[row * m + column] = value
    else if (entry.kind === 'intercept') group.intercepts[row] = value
    else if (entry.kind === 'factor-mean') group.factorMeans[row] = value
    else {
      const [matrix, size] =
        entry.kind === 'factor-covariance' ? [group.factorCovariance, m] : [group.residualCovariance, p]
      matrix[row * size + column] = value
      matrix[column * size + row] = value
    }
  }
  return groups
}

/** What a model implies for a group: Σ = Λ·Φ·Λᵀ + Θ, μ = ν + Λ·α. */
export interface ImpliedMoments {
  readonly covariance: Float64Array
  readonly means: Float64Array
  /** Λ·Φ, items × factors. */
  readonly loadingsByCovariance: Float64Array
}

/** The moments that the matrices of a group imply, matrices row by row. NaN in, NaN out. */
export const impliedMoments = (
  model: FactorModel,
  { loadings, factorCovariance, residualCovariance, intercepts, factorMeans }: GroupMatrices,
): ImpliedMoments => {
  const { itemCount: p, factorCount: m } = model
  const covariance = Float64Array.from(residualCovariance)
  const loadingsByCovariance = new Float64Array(p * m)
  const means = Float64Array.from(intercepts)
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0
      for (let k = 0; k < m; k++) sum += (loadings[i * m + k] as number) * (factorCovariance[k * m + j] as number)
      loadingsByCovariance[i * m + j] = sum
      means[i] = (means[i] as number) + (loadings[i * m + j] as number) * (factorMeans[j] as number)
    }
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < m; k++) sum += (loadingsByCovariance[i * m + k] as number) * (loadings[j * m + k] as number)
      covariance[i * p + j] = (covariance[i * p + j] as number) + sum
      if (j < i) covariance[j * p + i] = covariance[i * p + j] as number
    }
  }
  return { covariance, means, loadingsByCovariance }
}
