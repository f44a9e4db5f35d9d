import type { Item } from '../instrument/model'
import type { ExploratoryFit } from '../numeric/exploratory-factor/exploratory-fit'
import type { FitIndices } from '../numeric/factor-model/fit-indices'
import type { FactorSample } from '../numeric/factor-model/samples'
import type { ModificationIndex } from '../numeric/factor-model/score-tests'

/** Null is what the model does not give; exploratory factors have no standard errors. */
export interface Loading {
  readonly item: string
  readonly factor: string
  readonly estimate: number | null
  readonly se: number | null
  readonly statistic: number | null
  readonly pValue: number | null
  readonly standardized: number | null
}

export interface FactorCorrelation {
  readonly a: string
  readonly b: string
  readonly estimate: number | null
  /** Of confirmatory factors, with its standard error and p value. */
  readonly covariance: { readonly estimate: number | null; readonly se: number | null; readonly pValue: number | null }
}

/** A parameter that the model fixes at 0, and what freeing it would bring. */
export interface Modification extends Omit<ModificationIndex, 'entry'> {
  readonly kind: 'cross-loading' | 'residual-covariance'
  readonly item: string
  readonly factor: string | null
  readonly other: string | null
}

/** What confirmatory and exploratory analysis both give. */
export interface FactorSolution {
  readonly factors: number
  readonly loadings: readonly Loading[]
  readonly correlations: readonly FactorCorrelation[]
  /** Fit of the instrument's own model. */
  readonly confirmatory: FitIndices | null
  /** Fit of factors that were found. */
  readonly exploratory: ExploratoryFit | null
  /** Share of each item's variance that the factors account for; null where there is no solution. */
  readonly communalities: readonly (number | null)[]
  readonly modifications: readonly Modification[]
}

/** An eigenvalue of the items' correlations beside those of random answers. */
export interface ComparedEigenvalue {
  readonly value: number
  readonly parallel95: number
  readonly parallelMean: number
  readonly parallelLow: number
  readonly parallelHigh: number
}

/** Whether the correlations are worth factoring. Null where some item follows from others. */
export interface Adequacy {
  readonly kmo: number | null
  readonly sphericity: { readonly chiSquare: number; readonly df: number; readonly pValue: number } | null
  readonly items: readonly {
    readonly item: string
    readonly kmo: number | null
    readonly squaredMultiple: number | null
  }[]
}

/** How much two dimensions' items have in common. */
export interface TraitRatio {
  readonly a: string
  readonly b: string
  readonly ratio: number | null
}

export interface Structure {
  /** People whose answers were used. */
  readonly n: number
  readonly eigenvalues: readonly ComparedEigenvalue[]
  readonly adequacy: Adequacy
  readonly solution: FactorSolution
  readonly htmt: readonly TraitRatio[]
}

/** The items of the chosen dimensions whose answers vary, with the dimension of each and everybody's answers. */
export interface StructureData {
  readonly items: readonly Item[]
  readonly dimensions: readonly string[]
  /** Per item its position in `dimensions`. */
  readonly dimensionOf: readonly number[]
  readonly sample: FactorSample
  readonly n: number
  /** Of all who are counted in n: complete cases, or the saturated estimates of the EM algorithm. Divisor n. */
  readonly covariance: Float64Array
  readonly correlation: Float64Array
}
