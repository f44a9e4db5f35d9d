import { defineAnalysis } from '../core/contract'
import { computeInventory } from './compute'
import { tables } from './declarations'
import { inventoryFigures } from './figures'
import { options } from './options'
import { sayInventory } from './prose'
import { selectInventory } from './statements'
import { tabulateInventory } from './tables'

export default defineAnalysis({
  id: 'inventory',
  version: 1,
  menu: { group: 'organisations', order: 2 },
  references: [
    'Streitberg, B., & Röhmel, J. (1986). Exact distributions for permutation and rank tests: An introduction to some recently published algorithms. Statistical Software Newsletter, 12, 10–17.',
    'Freeman, G. H., & Halton, J. H. (1951). Note on an exact treatment of contingency, goodness of fit and other problems of significance. Biometrika, 38, 141–149.',
    'Mehta, C. R., & Patel, N. R. (1983). A network algorithm for performing Fisher’s exact test in r × c contingency tables. Journal of the American Statistical Association, 78, 427–434.',
  ],
  options,
  needs: { data: 'inventory' },
  tables,
  figures: ['heatmap', 'deltas'],
  select: selectInventory,
  compute: computeInventory,
  tabulate: tabulateInventory,
  depict: inventoryFigures,
  say: sayInventory,
})
