import { defineAnalysis } from '../core/contract'
import { basesOfItems, fitOrdinalModels, readItems } from './compute'
import { tables } from './declarations'
import { ordinalModelFigures } from './figures'
import { options } from './options'
import { sayOrdinalModel } from './prose'
import { selectOrdinalModel } from './statements'
import { tabulateOrdinalModel } from './tables'

export default defineAnalysis({
  id: 'ordinal-model',
  version: 1,
  menu: { group: 'comparison', order: 5 },
  references: [
    'McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42, 109–142. doi:10.1111/j.2517-6161.1980.tb01109.x',
    'Christensen, R. H. B. (2022). ordinal: regression models for ordinal data. R package version 2022.11-16.',
    'Peterson, B. & Harrell, F. E. (1990). Partial proportional odds models for ordinal response variables. Applied Statistics 39, 205–217. doi:10.2307/2347760',
    'Venzon, D. J. & Moolgavkar, S. H. (1988). A method for computing profile-likelihood-based confidence intervals. Applied Statistics 37, 87–94. doi:10.2307/2347496',
    'Burridge, J. (1981). A note on maximum likelihood estimation for regression models using grouped data. Journal of the Royal Statistical Society B 43, 41–45. doi:10.1111/j.2517-6161.1981.tb01147.x',
    'Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65–70.',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['odds', 'predicted'],
  select: selectOrdinalModel,
  read: readItems,
  bases: basesOfItems,
  compute: fitOrdinalModels,
  tabulate: tabulateOrdinalModel,
  depict: ordinalModelFigures,
  say: sayOrdinalModel,
})
