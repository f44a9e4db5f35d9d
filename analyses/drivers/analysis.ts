import { defineAnalysis } from '../core/contract'
import { analyseDrivers } from './compute'
import { tables } from './declarations'
import { driversFigures } from './figures'
import { options } from './options'
import { sayDrivers } from './prose'
import { selectDrivers } from './statements'
import { tabulateDrivers } from './tables'

export default defineAnalysis({
  id: 'drivers',
  version: 1,
  menu: { group: 'structure', order: 6 },
  references: [
    'Lindeman, R. H., Merenda, P. F. & Gold, R. Z. (1980). Introduction to bivariate and multivariate analysis. Scott, Foresman.',
    'Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo. Journal of Statistical Software 17(1). doi:10.18637/jss.v017.i01',
    'Long, J. S. & Ervin, L. H. (2000). Using heteroscedasticity consistent standard errors in the linear regression model. The American Statistician 54, 217–224. doi:10.1080/00031305.2000.10474549',
    'Roberts, D. R. et al. (2017). Cross-validation strategies for data with temporal, spatial, hierarchical, or phylogenetic structure. Ecography 40, 913–929. doi:10.1111/ecog.02881',
    'Steyerberg, E. W. (2019). Clinical prediction models. 2nd edition. Springer. doi:10.1007/978-3-030-16399-0',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['importance', 'coefficients', 'calibration'],
  select: selectDrivers,
  compute: analyseDrivers,
  tabulate: tabulateDrivers,
  depict: driversFigures,
  say: sayDrivers,
})
