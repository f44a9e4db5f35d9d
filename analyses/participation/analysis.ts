import { defineAnalysis } from '../core/contract'
import { computeParticipation } from './compute'
import { tables } from './declarations'
import { participationFigures } from './figures'
import { options } from './options'
import { sayParticipation } from './prose'
import { selectParticipation } from './statements'
import { tabulateParticipation } from './tables'

export default defineAnalysis({
  id: 'participation',
  version: 1,
  menu: { group: 'quality', order: 1 },
  references: [
    'Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22, 209–212. doi:10.1080/01621459.1927.10502953',
    'Cochran, W. G. (1977). Sampling techniques, 3rd ed. Wiley.',
    'Meade, A. W. & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological Methods 17, 437–455. doi:10.1037/a0028085',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['response-rates', 'respondents'],
  select: selectParticipation,
  compute: computeParticipation,
  tabulate: tabulateParticipation,
  depict: participationFigures,
  say: sayParticipation,
})
