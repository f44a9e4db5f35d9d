import { describe, expect, test } from 'vitest'
import { itemFunctioning } from '../../../analyses/numeric/ordinal-regression/item-functioning'
import { randomSource } from '../../random-source'

/** Answers 1–5 that rise with a rest score; those of group 1 lie higher by `shift`. Numbers are checked against `ordinal::clm` through the references of `invariance`. */
function madeUp(
  n: number,
  shift: number,
): {
  readonly answers: Float64Array
  readonly rest: Float64Array
  readonly groups: Int32Array
  readonly once: Float64Array
} {
  const random = randomSource(17)
  const rest = Float64Array.from({ length: n }, () => 1 + Math.floor(17 * random()) / 4)
  const groups = Int32Array.from({ length: n }, (_, row) => row % 2)
  const answers = rest.map((value, row) =>
    Math.max(1, Math.min(5, Math.round(value + 2 * (random() + random() - 1) + (groups[row] === 1 ? shift : 0)))),
  )
  return { answers, rest, groups, once: new Float64Array(n).fill(1) }
}

describe('differential item functioning', () => {
  test('a shift is found as uniform, with its sign', () => {
    const { answers, rest, groups, once } = madeUp(600, 0.7)
    const found = itemFunctioning(answers, rest, groups, 2, once)
    if (found.problem !== null) throw new Error(found.problem)
    expect(found.uniform?.df).toBe(1)
    expect(found.uniform?.pValue).toBeLessThan(1e-6)
    expect(found.nonUniform?.pValue).toBeGreaterThan(0.001)
    expect(found.effects[0]?.estimate).toBeGreaterThan(0.5)
    expect(found.deltaRSquared).toBeGreaterThan(0)
  })

  test('counted rows and repeated rows give the same, and so does another unit of the rest score', () => {
    const { answers, rest, groups, once } = madeUp(300, 0.4)
    const twice = <T extends Float64Array | Int32Array>(array: T): number[] => [...array, ...array]
    const counted = itemFunctioning(
      answers,
      rest,
      groups,
      2,
      once.map(() => 2),
    )
    const repeated = itemFunctioning(twice(answers), twice(rest), twice(groups), 2, twice(once))
    const summed = itemFunctioning(
      answers,
      rest.map((value) => 4 * value - 7),
      groups,
      2,
      once.map(() => 2),
    )
    if (counted.problem !== null || repeated.problem !== null || summed.problem !== null) throw new Error('no fit')
    expect(counted.n).toBe(600)
    expect(repeated.n).toBe(600)
    for (const other of [repeated, summed]) {
      expect(other.uniform?.chiSquare).toBeCloseTo(counted.uniform?.chiSquare ?? Number.NaN, 8)
      expect(other.nonUniform?.chiSquare).toBeCloseTo(counted.nonUniform?.chiSquare ?? Number.NaN, 8)
    }
  })

  test('a category that one group never chose is no error', () => {
    const { answers, rest, groups, once } = madeUp(300, 0)
    const cut = answers.map((value, row) => (groups[row] === 1 && value === 5 ? 4 : value))
    const found = itemFunctioning(cut, rest, groups, 2, once)
    expect(found.problem).toBeNull()
  })

  test('says why there is nothing to test', () => {
    const { answers, rest, groups, once } = madeUp(100, 0)
    expect(
      itemFunctioning(
        answers.map(() => 3),
        rest,
        groups,
        2,
        once,
      ).problem,
    ).toBe('one-category')
    expect(
      itemFunctioning(
        answers,
        rest,
        groups.map(() => 0),
        2,
        once,
      ).problem,
    ).toBe('one-group')
    expect(
      itemFunctioning(
        answers.map(() => Number.NaN),
        rest,
        groups,
        2,
        once,
      ).problem,
    ).toBe('no-rows')
    expect(
      itemFunctioning(
        answers,
        rest,
        groups.map(() => -1),
        2,
        once,
      ).problem,
    ).toBe('no-rows')
  })

  test('a group that tells the answer without error has tests but no odds', () => {
    const { rest, groups, once } = madeUp(200, 0)
    const found = itemFunctioning(
      Float64Array.from(groups, (group) => (group === 1 ? 5 : 1)),
      rest,
      groups,
      2,
      once,
    )
    if (found.problem !== null) throw new Error(found.problem)
    expect(found.separated).toBe(true)
    expect(found.uniform?.chiSquare).toBeGreaterThan(100)
    expect(found.effects.every(({ estimate }) => Number.isNaN(estimate))).toBe(true)
  })
})
