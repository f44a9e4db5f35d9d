import type { Options, OptionsOf } from '../core/options'

export const options = {
  sources: { kind: 'columns', of: 'source', default: 'all', min: 1 },
  order: { kind: 'choice', default: 'file', choices: ['file', 'attainment'] },
} as const satisfies Options

export type IndicatorsOptions = OptionsOf<typeof options>
