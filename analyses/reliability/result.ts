import type { ScaleReliability } from '../numeric/reliability/reliability-scale'

/** A dimension in a group. */
export interface ScaleInGroup extends ScaleReliability {
  readonly key: readonly string[]
  readonly dimension: string
  /** The scored items, in the order of the instrument and of `items`. */
  readonly itemIds: readonly string[]
  /** True when scores are sums, so that the standard error of measurement is one of the sum. */
  readonly isSum: boolean
}

export interface Reliability {
  readonly columns: readonly string[]
  /** By group, then by dimension. */
  readonly scales: readonly ScaleInGroup[]
}
