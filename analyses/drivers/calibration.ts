import { studentT } from '../numeric/distributions/student-t'
import { deviationOf, mean, momentsOf, standardErrorOf } from '../numeric/summary/summary'

/** People whose predictions lie together, and what they answered. */
export interface CalibrationBin {
  readonly n: number
  /** Means. */
  readonly predicted: number
  readonly observed: number
  readonly sd: number
  readonly low: number
  readonly high: number
}

/** Rows that have a prediction. */
export function predicted(predictions: Float64Array): Int32Array<ArrayBuffer> {
  const rows = new Int32Array(predictions.length)
  let count = 0
  for (let row = 0; row < predictions.length; row += 1) if (!Number.isNaN(predictions[row])) rows[count++] = row
  return rows.slice(0, count)
}

/** Bins at most, and people that a bin needs. */
const mostBins = 10
const smallestBin = 10

/**
 * Predictions in ascending order, cut into tenths (fewer when people are few), with the mean of what was predicted and observed in each. Equal predictions are never
 * parted.
 * @param predictions NaN where somebody has none
 * @param minGroup a bin is never smaller
 */
export function calibrationBins(
  predictions: Float64Array,
  observed: ArrayLike<number>,
  minGroup: number,
  confidence: number,
): readonly CalibrationBin[] {
  const order = predicted(predictions).sort((a, b) => (predictions[a] as number) - (predictions[b] as number) || a - b)
  const least = Math.max(smallestBin, minGroup)
  const wanted = Math.min(mostBins, Math.floor(order.length / least))
  const bins: Int32Array[] = []
  for (let bin = 0, from = 0; bin < wanted && from < order.length; bin += 1) {
    let to = Math.max(Math.round(((bin + 1) * order.length) / wanted), Math.min(order.length, from + least))
    while (to < order.length && predictions[order[to] as number] === predictions[order[to - 1] as number]) to += 1
    if (order.length - to < least) to = order.length
    bins.push(order.subarray(from, to))
    from = to
  }
  return bins.map((rows) => {
    const moments = momentsOf(Float64Array.from(rows, (row) => observed[row] as number))
    const reach = standardErrorOf(moments) * studentT.quantileUpper((1 - confidence) / 2, moments.n - 1)
    return {
      n: moments.n,
      predicted: mean(Float64Array.from(rows, (row) => predictions[row] as number)),
      observed: moments.mean,
      sd: deviationOf(moments),
      low: moments.mean - reach,
      high: moments.mean + reach,
    }
  })
}
