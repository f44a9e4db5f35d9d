import { describe, expect, test } from 'vitest'
import { completenessNotes, readCompleteness } from '../../analyses/survey/completeness'
import { readValueCounts, valueCountsStatement } from '../../analyses/survey/distribution'
import { finiteHalfWidth, gateFailures, gateReason } from '../../analyses/survey/gate'
import { outcomesOf } from '../../analyses/survey/outcomes'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Respondent } from './hand-made-survey'
import { ownRate } from './own-rate'

const instrument = instrumentOf(
  [{}],
  [{ id: 'a' }],
  [{ id: 'a_1' }, { id: 'a_2' }, { id: 'a_3' }, { id: 'a_4', reversed: true }],
)
const person = (organisation: string | null, answers: Respondent['answers'], weight = 1): Respondent => ({
  places: { organisation },
  answers,
  weight,
})

const database = await engineOfTests()

describe('counted values', () => {
  test('are the same whether a value comes of many items or few', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation'],
      weighted: true,
      people: [
        person('A', { a_1: 3, a_2: 3, a_3: 3, a_4: 3 }, 2),
        person('A', { a_1: 3, a_2: 3 }, 0.5),
        person('A', { a_1: 4, a_2: 5, a_4: 1 }),
        person('A', { a_1: 4 }),
        person('A', {}),
        person('B', { a_1: 1, a_2: 1, a_3: 1, a_4: 5 }),
        person(null, { a_1: 5, a_2: 5, a_3: 5, a_4: 1 }),
      ],
    })
    const columns = ['organisation']
    const frame = await database.frame(valueCountsStatement(dataset, outcomesOf(dataset, ['a', 'a_4']), columns, true))
    const keys = [['B'], ['A']]
    const counts = readValueCounts(frame, columns, keys)
    expect(counts.keys).toEqual(keys)
    const a = counts.get(1, 'a')
    expect([...(a?.values ?? [])]).toEqual([3, 14 / 3])
    expect([...(a?.counts ?? [])]).toEqual([2, 1])
    expect([...(a?.weights?.sums ?? [])]).toEqual([2.5, 1])
    expect([...(a?.weights?.squares ?? [])]).toEqual([4.25, 1])
    expect([...(counts.get(0, 'a')?.values ?? [])]).toEqual([1])
    expect([...(counts.get(1, 'a_4')?.values ?? [])]).toEqual([3, 5])
    expect(counts.get(0, 'b')).toBeUndefined()

    const completeness = readCompleteness(frame, columns, keys)
    expect(completeness(1, 'a')).toEqual({ lost: 1, prorated: 2, complete: 1, completeMean: 3 })
    expect(completeness(0, 'a')).toEqual({ lost: 0, prorated: 0, complete: 1, completeMean: 1 })
    expect(
      completenessNotes([{ dimension: 'a', groups: [completeness(0, 'a'), completeness(1, 'a')] }]).map(
        ({ code }) => code,
      ),
    ).toEqual(['survey:scores-lost', 'survey:prorated'])
  })

  test('of no outcome or nobody are an empty frame', async () => {
    await clear(database)
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation'],
      people: [person(null, { a_1: 1, a_2: 1 })],
    })
    expect((await database.frame(valueCountsStatement(dataset, [], ['organisation'], true))).rowCount).toBe(0)
    expect(
      (await database.frame(valueCountsStatement(dataset, outcomesOf(dataset, ['a']), ['organisation']))).rowCount,
    ).toBe(0)
  })
})

describe('the gate', () => {
  const limits = { minN: 10, minResponseRate: 0.3, maxHalfWidth: 0.5 }

  test('opens on its limits and closes below them', () => {
    expect(gateFailures({ n: 10, response: ownRate(0.3), halfWidth: 0.5 }, limits)).toEqual([])
    const failing = (n: number): readonly string[] =>
      gateFailures({ n, response: ownRate(0.29), halfWidth: 0.51 }, limits).map(({ message }) => message)
    expect(failing(10)).toEqual(['survey:gate-response-rate', 'survey:gate-half-width'])
    // The half-width of fewer would tell how their answers spread.
    expect(failing(9)).toEqual(['survey:gate-n', 'survey:gate-response-rate'])
  })

  test('does not ask what is unknown', () => {
    expect(gateFailures({ n: 10, response: ownRate(null), halfWidth: null }, limits)).toEqual([])
  })

  test('gives one reason for one or several failures', () => {
    const [first, second] = gateFailures({ n: 1, response: ownRate(0.1), halfWidth: null }, limits)
    expect(gateReason([])).toEqual({ message: 'survey:gate-passed' })
    expect(first === undefined ? null : gateReason([first])).toBe(first)
    expect(gateReason([first, second].filter((failure) => failure !== undefined)).message).toBe('survey:gate-several')
  })

  test('narrows an interval by the finite population correction, to nothing when all answered', () => {
    expect(finiteHalfWidth(0.4, 75, 100)).toBeCloseTo(0.2, 15)
    expect(finiteHalfWidth(0.4, 100, 100)).toBe(0)
    expect(finiteHalfWidth(0.4, 100, null)).toBe(0.4)
    expect(finiteHalfWidth(0.4, 101, 100)).toBe(0.4)
  })
})
