import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blankByte, nonAnswerCode } from '../../analyses/core/datasets'
import {
  blankWord,
  createOrdinalReader,
  outOfRange,
  readContinuous,
  readNumber,
  readPlainNumber,
  unreadable,
} from '../../analyses/sources/cell-values'
import { createCellDecoder } from '../../analyses/readers/delimited/scanner'
import { agreement, years } from './sample-data'

const comma = { mark: ',', isStrict: false } as const
const point = { mark: '.', isStrict: false } as const

describe('numbers', () => {
  test.each([
    ['1,5', comma, 1.5],
    ['1.5', comma, 1.5],
    ['\u22121,5', comma, -1.5],
    ['12\u202f345,6', comma, 12345.6],
    ['12\u00a0345', comma, 12345],
    ['1.234,5', comma, 1234.5],
    ['1,234.5', point, 1234.5],
    ['1.234', comma, Number.NaN],
    ['0.125', comma, 0.125],
    ['1,234', point, Number.NaN],
    ['0,125', point, 0.125],
    ['.5', point, 0.5],
    ['5.', point, 5],
    ['1e-3', point, 0.001],
    ['1,2,3', comma, Number.NaN],
    ['５', comma, Number.NaN],
    ['0x10', comma, Number.NaN],
    ['12 34', comma, Number.NaN],
    ['', comma, Number.NaN],
  ] as const)('%j reads as it is meant', (text, style, value) => {
    expect(readNumber(text, style)).toEqual(value)
  })

  test('a declared mark admits no other', () => {
    expect(readNumber('1.5', { mark: ',', isStrict: true })).toBeNaN()
    expect(readNumber('1,5', { mark: ',', isStrict: true })).toBe(1.5)
  })

  test('bytes give the double that JavaScript gives for the text', () => {
    const digits = (min: number, max: number): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })
    fc.assert(
      fc.property(fc.boolean(), digits(1, 12), fc.option(digits(1, 12)), (negative, whole, decimals) => {
        const text = `${negative ? '-' : ''}${whole}${decimals === null ? '' : `.${decimals}`}`
        const bytes = new TextEncoder().encode(text)
        const value = readPlainNumber(bytes, 0, bytes.length, 46)
        if (Number.isNaN(value)) expect(text.replace(/\D/g, '').length).toBeGreaterThan(14)
        else expect(value).toBe(Number(text))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('answers', () => {
  const decode = createCellDecoder('utf-8', 34)
  const read = (text: string, turnBack = false): number => {
    const bytes = new TextEncoder().encode(text)
    const reader = createOrdinalReader(agreement, comma, turnBack, decode)
    const first = reader.read(bytes, 0, bytes.length)
    expect(reader.read(bytes, 0, bytes.length)).toBe(first)
    return first
  }

  test.each([
    ['5', 5],
    [' 5 ', 5],
    ['5,0', 5],
    ['5.0', 5],
    ['05', 5],
    ['Helt enig', 5],
    ['helt  enig.', 5],
    ['Helt\u00a0enig', 5],
    ['Instämmer helt', 5],
    ['Instämmer helt'.normalize('NFD'), 5],
    ['Strongly agree', 5],
    ['5 – Helt enig', 5],
    ['5. Helt enig', 5],
    ['Helt enig (5)', 5],
    ['4 – Helt enig', unreadable],
    ['9', nonAnswerCode.dont_know],
    ["Don't know", nonAnswerCode.dont_know],
    ['9 - Vet ikke', nonAnswerCode.dont_know],
    ['Inte relevant', nonAnswerCode.not_relevant],
    ['', blankByte],
    ['  ', blankByte],
    ['NA', blankWord],
    ['-', blankWord],
    ['0', outOfRange],
    ['6', outOfRange],
    ['-99', outOfRange],
    ['4,5', unreadable],
    ['1e0', unreadable],
    ['ja', unreadable],
    ['３', unreadable],
  ])('%j', (text, value) => {
    expect(read(text)).toBe(value)
  })

  test('codes that the export reversed are turned back; labels say what was answered', () => {
    expect([read('5', true), read('2', true), read('9', true), read('Helt enig', true)]).toEqual([
      1,
      4,
      nonAnswerCode.dont_know,
      5,
    ])
  })

  test('continuous scales keep to their range', () => {
    expect(readContinuous('7,5', readNumber('7,5', comma), years, false)).toEqual({ value: 7.5, kind: 'value' })
    expect(readContinuous('7,5', readNumber('7,5', comma), years, true)).toEqual({ value: 52.5, kind: 'value' })
    expect(readContinuous('61', readNumber('61', comma), years, false).kind).toBe('out-of-range')
    expect(readContinuous('999', readNumber('999', comma), years, false).kind).toBe('refused')
    expect(readContinuous('vil ikke svare', readNumber('vil ikke svare', comma), years, false).kind).toBe('refused')
    expect(readContinuous('lenge', readNumber('lenge', comma), years, false).kind).toBe('unreadable')
  })
})
