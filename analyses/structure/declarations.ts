import {
  cfi,
  chiSquare,
  df,
  estimate,
  expectedChange,
  expectedChangeStandardized,
  informationCriteria,
  item,
  items,
  logLikelihood,
  method,
  modificationIndex,
  n,
  parameters,
  pValue,
  rmsea,
  rmseaInterval,
  rmsr,
  se,
  secondary,
  share,
  srmr,
  standardized,
  statistic,
  tli,
  when,
  writtenAs,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { methods } from './options'

const confirmatory = { method: 'cfa' } as const
const exploratory = { method: ['efa-minres', 'efa-ml'] } as const

/** A dimension, or a factor that was found, which has a name that no dimension has. */
const factorNamed = <const I extends string>(id: I) =>
  ({ id, kind: 'text', refersTo: 'dimension', isKey: true }) as const
/** Kaiser, Meyer and Olkin's measure of sampling adequacy, of all items or of the one that the row is about; psych's `MSA` and `MSAi`. */
const kmo = { id: 'kmo', kind: 'number', as: 'correlation' } as const

/** Every number stands on the same people, whom each row counts. */
export const tables = {
  eigenvalues: {
    columns: [
      { id: 'component', kind: 'count' },
      { id: 'eigenvalue', kind: 'number', as: 'estimate' },
      { id: 'parallel_95', kind: 'number', as: 'estimate' },
      ...secondary(
        { id: 'parallel_mean', kind: 'number', as: 'estimate' },
        // Where the percentile of endlessly many draws may lie.
        { id: 'parallel_low', kind: 'number', as: 'estimate' },
        { id: 'parallel_high', kind: 'number', as: 'estimate' },
      ),
      share,
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['component'], keeps: ['component'] },
  },
  adequacy: {
    columns: [n, items, kmo, statistic, df, pValue],
    protection: { kind: 'counts', counts: ['n'], family: [], keeps: ['items'] },
  },
  items: {
    columns: [
      item,
      kmo,
      { id: 'squared_multiple_r', kind: 'number', as: 'correlation' },
      { id: 'communality', kind: 'number', as: 'correlation' },
      { id: 'uniqueness', kind: 'number', as: 'correlation' },
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['item'] },
  },
  loadings: {
    columns: [
      item,
      factorNamed('factor'),
      estimate('estimate'),
      se('estimate'),
      statistic,
      pValue,
      ...writtenAs('correlation', standardized),
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['item', 'factor'] },
  },
  factor_correlations: {
    columns: [
      factorNamed('factor_a'),
      factorNamed('factor_b'),
      estimate('correlation'),
      ...when(
        confirmatory,
        ...secondary(
          { id: 'covariance', kind: 'number', as: 'estimate' },
          { id: 'covariance_se', kind: 'number', as: 'estimate' },
          { id: 'covariance_p_value', kind: 'probability' },
        ),
      ),
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['factor_a', 'factor_b'] },
  },
  fit: {
    columns: [
      method('method', methods),
      n,
      { id: 'factors', kind: 'count' },
      chiSquare,
      df,
      pValue,
      cfi,
      tli,
      rmsea,
      ...rmseaInterval,
      srmr,
      ...when(exploratory, ...secondary(rmsr)),
      ...secondary(...informationCriteria),
      ...when(
        confirmatory,
        ...secondary(
          logLikelihood,
          parameters,
          { id: 'baseline_chi_square', kind: 'number', as: 'statistic' },
          { id: 'baseline_df', kind: 'number', as: 'df' },
        ),
      ),
    ],
    protection: { kind: 'counts', counts: ['n'], family: [], keeps: ['method', 'factors'] },
  },
  modification_indices: {
    columns: [
      {
        id: 'kind',
        kind: 'text',
        refersTo: 'codes:kind',
        codes: ['cross-loading', 'residual-covariance'],
        isKey: true,
      },
      item,
      // Of a cross-loading its factor, of a residual covariance the other item.
      { id: 'factor', kind: 'text', refersTo: 'dimension' },
      { id: 'item_b', kind: 'text', refersTo: 'item' },
      modificationIndex,
      pValue,
      expectedChange,
      expectedChangeStandardized,
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['item', 'factor', 'item_b'] },
  },
  htmt: {
    columns: [
      { id: 'dimension_a', kind: 'text', refersTo: 'dimension', isKey: true },
      { id: 'dimension_b', kind: 'text', refersTo: 'dimension', isKey: true },
      { id: 'htmt', kind: 'number', as: 'correlation' },
      ...secondary(n),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['dimension_a', 'dimension_b'] },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type LoadingRow = RowOf<typeof tables.loadings>
export type CorrelationRow = RowOf<typeof tables.factor_correlations>
export type FitRow = RowOf<typeof tables.fit>
