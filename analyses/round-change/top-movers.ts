import type { AbortState } from '../core/errors'
import { stopIfAborted } from '../core/errors'
import { choleskyOfSemidefinite } from '../numeric/matrices/cholesky'
import type { Random } from '../numeric/resampling/random'
import { bitsFor, bitsOfDouble } from './packed-items'

/** Answers of the people of both rounds to several items. */
export interface MoverData {
  /** Per item: answers from 0, −1 for none; one a person. */
  readonly items: readonly Int8Array[]
  /** 1 for the later round, 0 for the earlier. */
  readonly isLater: Uint8Array
  /** Labels are exchanged within these: organisations, or persons where the rounds are linked. */
  readonly stratum: Int32Array
}

export interface Mover {
  readonly n1: number
  readonly n2: number
  /** Later mean less earlier mean, points of the scale. */
  readonly estimate: number
  /** The change in units of SD·√(1/n₁ + 1/n₂), SD over both rounds together. */
  readonly standardized: number
  /** Share of permutations, the data counted as one, in which the largest |standardised change| of any item reaches this item's. */
  readonly pMax: number
  /** What the largest mover would stay below in 95 of 100 permutations, in this item's points. */
  readonly reference95: number
}

/** Above this many people the permutations' normal limit is drawn instead: the two then agree, and the former takes minutes. */
export const mostPermutedPeople = 20_000

/** Per item what does not change when labels are exchanged. */
interface ItemTotals {
  readonly n: number
  readonly sum: number
  readonly sd: number
}

/**
 * How far each item moved, against the largest move to be expected if rounds differed in nothing but chance (Westfall & Young 1993, single-step max T).
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
  const people = data.isLater.length
  const totals = data.items.map(totalsOf)
  const observed = data.items.map((answers, item) => {
    let n2 = 0
    let sum2 = 0
    for (let row = 0; row < people; row += 1) {
      const answer = answers[row] ?? -1
      if (answer < 0 || data.isLater[row] !== 1) continue
      n2 += 1
      sum2 += answer
    }
    return changeOf(totals[item] as ItemTotals, n2, sum2)
  })
  const strata = strataOf(data)
  const draw = people > mostPermutedPeople ? drawNormalLimit : drawPermutations
  const largest = draw({ data, strata, totals, permutations, random, abort, progress }).sort()
  // With this order statistic, |z| above the reference and pMax ≤ 0.05 are one and the same.
  const reference = largest[Math.min(permutations, Math.ceil(0.95 * (permutations + 1))) - 1] ?? Number.NaN
  return observed.map(({ n1, n2, estimate, standardized, unit }) => ({
    n1,
    n2,
    estimate,
    standardized,
    pMax: (1 + permutations - countBelow(largest, Math.abs(standardized) * (1 - 1e-12))) / (permutations + 1),
    reference95: reference * unit,
  }))
}

function totalsOf(answers: Int8Array): ItemTotals {
  let n = 0
  let sum = 0
  for (const answer of answers) {
    if (answer < 0) continue
    n += 1
    sum += answer
  }
  const mean = sum / n
  let squares = 0
  for (const answer of answers) if (answer >= 0) squares += (answer - mean) * (answer - mean)
  return { n, sum, sd: Math.sqrt(squares / (n - 1)) }
}

interface Change {
  readonly n1: number
  readonly n2: number
  readonly estimate: number
  readonly standardized: number
  /** Points that one standardised unit is worth. */
  readonly unit: number
}

/** The change of an item when the later round holds `n2` answers that add up to `sum2`. */
function changeOf({ n, sum, sd }: ItemTotals, n2: number, sum2: number): Change {
  const n1 = n - n2
  const estimate = n1 > 0 && n2 > 0 ? sum2 / n2 - (sum - sum2) / n1 : 0
  const unit = n1 > 0 && n2 > 0 ? sd * Math.sqrt(1 / n1 + 1 / n2) : 0
  return { n1, n2, estimate, standardized: unit > 0 ? estimate / unit : 0, unit }
}

interface Stratum {
  readonly rows: Int32Array
  readonly later: number
}

/** What is exchanged, how often, and by which random numbers. */
interface Exchange {
  readonly data: MoverData
  readonly strata: readonly Stratum[]
  readonly totals: readonly ItemTotals[]
  readonly permutations: number
  readonly random: Random
  readonly abort: AbortState
  readonly progress: (share: number) => void
}

function strataOf({ isLater, stratum }: MoverData): readonly Stratum[] {
  const numbers = new Map<number, number>()
  const sizes: number[] = []
  for (const code of stratum) {
    const known = numbers.get(code)
    if (known === undefined) {
      numbers.set(code, sizes.length)
      sizes.push(1)
    } else sizes[known] = (sizes[known] as number) + 1
  }
  const members = sizes.map((size) => ({ rows: new Int32Array(size), filled: 0, later: 0 }))
  for (let row = 0; row < stratum.length; row += 1) {
    const own = members[numbers.get(stratum[row] as number) as number] as (typeof members)[number]
    own.rows[own.filled] = row
    own.filled += 1
    own.later += isLater[row] as number
  }
  return members
}

/** Where an item's sum of answers and number of missing answers stand in the words that are added up. */
interface Lane {
  readonly word: number
  readonly sumUnit: number
  readonly sumSize: number
  /** Null where everybody answered. */
  readonly missing: { readonly unit: number; readonly size: number } | null
}

/** Lays the items' lanes out in as few words as hold the largest sums of `picks` people. */
function lanesOf(items: readonly Int8Array[], picks: number): readonly Lane[] {
  const lanes: Lane[] = []
  let word = 0
  let bits = 0
  for (const answers of items) {
    let range = 0
    let missing = 0
    for (const answer of answers) {
      if (answer > range) range = answer
      if (answer < 0) missing += 1
    }
    const sumBits = bitsFor(picks * range)
    const missingBits = bitsFor(Math.min(picks, missing))
    const width = sumBits + missingBits
    if (bits + width > bitsOfDouble) {
      word += 1
      bits = 0
    }
    lanes.push({
      word,
      sumUnit: 2 ** bits,
      sumSize: 2 ** sumBits,
      missing: missing === 0 ? null : { unit: 2 ** (bits + sumBits), size: 2 ** missingBits },
    })
    bits += width
  }
  return lanes
}

/**
 * Largest |standardised change| of each permutation. In each stratum as many people as the smaller round has there are drawn at random; the others follow
 * from the totals. Sums and numbers of answers of several items are packed into one double, so that one addition serves them all.
 */
function drawPermutations({ data, strata, totals, permutations, random, abort, progress }: Exchange): Float64Array {
  const people = data.isLater.length
  const pools = strata
    .map(({ rows, later }) => ({
      rows: rows.slice(),
      count: Math.min(later, rows.length - later),
      isTaken: later > rows.length - later,
    }))
    .filter(({ count }) => count > 0)
  const lanes = lanesOf(
    data.items,
    pools.reduce((sum, { count }) => sum + count, 0),
  )
  const words = (lanes.at(-1)?.word ?? 0) + 1
  const packed = new Float64Array(people * words)
  data.items.forEach((answers, item) => {
    const { word: at, sumUnit, missing } = lanes[item] as Lane
    const none = missing?.unit ?? 0
    for (let row = 0; row < people; row += 1) {
      const answer = answers[row] ?? -1
      packed[row * words + at] = (packed[row * words + at] ?? 0) + (answer < 0 ? none : answer * sumUnit)
    }
  })
  // In strata where the earlier round is the smaller one, the drawn people are the earlier ones: what is drawn is taken from the stratum's total.
  const fixed = new Float64Array(data.items.length * 2)
  for (const { rows, later } of strata) {
    if (later <= rows.length - later) continue
    data.items.forEach((answers, item) => {
      for (const row of rows) {
        const answer = answers[row] ?? -1
        if (answer < 0) continue
        fixed[item * 2] = (fixed[item * 2] ?? 0) + answer
        fixed[item * 2 + 1] = (fixed[item * 2 + 1] ?? 0) + 1
      }
    })
  }
  const drawnPeople = pools.reduce((sum, { count, isTaken }) => sum + (isTaken ? -count : count), 0)
  const largest = new Float64Array(permutations)
  const added = new Float64Array(words)
  const taken = new Float64Array(words)
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    if ((permutation & 63) === 0) {
      stopIfAborted(abort)
      progress(permutation / permutations)
    }
    added.fill(0)
    taken.fill(0)
    for (const { rows, count, isTaken } of pools) drawInto(isTaken ? taken : added, rows, count, packed, random)
    let top = 0
    for (let item = 0; item < lanes.length; item += 1) {
      const { word: at, sumUnit, sumSize, missing } = lanes[item] as Lane
      const plus = added[at] as number
      const minus = taken[at] as number
      const sum2 =
        (fixed[item * 2] as number) + (Math.floor(plus / sumUnit) % sumSize) - (Math.floor(minus / sumUnit) % sumSize)
      const absent =
        missing === null
          ? 0
          : (Math.floor(plus / missing.unit) % missing.size) - (Math.floor(minus / missing.unit) % missing.size)
      const size = Math.abs(
        changeOf(totals[item] as ItemTotals, (fixed[item * 2 + 1] as number) + drawnPeople - absent, sum2).standardized,
      )
      if (size > top) top = size
    }
    largest[permutation] = top
  }
  return largest
}

/** Draws `count` of the rows without replacement, to the front, and adds their words up. */
function drawInto(sums: Float64Array, rows: Int32Array, count: number, packed: Float64Array, { word }: Random): void {
  const words = sums.length
  const size = rows.length
  for (let pick = 0; pick < count; pick += 1) {
    // ⌊w·k/2³²⌋ for a word w of 32 bits: no k of a few thousand is off by more than k/2³² of its chance.
    const other = pick + Math.floor((word() * (size - pick)) / 4294967296)
    const row = rows[other] as number
    rows[other] = rows[pick] as number
    rows[pick] = row
    const base = row * words
    for (let at = 0; at < words; at += 1) sums[at] = (sums[at] as number) + (packed[base + at] as number)
  }
}

/**
 * The same from the permutations' normal limit: drawing without replacement gives the sums of the later round's centred answers mean Σ n₂ȳ and covariance
 * Σ n₁n₂/(N(N − 1))·S over strata (Hájek 1960), S being the sums of products within the stratum.
 */
function drawNormalLimit({ data, strata, totals, permutations, random, abort, progress }: Exchange): Float64Array {
  const count = data.items.length
  const means = totals.map(({ n, sum }) => (n > 0 ? sum / n : 0))
  const shift = new Float64Array(count)
  const covariance = new Float64Array(count * count)
  const expectedLater = new Float64Array(count)
  const own = new Float64Array(count)
  const products = new Float64Array(count * count)
  const row = new Float64Array(count)
  for (const { rows, later } of strata) {
    stopIfAborted(abort)
    const size = rows.length
    own.fill(0)
    products.fill(0)
    const share = later / size
    for (let place = 0; place < size; place += 1) {
      const person = rows[place] as number
      for (let item = 0; item < count; item += 1) {
        const answer = (data.items[item] as Int8Array)[person] as number
        const value = answer < 0 ? 0 : answer - (means[item] as number)
        row[item] = value
        own[item] = (own[item] as number) + value
        if (answer >= 0) expectedLater[item] = (expectedLater[item] as number) + share
      }
      for (let i = 0, at = 0; i < count; i += 1, at = i * count) {
        const value = row[i] as number
        if (value === 0) continue
        for (let j = 0; j <= i; j += 1) products[at + j] = (products[at + j] as number) + value * (row[j] as number)
      }
    }
    const factor = size > 1 ? (later * (size - later)) / (size * (size - 1)) : 0
    for (let i = 0; i < count; i += 1) {
      shift[i] = (shift[i] as number) + (later * (own[i] as number)) / size
      for (let j = 0; j <= i; j += 1) {
        covariance[i * count + j] =
          (covariance[i * count + j] as number) +
          factor * ((products[i * count + j] as number) - ((own[i] as number) * (own[j] as number)) / size)
      }
    }
  }
  // From the later round's sum to the standardised change: Δ = sum·(1/n₁ + 1/n₂), in units of SD·√(1/n₁ + 1/n₂).
  const scale = Float64Array.from(totals, ({ n, sd }, item) => {
    const n2 = expectedLater[item] as number
    const weight = 1 / n2 + 1 / (n - n2)
    return sd > 0 && Number.isFinite(weight) ? Math.sqrt(weight) / sd : 0
  })
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j <= i; j += 1)
      covariance[i * count + j] = (covariance[i * count + j] as number) * (scale[i] as number) * (scale[j] as number)
  const lower = choleskyOfSemidefinite(covariance, count)
  const largest = new Float64Array(permutations)
  const normals = new Float64Array(count)
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    if ((permutation & 1023) === 0) {
      stopIfAborted(abort)
      progress(permutation / permutations)
    }
    for (let item = 0; item < count; item += 1) normals[item] = random.normal()
    let top = 0
    for (let i = 0; i < count; i += 1) {
      let value = (shift[i] as number) * (scale[i] as number)
      for (let j = 0; j <= i; j += 1) value += (lower[i * count + j] as number) * (normals[j] as number)
      const size = Math.abs(value)
      if (size > top) top = size
    }
    largest[permutation] = top
  }
  return largest
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
