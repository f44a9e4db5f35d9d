import { choleskyOfPositiveDefinite, inverseOfCholesky } from '../matrices/positive-definite'

/** Rows that answered the same items: how many, which items, and the moments of those (covariance with divisor n, row by row). */
export interface AnswerPattern {
  readonly count: number
  /** Items answered, ascending. */
  readonly items: Int32Array
  readonly means: Float64Array
  readonly covariance: Float64Array
}

/** A group without missing values, by its moments. */
export interface CompleteSample {
  readonly count: number
  /** items × items, row by row, divisor n. */
  readonly covariance: Float64Array
  /** Needed where means are modelled. */
  readonly means?: Float64Array
}

/** A group with missing values. */
export interface IncompleteSample {
  readonly patterns: readonly AnswerPattern[]
}

/** A group without missing values, or with them. */
export type FactorSample = CompleteSample | IncompleteSample

/**
 * Moments of the rows (all when absent) that answered every item: `count`, `means` and `covariance` with divisor n, from centred sums, as `lavaan::cfa` takes up a data frame.
 * NaN is missing, and the moments are NaN when no row is complete.
 */
export const listwiseSample = (
  columns: readonly Float64Array[],
  rows?: ArrayLike<number>,
): Required<CompleteSample> => {
  const total = rows === undefined ? (columns[0]?.length ?? 0) : rows.length
  const complete = new Int32Array(total)
  let count = 0
  for (let index = 0; index < total; index++) {
    const row = rows === undefined ? index : (rows[index] as number)
    if (columns.every((column) => !Number.isNaN(column[row] as number))) complete[count++] = row
  }
  return { count, ...momentsOf(columns, complete.subarray(0, count)) }
}

const momentsOf = (
  columns: readonly Float64Array[],
  rows: Int32Array,
): { readonly means: Float64Array; readonly covariance: Float64Array } => {
  const p = columns.length
  const n = rows.length
  const means = new Float64Array(p)
  if (areWhole(columns, rows)) return wholeMoments(columns, rows)
  const centred = columns.map((column, item) => {
    const origin = (column[rows[0] ?? 0] as number) ?? 0
    let sum = 0
    for (let index = 0; index < n; index++) sum += (column[rows[index] as number] as number) - origin
    const shift = sum / n
    means[item] = origin + shift
    const deviations = new Float64Array(n)
    for (let index = 0; index < n; index++)
      deviations[index] = (column[rows[index] as number] as number) - origin - shift
    return deviations
  })
  return { means, covariance: ofProducts(centred, (products) => products / n) }
}

/** The symmetric matrix of what `elementOf` makes of the sum of products of each two columns. */
const ofProducts = (
  columns: readonly Float64Array[],
  elementOf: (products: number, a: number, b: number) => number,
): Float64Array => {
  const p = columns.length
  const matrix = new Float64Array(p * p)
  for (let a = 0; a < p; a++) {
    const left = columns[a] as Float64Array
    for (let b = 0; b <= a; b++) {
      const right = columns[b] as Float64Array
      let products = 0
      for (let index = 0; index < left.length; index++) products += (left[index] as number) * (right[index] as number)
      const element = elementOf(products, a, b)
      matrix[a * p + b] = element
      matrix[b * p + a] = element
    }
  }
  return matrix
}

/** Whether all are whole numbers so small that n·Σxy is exact. */
const areWhole = (columns: readonly Float64Array[], rows: Int32Array): boolean => {
  // √2⁵³
  const largest = 94_906_265 / rows.length
  return columns.every((column) => {
    for (const row of rows) {
      const value = column[row] as number
      if (!Number.isInteger(value) || value > largest || value < -largest) return false
    }
    return true
  })
}

/** Here n·Σxy − Σx·Σy is exact, so that the moments do not depend on the order of the rows: (n·Σxy − Σx·Σy)/n². */
const wholeMoments = (
  columns: readonly Float64Array[],
  rows: Int32Array,
): { readonly means: Float64Array; readonly covariance: Float64Array } => {
  const n = rows.length
  const own = columns.map((column) => Float64Array.from(rows, (row) => column[row] as number))
  const sums = own.map((column) => column.reduce((sum, value) => sum + value, 0))
  const covariance = ofProducts(
    own,
    (products, a, b) => (n * products - (sums[a] as number) * (sums[b] as number)) / n / n,
  )
  return { means: Float64Array.from(sums, (sum) => sum / n), covariance }
}

/** The rows (all when absent) by which items they answered; rows without any answer are left out. NaN is missing. Patterns come in an order of their own. */
export const incompleteSample = (columns: readonly Float64Array[], rows?: ArrayLike<number>): IncompleteSample => {
  const total = rows === undefined ? (columns[0]?.length ?? 0) : rows.length
  const byPattern = new Map<string, number[]>()
  for (let index = 0; index < total; index++) {
    const row = rows === undefined ? index : (rows[index] as number)
    let key = ''
    for (const column of columns) key += Number.isNaN(column[row] as number) ? '0' : '1'
    const members = byPattern.get(key)
    if (members === undefined) byPattern.set(key, [row])
    else members.push(row)
  }
  const patterns: AnswerPattern[] = []
  // Independent of the order of rows, but for the last digits of sums.
  for (const [key, members] of [...byPattern].toSorted(([a], [b]) => (a < b ? 1 : -1))) {
    const items = Int32Array.from([...key].flatMap((digit, item) => (digit === '1' ? [item] : [])))
    if (items.length === 0) continue
    const own = Array.from(items, (item) => columns[item] as Float64Array)
    patterns.push({ count: members.length, items, ...momentsOf(own, Int32Array.from(members)) })
  }
  return { patterns }
}

/** A group as the likelihood reads it: answer patterns, and the moments of the saturated model. */
export interface GroupData {
  readonly count: number
  readonly patterns: readonly AnswerPattern[]
  readonly isComplete: boolean
  /** Saturated estimates: the sample moments, or those of the EM algorithm. */
  readonly covariance: Float64Array
  readonly means: Float64Array
  /** Per item: answers, and their variance with divisor n. */
  readonly answers: Float64Array
  readonly variances: Float64Array
}

/**
 * Why a group has no saturated moments. `sample-not-positive-definite`: constant or collinear items, fewer rows than items. `not-identified`: nobody answered both of two items.
 * `not-converged`: the EM algorithm did not settle.
 */
export type SampleProblem = 'sample-not-positive-definite' | 'not-identified' | 'not-converged'

/**
 * A group made ready for the likelihood. With missing answers the moments of its saturated model are estimated by the EM algorithm (Dempster, Laird & Rubin 1977, doi
 * 10.1111/j.2517-6161.1977.tb01600.x; Arbuckle 1996).
 * @param poll called in every iteration; what it throws ends the work
 * @returns the data, or why they bear no model
 */
export const groupData = (sample: FactorSample, itemCount: number, poll: () => void): GroupData | SampleProblem => {
  const p = itemCount
  if ('covariance' in sample) {
    if (!(sample.count > 1) || choleskyOfPositiveDefinite(sample.covariance, p, 1e-10) === null)
      return 'sample-not-positive-definite'
    const means = sample.means ?? new Float64Array(p)
    const variances = Float64Array.from({ length: p }, (_, i) => sample.covariance[i * p + i] as number)
    const pattern = {
      count: sample.count,
      items: Int32Array.from({ length: p }, (_, i) => i),
      means,
      covariance: sample.covariance,
    }
    return {
      count: sample.count,
      patterns: [pattern],
      isComplete: true,
      covariance: sample.covariance,
      means,
      answers: new Float64Array(p).fill(sample.count),
      variances,
    }
  }
  const single = sample.patterns[0]
  if (sample.patterns.length === 1 && single?.items.length === p)
    return groupData({ count: single.count, covariance: single.covariance, means: single.means }, p, poll)
  const univariate = univariateMoments(sample.patterns, p)
  if (univariate.variances.some((variance) => !(variance > 0))) return 'sample-not-positive-definite'
  if (hasUncoveredPair(sample.patterns, p)) return 'not-identified'
  const saturated = saturatedByEm(sample.patterns, p, univariate, poll)
  if (typeof saturated === 'string') return saturated
  const count = sample.patterns.reduce((sum, pattern) => sum + pattern.count, 0)
  return {
    count,
    patterns: sample.patterns,
    isComplete: false,
    ...saturated,
    answers: univariate.answers,
    variances: univariate.variances,
  }
}

/** Whether nobody answered both of some two items: nothing is known of their covariance. */
const hasUncoveredPair = (patterns: readonly AnswerPattern[], p: number): boolean => {
  const isCovered = new Uint8Array(p * p)
  for (const { items } of patterns) for (const a of items) for (const b of items) isCovered[a * p + b] = 1
  return isCovered.includes(0)
}

interface UnivariateMoments {
  readonly answers: Float64Array
  readonly means: Float64Array
  readonly variances: Float64Array
}

const univariateMoments = (patterns: readonly AnswerPattern[], p: number): UnivariateMoments => {
  const answers = new Float64Array(p)
  const means = new Float64Array(p)
  const variances = new Float64Array(p)
  const over = (visit: (item: number, count: number, mean: number, variance: number) => void): void => {
    for (const { count, items, means: own, covariance } of patterns) {
      items.forEach((item, position) => {
        visit(item, count, own[position] as number, covariance[position * items.length + position] as number)
      })
    }
  }
  over((item, count) => {
    answers[item] = (answers[item] as number) + count
  })
  over((item, count, mean) => {
    means[item] = (means[item] as number) + (count * mean) / (answers[item] as number)
  })
  over((item, count, mean, variance) => {
    const distance = mean - (means[item] as number)
    variances[item] =
      (variances[item] as number) + (count * (variance + distance * distance)) / (answers[item] as number)
  })
  return { answers, means, variances }
}

/** A third of the answers missing takes a few hundred. */
const mostEmIterations = 3000

/**
 * Maximum likelihood estimates of an unrestricted mean vector and covariance matrix from incomplete rows by the EM algorithm (Dempster, Laird & Rubin
 * 1977), until no element moves by 1e-11 of the standard deviations.
 */
const saturatedByEm = (
  patterns: readonly AnswerPattern[],
  p: number,
  start: UnivariateMoments,
  poll: () => void,
): { readonly means: Float64Array; readonly covariance: Float64Array } | SampleProblem => {
  const total = patterns.reduce((sum, { count }) => sum + count, 0)
  let means = start.means
  let covariance: Float64Array = new Float64Array(p * p)
  for (let i = 0; i < p; i++) covariance[i * p + i] = start.variances[i] as number
  for (let iteration = 0; iteration < mostEmIterations; iteration++) {
    poll()
    const shift = new Float64Array(p)
    const next = new Float64Array(p * p)
    for (const { count, items, means: own, covariance: spread } of patterns) {
      const k = items.length
      const share = count / total
      const distance = Float64Array.from(items, (item, position) => (own[position] as number) - (means[item] as number))
      const moments = Float64Array.from(
        spread,
        (value, index) => value + (distance[Math.floor(index / k)] as number) * (distance[index % k] as number),
      )
      const observed = new Float64Array(k * k)
      for (let a = 0; a < k; a++)
        for (let b = 0; b < k; b++)
          observed[a * k + b] = covariance[(items[a] as number) * p + (items[b] as number)] as number
      const lower = choleskyOfPositiveDefinite(observed, k, 1e-12)
      if (lower === null) return 'sample-not-positive-definite'
      const inverse = inverseOfCholesky(lower, k)
      // Rows of the regression of every item on those answered: the unit row for an answered item.
      const regression = new Float64Array(p * k)
      const isAnswered = new Uint8Array(p)
      items.forEach((item, position) => {
        regression[item * k + position] = 1
        isAnswered[item] = 1
      })
      for (let item = 0; item < p; item++) {
        if (isAnswered[item] === 1) continue
        for (let b = 0; b < k; b++) {
          let sum = 0
          for (let a = 0; a < k; a++)
            sum += (covariance[item * p + (items[a] as number)] as number) * (inverse[a * k + b] as number)
          regression[item * k + b] = sum
        }
      }
      const byMoments = new Float64Array(p * k)
      for (let item = 0; item < p; item++) {
        let expected = 0
        for (let b = 0; b < k; b++) {
          expected += (regression[item * k + b] as number) * (distance[b] as number)
          let sum = 0
          for (let a = 0; a < k; a++) sum += (regression[item * k + a] as number) * (moments[a * k + b] as number)
          byMoments[item * k + b] = sum
        }
        shift[item] = (shift[item] as number) + share * expected
      }
      for (let row = 0; row < p; row++) {
        for (let column = 0; column <= row; column++) {
          let sum = 0
          for (let a = 0; a < k; a++) sum += (byMoments[row * k + a] as number) * (regression[column * k + a] as number)
          if (isAnswered[row] === 0 && isAnswered[column] === 0) {
            sum += covariance[row * p + column] as number
            for (let a = 0; a < k; a++)
              sum -= (regression[row * k + a] as number) * (covariance[(items[a] as number) * p + column] as number)
          }
          next[row * p + column] = (next[row * p + column] as number) + share * sum
        }
      }
    }
    let largest = 0
    for (let row = 0; row < p; row++) {
      const sd = Math.sqrt(covariance[row * p + row] as number)
      largest = Math.max(largest, Math.abs(shift[row] as number) / sd)
      for (let column = 0; column <= row; column++) {
        const value = (next[row * p + column] as number) - (shift[row] as number) * (shift[column] as number)
        largest = Math.max(
          largest,
          Math.abs(value - (covariance[row * p + column] as number)) /
            (sd * Math.sqrt(covariance[column * p + column] as number)),
        )
        next[row * p + column] = value
        next[column * p + row] = value
      }
    }
    means = Float64Array.from(means, (mean, item) => mean + (shift[item] as number))
    covariance = next
    if (choleskyOfPositiveDefinite(covariance, p, 1e-10) === null) return 'sample-not-positive-definite'
    if (largest < 1e-11) return { means, covariance }
  }
  return 'not-converged'
}
