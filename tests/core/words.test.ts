import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import {
  core,
  fewInWords,
  intervalPhrase,
  itemInWords,
  percentOf,
  probabilityPhrase,
  quantity,
  wordsOf,
  type Label,
} from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import { newInstrument } from '../../analyses/instrument/edits/instrument'

const { say, code, info, warning } = wordsOf<'few' | 'many.more'>('any-room')
const spoken = (label: Label, language: 'en' | 'nb' | 'sv' = 'en'): string =>
  createSpeaker(language, messagesOf(language), null).label(label).replaceAll('\u00a0', ' ')

describe('the words of a room', () => {
  test('carry its name', () => {
    expect(say('few', { n: 3 })).toEqual({ message: 'any-room:few', values: { n: 3 } })
    expect(say('many.more')).toEqual({ message: 'any-room:many.more' })
    expect(code('few')).toBe('any-room:few')
  })

  test('are notes of two levels, with what they concern where that is said', () => {
    expect(info('few')).toEqual({ code: 'any-room:few', level: 'info', about: {} })
    expect(warning('few', { n: 1 }, { table: 'scales', column: 'alpha' })).toEqual({
      code: 'any-room:few',
      level: 'warning',
      about: { n: 1 },
      concerns: { table: 'scales', column: 'alpha' },
    })
  })

  test('that the room does not have do not compile', () => {
    // @ts-expect-error there is no such key
    expect(say('fewer').message).toBe('any-room:fewer')
    const test: 'few' | 'many' = Date.now() > 0 ? 'few' : 'many'
    // @ts-expect-error one of the two keys is missing
    expect(code(`${test}`)).toBe('any-room:few')
    // @ts-expect-error core has no such key
    expect(core.say('option.adjust.choice.tukey').message).toContain('tukey')
  })
})

describe('numbers in sentences', () => {
  test('percent has one decimal at most', () => {
    expect(spoken(percentOf(0.95))).toBe('95')
    expect(spoken(percentOf(0.999), 'nb')).toBe('99,9')
    // 1 − 0.95 is not 0.05 in binary.
    expect(percentOf(1 - 0.95)).toEqual(quantity(5, 'df'))
  })

  test.each([
    [0.017, 'p = .017'],
    [0.0004, 'p < .001'],
    [0.9996, 'p > .999'],
    [null, 'p = ..'],
  ])('the probability %s', (p, words) => {
    expect(spoken(probabilityPhrase(p))).toBe(words)
  })

  test('an interval is in brackets, or said to be missing', () => {
    expect(spoken(intervalPhrase(0.211, 0.48, 'correlation'))).toBe('[.21, .48]')
    expect(spoken(intervalPhrase(-1.5, 2, 'estimate'), 'sv')).toBe('[−1,50; 2,00]')
    expect(spoken(intervalPhrase(null, 2, 'estimate'))).toBe('no interval')
  })
})

test('a sentence names a few of many, and counts the others', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(fewInWords(names.slice(0, 6))).toEqual({ list: names.slice(0, 6) })
  const speaker = createSpeaker('nb', messagesOf('nb'), null)
  expect(speaker.label(fewInWords(names))).toBe('a, b, c, d, e og 2 til')
})

test('an item stands in a sentence by the beginning of its wording in quotation marks, and by its id where it has none', () => {
  const text = { nb: 'Jeg mener at min arbeidsplass har en kultur som oppmuntrer til å benytte digitale løsninger' }
  const item = { id: 'c2', dimension: null, scale: 's', text, reversed: false, aliases: [], askedOf: [], changed: [] }
  const instrument = { ...newInstrument('i', 'I', 'nb'), items: [item] }
  const speaker = createSpeaker('nb', messagesOf('nb'), instrument)
  expect(speaker.label(itemInWords('c2'))).toMatch(/^«Jeg mener at min arbeidsplass har en kultur .{0,20}…»$/u)
  expect(speaker.label(itemInWords('c9'))).toBe('c9')
})
