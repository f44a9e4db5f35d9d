import { describe, expect, test } from 'vitest'
import { hindrancesOf, verdictOf, type TestedChange } from '../../analyses/survey/change-verdict'
import { finiteFactor } from '../../analyses/survey/finite-population'

const limits = { smallestEffect: 0.3, confidence: 0.95 }
const tested = (change: Partial<TestedChange>): TestedChange => ({
  estimate: 0.1,
  pAdjusted: 0.4,
  equivalenceLow: -0.1,
  equivalenceHigh: 0.31,
  ...change,
})

describe('the verdict on a change', () => {
  test.each([
    ['changed', { estimate: -0.3, pAdjusted: 0.049 }],
    ['changed-below-relevance', { estimate: 0.29, pAdjusted: 0.049 }],
    ['practically-unchanged', { equivalenceHigh: 0.29 }],
    ['inconclusive', {}],
    // An interval that touches the limit does not rule it out, and 5 % is not below 5 %.
    ['inconclusive', { equivalenceHigh: 0.3 }],
    ['inconclusive', { estimate: 1, pAdjusted: 1 - 0.95, equivalenceHigh: 2 }],
    ['inconclusive', { pAdjusted: null, equivalenceHigh: 0.1 }],
    ['inconclusive', { equivalenceLow: null, equivalenceHigh: null }],
  ] as const)('%s', (verdict, change) => {
    expect(verdictOf(tested(change), true, limits)).toBe(verdict)
    expect(verdictOf(tested(change), false, limits)).toBe('not-comparable')
  })

  test('the gate names the round and what it lacks', () => {
    const found = hindrancesOf(
      [
        { round: '2021', facts: { n: 40, responseRate: 0.5, halfWidth: 0.2 } },
        { round: '2022', facts: { n: 9, responseRate: 0.1, halfWidth: 0.6 } },
      ],
      { minN: 10, minResponseRate: 0.3, maxHalfWidth: 0.5 },
    )
    expect(found.map(({ round, failure }) => [round, failure.message])).toEqual([
      ['2022', 'survey:gate-n'],
      ['2022', 'survey:gate-response-rate'],
      ['2022', 'survey:gate-half-width'],
    ])
  })
})

test('the finite population takes its share, and a headcount that cannot be right takes none', () => {
  expect(finiteFactor(30, 120)).toBe(0.75)
  expect(finiteFactor(30, 30)).toBe(0)
  for (const headcount of [null, 0, 29]) expect(finiteFactor(30, headcount)).toBe(1)
})
