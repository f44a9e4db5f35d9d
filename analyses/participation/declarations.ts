import { interval, reason } from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { rateBases } from '../survey/response-rates'

export const tables = {
  participation: {
    columns: [
      { id: 'headcount', kind: 'count' },
      { id: 'responded', kind: 'count' },
      { id: 'usable', kind: 'count' },
      { id: 'response_rate', kind: 'number', as: 'percent' },
      ...interval('percent'),
      { id: 'margin_of_error', kind: 'number', as: 'estimate' },
      { id: 'straight_lining', kind: 'number', as: 'percent' },
      { id: 'comparable', kind: 'verdict', codes: ['yes', 'no'] },
      reason,
      { id: 'judged', kind: 'count', secondary: true },
      {
        id: 'response_rate_basis',
        kind: 'text',
        refersTo: 'codes:response_rate_basis',
        codes: rateBases,
        secondary: true,
      },
    ],
    protection: {
      kind: 'counts',
      counts: ['responded', 'usable'],
      keeps: ['headcount', 'comparable'],
      family: ['round'],
      detail: { spread: ['margin_of_error'] },
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type GroupRow = RowOf<typeof tables.participation>
