import type { Options, OptionsOf } from '../core/options'

export const options = {
  dimension: { kind: 'column', of: 'dimension', default: null, favourite: 'relations' },
  by: { kind: 'column', of: 'group', default: 'round', optional: true },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999 },
  /** Bootstrap draws for omega's interval; 0 for none. */
  draws: { kind: 'number', default: 1000, min: 0, max: 10_000, integer: true },
} as const satisfies Options

export type RevalidationOptions = OptionsOf<typeof options>
