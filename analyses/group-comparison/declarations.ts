import type { TableColumn, TableDeclaration } from '../core/result'

/** A group's levels with a dot between, as `group_a` and `group_b` name it. */
export const groupName = (key: readonly string[]): string => key.join(' · ')

export const descriptivesTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean' },
    { id: 'se', kind: 'number', as: 'mean', secondary: true },
    { id: 'conf_low', kind: 'number', as: 'mean' },
    { id: 'conf_high', kind: 'number', as: 'mean' },
    { id: 'median', kind: 'number', as: 'mean' },
    { id: 'mean_unweighted', kind: 'number', as: 'mean', secondary: true },
    { id: 'group_name', kind: 'text', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'], keeps: ['group_name'], spreads: ['sd'] },
}

export const omnibusTable: TableDeclaration = {
  columns: [
    { id: 'test', kind: 'text', refersTo: 'choice:test' },
    { id: 'n', kind: 'count' },
    { id: 'groups', kind: 'count' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'df_residual', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'omega_sq', kind: 'number', as: 'correlation' },
    { id: 'conf_low', kind: 'number', as: 'correlation' },
    { id: 'conf_high', kind: 'number', as: 'correlation' },
    { id: 'eta_sq', kind: 'number', as: 'correlation', secondary: true },
    { id: 'epsilon_sq', kind: 'number', as: 'correlation', secondary: true },
    { id: 'levene_statistic', kind: 'number', as: 'statistic', secondary: true },
    { id: 'levene_p_value', kind: 'probability', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
}

export const pairwiseTable: TableDeclaration = {
  columns: [
    { id: 'group_a', kind: 'text' },
    { id: 'group_b', kind: 'text' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate', secondary: true },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'method', kind: 'text', refersTo: 'choice:pairwise' },
    { id: 'hedges_g', kind: 'number', as: 'estimate' },
    { id: 'g_low', kind: 'number', as: 'estimate', secondary: true },
    { id: 'g_high', kind: 'number', as: 'estimate', secondary: true },
    { id: 'cliffs_delta', kind: 'number', as: 'correlation', secondary: true },
    { id: 'delta_low', kind: 'number', as: 'correlation', secondary: true },
    { id: 'delta_high', kind: 'number', as: 'correlation', secondary: true },
  ],
  protection: { kind: 'groups', of: 'descriptives', columns: ['group_a', 'group_b'], groupColumn: 'group_name', match: ['outcome'] },
}

export const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }
