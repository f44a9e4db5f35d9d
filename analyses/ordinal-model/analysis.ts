import { defineSurveyAnalysis } from '../core/contract'
import { basesOfItems, fitOrdinalModels, readItems } from './compute'
import {
  assumptionTable,
  coefficientsTable,
  fitTable,
  groupsTable,
  predictedTable,
  termsTable,
  thresholdsTable,
} from './declarations'
import { drawOrdinalModel } from './figures'
import { sayOrdinalModel } from './prose'
import { selectOrdinalRows } from './rows'
import { tabulateOrdinalModel } from './tables'

export default defineSurveyAnalysis({
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
  options: {
    outcomes: { kind: 'columns', of: 'item', default: 'first', min: 1, max: 40 },
    by: { kind: 'columns', of: 'group', default: 'first', max: 4 },
    dimensions: { kind: 'columns', of: 'dimension', default: [], max: 12 },
    link: { kind: 'choice', choices: ['logit', 'probit'], default: 'logit' },
    interval: { kind: 'choice', choices: ['profile', 'wald'], default: 'profile' },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
    adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
  },
  needs: { data: 'survey' },
  tables: {
    coefficients: coefficientsTable,
    thresholds: thresholdsTable,
    fit: fitTable,
    terms: termsTable,
    assumption: assumptionTable,
    groups: groupsTable,
    predicted: predictedTable,
  },
  figures: ['odds', 'predicted'],
  select: (dataset, options) => selectOrdinalRows(dataset, options),
  read: (frames, options, context) => readItems(frames, options, context),
  bases: (read, _options, _dataset, withheld) => basesOfItems(read, withheld),
  compute: (read, options, context) => fitOrdinalModels(read, options, context),
  tabulate: (result, options, context) => tabulateOrdinalModel(result, options, context),
  draw: (tables, options, context) => drawOrdinalModel(tables, options, context),
  say: (tables, options, context) => sayOrdinalModel(tables, options, context),
})
