import { finite } from '../core/result'
import { meanContrast, tTest, welchContrast } from '../numeric/comparison/welch'
import { listwiseCovariances } from '../numeric/correlation/crossproducts'
import { normal } from '../numeric/distributions/normal'
import type { Moments } from '../numeric/summary/summary'
import { pickItems } from '../survey/item-matrix'
import type { ComparedData } from './groups'
import type { InvarianceOptions } from './options'
import type { DifferenceRow, FactorSteps, GroupDifference, Interval, ItemRow, MeanRow } from './result'

const noInterval: Interval = { estimate: null, low: null, high: null }

/** Observed differences of the mean of the items, over those who answered all of a dimension, beside what the factor explains. */
export function meanRows(
  data: ComparedData,
  models: readonly FactorSteps[],
  { confidence }: InvarianceOptions,
): readonly MeanRow[] {
  const explained = models.flatMap(({ means }) => means)
  const [first] = data.included
  return data.dimensions.flatMap(({ dimension, items }) => {
    const ids = items.map(({ id }) => id)
    const moments = data.included.map(({ matrix }) => scoreMoments(pickItems(matrix, ids).columns))
    return data.included.slice(1).map(({ key }, index): MeanRow => {
      const found = explained.find((own) => own.dimension === dimension && own.group === index + 1)
      return {
        dimension,
        groupA: first?.key ?? [],
        groupB: key,
        observed: observedDifference(moments[index + 1], moments[0], confidence),
        scalar: waldInterval(found?.scalar ?? null, confidence),
        partial: waldInterval(found?.partial ?? null, confidence),
      }
    })
  })
}

function waldInterval(found: Pick<GroupDifference, 'estimate' | 'se'> | null, confidence: number): Interval {
  if (found === null || !Number.isFinite(found.se)) return noInterval
  const { estimate, low, high } = waldLimits(found, confidence)
  return { estimate: finite(estimate), low: finite(low), high: finite(high) }
}

function waldLimits(
  { estimate, se }: Pick<GroupDifference, 'estimate' | 'se'>,
  confidence: number,
): { readonly estimate: number; readonly low: number; readonly high: number } {
  const critical = normal.quantileUpper((1 - confidence) / 2)
  return { estimate, low: estimate - critical * se, high: estimate + critical * se }
}

/** n, mean and centred sum of squares of the mean of the items, from their covariance matrix. */
function scoreMoments(columns: Parameters<typeof listwiseCovariances>[0]): Moments {
  const { n, means, covariance, size } = listwiseCovariances(columns)
  const mean = means.reduce((sum, value) => sum + value, 0) / size
  const variance = covariance.reduce((sum, value) => sum + value, 0) / (size * size)
  return { n, mean, centredSumOfSquares: n > 1 ? Math.max(0, variance) * (n - 1) : 0 }
}

function observedDifference(group: Moments | undefined, first: Moments | undefined, confidence: number): Interval {
  if (group === undefined || first === undefined || group.n < 2 || first.n < 2) return noInterval
  // Where one of the two does not vary, the other's error is all there is.
  const contrast =
    group.centredSumOfSquares > 0 && first.centredSumOfSquares > 0
      ? welchContrast(group, first)
      : { ...meanContrast(group.centredSumOfSquares > 0 ? group : first), estimate: group.mean - first.mean }
  const test = tTest(contrast, { confidence })
  const hasError = test.se > 0
  return {
    estimate: finite(test.estimate),
    low: hasError ? finite(test.low) : null,
    high: hasError ? finite(test.high) : null,
  }
}

/** Item by item, how each group differs from the first: in loadings and intercepts, and in the log odds of a higher answer. */
export function differenceRows(
  data: ComparedData,
  models: readonly FactorSteps[],
  items: readonly ItemRow[],
  { confidence }: InvarianceOptions,
): readonly DifferenceRow[] {
  const groupA = data.included[0]?.key ?? []
  const rowsOf = (
    { dimension, item }: Pick<DifferenceRow, 'dimension' | 'item'>,
    quantity: DifferenceRow['quantity'],
    differences: readonly GroupDifference[],
  ): readonly DifferenceRow[] =>
    differences
      .filter(({ estimate, se }) => Number.isFinite(estimate) && Number.isFinite(se))
      .map((difference) => ({
        dimension,
        item,
        quantity,
        groupA,
        groupB: data.included[difference.group]?.key ?? [],
        se: difference.se,
        ...waldLimits(difference, confidence),
      }))
  return [
    ...models.flatMap(({ parameters }) => parameters.flatMap((own) => rowsOf(own, own.parameter, own.differences))),
    ...items.flatMap((own) => rowsOf(own, 'log-odds', own.effects)),
  ]
}
