import type { AbortState } from '../core/errors'
import type { Random } from '../numeric/resampling/random'
import {
  changeOfParts,
  laterPart,
  normalDeviate,
  partsOf,
  strataOf,
  studentized,
  studentizedOf,
  totalsWhere,
  type MoverData,
  type Totals,
} from './mover-data'
import { largestOfNormalLimit } from './movers-normal-limit'
import { largestOfPermutations } from './movers-permutations'

export interface Mover {
  readonly n1: number
  readonly n2: number
  /** Later mean less earlier mean, points of the scale. */
  readonly estimate: number
  /** The change in units of its own unpooled standard error √(s₁²/n₁ + s₂²/n₂), Welch's t; ±∞ where all answers of each round are alike and the rounds differ. */
  readonly standardized: number
  /** Share of permutations, the data counted as one, in which the largest studentised change of any item reaches this item's. */
  readonly pMax: number
  /** What the largest mover would stay below in 95 of 100 permutations, in this item's points; NaN where its standard error is 0. */
  readonly reference95: number
}

/** Above this many people the permutations' normal limit is drawn instead: the two then agree, and the former takes minutes. */
export const mostPermutedPeople = 5_000

/**
 * How far each item moved, against the largest move to be expected if the means differed in nothing but chance (Westfall & Young 1993, single-step max T).
 * Each change is divided by its own unpooled standard error, in the data and in every permutation: with that the reference holds for large n also where the
 * numbers and the spreads of the rounds differ (Janssen 1997; Chung & Romano 2013). Labels are exchanged within strata, so the spread is that within them. Two things
 * make the reference hold for small n too: an answer that changes rounds takes on the spread of the round that it comes to, without which the few answers of one round
 * would be drawn from a mixture of wide and narrow ones; and Welch's degrees of freedom turn each change into a normal deviate before the largest is taken. Where the
 * spreads are alike, this is the exact permutation test.
 * The number of people of each round within each stratum is kept.
 * @param permutations how many times labels are exchanged
 */
export function topMovers(
  data: MoverData,
  permutations: number,
  random: Random,
  abort: AbortState,
  progress: (share: number) => void = () => undefined,
): readonly Mover[] {
  const strata = strataOf(data)
  const items = data.items.map((answers) => partsOf(data, strata, answers))
  const draw = data.isLater.length > mostPermutedPeople ? largestOfNormalLimit : largestOfPermutations
  const largest = draw({ data, strata, items, permutations, random, abort, progress }).sort()
  // With this order statistic, a change above the reference and pMax ≤ 0.05 are one and the same.
  const reference = largest[Math.min(permutations, Math.ceil(0.95 * (permutations + 1))) - 1] ?? Number.NaN
  return items.map((item) => {
    const answers = Float64Array.from(item.answers)
    const [earlier, later] = [0, 1].map((round) =>
      totalsWhere(answers, (row) => data.isLater[row] === round && (answers[row] as number) >= 0),
    ) as [Totals, Totals]
    const estimate = earlier.n > 0 && later.n > 0 ? later.sum / later.n - earlier.sum / earlier.n : 0
    const within = changeOfParts(
      item.stretch,
      laterPart(item, () => true),
      laterPart(item, (row) => data.isLater[row] === 1),
    )
    return {
      n1: earlier.n,
      n2: later.n,
      estimate,
      standardized: studentized(estimate, earlier, later).t,
      pMax: (1 + permutations - countBelow(largest, normalDeviate(within) * (1 - 1e-9))) / (permutations + 1),
      reference95: within.se > 0 ? studentizedOf(reference, within.df) * within.se : Number.NaN,
    }
  })
}

/** How many of the ascending values are below a limit. */
function countBelow(ascending: Float64Array, limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low
}
