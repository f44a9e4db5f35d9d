import { symmetricEigenvalues } from '../matrices/symmetric-eigen'

/** Loadings and correlations of factors after rotation. */
export interface RotatedFactors {
  /** Pattern: variables × factors, row by row. */
  readonly loadings: Float64Array
  /** Correlations of the factors, factors × factors, row by row; the unit matrix for an orthogonal rotation. */
  readonly correlations: Float64Array
  readonly converged: boolean
}

/**
 * Varimax (Kaiser 1958, doi 10.1007/BF02289233) with Kaiser's normalisation, as `stats::varimax`, but until no pair of factors turns by more than 1e-12 radians: planar rotations of pairs.
 * @param loadings variables × factors, row by row
 */
export function varimax(
  loadings: Float64Array,
  size: number,
  factors: number,
  poll: () => void = () => undefined,
): RotatedFactors {
  const lengths = Float64Array.from({ length: size }, (_, i) => Math.sqrt(sumOfSquares(loadings, i * factors, factors)))
  const turned = loadings.map((value, index) =>
    (lengths[Math.floor(index / factors)] as number) > 0 ? value / (lengths[Math.floor(index / factors)] as number) : 0,
  )
  let converged = factors < 2
  for (let sweep = 0; sweep < 1000 && !converged; sweep++) {
    poll()
    converged = true
    for (let a = 0; a < factors; a++) {
      for (let b = a + 1; b < factors; b++) {
        const [cosine, sine] = planarAngle(turned, size, factors, a, b)
        if (Math.abs(sine) <= 1e-12) continue
        converged = false
        for (let i = 0; i < size; i++) {
          const x = turned[i * factors + a] as number
          const y = turned[i * factors + b] as number
          turned[i * factors + a] = cosine * x + sine * y
          turned[i * factors + b] = cosine * y - sine * x
        }
      }
    }
  }
  return {
    loadings: turned.map((value, index) => value * (lengths[Math.floor(index / factors)] as number)),
    correlations: unit(factors),
    converged,
  }
}

/** Cosine and sine of the angle φ that raises the criterion most for two factors: tan 4φ = D ÷ C (Kaiser 1958). */
function planarAngle(
  loadings: Float64Array,
  size: number,
  factors: number,
  a: number,
  b: number,
): readonly [number, number] {
  let sumU = 0
  let sumV = 0
  let sumUV = 0
  let sumDifference = 0
  for (let i = 0; i < size; i++) {
    const x = loadings[i * factors + a] as number
    const y = loadings[i * factors + b] as number
    const u = x * x - y * y
    const v = 2 * x * y
    sumU += u
    sumV += v
    sumUV += u * v
    sumDifference += u * u - v * v
  }
  const d = 2 * (sumUV - (sumU * sumV) / size)
  const c = sumDifference - (sumU * sumU - sumV * sumV) / size
  const length = Math.sqrt(c * c + d * d)
  if (!(length > 1e-15 * size)) return [1, 0]
  // Half of half the angle, by roots alone, so that every engine gives the same bits.
  const [cos2, sin2] = halfAngle(c / length, d / length)
  return halfAngle(cos2, sin2)
}

/** Cosine and sine of half an angle in (−π, π]. */
function halfAngle(cosine: number, sine: number): readonly [number, number] {
  const half = Math.sqrt((1 + Math.max(-1, Math.min(1, cosine))) / 2)
  const other = half > 0.1 ? Math.abs(sine) / (2 * half) : Math.sqrt((1 - cosine) / 2)
  return [half, sine < 0 ? -other : other]
}

/**
 * Direct oblimin with γ = 0 (quartimin; Jennrich & Sampson 1966, doi 10.1007/BF02289465) by gradient projection (Jennrich 2002, doi 10.1007/BF02294706; Bernaards & Jennrich
 * 2005, doi 10.1177/0013164404272507), from the unit matrix, without normalisation: `GPArotation::oblimin`, which `psych::fa` uses, but until the projected gradient is below 1e-11 where GPArotation stops at 1e-5.
 *
 * @param loadings orthogonal: variables × factors, row by row
 */
export function oblimin(
  loadings: Float64Array,
  size: number,
  factors: number,
  poll: () => void = () => undefined,
): RotatedFactors {
  if (factors < 2) return { loadings, correlations: unit(factors), converged: true }
  let axes = unit(factors)
  let now = quartiminAt(loadings, size, factors, axes)
  let step = 1
  let slope = Number.POSITIVE_INFINITY
  let converged = false
  for (let iteration = 0; iteration < 5000 && now !== null; iteration++) {
    poll()
    const projected = projectedGradient(axes, now.gradient, factors)
    slope = Math.sqrt(sumOfSquares(projected, 0, projected.length))
    if (slope < 1e-11) {
      converged = true
      break
    }
    // Far away a step must lower the criterion enough (Armijo); close by the criterion is flat to the last digit, and the slope must fall.
    const isClose = slope < 1e-5
    step = isClose ? step : step * 2
    let taken: { readonly axes: Float64Array; readonly at: Quartimin } | null = null
    for (let halving = 0; halving <= (isClose ? 40 : 10); halving++) {
      const candidate = normalisedColumns(axes, projected, step, factors)
      const at = quartiminAt(loadings, size, factors, candidate)
      if (at !== null) {
        taken = { axes: candidate, at }
        if (!isClose && now.value - at.value > 0.5 * slope * slope * step) break
        if (isClose && slopeAt(candidate, at.gradient, factors) < slope) break
      }
      step /= 2
    }
    if (taken === null) break
    if (isClose && !(slopeAt(taken.axes, taken.at.gradient, factors) < slope)) {
      converged = slope < 1e-7
      break
    }
    axes = taken.axes
    now = taken.at
  }
  return now === null
    ? { loadings, correlations: unit(factors), converged: false }
    : { loadings: now.loadings, correlations: crossproduct(axes, factors), converged }
}

interface Quartimin {
  readonly value: number
  /** By the axes T. */
  readonly gradient: Float64Array
  /** A·T⁻ᵀ */
  readonly loadings: Float64Array
}

/** Σ over variables and pairs of factors of λ²λ² ÷ 4 at the axes, with its derivative; null where the axes fall together. */
function quartiminAt(loadings: Float64Array, size: number, m: number, axes: Float64Array): Quartimin | null {
  const inverse = inverseOf(axes, m)
  if (inverse === null) return null
  const turned = new Float64Array(size * m)
  const slopes = new Float64Array(size * m)
  let value = 0
  for (let i = 0; i < size; i++) {
    let total = 0
    for (let k = 0; k < m; k++) {
      let sum = 0
      for (let l = 0; l < m; l++) sum += (loadings[i * m + l] as number) * (inverse[k * m + l] as number)
      turned[i * m + k] = sum
      total += sum * sum
    }
    for (let k = 0; k < m; k++) {
      const own = turned[i * m + k] as number
      slopes[i * m + k] = own * (total - own * own)
      value += (own * own * (total - own * own)) / 4
    }
  }
  // −(Lᵀ·Gq·T⁻¹)ᵀ
  const product = new Float64Array(m * m)
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      let sum = 0
      for (let i = 0; i < size; i++) sum += (turned[i * m + a] as number) * (slopes[i * m + b] as number)
      product[a * m + b] = sum
    }
  }
  const gradient = new Float64Array(m * m)
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      let sum = 0
      for (let k = 0; k < m; k++) sum += (product[a * m + k] as number) * (inverse[k * m + b] as number)
      gradient[b * m + a] = -sum
    }
  }
  return { value, gradient, loadings: turned }
}

function slopeAt(axes: Float64Array, gradient: Float64Array, m: number): number {
  const projected = projectedGradient(axes, gradient, m)
  return Math.sqrt(sumOfSquares(projected, 0, projected.length))
}

/** G − T·diag(Tᵀ·G): along the sphere on which each axis lies. */
function projectedGradient(axes: Float64Array, gradient: Float64Array, m: number): Float64Array {
  const projected = new Float64Array(m * m)
  for (let k = 0; k < m; k++) {
    let sum = 0
    for (let i = 0; i < m; i++) sum += (axes[i * m + k] as number) * (gradient[i * m + k] as number)
    for (let i = 0; i < m; i++)
      projected[i * m + k] = (gradient[i * m + k] as number) - (axes[i * m + k] as number) * sum
  }
  return projected
}

function normalisedColumns(axes: Float64Array, direction: Float64Array, step: number, m: number): Float64Array {
  const moved = axes.map((value, index) => value - step * (direction[index] as number))
  for (let k = 0; k < m; k++) {
    let sum = 0
    for (let i = 0; i < m; i++) sum += (moved[i * m + k] as number) * (moved[i * m + k] as number)
    const length = Math.sqrt(sum)
    for (let i = 0; i < m; i++) moved[i * m + k] = (moved[i * m + k] as number) / length
  }
  return moved
}

function crossproduct(axes: Float64Array, m: number): Float64Array {
  const product = new Float64Array(m * m)
  for (let a = 0; a < m; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0
      for (let i = 0; i < m; i++) sum += (axes[i * m + a] as number) * (axes[i * m + b] as number)
      product[a * m + b] = a === b ? 1 : sum
      product[b * m + a] = product[a * m + b] as number
    }
  }
  return product
}

/** Gauss–Jordan with partial pivoting, for the few factors there are. */
function inverseOf(matrix: Float64Array, m: number): Float64Array | null {
  const work = Float64Array.from(matrix)
  const inverse = unit(m)
  for (let column = 0; column < m; column++) {
    let pivot = column
    for (let row = column + 1; row < m; row++)
      if (Math.abs(work[row * m + column] as number) > Math.abs(work[pivot * m + column] as number)) pivot = row
    const value = work[pivot * m + column] as number
    if (!(Math.abs(value) > 1e-12)) return null
    for (const target of [work, inverse]) {
      for (let k = 0; k < m; k++) {
        const kept = target[column * m + k] as number
        target[column * m + k] = (target[pivot * m + k] as number) / value
        if (pivot !== column) target[pivot * m + k] = kept
      }
    }
    for (let row = 0; row < m; row++) {
      if (row === column) continue
      const factor = work[row * m + column] as number
      if (factor === 0) continue
      for (const target of [work, inverse])
        for (let k = 0; k < m; k++)
          target[row * m + k] = (target[row * m + k] as number) - factor * (target[column * m + k] as number)
    }
  }
  return inverse
}

/**
 * Turns factors so that each has a positive sum of loadings, and orders them by the variance they account for, diag(Φ·Λᵀ·Λ), largest first, as `psych::fa`.
 */
export function inOrder(
  { loadings, correlations, converged }: RotatedFactors,
  size: number,
  factors: number,
): RotatedFactors {
  const signs = Array.from({ length: factors }, (_, k) => {
    let sum = 0
    for (let i = 0; i < size; i++) sum += loadings[i * factors + k] as number
    return sum < 0 ? -1 : 1
  })
  const variances = varianceAccounted({ loadings, correlations }, size, factors)
  const order = signs.map((_, k) => k).sort((a, b) => (variances[b] as number) - (variances[a] as number) || a - b)
  const sorted = new Float64Array(size * factors)
  const related = new Float64Array(factors * factors)
  order.forEach((from, to) => {
    for (let i = 0; i < size; i++)
      sorted[i * factors + to] = (signs[from] as number) * (loadings[i * factors + from] as number)
    order.forEach((other, position) => {
      related[to * factors + position] =
        (signs[from] as number) * (signs[other] as number) * (correlations[from * factors + other] as number)
    })
  })
  return { loadings: sorted, correlations: related, converged }
}

/** diag(Φ·Λᵀ·Λ): sums of squared loadings, with the factors' correlations. Of standardised variables they add up to the sum of the communalities. */
export function varianceAccounted(
  { loadings, correlations }: Pick<RotatedFactors, 'loadings' | 'correlations'>,
  size: number,
  factors: number,
): Float64Array {
  return Float64Array.from({ length: factors }, (_, a) => {
    let total = 0
    for (let b = 0; b < factors; b++) {
      let sum = 0
      for (let i = 0; i < size; i++)
        sum += (loadings[i * factors + a] as number) * (loadings[i * factors + b] as number)
      total += (correlations[a * factors + b] as number) * sum
    }
    return total
  })
}

/**
 * Whether the factors are still several: false where the correlations of some (the smallest eigenvalue of Φ) have all but fallen together, so that an oblique solution says nothing.
 * @param correlations Φ, factors × factors, row by row
 */
export function areFactorsDistinct(correlations: Float64Array, factors: number): boolean {
  return factors < 2 || (symmetricEigenvalues(correlations, factors)[factors - 1] as number) > 1e-6
}

function unit(size: number): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1
  return matrix
}

function sumOfSquares(values: Float64Array, from: number, count: number): number {
  let sum = 0
  for (let index = from; index < from + count; index++) sum += (values[index] as number) * (values[index] as number)
  return sum
}
