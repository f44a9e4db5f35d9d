/**
 * Correlations of items with the sums of the items of each scale. With its own scale an item is correlated with the sum of the others (corrected item–total correlation; Nunnally &
 * Bernstein 1994; `psych::scoreItems`).
 *
 * @param covariance items × items, row by row
 * @param scaleOf    per item its scale, 0 … count − 1
 * @returns items × scales, row by row; NaN where either does not vary, and for the own scale of a lone item
 */
export function itemScaleCorrelations(
  covariance: Float64Array,
  scaleOf: readonly number[],
  count: number,
): Float64Array {
  const p = scaleOf.length
  const found = new Float64Array(p * count)
  for (let item = 0; item < p; item++) {
    const own = covariance[item * p + item] as number
    for (let scale = 0; scale < count; scale++) {
      const members = [...scaleOf.keys()].filter((other) => scaleOf[other] === scale && other !== item)
      let shared = 0
      let variance = 0
      for (const a of members) {
        shared += covariance[item * p + a] as number
        for (const b of members) variance += covariance[a * p + b] as number
      }
      found[item * count + scale] =
        own > 0 && variance > 0
          ? Math.max(-1, Math.min(1, shared / (Math.sqrt(own) * Math.sqrt(variance))))
          : Number.NaN
    }
  }
  return found
}
