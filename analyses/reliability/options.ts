import type { Options, OptionsOf } from '../core/options'

export const options = {
  dimensions: { kind: 'columns', of: 'dimension', default: 'all', min: 1 },
  by: { kind: 'columns', of: 'group', default: [], max: 4 },
  missing: { kind: 'choice', choices: ['listwise', 'pairwise'], default: 'listwise' },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  /** Bootstrap draws for omega; 0 for no interval. */
  draws: { kind: 'number', default: 1000, min: 0, max: 20_000, integer: true },
  ordinal: { kind: 'flag', default: true },
  smooth: { kind: 'flag', default: false },
} as const satisfies Options

export type ReliabilityOptions = OptionsOf<typeof options>
