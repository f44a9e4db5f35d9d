import { defineSeriesAnalysis } from '../core/contract'
import type { Label } from '../core/words'
import { tableRecords } from '../core/result'
import { selectLogs } from '../series/logs'
import { computeSeriesOverview } from './compute'
import { drawSeriesOverview } from './figures'
import { seriesTable, tabulateSeriesOverview, traceTable } from './tables'

export default defineSeriesAnalysis({
  id: 'series-overview',
  version: 1,
  menu: { group: 'series', order: 1 },
  references: [],
  options: {
    series: { kind: 'columns', of: 'series', default: 'all', min: 1 },
    gap_factor: { kind: 'number', default: 3, min: 1, max: 1000, open: 'min', step: 0.5 },
  },
  needs: { data: 'series' },
  tables: { series: seriesTable, trace: traceTable },
  figures: ['series'],
  messages: [
    'empty',
    'out-of-range',
    'no-range',
    'coverage-unknown',
    'axis.time',
    'axis.value',
    'axis.events',
    'events-per-day',
    'no-unit',
    'legend.mean',
    'legend.range',
    'note.gaps',
    'note.gathered',
    'note.more-series',
    'say.method',
    'say.finding',
    'say.finding.gaps',
  ],
  select: (dataset, options) => selectLogs(dataset, options.series),
  compute: (frames, options, context) => computeSeriesOverview(frames, options, context),
  tabulate: (result) => tabulateSeriesOverview(result),
  draw: (tables, options, context) => drawSeriesOverview(tables, options, context),
  say: (tables, options) => {
    const rows = tables['series'] === undefined ? [] : tableRecords(tables['series'])
    const gapped = rows.filter(({ cells }) => Number(cells['gaps'] ?? 0) > 0)
    const finding: Label[] = [
      {
        message: 'series-overview:say.finding',
        values: { n: rows.length, readings: rows.reduce((sum, { cells }) => sum + Number(cells['n']), 0) },
      },
    ]
    if (gapped.length > 0) {
      const [worst] = [...gapped].sort(
        (a, b) => Number(b.cells['longest_gap'] ?? 0) - Number(a.cells['longest_gap'] ?? 0),
      )
      finding.push({
        message: 'series-overview:say.finding.gaps',
        values: {
          n: gapped.length,
          series: String(worst?.cells['series'] ?? ''),
          hours: { value: Number(worst?.cells['longest_gap'] ?? Number.NaN), as: 'df' },
        },
      })
    }
    return {
      method: [{ message: 'series-overview:say.method', values: { factor: { value: options.gap_factor, as: 'df' } } }],
      finding,
    }
  },
})
