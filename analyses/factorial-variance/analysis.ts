import { defineSurveyAnalysis } from '../core/contract'
import { valueCountsStatement } from '../survey/distribution'
import { withoutGroupStatement } from '../survey/groups'
import { outcomesOf } from '../survey/outcomes'
import { basesOfCells, columnsOf, readCells } from './cells'
import { analyseVariance } from './compute'
import { anovaTable, homogeneityTable, marginalMeansTable } from './declarations'
import { drawFactorialVariance } from './figures'
import { sayFactorialVariance } from './prose'
import { tabulateFactorialVariance } from './tables'

export default defineSurveyAnalysis({
  id: 'factorial-variance',
  version: 1,
  menu: { group: 'comparison', order: 2 },
  references: [
    'Langsrud, Ø. (2003). ANOVA for unbalanced data: use type II instead of type III sums of squares. Statistics and Computing 13, 163–167. doi:10.1023/A:1023260610025',
    'Searle, S. R., Speed, F. M. & Milliken, G. A. (1980). Population marginal means in the linear model: an alternative to least squares means. The American Statistician 34, 216–221. doi:10.1080/00031305.1980.10483031',
    'Olejnik, S. & Algina, J. (2003). Generalized eta and omega squared statistics. Psychological Methods 8, 434–447. doi:10.1037/1082-989X.8.4.434',
    'Steiger, J. H. (2004). Beyond the F test: effect size confidence intervals and tests of close fit. Psychological Methods 9, 164–182. doi:10.1037/1082-989X.9.2.164',
    'Brown, M. B. & Forsythe, A. B. (1974). Robust tests for the equality of variances. Journal of the American Statistical Association 69, 364–367. doi:10.1080/01621459.1974.10482955',
    'Long, J. S. & Ervin, L. H. (2000). Using heteroscedasticity consistent standard errors in the linear regression model. The American Statistician 54, 217–224. doi:10.1080/00031305.2000.10474549',
  ],
  options: {
    outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
    factors: { kind: 'columns', of: 'group', default: 'first', take: 2, min: 2, max: 3 },
    type: { kind: 'number', default: 2, min: 1, max: 3, step: 1, integer: true },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
    adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
  },
  needs: { data: 'survey' },
  tables: { anova: anovaTable, marginal_means: marginalMeansTable, homogeneity: homogeneityTable },
  figures: ['interaction'],
  select: (dataset, options) => {
    const columns = columnsOf(dataset, options.factors)
    return {
      values: valueCountsStatement(dataset, outcomesOf(dataset, options.outcomes), columns),
      people: withoutGroupStatement(dataset.tables.responses, columns),
    }
  },
  read: (frames, options, context) => readCells(frames, options, context),
  bases: (read, options) => basesOfCells(read, options),
  compute: (read, options, context) => analyseVariance(read, options, context),
  tabulate: (result, options, context) => tabulateFactorialVariance(result, options, context),
  draw: (tables, options, context) => drawFactorialVariance(tables, options, context),
  say: (tables, options, context) => sayFactorialVariance(tables, options, context),
})
