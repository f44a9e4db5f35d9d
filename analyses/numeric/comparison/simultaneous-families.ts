import { benjaminiHochberg, type Adjustment, type PValue } from './multiplicity'
import { largest } from '../summary/extremes'

/**
 * Adjusts p values that come in sets, each of which is already simultaneous within its set (Games–Howell, Tukey: the pairs of one outcome), over all
 * sets. With one set nothing changes.
 *
 * - `holm`: Holm's step-down (1979) counted in sets. From the smallest p upwards each is multiplied by the number of sets that still hold a hypothesis
 *   not yet passed, and made monotone. Family-wise: at the first false rejection all true hypotheses are still there, so the multiplier is at least
 *   the number m of sets with a true one, and in each of those the smallest p of the true ones falls below α/m with probability at most α/m.
 * - `bh`: Benjamini & Hochberg (1995) over the sets, for each position (the same pair) by itself.
 * - `none`: as they are.
 *
 * @param sets p values in the same order of positions in every set; one that does not exist is null or NaN, stays as it is and is not counted
 * @returns sets of the same shape, each p in 0 … 1
 */
export const adjustOverSets = (
  sets: readonly (readonly PValue[])[],
  adjustment: Adjustment,
): readonly (readonly PValue[])[] => {
  if (adjustment === 'none') return sets.map((set) => [...set])
  if (adjustment === 'bh') {
    const positions = Math.max(0, largest(sets.map((set) => set.length)))
    const columns = Array.from({ length: positions }, (_, position) =>
      benjaminiHochberg(sets.map((set) => set[position] ?? null)),
    )
    return sets.map((set, index) => set.map((_, position) => columns[position]?.[index] ?? null))
  }
  const left = sets.map((set) => set.filter((p) => p !== null && !Number.isNaN(p)).length)
  let open = left.filter((count) => count > 0).length
  const ordered = sets
    .flatMap((set, index) =>
      set.flatMap((value, position) => (value === null || Number.isNaN(value) ? [] : [{ index, position, value }])),
    )
    .sort((a, b) => a.value - b.value)
  const adjusted = sets.map((set) => [...set])
  let highest = 0
  for (const { index, position, value } of ordered) {
    highest = Math.max(highest, Math.min(1, value * open))
    const set = adjusted[index]
    if (set !== undefined) set[position] = highest
    left[index] = (left[index] ?? 0) - 1
    if (left[index] === 0) open -= 1
  }
  return adjusted
}
