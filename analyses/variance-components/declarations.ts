import {
  df,
  estimate,
  group,
  informationCriteria,
  interval,
  logLikelihood,
  method,
  n,
  outcome,
  pValue,
  sd,
  se,
  secondary,
  share,
  statistic,
  term,
  when,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { options } from './options'

/** A component of the variance: a place, the person, or what is left. */
const component = { id: 'component', kind: 'text', refersTo: 'attribute', isKey: true } as const

export const tables = {
  components: {
    columns: [
      outcome,
      component,
      // Of the residual: its observations.
      { id: 'levels', kind: 'count' },
      { id: 'variance', kind: 'number', as: 'estimate' },
      // The root of the variance, as the published format names it; no standard deviation of answers.
      { id: 'sd', kind: 'number', as: 'estimate' },
      share,
      ...interval('estimate'),
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['outcome', 'component'], keeps: ['component'] },
  },
  fixed: {
    columns: [
      outcome,
      term,
      estimate('estimate'),
      se('estimate'),
      df,
      statistic,
      pValue,
      ...interval('estimate'),
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['outcome', 'term'], keeps: ['term'] },
  },
  random: {
    columns: [
      outcome,
      component,
      group,
      n,
      estimate('estimate'),
      se('estimate'),
      // Withheld where everybody answered alike, since the prediction would then say how; not shown otherwise.
      ...secondary(sd),
    ],
    protection: {
      kind: 'counts',
      counts: ['n'],
      family: ['outcome', 'component'],
      keeps: ['component', 'group'],
      spreads: ['sd'],
      detail: { spread: ['sd'] },
    },
  },
  fit: {
    columns: [
      outcome,
      method('method', options.method.choices),
      n,
      logLikelihood,
      { id: 'reml_criterion', kind: 'number', as: 'statistic' },
      ...when({ method: 'ml' }, { id: 'deviance', kind: 'number', as: 'statistic', secondary: true }),
      ...informationCriteria,
      { id: 'singular', kind: 'text', isFlag: true },
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type ComponentRow = RowOf<typeof tables.components>
export type FitRow = RowOf<typeof tables.fit>
