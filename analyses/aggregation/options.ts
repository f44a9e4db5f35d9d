import type { Options, OptionsOf } from '../core/options'

export const options = {
  outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
  by: { kind: 'columns', of: 'group', default: 'first', min: 1, max: 4 },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  min_icc1: { kind: 'number', default: 0.05, min: 0, max: 1, step: 0.01 },
  min_icc2: { kind: 'number', default: 0.7, min: 0, max: 1, step: 0.05 },
  min_rwgj: { kind: 'number', default: 0.7, min: 0, max: 1, step: 0.05 },
  min_groups: { kind: 'number', default: 8, min: 2, max: 1000, integer: true },
  draws: { kind: 'number', default: 2000, min: 200, max: 100_000, integer: true },
} as const satisfies Options

export type AggregationOptions = OptionsOf<typeof options>
