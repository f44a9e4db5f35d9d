import {
  centredRows,
  crossProductsByGroup,
  regressionOfProducts,
  sumOfCrossProducts,
} from '../numeric/regression/centred-crossproducts'
import { mean } from '../numeric/summary/summary'
import type { Random } from '../numeric/resampling/random'

/** How well people of clusters that were left out are predicted. */
export interface FoldResult {
  /** From 1; null for all repeats together. */
  readonly repeat: number | null
  /** From 1; null for all folds together. */
  readonly fold: number | null
  readonly clusters: number
  readonly n: number
  /** 1 − Σ(y − ŷ)²/Σ(y − mean of the others)²: below 0 when the mean of the others predicts better. */
  readonly rSquared: number
  readonly rmse: number
  readonly mae: number
  /** Slope of y on ŷ: 1 when differences are predicted at their size, below 1 when they are overstated. */
  readonly calibrationSlope: number
}

export interface Validation {
  readonly folds: readonly FoldResult[]
  /** For each respondent, the mean over the repeats of the predictions made without its cluster; NaN where it has none. */
  readonly predictions: Float64Array
  /** True when each fold is one cluster, so that there is nothing to repeat. */
  readonly isLeaveOneOut: boolean
}

export interface ValidationOptions {
  readonly folds: number
  readonly repeats: number
  /** A fold with fewer people is joined with the next. */
  readonly smallestFold: number
  readonly random: Random
  readonly checkpoint?: (share: number) => void
}

/** Sums over predicted respondents from which every measure follows; y and ŷ less the mean of all. */
interface ErrorSums {
  n: number
  squares: number
  absolutes: number
  /** About the mean of those predicted from. */
  baseline: number
  predicted: number
  observed: number
  predictedSquares: number
  products: number
}

const noErrors = (): ErrorSums => ({
  n: 0,
  squares: 0,
  absolutes: 0,
  baseline: 0,
  predicted: 0,
  observed: 0,
  predictedSquares: 0,
  products: 0,
})

/**
 * Repeated k-fold validation in which whole clusters are left out, so that nobody is predicted from people of the same cluster.
 *
 * Each fit uses the sums of squares and products of the clusters that are in; with as many folds as clusters each is left out once.
 * @param columns predictors, the outcome last; no missing values
 * @param ofRow cluster of each row, 0 … count − 1; −1 is used neither to fit nor to predict
 * @returns null when fewer than two folds can be made
 */
export function validate(
  columns: readonly Float64Array[],
  { ofRow, count }: { readonly ofRow: Int32Array; readonly count: number },
  options: ValidationOptions,
): Validation | null {
  const width = columns.length
  const rows = centredRows(columns)
  const parts = crossProductsByGroup(rows, width, ofRow, count)
  const isLeaveOneOut = options.folds >= count
  const repeats = isLeaveOneOut ? 1 : options.repeats
  const sums = new Float64Array(ofRow.length)
  const results: FoldResult[] = []
  const perRepeat: FoldResult[] = []
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    options.checkpoint?.((repeat - 1) / repeats)
    const folds = dealFolds(
      parts.map(({ n }) => n),
      options,
      isLeaveOneOut,
      options.random.stream(`repeat ${repeat}`),
    )
    if (folds.count < 2) return null
    const fits = Array.from({ length: folds.count }, (_, fold) => {
      const inside = sumOfCrossProducts(
        parts,
        parts.map((_part, cluster) => (folds.ofCluster[cluster] === fold ? 0 : 1)),
      )
      return { ...regressionOfProducts(inside), baseline: (inside.sums[width - 1] ?? 0) / inside.n }
    })
    const errors = fits.map(noErrors)
    for (let row = 0; row < ofRow.length; row += 1) {
      const fold = folds.ofCluster[ofRow[row] ?? -1]
      if (fold === undefined) continue
      const { intercept, slopes, baseline } = fits[fold] as (typeof fits)[number]
      let predicted = intercept
      for (let j = 0; j < width - 1; j += 1) predicted += (slopes[j] as number) * (rows[row * width + j] as number)
      const observed = rows[row * width + width - 1] as number
      sums[row] = (sums[row] as number) + predicted
      countError(errors[fold] as ErrorSums, observed, predicted, baseline)
    }
    errors.forEach((own, fold) => {
      results.push({
        ...measures(own),
        repeat,
        fold: fold + 1,
        clusters: folds.ofCluster.reduce((total, of) => total + (of === fold ? 1 : 0), 0),
      })
    })
    perRepeat.push({ ...measures(errors.reduce(added, noErrors())), repeat, fold: null, clusters: count })
  }
  const centre = mean(columns[width - 1] ?? [])
  const average = (of: (result: FoldResult) => number): number => mean(perRepeat.map(of))
  const [first] = perRepeat
  const all: FoldResult = {
    repeat: null,
    fold: null,
    clusters: count,
    n: first?.n ?? 0,
    rSquared: average(({ rSquared }) => rSquared),
    rmse: average(({ rmse }) => rmse),
    mae: average(({ mae }) => mae),
    calibrationSlope: average(({ calibrationSlope }) => calibrationSlope),
  }
  return {
    folds: [all, ...results],
    isLeaveOneOut,
    predictions: sums.map((sum, row) => ((ofRow[row] ?? -1) < 0 ? Number.NaN : centre + sum / repeats)),
  }
}

function countError(sums: ErrorSums, observed: number, predicted: number, baseline: number): void {
  const error = observed - predicted
  sums.n += 1
  sums.squares += error * error
  sums.absolutes += Math.abs(error)
  sums.baseline += (observed - baseline) * (observed - baseline)
  sums.predicted += predicted
  sums.observed += observed
  sums.predictedSquares += predicted * predicted
  sums.products += predicted * observed
}

function added(a: ErrorSums, b: ErrorSums): ErrorSums {
  return {
    n: a.n + b.n,
    squares: a.squares + b.squares,
    absolutes: a.absolutes + b.absolutes,
    baseline: a.baseline + b.baseline,
    predicted: a.predicted + b.predicted,
    observed: a.observed + b.observed,
    predictedSquares: a.predictedSquares + b.predictedSquares,
    products: a.products + b.products,
  }
}

function measures(sums: ErrorSums): Pick<FoldResult, 'n' | 'rSquared' | 'rmse' | 'mae' | 'calibrationSlope'> {
  const spread = sums.predictedSquares - (sums.predicted * sums.predicted) / sums.n
  return {
    n: sums.n,
    rSquared: 1 - sums.squares / sums.baseline,
    rmse: Math.sqrt(sums.squares / sums.n),
    mae: sums.absolutes / sums.n,
    // Predictions that do not differ have no slope; what is left of their spread is rounding.
    calibrationSlope:
      spread > 1e-12 * sums.predictedSquares && spread > 0
        ? (sums.products - (sums.predicted * sums.observed) / sums.n) / spread
        : Number.NaN,
  }
}

/** Deals clusters into folds of about as many clusters each, in a random order; each by itself when each is left out once. */
function dealFolds(
  sizes: readonly number[],
  { folds, smallestFold }: ValidationOptions,
  isLeaveOneOut: boolean,
  random: Random,
): { readonly ofCluster: Int32Array; readonly count: number } {
  const order = Int32Array.from(sizes.keys())
  if (!isLeaveOneOut) random.shuffle(order)
  const wanted = Math.min(folds, sizes.length)
  const people = new Float64Array(wanted)
  order.forEach((cluster, at) => {
    people[at % wanted] = (people[at % wanted] as number) + (sizes[cluster] as number)
  })
  // Folds that are too small are joined with those after them, the last with the one before.
  const joined = new Int32Array(wanted)
  let count = 0
  let held = 0
  for (let fold = 0; fold < wanted; fold += 1) {
    joined[fold] = count
    held += people[fold] as number
    if (held >= smallestFold) {
      count += 1
      held = 0
    }
  }
  if (held > 0 && count > 0)
    for (let fold = 0; fold < wanted; fold += 1) joined[fold] = Math.min(joined[fold] as number, count - 1)
  const ofCluster = new Int32Array(sizes.length)
  order.forEach((cluster, at) => {
    ofCluster[cluster] = joined[at % wanted] as number
  })
  return { ofCluster, count }
}
