import { expect, test } from 'vitest'
import { numericColumn } from '../../analyses/core/datasets'
import { longestRun } from '../../analyses/quality/longest-run'
import { openDatabase } from '../../main/database'
import { randomSource } from '../random-source'
import { instrumentOf, openHandMade, type Answer } from '../survey/hand-made-survey'

/** Longest run by going through the answers one after the other. */
function longest(answers: readonly Answer[]): number | null {
  let [run, most] = [0, 0]
  let before: Answer = null
  for (const answer of answers) {
    run = typeof answer !== 'number' ? 0 : answer === before ? run + 1 : 1
    most = Math.max(most, run)
    before = answer
  }
  return most === 0 ? null : most
}

test('a run is found wherever it lies among many items, over every border of the numbers that hold them', async () => {
  const seed = 7
  const random = randomSource(seed)
  const ids = Array.from({ length: 130 }, (_, index) => `a_${index}`)
  const people = Array.from({ length: 200 }, (_, row) => {
    const answers = ids.map((): Answer =>
      random() < 0.05 ? (random() < 0.5 ? null : 'dont_know') : 1 + Math.floor(random() * 3),
    )
    // A run that grows from row to row and begins further on, across the borders at 60 and 120 items.
    answers.fill(2, row % 120, (row % 120) + (row % 40))
    return row === 199 ? answers.map((): Answer => null) : answers
  })
  const database = await openDatabase()
  const instrument = instrumentOf(
    [{ min: 1, max: 3 }],
    [{ id: 'a' }],
    ids.map((id) => ({ id })),
  )
  await openHandMade(database, {
    instrument,
    people: people.map((answers) => ({
      answers: Object.fromEntries(ids.map((id, index) => [id, answers[index] ?? null])),
    })),
  })
  const relation = longestRun({
    instrument,
    attributes: [],
    itemsMissingByRound: {},
    table: 'responses',
    columns: new Set(),
    hasImpossible: false,
  })
  const frame = await database.frame(`SELECT value::DOUBLE AS value FROM (${relation ?? ''}) ORDER BY "_row"`)
  const found = [...numericColumn(frame, 'value')].map((value) => (Number.isNaN(value) ? null : value))
  expect(found, `seed ${seed}`).toEqual(people.map(longest))
  await database.close()
})
