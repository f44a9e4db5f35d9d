import { rmsr, srmr } from '../core/columns'
import type { Protection, TableColumn, TableDeclaration } from '../core/result'

/** Every number stands on the same people, whom each row counts. */
const protectionOf = (family: readonly string[], keeps: readonly string[] = []): Protection => ({
  kind: 'counts',
  counts: ['n'],
  family,
  keeps,
})

export const itemColumn: TableColumn = { id: 'item', kind: 'text', refersTo: 'item' }
const n: TableColumn = { id: 'n', kind: 'count', secondary: true }

export const eigenvaluesTable: TableDeclaration = {
  columns: [
    { id: 'component', kind: 'count' },
    { id: 'eigenvalue', kind: 'number', as: 'estimate' },
    { id: 'parallel_95', kind: 'number', as: 'estimate' },
    { id: 'parallel_mean', kind: 'number', as: 'estimate', secondary: true },
    { id: 'parallel_low', kind: 'number', as: 'estimate', secondary: true },
    { id: 'parallel_high', kind: 'number', as: 'estimate', secondary: true },
    { id: 'share', kind: 'number', as: 'percent' },
    n,
  ],
  protection: protectionOf(['component'], ['component']),
}

export const adequacyTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'items', kind: 'count' },
    { id: 'kmo', kind: 'number', as: 'correlation' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
  ],
  protection: protectionOf([], ['items']),
}

export const itemsTable: TableDeclaration = {
  columns: [
    { id: 'kmo', kind: 'number', as: 'correlation' },
    { id: 'squared_multiple_r', kind: 'number', as: 'correlation' },
    { id: 'communality', kind: 'number', as: 'correlation' },
    { id: 'uniqueness', kind: 'number', as: 'correlation' },
    n,
  ],
  protection: protectionOf(['item']),
}

export const loadingsTable: TableDeclaration = {
  columns: [
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'p_value', kind: 'probability' },
    { id: 'standardized', kind: 'number', as: 'correlation' },
    n,
  ],
  protection: protectionOf(['item', 'factor']),
}

export const correlationsTable: TableDeclaration = {
  columns: [
    { id: 'estimate', kind: 'number', as: 'correlation' },
    { id: 'covariance', kind: 'number', as: 'estimate', secondary: true },
    { id: 'se', kind: 'number', as: 'estimate', secondary: true },
    { id: 'p_value', kind: 'probability', secondary: true },
    n,
  ],
  protection: protectionOf(['factor_a', 'factor_b']),
}

export const fitTable: TableDeclaration = {
  columns: [
    { id: 'method', kind: 'text', refersTo: 'choice:method' },
    { id: 'n', kind: 'count' },
    { id: 'factors', kind: 'count' },
    { id: 'chi_square', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'cfi', kind: 'number', as: 'fit-index' },
    { id: 'tli', kind: 'number', as: 'fit-index' },
    { id: 'rmsea', kind: 'number', as: 'fit-index' },
    { id: 'rmsea_low', kind: 'number', as: 'fit-index' },
    { id: 'rmsea_high', kind: 'number', as: 'fit-index' },
    srmr,
    { ...rmsr, secondary: true },
    { id: 'aic', kind: 'number', as: 'estimate', secondary: true },
    { id: 'bic', kind: 'number', as: 'estimate', secondary: true },
    { id: 'log_likelihood', kind: 'number', as: 'estimate', secondary: true },
    { id: 'free_parameters', kind: 'count', secondary: true },
    { id: 'baseline_chi_square', kind: 'number', as: 'statistic', secondary: true },
    { id: 'baseline_df', kind: 'number', as: 'df', secondary: true },
  ],
  protection: protectionOf([], ['method', 'factors']),
}

export const modificationTable: TableDeclaration = {
  columns: [
    { id: 'kind', kind: 'text', refersTo: 'codes:kind' },
    { id: 'item', kind: 'text', refersTo: 'item' },
    { id: 'factor', kind: 'text', refersTo: 'dimension' },
    { id: 'item_b', kind: 'text', refersTo: 'item' },
    { id: 'mi', kind: 'number', as: 'statistic' },
    { id: 'p_value', kind: 'probability' },
    { id: 'epc', kind: 'number', as: 'estimate' },
    { id: 'sepc', kind: 'number', as: 'correlation' },
    n,
  ],
  protection: protectionOf(['item', 'factor', 'item_b']),
}

export const htmtTable: TableDeclaration = {
  columns: [
    { id: 'dimension_a', kind: 'text', refersTo: 'dimension' },
    { id: 'dimension_b', kind: 'text', refersTo: 'dimension' },
    { id: 'htmt', kind: 'number', as: 'correlation' },
    n,
  ],
  protection: protectionOf(['dimension_a', 'dimension_b']),
}
