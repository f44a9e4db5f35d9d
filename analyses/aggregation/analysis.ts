import { defineSurveyAnalysis } from '../core/contract'
import { valueCountsStatement } from '../survey/distribution'
import { groupColumns, withoutGroupStatement } from '../survey/groups'
import { outcomesOf } from '../survey/outcomes'
import { agreementStatement } from './agreement'
import { aggregateScores, basesOfGroups, readGroups } from './compute'
import { dimensionsTable, groupsTable } from './declarations'
import { drawAggregation } from './figures'
import { sayAggregation } from './prose'
import { tabulateAggregation } from './tables'

export default defineSurveyAnalysis({
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
  options: {
    outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
    by: { kind: 'columns', of: 'group', default: 'first', min: 1, max: 4 },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
    min_icc1: { kind: 'number', default: 0.05, min: 0, max: 1, step: 0.01 },
    min_icc2: { kind: 'number', default: 0.7, min: 0, max: 1, step: 0.05 },
    min_rwgj: { kind: 'number', default: 0.7, min: 0, max: 1, step: 0.05 },
    min_groups: { kind: 'number', default: 8, min: 2, max: 1000, integer: true },
    draws: { kind: 'number', default: 2000, min: 200, max: 100_000, integer: true },
  },
  needs: { data: 'survey' },
  tables: { dimensions: dimensionsTable, groups: groupsTable },
  figures: ['caterpillar', 'funnel'],
  select: (dataset, options) => {
    const columns = groupColumns(dataset, options.by)
    return {
      values: valueCountsStatement(dataset, outcomesOf(dataset, options.outcomes), columns),
      people: withoutGroupStatement(dataset.tables.responses, columns),
      ...agreementStatement(dataset, options.outcomes, columns),
    }
  },
  read: (frames, options, context) => readGroups(frames, options, context),
  bases: (read, options) => basesOfGroups(read, options),
  compute: (read, options, context) => aggregateScores(read, options, context),
  tabulate: (result, _options, context) => tabulateAggregation(result, context),
  draw: (tables, options, context) => drawAggregation(tables, options, context),
  say: (tables, options, context) => sayAggregation(tables, options, context),
})
