import type { Options, OptionsOf } from '../core/options'
import { usualGapFactor } from '../series/readings'

export const options = {
  series: { kind: 'columns', of: 'series', default: 'all', min: 1 },
  /** Usual intervals without a reading that a gap is longer than. */
  gap_factor: { kind: 'number', default: usualGapFactor, min: 1, max: 1000, open: 'min', step: 0.5 },
} as const satisfies Options

export type SeriesOverviewOptions = OptionsOf<typeof options>
