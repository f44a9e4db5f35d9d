import type { Phrase } from '../core/words'

export interface ReliabilityNumbers {
  readonly items: number
  readonly alpha: number | null
  readonly low: number | null
  readonly high: number | null
  readonly omega: number | null
  readonly omegaLow: number | null
  readonly omegaHigh: number | null
  readonly averageCorrelation: number | null
}

export interface ItemRow {
  readonly item: string
  readonly mean: number | null
  readonly sd: number | null
  readonly itemRest: number | null
  readonly loading: number | null
  /** The other dimension with which it correlates most. */
  readonly closest: { readonly dimension: string; readonly r: number } | null
  readonly concerns: readonly ('weak-rest' | 'weak-loading' | 'elsewhere')[]
}

/**
 * An item and a dimension: its correlation with the sum of the items there (its own left out), and of another dimension what a cross-loading would bring in the model of all
 * dimensions.
 */
export interface ElsewhereRow {
  readonly item: string
  readonly dimension: string
  readonly r: number | null
  readonly index: number | null
  readonly pValue: number | null
  readonly change: number | null
  readonly standardizedChange: number | null
}

export interface DimensionFit {
  readonly chiSquare: number | null
  readonly df: number | null
  readonly pValue: number | null
  readonly cfi: number | null
  readonly tli: number | null
  readonly rmsea: number | null
  readonly rmseaLow: number | null
  readonly rmseaHigh: number | null
  readonly srmr: number | null
}

/** The dimension without an item. */
export interface WithoutRow {
  readonly item: string
  readonly alpha: number | null
  readonly omega: number | null
  readonly fit: DimensionFit | null
}

export interface StepRow {
  readonly step: 'configural' | 'metric' | 'scalar'
  readonly n: number
  readonly groups: number
  readonly chiSquare: number | null
  readonly df: number | null
  readonly cfi: number | null
  readonly rmsea: number | null
  readonly deltaChiSquare: number | null
  readonly deltaDf: number | null
  readonly pValue: number | null
  readonly deltaCfi: number | null
  readonly deltaRmsea: number | null
  readonly verdict: 'baseline' | 'within-guides' | 'beyond-guides' | 'not-tested'
}

export interface Revalidation {
  readonly dimension: string
  readonly columns: readonly string[]
  readonly n: number
  readonly reliability: ReliabilityNumbers
  readonly items: readonly ItemRow[]
  readonly fit: DimensionFit | null
  /** People behind `elsewhere`: those who answered all items of all dimensions. */
  readonly nElsewhere: number
  readonly elsewhere: readonly ElsewhereRow[]
  readonly without: readonly WithoutRow[]
  readonly groups: readonly GroupRow[]
  readonly steps: readonly StepRow[]
  readonly conclusion: readonly Reason[]
}

export interface GroupRow {
  readonly key: readonly string[]
  /** People with complete answers to the dimension. */
  readonly n: number
  readonly state: 'included' | 'too-few' | 'withheld'
}

export type Aspect =
  | 'overall'
  | 'reliability'
  | 'item-rest'
  | 'one-factor'
  | 'loadings'
  | 'elsewhere'
  | 'distinct'
  | 'without'
  | 'invariance'

export type ReasonVerdict = 'supports' | 'questions' | 'undecided' | 'unknown'

export type OverallVerdict = 'holds' | 'holds-in-part' | 'does-not-hold' | 'too-little'

export interface Reason {
  readonly aspect: Aspect
  readonly verdict: ReasonVerdict | OverallVerdict
  readonly reason: Phrase
  readonly value: number | null
  readonly guide: number | null
}
