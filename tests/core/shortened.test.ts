import { expect, test } from 'vitest'
import { charactersOf, shortened } from '../../analyses/core/shortened'

test.each([
  ['modenhet', 8, 'modenhet'],
  ['modenhet', 7, 'modenh…'],
  ['a😀b😀c', 5, 'a😀b😀c'],
  ['a😀b😀c', 4, 'a😀b…'],
  ['ab😀cd', 3, 'ab…'],
  // A letter with a combining ring, and a family of three joined signs, are one character each.
  ['a\u030Abc', 3, 'a\u030Abc'],
  ['xa\u030Abc', 3, 'xa\u030A…'],
  ['👩‍👩‍👧ab', 2, '👩‍👩‍👧…'],
  ['', 3, ''],
])('%j in %i characters is %j', (text, longest, expected) => {
  expect(shortened(text, longest)).toBe(expected)
})

test('a text is the sum of its characters', () => {
  expect(charactersOf('e\u0301😀 x')).toEqual(['e\u0301', '😀', ' ', 'x'])
})
