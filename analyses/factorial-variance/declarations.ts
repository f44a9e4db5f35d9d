import type { TableColumn, TableDeclaration } from '../core/result'

export const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }

/** The row of what the terms leave over. */
export const residualTerm = 'residuals'

export const anovaTable: TableDeclaration = {
  columns: [
    { id: 'term', kind: 'text', secondary: true },
    { id: 'source', kind: 'text' },
    { id: 'n', kind: 'count', secondary: true },
    { id: 'sum_sq', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'mean_sq', kind: 'number', as: 'statistic' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'eta_sq', kind: 'number', as: 'correlation', secondary: true },
    { id: 'partial_eta_sq', kind: 'number', as: 'correlation' },
    { id: 'eta_low', kind: 'number', as: 'correlation', secondary: true },
    { id: 'eta_high', kind: 'number', as: 'correlation', secondary: true },
    { id: 'partial_omega_sq', kind: 'number', as: 'correlation' },
    { id: 'conf_low', kind: 'number', as: 'correlation' },
    { id: 'conf_high', kind: 'number', as: 'correlation' },
    { id: 'hc3_statistic', kind: 'number', as: 'statistic', secondary: true },
    { id: 'hc3_p_value', kind: 'probability', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], keeps: ['term', 'source'], family: ['outcome', 'term'] },
}

export const marginalMeansTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'estimate', kind: 'number', as: 'mean' },
    { id: 'se', kind: 'number', as: 'mean', secondary: true },
    { id: 'df', kind: 'number', as: 'df', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'mean' },
    { id: 'conf_high', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome', 'term'], spreads: ['sd'] },
}

export const homogeneityTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'cells', kind: 'count' },
    { id: 'smallest_cell', kind: 'count' },
    { id: 'largest_cell', kind: 'count' },
    { id: 'empty_cells', kind: 'count' },
    { id: 'levene_statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'df_residual', kind: 'number', as: 'df' },
    { id: 'levene_p_value', kind: 'probability' },
    { id: 'sd_ratio', kind: 'number', as: 'estimate' },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
}

/** Columns of a marginal mean's row: the term, and a level of each factor in it. */
export const termColumn: TableColumn = { id: 'term', kind: 'text', secondary: true }
