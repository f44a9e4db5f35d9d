import {
  df,
  dfResidual,
  estimate,
  interval,
  label,
  n,
  outcome,
  predictor,
  pValue,
  rank,
  sd,
  se,
  secondary,
  share,
  standardized,
  statistic,
  term,
  writtenAs,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { Protection, TableDeclaration } from '../core/result'

/**
 * Statistics of everybody in the model, or of a fold of it: compute refuses fewer people than the smallest group and joins folds that are smaller, and neither sums nor
 * means of answers follow from them. What tells of answers is `calibration`.
 */
const ofTheModel = {
  kind: 'groups',
  of: 'calibration',
  columns: [],
  groupColumn: 'bin',
  match: ['outcome'],
} as const satisfies Protection

/** The row of the constant. */
export const interceptTerm = 'intercept'
/** The row of the validation over all folds and repeats. */
export const allFolds = 'all'

const rSquared = { id: 'r_squared', kind: 'number', as: 'percent' } as const

export const tables = {
  fit: {
    columns: [
      outcome,
      n,
      { id: 'respondents', kind: 'count' },
      { id: 'predictors', kind: 'count' },
      rSquared,
      { id: 'r_squared_adjusted', kind: 'number', as: 'percent' },
      { id: 'residual_sd', kind: 'number', as: 'mean' },
      statistic,
      df,
      dfResidual,
      pValue,
    ],
    protection: ofTheModel,
  },
  coefficients: {
    columns: [
      outcome,
      ...secondary(term),
      label,
      ...secondary(n),
      estimate('estimate'),
      se('estimate'),
      df,
      statistic,
      pValue,
      ...interval('estimate'),
      ...writtenAs('estimate', standardized),
      { id: 'vif', kind: 'number', as: 'statistic', secondary: true },
      { id: 'se_equal', kind: 'number', as: 'estimate', secondary: true },
    ],
    protection: ofTheModel,
  },
  importance: {
    columns: [
      outcome,
      predictor,
      ...secondary(n),
      { id: 'lmg', kind: 'number', as: 'percent' },
      share,
      ...interval('percent'),
      { id: 'alone', kind: 'number', as: 'percent', secondary: true },
      { id: 'unique', kind: 'number', as: 'percent', secondary: true },
      rank,
    ],
    protection: ofTheModel,
  },
  validation: {
    columns: [
      outcome,
      { id: 'repeat', kind: 'number', as: 'df' },
      { id: 'fold', kind: 'text', isKey: true },
      { id: 'clusters', kind: 'count' },
      n,
      rSquared,
      { id: 'rmse', kind: 'number', as: 'mean' },
      { id: 'mae', kind: 'number', as: 'mean' },
      { id: 'calibration_slope', kind: 'number', as: 'estimate' },
    ],
    protection: ofTheModel,
  },
  calibration: {
    columns: [
      outcome,
      { id: 'bin', kind: 'text', isKey: true },
      n,
      { id: 'predicted', kind: 'number', as: 'mean' },
      { id: 'observed', kind: 'number', as: 'mean' },
      ...secondary(sd),
      ...interval('mean'),
    ],
    // A part is not everybody: no row of another analysis lies within it.
    protection: {
      kind: 'counts',
      counts: ['n'],
      keeps: ['bin'],
      family: ['outcome'],
      spreads: ['sd'],
      detail: { spread: ['sd', 'conf_low', 'conf_high'] },
      conditions: { n: [{ column: '#part', in: ['predicted'] }] },
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type FitRow = RowOf<typeof tables.fit>
export type CoefficientRow = RowOf<typeof tables.coefficients>
export type ImportanceRow = RowOf<typeof tables.importance>
export type ValidationRow = RowOf<typeof tables.validation>
export type CalibrationRow = RowOf<typeof tables.calibration>
