import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, finite, type ResultTable, type TableRow } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { Reliability, ScaleInGroup } from './compute'
import { dimensionColumn, itemColumn, itemsTable, scalesTable } from './declarations'
import type { ReliabilityOptions } from './options'

/** Groups in the order of the report's alphabet, dimensions and items in that of the instrument. */
export function tabulateReliability(
  result: Reliability,
  _options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const { columns } = result
  const order = keyOrder(context, columns)
  const scales = result.scales.toSorted((a, b) => order(a.key, b.key))
  return [
    scalesTableOf({ columns, scales }),
    buildTable(
      'items',
      itemsTable,
      [...keyColumns(columns), dimensionColumn, itemColumn],
      scales.flatMap((scale) =>
        scale.itemIds.map((item, index) => {
          const own = scale.items[index] ?? null
          return {
            ...keyCells(columns, scale.key),
            dimension: scale.dimension,
            item,
            n: own?.n ?? scale.n,
            mean: finite(own?.mean ?? Number.NaN),
            sd: finite(own?.sd ?? Number.NaN),
            item_rest_r: finite(own?.itemRest ?? Number.NaN),
            alpha_if_dropped: finite(own?.alphaIfDropped ?? Number.NaN),
            omega_if_dropped: finite(own?.omegaIfDropped ?? Number.NaN),
            loading: finite(own?.loading ?? Number.NaN),
            loading_raw: finite(own?.rawLoading ?? Number.NaN),
          }
        }),
      ),
    ),
  ]
}

/** The table `scales`, rows in the order given. */
export function scalesTableOf({ columns, scales }: Reliability): ResultTable {
  return buildTable(
    'scales',
    scalesTable,
    [...keyColumns(columns), dimensionColumn],
    scales.map((scale) => ({ ...keyCells(columns, scale.key), dimension: scale.dimension, ...scaleCells(scale) })),
  )
}

function scaleCells(scale: ScaleInGroup): TableRow {
  const { alpha, omega, omegaInterval } = scale
  const number = (value: number | undefined): number | null => finite(value ?? Number.NaN)
  return {
    n: scale.n,
    // Which items vary among a few is theirs to tell.
    items: alpha === null ? null : scale.used.length,
    alpha: number(alpha?.alpha),
    conf_low: number(alpha?.interval.low),
    conf_high: number(alpha?.interval.high),
    omega: number(omega?.modelImplied),
    omega_low: number(omegaInterval?.low),
    omega_high: number(omegaInterval?.high),
    average_r: number(alpha?.averageCorrelation),
    sem:
      alpha === null
        ? null
        : finite(
            (Math.sqrt(alpha.sumVariance) / (scale.isSum ? 1 : scale.used.length)) *
              Math.sqrt(Math.max(0, 1 - alpha.alpha)),
          ),
    alpha_ordinal: number(scale.ordinalAlpha),
    alpha_se: number(alpha?.standardError),
    alpha_standardized: number(alpha?.standardized),
    omega_observed: number(omega?.observed),
    n_listwise: scale.completeRows,
  }
}
