import {
  cliffsDelta,
  cliffsInterval,
  extremes,
  group,
  groups,
  label,
  median,
  n,
  pAdjusted,
  pValue,
  pairOfGroups,
  statistic,
  value,
  writtenAs,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'

const area = { id: 'area', kind: 'text', isKey: true } as const
/** The smallest p that an exact test of samples of these sizes could give, whatever the ratings. */
const smallestP = { id: 'smallest_p', kind: 'probability' } as const
const method = {
  id: 'p_method',
  kind: 'text',
  refersTo: 'codes:method',
  codes: ['exact', 'simulated', 'normal'],
  secondary: true,
} as const

// Nothing in the tables is about persons, so nothing is withheld.
const protection = { kind: 'open' } as const

export const tables = {
  ratings: {
    protection,
    columns: [{ id: 'organisation', kind: 'text', isKey: true }, area, ...writtenAs('df', value), label],
  },
  groups: {
    protection,
    columns: [area, group, n, { id: 'missing', kind: 'count' }, ...writtenAs('df', median, ...extremes)],
  },
  comparison: {
    protection,
    columns: [
      area,
      ...pairOfGroups,
      { id: 'n_a', kind: 'count' },
      { id: 'n_b', kind: 'count' },
      { id: 'median_a', kind: 'number', as: 'df' },
      { id: 'median_b', kind: 'number', as: 'df' },
      cliffsDelta,
      ...cliffsInterval,
      statistic,
      pValue,
      pAdjusted,
      smallestP,
      method,
    ],
  },
  overall: { protection, columns: [area, groups, n, pValue, pAdjusted, smallestP, method] },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type RatingRow = RowOf<typeof tables.ratings>
export type ComparisonRow = RowOf<typeof tables.comparison>
