import type { Options, OptionsOf } from '../core/options'

export const methods = ['cfa', 'efa-minres', 'efa-ml'] as const

export const options = {
  dimensions: { kind: 'columns', of: 'dimension', default: 'all', min: 1 },
  method: { kind: 'choice', choices: methods, default: 'cfa' },
  rotation: { kind: 'choice', choices: ['oblimin', 'varimax', 'none'], default: 'oblimin' },
  /** 0: as many as parallel analysis suggests. */
  factors: { kind: 'number', default: 0, min: 0, max: 20, integer: true },
  missing: { kind: 'choice', choices: ['listwise', 'fiml'], default: 'listwise' },
  draws: { kind: 'number', default: 1000, min: 100, max: 10_000, integer: true },
} as const satisfies Options

export type StructureOptions = OptionsOf<typeof options>
