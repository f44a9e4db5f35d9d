import { studentT } from '../distributions/student-t'
import { log } from '../elementary/elementary-functions'
import { criterionOf, factorOf, type Criterion, type CriterionParts } from './criterion'
import { hessianByDifferences, minimise, type Slope } from './minimise'
import { profileIntervals, type ProfileInterval } from './profile'
import { varianceUncertainty, type VarianceUncertainty } from './satterthwaite'
import { mixedModelSystem, type MixedModelData, type MixedModelProblem, type MixedModelSystem } from './system'

/**
 * Linear mixed models y = Xβ + Zb + ε, b ~ N(0, σ²ΛΛ′), ε ~ N(0, σ²I), by maximum likelihood or REML, with nested, crossed and partly crossed
 * grouping factors and correlated random slopes, as lme4 and lmerTest fit them (Bates, Mächler, Bolker & Walker 2015, doi 10.18637/jss.v067.i01).
 *
 * The rows are read once into Z′Z (sparse), Z′X and Z′y; after that no step costs more than a sparse Cholesky factorisation of the size of b. The
 * profiled criterion is minimised over the relative factor θ by Newton's method on exact first derivatives, which leaves θ right to about 1e-9.
 *
 * ```ts
 * const model = mixedModel({ response, fixed: [{ id: '(Intercept)', values: ones }, …], random: [{ id: 'organisation', codes, levels }] })
 * if (typeof model === 'string') …          // a MixedModelProblem
 * const fit = model.fit('reml')
 * if (typeof fit === 'string') …
 * fit.fixed[0].estimate; fit.contrast([0, 1, -1]); fit.components; fit.conditionalModes(); fit.profileIntervals(0.95)
 * ```
 */
export interface MixedModel {
  /** Observations. */
  readonly n: number
  /** Ids of the fixed columns in the model, and of those left out because the ones before already say them. */
  readonly fixedIds: readonly string[]
  readonly dropped: readonly string[]
  readonly fit: (method: FitMethod) => MixedModelFit | MixedModelProblem
}

/** Restricted or ordinary maximum likelihood. */
export type FitMethod = 'reml' | 'ml'

/** An estimate with its t test, degrees of freedom by Satterthwaite. NaN df, and p with it, where the criterion's curvature cannot be had. */
export interface FixedEstimate {
  readonly estimate: number
  readonly se: number
  readonly df: number
  readonly statistic: number
  /** Two-sided. */
  readonly pValue: number
}

/** The variance of an intercept or slope over a term's levels. */
export interface VarianceComponent {
  readonly term: string
  /** `(Intercept)` or the slope's id. */
  readonly column: string
  readonly variance: number
  readonly sd: number
}

/** Predicted effects of a term's levels. */
export interface ConditionalModes {
  readonly term: string
  readonly column: string
  /** b̂, one a level: the best linear unbiased predictor. */
  readonly estimates: Float64Array
  /** Standard deviation of b given y, β and θ known: `ranef(condVar = TRUE)`. */
  readonly deviations: Float64Array
}

/** A fitted model. */
export interface MixedModelFit {
  readonly method: FitMethod
  readonly n: number
  /** Deviance, −2·log likelihood; under REML the REML criterion, which depends on how the fixed columns are coded. */
  readonly criterion: number
  readonly logLikelihood: number
  /** With k = fixed columns + parameters of θ + 1. */
  readonly aic: number
  /** With log n, as lme4, under REML too. */
  readonly bic: number
  /** A standard deviation of 0 or a correlation of ±1: the data show no variance there. A result, not a failure. */
  readonly isSingular: boolean
  readonly theta: Float64Array
  readonly sigma: number
  readonly components: readonly VarianceComponent[]
  /** Of the columns of one term with slopes. */
  readonly correlations: readonly {
    readonly term: string
    readonly a: string
    readonly b: string
    readonly correlation: number | null
  }[]
  readonly residualVariance: number
  /** In the order of `fixedIds`. */
  readonly fixed: readonly (FixedEstimate & { readonly id: string })[]
  /** Of the fixed effects, row by row. */
  readonly covariance: Float64Array
  /** A linear combination of the fixed effects. @param weights one a fixed column, in the order of `fixedIds` */
  readonly contrast: (weights: ArrayLike<number>) => FixedEstimate
  readonly conditionalModes: () => readonly ConditionalModes[]
  /**
   * Limits of the standard deviations by profile likelihood (of ML, whatever the fit was by): one a term, the residual's last; null where there is none.
   * For terms that are intercepts alone; null throughout otherwise.
   */
  readonly profileIntervals: (confidence: number) => readonly (ProfileInterval | null)[]
}

export type { MixedModelData, MixedModelProblem, RandomTerm } from './system'
export type { ProfileInterval } from './profile'

const logTwoPi = 1.8378770664093453
/** lme4's: a diagonal element of Λ under this is none. */
const singularTolerance = 1e-4
/** σ this many times smaller than a random effect's deviation is rounding. */
const largestTheta = 1e5

/** A model of the data, or why there is none. Everything that can be said before fitting is checked here. */
export const mixedModel = (data: MixedModelData): MixedModel | MixedModelProblem => {
  const system = mixedModelSystem(data)
  if (typeof system === 'string') return system
  const criterion = criterionOf(system)
  return {
    n: system.n,
    fixedIds: system.fixedIds,
    dropped: system.dropped,
    fit: (method) => fitSystem(system, criterion, method),
  }
}

const fitSystem = (
  system: MixedModelSystem,
  criterion: Criterion,
  method: FitMethod,
): MixedModelFit | MixedModelProblem => {
  const { n, rank, terms, r } = system
  const isReml = method === 'reml'
  const theta = optimum(system, criterion, isReml)
  if (typeof theta === 'string') return theta
  const df = isReml ? n - rank : n
  const parts = criterion.at(theta)
  if (parts === null || !(parts.squares > 0)) return 'no-residual-variation'
  const residualVariance = parts.squares / df
  const sigma = Math.sqrt(residualVariance)
  let value = parts.logDeterminant + df * (1 + logTwoPi + log(residualVariance))
  if (isReml) {
    value += parts.logFixedDeterminant
    for (let c = 0; c < rank; c++) value += 2 * log(Math.abs(r[c * rank + c] as number))
  }
  const parameters = rank + system.parameterCount + 1
  const { components, correlations, isSingular } = componentsOf(terms, theta, residualVariance)
  const estimateOf = estimator(system, criterion, { theta, parts, residualVariance, sigma, isReml })
  const rootCovariance = Array.from({ length: rank }, (_, c) =>
    transposedSolve(
      r,
      Float64Array.from({ length: rank }, (__, k) => (k === c ? 1 : 0)),
      rank,
    ),
  )
  const covariance = new Float64Array(rank * rank)
  for (let c = 0; c < rank; c++)
    for (let d = 0; d < rank; d++)
      covariance[c * rank + d] =
        residualVariance *
        bilinearForm(parts.fixedInverse, rootCovariance[c] as Float64Array, rootCovariance[d] as Float64Array, rank)

  const intervals = (confidence: number): readonly (ProfileInterval | null)[] => {
    const none = [...components, null].map(() => null)
    if (terms.some(({ width }) => width > 1)) return none
    const maximum = isReml ? optimum(system, criterion, false) : theta
    if (typeof maximum === 'string') return none
    const at = criterion.at(maximum)
    return at === null ? none : profileIntervals(system, criterion, maximum, Math.sqrt(at.squares / n), confidence)
  }

  return {
    method,
    n,
    criterion: value,
    logLikelihood: -0.5 * value,
    aic: value + 2 * parameters,
    bic: value + log(n) * parameters,
    isSingular,
    theta,
    sigma,
    components,
    correlations,
    residualVariance,
    fixed: rootCovariance.map((own, c) => ({ id: system.fixedIds[c] ?? '', ...estimateOf(own) })),
    covariance,
    contrast: (weights) => estimateOf(transposedSolve(r, weights, rank)),
    conditionalModes: () => conditionalModesOf(system, criterion, theta, sigma),
    profileIntervals: intervals,
  }
}

/** Variances and correlations of the random effects at θ; singular where a diagonal element of Λ is none. */
const componentsOf = (
  terms: MixedModelSystem['terms'],
  theta: Float64Array,
  residualVariance: number,
): Pick<MixedModelFit, 'components' | 'correlations' | 'isSingular'> => {
  const components: VarianceComponent[] = []
  const correlations: MixedModelFit['correlations'][number][] = []
  let isSingular = false
  for (const term of terms) {
    const factor = factorOf(term, theta)
    const covariance = (a: number, b: number): number => {
      let sum = 0
      for (let k = 0; k < term.width; k++)
        sum += (factor[a * term.width + k] as number) * (factor[b * term.width + k] as number)
      return sum * residualVariance
    }
    term.columns.forEach((column, a) => {
      if (!(Math.abs(factor[a * term.width + a] as number) >= singularTolerance)) isSingular = true
      components.push({ term: term.id, column, variance: covariance(a, a), sd: Math.sqrt(covariance(a, a)) })
      for (let b = 0; b < a; b++) {
        const scale = Math.sqrt(covariance(a, a) * covariance(b, b))
        correlations.push({
          term: term.id,
          a: term.columns[b] ?? '',
          b: column,
          correlation: scale > 0 ? covariance(a, b) / scale : null,
        })
      }
    })
  }
  return { components, correlations, isSingular }
}

/** The fit that estimates are made of. */
interface Optimum {
  readonly theta: Float64Array
  readonly parts: CriterionParts
  readonly residualVariance: number
  readonly sigma: number
  readonly isReml: boolean
}

/** Makes estimates of combinations of the orthonormal columns' coefficients. What all of them share is computed at the first. */
const estimator = (
  system: MixedModelSystem,
  criterion: Criterion,
  { theta, parts, residualVariance, sigma, isReml }: Optimum,
): ((own: Float64Array) => FixedEstimate) => {
  const { rank } = system
  let uncertainty: VarianceUncertainty | null | undefined
  return (own) => {
    uncertainty ??= varianceUncertainty(criterion, theta, sigma, isReml, rank)
    let estimate = 0
    for (let c = 0; c < rank; c++)
      estimate += (own[c] as number) * ((system.projected[c] as number) + (parts.gamma[c] as number))
    const variance = residualVariance * quadraticForm(parts.fixedInverse, own, rank)
    const se = Math.sqrt(variance)
    const statistic = estimate / se
    let degrees = Number.NaN
    if (uncertainty !== null) {
      const gradient = Float64Array.from([
        ...uncertainty.change.map((change) => quadraticForm(change, own, rank)),
        2 * variance,
      ])
      degrees = (2 * variance * variance) / quadraticForm(uncertainty.covariance, gradient, gradient.length)
    }
    return { estimate, se, df: degrees, statistic, pValue: 2 * studentT.upper(Math.abs(statistic), degrees) }
  }
}

const conditionalModesOf = (
  { terms }: MixedModelSystem,
  criterion: Criterion,
  theta: Float64Array,
  sigma: number,
): readonly ConditionalModes[] => {
  const final = criterion.at(theta)
  if (final === null) return []
  return terms.flatMap((term) => {
    const factor = factorOf(term, theta)
    const cells = criterion.inverseCells(term)
    return term.columns.map((column, a) => ({
      term: term.id,
      column,
      estimates: Float64Array.from(
        { length: term.levels },
        (_, level) => final.b[term.offset + level * term.width + a] as number,
      ),
      deviations: Float64Array.from({ length: term.levels }, (_, level) => {
        let sum = 0
        for (let k = 0; k <= a; k++)
          for (let l = 0; l <= a; l++)
            sum +=
              (factor[a * term.width + k] as number) *
              (factor[a * term.width + l] as number) *
              (cells[(level * term.width + k) * term.width + l] as number)
        return sigma * Math.sqrt(Math.max(0, sum))
      }),
    }))
  })
}

/** Values of θ's diagonal that the search for a start looks at, one term after the other. */
const starts = [0.05, 0.2, 0.5, 1, 2, 5, 20]

const optimum = (system: MixedModelSystem, criterion: Criterion, isReml: boolean): Float64Array | MixedModelProblem => {
  const { terms, n, rank } = system
  const df = isReml ? n - rank : n
  const valueOf = (parts: {
    readonly logDeterminant: number
    readonly logFixedDeterminant: number
    readonly squares: number
  }): number => parts.logDeterminant + (isReml ? parts.logFixedDeterminant : 0) + df * log(parts.squares / df)
  const slope = (theta: Float64Array): Slope | null => {
    const parts = criterion.withSlopes(theta)
    if (parts === null || !(parts.squares > 0)) return null
    const { trace, fixedTrace, quadratic } = parts.slopes
    return {
      value: valueOf(parts),
      gradient: trace.map(
        (half, k) =>
          2 * (half + (isReml ? (fixedTrace[k] as number) : 0) - (df * (quadratic[k] as number)) / parts.squares),
      ),
    }
  }
  const diagonal = terms.flatMap((term) => {
    let parameter = term.firstParameter
    return term.columns.map((_, column) => {
      const own = parameter
      parameter += term.width - column
      return own
    })
  })
  let theta = new Float64Array(system.parameterCount)
  for (const parameter of diagonal) theta[parameter] = 1
  let lowest = Number.POSITIVE_INFINITY
  for (const parameter of diagonal) {
    const tries = starts.map((start) => theta.map((value, k) => (k === parameter ? start : value)))
    for (const candidate of tries) {
      const parts = criterion.at(candidate)
      if (parts === null || !(parts.squares > 0)) continue
      const value = valueOf(parts)
      if (value < lowest) {
        lowest = value
        theta = candidate
      }
    }
  }
  if (!Number.isFinite(lowest)) return 'no-residual-variation'

  const isOut = (x: Float64Array): boolean => x.some((value) => Math.abs(value) > largestTheta)
  let found = minimise(slope, theta, 0.1, undefined, isOut)
  for (let attempt = 0; attempt < 3; attempt++) {
    if (found === null || isOut(found.x)) return 'no-residual-variation'
    if (!found.isConverged) return 'no-convergence'
    // By symmetry the slope is zero at θ = 0, which may be a maximum; and a θ that went there slowly may be taken to be there.
    const x = found.x
    const small = terms.filter(
      ({ width, firstParameter }) => width === 1 && Math.abs(x[firstParameter] as number) < 1e-3,
    )
    if (small.length === 0) break
    const zeroed = x.map((value, k) => (small.some(({ firstParameter }) => firstParameter === k) ? 0 : value))
    const at = slope(zeroed)
    if (at === null) break
    const curvature = hessianByDifferences(slope, zeroed, at, 0.1, true)
    const rising = small.filter(({ firstParameter: k }) => (curvature[k * x.length + k] as number) < -1e-6 * n)
    const fromZero = minimise(
      slope,
      rising.length === 0
        ? zeroed
        : zeroed.map((value, k) => (rising.some(({ firstParameter }) => firstParameter === k) ? 0.1 : value)),
      0.1,
    )
    if (fromZero === null || fromZero.value > found.value + 1e-9 * (1 + Math.abs(found.value))) break
    found = fromZero
    if (rising.length === 0) break
  }
  if (found === null) return 'no-convergence'
  return withPositiveDiagonal(found.x, terms)
}

/** ΛΛ′ stays when a column of Λ changes its sign. */
const withPositiveDiagonal = (theta: Float64Array, terms: MixedModelSystem['terms']): Float64Array => {
  const out = Float64Array.from(theta)
  for (const term of terms) {
    let parameter = term.firstParameter
    for (let column = 0; column < term.width; column++) {
      const isNegative = (out[parameter] as number) < 0
      for (let row = column; row < term.width; row++, parameter++)
        if (isNegative) out[parameter] = -(out[parameter] as number)
    }
  }
  // No −0 among the results.
  return out.map((value) => value + 0)
}

/** R′·x = weights. */
const transposedSolve = (r: Float64Array, weights: ArrayLike<number>, size: number): Float64Array => {
  const x = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    let sum = weights[i] as number
    for (let k = 0; k < i; k++) sum -= (r[k * size + i] as number) * (x[k] as number)
    x[i] = sum / (r[i * size + i] as number)
  }
  return x
}

const quadraticForm = (matrix: Float64Array, x: Float64Array, size: number): number => bilinearForm(matrix, x, x, size)

const bilinearForm = (matrix: Float64Array, x: Float64Array, y: Float64Array, size: number): number => {
  let sum = 0
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) sum += (x[i] as number) * (matrix[i * size + j] as number) * (y[j] as number)
  return sum
}
