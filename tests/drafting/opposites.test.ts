import { expect, test } from 'vitest'
import { oppositeLabel } from '../../analyses/drafting/opposites'

test.each([
  ['Meget usandsynligt', 'Meget sandsynligt'],
  ['Svært usannsynlig', 'Svært sannsynlig'],
  ['Mycket osannolikt', 'Mycket sannolikt'],
  ['Osannolik', 'Sannolik'],
  ['Very unlikely', 'Very likely'],
  ['Svært uviktig', 'Svært viktig'],
  ['Helt oviktigt', 'Helt viktigt'],
  ['Unimportant', 'Important'],
  ['I lav grad', 'I høy grad'],
  ['I låg grad', 'I hög grad'],
  ['To a small extent', 'To a great extent'],
  ['Ganske usikker', 'Ganske sikker'],
  ['Ganska osäker', 'Ganska säker'],
  ['Svårt', 'Lätt'],
])('“%s” has the opposite “%s”', (low, high) => {
  expect(oppositeLabel(low)).toBe(high)
})

test('a word within another is none', () => {
  expect(oppositeLabel('Lavendel')).toBeNull()
  expect(oppositeLabel('Verken eller')).toBeNull()
})
