import { defineAnalysis } from '../core/contract'
import { computeInvariance } from './compute'
import { tables } from './declarations'
import { invarianceFigures } from './figures'
import { basesOfGroups, readGroups } from './groups'
import { options } from './options'
import { sayInvariance } from './prose'
import { selectInvariance } from './statements'
import { tabulateInvariance } from './tables'

export default defineAnalysis({
  id: 'invariance',
  version: 1,
  menu: { group: 'structure', order: 3 },
  references: [
    'Jöreskog, K. G. (1971). Simultaneous factor analysis in several populations. Psychometrika 36, 409–426. doi:10.1007/BF02291366',
    'Meredith, W. (1993). Measurement invariance, factor analysis and factorial invariance. Psychometrika 58, 525–543. doi:10.1007/BF02294825',
    'Cheung, G. W. & Rensvold, R. B. (2002). Evaluating goodness-of-fit indexes for testing measurement invariance. Structural Equation Modeling 9, 233–255. doi:10.1207/S15328007SEM0902_5',
    'Chen, F. F. (2007). Sensitivity of goodness of fit indexes to lack of measurement invariance. Structural Equation Modeling 14, 464–504. doi:10.1080/10705510701301834',
    'Byrne, B. M., Shavelson, R. J. & Muthén, B. (1989). Testing for the equivalence of factor covariance and mean structures: the issue of partial measurement invariance. Psychological Bulletin 105, 456–466. doi:10.1037/0033-2909.105.3.456',
    'Yoon, M. & Millsap, R. E. (2007). Detecting violations of factorial invariance using data-based specification searches: a Monte Carlo study. Structural Equation Modeling 14, 435–463. doi:10.1080/10705510701301677',
    'Arbuckle, J. L. (1996). Full information estimation in the presence of incomplete data. In Marcoulides & Schumacker (eds.), Advanced structural equation modeling. Erlbaum.',
    'Zumbo, B. D. (1999). A handbook on the theory and methods of differential item functioning (DIF): logistic regression modeling as a unitary framework for binary and Likert-type (ordinal) item scores. Directorate of Human Resources Research and Evaluation, Ottawa.',
    'McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42, 109–142. doi:10.1111/j.2517-6161.1980.tb01109.x',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['fit', 'items', 'means'],
  select: selectInvariance,
  read: readGroups,
  bases: basesOfGroups,
  compute: computeInvariance,
  tabulate: tabulateInvariance,
  depict: invarianceFigures,
  say: sayInvariance,
})
