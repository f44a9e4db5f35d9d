import { buildTable, type ResultTable, type TableDeclaration } from '../core/result'
import type { IndicatorsResult } from './compute'

/** Nothing in it is about persons, so nothing is withheld. */
export const indicatorsTable: TableDeclaration = {
  protection: { kind: 'open' },
  columns: [
    { id: 'source', kind: 'text', secondary: true },
    { id: 'indicator', kind: 'text' },
    { id: 'unit', kind: 'text' },
    { id: 'baseline', kind: 'number', as: 'df' },
    { id: 'target', kind: 'number', as: 'df' },
    { id: 'outcome', kind: 'number', as: 'df' },
    { id: 'attainment', kind: 'number', as: 'percent' },
    { id: 'status', kind: 'verdict' },
    { id: 'baseline_assumed', kind: 'verdict', secondary: true },
  ],
}

export function tabulateIndicators({ indicators }: IndicatorsResult): readonly ResultTable[] {
  return [
    buildTable(
      'indicators',
      indicatorsTable,
      [],
      indicators.map(({ isBaselineAssumed, ...indicator }) => ({
        ...indicator,
        baseline_assumed: isBaselineAssumed ? 'yes' : 'no',
      })),
    ),
  ]
}
