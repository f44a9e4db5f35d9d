import type { TableColumn, TableDeclaration } from '../core/result'

export const scalesTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'items', kind: 'count' },
    { id: 'alpha', kind: 'number', as: 'correlation' },
    { id: 'conf_low', kind: 'number', as: 'correlation' },
    { id: 'conf_high', kind: 'number', as: 'correlation' },
    { id: 'omega', kind: 'number', as: 'correlation' },
    { id: 'omega_low', kind: 'number', as: 'correlation' },
    { id: 'omega_high', kind: 'number', as: 'correlation' },
    { id: 'average_r', kind: 'number', as: 'correlation' },
    { id: 'sem', kind: 'number', as: 'estimate' },
    { id: 'alpha_ordinal', kind: 'number', as: 'correlation' },
    { id: 'alpha_se', kind: 'number', as: 'correlation', secondary: true },
    { id: 'alpha_standardized', kind: 'number', as: 'correlation', secondary: true },
    { id: 'omega_observed', kind: 'number', as: 'correlation', secondary: true },
    { id: 'n_listwise', kind: 'count', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n', 'n_listwise'], family: ['dimension'] },
}

export const itemsTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean' },
    { id: 'item_rest_r', kind: 'number', as: 'correlation' },
    { id: 'alpha_if_dropped', kind: 'number', as: 'correlation' },
    { id: 'omega_if_dropped', kind: 'number', as: 'correlation' },
    { id: 'loading', kind: 'number', as: 'correlation' },
    { id: 'loading_raw', kind: 'number', as: 'mean', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['dimension', 'item'], spreads: ['sd'] },
}

export const dimensionColumn: TableColumn = { id: 'dimension', kind: 'text', refersTo: 'dimension' }
export const itemColumn: TableColumn = { id: 'item', kind: 'text', refersTo: 'item' }
