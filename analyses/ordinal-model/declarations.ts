import {
  df,
  estimate,
  informationCriteria,
  interval,
  label,
  largestShare,
  logLikelihood,
  n,
  outcome,
  pAdjusted,
  parameters,
  pValue,
  reference,
  se,
  secondary,
  share,
  statistic,
  term,
  value,
  when,
  writtenAs,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { Protection, TableDeclaration } from '../core/result'
import { options } from './options'

/** A column to group by and one of its levels; both null for a dimension. */
const attribute = { id: 'attribute', kind: 'text', refersTo: 'attribute' } as const
const level = { id: 'level', kind: 'text', refersTo: 'group' } as const
const keyOfLevel = [
  { ...attribute, isKey: true },
  { ...level, isKey: true },
] as const

/** A predictor, or the level of one against another, as people read it; `term` is its name in R. */
const predictorName = { id: 'predictor_name', kind: 'text', refersTo: 'phrase' } as const

/** Rows about the levels of a column, which are withheld with the group. */
const ofLevels = <const C extends readonly string[]>(columns: C) =>
  ({ kind: 'groups', of: 'groups', columns, groupColumn: 'level', match: ['outcome', 'attribute'] }) as const

const ofTerms = {
  kind: 'counts',
  counts: ['n'],
  keeps: ['predictor_name'],
  family: ['outcome', 'term'],
} as const satisfies Protection

export const tables = {
  coefficients: {
    columns: [
      outcome,
      ...secondary(term),
      predictorName,
      estimate('estimate'),
      se('estimate'),
      statistic,
      pValue,
      ...interval('estimate'),
      ...when(
        { link: 'logit' },
        { id: 'odds_ratio', kind: 'number', as: 'estimate' },
        { id: 'odds_ratio_low', kind: 'number', as: 'estimate' },
        { id: 'odds_ratio_high', kind: 'number', as: 'estimate' },
      ),
      ...secondary(attribute, level, reference),
    ],
    protection: ofLevels(['level', 'reference']),
  },
  thresholds: {
    columns: [
      outcome,
      { id: 'threshold', kind: 'text', isKey: true },
      estimate('estimate'),
      se('estimate'),
      statistic,
      ...secondary(pValue),
      ...interval('estimate'),
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['outcome', 'threshold'] },
  },
  fit: {
    columns: [
      outcome,
      { id: 'link', kind: 'text', refersTo: 'choice:link', codes: options.link.choices },
      n,
      parameters,
      logLikelihood,
      ...informationCriteria,
      statistic,
      df,
      pValue,
      ...secondary({ id: 'steps', kind: 'count' }, { id: 'largest_gradient', kind: 'number', as: 'statistic' }),
    ],
    protection: { kind: 'counts', counts: ['n'], keeps: ['link'], family: ['outcome'] },
  },
  terms: {
    columns: [outcome, ...secondary(term), predictorName, ...secondary(n), statistic, df, pValue, pAdjusted],
    protection: ofTerms,
  },
  assumption: {
    columns: [
      outcome,
      ...secondary(term),
      predictorName,
      ...secondary(n, logLikelihood),
      statistic,
      df,
      pValue,
      { id: 'scale_statistic', kind: 'number', as: 'statistic' },
      { id: 'scale_df', kind: 'number', as: 'df' },
      { id: 'scale_p_value', kind: 'probability' },
    ],
    protection: ofTerms,
  },
  /** The levels of each column to group by, among respondents who answered everything that the model needs. */
  groups: {
    columns: [
      outcome,
      ...keyOfLevel,
      n,
      { id: 'is_reference', kind: 'text', isFlag: true },
      { id: 'in_model', kind: 'text', isFlag: true },
      ...secondary(largestShare),
    ],
    protection: {
      kind: 'counts',
      counts: ['n'],
      family: ['outcome', 'attribute'],
      shares: ['largest_share'],
      // Who answered everything is a part of everybody: no row of another analysis lies within it.
      conditions: { n: [{ column: '#model', in: ['complete'] }] },
    },
  },
  predicted: {
    columns: [outcome, ...keyOfLevel, ...writtenAs('df', value), label, share],
    protection: ofLevels(['level']),
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type CoefficientRow = RowOf<typeof tables.coefficients>
export type TermRow = RowOf<typeof tables.terms>
export type GroupRow = RowOf<typeof tables.groups>
export type PredictedRow = RowOf<typeof tables.predicted>
