import { defineSeriesAnalysis } from '../core/contract'
import { usualGapFactor } from '../series/readings'
import { selectLogs } from '../series/logs'
import { computeSeriesOverview } from './compute'
import { drawSeriesOverview } from './figures'
import { saySeriesOverview } from './prose'
import { seriesTable, tabulateSeriesOverview, traceTable } from './tables'

export default defineSeriesAnalysis({
  id: 'series-overview',
  version: 2,
  menu: { group: 'series', order: 1 },
  references: [],
  options: {
    series: { kind: 'columns', of: 'series', default: 'all', min: 1 },
    gap_factor: { kind: 'number', default: usualGapFactor, min: 1, max: 1000, open: 'min', step: 0.5 },
  },
  migrations: { 1: (saved) => saved },
  needs: { data: 'series' },
  tables: { series: seriesTable, trace: traceTable },
  figures: ['series'],
  select: (dataset, options) => selectLogs(dataset, options.series),
  compute: (frames, options, context) => computeSeriesOverview(frames, options, context),
  tabulate: (result) => tabulateSeriesOverview(result),
  draw: (tables, options, context) => drawSeriesOverview(tables, options, context),
  say: (tables, options) => saySeriesOverview(tables, options),
})
