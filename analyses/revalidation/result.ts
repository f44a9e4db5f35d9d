import type { Phrase } from '../core/words'
import type { InvarianceStep, InvarianceStepName } from '../numeric/factor-model/invariance'
import type { ModificationIndex } from '../numeric/factor-model/score-tests'
import type { FitMeasures } from '../survey/factor-fit'
import type { Aspect, Concern, GroupState, ReasonVerdict, OverallVerdict, StepVerdict } from './declarations'

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

export interface ItemNumbers {
  readonly item: string
  readonly mean: number | null
  readonly sd: number | null
  readonly itemRest: number | null
  readonly loading: number | null
  /** The other dimension with which it correlates most. */
  readonly closest: { readonly dimension: string; readonly r: number } | null
  readonly concerns: readonly Concern[]
}

/** An item and a dimension. */
export interface ItemElsewhere {
  readonly item: string
  readonly dimension: string
  /** With the sum of the items there, its own left out. */
  readonly r: number | null
  /** What a loading there would bring in the model of all dimensions; null for its own dimension. */
  readonly modification: ModificationIndex | null
}

/** The dimension without an item. */
export interface WithoutItem {
  readonly item: string
  readonly alpha: number | null
  readonly omega: number | null
  readonly fit: FitMeasures | null
}

export interface StepResult {
  readonly step: InvarianceStepName
  readonly n: number
  readonly groups: number
  readonly fit: FitMeasures | null
  readonly difference: InvarianceStep['difference']
  readonly verdict: StepVerdict
}

export interface ComparedGroup {
  readonly key: readonly string[]
  /** People with complete answers to the dimension. */
  readonly n: number
  readonly state: GroupState
}

export interface Reason {
  readonly aspect: Aspect
  readonly verdict: ReasonVerdict | OverallVerdict
  readonly reason: Phrase
  /** What is held against the guide. */
  readonly value: number | null
  readonly guide: number | null
}

export interface Revalidation {
  readonly dimension: string
  readonly columns: readonly string[]
  readonly n: number
  readonly reliability: ReliabilityNumbers
  readonly items: readonly ItemNumbers[]
  readonly fit: FitMeasures | null
  /** People behind `elsewhere`: those who answered all items of all dimensions. */
  readonly nElsewhere: number
  readonly elsewhere: readonly ItemElsewhere[]
  readonly without: readonly WithoutItem[]
  readonly groups: readonly ComparedGroup[]
  readonly steps: readonly StepResult[]
  readonly conclusion: readonly Reason[]
}
