import type { Options, OptionsOf } from '../core/options'
import { gateOptions } from '../survey/gate'

export const options = {
  by: { kind: 'columns', of: 'group', default: [], max: 4 },
  ...gateOptions,
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
} as const satisfies Options

export type ParticipationOptions = OptionsOf<typeof options>
