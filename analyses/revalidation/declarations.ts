import type { Protection, TableColumn, TableDeclaration } from '../core/result'

/** All numbers about the dimension stand on the same people, whom each row counts. */
const protectionOf = (family: readonly string[], keeps: readonly string[] = []): Protection => ({
  kind: 'counts',
  counts: ['n'],
  family,
  keeps,
})

export const itemColumn: TableColumn = { id: 'item', kind: 'text', refersTo: 'item' }
const n: TableColumn = { id: 'n', kind: 'count', secondary: true }
const fitColumns: readonly TableColumn[] = [
  { id: 'chi_square', kind: 'number', as: 'statistic' },
  { id: 'df', kind: 'number', as: 'df' },
  { id: 'p_value', kind: 'probability' },
  { id: 'cfi', kind: 'number', as: 'fit-index' },
  { id: 'tli', kind: 'number', as: 'fit-index', secondary: true },
  { id: 'rmsea', kind: 'number', as: 'fit-index' },
  { id: 'rmsea_low', kind: 'number', as: 'fit-index', secondary: true },
  { id: 'rmsea_high', kind: 'number', as: 'fit-index', secondary: true },
  { id: 'srmr', kind: 'number', as: 'fit-index' },
]

export const conclusionTable: TableDeclaration = {
  columns: [
    { id: 'aspect', kind: 'text', refersTo: 'codes:aspect' },
    { id: 'verdict', kind: 'verdict' },
    { id: 'reason', kind: 'text' },
    { id: 'value', kind: 'number', as: 'estimate', secondary: true },
    { id: 'guide', kind: 'number', as: 'estimate', secondary: true },
    n,
  ],
  protection: protectionOf(['aspect']),
}

export const reliabilityTable: TableDeclaration = {
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
  ],
  protection: protectionOf([], ['items']),
}

export const itemsTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean' },
    { id: 'item_rest_r', kind: 'number', as: 'correlation' },
    { id: 'loading', kind: 'number', as: 'correlation' },
    { id: 'closest_dimension', kind: 'text', refersTo: 'dimension' },
    { id: 'closest_r', kind: 'number', as: 'correlation' },
    { id: 'n_whole', kind: 'count', secondary: true },
    { id: 'concerns', kind: 'text', refersTo: 'codes:concern' },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['item'], spreads: ['sd'], extremes: { closest_r: 'n_whole' } },
}

export const elsewhereTable: TableDeclaration = {
  columns: [
    { id: 'dimension', kind: 'text', refersTo: 'dimension' },
    { id: 'r', kind: 'number', as: 'correlation' },
    { id: 'mi', kind: 'number', as: 'statistic' },
    { id: 'p_value', kind: 'probability' },
    { id: 'epc', kind: 'number', as: 'estimate', secondary: true },
    { id: 'sepc', kind: 'number', as: 'correlation' },
    n,
  ],
  protection: protectionOf(['item', 'dimension']),
}

export const withoutTable: TableDeclaration = {
  columns: [
    { id: 'alpha', kind: 'number', as: 'correlation' },
    { id: 'omega', kind: 'number', as: 'correlation' },
    ...fitColumns,
    n,
  ],
  protection: protectionOf(['item']),
}

export const fitTable: TableDeclaration = {
  columns: [{ id: 'n', kind: 'count' }, { id: 'items', kind: 'count' }, ...fitColumns],
  protection: protectionOf([], ['items']),
}

export const groupsTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'state', kind: 'verdict' },
  ],
  protection: { kind: 'counts', counts: ['n'], family: [] },
}

export const stepsTable: TableDeclaration = {
  columns: [
    { id: 'step', kind: 'text', refersTo: 'codes:step' },
    { id: 'n', kind: 'count' },
    { id: 'groups', kind: 'count' },
    { id: 'chi_square', kind: 'number', as: 'statistic' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'cfi', kind: 'number', as: 'fit-index' },
    { id: 'rmsea', kind: 'number', as: 'fit-index' },
    { id: 'delta_chi_square', kind: 'number', as: 'statistic' },
    { id: 'delta_df', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'delta_cfi', kind: 'number', as: 'fit-index' },
    { id: 'delta_rmsea', kind: 'number', as: 'fit-index' },
    { id: 'verdict', kind: 'verdict' },
  ],
  protection: protectionOf(['step'], ['groups']),
}
