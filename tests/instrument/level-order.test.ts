import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completedOrder, orderByNames } from '../../analyses/instrument/level-order'

test.each([
  [['No visits', '15 mins', '30 mins']],
  [['30 min', '1 hour', '2 days']],
  [['placebo', '15 mg', '30 mg']],
  [['under 18', '18–29', '30-44', '45+']],
  [['Under 30', '30–49', '50 år eller eldre']],
  [['Mindre enn 1 år', '1–5 år', '6–10 år', 'Mer enn 10 år']],
  [['1-9 employees', '10-49 employees', '50-249 employees', '250+ employees']],
  [['Ingen', '1-3 ganger', '4-6 ganger', 'Over 6 ganger']],
  [['small', 'medium', 'large']],
  [['Liten', 'Middels', 'Stor']],
  [['medarbeider', 'leder']],
  [['medarbetare', 'chef']],
  [['Low', 'High']],
  [['Aldri', 'Ofte', 'Alltid']],
  [['Grunnskole', 'Videregående', 'Universitet']],
  [['pre', 'post']],
])('%j has an order, whatever order the levels come in', (levels) => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...levels], { minLength: levels.length }), (shuffled) => {
      expect(orderByNames(shuffled)).toEqual(levels)
    }),
    { numRuns: 20 },
  )
})

test.each([[['NO', 'SE']], [['Oslo', 'Bergen']], [['15 mg', '30 ml']], [['small', 'blue']], [['A']]])(
  '%j has none',
  (levels) => {
    expect(orderByNames(levels)).toBeNull()
  },
)

test('a given order is completed, and levels that do not occur are none', () => {
  expect(completedOrder(['30 mins', 'a', '15 mins', 'No visits'], ['a', 'b'])).toEqual([
    'a',
    'No visits',
    '15 mins',
    '30 mins',
  ])
})
