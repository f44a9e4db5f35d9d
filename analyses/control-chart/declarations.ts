import { centre, controlLimits, coverage, n, secondary, signal, time, value, when } from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { rules } from '../series/run-rules'

/** Limits that are the same throughout a phase; those of rates follow each point's uptime. */
const throughout = { chart: 'xmr' } as const

export const tables = {
  points: {
    columns: [
      time,
      value,
      { id: 'denominator', kind: 'number', unit: 'h' },
      centre,
      ...controlLimits,
      { id: 'sigma', kind: 'number' },
      { id: 'phase', kind: 'count' },
      { ...signal(rules), isSeveral: true },
      { id: 'excluded', kind: 'verdict', codes: ['yes', 'no'] },
      ...secondary(
        { id: 'moving_range', kind: 'number' },
        coverage,
        // Hours of the gap that parts the point from the one before; empty between neighbours.
        { id: 'gap_before', kind: 'number', unit: 'h' },
      ),
    ],
    protection: { kind: 'open' },
  },
  phases: {
    columns: [
      { id: 'phase', kind: 'count' },
      n,
      centre,
      { id: 'sigma', kind: 'number' },
      { id: 'sigma_z', kind: 'number' },
      { id: 'from', kind: 'text', refersTo: 'time', isKey: true },
      { id: 'to', kind: 'text', refersTo: 'time', isKey: true },
      { id: 'reason', kind: 'text' },
      ...when(throughout, ...controlLimits, { id: 'mean_moving_range', kind: 'number' }),
      ...secondary(
        { id: 'baseline_points', kind: 'count' },
        { id: 'longest_run', kind: 'count' },
        { id: 'longest_run_limit', kind: 'count' },
        { id: 'crossings', kind: 'count' },
        { id: 'crossings_limit', kind: 'count' },
      ),
    ],
    protection: { kind: 'open' },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type PointRow = RowOf<typeof tables.points>
export type PhaseRow = RowOf<typeof tables.phases>
