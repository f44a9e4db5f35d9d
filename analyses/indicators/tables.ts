import type { RowsById } from '../core/result'
import type { IndicatorsResult } from './compute'
import type { tables } from './declarations'

/** The indicators in the order that `compute` gave them. */
export function tabulateIndicators({ indicators }: IndicatorsResult): RowsById<typeof tables> {
  return {
    indicators: indicators.map(({ isBaselineAssumed, ...indicator }) => ({
      ...indicator,
      baseline_assumed: isBaselineAssumed ? 'yes' : 'no',
    })),
  }
}
