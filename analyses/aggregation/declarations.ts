import type { TableColumn, TableDeclaration } from '../core/result'

export const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }

export const dimensionsTable: TableDeclaration = {
  columns: [
    { id: 'groups', kind: 'count' },
    { id: 'n', kind: 'count' },
    { id: 'icc1', kind: 'number', as: 'correlation' },
    { id: 'icc1_k0', kind: 'number', as: 'correlation', secondary: true },
    { id: 'icc2', kind: 'number', as: 'correlation' },
    { id: 'tau_sq', kind: 'number', as: 'estimate', secondary: true },
    { id: 'sigma_sq', kind: 'number', as: 'estimate', secondary: true },
    { id: 'icc_reml', kind: 'number', as: 'correlation' },
    { id: 'rwgj_median', kind: 'number', as: 'correlation' },
    { id: 'rwgj_mean', kind: 'number', as: 'correlation', secondary: true },
    { id: 'verdict', kind: 'verdict' },
    { id: 'reason', kind: 'text', refersTo: 'codes:reason' },
    { id: 'mean', kind: 'number', as: 'mean', secondary: true },
    { id: 'mean_group_size', kind: 'number', as: 'df', secondary: true },
    { id: 'k0', kind: 'number', as: 'df', secondary: true },
    { id: 'statistic', kind: 'number', as: 'statistic', secondary: true },
    { id: 'p_value', kind: 'probability', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
}

export const groupsTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'shrunken_mean', kind: 'number', as: 'mean' },
    { id: 'conf_low', kind: 'number', as: 'mean' },
    { id: 'conf_high', kind: 'number', as: 'mean' },
    { id: 'reliability', kind: 'number', as: 'correlation' },
    { id: 'rank', kind: 'count' },
    { id: 'rank_low', kind: 'count' },
    { id: 'rank_high', kind: 'count' },
    { id: 'rwgj', kind: 'number', as: 'correlation' },
    { id: 'se', kind: 'number', as: 'mean', secondary: true },
    { id: 'sd', kind: 'number', as: 'mean', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'], spreads: ['sd'] },
}
