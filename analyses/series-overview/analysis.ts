import { defineAnalysis } from '../core/contract'
import { computeSeriesOverview } from './compute'
import { tables } from './declarations'
import { seriesOverviewFigures } from './figures'
import { options } from './options'
import { saySeriesOverview } from './prose'
import { selectSeriesOverview } from './statements'
import { tabulateSeriesOverview } from './tables'

export default defineAnalysis({
  id: 'series-overview',
  version: 2,
  menu: { group: 'series', order: 1 },
  references: [],
  options,
  // Results differ where a reading was left out for its value; the options are the same.
  migrations: { 1: (saved) => saved },
  needs: { data: 'series' },
  tables,
  figures: ['series'],
  select: selectSeriesOverview,
  compute: computeSeriesOverview,
  tabulate: tabulateSeriesOverview,
  depict: seriesOverviewFigures,
  say: saySeriesOverview,
})
