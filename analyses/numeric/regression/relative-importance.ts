/**
 * Relative importance of predictors by LMG: how much R² rises when a predictor enters, averaged over all orders of entering (Lindeman, Merenda & Gold 1980;
 * Grömping 2006, doi 10.18637/jss.v017.i01). The shares add up to R².
 */

/** With more predictors the 2^p models are too many. */
export const mostPredictors = 16

/** A predictor whose variance given those before it is less than this share of its own adds nothing. */
const negligible = 1e-10

/**
 * R² of the outcome on every subset of the predictors, from a covariance, correlation or centred cross-product matrix. Element `s` is the subset whose members are
 * the bits of s. A predictor that depends on others of the subset adds nothing to it. NaN throughout when the outcome does not vary.
 *
 * Each predictor in turn is either swept out of the rest or left out: 2^p leaves, and the matrix shrinks on the way.
 * @param matrix (p + 1) × (p + 1), symmetric, row by row; the outcome is last
 * @param predictors p, 0 … `mostPredictors`
 */
export const subsetRSquared = (matrix: ArrayLike<number>, predictors: number): Float64Array => {
  const width = predictors + 1
  const shares = new Float64Array(1 << predictors)
  const total = matrix[width * width - 1] as number
  const diagonal = Float64Array.from({ length: width }, (_, i) => matrix[i * width + i] as number)
  // One matrix a depth, the upper triangle of predictors depth … p − 1 and the outcome.
  const levels = Array.from({ length: width }, () => new Float64Array(width * width))
  ;(levels[0] as Float64Array).set(matrix)
  const visit = (depth: number, subset: number): void => {
    const own = levels[depth] as Float64Array
    if (depth === predictors) {
      shares[subset] = 1 - (own[width * width - 1] as number) / total
      return
    }
    const next = levels[depth + 1] as Float64Array
    const pivot = own[depth * width + depth] as number
    for (const isIn of [false, true]) {
      const isSwept = isIn && pivot > negligible * (diagonal[depth] as number)
      for (let i = depth + 1; i < width; i++) {
        const factor = isSwept ? (own[depth * width + i] as number) / pivot : 0
        for (let j = i; j < width; j++)
          next[i * width + j] =
            (own[i * width + j] as number) - (isSwept ? factor * (own[depth * width + j] as number) : 0)
      }
      visit(depth + 1, isIn ? subset | (1 << depth) : subset)
    }
  }
  visit(0, 0)
  return shares
}

/**
 * LMG of each predictor, as `relaimpo::calc.relimp(type = "lmg")`: Σ over subsets S without it of |S|!(p − 1 − |S|)!/p! · (R²(S ∪ j) − R²(S)). Each is ≥ 0 but for rounding, and
 * they add up to R². NaN when the outcome does not vary.
 * @param matrix as for `subsetRSquared`
 */
export const lindemanMerendaGold = (matrix: ArrayLike<number>, predictors: number): Float64Array => {
  const shares = subsetRSquared(matrix, predictors)
  const weights = subsetWeights(predictors)
  const importance = new Float64Array(predictors)
  for (let subset = 0; subset < shares.length; subset++) {
    const weight = weights[bitsIn(subset)] as number
    const own = shares[subset] as number
    for (let j = 0; j < predictors; j++) {
      if ((subset & (1 << j)) === 0)
        importance[j] = (importance[j] as number) + weight * ((shares[subset | (1 << j)] as number) - own)
    }
  }
  return importance
}

/** s!(p − 1 − s)!/p! for s = 0 … p − 1, the share of orders in which a given set of s comes before a given predictor. */
const subsetWeights = (predictors: number): Float64Array => {
  const weights = new Float64Array(predictors)
  let choices = 1
  for (let size = 0; size < predictors; size++) {
    weights[size] = 1 / (predictors * choices)
    choices = (choices * (predictors - 1 - size)) / (size + 1)
  }
  return weights
}

const bitsIn = (subset: number): number => {
  let count = 0
  for (let rest = subset; rest !== 0; rest &= rest - 1) count += 1
  return count
}
