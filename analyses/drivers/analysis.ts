import { defineSurveyAnalysis } from '../core/contract'
import { mostPredictors } from '../numeric/regression/relative-importance'
import { analyseDrivers, outcomeIn, predictorsOf } from './compute'
import { calibrationTable, coefficientsTable, fitTable, importanceTable, validationTable } from './declarations'
import { drawDrivers } from './figures'
import { sayDrivers } from './prose'
import { respondentCountStatement, respondentsStatement } from './respondents'
import { tabulateDrivers } from './tables'

export default defineSurveyAnalysis({
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
  options: {
    outcome: { kind: 'column', of: 'outcome', default: null },
    predictors: { kind: 'columns', of: 'outcome', default: 'all', min: 1, max: mostPredictors },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
    draws: { kind: 'number', default: 2000, min: 200, max: 100_000, step: 100, integer: true },
    resample: { kind: 'choice', choices: ['respondents', 'clusters'], default: 'respondents' },
    validate_by: { kind: 'columns', of: 'attribute', default: 'first', min: 0, max: 1 },
    folds: { kind: 'number', default: 5, min: 2, max: 100, step: 1, integer: true },
    repeats: { kind: 'number', default: 20, min: 1, max: 200, step: 1, integer: true },
  },
  needs: { data: 'survey' },
  tables: {
    fit: fitTable,
    coefficients: coefficientsTable,
    importance: importanceTable,
    validation: validationTable,
    calibration: calibrationTable,
  },
  figures: ['importance', 'coefficients', 'calibration'],
  select: (dataset, options) => ({
    rows: respondentsStatement(dataset, outcomeIn(options), predictorsOf(options), options.validate_by),
    counts: respondentCountStatement(dataset, outcomeIn(options)),
  }),
  compute: (frames, options, context) => analyseDrivers(frames, options, context),
  tabulate: (result, options, context) => tabulateDrivers(result, options, context),
  draw: (tables, options, context) => drawDrivers(tables, options, context),
  say: (tables, options, context) => sayDrivers(tables, options, context),
})
