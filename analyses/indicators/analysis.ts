import { defineIndicatorsAnalysis } from '../core/contract'
import { quoteText } from '../core/datasets'
import { computeIndicators } from './compute'
import { drawIndicators } from './figures'
import { sayIndicators } from './prose'
import { indicatorsTable, tabulateIndicators } from './tables'

export default defineIndicatorsAnalysis({
  id: 'indicators',
  version: 1,
  menu: { group: 'organisations', order: 1 },
  references: ['Few, S. (2006). Information dashboard design. O’Reilly.'],
  options: {
    sources: { kind: 'columns', of: 'source', default: 'all', min: 1 },
    order: { kind: 'choice', default: 'file', choices: ['file', 'attainment'] },
  },
  needs: { data: 'indicators' },
  tables: { indicators: indicatorsTable },
  figures: ['bullets'],
  select: (dataset, options) => ({
    indicators: `SELECT "_source", "_row", indicator, unit, baseline, target, outcome FROM ${dataset.tables.indicators} WHERE "_source" IN (${options.sources.map(quoteText).join(', ')}) ORDER BY "_source", "_row"`,
  }),
  compute: (frames, options, context) => computeIndicators(frames, options, context),
  tabulate: (result) => tabulateIndicators(result),
  draw: (tables, options, context) => drawIndicators(tables, options, context),
  say: (tables) => sayIndicators(tables),
})
