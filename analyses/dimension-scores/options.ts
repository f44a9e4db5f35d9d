import type { Options, OptionsOf } from '../core/options'

export const options = {
  by: { kind: 'columns', of: 'group', default: [], max: 4 },
  dimensions: { kind: 'columns', of: 'dimension', default: 'all', min: 1 },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  weights: { kind: 'flag', default: false },
} as const satisfies Options

export type DimensionScoresOptions = OptionsOf<typeof options>
