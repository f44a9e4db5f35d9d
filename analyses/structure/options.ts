export type StructureMethod = 'cfa' | 'efa-minres' | 'efa-ml'

export interface StructureOptions {
  readonly dimensions: readonly string[]
  readonly method: StructureMethod
  readonly rotation: 'oblimin' | 'varimax' | 'none'
  /** 0: as many as parallel analysis suggests. */
  readonly factors: number
  readonly missing: 'listwise' | 'fiml'
  readonly draws: number
}
