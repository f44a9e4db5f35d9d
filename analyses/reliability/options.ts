export interface ReliabilityOptions {
  readonly dimensions: readonly string[]
  readonly by: readonly string[]
  readonly missing: 'listwise' | 'pairwise'
  readonly confidence: number
  /** Bootstrap draws for omega; 0 for no interval. */
  readonly draws: number
  readonly ordinal: boolean
  readonly smooth: boolean
}
