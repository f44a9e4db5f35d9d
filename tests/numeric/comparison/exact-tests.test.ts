import { describe, expect, test } from 'vitest'
import { fisherExactTest, rankSumTest } from '../../../analyses/numeric/comparison/exact-tests'
import { random } from '../../../analyses/numeric/resampling/random'

/** Relative agreement; the p values are sums of probabilities from log factorials. */
const expectNear = (found: number, expected: number, tolerance = 1e-12): void =>
  expect(Math.abs(found / expected - 1)).toBeLessThan(tolerance)

/** Counts of two samples over their common levels. */
function countsOf(a: readonly number[], b: readonly number[]): readonly [readonly number[], readonly number[]] {
  const levels = [...new Set([...a, ...b])].sort((x, y) => x - y)
  const of = (values: readonly number[]): readonly number[] =>
    levels.map((level) => values.filter((value) => value === level).length)
  return [of(a), of(b)]
}

describe('rank sum', () => {
  // All arrangements gone through in R 4.2.2: combn(), rank(), |S − E S| ≥ |s − E S|; without ties wilcox.test.
  test.each([
    [[0, 1, 1, 2, 3], [1, 2, 2, 3, 4, 4], 6.5, 0.16233766233766234, 0.012987012987012988],
    [[2, 2, 2], [0, 1, 2, 3, 4, 4, 4, 1], 10.5, 0.8, 0.012121212121212121],
    [[3, 4], [0, 0, 0, 0, 1, 1, 2], 14, 1 / 36, 1 / 36],
    [[0, 0, 1, 1, 2, 2, 3], [0, 1, 1, 2, 2, 3, 3, 4, 4, 4], 19, 0.13368983957219252, 5.1419169066227893e-5],
    [[1.1, 2.2, 3.3, 0.4, 7.2, 8.1], [4, 5, 6, 9, 10, 11.5, 12], 6, 0.034965034965034961, 2 / 1716],
  ])('%j against %j', (a, b, statistic, p, smallest) => {
    const [first, second] = countsOf(a, b)
    const found = rankSumTest(first, second)
    expect(found.method).toBe('exact')
    expect(found.statistic).toBe(statistic)
    expectNear(found.pValue, p)
    expectNear(found.smallestPValue, smallest)
  })

  test('turned round it is the same test', () => {
    const forward = rankSumTest([3, 1, 0, 2], [0, 2, 5, 1])
    const backward = rankSumTest([0, 2, 5, 1], [3, 1, 0, 2])
    expectNear(backward.pValue, forward.pValue)
    expect(backward.statistic).toBe(6 * 8 - forward.statistic)
  })

  test('equal values say nothing, an empty group neither', () => {
    expect(rankSumTest([2, 0], [3, 0])).toEqual({ statistic: 3, pValue: 1, smallestPValue: 1, method: 'exact' })
    expect(rankSumTest([0, 0], [3, 1]).pValue).toBeNaN()
  })

  test('large groups take the normal approximation of wilcox.test(exact = FALSE)', () => {
    const found = rankSumTest([30, 20, 40, 10, 50], [20, 30, 60, 40, 50])
    expect(found).toMatchObject({ method: 'normal', statistic: 14_250 })
    expectNear(found.pValue, 0.41037756922947571)
  })

  test('just below the limit the exact p is near the approximation', () => {
    const found = rankSumTest([8, 10, 9, 8, 5], [6, 8, 12, 10, 14])
    expect(found.method).toBe('exact')
    expect(found.pValue).toBeGreaterThan(0.05)
    expect(found.pValue).toBeLessThan(0.2)
  })
})

describe('Fisher, Freeman and Halton', () => {
  // R 4.2.2: fisher.test. The first are the smokers of Fleiss, the third the job satisfaction of Agresti 2002, p. 57.
  test.each([
    [
      [
        [83, 70],
        [3, 12],
      ],
      0.014117718708508677,
    ],
    [
      [
        [3, 2, 0],
        [1, 4, 5],
      ],
      0.095904095904096126,
    ],
    [
      [
        [1, 3, 10, 6],
        [2, 3, 10, 7],
        [1, 6, 14, 12],
        [0, 1, 9, 11],
      ],
      0.78268493896563884,
    ],
    [
      [
        [2, 3, 1, 0],
        [0, 0, 2, 0],
        [1, 4, 5, 3],
      ],
      0.34080790210820783,
    ],
    [
      [
        [3, 4, 5, 2],
        [1, 1, 9, 6],
      ],
      0.16996079587069263,
    ],
    [
      [
        [6, 4, 2, 0, 1],
        [2, 5, 8, 3, 2],
      ],
      0.098143743377578821,
    ],
    [
      [
        [3, 2, 4, 1, 0],
        [2, 5, 1, 3, 2],
        [0, 1, 4, 6, 3],
        [1, 2, 2, 5, 6],
      ],
      0.079867315077162118,
    ],
  ])('%j', (table, p) => {
    const found = fisherExactTest(table)
    expect(found.method).toBe('exact')
    // fisher.test itself compares with a tolerance and keeps its sums in hash tables: some 1e-12.
    expectNear(found.pValue, p, 1e-10)
    if (table.length > 3) return
    const turned = fisherExactTest(
      Array.from({ length: table[0]?.length ?? 0 }, (_, column) => table.map((row) => row[column] ?? 0)),
    )
    expectNear(turned.pValue, found.pValue)
    expectNear(turned.smallestPValue, found.smallestPValue)
  })

  test('the smallest possible p is that of the least probable tables', () => {
    const extreme = [
      [3, 0],
      [0, 3],
    ]
    const middling = [
      [2, 1],
      [1, 2],
    ]
    // Three against three all different: 2/20 for the two extreme tables.
    for (const table of [extreme, middling]) expectNear(fisherExactTest(table).smallestPValue, 0.1)
    expectNear(fisherExactTest(middling).pValue, 1)
  })

  test('one row or one column says nothing', () => {
    expect(fisherExactTest([[1, 2, 3]]).pValue).toBe(1)
    expect(
      fisherExactTest([
        [1, 0],
        [4, 0],
      ]).pValue,
    ).toBe(1)
    expect(
      fisherExactTest([
        [0, 0],
        [4, 2],
      ]).pValue,
    ).toBe(1)
  })

  test('tables too large to go through are drawn at random, by the seed', () => {
    const table = [
      [3, 4, 5, 2],
      [1, 1, 9, 6],
    ]
    const drawn = fisherExactTest(table, { limit: 10, random: random(7), draws: 9_999 })
    expect(drawn.method).toBe('simulated')
    expect(drawn.smallestPValue).toBeNaN()
    // Four standard errors of a share of 0.17 in 9 999 draws.
    expect(Math.abs(drawn.pValue - 0.16996079587069263)).toBeLessThan(0.015)
    expect(fisherExactTest(table, { limit: 10, random: random(7), draws: 9_999 })).toEqual(drawn)
    expect(fisherExactTest(table, { limit: 10 }).pValue).toBeNaN()
  })

  test('is called off while it goes through tables or draws them', () => {
    const stop = (): never => {
      throw new Error('called off')
    }
    expect(() =>
      fisherExactTest(
        [
          [3, 4, 5, 2],
          [1, 1, 9, 6],
        ],
        { poll: stop },
      ),
    ).toThrow('called off')
    let polls = 0
    fisherExactTest(
      [
        [3, 4, 5, 2],
        [1, 1, 9, 6],
      ],
      { limit: 1, random: random(7), draws: 640, poll: () => (polls += 1) },
    )
    expect(polls).toBeGreaterThanOrEqual(10)
  })
})
