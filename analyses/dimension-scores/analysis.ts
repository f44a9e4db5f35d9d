import { defineSurveyAnalysis } from '../core/contract'
import { valueCountsStatement } from '../survey/distribution'
import { groupColumns, groupsStatement } from '../survey/groups'
import { outcomesOf } from '../survey/outcomes'
import { basesOfScores, computeDimensionScores, readScores } from './compute'
import { drawDimensionScores } from './figures'
import { sayDimensionScores } from './prose'
import { scoresTable, tabulateDimensionScores } from './tables'

export default defineSurveyAnalysis({
  id: 'dimension-scores',
  version: 2,
  menu: { group: 'scores', order: 1 },
  references: [
    'Mazza, G. L., Enders, C. K. & Ruehlman, L. S. (2015). Addressing item-level missing data. Multivariate Behavioral Research 50, 504–519. doi:10.1080/00273171.2015.1068157',
    'Hyndman, R. J. & Fan, Y. (1996). Sample quantiles in statistical packages. The American Statistician 50, 361–365. doi:10.1080/00031305.1996.10473566',
    'Lumley, T. (2010). Complex surveys: a guide to analysis using R. Wiley. doi:10.1002/9780470580066',
  ],
  options: {
    by: { kind: 'columns', of: 'group', default: [], max: 4 },
    dimensions: { kind: 'columns', of: 'dimension', default: 'all', min: 1 },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
    weights: { kind: 'flag', default: false },
  },
  needs: { data: 'survey' },
  tables: { scores: scoresTable },
  figures: ['profile', 'heatmap', 'radar'],
  select: (dataset, options) => {
    const columns = groupColumns(dataset, options.by)
    return {
      groups: groupsStatement(dataset.tables.scores, columns),
      values: valueCountsStatement(
        dataset,
        outcomesOf(dataset, options.dimensions),
        columns,
        options.weights && dataset.weighted,
      ),
    }
  },
  read: readScores,
  bases: basesOfScores,
  compute: computeDimensionScores,
  tabulate: tabulateDimensionScores,
  draw: drawDimensionScores,
  say: sayDimensionScores,
  // With case weights, `mean` and what belongs to it are the weighted ones since version 2; the options are as before.
  migrations: { 1: (saved) => saved },
})
