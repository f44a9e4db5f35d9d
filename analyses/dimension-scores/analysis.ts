import { defineAnalysis } from '../core/contract'
import { basesOfScores, computeDimensionScores, readScores } from './compute'
import { tables } from './declarations'
import { dimensionScoresFigures } from './figures'
import { options } from './options'
import { sayDimensionScores } from './prose'
import { selectDimensionScores } from './statements'
import { tabulateDimensionScores } from './tables'

export default defineAnalysis({
  id: 'dimension-scores',
  version: 2,
  menu: { group: 'scores', order: 1 },
  references: [
    'Mazza, G. L., Enders, C. K. & Ruehlman, L. S. (2015). Addressing item-level missing data. Multivariate Behavioral Research 50, 504–519. doi:10.1080/00273171.2015.1068157',
    'Hyndman, R. J. & Fan, Y. (1996). Sample quantiles in statistical packages. The American Statistician 50, 361–365. doi:10.1080/00031305.1996.10473566',
    'Lumley, T. (2010). Complex surveys: a guide to analysis using R. Wiley. doi:10.1002/9780470580066',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['profile', 'heatmap', 'radar'],
  select: selectDimensionScores,
  read: readScores,
  bases: basesOfScores,
  compute: computeDimensionScores,
  tabulate: tabulateDimensionScores,
  depict: dimensionScoresFigures,
  say: sayDimensionScores,
  // With case weights, `mean` and what belongs to it are the weighted ones since version 2; the options are as before.
  migrations: { 1: (saved) => saved },
})
