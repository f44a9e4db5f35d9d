import { describe, expect, test } from 'vitest'
import { createMemory } from '../../analyses/core/memory'

describe('what was made once', () => {
  test('is given again for the same parameters and data, however they came about', () => {
    const remember = createMemory()
    let made = 0
    const make = (): number => (made += 1)
    expect(remember(['a', 1], [Int8Array.of(1, 2)], make)).toBe(1)
    expect(remember(['a', 1], [Int8Array.of(1, 2)], make)).toBe(1)
    expect(remember(['a', 1], [new Int8Array([0, 1, 2]).subarray(1)], make)).toBe(1)
    expect(made).toBe(1)
  })

  test('is made anew when a parameter or a byte differs, or the data are changed afterwards', () => {
    const remember = createMemory()
    let made = 0
    const make = (): number => (made += 1)
    const data = Float64Array.of(1, Number.NaN)
    remember(['a'], [data], make)
    remember(['b'], [data], make)
    remember(['a'], [Float64Array.of(1, 2)], make)
    remember(['a'], [data, data], make)
    expect(made).toBe(4)
    data[0] = 7
    expect(remember(['a'], [data], make)).toBe(5)
    expect(remember(['a'], [Float64Array.of(1, Number.NaN)], make)).toBe(1)
  })

  test('goes when newer things need the room, or was too large to keep', () => {
    const remember = createMemory(2, 16)
    let made = 0
    const make = (): number => (made += 1)
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) remember([name], [], make)
    expect(made).toBe(4)
    for (let turn = 0; turn < 2; turn += 1) remember(['large'], [new Uint8Array(17)], make)
    expect(made).toBe(6)
  })

  test('keeps no more data together than it may', () => {
    const remember = createMemory(8, 16)
    let made = 0
    const make = (): number => (made += 1)
    for (const name of ['a', 'b', 'a', 'c', 'b']) remember([name], [new Uint8Array(8)], make)
    expect(made).toBe(4)
  })

  test('what fails is not kept', () => {
    const remember = createMemory()
    expect(() =>
      remember([], [], () => {
        throw new Error('called off')
      }),
    ).toThrow('called off')
    expect(remember([], [], () => 1)).toBe(1)
  })
})
