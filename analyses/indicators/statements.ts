import { rows, type Selection } from '../core/contract'
import { quoteText, type IndicatorsDataset } from '../core/datasets'
import type { IndicatorsOptions } from './options'

/** The indicators as the files give them: they are few, and about projects. */
export function selectIndicators(
  { tables }: IndicatorsDataset,
  options: IndicatorsOptions,
): { readonly indicators: Selection } {
  return {
    indicators: rows(
      `SELECT "_source", "_row", indicator, unit, baseline, target, outcome FROM ${tables.indicators} WHERE "_source" IN (${options.sources.map(quoteText).join(', ')}) ORDER BY "_source", "_row"`,
    ),
  }
}
