import { defineAnalysis } from '../core/contract'
import { basesOfDimension, computeRevalidation, readDimension } from './compute'
import { tables } from './declarations'
import { revalidationFigures } from './figures'
import { options } from './options'
import { sayRevalidation } from './prose'
import { selectRevalidation } from './statements'
import { tabulateRevalidation } from './tables'

export default defineAnalysis({
  id: 'revalidation',
  version: 1,
  menu: { group: 'structure', order: 3 },
  references: [
    'Schiefloe, P. M. (2003). Mennesker og samfunn. Fagbokforlaget.',
    'McDonald, R. P. (1999). Test theory: a unified treatment. Lawrence Erlbaum. doi:10.4324/9781410601087',
    'Boateng, G. O. et al. (2018). Best practices for developing and validating scales for health, social, and behavioral research. Frontiers in Public Health 6, 149. doi:10.3389/fpubh.2018.00149',
    'Chen, F. F. (2007). Sensitivity of goodness of fit indexes to lack of measurement invariance. Structural Equation Modeling 14, 464–504. doi:10.1080/10705510701301834',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['items', 'elsewhere', 'without'],
  select: selectRevalidation,
  read: readDimension,
  bases: basesOfDimension,
  compute: computeRevalidation,
  tabulate: tabulateRevalidation,
  depict: revalidationFigures,
  say: sayRevalidation,
})
