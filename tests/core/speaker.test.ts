import { describe, expect, test } from 'vitest'
import { createFormatter } from '../../analyses/core/format'
import { createSpeaker } from '../../analyses/core/speaker'
import type { Instrument } from '../../analyses/instrument/model'
import { smallInstrument } from '../survey-shapes'

const catalog = {
  'core:yes': 'ja',
  'core:attribute.organisation': 'Organisasjon',
  'core:attribute.unit': 'Enhet',
  'room:plain': '{n} av {name}: {p}',
  'room:plural': '{n, plural, one {én rad} other {# rader}} i {name}',
  'room:nested': 'Se {inner}.',
  'core:shared': 'Delt',
  'room:verdict.changed': 'Endret',
}
const speaker = createSpeaker('nb', catalog, smallInstrument)

describe('words', () => {
  test('places take numbers by the language’s rules, plurals the raw ones', () => {
    expect(speaker.text('room:plain', { n: 12345, name: 'Åsen', p: { value: 0.0461, as: 'probability' } })).toBe(
      '12\u00a0345 av Åsen: 0,046',
    )
    expect(speaker.text('room:plural', { n: 1, name: 'x' })).toBe('én rad i x')
    expect(speaker.text('room:plural', { n: 3, name: 'x' })).toBe('3 rader i x')
  })

  test('a way down the organisation tree has the name of each step', () => {
    expect(speaker.label({ attribute: 'organisation/unit' })).toBe('Organisasjon/enhet')
    expect(speaker.label({ attribute: 'organisation/Team' })).toBe('Organisasjon/Team')
    expect(speaker.label({ attribute: 'A/B' })).toBe('A/B')
  })

  test('labels nest, lists are joined, names come from the instrument', () => {
    expect(
      speaker.text('room:nested', {
        inner: {
          list: [
            { dimension: 'alpha' },
            { attribute: 'organisation' },
            { message: 'room:plural', values: { n: 2, name: 'y' } },
          ],
        },
      }),
    ).toBe('Se Ålfa, organisasjon og 2 rader i y.')
    expect(speaker.label({ response: { scale: 'five', value: 5 } })).toBe('Agree')
    expect(speaker.label({ response: { scale: 'five', value: 3 } })).toBe('3')
  })

  test('the name of a dimension that is a question stands in quotation marks within a sentence, and not twice', () => {
    const asked: Instrument = {
      ...smallInstrument,
      dimensions: smallInstrument.dimensions.map((dimension) => ({
        ...dimension,
        label: { en: 'How far do you agree?' },
      })),
    }
    const catalogOfNames = {
      'room:line': '{dimension}: {n}',
      'room:quoted': 'See “{dimension}”.',
      'room:whole': '{dimension}',
      'room:nested': 'See {inner}.',
    }
    const english = createSpeaker('en', catalogOfNames, asked)
    const dimension = { dimension: 'alpha' }
    expect(english.text('room:line', { dimension, n: 3 })).toBe('“How far do you agree?”: 3')
    expect(english.text('room:quoted', { dimension })).toBe('See “How far do you agree?”.')
    expect(english.text('room:nested', { inner: { list: [dimension, dimension] } })).toBe(
      'See “How far do you agree?” and “How far do you agree?”.',
    )
    expect(english.text('room:whole', { dimension })).toBe('How far do you agree?')
    expect(english.label(dimension)).toBe('How far do you agree?')
    expect(createSpeaker('nb', catalogOfNames, asked).text('room:line', { dimension, n: 3 })).toMatch(/^«.+\?»: 3$/u)
    expect(createSpeaker('sv', catalogOfNames, asked).text('room:line', { dimension, n: 3 })).toMatch(/^”.+\?”: 3$/u)
    expect(createSpeaker('en', catalogOfNames, smallInstrument).text('room:line', { dimension, n: 3 })).not.toContain(
      '“',
    )
  })

  test('data are text: braces, tags and quotes in them mean nothing', () => {
    expect(speaker.text('room:nested', { inner: '<b>{n}</b> "=1+1" ’' })).toBe('Se <b>{n}</b> "=1+1" ’.')
  })

  test('a key that a room lacks is core’s; one that nobody has is itself', () => {
    expect(speaker.text('room:shared')).toBe('Delt')
    expect(speaker.text('room:nothing')).toBe('room:nothing')
  })

  test('an outline needs no values', () => {
    expect(speaker.outline('room:plural')).toBe('… rader i …')
  })

  test('cells: withheld is a colon, absent two points', () => {
    const column = { id: 'mean', kind: 'number', as: 'mean' } as const
    expect(speaker.cell(column, 3.14159, false, 'room')).toBe('3,14')
    expect(speaker.cell(column, null, true, 'room')).toBe(':')
    expect(speaker.cell(column, null, false, 'room')).toBe('..')
    expect(speaker.cell({ id: 'verdict', kind: 'verdict' }, 'changed', false, 'room')).toBe('Endret')
  })
})

describe('numbers', () => {
  test.each([
    ['nb', '1\u00a0234,50', '0,046', '<\u00a00,001', '12\u00a0%', '07.06.2023', '\u22120,42'],
    ['sv', '1\u00a0234,50', '0,046', '<\u00a00,001', '12\u00a0%', '2023-06-07', '\u22120,42'],
    ['da', '1.234,50', '0,046', '<\u00a00,001', '12\u00a0%', '07.06.2023', '\u22120,42'],
    ['en', '1,234.50', '.046', '<\u00a0.001', '12%', '7 June 2023', '\u2212.42'],
  ] as const)('%s writes them as it should', (language, number, p, small, percent, date, r) => {
    const format = createFormatter(language)
    expect(format.number(1234.5, 2)).toBe(number)
    expect(format.probability(0.0461)).toBe(p)
    expect(format.probability(0.0004)).toBe(small)
    expect(format.percent(0.12)).toBe(percent)
    expect(format.time(Date.parse('2023-06-06T22:30:00Z'), 'Europe/Oslo', 'day')).toBe(date)
    expect(format.correlation(-0.42)).toBe(r)
  })

  test('there is no negative zero', () => {
    expect(createFormatter('nb').number(-0.001, 2)).toBe('0,00')
  })

  test('alphabets: Å last in bokmål, Å before Ä and Ö in Swedish', () => {
    const sorted = (language: 'nb' | 'sv', names: readonly string[]): readonly string[] =>
      names.toSorted(createSpeaker(language, {}, null).compare)
    expect(sorted('nb', ['Åsen', 'Øyer', 'Ærø', 'Bø', 'Aa'])).toEqual(['Bø', 'Ærø', 'Øyer', 'Aa', 'Åsen'])
    expect(sorted('sv', ['Öland', 'Ängelholm', 'Åre', 'Borås'])).toEqual(['Borås', 'Åre', 'Ängelholm', 'Öland'])
  })
})
