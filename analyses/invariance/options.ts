import type { Adjustment } from '../numeric/comparison/multiplicity'

export const scopes = ['joint', 'separate'] as const
export const methods = ['automatic', 'cfa', 'ordinal'] as const

export interface InvarianceOptions {
  readonly dimensions: readonly string[]
  readonly by: readonly string[]
  /** One factor model of all dimensions, or a one-factor model for each. */
  readonly model: (typeof scopes)[number]
  readonly method: (typeof methods)[number]
  readonly missing: 'listwise' | 'fiml'
  readonly min_group_size: number
  readonly adjust: Adjustment
  readonly confidence: number
}
