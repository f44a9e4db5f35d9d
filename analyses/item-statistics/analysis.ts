import { defineAnalysis } from '../core/contract'
import { computeItemStatistics } from './compute'
import { tables } from './declarations'
import { itemStatisticsFigures } from './figures'
import { options } from './options'
import { sayItemStatistics } from './prose'
import { selectItemStatistics } from './statements'
import { tabulateItemStatistics } from './tables'

export default defineAnalysis({
  id: 'item-statistics',
  version: 1,
  menu: { group: 'quality', order: 2 },
  references: [
    'Joanes, D. N. & Gill, C. A. (1998). Comparing measures of sample skewness and kurtosis. The Statistician 47, 183–189. doi:10.1111/1467-9884.00122',
    'Heiberger, R. M. & Robbins, N. B. (2014). Design of diverging stacked bar charts for Likert scales and other applications. Journal of Statistical Software 57(5). doi:10.18637/jss.v057.i05',
    'Lumley, T. (2010). Complex surveys: a guide to analysis using R. Wiley. doi:10.1002/9780470580066',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['diverging', 'stacked'],
  select: selectItemStatistics,
  compute: computeItemStatistics,
  tabulate: tabulateItemStatistics,
  depict: itemStatisticsFigures,
  say: sayItemStatistics,
})
