import type { Random } from './random'

/** Ranks that a unit takes in all but the outer shares of draws; 1 is the highest. */
export interface RankInterval {
  readonly low: number
  readonly high: number
}

/**
 * Intervals of ranks by simulation (Goldstein & Spiegelhalter 1996, doi 10.2307/2983325): every draw takes each unit's value from its normal conditional
 * distribution and ranks them; limits are the (1 − confidence)/2 and (1 + confidence)/2 quantiles of a unit's ranks, those that occur (Hyndman & Fan's type 1).
 * A unit without spread keeps its value; equal values share the better rank.
 *
 * @param estimates one a unit, none NaN
 * @param deviations their standard deviations; 0 or NaN for a unit without spread
 * @param draws whole, ≥ 1
 * @param confidence in (0, 1)
 * @param poll called once a draw, may throw to stop
 */
export const rankIntervals = (
  estimates: ArrayLike<number>,
  deviations: ArrayLike<number>,
  draws: number,
  confidence: number,
  random: Random,
  poll: (draw: number) => void = () => undefined,
): readonly RankInterval[] => {
  const units = estimates.length
  const counts = new Int32Array(units * units)
  const values = new Float64Array(units)
  const order = Int32Array.from({ length: units }, (_, i) => i)
  for (let draw = 0; draw < draws; draw++) {
    poll(draw)
    for (let i = 0; i < units; i++)
      values[i] =
        (estimates[i] as number) + ((deviations[i] as number) > 0 ? (deviations[i] as number) * random.normal() : 0)
    order.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
    let rank = 0
    for (let position = 0; position < units; position++) {
      const unit = order[position] as number
      if (position === 0 || values[unit] !== values[order[position - 1] as number]) rank = position
      const at = unit * units + rank
      counts[at] = (counts[at] as number) + 1
    }
  }
  const quantile = (unit: number, p: number): number => {
    const needed = Math.max(1, Math.ceil(p * draws - 1e-9))
    let seen = 0
    for (let rank = 0; rank < units; rank++) {
      seen += counts[unit * units + rank] as number
      if (seen >= needed) return rank + 1
    }
    return units
  }
  return Array.from({ length: units }, (_, unit) => ({
    low: quantile(unit, (1 - confidence) / 2),
    high: quantile(unit, (1 + confidence) / 2),
  }))
}
