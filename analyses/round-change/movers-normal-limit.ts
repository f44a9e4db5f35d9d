import { stopIfAborted } from '../core/errors'
import { choleskyOfSemidefinite } from '../numeric/matrices/cholesky'
import { changeOfParts, laterPart, type ItemParts, type LaterPart, type Stratum } from './mover-data'
import type { Exchange } from './movers-permutations'

/**
 * The same from the permutations' normal limit: drawing without replacement gives the sums of the later round's centred answers mean Σ n₂ȳ and covariance
 * Σ n₁n₂/(N(N − 1))·S over strata (Hájek 1960), S being the sums of products within the stratum. The standard error that divides a permuted change tends to the one
 * of the expected numbers, sums and sums of squares of both rounds.
 */
export function largestOfNormalLimit(exchange: Exchange): Float64Array {
  const { data, permutations, random, abort, progress } = exchange
  const count = data.items.length
  const { shift, lower } = limitOf(exchange)
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
      let value = shift[i] as number
      for (let j = 0; j <= i; j += 1) value += (lower[i * count + j] as number) * (normals[j] as number)
      const size = Math.abs(value)
      if (size > top) top = size
    }
    largest[permutation] = top
  }
  return largest
}

/** Mean and Cholesky factor of the permuted studentised changes. */
function limitOf({ strata, items, abort }: Exchange): { readonly shift: Float64Array; readonly lower: Float64Array } {
  const count = items.length
  const lines = items.map((item) => lineOf(item, strata))
  const shift = Float64Array.from(lines, ({ origin }) => -origin)
  const covariance = new Float64Array(count * count)
  const own = new Float64Array(count)
  const products = new Float64Array(count * count)
  const row = new Float64Array(count)
  for (const { rows, later } of strata) {
    stopIfAborted(abort)
    const size = rows.length
    own.fill(0)
    products.fill(0)
    for (const person of rows) {
      for (let item = 0; item < count; item += 1) {
        const { location, deviation } = items[item] as ItemParts
        const { ofLocation, ofDeviation } = lines[item] as Line
        const value = ofLocation * (location[person] as number) + ofDeviation * (deviation[person] as number)
        row[item] = value
        own[item] = (own[item] as number) + value
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
  return { shift, lower: choleskyOfSemidefinite(covariance, count) }
}

/** The studentised change as a sum over the later round's people: ofLocation·location + ofDeviation·deviation each, less the origin. */
interface Line {
  readonly ofLocation: number
  readonly ofDeviation: number
  readonly origin: number
}

/** With numbers, and the sums of the standard error, as expected of a permutation. */
function lineOf(item: ItemParts, strata: readonly Stratum[]): Line {
  const all = laterPart(item, () => true)
  const later = expectedPart(item, strata)
  const { se } = changeOfParts(item.stretch, all, later)
  const n1 = all.n - later.n
  if (!(se > 0)) return { ofLocation: 0, ofDeviation: 0, origin: 0 }
  return {
    ofLocation: (1 / later.n + 1 / n1) / se,
    ofDeviation: (item.stretch / later.n + 1 / n1) / se,
    origin: (all.locations + all.sum) / n1 / se,
  }
}

/** What the later round holds on average: of each stratum its share. */
function expectedPart({ answers, location, deviation }: ItemParts, strata: readonly Stratum[]): LaterPart {
  const part = { n: 0, locations: 0, sum: 0, squares: 0 }
  for (const { rows, later } of strata) {
    const share = later / rows.length
    for (const row of rows) {
      if ((answers[row] as number) < 0) continue
      const own = deviation[row] as number
      part.n += share
      part.locations += share * (location[row] as number)
      part.sum += share * own
      part.squares += share * own * own
    }
  }
  return part
}
