import type { Options, OptionsOf } from '../core/options'

export const options = {
  dimensions: { kind: 'columns', of: 'dimension', default: 'all', min: 1 },
  by: { kind: 'columns', of: 'group', default: 'first', min: 1, max: 2 },
  /** One factor model of all dimensions, or a one-factor model for each. */
  model: { kind: 'choice', choices: ['joint', 'separate'], default: 'joint' },
  method: { kind: 'choice', choices: ['automatic', 'cfa', 'ordinal'], default: 'automatic' },
  missing: { kind: 'choice', choices: ['listwise', 'fiml'], default: 'listwise' },
  min_group_size: { kind: 'number', default: 100, min: 20, max: 100_000, integer: true, unit: 'core:unit.respondents' },
  adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
} as const satisfies Options

export type InvarianceOptions = OptionsOf<typeof options>
