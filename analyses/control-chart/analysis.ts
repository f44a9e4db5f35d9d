import { defineSeriesAnalysis } from '../core/contract'
import { quoteText } from '../core/datasets'
import { computeControlChart } from './compute'
import { drawControlChart } from './figures'
import { ruleSets } from './rules'
import { sayControlChart } from './prose'
import { pointsTable, phasesTable, tabulateControlChart } from './tables'

export default defineSeriesAnalysis({
  id: 'control-chart',
  version: 1,
  menu: { group: 'series', order: 2 },
  references: [
    'Wheeler, D. J. & Chambers, D. S. (1992). Understanding Statistical Process Control. SPC Press.',
    'Nelson, L. S. (1984). The Shewhart control chart – tests for special causes. Journal of Quality Technology 16, 237–239.',
    'Western Electric (1956). Statistical Quality Control Handbook.',
    'NHS England (2018). Making Data Count.',
    'Anhøj, J. & Olesen, A. V. (2014). Run charts revisited. PLoS ONE 9(11), e113825. doi:10.1371/journal.pone.0113825',
  ],
  options: {
    series: { kind: 'column', of: 'series', default: null },
    chart: { kind: 'choice', choices: ['xmr'], default: 'xmr' },
    event: { kind: 'column', of: 'event', default: null, optional: true },
    bucket: { kind: 'choice', choices: ['none', 'hour', 'day', 'week', 'month'], default: 'none' },
    phases: { kind: 'columns', of: 'moment', default: [], max: 20 },
    freeze: { kind: 'number', default: 0, min: 0, max: 1000, integer: true },
    rules: { kind: 'choice', choices: ruleSets, default: 'making-data-count' },
    run_length: { kind: 'choice', choices: ['7', '8'], default: '7' },
    sigma: { kind: 'choice', choices: ['mr-1.128', 'mr-screened'], default: 'mr-1.128' },
    min_coverage: { kind: 'number', default: 0.8, min: 0, max: 1, step: 0.05 },
  },
  needs: { data: 'series' },
  tables: { points: pointsTable, phases: phasesTable },
  figures: ['chart'],
  messages: [
    'too-few-points',
    'events-need-bucket',
    'no-events',
    'too-many-buckets',
    'no-such-date',
    'phase-outside',
    'phase-too-short',
    'duplicates',
    'out-of-range',
    'kinds-together',
    'coverage-unknown',
    'low-coverage',
    'trial-limits',
    'no-variation',
    'screened',
    'axis.time',
    'axis.value',
    'axis.events',
    'axis.moving-range',
    'panel.values',
    'panel.moving-ranges',
    'legend.value',
    'legend.signal',
    'legend.excluded',
    'legend.centre',
    'legend.limits',
    'events-per-day',
    'no-unit',
    'rule.outside',
    'rule.one-side',
    'rule.trend',
    'rule.two-of-three',
    'rule.four-of-five',
    'rule.alternating',
    'rule.hugging',
    'rule.avoiding',
    'rule.long-run',
    'rule.few-crossings',
    'signal.outside',
    'signal.one-side',
    'signal.trend',
    'signal.two-of-three',
    'signal.four-of-five',
    'signal.alternating',
    'signal.hugging',
    'signal.avoiding',
    'signal.long-run',
    'signal.few-crossings',
    'point-detail',
    'note.rules',
    'note.limits',
    'say.method',
    'say.finding.signals',
    'say.finding.none',
    'say.finding.phases',
  ],
  select: (dataset, options) => {
    const series = dataset.series.find(({ id }) => id === options.series)
    if (series === undefined) return {}
    const id = quoteText(series.id)
    if (series.kind === 'observations') {
      return {
        observations: `SELECT t, value FROM ${dataset.tables.observations ?? 'observations'} WHERE series::VARCHAR = ${id} AND t IS NOT NULL ORDER BY t, _row`,
      }
    }
    return {
      events: `SELECT t, type FROM ${dataset.tables.events ?? 'events'} WHERE series::VARCHAR = ${id} AND t IS NOT NULL ORDER BY t, _row`,
      ...(series.hasCoverage && dataset.tables.coverage !== null
        ? {
            coverage: `SELECT start, stop FROM ${dataset.tables.coverage} WHERE subject::VARCHAR = ${quoteText(series.subject ?? '')} ORDER BY start, stop`,
          }
        : {}),
    }
  },
  compute: (frames, options, context) => computeControlChart(frames, options, context),
  tabulate: (result) => tabulateControlChart(result),
  draw: (tables, options, context) => drawControlChart(tables, options, context),
  say: (tables, options, context) => sayControlChart(tables, options, context),
})
