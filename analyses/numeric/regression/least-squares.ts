import { fDistribution } from '../distributions/f'
import { studentT } from '../distributions/student-t'
import {
  defaultTolerance,
  householderQr,
  leveragesOf,
  solveAugmented,
  solveR,
  solveTransposedR,
  type ExtendedMatrix,
  type QrFactors,
} from '../matrices/householder-qr'
import { compensatedSum, momentsOf } from '../summary/summary'
import { productOfSquares } from '../matrices/square-matrix'

/** The predictors of a linear model, one array a column. */
export interface Design {
  readonly columns: readonly ArrayLike<number>[]
  /** Digits beyond a double of each column, where they are known (powers of a number); null or absent for zeros. */
  readonly tails?: readonly (ArrayLike<number> | null)[]
  /** Whether a column of ones stands before the columns. */
  readonly intercept: boolean
}

/** When a column counts as dependent on others. */
export interface LeastSquaresOptions {
  /** Share of a column's norm below which it counts as a linear combination of those before it; 1e-7 if left out, as R's lm. */
  readonly tolerance?: number
}

/** Coefficients come in the order of the design, the intercept first where there is one; a column that depends on those before it has NaN. */
export interface LeastSquares {
  readonly n: number
  /** Number of independent columns, the intercept included. */
  readonly rank: number
  readonly dfResidual: number
  readonly estimates: Float64Array
  /** Under one variance for all rows; NaN without residual degrees of freedom. */
  readonly standardErrors: Float64Array
  /** Positions of columns that are linear combinations of those before them. */
  readonly aliased: readonly number[]
  readonly residuals: Float64Array
  readonly residualSumOfSquares: number
  /** About the mean with an intercept, about 0 without. */
  readonly totalSumOfSquares: number
  /** √(residual sum of squares / degrees of freedom). */
  readonly residualDeviation: number
  readonly rSquared: number
  readonly adjustedRSquared: number
  readonly statistic: number
  readonly df: number
  readonly pValue: number
  /** (XᵀX)⁻¹, row by row, as wide as `estimates` is long; 0 in the rows and columns of aliased columns. */
  readonly inverse: Float64Array
  /** The share of the norm that the columns before leave over of the most dependent column kept; small is near collinearity. */
  readonly independence: number
  /** The factorisation, for leverages. */
  readonly qr: QrFactors
}

/** Residuals whose squares add up to less than this share of the outcome's are rounding: the fit is exact. */
const roundingOfSquares = 1e-30

/** From this independence down, (XᵀX)⁻¹ is refined as the coefficients always are. */
const refinedBelow = 1e-3

/**
 * Least squares of an outcome on the columns of a design, by Householder reflections with residuals refined at twice the precision. NaN in, NaN out.
 *
 * The tables of `stats::summary.lm`: SE = s·√((XᵀX)⁻¹_jj), R² = 1 − RSS/TSS, F on the columns besides the intercept.
 * @param outcome as many numbers as each column has
 */
export const leastSquares = (
  design: Design,
  outcome: ArrayLike<number>,
  { tolerance = defaultTolerance }: LeastSquaresOptions = {},
): LeastSquares => {
  const n = outcome.length
  const matrix = matrixOf(design, n)
  const width = design.columns.length + (design.intercept ? 1 : 0)
  const qr = householderQr(matrix.matrix, n, width, tolerance)
  const { rank, order } = qr
  const y = Float64Array.from(outcome)
  const { x, r: residuals } = solveAugmented(qr, matrix, y, null)
  const estimates = new Float64Array(width).fill(Number.NaN)
  for (let j = 0; j < rank; j++) estimates[order[j] as number] = x[j] as number
  const squares = (values: Float64Array): number =>
    compensatedSum(n, (i) => (values[i] as number) * (values[i] as number))
  const left = squares(residuals)
  const uncentred = squares(y)
  const residualSumOfSquares = left > roundingOfSquares * uncentred ? left : 0
  const totalSumOfSquares = design.intercept ? momentsOf(y).centredSumOfSquares : uncentred
  const dfResidual = n - rank
  const df = rank - (design.intercept ? 1 : 0)
  const inverse = inverseOf(qr, matrix, width)
  const variance = dfResidual > 0 ? residualSumOfSquares / dfResidual : Number.NaN
  // Summed rather than taken as a difference, which would lose digits where little is explained.
  const fitted = y.map((value, i) => value - (residuals[i] as number))
  const explained = design.intercept ? momentsOf(fitted).centredSumOfSquares : squares(fitted)
  const statistic = explained / df / variance
  const rSquared =
    residualSumOfSquares === 0 && totalSumOfSquares > 0 ? 1 : explained / (explained + residualSumOfSquares)
  return {
    n,
    rank,
    dfResidual,
    estimates,
    standardErrors: estimates.map((estimate, j) =>
      Number.isNaN(estimate) ? Number.NaN : Math.sqrt(variance * (inverse[j * width + j] as number)),
    ),
    aliased: Array.from(order.subarray(rank)).toSorted((a, b) => a - b),
    residuals,
    residualSumOfSquares,
    totalSumOfSquares,
    residualDeviation: Math.sqrt(variance),
    rSquared,
    adjustedRSquared: 1 - ((1 - rSquared) * (n - (design.intercept ? 1 : 0))) / dfResidual,
    statistic,
    df,
    pValue: fDistribution.upper(statistic, df, dfResidual),
    inverse,
    independence: qr.independence,
    qr,
  }
}

const matrixOf = ({ columns, tails, intercept }: Design, n: number): ExtendedMatrix => {
  const first = intercept ? 1 : 0
  const fill = (parts: readonly (ArrayLike<number> | null)[], lead: number): Float64Array => {
    const matrix = new Float64Array(n * (columns.length + first))
    if (intercept) matrix.fill(lead, 0, n)
    parts.forEach((part, column) => {
      if (part !== null) matrix.set(part, (column + first) * n)
    })
    return matrix
  }
  return {
    matrix: fill(columns, 1),
    tails: tails === undefined || tails.every((tail) => tail === null) ? null : fill(tails, 0),
  }
}

const inverseOf = (qr: QrFactors, matrix: ExtendedMatrix, width: number): Float64Array => {
  const { rank, order } = qr
  const inverse = new Float64Array(width * width)
  const isRefined = qr.independence < refinedBelow
  for (let k = 0; k < rank; k++) {
    const unit = new Float64Array(Math.max(rank, 1))
    let column: Float64Array = unit
    if (isRefined) {
      unit[k] = -1
      column = solveAugmented(qr, matrix, null, unit).x
    } else {
      unit[k] = 1
      solveTransposedR(qr, unit)
      solveR(qr, unit)
    }
    for (let j = 0; j < rank; j++) inverse[(order[j] as number) * width + (order[k] as number)] = column[j] as number
  }
  return inverse
}

/**
 * The covariance matrix of the coefficients that allows each row its own variance, HC3: (XᵀX)⁻¹·Σ xᵢxᵢᵀeᵢ²/(1 − hᵢ)²·(XᵀX)⁻¹ (MacKinnon & White 1985, doi
 * 10.1016/0304-4076(85)90158-7; Long & Ervin 2000; `sandwich::vcovHC`). Row by row. NaN where a row has leverage 1, so that the model passes through it.
 */
export const heteroscedasticCovariance = (fit: LeastSquares, design: Design): Float64Array => {
  const { inverse, residuals, n } = fit
  const width = fit.estimates.length
  const leverages = leveragesOf(fit.qr)
  const weights = residuals.map((residual, i) => {
    const left = 1 - (leverages[i] as number)
    const scaled = residual / left
    return left > 1e-10 ? scaled * scaled : Number.NaN
  })
  const first = design.intercept ? 1 : 0
  const at = (column: number, row: number): number =>
    column < first ? 1 : ((design.columns[column - first] as ArrayLike<number>)[row] as number)
  const middle = new Float64Array(width * width)
  for (let j = 0; j < width; j++) {
    for (let k = j; k < width; k++) {
      let sum = 0
      for (let i = 0; i < n; i++) sum += at(j, i) * at(k, i) * (weights[i] as number)
      middle[j * width + k] = sum
      middle[k * width + j] = sum
    }
  }
  return productOfSquares(productOfSquares(inverse, middle, width), inverse, width)
}

/** An estimate with its standard error, t test against 0 and interval. */
export interface Tested {
  readonly estimate: number
  readonly se: number
  readonly df: number
  readonly statistic: number
  /** Two-sided. */
  readonly pValue: number
  readonly low: number
  readonly high: number
}

/**
 * The t test of an estimate against 0 with its interval (Student 1908). NaN where the standard error or the degrees of freedom are, and where estimate and error are both 0.
 * @param se ≥ 0
 * @param df > 0; Infinity for the normal distribution
 * @param confidence in (0, 1)
 */
export const testEstimate = (estimate: number, se: number, df: number, confidence = 0.95): Tested => {
  const statistic = estimate / se
  const reach = se * studentT.quantileUpper((1 - confidence) / 2, df)
  return {
    estimate,
    se,
    df,
    statistic,
    pValue: Math.min(1, 2 * studentT.upper(Math.abs(statistic), df)),
    low: estimate - reach,
    high: estimate + reach,
  }
}

/** A linear combination Σ wⱼ·βⱼ of the coefficients: its value, and its variance wᵀ·V·w. A weight of 0 takes no notice of an aliased coefficient; any other gives NaN. */
export const linearCombination = (
  estimates: Float64Array,
  covariance: Float64Array,
  weights: ArrayLike<number>,
): { readonly estimate: number; readonly variance: number } => {
  const width = estimates.length
  const weight = (j: number): number => weights[j] as number
  return {
    estimate: compensatedSum(width, (j) => (weight(j) === 0 ? 0 : weight(j) * (estimates[j] as number))),
    variance: compensatedSum(width * width, (at) => {
      const j = Math.floor(at / width)
      const k = at % width
      return weight(j) === 0 || weight(k) === 0 ? 0 : weight(j) * weight(k) * (covariance[at] as number)
    }),
  }
}

/**
 * Variance inflation 1/(1 − R²ⱼ) of each column of a fit with intercept, R²ⱼ being that of the column on the others: (XᵀX)⁻¹_jj·Σ(xⱼ − mean)². NaN for an aliased
 * column (Fox & Monette 1992, doi 10.1080/01621459.1992.10475190; `car::vif`).
 */
export const varianceInflation = (fit: LeastSquares, design: Design): Float64Array => {
  const width = fit.estimates.length
  return Float64Array.from(design.columns, (column, index) => {
    const j = index + 1
    return fit.aliased.includes(j)
      ? Number.NaN
      : (fit.inverse[j * width + j] as number) * momentsOf(column).centredSumOfSquares
  })
}
