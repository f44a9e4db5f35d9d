import { centredProducts, centredRows, crossProductsOfSample, packParts } from './centred-crossproducts'
import type { Random } from '../resampling/random'
import { lindemanMerendaGold } from './relative-importance'

/** What is drawn, how often, and by which generator. */
export interface ImportanceBootstrapOptions {
  readonly draws: number
  readonly random: Random
  /** The cluster of each row, 0 … clusters − 1: whole clusters are drawn instead of rows. */
  readonly clusters?: { readonly ofRow: Int32Array; readonly count: number }
  /** Called now and then with the share of draws done; may throw to stop. */
  readonly checkpoint?: (share: number) => void
}

/** With more rows, rows are first dealt at random into this many parts, and parts are drawn: the spread of sums over rows is the same, and a million rows cost what some thousand cost. */
export const mostDrawn = 5000

/**
 * LMG (Grömping 2006, doi 10.18637/jss.v017.i01; `relaimpo::boot.relimp`) of bootstrap samples of rows, or of whole clusters of rows. In a draw they add up to its R².
 * @param columns predictors, at most `mostPredictors`, the outcome last; equally long, no missing values
 * @returns LMG by predictor and draw; NaN in a draw in which the outcome does not vary
 */
export const bootstrapImportance = (
  columns: readonly ArrayLike<number>[],
  { draws, random, clusters, checkpoint }: ImportanceBootstrapOptions,
): readonly Float64Array[] => {
  const predictors = columns.length - 1
  const n = columns[0]?.length ?? 0
  const parts = packParts(
    centredRows(columns),
    columns.length,
    clusters ?? (n > mostDrawn ? dealt(n, random.stream('parts')) : null),
  )
  const drawing = random.stream('draws')
  const counts = new Int32Array(parts.count)
  const replicates = Array.from({ length: predictors }, () => new Float64Array(draws))
  for (let draw = 0; draw < draws; draw++) {
    if (draw % 16 === 0) checkpoint?.(draw / draws)
    counts.fill(0)
    for (let i = 0; i < parts.count; i++) {
      const drawn = drawing.integerBelow(parts.count)
      counts[drawn] = (counts[drawn] as number) + 1
    }
    const importance = lindemanMerendaGold(centredProducts(crossProductsOfSample(parts, counts)), predictors)
    for (let j = 0; j < predictors; j++) (replicates[j] as Float64Array)[draw] = importance[j] as number
  }
  return replicates
}

const dealt = (n: number, random: Random): { readonly ofRow: Int32Array; readonly count: number } => {
  const ofRow = Int32Array.from({ length: n }, (_, i) => i % mostDrawn)
  random.shuffle(ofRow)
  return { ofRow, count: mostDrawn }
}
