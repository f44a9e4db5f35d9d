import { defineInventoryAnalysis } from '../core/contract'
import { quoteName } from '../core/datasets'
import { computeInventory } from './compute'
import { drawInventory } from './figures'
import { sayInventory } from './prose'
import { comparisonTable, groupsTable, overallTable, ratingsTable, tabulateInventory } from './tables'

export default defineInventoryAnalysis({
  id: 'inventory',
  version: 1,
  menu: { group: 'organisations', order: 2 },
  references: [
    'Streitberg, B., & Röhmel, J. (1986). Exact distributions for permutation and rank tests: An introduction to some recently published algorithms. Statistical Software Newsletter, 12, 10–17.',
    'Freeman, G. H., & Halton, J. H. (1951). Note on an exact treatment of contingency, goodness of fit and other problems of significance. Biometrika, 38, 141–149.',
    'Mehta, C. R., & Patel, N. R. (1983). A network algorithm for performing Fisher’s exact test in r × c contingency tables. Journal of the American Statistical Association, 78, 427–434.',
  ],
  options: {
    areas: { kind: 'columns', of: 'area', default: 'all', min: 1 },
    by: { kind: 'columns', of: 'attribute', default: 'first', max: 2 },
    adjust: { kind: 'choice', default: 'holm', choices: ['holm', 'bh', 'none'] },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  },
  needs: { data: 'inventory' },
  tables: { ratings: ratingsTable, groups: groupsTable, comparison: comparisonTable, overall: overallTable },
  figures: ['heatmap', 'deltas'],
  select: (dataset) => ({
    ratings: `SELECT ${['_source', '_row', 'organisation', 'area', 'value', ...dataset.attributes.map(({ id }) => id)].map(quoteName).join(', ')} FROM ${dataset.tables.ratings} ORDER BY "_source", "_row"`,
  }),
  compute: (frames, options, context) => computeInventory(frames, options, context),
  tabulate: (result, options, context) => tabulateInventory(result, options, context),
  draw: (tables, options, context) => drawInventory(tables, options, context),
  say: (tables, options) => sayInventory(tables, options),
})
