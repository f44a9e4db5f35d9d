import { defineAnalysis } from '../core/contract'
import { aggregateScores, basesOfGroups, readGroups } from './compute'
import { tables } from './declarations'
import { aggregationFigures } from './figures'
import { options } from './options'
import { sayAggregation } from './prose'
import { selectAggregation } from './statements'
import { tabulateAggregation } from './tables'

export default defineAnalysis({
  id: 'aggregation',
  version: 1,
  menu: { group: 'structure', order: 4 },
  references: [
    'Shrout, P. E. & Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater reliability. Psychological Bulletin 86, 420–428. doi:10.1037/0033-2909.86.2.420',
    'James, L. R., Demaree, R. G. & Wolf, G. (1984). Estimating within-group interrater reliability with and without response bias. Journal of Applied Psychology 69, 85–98. doi:10.1037/0021-9010.69.1.85',
    'Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In K. J. Klein & S. W. J. Kozlowski (Eds.), Multilevel theory, research, and methods in organizations (pp. 349–381). Jossey-Bass.',
    'LeBreton, J. M. & Senter, J. L. (2008). Answers to 20 questions about interrater reliability and interrater agreement. Organizational Research Methods 11, 815–852. doi:10.1177/1094428106296642',
    'Goldstein, H. & Spiegelhalter, D. J. (1996). League tables and their limitations. Journal of the Royal Statistical Society A 159, 385–443. doi:10.2307/2983325',
    'Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24, 1185–1202. doi:10.1002/sim.1970',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['caterpillar', 'funnel'],
  select: selectAggregation,
  read: readGroups,
  bases: basesOfGroups,
  compute: aggregateScores,
  tabulate: tabulateAggregation,
  depict: aggregationFigures,
  say: sayAggregation,
})
