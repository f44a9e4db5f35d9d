export interface RevalidationOptions {
  readonly dimension: string | null
  readonly by: string | null
  readonly confidence: number
  /** Bootstrap draws for omega's interval; 0 for none. */
  readonly draws: number
}
