import { defineAnalysis } from '../core/contract'
import { basesOfAnswers, computeStructure, readAnswers } from './compute'
import { tables } from './declarations'
import { structureFigures } from './figures'
import { options } from './options'
import { sayStructure } from './prose'
import { selectStructure } from './statements'
import { tabulateStructure } from './tables'

export default defineAnalysis({
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
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['scree', 'loadings', 'paths'],
  select: selectStructure,
  read: readAnswers,
  bases: basesOfAnswers,
  compute: computeStructure,
  tabulate: tabulateStructure,
  depict: structureFigures,
  say: sayStructure,
})
