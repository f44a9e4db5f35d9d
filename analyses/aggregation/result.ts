import type { Reason, Verdict } from './verdict'

/** A group's score of an outcome; null is what there is not, or cannot be told. */
export interface GroupScore {
  readonly key: readonly string[]
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly shrunkenMean: number | null
  readonly se: number | null
  readonly low: number | null
  readonly high: number | null
  readonly reliability: number | null
  readonly rank: number | null
  readonly rankLow: number | null
  readonly rankHigh: number | null
  readonly rwgj: number | null
}

/** What the groups of an outcome come to. */
export interface OutcomeAggregation {
  readonly outcome: string
  /** Groups and answers that the numbers stand on. */
  readonly groups: number
  readonly n: number
  readonly icc1: number | null
  readonly icc1K0: number | null
  readonly icc2: number | null
  readonly tauSquared: number | null
  readonly sigmaSquared: number | null
  readonly iccReml: number | null
  readonly rwgjMedian: number | null
  readonly rwgjMean: number | null
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
  readonly mean: number | null
  readonly meanGroupSize: number | null
  readonly k0: number | null
  readonly statistic: number | null
  readonly pValue: number | null
  readonly scores: readonly GroupScore[]
}

/** By outcome, in the order asked for. */
export interface Aggregation {
  readonly columns: readonly string[]
  readonly outcomes: readonly OutcomeAggregation[]
}
