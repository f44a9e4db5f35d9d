import { target, unit, writtenAs } from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'

/**
 * - `exceeded`, `reached`, `not-reached`: the outcome beyond, on or short of the target, seen from the baseline
 * - `moved-away`: on the other side of the baseline
 * - `undecided`: the target is the baseline and the outcome another, so that nothing says which way is better
 */
const statuses = ['exceeded', 'reached', 'not-reached', 'moved-away', 'undecided', 'no-outcome', 'no-target'] as const

export type IndicatorStatus = (typeof statuses)[number]

/** Nothing in the table is about persons, so nothing is withheld. */
export const tables = {
  indicators: {
    protection: { kind: 'open' },
    columns: [
      { id: 'source', kind: 'text', isKey: true, secondary: true },
      { id: 'indicator', kind: 'text', isKey: true },
      unit,
      { id: 'baseline', kind: 'number', as: 'df' },
      ...writtenAs('df', target),
      { id: 'outcome', kind: 'number', as: 'df' },
      { id: 'attainment', kind: 'number', as: 'percent' },
      { id: 'status', kind: 'verdict', codes: statuses },
      { id: 'baseline_assumed', kind: 'verdict', codes: ['yes', 'no'], secondary: true },
    ],
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type IndicatorRow = RowOf<typeof tables.indicators>
