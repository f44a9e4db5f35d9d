import { defineSurveyAnalysis } from '../core/contract'
import { groupColumns, groupsStatement } from '../survey/groups'
import { computeItemStatistics } from './compute'
import { drawItemStatistics } from './figures'
import { sayItemStatistics } from './prose'
import { answersStatement, restStatements } from './statements'
import { categoriesTable, itemsTable, tabulateItemStatistics } from './tables'

export default defineSurveyAnalysis({
  id: 'item-statistics',
  version: 1,
  menu: { group: 'quality', order: 2 },
  references: [
    'Joanes, D. N. & Gill, C. A. (1998). Comparing measures of sample skewness and kurtosis. The Statistician 47, 183–189. doi:10.1111/1467-9884.00122',
    'Heiberger, R. M. & Robbins, N. B. (2014). Design of diverging stacked bar charts for Likert scales and other applications. Journal of Statistical Software 57(5). doi:10.18637/jss.v057.i05',
    'Lumley, T. (2010). Complex surveys: a guide to analysis using R. Wiley. doi:10.1002/9780470580066',
  ],
  options: {
    by: { kind: 'columns', of: 'group', default: [], max: 4 },
    items: { kind: 'columns', of: 'item', default: 'all', min: 1 },
    chart: { kind: 'choice', choices: ['both', 'diverging', 'stacked'], default: 'both' },
    neutral: { kind: 'choice', choices: ['middle', 'side'], default: 'middle' },
    weights: { kind: 'flag', default: false },
  },
  needs: { data: 'survey' },
  tables: { items: itemsTable, categories: categoriesTable },
  figures: ['diverging', 'stacked'],
  select: (dataset, options) => {
    const columns = groupColumns(dataset, options.by)
    const weighted = options.weights && dataset.weighted
    return {
      groups: groupsStatement(dataset.tables.responses, columns),
      answers: answersStatement(dataset, options.items, columns, weighted),
      ...restStatements(dataset, options.items, columns, weighted),
    }
  },
  compute: computeItemStatistics,
  tabulate: tabulateItemStatistics,
  draw: drawItemStatistics,
  say: sayItemStatistics,
})
