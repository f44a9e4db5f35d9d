import type { TableColumn, TableDeclaration } from '../core/result'
import { meanColumns } from '../survey/descriptive-columns'

/** A group's levels with a dot between, as `group_a` and `group_b` name it. */
export const groupName = (key: readonly string[]): string => key.join(' · ')

export const descriptivesTable: TableDeclaration = {
  columns: [...meanColumns, { id: 'group_name', kind: 'text', secondary: true }],
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
    { id: 'acceleration', kind: 'number', as: 'correlation', secondary: true },
  ],
  protection: {
    kind: 'groups',
    of: 'descriptives',
    columns: ['group_a', 'group_b'],
    groupColumn: 'group_name',
    match: ['outcome'],
  },
}

export const contrastsTable: TableDeclaration = {
  columns: [
    { id: 'contrast', kind: 'text', refersTo: 'codes:contrast' },
    { id: 'group', kind: 'text' },
    { id: 'reference', kind: 'text' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate', secondary: true },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
  ],
  protection: {
    kind: 'groups',
    of: 'descriptives',
    columns: ['group', 'reference'],
    groupColumn: 'group_name',
    match: ['outcome'],
  },
}

export const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }
