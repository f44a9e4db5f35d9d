import { defineAnalysis } from '../core/contract'
import { computeControlChart } from './compute'
import { tables } from './declarations'
import { controlChartFigures } from './figures'
import { options } from './options'
import { sayControlChart } from './prose'
import { selectControlChart } from './statements'
import { tabulateControlChart } from './tables'

export default defineAnalysis({
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
  options,
  // Results differ where a gap parts the points; the options are the same, with charts of rates added.
  migrations: { 1: (saved) => saved },
  needs: { data: 'series' },
  tables,
  figures: ['chart'],
  select: selectControlChart,
  compute: computeControlChart,
  tabulate: tabulateControlChart,
  depict: controlChartFigures,
  say: sayControlChart,
})
