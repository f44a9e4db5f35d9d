import { describe, expect, test } from 'vitest'
import {
  equivalenceP,
  hindrancesOf,
  relevanceOf,
  verdictOf,
  type TestedChange,
} from '../../analyses/survey/change-verdict'
import { finiteFactor } from '../../analyses/survey/finite-population'
import { ownRate } from './own-rate'

const tested = (change: Partial<TestedChange>): TestedChange => ({
  pAdjusted: 0.4,
  equivalencePAdjusted: 0.06,
  ...change,
})

describe('the verdict on a change', () => {
  test.each([
    ['changed', { pAdjusted: 0.049 }],
    ['changed', { pAdjusted: 0.001, equivalencePAdjusted: null }],
    ['changed-below-relevance', { pAdjusted: 0.049, equivalencePAdjusted: 0.049 }],
    ['practically-unchanged', { equivalencePAdjusted: 0.049 }],
    ['inconclusive', {}],
    // 5 % is not below 5 %, neither for the change nor for what is ruled out.
    ['inconclusive', { pAdjusted: 1 - 0.95, equivalencePAdjusted: 0.05 }],
    ['inconclusive', { pAdjusted: null, equivalencePAdjusted: 0.001 }],
    ['inconclusive', { equivalencePAdjusted: null }],
  ] as const)('%s', (verdict, change) => {
    expect(verdictOf(tested(change), true, 0.95)).toBe(verdict)
    expect(verdictOf(tested(change), false, 0.95)).toBe('not-comparable')
  })

  test('is of a relevant change only where the whole interval is', () => {
    expect(relevanceOf(0.3, 0.9, 0.3)).toBe('reached')
    expect(relevanceOf(-0.9, -0.3, 0.3)).toBe('reached')
    expect(relevanceOf(0.29, 3, 0.3)).toBe('undecided')
    expect(relevanceOf(-3, -0.29, 0.3)).toBe('undecided')
    expect(relevanceOf(null, null, 0.3)).toBe('undecided')
    expect(relevanceOf(0.001, 0.9, 0)).toBe('unasked')
    expect(equivalenceP(0.01, 0.2)).toBe(0.2)
    expect(equivalenceP(null, 0.2)).toBeNull()
  })

  test('the gate names the round and what it lacks', () => {
    const found = hindrancesOf(
      [
        { round: '2020', facts: { n: 40, response: ownRate(0.5), halfWidth: 0.2 } },
        { round: '2021', facts: { n: 10, response: ownRate(0.1), halfWidth: 0.6 } },
        { round: '2022', facts: { n: 9, response: ownRate(0.1), halfWidth: 0.6 } },
      ],
      { minN: 10, minResponseRate: 0.3, maxHalfWidth: 0.5 },
    )
    expect(found.map(({ round, failure }) => [round, failure.message])).toEqual([
      ['2021', 'survey:gate-response-rate'],
      ['2021', 'survey:gate-half-width'],
      ['2022', 'survey:gate-n'],
      ['2022', 'survey:gate-response-rate'],
    ])
  })
})

test('the finite population takes its share, and a headcount that cannot be right takes none', () => {
  expect(finiteFactor(30, 120)).toBe(0.75)
  expect(finiteFactor(30, 30)).toBe(0)
  for (const headcount of [null, 0, 29]) expect(finiteFactor(30, headcount)).toBe(1)
})
