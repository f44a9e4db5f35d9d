import type { FitIndices } from '../numeric/factor-model/fit-indices'
import type { InvarianceStep } from '../numeric/factor-model/invariance'
import type { ComparedGroup } from './groups'

export const stepNames = ['configural', 'metric', 'scalar', 'partial'] as const
export type StepName = (typeof stepNames)[number]
export const stepVerdicts = ['baseline', 'within-guides', 'beyond-guides', 'not-tested'] as const
export const parameterKinds = ['loading', 'intercept'] as const
export const itemVerdicts = ['not-shown', 'uniform', 'non-uniform', 'not-tested'] as const
/** Of loadings and intercepts by the factor model, of log odds by ordinal regression. */
export const quantities = ['intercept', 'loading', 'log-odds'] as const

/** A step of invariance of a factor model. */
export interface StepRow {
  readonly step: StepName
  readonly n: number
  readonly groups: number
  /** Null where the step was not taken, or found no solution. */
  readonly fit: FitIndices | null
  readonly comparedWith: StepName | null
  /** From the step that it is compared with. */
  readonly difference: InvarianceStep['difference']
  readonly verdict: (typeof stepVerdicts)[number]
}

/** A difference to the first group, by the position of the other group among those that take part. */
export interface GroupDifference {
  readonly group: number
  readonly estimate: number
  readonly se: number
}

/** The cost of one equality, or nulls where it was not tested. */
export interface ParameterRow {
  readonly item: string
  readonly dimension: string
  readonly parameter: (typeof parameterKinds)[number]
  readonly n: number
  readonly chiSquare: number | null
  readonly df: number | null
  readonly pValue: number | null
  readonly pAdjusted: number | null
  /** The difference to the first group that is largest in size. */
  readonly largest: number | null
  readonly isReleased: boolean
  readonly differences: readonly GroupDifference[]
}

/** A mean difference to the first group that the factor explains, in the items' units. */
export interface ExplainedMean {
  readonly dimension: string
  /** Position among the groups that take part. */
  readonly group: number
  readonly scalar: { readonly estimate: number; readonly se: number } | null
  readonly partial: { readonly estimate: number; readonly se: number } | null
}

export interface FactorSteps {
  /** The one dimension of the model; null for a model of several. */
  readonly dimension: string | null
  readonly steps: readonly StepRow[]
  readonly parameters: readonly ParameterRow[]
  readonly means: readonly ExplainedMean[]
}

/** An item in ordinal regression on its rest score and the group. */
export interface ItemRow {
  readonly dimension: string
  readonly item: string
  readonly n: number | null
  readonly groups: number | null
  readonly uniform: ItemTest | null
  readonly nonUniform: ItemTest | null
  readonly deltaRSquared: number | null
  readonly verdict: (typeof itemVerdicts)[number]
  /** Log odds of a higher answer against the first group. */
  readonly effects: readonly GroupDifference[]
}

export interface ItemTest {
  readonly chiSquare: number | null
  readonly df: number
  readonly pValue: number | null
  readonly pAdjusted: number | null
}

export interface Interval {
  readonly estimate: number | null
  readonly low: number | null
  readonly high: number | null
}

/** A group's difference to the first in a dimension's mean item score: as observed, and what of it the factor explains. */
export interface MeanRow {
  readonly dimension: string
  readonly groupA: readonly string[]
  readonly groupB: readonly string[]
  readonly observed: Interval
  readonly scalar: Interval
  readonly partial: Interval
}

/** A group's difference to the first in how it answers an item. */
export interface DifferenceRow {
  readonly dimension: string
  readonly item: string
  readonly quantity: (typeof quantities)[number]
  readonly groupA: readonly string[]
  readonly groupB: readonly string[]
  readonly estimate: number
  readonly se: number
  readonly low: number
  readonly high: number
}

export interface Invariance {
  readonly columns: readonly string[]
  readonly groups: readonly ComparedGroup[]
  readonly models: readonly FactorSteps[]
  readonly means: readonly MeanRow[]
  readonly items: readonly ItemRow[]
  readonly differences: readonly DifferenceRow[]
}
