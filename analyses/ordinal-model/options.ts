import type { Options, OptionsOf } from '../core/options'

export const options = {
  outcomes: { kind: 'columns', of: 'item', default: 'first', min: 1, max: 40 },
  by: { kind: 'columns', of: 'group', default: 'first', max: 4 },
  dimensions: { kind: 'columns', of: 'dimension', default: [], max: 12 },
  link: { kind: 'choice', choices: ['logit', 'probit'], default: 'logit' },
  interval: { kind: 'choice', choices: ['profile', 'wald'], default: 'profile' },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
} as const satisfies Options

export type OrdinalModelOptions = OptionsOf<typeof options>
