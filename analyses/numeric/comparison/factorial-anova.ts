import { applyTransposedQ, householderQr } from '../matrices/householder-qr'
import { compensatedSum, mergeMoments, type Moments } from '../summary/summary'

/** One combination of levels with somebody in it. */
export interface FactorialCell {
  /** The level of each factor, from 0. */
  readonly levels: readonly number[]
  readonly moments: Moments
}

/**
 * Which other terms a term's sum of squares is adjusted for: those before it (1), those that do not contain it (2), all others under sum-to-zero contrasts (3). The numbers
 * are SAS's (Searle 1987, Linear Models for Unbalanced Data), as in `car::Anova`.
 */
export type SumOfSquaresType = 1 | 2 | 3

/** What a term of the model explains. */
export interface TermSum {
  /** The factors of the term, by position. */
  readonly factors: readonly number[]
  /** NaN where empty cells leave the term undefined. */
  readonly sumOfSquares: number
  readonly df: number
}

/** The table of a factorial analysis of variance. */
export interface FactorialSums {
  readonly terms: readonly TermSum[]
  /** Within cells. */
  readonly residualSumOfSquares: number
  readonly dfResidual: number
  readonly totalSumOfSquares: number
  readonly emptyCells: number
}

/**
 * All terms of a full factorial model, as lists of factors counted from 0: main effects in the order of the factors, then pairs, then the interaction of three.
 */
export const factorialTerms = (factors: number): readonly (readonly number[])[] => {
  const all: (readonly number[])[] = []
  for (let subset = 1; subset < 1 << factors; subset++)
    all.push(Array.from({ length: factors }, (_, factor) => factor).filter((factor) => (subset & (1 << factor)) !== 0))
  return all.toSorted((a, b) => a.length - b.length || compareLists(a, b))
}

const compareLists = (a: readonly number[], b: readonly number[]): number => {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? 0)
  return 0
}

/** Below this share of its norm a column of contrasts counts as a combination of those before it: a combination of levels that nobody has. */
const dependent = 1e-9

/**
 * Sums of squares of every term of the full factorial model of two or three factors, from n, mean and sum of squares of each cell alone: models of the cell means
 * weighted by n leave over what models of the rows leave over, but for what is within cells (Searle 1987). Types 1 and 2 are those of `anova` and `car::Anova`, empty cells
 * included; with empty cells type 3 exists for the highest interaction only.
 * @param cells those with somebody in them, each combination at most once
 * @param levelCounts how many levels each factor has
 */
export const factorialSums = (
  cells: readonly FactorialCell[],
  levelCounts: readonly number[],
  type: SumOfSquaresType,
): FactorialSums => {
  const moments = cells.map((cell) => cell.moments)
  const whole = mergeMoments(moments)
  const residualSumOfSquares = compensatedSum(moments.length, (i) => (moments[i] as Moments).centredSumOfSquares)
  return {
    terms: termSums(
      cells.map(({ levels, moments: own }) => ({ levels, value: own.mean - whole.mean, weight: own.n })),
      levelCounts,
      type,
    ),
    residualSumOfSquares,
    dfResidual: whole.n - cells.length,
    totalSumOfSquares: whole.centredSumOfSquares,
    emptyCells: levelCounts.reduce((product, count) => product * count, 1) - cells.length,
  }
}

/**
 * Wald statistics of every term when each cell keeps its own variance, estimated as HC3 does (MacKinnon & White 1985, doi 10.1016/0304-4076(85)90158-7): the variance of a cell's
 * mean is its sum of squares over (n − 1)². Each sum of squares is then a χ² that, divided by its degrees of freedom, is the F of `car::Anova(white.adjust = "hc3")`. NaN
 * throughout when a cell has fewer than two people or no spread.
 * @param cells as for `factorialSums`
 * @param levelCounts how many levels each factor has
 */
export const heteroscedasticTermSums = (
  cells: readonly FactorialCell[],
  levelCounts: readonly number[],
  type: SumOfSquaresType,
): readonly TermSum[] => {
  const whole = mergeMoments(cells.map((cell) => cell.moments))
  const weighted = cells.map(({ levels, moments: { n, mean, centredSumOfSquares } }) => ({
    levels,
    value: mean - whole.mean,
    weight: ((n - 1) * (n - 1)) / centredSumOfSquares,
  }))
  const isDefined = weighted.every(({ weight }) => weight > 0 && Number.isFinite(weight))
  return termSums(isDefined ? weighted : weighted.map((cell) => ({ ...cell, weight: 1 })), levelCounts, type).map(
    (term) => (isDefined ? term : { ...term, sumOfSquares: Number.NaN }),
  )
}

export interface WeightedCell {
  readonly levels: readonly number[]
  readonly value: number
  readonly weight: number
}

const termSums = (
  cells: readonly WeightedCell[],
  levelCounts: readonly number[],
  type: SumOfSquaresType,
): readonly TermSum[] => {
  const terms = factorialTerms(levelCounts.length)
  const blocks = terms.map((factors) => contrastsOf(cells, factors, levelCounts))
  const isComplete = levelCounts.reduce((product, count) => product * count, 1) === cells.length
  if (type === 1)
    return sequential(cells, blocks).map((sum, term) => ({ factors: terms[term] as readonly number[], ...sum }))
  return terms.map((factors, term) => {
    const isHighest = factors.length === levelCounts.length
    if (type === 3 && !isComplete && !isHighest)
      return { factors, sumOfSquares: Number.NaN, df: (blocks[term] as readonly Float64Array[]).length }
    const others = blocks.filter(
      (_, other) => other !== term && (type === 3 || !contains(terms[other] as readonly number[], factors)),
    )
    const [, own] = sequential(cells, [others.flat(), blocks[term] as readonly Float64Array[]])
    return { factors, sumOfSquares: own?.sumOfSquares ?? Number.NaN, df: own?.df ?? 0 }
  })
}

const contains = (larger: readonly number[], smaller: readonly number[]): boolean =>
  smaller.every((factor) => larger.includes(factor))

/** Sum-to-zero contrasts of a term as columns over the cells. */
export const contrastsOf = (
  cells: readonly WeightedCell[],
  factors: readonly number[],
  levelCounts: readonly number[],
): readonly Float64Array[] => {
  let columns: readonly Float64Array[] = [new Float64Array(cells.length).fill(1)]
  for (const factor of factors) {
    const last = (levelCounts[factor] as number) - 1
    const own = Array.from({ length: last }, (_, level) =>
      Float64Array.from(cells, ({ levels }) => (levels[factor] === level ? 1 : levels[factor] === last ? -1 : 0)),
    )
    columns = columns.flatMap((before) =>
      own.map((column) => before.map((value, cell) => value * (column[cell] as number))),
    )
  }
  return columns
}

/** The weighted sum of squares that each block of columns adds to those before it and the constant, and how many columns it adds. */
export const sequential = (
  cells: readonly WeightedCell[],
  blocks: readonly (readonly Float64Array[])[],
): readonly { readonly sumOfSquares: number; readonly df: number }[] => {
  const rows = cells.length
  const roots = cells.map(({ weight }) => Math.sqrt(weight))
  const columns = [new Float64Array(rows).fill(1), ...blocks.flat()]
  const matrix = new Float64Array(rows * columns.length)
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) matrix[j * rows + i] = (column[i] as number) * (roots[i] as number)
  })
  const qr = householderQr(matrix, rows, columns.length, dependent)
  const rotated = Float64Array.from(cells, ({ value }, i) => value * (roots[i] as number))
  applyTransposedQ(qr, rotated)
  const ends: number[] = []
  blocks.reduce((from, block) => {
    ends.push(from + block.length)
    return from + block.length
  }, 1)
  return ends.map((end, index) => {
    const start = index === 0 ? 1 : (ends[index - 1] as number)
    const own: number[] = []
    for (let position = 0; position < qr.rank; position++) {
      const column = qr.order[position] as number
      if (column >= start && column < end) own.push(rotated[position] as number)
    }
    return { sumOfSquares: compensatedSum(own.length, (i) => (own[i] as number) * (own[i] as number)), df: own.length }
  })
}

/** The mean of one combination of levels of a term. */
export interface MarginalMean {
  /** The level of each factor of the term, in the order of the factors. */
  readonly levels: readonly number[]
  /** People in the cells that it is the mean of. */
  readonly n: number
  /** The plain mean of the cells' means; NaN when one of the cells is empty. */
  readonly estimate: number
  /** Its variance is this times the mean square within cells: Σ 1/n over the squared number of cells. */
  readonly varianceFactor: number
}

/**
 * Estimated marginal means of a term under the full model: every cell counts alike, however many people are in it (Searle, Speed & Milliken 1980, doi
 * 10.1080/00031305.1980.10483031; `emmeans::emmeans`). Combinations of levels that nobody has are left out; a mean over cells of which one is empty is NaN.
 * @param cells as for `factorialSums`
 * @param levelCounts how many levels each factor has
 * @param factors of the term, counted from 0
 */
export const marginalMeans = (
  cells: readonly FactorialCell[],
  levelCounts: readonly number[],
  factors: readonly number[],
): readonly MarginalMean[] => {
  const averaged = levelCounts.reduce(
    (product, count, factor) => (factors.includes(factor) ? product : product * count),
    1,
  )
  const groups = new Map<string, FactorialCell[]>()
  for (const cell of cells) {
    const key = factors.map((factor) => cell.levels[factor]).join(' ')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [cell])
    else group.push(cell)
  }
  return [...groups.values()].map((group) => {
    const origin = group[0]?.moments.mean ?? Number.NaN
    const isWhole = group.length === averaged
    return {
      levels: factors.map((factor) => group[0]?.levels[factor] as number),
      n: compensatedSum(group.length, (i) => (group[i] as FactorialCell).moments.n),
      estimate: isWhole
        ? origin + compensatedSum(averaged, (i) => (group[i] as FactorialCell).moments.mean - origin) / averaged
        : Number.NaN,
      varianceFactor: isWhole
        ? compensatedSum(averaged, (i) => 1 / (group[i] as FactorialCell).moments.n) / (averaged * averaged)
        : Number.NaN,
    }
  })
}
