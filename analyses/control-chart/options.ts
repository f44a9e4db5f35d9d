import type { Options, OptionsOf } from '../core/options'
import { spreadMethods } from '../series/limits'
import { ruleSets } from '../series/run-rules'

export const options = {
  series: { kind: 'column', of: 'series', default: null },
  chart: { kind: 'choice', choices: ['xmr', 'u', 'u-prime'], default: 'xmr' },
  event: { kind: 'column', of: 'event', default: null, optional: true },
  bucket: { kind: 'choice', choices: ['none', 'hour', 'day', 'week', 'month'], default: 'none' },
  phases: { kind: 'columns', of: 'moment', default: [], max: 20 },
  /** Points that the first phase's limits stand on; 0 for all. */
  freeze: { kind: 'number', default: 0, min: 0, max: 1000, integer: true },
  rules: { kind: 'choice', choices: ruleSets, default: 'making-data-count' },
  run_length: { kind: 'choice', choices: ['7', '8'], default: '7' },
  sigma: { kind: 'choice', choices: spreadMethods, default: 'mr-1.128' },
  min_coverage: { kind: 'number', default: 0.8, min: 0, max: 1, step: 0.05 },
} as const satisfies Options

export type ControlChartOptions = OptionsOf<typeof options>
