import type { Options, OptionsOf } from '../core/options'

export const options = {
  by: { kind: 'columns', of: 'group', default: [], max: 4 },
  items: { kind: 'columns', of: 'item', default: 'all', min: 1 },
  chart: { kind: 'choice', choices: ['both', 'diverging', 'stacked'], default: 'both' },
  neutral: { kind: 'choice', choices: ['middle', 'side'], default: 'middle' },
  weights: { kind: 'flag', default: false },
} as const satisfies Options

export type ItemStatisticsOptions = OptionsOf<typeof options>
