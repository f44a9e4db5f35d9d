import { describe, expect, test } from 'vitest'
import { largest, smallest } from '../../../analyses/numeric/summary/extremes'

describe('extremes of any number of values', () => {
  test('are those of Math.max and Math.min', () => {
    for (const values of [[3, -2, 7.5], [0, -0], [-0, 0], [Number.NaN, 1], [1, Number.NaN], [Infinity, 2], []]) {
      expect(largest(values)).toBe(Math.max(...values))
      expect(smallest(values)).toBe(Math.min(...values))
    }
  })

  test('have no limit to how many there are', () => {
    const many = Float64Array.from({ length: 500_000 }, (_, index) => (index * 7919) % 500_000)
    expect(() => Math.max(...many)).toThrow(RangeError)
    expect([smallest(many), largest(many)]).toEqual([0, 499_999])
    expect(largest(new Set(many))).toBe(499_999)
  })
})
