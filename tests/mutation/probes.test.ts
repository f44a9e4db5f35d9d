import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { probeName, withProbes } from './probes'

/** The numbers that the probes of a source tell when it runs, in their order, and what it gives. */
function ran(source: string, ...places: readonly string[]): { readonly reached: readonly number[]; value: unknown } {
  const probed = withProbes(
    'a.ts',
    source,
    places.map((place, number) => {
      const start = source.indexOf(place)
      if (start < 0) throw new Error(`There is no ${place}.`)
      return { number, mutation: { start, end: start + place.length } }
    }),
  )
  const reached: number[] = []
  const within = { [probeName]: (number: number) => void reached.push(number) }
  const value: unknown = runInNewContext(`${probed}\n; given`, within)
  return { reached, value }
}

describe('a probe', () => {
  test('is called when its block is entered, and only then', () => {
    const source = 'function f(n) { if (n > 1) { return n + 1 } return n - 1 }; var given = f('
    expect(ran(`${source}2)`, 'n + 1', 'n - 1')).toEqual({ reached: [1, 0], value: 3 })
    expect(ran(`${source}1)`, 'n + 1', 'n - 1')).toEqual({ reached: [1], value: 0 })
  })

  test('stands before the expression that an arrow function gives, also an object, one within another and two in one place', () => {
    expect(ran('var given = [1, 2].filter((n) => n > 1)', 'n > 1')).toEqual({ reached: [0, 0], value: [2] })
    expect(ran('var given = (() => ({ a: 1 }))()', 'a: 1')).toEqual({ reached: [0], value: { a: 1 } })
    expect(ran('var given = ((a) => (b) => a - b)(3)(1)', '(b) => a', 'a - b', '- b')).toEqual({
      reached: [0, 1, 2],
      value: 2,
    })
  })

  test('of a parameter is called with its function', () => {
    expect(ran('function f(n = 1 + 1) { return n } var given = f(5)', '1 + 1')).toEqual({ reached: [0], value: 5 })
  })

  test('outside of all functions is called when the file is loaded', () => {
    expect(ran('var given = 1 + 1', '1 + 1')).toEqual({ reached: [0], value: 2 })
  })

  test('is silent where nobody listens', () => {
    const source = withProbes('a.ts', 'var given = 1', [{ number: 0, mutation: { start: 12, end: 13 } }])
    expect(runInNewContext(`${source}; given`)).toBe(1)
  })
})
