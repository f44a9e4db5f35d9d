import { fc, test as propertyTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { absent, createByteDictionary } from '../../analyses/readers/byte-dictionary'

const encoder = new TextEncoder()

describe('small numbers by the bytes they were written as', () => {
  // Few letters, so that many texts differ in one byte, wherever it stands among four.
  const spelling = fc.stringMatching(/^[ab]{0,13}$/)

  propertyTest.prop([fc.array(spelling, { maxLength: 200 }), fc.nat(5)])(
    'are found under all of their bytes and under no others, wherever these lie',
    (spellings, offset) => {
      const dictionary = createByteDictionary()
      const known = new Map<string, number>()
      for (const [index, text] of spellings.entries()) {
        const bytes = encoder.encode('x'.repeat(offset) + text)
        expect(dictionary.find(bytes, offset, bytes.length)).toBe(known.get(text) ?? absent)
        if (known.has(text)) continue
        dictionary.store(bytes, offset, bytes.length, index)
        known.set(text, index)
      }
      const all = encoder.encode(spellings.join(''))
      let start = 0
      for (const text of spellings) {
        expect(dictionary.find(all, start, start + text.length)).toBe(known.get(text))
        start += text.length
      }
    },
  )

  test('of many texts that differ in their last digits lie apart', () => {
    const dictionary = createByteDictionary()
    const texts = Array.from({ length: 60_000 }, (_, index) => encoder.encode(String(1_000_000 + index)))
    texts.forEach((bytes, index) => dictionary.store(bytes, 0, bytes.length, index))
    expect(texts.every((bytes, index) => dictionary.find(bytes, 0, bytes.length) === index)).toBe(true)
  })

  test('beyond the capacity nothing is stored', () => {
    const dictionary = createByteDictionary(1)
    const [first, second] = [encoder.encode('first'), encoder.encode('second')]
    dictionary.store(first, 0, first.length, 1)
    dictionary.store(second, 0, second.length, 2)
    expect(dictionary.find(first, 0, first.length)).toBe(1)
    expect(dictionary.find(second, 0, second.length)).toBe(absent)
  })
})
