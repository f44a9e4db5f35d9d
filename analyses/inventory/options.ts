import type { Options, OptionsOf } from '../core/options'

export const options = {
  areas: { kind: 'columns', of: 'area', default: 'all', min: 1 },
  by: { kind: 'columns', of: 'attribute', default: 'first', max: 2 },
  adjust: { kind: 'choice', default: 'holm', choices: ['holm', 'bh', 'none'] },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
} as const satisfies Options

export type InventoryOptions = OptionsOf<typeof options>
