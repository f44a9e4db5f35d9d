import { describe, expect, test } from 'vitest'
import { parseNumber, steppedNumber, writeNumber } from '../../renderer/ui/typed-number'

describe('a number that is typed', () => {
  test.each([
    ['0,95', 0.95],
    ['0.95', 0.95],
    ['.5', 0.5],
    ['5.', 5],
    ['-3', -3],
    ['\u22123', -3],
    ['  12  ', 12],
    ['\t12\n', 12],
    ['10 000', 10_000],
    ['10\u00a0000,5', 10_000.5],
    ['1\u202f234\u202f567', 1_234_567],
  ])('%j is %s', (text, number) => {
    expect(parseNumber(text)).toBe(number)
  })

  test.each(['', ' ', '-', '.', ',', '1e3', '1,2,3', '1.2.3', '--1', '1-', '0x10', 'Infinity', 'a', '1 %'])(
    '%j is none',
    (text) => {
      expect(parseNumber(text)).toBeNull()
    },
  )

  test('is read as what was written, in either language', () => {
    expect(writeNumber(0.95, ',')).toBe('0,95')
    expect(writeNumber(0.95, '.')).toBe('0.95')
    for (const mark of [',', '.'] as const)
      for (const number of [0, -0.3, 12.5, 99_999]) expect(parseNumber(writeNumber(number, mark))).toBe(number)
  })
})

describe('an arrow key', () => {
  const press = (key: string, shiftKey = false) => ({ key, shiftKey })

  test('goes a step, with Shift ten', () => {
    expect(steppedNumber(0.5, 0.01, press('ArrowUp'))).toBe(0.51)
    expect(steppedNumber(0.5, 0.01, press('ArrowDown'))).toBe(0.49)
    expect(steppedNumber(0.5, 0.01, press('ArrowUp', true))).toBe(0.6)
    expect(steppedNumber(20, 5, press('ArrowDown', true))).toBe(-30)
  })

  test('leaves no dust of binary fractions', () => {
    expect(0.1 + 0.2).not.toBe(0.3)
    expect(steppedNumber(0.1, 0.2, press('ArrowUp'))).toBe(0.3)
  })

  test('alone does so', () => {
    for (const key of ['ArrowLeft', 'ArrowRight', 'Enter', 'a', 'Home'])
      expect(steppedNumber(1, 1, press(key))).toBeNull()
  })
})
