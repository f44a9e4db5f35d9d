import {
  alpha,
  averageCorrelation,
  cfi,
  chiSquare,
  deltaCfi,
  deltaChiSquare,
  deltaDf,
  deltaRmsea,
  df,
  dimension,
  expectedChange,
  expectedChangeStandardized,
  groups,
  interval,
  item,
  itemRest,
  items,
  loading,
  mean,
  modificationIndex,
  n,
  omega,
  omegaInterval,
  pValue,
  reason,
  rmsea,
  rmseaInterval,
  sd,
  secondary,
  srmr,
  state,
  step,
  tli,
  verdict,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { invarianceStepNames } from '../numeric/factor-model/invariance'

/** What the conclusion is drawn from, and the conclusion itself. */
const aspects = [
  'overall',
  'reliability',
  'item-rest',
  'one-factor',
  'loadings',
  'elsewhere',
  'distinct',
  'without',
  'invariance',
] as const
export type Aspect = (typeof aspects)[number]

const reasonVerdicts = ['supports', 'questions', 'undecided', 'unknown'] as const
export type ReasonVerdict = (typeof reasonVerdicts)[number]

const overallVerdicts = ['holds', 'holds-in-part', 'does-not-hold', 'too-little'] as const
export type OverallVerdict = (typeof overallVerdicts)[number]

const stepVerdicts = ['baseline', 'within-guides', 'beyond-guides', 'not-tested'] as const
export type StepVerdict = (typeof stepVerdicts)[number]

const groupStates = ['included', 'too-few', 'withheld'] as const
export type GroupState = (typeof groupStates)[number]

const concerns = ['weak-rest', 'weak-loading', 'elsewhere'] as const
export type Concern = (typeof concerns)[number]

/** How well one factor fits. */
const fitColumns = [chiSquare, df, pValue, cfi, ...secondary(tli), rmsea, ...secondary(...rmseaInterval), srmr] as const

/** All numbers about the dimension stand on the same people, whom each row counts. */
export const tables = {
  conclusion: {
    columns: [
      dimension,
      { id: 'aspect', kind: 'text', refersTo: 'codes:aspect', codes: aspects, isKey: true },
      verdict([...overallVerdicts, ...reasonVerdicts]),
      reason,
      // What is held against the guide, as the aspect has it: a coefficient, or how many items there are.
      { id: 'aspect_value', kind: 'number', as: 'estimate', secondary: true },
      { id: 'guide', kind: 'number', as: 'estimate', secondary: true },
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['aspect'] },
  },
  reliability: {
    columns: [dimension, n, items, alpha, ...interval('correlation'), omega, ...omegaInterval, averageCorrelation],
    protection: { kind: 'counts', counts: ['n'], family: [], keeps: ['items'] },
  },
  items: {
    columns: [
      item,
      n,
      mean,
      sd,
      itemRest,
      loading,
      { id: 'closest_dimension', kind: 'text', refersTo: 'dimension' },
      { id: 'closest_r', kind: 'number', as: 'correlation' },
      { id: 'n_whole', kind: 'count', secondary: true },
      { id: 'concerns', kind: 'text', refersTo: 'codes:concern', codes: ['none', ...concerns], isSeveral: true },
    ],
    protection: {
      kind: 'counts',
      counts: ['n'],
      family: ['item'],
      spreads: ['sd'],
      describes: [{ n: 'n', mean: 'mean', sd: 'sd' }],
      detail: { spread: ['sd'] },
      extremes: { closest_r: ['n_whole'] },
    },
  },
  fit: {
    columns: [dimension, n, items, ...fitColumns],
    protection: { kind: 'counts', counts: ['n'], family: [], keeps: ['items'] },
  },
  elsewhere: {
    columns: [
      item,
      dimension,
      { id: 'r', kind: 'number', as: 'correlation' },
      modificationIndex,
      pValue,
      ...secondary(expectedChange),
      expectedChangeStandardized,
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['item', 'dimension'] },
  },
  without_item: {
    // The row without an item is that of all items.
    columns: [{ id: 'item', kind: 'text', refersTo: 'item' }, alpha, omega, ...fitColumns, ...secondary(n)],
    protection: { kind: 'counts', counts: ['n'], family: ['item'] },
  },
  groups: { columns: [n, state(groupStates)], protection: { kind: 'counts', counts: ['n'], family: [] } },
  invariance: {
    columns: [
      dimension,
      step(invarianceStepNames),
      n,
      groups,
      chiSquare,
      df,
      cfi,
      rmsea,
      deltaChiSquare,
      deltaDf,
      pValue,
      deltaCfi,
      deltaRmsea,
      verdict(stepVerdicts),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['step'], keeps: ['groups'] },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type ItemRow = RowOf<typeof tables.items>
export type WithoutRow = RowOf<typeof tables.without_item>
