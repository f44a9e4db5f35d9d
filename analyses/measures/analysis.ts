import { defineAnalysis } from '../core/contract'
import { basesOfPriorities, readPriorities } from './answers'
import { prioritise } from './compute'
import { tables } from './declarations'
import { measuresFigures } from './figures'
import { options } from './options'
import { sayMeasures } from './prose'
import { selectMeasures } from './statements'
import { tabulateMeasures } from './tables'

export default defineAnalysis({
  id: 'measures',
  version: 1,
  menu: { group: 'comparison', order: 6 },
  references: [
    'Martilla, J. A. & James, J. C. (1977). Importance–performance analysis. Journal of Marketing 41(1), 77–79. doi:10.1177/002224297704100112',
    'Lindeman, R. H., Merenda, P. F. & Gold, R. Z. (1980). Introduction to bivariate and multivariate analysis. Scott, Foresman.',
    'Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo. Journal of Statistical Software 17(1). doi:10.18637/jss.v017.i01',
    'Davison, A. C. & Hinkley, D. V. (1997). Bootstrap methods and their application. Cambridge University Press. doi:10.1017/CBO9780511802843',
    'Lakens, D. (2017). Equivalence tests: a practical primer for t tests, correlations, and meta-analyses. Social Psychological and Personality Science 8, 355–362. doi:10.1177/1948550617697177',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['matrix', 'ranked'],
  select: selectMeasures,
  read: readPriorities,
  bases: basesOfPriorities,
  compute: prioritise,
  tabulate: tabulateMeasures,
  depict: measuresFigures,
  say: sayMeasures,
})
