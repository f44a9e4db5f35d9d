import { defineAnalysis } from '../core/contract'
import { computeIndicators } from './compute'
import { tables } from './declarations'
import { indicatorsFigures } from './figures'
import { options } from './options'
import { sayIndicators } from './prose'
import { selectIndicators } from './statements'
import { tabulateIndicators } from './tables'

export default defineAnalysis({
  id: 'indicators',
  version: 1,
  menu: { group: 'organisations', order: 1 },
  references: ['Few, S. (2006). Information dashboard design. O’Reilly.'],
  options,
  needs: { data: 'indicators' },
  tables,
  figures: ['bullets'],
  select: selectIndicators,
  compute: computeIndicators,
  tabulate: tabulateIndicators,
  depict: indicatorsFigures,
  say: sayIndicators,
})
