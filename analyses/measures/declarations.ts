import type { TableColumn, TableDeclaration } from '../core/result'

export const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }

export const prioritiesTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'conf_low', kind: 'number', as: 'mean', secondary: true },
    { id: 'conf_high', kind: 'number', as: 'mean', secondary: true },
    { id: 'target', kind: 'number', as: 'mean' },
    { id: 'gap', kind: 'number', as: 'estimate' },
    { id: 'gap_low', kind: 'number', as: 'estimate' },
    { id: 'gap_high', kind: 'number', as: 'estimate' },
    { id: 'importance', kind: 'number', as: 'percent' },
    { id: 'importance_low', kind: 'number', as: 'percent' },
    { id: 'importance_high', kind: 'number', as: 'percent' },
    { id: 'priority', kind: 'number', as: 'estimate' },
    { id: 'priority_low', kind: 'number', as: 'estimate' },
    { id: 'priority_high', kind: 'number', as: 'estimate' },
    { id: 'rank', kind: 'count' },
    { id: 'measure', kind: 'text' },
    { id: 'evidence', kind: 'text', refersTo: 'codes:evidence' },
    { id: 'measure_ids', kind: 'text', secondary: true },
    { id: 'measure_note', kind: 'text', secondary: true },
    { id: 'importance_raw', kind: 'number', as: 'correlation', secondary: true },
    { id: 'sd', kind: 'number', as: 'mean', secondary: true },
    { id: 'n_before', kind: 'count', secondary: true },
    { id: 'mean_before', kind: 'number', as: 'mean' },
    { id: 'change', kind: 'number', as: 'estimate' },
    { id: 'change_low', kind: 'number', as: 'estimate' },
    { id: 'change_high', kind: 'number', as: 'estimate' },
    { id: 'p_value', kind: 'probability', secondary: true },
    { id: 'p_adjusted', kind: 'probability', secondary: true },
    { id: 'verdict', kind: 'verdict' },
    { id: 'reason', kind: 'text', secondary: true },
  ],
  protection: { kind: 'counts', counts: ['n', 'n_before'], keeps: ['target', 'importance', 'importance_low', 'importance_high', 'importance_raw'], family: ['outcome'], spreads: ['sd'] },
}
