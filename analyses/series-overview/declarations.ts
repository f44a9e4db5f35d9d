import { coverage, mean, n, sd, secondary, time, value } from '../core/columns'
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
      { id: 'min', kind: 'number', as: 'mean' },
      { id: 'max', kind: 'number', as: 'mean' },
      ...secondary({ id: 'time_weighted_mean', kind: 'number', as: 'mean' }, { id: 'blank', kind: 'count' }),
      { id: 'unit', kind: 'text' },
      { id: 'time_zone', kind: 'text', secondary: true },
    ],
    protection: { kind: 'open' },
  },
  trace: {
    columns: [series, time, value, { id: 'min', kind: 'number' }, { id: 'max', kind: 'number' }, n],
    protection: { kind: 'open' },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type TraceRow = RowOf<typeof tables.trace>
