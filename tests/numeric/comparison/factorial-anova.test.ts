import { describe, expect, it } from 'vitest'
import {
  factorialSums,
  factorialTerms,
  heteroscedasticTermSums,
  marginalMeans,
  type FactorialCell,
  type SumOfSquaresType,
} from '../../../analyses/numeric/comparison/factorial-anova'
import {
  heteroscedasticCovariance,
  leastSquares,
  type Design,
} from '../../../analyses/numeric/regression/least-squares'
import { random } from '../../../analyses/numeric/resampling/random'
import { mean, momentsOf } from '../../../analyses/numeric/summary/summary'
import { relativeError } from '../closeness'

const near = (found: number, expected: number, tolerance = 1e-10): void =>
  expect(relativeError(found, expected, 1e-6), `${found} for ${expected}`).toBeLessThan(tolerance)

/** Unbalanced rows over factors of the given levels, about a far origin. */
const rowsOf = (
  levelCounts: readonly number[],
  seed: number,
): readonly { readonly levels: readonly number[]; readonly y: number }[] => {
  const draw = random(seed)
  const combinations = levelCounts.reduce<readonly (readonly number[])[]>(
    (before, count) => before.flatMap((chosen) => Array.from({ length: count }, (_, level) => [...chosen, level])),
    [[]],
  )
  return combinations.flatMap((levels, cell) =>
    Array.from({ length: 3 + ((cell * 7) % 5) }, () => ({
      levels,
      y:
        1e4 +
        levels.reduce((sum, level, factor) => sum + level * (factor + 1), 0) +
        0.5 * (levels[0] ?? 0) * (levels[1] ?? 0) +
        (1 + cell / 3) * draw.normal(),
    })),
  )
}

const cellsOf = (rows: ReturnType<typeof rowsOf>): readonly FactorialCell[] => {
  const names = [...new Set(rows.map(({ levels }) => levels.join(' ')))]
  return names.map((name) => ({
    levels: name.split(' ').map(Number),
    moments: momentsOf(rows.filter(({ levels }) => levels.join(' ') === name).map(({ y }) => y)),
  }))
}

/** Sum-to-zero columns of the terms over rows, for least squares of the rows themselves. */
const designOf = (
  rows: ReturnType<typeof rowsOf>,
  levelCounts: readonly number[],
  terms: readonly (readonly number[])[],
): Design => ({
  intercept: true,
  columns: terms.flatMap((factors) =>
    factors.reduce<readonly (readonly number[])[]>(
      (before, factor) =>
        before.flatMap((column) =>
          Array.from({ length: (levelCounts[factor] ?? 1) - 1 }, (_, level) =>
            column.map(
              (value, row) =>
                value *
                (rows[row]?.levels[factor] === level
                  ? 1
                  : rows[row]?.levels[factor] === (levelCounts[factor] ?? 1) - 1
                    ? -1
                    : 0),
            ),
          ),
        ),
      [rows.map(() => 1)],
    ),
  ),
})
const contains = (larger: readonly number[], smaller: readonly number[]): boolean =>
  smaller.every((factor) => larger.includes(factor))

describe('sums of squares from cells', () => {
  it('has main effects, then pairs, then the three', () => {
    expect(factorialTerms(3)).toEqual([[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
  })

  describe.each([
    ['two factors', [3, 4]],
    ['three factors', [2, 3, 2]],
  ] as const)('%s', (_, levelCounts) => {
    const rows = rowsOf(levelCounts, 11)
    const cells = cellsOf(rows)
    const terms = factorialTerms(levelCounts.length)
    const left = (kept: readonly (readonly number[])[]): number =>
      leastSquares(
        designOf(rows, levelCounts, kept),
        rows.map(({ y }) => y),
      ).residualSumOfSquares

    it.each([1, 2, 3] as const)('type %d is what rows say', (type: SumOfSquaresType) => {
      const found = factorialSums(cells, levelCounts, type)
      near(found.residualSumOfSquares, left(terms))
      expect(found.dfResidual).toBe(rows.length - cells.length)
      found.terms.forEach(({ factors, sumOfSquares, df }, at) => {
        const others =
          type === 1
            ? terms.slice(0, at)
            : terms.filter((term, other) => other !== at && (type === 3 || !contains(term, factors)))
        near(sumOfSquares, left(others) - left([...others, factors]), 1e-7)
        expect(df).toBe(factors.reduce((product, factor) => product * ((levelCounts[factor] ?? 1) - 1), 1))
      })
    })

    it('of type 1 adds up to the total', () => {
      const found = factorialSums(cells, levelCounts, 1)
      expect(found.totalSumOfSquares).toBeGreaterThan(found.residualSumOfSquares)
      near(
        found.terms.reduce((sum, term) => sum + term.sumOfSquares, found.residualSumOfSquares),
        found.totalSumOfSquares,
        1e-12,
      )
    })

    it('with each cell’s own variance is Wald’s test under HC3', () => {
      const design = designOf(rows, levelCounts, terms)
      const fit = leastSquares(
        design,
        rows.map(({ y }) => y),
      )
      const covariance = heteroscedasticCovariance(fit, design)
      // The last coefficient belongs to the highest interaction; with two levels of each factor in it that is the whole term.
      const width = fit.estimates.length
      const highest = heteroscedasticTermSums(cells, levelCounts, 3).at(-1)!
      if (highest.df !== 1) {
        expect(highest.sumOfSquares).toBeGreaterThan(0)
        return
      }
      near(
        highest.sumOfSquares,
        (fit.estimates[width - 1] as number) ** 2 / (covariance[width * width - 1] as number),
        1e-8,
      )
    })
  })

  it('is Wald’s test under HC3 for single degrees of freedom, whatever the type', () => {
    const rows = rowsOf([2, 2], 3)
    const cells = cellsOf(rows)
    const design = designOf(rows, [2, 2], factorialTerms(2))
    const fit = leastSquares(
      design,
      rows.map(({ y }) => y),
    )
    const covariance = heteroscedasticCovariance(fit, design)
    heteroscedasticTermSums(cells, [2, 2], 3).forEach(({ sumOfSquares }, at) =>
      near(sumOfSquares, (fit.estimates[at + 1] as number) ** 2 / (covariance[(at + 1) * 5] as number), 1e-8),
    )
    const single = cells.map((cell, at) =>
      at === 0 ? { ...cell, moments: { n: 1, mean: 3, centredSumOfSquares: 0 } } : cell,
    )
    expect(heteroscedasticTermSums(single, [2, 2], 2).every(({ sumOfSquares }) => Number.isNaN(sumOfSquares))).toBe(
      true,
    )
  })

  it('with an empty cell: types 1 and 2 lose a degree of freedom, type 3 has the interaction alone', () => {
    const rows = rowsOf([3, 3], 5).filter(({ levels }) => levels.join(' ') !== '2 2')
    const cells = cellsOf(rows)
    const [two, three] = [factorialSums(cells, [3, 3], 2), factorialSums(cells, [3, 3], 3)]
    expect(two.emptyCells).toBe(1)
    expect(two.terms.map(({ df }) => df)).toEqual([2, 2, 3])
    expect(three.terms.map(({ sumOfSquares }) => Number.isNaN(sumOfSquares))).toEqual([true, true, false])
    near(three.terms[2]!.sumOfSquares, two.terms[2]!.sumOfSquares)
  })
})

describe('marginal means', () => {
  const rows = rowsOf([3, 4], 11)
  const cells = cellsOf(rows)
  it('count every cell alike', () => {
    const [first] = marginalMeans(cells, [3, 4], [0])
    const own = cells.filter(({ levels }) => levels[0] === 0)
    near(first!.estimate, mean(own.map(({ moments }) => moments.mean)), 1e-14)
    near(first!.varianceFactor, own.reduce((sum, { moments }) => sum + 1 / moments.n, 0) / 16, 1e-14)
    expect(first!.n).toBe(own.reduce((sum, { moments }) => sum + moments.n, 0))
  })
  it('do not exist over an empty cell', () => {
    const some = cells.filter(({ levels }) => levels.join(' ') !== '0 3')
    const means = marginalMeans(some, [3, 4], [0])
    expect(means.map(({ estimate }) => Number.isNaN(estimate))).toEqual([true, false, false])
    expect(marginalMeans(some, [3, 4], [0, 1])).toHaveLength(11)
  })
})
