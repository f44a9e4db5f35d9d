import { blank, coverage, extremes, mean, n, sd, secondary, time, unit, value, writtenAs } from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'

const series = { id: 'series', kind: 'text', isKey: true } as const

export const tables = {
  series: {
    columns: [
      series,
      n,
      { id: 'first', kind: 'text', refersTo: 'time' },
      { id: 'last', kind: 'text', refersTo: 'time' },
      { id: 'span', kind: 'number', unit: 'd' },
      { id: 'median_interval', kind: 'number', unit: 'min' },
      { id: 'gaps', kind: 'count' },
      { id: 'longest_gap', kind: 'number', unit: 'h' },
      coverage,
      { id: 'duplicates', kind: 'count' },
      { id: 'out_of_range', kind: 'count' },
      mean,
      sd,
      ...writtenAs('mean', ...extremes),
      ...secondary({ id: 'time_weighted_mean', kind: 'number', as: 'mean' }, blank),
      unit,
      { id: 'time_zone', kind: 'text', secondary: true },
    ],
    protection: { kind: 'open' },
  },
  trace: { columns: [series, time, value, ...extremes, n], protection: { kind: 'open' } },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type TraceRow = RowOf<typeof tables.trace>
