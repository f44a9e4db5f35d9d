import { defineAnalysis } from '../core/contract'
import { basesOfScales, computeReliability, readScales } from './compute'
import { tables } from './declarations'
import { reliabilityFigures } from './figures'
import { options } from './options'
import { sayReliability } from './prose'
import { selectReliability } from './statements'
import { tabulateReliability } from './tables'

export default defineAnalysis({
  id: 'reliability',
  version: 1,
  menu: { group: 'quality', order: 3 },
  references: [
    'Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297–334. doi:10.1007/BF02310555',
    'Feldt, L. S., Woodruff, D. J. & Salih, F. A. (1987). Statistical inference for coefficient alpha. Applied Psychological Measurement 11, 93–103. doi:10.1177/014662168701100107',
    'Duhachek, A. & Iacobucci, D. (2004). Alpha’s standard error (ASE): an accurate and precise confidence interval estimate. Journal of Applied Psychology 89, 792–808. doi:10.1037/0021-9010.89.5.792',
    'McDonald, R. P. (1999). Test theory: a unified treatment. Erlbaum.',
    'Kelley, K. & Pornprasertmanit, S. (2016). Confidence intervals for population reliability coefficients. Psychological Methods 21, 69–92. doi:10.1037/a0040086',
    'Zumbo, B. D., Gadermann, A. M. & Zeisser, C. (2007). Ordinal versions of coefficients alpha and theta for Likert rating scales. Journal of Modern Applied Statistical Methods 6, 21–29. doi:10.22237/jmasm/1177992180',
    'Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation coefficient. Psychometrika 44, 443–460. doi:10.1007/BF02296207',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['scales', 'item-rest'],
  select: selectReliability,
  read: readScales,
  bases: basesOfScales,
  compute: computeReliability,
  tabulate: tabulateReliability,
  depict: reliabilityFigures,
  say: sayReliability,
})
