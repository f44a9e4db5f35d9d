import { defineAnalysis } from '../core/contract'
import { basesOfCells, readCells } from './cells'
import { analyseVariance } from './compute'
import { tables } from './declarations'
import { factorialVarianceFigures } from './figures'
import { options } from './options'
import { sayFactorialVariance } from './prose'
import { selectFactorialVariance } from './statements'
import { tabulateFactorialVariance } from './tables'

export default defineAnalysis({
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
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['interaction'],
  select: selectFactorialVariance,
  read: readCells,
  bases: basesOfCells,
  compute: analyseVariance,
  tabulate: tabulateFactorialVariance,
  depict: factorialVarianceFigures,
  say: sayFactorialVariance,
})
