import {
  cfi,
  chiSquare,
  deltaCfi,
  deltaChiSquare,
  deltaDf,
  deltaRmsea,
  df,
  dimension,
  estimate,
  groupName,
  groups,
  informationCriteria,
  interval,
  item,
  label,
  logLikelihood,
  n,
  nComplete,
  pAdjusted,
  pairOfGroups,
  parameters,
  pValue,
  rmsea,
  rmseaInterval,
  se,
  secondary,
  srmr,
  state,
  statistic,
  step,
  tli,
  verdict,
  when,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { Protection, TableDeclaration } from '../core/result'
import { groupStates } from './groups'
import { itemVerdicts, parameterKinds, quantities, stepNames, stepVerdicts } from './result'

/** What factor models give, and what ordinal regression gives; a method that leaves them out leaves these columns empty. */
const byFactors = { method: ['automatic', 'cfa'] } as const
const byItems = { method: ['automatic', 'ordinal'] } as const

/** The dimension that a factor model is of, or `jointModel`; `label` says it in words. */
const factorModel = { id: 'factor_model', kind: 'text', isKey: true } as const
/** The model of all dimensions together, as the option names it. */
export const jointModel = 'joint'

const ofPairs = {
  kind: 'groups',
  of: 'groups',
  columns: ['group_a', 'group_b'],
  groupColumn: 'group_name',
  match: [],
} as const satisfies Protection

export const tables = {
  groups: {
    columns: [n, nComplete, state(groupStates), groupName],
    protection: { kind: 'counts', counts: ['n', 'n_complete'], family: [] },
  },
  steps: {
    columns: [
      ...secondary(factorModel),
      label,
      step(stepNames),
      n,
      groups,
      chiSquare,
      df,
      ...when(byFactors, ...secondary({ id: 'p_fit', kind: 'probability' })),
      cfi,
      ...when(byFactors, ...secondary(tli)),
      rmsea,
      ...when(
        byFactors,
        ...secondary(...rmseaInterval),
        srmr,
        ...secondary({ id: 'compared_with', kind: 'text', refersTo: 'codes:step', codes: stepNames }),
      ),
      deltaChiSquare,
      deltaDf,
      pValue,
      deltaCfi,
      deltaRmsea,
      ...when(byFactors, ...secondary(...informationCriteria, logLikelihood, parameters)),
      verdict(stepVerdicts),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['factor_model', 'step'], keeps: ['label'] },
  },
  parameters: {
    columns: [
      dimension,
      item,
      { id: 'parameter', kind: 'text', refersTo: 'codes:parameter', codes: parameterKinds, isKey: true },
      ...secondary(n),
      ...when(
        byFactors,
        statistic,
        df,
        pValue,
        pAdjusted,
        { id: 'largest_difference', kind: 'number', as: 'estimate' },
        { id: 'released', kind: 'verdict', codes: ['yes', 'no'] },
      ),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['dimension', 'item', 'parameter'] },
  },
  means: {
    columns: [
      dimension,
      ...pairOfGroups,
      estimate('estimate'),
      ...interval('estimate'),
      ...when(
        byFactors,
        { id: 'scalar', kind: 'number', as: 'estimate' },
        { id: 'scalar_low', kind: 'number', as: 'estimate' },
        { id: 'scalar_high', kind: 'number', as: 'estimate' },
        { id: 'partial', kind: 'number', as: 'estimate' },
        { id: 'partial_low', kind: 'number', as: 'estimate' },
        { id: 'partial_high', kind: 'number', as: 'estimate' },
        { id: 'sensitivity', kind: 'number', as: 'estimate' },
      ),
    ],
    protection: ofPairs,
  },
  items: {
    columns: [
      dimension,
      item,
      n,
      groups,
      ...when(
        byItems,
        { id: 'uniform_chi_square', kind: 'number', as: 'statistic' },
        { id: 'uniform_df', kind: 'number', as: 'df' },
        { id: 'uniform_p', kind: 'probability' },
        { id: 'uniform_p_adjusted', kind: 'probability' },
        { id: 'non_uniform_chi_square', kind: 'number', as: 'statistic' },
        { id: 'non_uniform_df', kind: 'number', as: 'df' },
        { id: 'non_uniform_p', kind: 'probability' },
        { id: 'non_uniform_p_adjusted', kind: 'probability' },
        { id: 'delta_r_squared', kind: 'number', as: 'fit-index' },
      ),
      verdict(itemVerdicts),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['dimension', 'item'] },
  },
  differences: {
    columns: [
      dimension,
      item,
      { id: 'quantity', kind: 'text', refersTo: 'codes:quantity', codes: quantities, isKey: true },
      ...pairOfGroups,
      estimate('estimate'),
      ...secondary(se('estimate')),
      ...interval('estimate'),
    ],
    protection: ofPairs,
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type StepOfModel = RowOf<typeof tables.steps>
export type MeanDifference = RowOf<typeof tables.means>
export type ItemDifference = RowOf<typeof tables.differences>
