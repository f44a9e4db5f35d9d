import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Utf8Texts } from '../../analyses/core/database'
import { createIdTexts, type IdTexts } from '../../analyses/sources/survey/id-texts'

const textsIn = ({ length, offsets, bytes }: Utf8Texts): readonly string[] =>
  Array.from({ length }, (_, text) => new TextDecoder().decode(bytes.subarray(offsets[text], offsets[text + 1])))

/** As rows are read: the quick way where it takes the text. */
function appendAny(ids: IdTexts, text: string): void {
  const bytes = new TextEncoder().encode(`;${text};`)
  if (bytes.length === 2 || !ids.appendPlain(bytes, 1, bytes.length - 1)) ids.append(text)
}

const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 3 }), fc.nat(2000).map(String))

test('ids come out as they went in, however they are taken out', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyText, { maxLength: 12 }), { maxLength: 6 }), fc.nat(8), (parts, kept) => {
      const ids = createIdTexts(parts.flat().length)
      const taken: string[] = []
      let pending = 0
      for (const part of parts) {
        for (const text of part) appendAny(ids, text)
        pending += part.length
        const count = Math.max(0, pending - kept)
        taken.push(...textsIn(ids.take(count)))
        pending -= count
      }
      taken.push(...textsIn(ids.take(pending)))
      expect(taken).toEqual(parts.flat())
    }),
    { numRuns: 1000 },
  )
})

test('ids that ascend all differ, and numbers that count up ascend', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 12 }), fc.nat(20), (texts, from) => {
      const ids = createIdTexts(texts.length)
      for (const text of texts) appendAny(ids, text)
      const given = texts.filter((text) => text !== '')
      if (ids.ascend()) expect(new Set(given).size).toBe(given.length)
      const numbers = createIdTexts(30)
      for (let number = 0; number < 30; number += 1) {
        appendAny(numbers, String(from + number))
        if (number % 7 === 0) numbers.take(1)
      }
      expect(numbers.ascend()).toBe(true)
    }),
  )
  const twice = createIdTexts(3)
  for (const text of ['9', '', '9']) appendAny(twice, text)
  expect(twice.ascend()).toBe(false)
})
