import type { AbortState } from '../core/errors'
import { stopIfAborted } from '../core/errors'
import type { Random } from '../numeric/resampling/random'
import {
  changeOfParts,
  laterPart,
  normalDeviate,
  type ItemParts,
  type LaterPart,
  type MoverData,
  type Stratum,
} from './mover-data'

/** What is exchanged, how often, and by which random numbers. */
export interface Exchange {
  readonly data: MoverData
  readonly strata: readonly Stratum[]
  readonly items: readonly ItemParts[]
  readonly permutations: number
  readonly random: Random
  readonly abort: AbortState
  readonly progress: (share: number) => void
}

/** Numbers of a person and an item that are added up: whether it was answered, the location, the deviation and its square. */
const width = 4

/**
 * Largest studentised change of each permutation, as a normal deviate. In each stratum as many people as the smaller round has there are drawn at random; the others follow
 * from the totals.
 */
export function largestOfPermutations({
  data,
  strata,
  items,
  permutations,
  random,
  abort,
  progress,
}: Exchange): Float64Array {
  const pools = strata
    .map(({ rows, later }) => ({
      rows: rows.slice(),
      count: Math.min(later, rows.length - later),
      isTaken: later > rows.length - later,
    }))
    .filter(({ count }) => count > 0)
  const people = data.isLater.length
  const words = items.length * width
  const values = valuesByPerson(items, people)
  const all = items.map((item) => laterPart(item, () => true))
  // In strata where the earlier round is the smaller one, the drawn people become the earlier ones: what is drawn is taken from the stratum's total.
  const fixed = new Float64Array(words)
  for (const { rows, later } of strata)
    if (later > rows.length - later)
      for (const row of rows)
        for (let at = 0; at < words; at += 1) fixed[at] = (fixed[at] as number) + (values[row * words + at] as number)
  const largest = new Float64Array(permutations)
  const later = new Float64Array(words)
  const taken = new Float64Array(words)
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    if ((permutation & 63) === 0) {
      stopIfAborted(abort)
      progress(permutation / permutations)
    }
    later.set(fixed)
    taken.fill(0)
    for (const { rows, count, isTaken } of pools) drawInto(isTaken ? taken : later, rows, count, values, random)
    let top = 0
    for (let item = 0, at = 0; item < items.length; item += 1, at += width) {
      const part = {
        n: (later[at] as number) - (taken[at] as number),
        locations: (later[at + 1] as number) - (taken[at + 1] as number),
        sum: (later[at + 2] as number) - (taken[at + 2] as number),
        squares: (later[at + 3] as number) - (taken[at + 3] as number),
      }
      const size = normalDeviate(changeOfParts((items[item] as ItemParts).stretch, all[item] as LaterPart, part))
      if (size > top) top = size
    }
    largest[permutation] = top
  }
  return largest
}

function valuesByPerson(items: readonly ItemParts[], people: number): Float64Array {
  const words = items.length * width
  const values = new Float64Array(people * words)
  items.forEach(({ answers, location, deviation }, item) => {
    for (let row = 0; row < people; row += 1) {
      if ((answers[row] as number) < 0) continue
      const own = deviation[row] as number
      values.set([1, location[row] as number, own, own * own], row * words + item * width)
    }
  })
  return values
}

/** Draws `count` of the rows without replacement, to the front, and adds their numbers up. */
function drawInto(sums: Float64Array, rows: Int32Array, count: number, values: Float64Array, { word }: Random): void {
  const words = sums.length
  const size = rows.length
  for (let pick = 0; pick < count; pick += 1) {
    // ⌊w·k/2³²⌋ for a word w of 32 bits: no k of a few thousand is off by more than k/2³² of its chance.
    const other = pick + Math.floor((word() * (size - pick)) / 4294967296)
    const row = rows[other] as number
    rows[other] = rows[pick] as number
    rows[pick] = row
    const base = row * words
    for (let at = 0; at < words; at += 1) sums[at] = (sums[at] as number) + (values[base + at] as number)
  }
}
