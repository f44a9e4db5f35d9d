import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { finite, type CellsOf, type GroupedRows, type RowsById } from '../core/result'
import { keyOrder } from '../survey/groups'
import type { Reliability, ScaleInGroup } from './result'
import type { tables } from './declarations'
import type { ReliabilityOptions } from './options'

/** Groups in the order of the report's alphabet, dimensions and items in that of the instrument. */
export function tabulateReliability(
  result: Reliability,
  _options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const { columns } = result
  const order = keyOrder(context, columns)
  const scales = result.scales.toSorted((a, b) => order(a.key, b.key))
  return { scales: scaleRows({ columns, scales }), items: { by: columns, rows: scales.flatMap(itemRows) } }
}

/** The rows of the table `scales`, in the order given. */
function scaleRows({ columns, scales }: Reliability): GroupedRows<typeof tables.scales> {
  return {
    by: columns,
    rows: scales.map((scale) => ({ key: scale.key, dimension: scale.dimension, ...scaleCells(scale) })),
  }
}

function itemRows(scale: ScaleInGroup): GroupedRows<typeof tables.items>['rows'] {
  return scale.itemIds.map((item, index) => {
    const own = scale.items[index] ?? null
    return {
      key: scale.key,
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
  })
}

function scaleCells(scale: ScaleInGroup): Omit<CellsOf<typeof tables.scales>, 'dimension'> {
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
