import { defineSurveyAnalysis } from '../core/contract'
import { valueCountsStatement } from '../survey/distribution'
import { groupColumns } from '../survey/groups'
import { headcountStatement } from '../survey/invited'
import { outcomesOf } from '../survey/outcomes'
import { computeParticipation } from './compute'
import { drawParticipation } from './figures'
import { sayParticipation } from './prose'
import { answeringStatement, usableStatement } from './statements'
import { participationTable, tabulateParticipation } from './tables'

export default defineSurveyAnalysis({
  id: 'participation',
  version: 1,
  menu: { group: 'quality', order: 1 },
  references: [
    'Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22, 209–212. doi:10.1080/01621459.1927.10502953',
    'Cochran, W. G. (1977). Sampling techniques, 3rd ed. Wiley.',
    'Meade, A. W. & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological Methods 17, 437–455. doi:10.1037/a0028085',
  ],
  options: {
    by: { kind: 'columns', of: 'group', default: [], max: 4 },
    min_n: { kind: 'number', default: 10, min: 2, max: 10_000, integer: true, step: 1, unit: 'core:unit.respondents' },
    min_response_rate: { kind: 'number', default: 0.3, min: 0, max: 1, step: 0.05, unit: 'core:unit.share' },
    max_half_width: {
      kind: 'number',
      default: 0.5,
      min: 0,
      max: 1000,
      open: 'min',
      step: 0.05,
      unit: 'core:unit.scale-points',
    },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  },
  needs: { data: 'survey' },
  tables: { participation: participationTable },
  figures: ['response-rates', 'respondents'],
  select: (dataset, options) => {
    const columns = groupColumns(dataset, options.by, 'round')
    const headcount = headcountStatement(dataset, columns)
    return {
      answering: answeringStatement(dataset, columns),
      usable: usableStatement(dataset, columns),
      values: valueCountsStatement(
        dataset,
        outcomesOf(
          dataset,
          dataset.instrument.dimensions.map(({ id }) => id),
        ),
        columns,
      ),
      ...(headcount === null ? {} : { headcount }),
    }
  },
  compute: computeParticipation,
  tabulate: tabulateParticipation,
  draw: drawParticipation,
  say: sayParticipation,
})
