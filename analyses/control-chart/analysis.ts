import { defineSeriesAnalysis } from '../core/contract'
import { spreadMethods } from '../series/limits'
import { selectLogs } from '../series/logs'
import { ruleSets } from '../series/run-rules'
import { charts, computeControlChart } from './compute'
import { drawControlChart } from './figures'
import { sayControlChart } from './prose'
import { pointsTable, phasesTable, tabulateControlChart } from './tables'

export default defineSeriesAnalysis({
  id: 'control-chart',
  version: 2,
  menu: { group: 'series', order: 2 },
  references: [
    'Wheeler, D. J. & Chambers, D. S. (1992). Understanding Statistical Process Control. SPC Press.',
    'Nelson, L. S. (1984). The Shewhart control chart – tests for special causes. Journal of Quality Technology 16, 237–239.',
    'Western Electric (1956). Statistical Quality Control Handbook.',
    'NHS England (2018). Making Data Count.',
    'Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14(4), 531–537. doi:10.1081/QEN-120003555',
    'Anhøj, J. & Olesen, A. V. (2014). Run charts revisited. PLoS ONE 9(11), e113825. doi:10.1371/journal.pone.0113825',
  ],
  options: {
    series: { kind: 'column', of: 'series', default: null },
    chart: { kind: 'choice', choices: charts, default: 'xmr' },
    event: { kind: 'column', of: 'event', default: null, optional: true },
    bucket: { kind: 'choice', choices: ['none', 'hour', 'day', 'week', 'month'], default: 'none' },
    phases: { kind: 'columns', of: 'moment', default: [], max: 20 },
    freeze: { kind: 'number', default: 0, min: 0, max: 1000, integer: true },
    rules: { kind: 'choice', choices: ruleSets, default: 'making-data-count' },
    run_length: { kind: 'choice', choices: ['7', '8'], default: '7' },
    sigma: { kind: 'choice', choices: spreadMethods, default: 'mr-1.128' },
    min_coverage: { kind: 'number', default: 0.8, min: 0, max: 1, step: 0.05 },
  },
  // Results differ where a gap parts the points; the options are the same, with charts of rates added.
  migrations: { 1: (saved) => saved },
  needs: { data: 'series' },
  tables: { points: pointsTable, phases: phasesTable },
  figures: ['chart'],
  select: (dataset, options) => selectLogs(dataset, options.series === null ? [] : [options.series]),
  compute: (frames, options, context) => computeControlChart(frames, options, context),
  tabulate: (result) => tabulateControlChart(result),
  draw: (tables, options, context) => drawControlChart(tables, options, context),
  say: (tables, options, context) => sayControlChart(tables, options, context),
})
