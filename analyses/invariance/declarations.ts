import type { TableColumn, TableDeclaration } from '../core/result'

/** A group's levels with a dot between, as `group_a` and `group_b` name it. */
export const groupName = (key: readonly string[]): string => key.join(' · ')

export const dimensionColumn: TableColumn = { id: 'dimension', kind: 'text', refersTo: 'dimension' }
export const itemColumn: TableColumn = { id: 'item', kind: 'text', refersTo: 'item' }

export const groupsTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'n_complete', kind: 'count' },
    { id: 'state', kind: 'verdict' },
    { id: 'group_name', kind: 'text', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n', 'n_complete'], family: [], keeps: ['group_name'] },
}

export const stepsTable: TableDeclaration = {
  columns: [
    { id: 'step', kind: 'text', refersTo: 'codes:step' },
    { id: 'n', kind: 'count' },
    { id: 'groups', kind: 'count' },
    { id: 'chi_square', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'p_fit', kind: 'probability', secondary: true },
    { id: 'cfi', kind: 'number', as: 'fit-index' },
    { id: 'tli', kind: 'number', as: 'fit-index', secondary: true },
    { id: 'rmsea', kind: 'number', as: 'fit-index' },
    { id: 'rmsea_low', kind: 'number', as: 'fit-index', secondary: true },
    { id: 'rmsea_high', kind: 'number', as: 'fit-index', secondary: true },
    { id: 'srmr', kind: 'number', as: 'fit-index' },
    { id: 'compared_with', kind: 'text', refersTo: 'codes:step', secondary: true },
    { id: 'delta_chi_square', kind: 'number', as: 'statistic' },
    { id: 'delta_df', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'delta_cfi', kind: 'number', as: 'fit-index' },
    { id: 'delta_rmsea', kind: 'number', as: 'fit-index' },
    { id: 'aic', kind: 'number', as: 'estimate', secondary: true },
    { id: 'bic', kind: 'number', as: 'estimate', secondary: true },
    { id: 'log_likelihood', kind: 'number', as: 'estimate', secondary: true },
    { id: 'parameters', kind: 'count', secondary: true },
    { id: 'verdict', kind: 'verdict' },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['dimension', 'step'] },
}

export const parametersTable: TableDeclaration = {
  columns: [
    { id: 'parameter', kind: 'text', refersTo: 'codes:parameter' },
    { id: 'n', kind: 'count', secondary: true },
    { id: 'chi_square', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'largest_difference', kind: 'number', as: 'estimate' },
    { id: 'released', kind: 'verdict' },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['dimension', 'item', 'parameter'] },
}

export const meansTable: TableDeclaration = {
  columns: [
    { id: 'group_a', kind: 'text' },
    { id: 'group_b', kind: 'text' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'scalar', kind: 'number', as: 'estimate' },
    { id: 'scalar_low', kind: 'number', as: 'estimate' },
    { id: 'scalar_high', kind: 'number', as: 'estimate' },
    { id: 'partial', kind: 'number', as: 'estimate' },
    { id: 'partial_low', kind: 'number', as: 'estimate' },
    { id: 'partial_high', kind: 'number', as: 'estimate' },
    { id: 'sensitivity', kind: 'number', as: 'estimate' },
  ],
  protection: { kind: 'groups', of: 'groups', columns: ['group_a', 'group_b'], groupColumn: 'group_name', match: [] },
}

export const itemsTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'groups', kind: 'count' },
    { id: 'uniform_chi_square', kind: 'number', as: 'statistic' },
    { id: 'uniform_df', kind: 'number', as: 'df' },
    { id: 'uniform_p', kind: 'probability' },
    { id: 'uniform_p_adjusted', kind: 'probability' },
    { id: 'non_uniform_chi_square', kind: 'number', as: 'statistic' },
    { id: 'non_uniform_df', kind: 'number', as: 'df' },
    { id: 'non_uniform_p', kind: 'probability' },
    { id: 'non_uniform_p_adjusted', kind: 'probability' },
    { id: 'delta_r_squared', kind: 'number', as: 'fit-index' },
    { id: 'verdict', kind: 'verdict' },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['dimension', 'item'] },
}

export const differencesTable: TableDeclaration = {
  columns: [
    { id: 'quantity', kind: 'text', refersTo: 'codes:quantity' },
    { id: 'group_a', kind: 'text' },
    { id: 'group_b', kind: 'text' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
  ],
  protection: { kind: 'groups', of: 'groups', columns: ['group_a', 'group_b'], groupColumn: 'group_name', match: [] },
}
