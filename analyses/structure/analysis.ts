import { defineSurveyAnalysis } from '../core/contract'
import { itemMatrixStatement } from '../survey/item-matrix'
import { basesOfAnswers, computeStructure, readAnswers, structureItems } from './compute'
import {
  adequacyTable,
  correlationsTable,
  eigenvaluesTable,
  fitTable,
  htmtTable,
  itemsTable,
  loadingsTable,
  modificationTable,
} from './declarations'
import { drawStructure } from './figures'
import { sayStructure } from './prose'
import { tabulateStructure } from './tables'

export default defineSurveyAnalysis({
  id: 'structure',
  version: 1,
  menu: { group: 'structure', order: 1 },
  references: [
    'Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis. Psychometrika 30, 179–185. doi:10.1007/BF02289447',
    'Jöreskog, K. G. (1969). A general approach to confirmatory maximum likelihood factor analysis. Psychometrika 34, 183–202. doi:10.1007/BF02289343',
    'Henseler, J., Ringle, C. M. & Sarstedt, M. (2015). A new criterion for assessing discriminant validity in variance-based structural equation modeling. Journal of the Academy of Marketing Science 43, 115–135. doi:10.1007/s11747-014-0403-8',
    'Roemer, E., Schuberth, F. & Henseler, J. (2021). HTMT2 – an improved criterion for assessing discriminant validity in structural equation modeling. Industrial Management & Data Systems 121, 2637–2650. doi:10.1108/IMDS-02-2021-0082',
    'Rosseel, Y. (2012). lavaan: an R package for structural equation modeling. Journal of Statistical Software 48(2). doi:10.18637/jss.v048.i02',
    'Hu, L. & Bentler, P. M. (1999). Cutoff criteria for fit indexes in covariance structure analysis. Structural Equation Modeling 6, 1–55. doi:10.1080/10705519909540118',
  ],
  options: {
    dimensions: { kind: 'columns', of: 'dimension', default: 'all', min: 1 },
    method: { kind: 'choice', choices: ['cfa', 'efa-minres', 'efa-ml'], default: 'cfa' },
    rotation: { kind: 'choice', choices: ['oblimin', 'varimax', 'none'], default: 'oblimin' },
    factors: { kind: 'number', default: 0, min: 0, max: 20, integer: true },
    missing: { kind: 'choice', choices: ['listwise', 'fiml'], default: 'listwise' },
    draws: { kind: 'number', default: 1000, min: 100, max: 10_000, integer: true },
  },
  needs: { data: 'survey' },
  tables: {
    eigenvalues: eigenvaluesTable,
    adequacy: adequacyTable,
    items: itemsTable,
    loadings: loadingsTable,
    factor_correlations: correlationsTable,
    fit: fitTable,
    modification_indices: modificationTable,
    htmt: htmtTable,
  },
  figures: ['scree', 'loadings', 'paths'],
  select: (dataset, options): Readonly<Record<string, string>> => {
    const items = structureItems(dataset, options.dimensions)
    return items.length === 0 ? {} : { answers: itemMatrixStatement(dataset, items, []) }
  },
  read: readAnswers,
  bases: basesOfAnswers,
  compute: computeStructure,
  tabulate: tabulateStructure,
  draw: drawStructure,
  say: sayStructure,
})
