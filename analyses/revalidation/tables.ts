import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, type ResultTable, type TableColumn, type TableRow } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import {
  conclusionTable,
  elsewhereTable,
  fitTable,
  groupsTable,
  itemColumn,
  itemsTable,
  reliabilityTable,
  stepsTable,
  withoutTable,
} from './declarations'
import type { RevalidationOptions } from './options'
import type { DimensionFit, Revalidation } from './result'

const dimensionColumn: TableColumn = { id: 'dimension', kind: 'text', refersTo: 'dimension' }

/** The conclusion first; items in the order of the instrument, the whole dimension before the dimension without each. */
export function tabulateRevalidation(
  result: Revalidation,
  _options: RevalidationOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const { dimension, n, reliability, columns } = result
  const order = keyOrder(context, columns)
  return [
    buildTable(
      'conclusion',
      conclusionTable,
      [dimensionColumn],
      result.conclusion.map(({ aspect, verdict, reason, value, guide }) => ({
        dimension,
        aspect,
        verdict,
        reason,
        value,
        guide,
        n,
      })),
    ),
    buildTable(
      'reliability',
      reliabilityTable,
      [dimensionColumn],
      [
        {
          dimension,
          n,
          items: reliability.items,
          alpha: reliability.alpha,
          conf_low: reliability.low,
          conf_high: reliability.high,
          omega: reliability.omega,
          omega_low: reliability.omegaLow,
          omega_high: reliability.omegaHigh,
          average_r: reliability.averageCorrelation,
        },
      ],
    ),
    buildTable(
      'items',
      itemsTable,
      [itemColumn],
      result.items.map(({ item, mean, sd, itemRest, loading, closest, concerns }) => ({
        item,
        n,
        mean,
        sd,
        item_rest_r: itemRest,
        loading,
        closest_dimension: closest?.dimension ?? null,
        closest_r: closest?.r ?? null,
        n_whole: result.nElsewhere,
        concerns: concerns.length === 0 ? 'none' : concerns.join(' '),
      })),
    ),
    buildTable(
      'fit',
      fitTable,
      [dimensionColumn],
      [{ dimension, n, items: reliability.items, ...fitCells(result.fit) }],
    ),
    buildTable(
      'elsewhere',
      elsewhereTable,
      [itemColumn],
      result.elsewhere.map(({ item, dimension: other, r, index, pValue, change, standardizedChange }) => ({
        item,
        dimension: other,
        r,
        mi: index,
        p_value: pValue,
        epc: change,
        sepc: standardizedChange,
        n: result.nElsewhere,
      })),
    ),
    buildTable(
      'without_item',
      withoutTable,
      [itemColumn],
      [{ item: null, alpha: reliability.alpha, omega: reliability.omega, fit: result.fit }, ...result.without].map(
        ({ item, alpha, omega, fit }) => ({ item, alpha, omega, ...fitCells(fit), n }),
      ),
    ),
    buildTable(
      'groups',
      groupsTable,
      keyColumns(columns),
      result.groups.length === 0
        ? [{ n, state: 'included' }]
        : result.groups
            .toSorted((a, b) => order(a.key, b.key))
            .map(({ key, n: people, state }) => ({ ...keyCells(columns, key), n: people, state })),
    ),
    buildTable(
      'invariance',
      stepsTable,
      [dimensionColumn],
      result.steps.map((row) => ({
        dimension,
        step: row.step,
        n: row.n,
        groups: row.groups,
        chi_square: row.chiSquare,
        df: row.df,
        cfi: row.cfi,
        rmsea: row.rmsea,
        delta_chi_square: row.deltaChiSquare,
        delta_df: row.deltaDf,
        p_value: row.pValue,
        delta_cfi: row.deltaCfi,
        delta_rmsea: row.deltaRmsea,
        verdict: row.verdict,
      })),
    ),
  ]
}

function fitCells(fit: DimensionFit | null): TableRow {
  return {
    chi_square: fit?.chiSquare ?? null,
    df: fit?.df ?? null,
    p_value: fit?.pValue ?? null,
    cfi: fit?.cfi ?? null,
    tli: fit?.tli ?? null,
    rmsea: fit?.rmsea ?? null,
    rmsea_low: fit?.rmseaLow ?? null,
    rmsea_high: fit?.rmseaHigh ?? null,
    srmr: fit?.srmr ?? null,
  }
}
