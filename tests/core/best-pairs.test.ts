import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestPairs } from '../../analyses/core/best-pairs'

/** The most that any one-to-one choice adds up to, by trying all. */
function mostOf(scores: readonly (readonly number[])[], least: number, row = 0, taken: readonly number[] = []): number {
  const line = scores[row]
  if (line === undefined) return 0
  let most = mostOf(scores, least, row + 1, taken)
  for (const [column, score] of line.entries())
    if (score >= least && score > 0 && !taken.includes(column))
      most = Math.max(most, score + mostOf(scores, least, row + 1, [...taken, column]))
  return most
}

test('the pairs add up to the most that any choice does, one to one and none below the least', () => {
  const matrix = fc
    .integer({ min: 1, max: 5 })
    .chain((columns) =>
      fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: columns, maxLength: columns }), {
        minLength: 1,
        maxLength: 5,
      }),
    )
  fc.assert(
    fc.property(matrix, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (scores, least) => {
      const pairs = bestPairs(scores, least)
      expect(new Set(pairs.map(({ row }) => row)).size).toBe(pairs.length)
      expect(new Set(pairs.map(({ column }) => column)).size).toBe(pairs.length)
      expect(pairs.every(({ row, column, score }) => scores[row]?.[column] === score && score >= least)).toBe(true)
      expect(pairs.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(mostOf(scores, least), 9)
    }),
    { numRuns: 400 },
  )
})

test('a greedy choice would take the best pair and leave two poor ones; the sum decides', () => {
  const pairs = bestPairs(
    [
      [0.9, 0.8],
      [0.85, 0.1],
    ],
    0.5,
  )
  expect(pairs.map(({ row, column }) => [row, column])).toEqual([
    [0, 1],
    [1, 0],
  ])
  expect(pairs[0]?.nextBest).toBe(0.9)
})

test('nothing is paired with nothing', () => {
  expect(bestPairs([], 0.5)).toEqual([])
  expect(bestPairs([[]], 0.5)).toEqual([])
  expect(bestPairs([[0.4]], 0.5)).toEqual([])
})
