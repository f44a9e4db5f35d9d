import type { Protection, TableDeclaration } from '../core/result'

/**
 * Statistics of everybody in the model, or of a fold of it: compute refuses fewer people than the smallest group and joins folds that are smaller, and neither sums nor
 * means of answers follow from them. What tells of answers is `calibration`.
 */
const ofTheModel: Protection = {
  kind: 'groups',
  of: 'calibration',
  columns: [],
  groupColumn: 'bin',
  match: ['outcome'],
}

/** The row of the constant. */
export const interceptTerm = 'intercept'
/** The row of the validation over all folds and repeats. */
export const allFolds = 'all'

export const coefficientsTable: TableDeclaration = {
  columns: [
    { id: 'term', kind: 'text', secondary: true },
    { id: 'label', kind: 'text' },
    { id: 'n', kind: 'count', secondary: true },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'p_value', kind: 'probability' },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'standardized', kind: 'number', as: 'estimate' },
    { id: 'vif', kind: 'number', as: 'statistic', secondary: true },
    { id: 'se_equal', kind: 'number', as: 'estimate', secondary: true },
  ],
  protection: ofTheModel,
}

export const importanceTable: TableDeclaration = {
  columns: [
    { id: 'predictor', kind: 'text', refersTo: 'outcome' },
    { id: 'n', kind: 'count', secondary: true },
    { id: 'lmg', kind: 'number', as: 'percent' },
    { id: 'share', kind: 'number', as: 'percent' },
    { id: 'conf_low', kind: 'number', as: 'percent' },
    { id: 'conf_high', kind: 'number', as: 'percent' },
    { id: 'alone', kind: 'number', as: 'percent', secondary: true },
    { id: 'last', kind: 'number', as: 'percent', secondary: true },
    { id: 'rank', kind: 'count' },
  ],
  protection: ofTheModel,
}

export const fitTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'respondents', kind: 'count' },
    { id: 'predictors', kind: 'count' },
    { id: 'r_squared', kind: 'number', as: 'percent' },
    { id: 'r_squared_adjusted', kind: 'number', as: 'percent' },
    { id: 'residual_sd', kind: 'number', as: 'mean' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'df_residual', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
  ],
  protection: ofTheModel,
}

export const validationTable: TableDeclaration = {
  columns: [
    { id: 'repeat', kind: 'number', as: 'df' },
    { id: 'fold', kind: 'text' },
    { id: 'clusters', kind: 'count' },
    { id: 'n', kind: 'count' },
    { id: 'r_squared', kind: 'number', as: 'percent' },
    { id: 'rmse', kind: 'number', as: 'mean' },
    { id: 'mae', kind: 'number', as: 'mean' },
    { id: 'calibration_slope', kind: 'number', as: 'estimate' },
  ],
  protection: ofTheModel,
}

export const calibrationTable: TableDeclaration = {
  columns: [
    { id: 'bin', kind: 'text' },
    { id: 'n', kind: 'count' },
    { id: 'predicted', kind: 'number', as: 'mean' },
    { id: 'observed', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'mean' },
    { id: 'conf_high', kind: 'number', as: 'mean' },
  ],
  // A part is not everybody: no row of another analysis lies within it.
  protection: {
    kind: 'counts',
    counts: ['n'],
    keeps: ['bin'],
    family: ['outcome'],
    spreads: ['sd'],
    conditions: { n: [{ column: '#part', in: ['predicted'] }] },
  },
}
