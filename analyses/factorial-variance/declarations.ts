import {
  df,
  dfResidual,
  equalSpread,
  estimate,
  etaSquared,
  interval,
  label,
  n,
  outcome,
  pAdjusted,
  pValue,
  sd,
  se,
  secondary,
  statistic,
  term,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'

const [leveneStatistic, leveneP] = equalSpread

export const tables = {
  anova: {
    columns: [
      outcome,
      ...secondary(term),
      label,
      ...secondary(n),
      { id: 'sum_sq', kind: 'number', as: 'statistic' },
      df,
      { id: 'mean_sq', kind: 'number', as: 'statistic' },
      statistic,
      pValue,
      pAdjusted,
      ...secondary(etaSquared),
      { id: 'partial_eta_sq', kind: 'number', as: 'correlation' },
      ...secondary(
        { id: 'eta_low', kind: 'number', as: 'correlation' },
        { id: 'eta_high', kind: 'number', as: 'correlation' },
      ),
      { id: 'partial_omega_sq', kind: 'number', as: 'correlation' },
      ...interval('correlation'),
      ...secondary(
        { id: 'hc3_statistic', kind: 'number', as: 'statistic' },
        { id: 'hc3_p_value', kind: 'probability' },
      ),
    ],
    protection: { kind: 'counts', counts: ['n'], keeps: ['term', 'label'], family: ['outcome', 'term'] },
  },
  // Beside its term a row has a level of each factor in it; of those that are averaged over it has none.
  marginal_means: {
    columns: [
      outcome,
      ...secondary(term),
      n,
      estimate('mean'),
      ...secondary(se('mean'), df),
      ...interval('mean'),
      ...secondary(sd),
    ],
    protection: {
      kind: 'counts',
      counts: ['n'],
      family: ['outcome', 'term'],
      spreads: ['sd'],
      detail: { spread: ['sd'] },
      sums: [{ n: 'n' }],
    },
  },
  homogeneity: {
    columns: [
      outcome,
      n,
      { id: 'cells', kind: 'count' },
      { id: 'smallest_cell', kind: 'count' },
      { id: 'largest_cell', kind: 'count' },
      { id: 'empty_cells', kind: 'count' },
      leveneStatistic,
      df,
      dfResidual,
      leveneP,
      { id: 'sd_ratio', kind: 'number', as: 'estimate' },
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type TermRow = RowOf<typeof tables.anova>
export type MeanRow = RowOf<typeof tables.marginal_means>
