import { expect, test } from 'vitest'
import { nonAnswerKind } from '../../analyses/survey-tools/non-answers'
import { languageOf, languageOfCode, plainText } from '../../analyses/survey-tools/text-language'

test.each([
  ['Vet ikke', 'dont_know'],
  ['Veit ikkje', 'dont_know'],
  ['Vet ej', 'dont_know'],
  ['Vet inte', 'dont_know'],
  ['Ved ikke', 'dont_know'],
  ['Don’t know', 'dont_know'],
  ["  DON'T KNOW.", 'dont_know'],
  ['(Vet ikke)', 'dont_know'],
  ['Vet ikke (har ikke prøvd det)', 'dont_know'],
  ['Vet ikke, har ikke hørt om det', 'dont_know'],
  ['Ikke relevant/ vet ikke', 'not_relevant'],
  ['Vet ej / ej relevant', 'dont_know'],
  ['Vet ikke eller ikke relevant', 'dont_know'],
  ['Ikke relevant', 'not_relevant'],
  ['Inte aktuellt', 'not_relevant'],
  ['Ej relevant', 'not_relevant'],
  ['N/A', 'not_relevant'],
  ['not applicable', 'not_relevant'],
  ['Ikke fått karakter', 'not_relevant'],
  ['Vill ej svara', 'refused'],
  ['Ønsker ikke å svare', 'refused'],
  ['Ønsker ikke at svare', 'refused'],
  ['Prefer not to say', 'refused'],
] as const)('%s is no answer: %s', (label, kind) => {
  expect(nonAnswerKind(label)).toBe(kind)
})

test.each([
  'Helt uenig',
  'Verken enig eller uenig',
  'Annet/vil ikke svare',
  'Vet ikke/nei',
  'Ikke viktig',
  'Not important',
  'Not relevant to me but to others in my team',
  'Unknowable',
  '7',
  '',
])('%j is an answer', (label) => {
  expect(nonAnswerKind(label)).toBeNull()
})

test('the language of texts', () => {
  expect(languageOf(['Hvor enig er du i dette?', 'Vet ikke'])).toBe('nb')
  expect(languageOf(['Hur nöjd är du?', 'Vet inte'])).toBe('sv')
  expect(languageOf(['Hvad synes du om det?', 'Jeg er meget enig'])).toBe('da')
  expect(languageOf(['How much do you agree?'])).toBe('en')
  expect(languageOf([])).toBe('en')
  expect(['no', 'nn', 'nb-NO', 'sv', 'da_DK', 'en-GB', 'de'].map(languageOfCode)).toEqual([
    'nb',
    'nb',
    'nb',
    'sv',
    'da',
    'en',
    null,
  ])
})

test('a question without its markup', () => {
  expect(plainText('<p>Hvor <b>enig</b> er&nbsp;du?</p><p>Velg &eacute;n &#8211; eller &#x41;</p>')).toBe(
    'Hvor enig er du? Velg &eacute;n – eller A',
  )
  expect(plainText('a < b & c')).toBe('a < b & c')
})
