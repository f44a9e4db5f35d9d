import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTextSimilarity, isDeniedInOne, isTellingText } from '../../analyses/core/text-similarity'
import { leastScore } from '../../analyses/sources/survey/proposals'
import { projectFolder } from '../source-files'
import { rewordings } from './rewordings'

const instrument = JSON.parse(readFileSync(join(projectFolder, 'fixtures/odm-valtel/instrument.json'), 'utf8')) as {
  readonly items: readonly { readonly text: Readonly<Record<'nb' | 'sv' | 'en', string>> }[]
}
const questionnaires: Readonly<Record<string, readonly string[]>> = {
  nb: instrument.items.map(({ text }) => text.nb),
  sv: instrument.items.map(({ text }) => text.sv),
  en: instrument.items.map(({ text }) => text.en),
  'of employees': rewordings.employees.map(([before]) => before),
  'of personality': rewordings.personality.map(([before]) => before),
}

describe.each(Object.entries(questionnaires))('the questionnaire %s', (_, texts) => {
  const similarity = createTextSimilarity(texts)

  test('no two of its items are as like as a proposal must be', () => {
    const wrong = texts.flatMap((one, index) => texts.slice(index + 1).map((other) => similarity(one, other)))
    expect(wrong.length).toBeGreaterThan(100)
    expect(Math.max(...wrong)).toBeLessThan(leastScore)
  })

  test('an item is its own likest text, numbered, in capitals and below the stem of a matrix', () => {
    const stem = 'I hvilken grad stemmer disse påstandene? - '
    const headers = texts.map((text, index) => `${index + 1}. ${stem}${text.toUpperCase()}`)
    const known = createTextSimilarity([...texts, ...headers])
    for (const [index, header] of headers.entries()) {
      const scores = texts.map((text) => known(header, text))
      expect(scores[index]).toBe(Math.max(...scores))
      expect(scores[index]).toBeGreaterThan(0.6)
    }
  })
})

describe.each(Object.entries(rewordings))('rewordings of items %s', (_, pairs) => {
  test('each is as like as a proposal must be, and liker than every other item', () => {
    const similarity = createTextSimilarity(pairs.flat())
    for (const [index, [before, after]] of pairs.entries()) {
      const others = pairs.toSpliced(index, 1).map(([other]) => similarity(after, other))
      const own = similarity(before, after)
      expect(own, `${before} / ${after}`).toBeGreaterThanOrEqual(leastScore)
      expect(Math.max(...others), after).toBeLessThan(own - 0.1)
    }
  })
})

test('similarity is symmetric, one for a text and itself, and between 0 and 1', () => {
  const words = fc.array(fc.constantFrom('jag', 'vi', 'digital', 'lösning', 'åre', 'ikke', '12.', 'Ø', '?'), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(words, words, (one, other) => {
      const [a, b] = [one.join(' '), other.join(' ')]
      const similarity = createTextSimilarity([a, b])
      const score = similarity(a, b)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      expect(similarity(b, a)).toBeCloseTo(score, 12)
      if (/\p{L}/u.test(a) && a.length > 4) expect(similarity(a, a)).toBe(1)
    }),
    { numRuns: 500 },
  )
})

test('any text can be compared', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }), (a, b) => {
      const score = createTextSimilarity([a, b])(a, b)
      expect(score >= 0 && score <= 1).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('a denial in one of two texts is seen, and in both it is none', () => {
  expect(isDeniedInOne('Jag trivs på jobbet', 'Jag trivs inte på jobbet')).toBe(true)
  expect(isDeniedInOne('I don’t use it', 'I do use it')).toBe(true)
  expect(isDeniedInOne('Jeg bruker det ikke', 'Jeg bruker det aldri')).toBe(false)
})

test('names of variables say nothing in words', () => {
  expect(['Q7_1', 'var12', 'culture_1', 'A1'].filter(isTellingText)).toEqual([])
  expect(['Trivsel', 'Jag trivs', '12. Hur mår du?'].every(isTellingText)).toBe(true)
})
