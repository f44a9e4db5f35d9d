import { percentileInterval, type Interval } from '../numeric/resampling/bootstrap'
import { centredProducts, centredRows, crossProductsOfDraw } from '../numeric/regression/centred-crossproducts'
import { bootstrapImportance } from '../numeric/regression/importance-bootstrap'
import type { Random } from '../numeric/resampling/random'
import { lindemanMerendaGold } from '../numeric/regression/relative-importance'
import type { ImportanceMethod } from './options'

/** How important each outcome is. Shares of all add up to 1. */
export interface Importance {
  readonly share: number
  /** LMG, a part of R², or the correlation; NaN where all count equally, and for the correlation of a column that does not vary. */
  readonly raw: number
  readonly interval: Interval | null
  /** Shares in bootstrap samples of respondents; null where all count equally. */
  readonly replicates: Float64Array | null
}

/** All equally important: 1/k. */
export const equalImportance = (count: number): readonly Importance[] =>
  Array.from({ length: count }, () => ({ share: 1 / count, raw: Number.NaN, interval: null, replicates: null }))

export interface ImportanceOptions {
  readonly draws: number
  readonly confidence: number
  readonly random: Random
  readonly checkpoint: (share: number) => void
}

/**
 * Importance of each column for the last one: LMG, or its correlation with it (a negative one counts as none), as shares of their sum, with percentile intervals over bootstrap
 * samples of respondents.
 * @param columns predictors, the outcome last; no missing values, and the outcome varies
 * @returns null when nothing is associated with the outcome, so that there are no shares
 */
export function importanceFor(
  columns: readonly Float64Array[],
  method: Exclude<ImportanceMethod, 'equal'>,
  options: ImportanceOptions,
): readonly Importance[] | null {
  const width = columns.length
  const rows = centredRows(columns)
  const n = columns[0]?.length ?? 0
  const whole = centredProducts(crossProductsOfDraw(rows, width, new Int32Array(n).fill(1)))
  const raw = method === 'lmg' ? lindemanMerendaGold(whole, width - 1) : correlations(whole, width)
  const shares = sharesOf(raw)
  if (!shares.every((share) => Number.isFinite(share))) return null
  const drawn =
    method === 'lmg' ? bootstrapImportance(columns, options) : bootstrapCorrelations(rows, width, n, options)
  const replicates = drawn.map((own) => new Float64Array(own.length))
  for (let draw = 0; draw < options.draws; draw += 1) {
    sharesOf(Float64Array.from(drawn, (own) => own[draw] ?? Number.NaN)).forEach(
      (share, j) => ((replicates[j] as Float64Array)[draw] = share),
    )
  }
  return Array.from(raw, (value, j): Importance => {
    const own = replicates[j] ?? new Float64Array(0)
    return {
      share: shares[j] ?? Number.NaN,
      raw: value,
      interval: percentileInterval(own, options.confidence),
      replicates: own,
    }
  })
}

/** Parts of the sum; what is below zero counts as zero, and so does what is not defined because the column does not vary. */
function sharesOf(raw: Float64Array): Float64Array {
  const counted = raw.map((value) => (value > 0 ? value : 0))
  const total = counted.reduce((sum, value) => sum + value, 0)
  return counted.map((value) => value / total)
}

/** Correlations of the columns with the last, from centred products. */
function correlations(products: Float64Array, width: number): Float64Array {
  const spread = (j: number): number => Math.sqrt(products[j * width + j] as number)
  return Float64Array.from(
    { length: width - 1 },
    (_, j) => (products[j * width + width - 1] as number) / (spread(j) * spread(width - 1)),
  )
}

function bootstrapCorrelations(
  rows: Float64Array,
  width: number,
  n: number,
  { draws, random, checkpoint }: ImportanceOptions,
): readonly Float64Array[] {
  const replicates = Array.from({ length: width - 1 }, () => new Float64Array(draws))
  const drawing = random.stream('draws')
  const counts = new Int32Array(n)
  for (let draw = 0; draw < draws; draw += 1) {
    if (draw % 16 === 0) checkpoint(draw / draws)
    counts.fill(0)
    for (let i = 0; i < n; i += 1) {
      const drawn = drawing.integerBelow(n)
      counts[drawn] = (counts[drawn] as number) + 1
    }
    correlations(centredProducts(crossProductsOfDraw(rows, width, counts)), width).forEach(
      (r, j) => ((replicates[j] as Float64Array)[draw] = r),
    )
  }
  return replicates
}
