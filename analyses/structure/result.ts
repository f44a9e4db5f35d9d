import type { Item } from '../instrument/model'
import type { FactorSample } from '../numeric/factor-model/samples'
import type { StructureMethod } from './options'

export interface LoadingRow {
  readonly item: string
  readonly factor: string
  readonly estimate: number | null
  readonly se: number | null
  readonly statistic: number | null
  readonly pValue: number | null
  readonly standardized: number | null
}

export interface CorrelationRow {
  readonly a: string
  readonly b: string
  readonly estimate: number | null
  readonly covariance: number | null
  readonly se: number | null
  readonly pValue: number | null
}

export interface FitRow {
  readonly factors: number
  readonly chiSquare: number | null
  readonly df: number | null
  readonly pValue: number | null
  readonly cfi: number | null
  readonly tli: number | null
  readonly rmsea: number | null
  readonly rmseaLow: number | null
  readonly rmseaHigh: number | null
  readonly srmr: number | null
  /** Of exploratory factors alone. */
  readonly rmsr: number | null
  readonly aic: number | null
  readonly bic: number | null
  readonly logLikelihood: number | null
  readonly freeParameters: number | null
  readonly baselineChiSquare: number | null
  readonly baselineDf: number | null
}

/** A parameter that the model fixes at 0, and what freeing it would bring. */
export interface ModificationRow {
  readonly kind: 'cross-loading' | 'residual-covariance'
  readonly item: string
  readonly factor: string | null
  readonly other: string | null
  readonly index: number
  readonly pValue: number
  readonly change: number
  readonly standardizedChange: number | null
}

/** What confirmatory and exploratory analysis both give. */
export interface FactorSolution {
  readonly loadings: readonly LoadingRow[]
  readonly correlations: readonly CorrelationRow[]
  readonly fit: FitRow
  /** Share of each item's variance that the factors account for; null where there is no solution. */
  readonly communalities: readonly (number | null)[]
  readonly modifications: readonly ModificationRow[]
}

export interface Structure extends FactorSolution {
  readonly method: StructureMethod
  /** People whose answers were used. */
  readonly n: number
  readonly items: readonly {
    readonly item: string
    readonly kmo: number | null
    readonly squaredMultiple: number | null
  }[]
  readonly eigenvalues: readonly {
    readonly value: number
    readonly parallel95: number
    readonly parallelMean: number
    readonly parallelLow: number
    readonly parallelHigh: number
  }[]
  readonly suggested: number
  readonly kmo: number | null
  readonly sphericity: { readonly chiSquare: number; readonly df: number; readonly pValue: number } | null
  readonly htmt: readonly { readonly a: string; readonly b: string; readonly ratio: number | null }[]
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
