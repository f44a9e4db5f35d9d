import type { TableColumn, TableDeclaration } from '../core/result'

export const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }

const nColumn: TableColumn = { id: 'n', kind: 'count', secondary: true }

export const componentsTable: TableDeclaration = {
  columns: [
    { id: 'component', kind: 'text', refersTo: 'attribute' },
    { id: 'groups', kind: 'count' },
    { id: 'variance', kind: 'number', as: 'estimate' },
    { id: 'sd', kind: 'number', as: 'estimate' },
    { id: 'share', kind: 'number', as: 'percent' },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    nColumn,
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome', 'component'], keeps: ['component'] },
}

export const fixedTable: TableDeclaration = {
  columns: [
    { id: 'term', kind: 'text' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate' },
    { id: 'df', kind: 'number', as: 'df' },
    { id: 'statistic', kind: 'number', as: 'statistic' },
    { id: 'p_value', kind: 'probability' },
    { id: 'conf_low', kind: 'number', as: 'estimate' },
    { id: 'conf_high', kind: 'number', as: 'estimate' },
    nColumn,
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome', 'term'], keeps: ['term'] },
}

/** Levels of the components. Key columns stand before. */
export const randomTable: TableDeclaration = {
  columns: [
    { id: 'component', kind: 'text', refersTo: 'attribute' },
    { id: 'group', kind: 'text' },
    { id: 'n', kind: 'count' },
    { id: 'estimate', kind: 'number', as: 'estimate' },
    { id: 'se', kind: 'number', as: 'estimate' },
    // Withheld where everybody answered alike, since the prediction would then say how; not shown otherwise.
    { id: 'sd', kind: 'number', as: 'estimate', secondary: true },
  ],
  protection: {
    kind: 'counts',
    counts: ['n'],
    family: ['outcome', 'component'],
    keeps: ['component', 'group'],
    spreads: ['sd'],
  },
}

export const fitTable: TableDeclaration = {
  columns: [
    { id: 'method', kind: 'text', refersTo: 'choice:method' },
    { id: 'n', kind: 'count' },
    { id: 'log_likelihood', kind: 'number', as: 'statistic' },
    { id: 'reml_criterion', kind: 'number', as: 'statistic' },
    { id: 'deviance', kind: 'number', as: 'statistic', secondary: true },
    { id: 'aic', kind: 'number', as: 'statistic' },
    { id: 'bic', kind: 'number', as: 'statistic' },
    { id: 'singular', kind: 'text' },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
}
