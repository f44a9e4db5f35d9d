import { describe, expect, test } from 'vitest'
import { studentizedRange } from '../../../analyses/numeric/distributions/studentized-range'
import { rangeOfGroups } from '../../../analyses/numeric/distributions/studentized-range-of-groups'

describe.each([2, 3, 5, 9, 50])('the tabulated range of %i groups', (groups) => {
  const table = rangeOfGroups(groups)
  test.each([1.3, 3, 12.7, 400, 12345.6, Number.POSITIVE_INFINITY])(
    'has the tails of the direct one at %d degrees of freedom',
    (df) => {
      for (const q of [0, 0.05, 0.3, 1, 2.2, 3.5, 5.1, 9, 20, 40, 60]) {
        const direct = studentizedRange.upper(q, groups, df)
        expect(Math.abs(table.upper(q, df) - direct)).toBeLessThanOrEqual(1e-10 * direct)
      }
    },
  )
  test.each([1.3, 12.7, 12345.6, Number.POSITIVE_INFINITY])('has its quantiles at %d degrees of freedom', (df) => {
    for (const p of [0.3, 0.05, 0.001, 1e-12]) {
      const direct = studentizedRange.quantileUpper(p, groups, df)
      expect(Math.abs(table.quantileUpper(p, df) - direct)).toBeLessThanOrEqual(1e-10 * direct)
    }
  })
  test('gives NaN where the direct one does', () => {
    for (const [q, df] of [
      [Number.NaN, 5],
      [3, Number.NaN],
      [3, 0],
      [3, -1],
      [-1, 5],
    ] as const) {
      expect(Object.is(table.upper(q, df), studentizedRange.upper(q, groups, df))).toBe(true)
    }
    for (const p of [Number.NaN, -0.1, 1.1]) expect(table.quantileUpper(p, 5)).toBeNaN()
  })
})
