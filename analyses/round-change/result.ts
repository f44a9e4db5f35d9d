import type { Phrase } from '../core/words'
import type { Verdict } from '../survey/change-verdict'
import type { ResponseRate } from '../survey/response-rates'
import type { ChangeNumbers } from './change-test'
import type { Comparison } from './options'
import type { RoundRow, TrendRow } from './rounds'
import type { Mover } from './top-movers'

export interface Side {
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  /** Interval of the mean. */
  readonly low: number | null
  readonly high: number | null
  readonly halfWidth: number | null
  readonly response: ResponseRate
}

export interface ChangeResult extends ChangeNumbers {
  readonly key: readonly string[]
  readonly outcome: string
  readonly first: Side
  readonly second: Side
  readonly pAdjusted: number | null
  /** p of a change by the smallest effect or more, adjusted in the same family. */
  readonly equivalencePAdjusted: number | null
  readonly verdict: Verdict
  readonly reason: Phrase
}

/** An item of a group among those that moved. */
export interface MoverResult extends Mover {
  readonly key: readonly string[]
  readonly item: string
  readonly rank: number
}

/** An outcome of a group over all rounds. */
export interface RoundSeries {
  readonly key: readonly string[]
  readonly outcome: string
  readonly rounds: readonly RoundRow[]
  readonly trend: TrendRow & { readonly pAdjusted: number | null }
}

export interface RoundChange {
  readonly columns: readonly string[]
  readonly from: string
  readonly to: string
  readonly comparison: Comparison
  readonly changes: readonly ChangeResult[]
  readonly movers: readonly MoverResult[]
  readonly series: readonly RoundSeries[]
}
