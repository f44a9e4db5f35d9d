import type { Options, OptionsOf } from '../core/options'

export const options = {
  outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
  random: { kind: 'columns', of: 'nesting', default: 'first', min: 1, max: 6 },
  fixed: { kind: 'columns', of: 'group', default: [], max: 4 },
  covariates: { kind: 'columns', of: 'outcome', default: [], max: 10 },
  /** Persons who answered more than once are a component. */
  person: { kind: 'flag', default: true },
  method: { kind: 'choice', choices: ['reml', 'ml'], default: 'reml' },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
} as const satisfies Options

export type VarianceComponentsOptions = OptionsOf<typeof options>
