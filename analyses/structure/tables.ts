import { buildTable, type ResultTable, type TableColumn } from '../core/result'
import {
  adequacyTable,
  correlationsTable,
  eigenvaluesTable,
  fitTable,
  htmtTable,
  itemColumn,
  itemsTable,
  loadingsTable,
  modificationTable,
} from './declarations'
import type { StructureOptions } from './options'
import type { Structure } from './result'

/** Items and dimensions in the order of the instrument; factors that were found by the variance they account for. */
export function tabulateStructure(result: Structure, options: StructureOptions): readonly ResultTable[] {
  const { n, fit } = result
  const total = result.items.length
  const factorColumn = (id: string): TableColumn =>
    options.method === 'cfa' ? { id, kind: 'text', refersTo: 'dimension' } : { id, kind: 'text' }
  return [
    buildTable(
      'eigenvalues',
      eigenvaluesTable,
      [],
      result.eigenvalues.map(({ value, parallel95, parallelMean, parallelLow, parallelHigh }, index) => ({
        component: index + 1,
        eigenvalue: value,
        parallel_95: parallel95,
        parallel_mean: parallelMean,
        parallel_low: parallelLow,
        parallel_high: parallelHigh,
        share: value / total,
        n,
      })),
    ),
    buildTable(
      'adequacy',
      adequacyTable,
      [],
      [
        {
          n,
          items: total,
          kmo: result.kmo,
          statistic: result.sphericity?.chiSquare ?? null,
          df: result.sphericity?.df ?? null,
          p_value: result.sphericity?.pValue ?? null,
        },
      ],
    ),
    buildTable(
      'items',
      itemsTable,
      [itemColumn],
      result.items.map(({ item, kmo, squaredMultiple }, index) => {
        const communality = result.communalities[index] ?? null
        return {
          item,
          kmo,
          squared_multiple_r: squaredMultiple,
          communality,
          uniqueness: communality === null ? null : 1 - communality,
          n,
        }
      }),
    ),
    buildTable(
      'loadings',
      loadingsTable,
      [itemColumn, factorColumn('factor')],
      result.loadings.map(({ item, factor, estimate, se, statistic, pValue, standardized }) => ({
        item,
        factor,
        estimate,
        se,
        statistic,
        p_value: pValue,
        standardized,
        n,
      })),
    ),
    buildTable(
      'factor_correlations',
      correlationsTable,
      [factorColumn('factor_a'), factorColumn('factor_b')],
      result.correlations.map(({ a, b, estimate, covariance, se, pValue }) => ({
        factor_a: a,
        factor_b: b,
        estimate,
        covariance,
        se,
        p_value: pValue,
        n,
      })),
    ),
    buildTable(
      'fit',
      fitTable,
      [],
      [
        {
          method: result.method,
          n,
          factors: fit.factors,
          chi_square: fit.chiSquare,
          df: fit.df,
          p_value: fit.pValue,
          cfi: fit.cfi,
          tli: fit.tli,
          rmsea: fit.rmsea,
          rmsea_low: fit.rmseaLow,
          rmsea_high: fit.rmseaHigh,
          srmr: fit.srmr,
          rmsr: fit.rmsr,
          aic: fit.aic,
          bic: fit.bic,
          log_likelihood: fit.logLikelihood,
          free_parameters: fit.freeParameters,
          baseline_chi_square: fit.baselineChiSquare,
          baseline_df: fit.baselineDf,
        },
      ],
    ),
    buildTable(
      'modification_indices',
      modificationTable,
      [],
      result.modifications.map(({ kind, item, factor, other, index, pValue, change, standardizedChange }) => ({
        kind,
        item,
        factor,
        item_b: other,
        mi: index,
        p_value: pValue,
        epc: change,
        sepc: standardizedChange,
        n,
      })),
    ),
    buildTable(
      'htmt',
      htmtTable,
      [],
      result.htmt.map(({ a, b, ratio }) => ({ dimension_a: a, dimension_b: b, htmt: ratio, n })),
    ),
  ]
}
