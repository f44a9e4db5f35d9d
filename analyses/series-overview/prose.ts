import type { TablesById } from '../core/contract'
import { tableRecords, type Prose } from '../core/result'
import type { Label } from '../core/words'
import { numberOf } from '../series/time-chart'
import type { SeriesOverviewOptions } from './compute'

export function saySeriesOverview(tables: TablesById, options: SeriesOverviewOptions): Prose {
  const rows = tables['series'] === undefined ? [] : tableRecords(tables['series']).map(({ cells }) => cells)
  const gapped = rows.filter((cells) => (numberOf(cells, 'gaps') ?? 0) > 0)
  const [worst] = [...gapped].sort((a, b) => (numberOf(b, 'longest_gap') ?? 0) - (numberOf(a, 'longest_gap') ?? 0))
  const finding: Label[] = [
    {
      message: 'series-overview:say.finding',
      values: { n: rows.length, readings: rows.reduce((sum, cells) => sum + (numberOf(cells, 'n') ?? 0), 0) },
    },
  ]
  if (worst !== undefined)
    finding.push({
      message: 'series-overview:say.finding.gaps',
      values: {
        n: gapped.length,
        series: String(worst['series'] ?? ''),
        hours: { value: numberOf(worst, 'longest_gap'), as: 'df' },
      },
    })
  return {
    method: [{ message: 'series-overview:say.method', values: { factor: { value: options.gap_factor, as: 'df' } } }],
    finding,
  }
}
