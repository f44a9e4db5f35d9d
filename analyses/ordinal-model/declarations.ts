import type { TableColumn, TableDeclaration } from '../core/result'

export const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }

/** The levels of each column to group by, among respondents who answered everything that the model needs. */
export const groupsTable: TableDeclaration = {
  columns: [
    { id: 'attribute', kind: 'text', refersTo: 'attribute' },
    { id: 'level', kind: 'text' },
    { id: 'n', kind: 'count' },
    { id: 'is_reference', kind: 'text' },
    { id: 'in_model', kind: 'text' },
    { id: 'largest_share', kind: 'number', as: 'percent', secondary: true },
  ],
  protection: {
    kind: 'counts',
    counts: ['n'],
    keeps: ['attribute', 'level'],
    family: ['outcome', 'attribute'],
    shares: ['largest_share'],
    // Who answered everything is a part of everybody: no row of another analysis lies within it.
    conditions: { n: [{ column: '#model', in: ['complete'] }] },
  },
}

export const coefficientsTable: TableDeclaration = {
  columns: [
    { id: 'predictor', kind: 'text' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'p_value', kind: 'probability' },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'odds_ratio', kind: 'number', as: 'estimate' },
    { id: 'odds_ratio_low', kind: 'number', as: 'estimate' },
    { id: 'odds_ratio_high', kind: 'number', as: 'estimate' },
    { id: 'term', kind: 'text', secondary: true },
    { id: 'attribute', kind: 'text', secondary: true },
    { id: 'level', kind: 'text', secondary: true },
    { id: 'reference', kind: 'text', secondary: true },
  ],
  protection: {
    kind: 'groups',
    of: 'groups',
    columns: ['level', 'reference'],
    groupColumn: 'level',
    match: ['outcome', 'attribute'],
  },
}

export const thresholdsTable: TableDeclaration = {
  columns: [
    { id: 'threshold', kind: 'text' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'p_value', kind: 'probability', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'n', kind: 'count', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], keeps: ['threshold'], family: ['outcome', 'threshold'] },
}

export const termsTable: TableDeclaration = {
  columns: [
    { id: 'term', kind: 'text', secondary: true },
    { id: 'predictor', kind: 'text' },
    { id: 'n', kind: 'count', secondary: true },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
  ],
  protection: { kind: 'counts', counts: ['n'], keeps: ['term', 'predictor'], family: ['outcome', 'term'] },
}

export const assumptionTable: TableDeclaration = {
  columns: [
    { id: 'term', kind: 'text', secondary: true },
    { id: 'predictor', kind: 'text' },
    { id: 'n', kind: 'count', secondary: true },
    { id: 'log_likelihood', kind: 'number', as: 'statistic', secondary: true },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'scale_statistic', kind: 'number', as: 'statistic' },
    { id: 'scale_df', kind: 'number', as: 'df' },
    { id: 'scale_p_value', kind: 'probability' },
  ],
  protection: { kind: 'counts', counts: ['n'], keeps: ['term', 'predictor'], family: ['outcome', 'term'] },
}

export const fitTable: TableDeclaration = {
  columns: [
    { id: 'link', kind: 'text', refersTo: 'choice:link' },
    { id: 'n', kind: 'count' },
    { id: 'parameters', kind: 'count' },
    { id: 'log_likelihood', kind: 'number', as: 'statistic' },
    { id: 'aic', kind: 'number', as: 'statistic' },
    { id: 'bic', kind: 'number', as: 'statistic' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'steps', kind: 'count', secondary: true },
    { id: 'largest_gradient', kind: 'number', as: 'statistic', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], keeps: ['link'], family: ['outcome'] },
}

export const predictedTable: TableDeclaration = {
  columns: [
    { id: 'attribute', kind: 'text', refersTo: 'attribute' },
    { id: 'level', kind: 'text' },
    { id: 'value', kind: 'number', as: 'df' },
    { id: 'label', kind: 'text' },
    { id: 'share', kind: 'number', as: 'percent' },
  ],
  protection: {
    kind: 'groups',
    of: 'groups',
    columns: ['level'],
    groupColumn: 'level',
    match: ['outcome', 'attribute'],
  },
}
