import type { Phrase } from '../core/words'
import type { Measure } from '../instrument/model'
import type { Verdict } from '../survey/change-verdict'
import type { Movement } from './change'
import type { Evidence } from './declarations'
import type { Importance } from './importance'

export interface Priority {
  readonly key: readonly string[]
  readonly outcome: string
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly low: number | null
  readonly high: number | null
  readonly target: number
  /** Target less mean, with its interval. */
  readonly gap: number | null
  readonly gapLow: number | null
  readonly gapHigh: number | null
  readonly importance: Importance | null
  readonly priority: number | null
  readonly priorityLow: number | null
  readonly priorityHigh: number | null
  /** 1 for the highest priority in the group. */
  readonly rank: number | null
  readonly evidence: Evidence
  /** Measures that the instrument suggests for the outcome, whose threshold the mean is below. */
  readonly measures: readonly Measure[]
  readonly movement:
    | (Omit<Movement, 'hindrances' | 'reservations' | 'equivalenceP'> & {
        readonly pAdjusted: number | null
        readonly verdict: Verdict
        readonly reason: Phrase
      })
    | null
}

export interface Priorities {
  readonly columns: readonly string[]
  readonly rows: readonly Priority[]
}
