import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { finite, sumKey, type CellsOf, type GroupedRows, type RowsById, type RowSum } from '../core/result'
import { inKeyOrder } from '../survey/groups'
import type { Reliability, ScaleInGroup } from './result'
import type { tables } from './declarations'
import type { ReliabilityOptions } from './options'

/** Groups in the order of the report's alphabet, dimensions and items in that of the instrument. */
export function tabulateReliability(
  result: Reliability,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const { columns } = result
  const scales = inKeyOrder(context, columns, result.scales)
  return {
    scales: scaleRows({ columns, scales }),
    items: { by: columns, sums: itemSums(result, options), rows: scales.flatMap(itemRows) },
  }
}

/** The rows of the table `scales`, in the order given. */
function scaleRows({ columns, scales }: Reliability): GroupedRows<typeof tables.scales> {
  return {
    by: columns,
    rows: scales.map((scale) => ({ key: scale.key, dimension: scale.dimension, ...scaleCells(scale) })),
  }
}

/** An item is described over those who answered all items of its scale that vary in the group, or all who answered it; its correlations and loadings tell no sums. */
function itemSums({ scales }: Reliability, { missing }: ReliabilityOptions): readonly RowSum[] {
  const complete = Object.fromEntries(
    scales.flatMap(({ key, itemIds, used }) => {
      const own = used.flatMap((place) => itemIds[place] ?? [])
      return own.map((id) => [sumKey(id, key), own] as const)
    }),
  )
  return [
    {
      n: 'n',
      columns: ['mean', 'sd', 'loading_raw'],
      basis: missing === 'listwise' ? { isAsked: true, complete } : { isAsked: true },
    },
  ]
}

function itemRows(scale: ScaleInGroup): GroupedRows<typeof tables.items>['rows'] {
  return scale.itemIds.map((item, index) => {
    const own = scale.items[index] ?? null
    return {
      key: scale.key,
      dimension: scale.dimension,
      item,
      n: own?.n ?? scale.n,
      mean: finite(own?.mean),
      sd: finite(own?.sd),
      item_rest_r: finite(own?.itemRest),
      alpha_if_dropped: finite(own?.alphaIfDropped),
      omega_if_dropped: finite(own?.omegaIfDropped),
      loading: finite(own?.loading),
      loading_raw: finite(own?.rawLoading),
    }
  })
}

function scaleCells(scale: ScaleInGroup): Omit<CellsOf<typeof tables.scales>, 'dimension'> {
  const { alpha, omega, omegaInterval } = scale
  return {
    n: scale.n,
    // Which items vary among a few is theirs to tell.
    items: alpha === null ? null : scale.used.length,
    alpha: finite(alpha?.alpha),
    conf_low: finite(alpha?.interval.low),
    conf_high: finite(alpha?.interval.high),
    omega: finite(omega?.modelImplied),
    omega_low: finite(omegaInterval?.low),
    omega_high: finite(omegaInterval?.high),
    average_r: finite(alpha?.averageCorrelation),
    sem:
      alpha === null
        ? null
        : finite(
            (Math.sqrt(alpha.sumVariance) / (scale.isSum ? 1 : scale.used.length)) *
              Math.sqrt(Math.max(0, 1 - alpha.alpha)),
          ),
    alpha_ordinal: finite(scale.ordinalAlpha),
    alpha_se: finite(alpha?.standardError),
    alpha_standardized: finite(alpha?.standardized),
    omega_observed: finite(omega?.observed),
    n_listwise: scale.completeRows,
  }
}
