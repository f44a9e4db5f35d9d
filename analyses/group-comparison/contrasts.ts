import type { SurveyDataset } from '../core/datasets'
import { oneWayFromMoments } from '../numeric/comparison/one-way-anova'
import { compensatedSum, varianceOf, type Moments } from '../numeric/summary/summary'
import { type Contrast } from '../numeric/comparison/welch'
import type { ContrastName, GroupComparisonOptions } from './options'
import type { Sample } from './samples'
import { levelOrder } from '../survey/level-comparison'
import { testedEstimate, type TestedEstimate } from '../survey/tested-estimate'

const degrees: readonly ContrastName[] = ['linear', 'quadratic', 'cubic', 'quartic']

export interface ContrastResult extends TestedEstimate {
  readonly contrast: ContrastName
  /** The group that the contrast is about, and the one that it is compared with; null where it is about all groups. */
  readonly group: readonly string[] | null
  readonly reference: readonly string[] | null
  readonly pAdjusted: number | null
}

interface Planned {
  readonly contrast: ContrastName
  readonly group: number | null
  readonly reference: number | null
  /** One a group, adding up to 0. */
  readonly coefficients: readonly number[]
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? Math.abs(a) : greatestDivisor(b, a % b))

/** n over k for whole numbers, exact while it is below 2^53. */
function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0
  let result = 1
  for (let i = 1; i <= k; i += 1) result = (result * (n - k + i)) / i
  return result
}

/**
 * Orthogonal polynomial of a degree at `count` equally spaced points, in the smallest whole numbers, rising at the end: the discrete Chebyshev polynomial
 * t_d(x) = Σ_k (−1)^(d−k)·C(N − 1 − k, d − k)·C(d + k, d)·C(x, k) (Abramowitz & Stegun 22.17); as `emmeans::poly.emmc`.
 * @param degree 1 … count − 1
 */
export function polynomialCoefficients(count: number, degree: number): readonly number[] {
  const values = Array.from({ length: count }, (_, x) => {
    let total = 0
    for (let k = 0; k <= degree; k += 1)
      total +=
        ((degree - k) % 2 === 0 ? 1 : -1) *
        choose(count - 1 - k, degree - k) *
        choose(degree + k, degree) *
        choose(x, k)
    return total
  })
  const divisor = values.reduce(greatestDivisor, 0)
  return values.map((value) => value / divisor)
}

function plan(set: GroupComparisonOptions['contrasts'], count: number): readonly Planned[] {
  const indices = Array.from({ length: count }, (_, index) => index)
  switch (set) {
    case 'none':
      return []
    case 'deviation':
      return indices.map((group) => ({
        contrast: 'deviation',
        group,
        reference: null,
        coefficients: indices.map((other) => (other === group ? 1 : 0) - 1 / count),
      }))
    case 'reference':
      return indices
        .slice(1)
        .map((group) => ({
          contrast: 'reference',
          group,
          reference: 0,
          coefficients: indices.map((other) => (other === group ? 1 : other === 0 ? -1 : 0)),
        }))
    case 'polynomial':
      return degrees
        .slice(0, count - 1)
        .map((contrast, index) => ({
          contrast,
          group: null,
          reference: null,
          coefficients: polynomialCoefficients(count, index + 1),
        }))
  }
}

/** Σ c·m with the variance pooled over all groups, N − k degrees of freedom; `emmeans::contrast` of `lm`. */
function pooledContrastOf(groups: readonly Moments[], coefficients: readonly number[]): Contrast {
  const { meanSquareWithin, dfResidual } = oneWayFromMoments(groups)
  return {
    estimate: estimateOf(groups, coefficients),
    se: Math.sqrt(
      meanSquareWithin * compensatedSum(groups.length, (i) => square(coefficients[i]) / (groups[i]?.n ?? 0)),
    ),
    df: dfResidual,
  }
}

/** Σ c·m without assuming equal variances: SE² = Σ c²s²/n, degrees of freedom by Satterthwaite 1946; of two groups, Welch's. */
function separateContrastOf(groups: readonly Moments[], coefficients: readonly number[]): Contrast {
  const part = (i: number): number => {
    const group = groups[i]
    return group === undefined ? Number.NaN : (square(coefficients[i]) * varianceOf(group)) / group.n
  }
  const total = compensatedSum(groups.length, part)
  const df =
    1 / compensatedSum(groups.length, (i) => (part(i) === 0 ? 0 : square(part(i) / total) / ((groups[i]?.n ?? 0) - 1)))
  return { estimate: estimateOf(groups, coefficients), se: Math.sqrt(total), df }
}

const square = (x: number | undefined): number => (x ?? Number.NaN) * (x ?? Number.NaN)

function estimateOf(groups: readonly Moments[], coefficients: readonly number[]): number {
  const origin = groups[0]?.mean ?? 0
  return compensatedSum(groups.length, (i) => (coefficients[i] ?? 0) * ((groups[i]?.mean ?? Number.NaN) - origin))
}

/**
 * Groups as contrasts take them: levels in their order where one is known, rounds in time, else numbers by their size and words by the alphabet with å, ä and ö last. With one
 * column to group by, a reference that was chosen comes first where the contrasts are against a reference.
 */
export function inNaturalOrder<T extends { readonly group: number }>(
  groups: readonly T[],
  keys: readonly (readonly string[])[],
  dataset: SurveyDataset,
  { by, contrasts }: Pick<GroupComparisonOptions, 'by' | 'contrasts'>,
): readonly T[] {
  const columns = by.map((column) => levelOrder(dataset, column, contrasts === 'reference'))
  const compare = (a: readonly string[], b: readonly string[]): number => {
    for (const [position, level] of a.entries()) {
      const difference = columns[position]?.(level, b[position] ?? '') ?? 0
      if (difference !== 0) return difference
    }
    return 0
  }
  return groups.toSorted((a, b) => compare(keys[a.group] ?? [], keys[b.group] ?? []))
}

/**
 * The planned contrasts of one outcome, groups in natural order; with Fisher's test the variance is pooled, with Welch's it is not.
 * @param groups those that are tested, two or more
 */
export function contrastsOf(
  groups: readonly Sample[],
  keys: readonly (readonly string[])[],
  dataset: SurveyDataset,
  { by, contrasts, test, confidence }: Pick<GroupComparisonOptions, 'by' | 'contrasts' | 'test' | 'confidence'>,
): readonly Omit<ContrastResult, 'pAdjusted'>[] {
  const ordered = inNaturalOrder(groups, keys, dataset, { by, contrasts })
  const moments = ordered.map(({ tested }) => tested)
  const name = (index: number | null): readonly string[] | null =>
    index === null ? null : (keys[ordered[index]?.group ?? -1] ?? [])
  return plan(contrasts, ordered.length).map(({ contrast, group, reference, coefficients }) => {
    const found =
      test === 'fisher' ? pooledContrastOf(moments, coefficients) : separateContrastOf(moments, coefficients)
    return { contrast, group: name(group), reference: name(reference), ...testedEstimate(found, confidence) }
  })
}
