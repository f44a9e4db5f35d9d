import { afterEach, describe, expect, test } from 'vitest'
import participation from '../../analyses/participation/analysis'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Answer, type Respondent } from '../survey/hand-made-survey'
import { cellsOf, inEnglish, runOn } from '../survey/run-analysis'

const items = ['a_1', 'a_2', 'a_3', 'a_4']
const instrument = instrumentOf(
  [{}],
  [{ id: 'a' }],
  items.map((id) => ({ id, reversed: id === 'a_4' })),
)
const person = (
  answers: readonly Answer[],
  places: Readonly<Record<string, string | null>> = { organisation: 'A' },
  round = '2021',
): Respondent => ({
  round,
  places,
  answers: Object.fromEntries(items.map((id, index) => [id, answers[index] ?? null])),
})
const many = (count: number, places?: Readonly<Record<string, string | null>>, round?: string): readonly Respondent[] =>
  Array.from({ length: count }, (_, index) => person([1 + (index % 5), 3, 4, 2], places, round))

const database = await engineOfTests()
afterEach(() => clear(database))

describe('who responded', () => {
  test('counts an answer or a typed non-answer to any item, and usable only with a score', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      people: [person([3, 3, 4, 1]), person([3]), person(['dont_know']), person([])],
    })
    const cells = cellsOf(await runOn(database, dataset, participation), 'participation', { round: '2021' })
    expect(cells).toMatchObject({ responded: 3, usable: 1, headcount: null, response_rate: null, comparable: 'no' })
  })

  test('gives rates with Wilson’s interval and a margin for a finite staff', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation'],
      people: many(20),
      headcount: [{ round: '2021', organisation: 'A', invited: 25 }],
      headcountBy: ['organisation'],
    })
    const cells = cellsOf(await runOn(database, dataset, participation, { by: ['organisation'] }), 'participation', {
      organisation: 'A',
    })
    // prop.test(20, 25, correct = FALSE)
    expect(cells['response_rate']).toBe(0.8)
    expect(cells['conf_low']).toBeCloseTo(0.6086905, 7)
    expect(cells['conf_high']).toBeCloseTo(0.9113942, 7)
    const scores = many(20).map(({ answers }) => (Number(answers['a_1']) + 3 + 4 + (6 - 2)) / 4)
    const mean = scores.reduce((sum, score) => sum + score, 0) / 20
    const sd = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 19)
    // qt(.975, 19) = 2.0930240544082634
    expect(cells['margin_of_error']).toBeCloseTo(
      ((2.0930240544082634 * sd) / Math.sqrt(20)) * Math.sqrt(1 - 20 / 25),
      12,
    )
  })

  test('has a row for those who were invited and did not answer, not for rounds that are not loaded', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation'],
      people: many(12),
      headcount: [
        { round: '2021', organisation: 'A', invited: 20 },
        { round: '2021', organisation: 'B', invited: 7 },
        { round: '2022', organisation: 'A', invited: 20 },
      ],
      headcountBy: ['organisation'],
    })
    const outcome = await runOn(database, dataset, participation, { by: ['organisation'] })
    expect(outcome.tables[0]?.rows).toHaveLength(2)
    expect(cellsOf(outcome, 'participation', { organisation: 'B' })).toMatchObject({
      headcount: 7,
      responded: 0,
      usable: 0,
      response_rate: 0,
      comparable: 'no',
      straight_lining: null,
    })
  })

  test('gives no rate where more responded than were invited, and says so', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation'],
      people: many(12),
      headcount: [{ round: '2021', organisation: 'A', invited: 11 }],
      headcountBy: ['organisation'],
    })
    const outcome = await runOn(database, dataset, participation, { by: ['organisation'] })
    expect(cellsOf(outcome, 'participation', { organisation: 'A' })).toMatchObject({
      headcount: 11,
      responded: 12,
      response_rate: null,
      conf_low: null,
    })
    expect(outcome.notes.map(({ code }) => code)).toContain('participation:more-than-invited')
  })

  test.each([
    ['participation:headcount-not-by', { by: ['role'] }],
    ['participation:headcount-missing', { by: ['organisation'] }],
  ] as const)('says %s', async (code, options) => {
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation', 'role'],
      people: [...many(12, { organisation: 'A', role: 'x' }), ...many(12, { organisation: 'B', role: 'y' })],
      headcount: [{ round: '2021', organisation: 'A', invited: 20 }],
      headcountBy: ['organisation'],
    })
    expect((await runOn(database, dataset, participation, options)).notes.map((note) => note.code)).toContain(code)
  })

  test('leaves out people without a group and counts them in a note', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation'],
      people: [...many(12), ...many(2, { organisation: null })],
    })
    const outcome = await runOn(database, dataset, participation, { by: ['organisation'] })
    expect(outcome.tables[0]?.rows).toHaveLength(1)
    expect(outcome.notes.find(({ code }) => code === 'survey:without-group')?.about['n']).toBe(2)
  })
})

describe('straight-lining', () => {
  test('is one answer to reversed and unreversed items alike, judged from half of them on', async () => {
    const people = [
      person([3, 3, 3, 3]),
      person([5, null, null, 5]),
      person([5, 5, 5, null]), // no reversed item among them: cannot be judged
      person([1, 2, 3, 4]),
      person([2, null, null, null]), // fewer than half
      person([4, 4, 4, 2]), // consistent, not straight
      person([4, 4, 'dont_know', 4]),
    ]
    const dataset = await openHandMade(database, { instrument, people })
    const cells = cellsOf(await runOn(database, dataset, participation), 'participation', { round: '2021' })
    expect(cells['judged']).toBe(5)
    expect(cells['straight_lining']).toBe(3 / 5)
  })

  test('counts for half only what was asked of the role', async () => {
    const asked = instrumentOf(
      [{}],
      [{ id: 'a' }],
      [
        { id: 'a_1' },
        { id: 'a_2', reversed: true },
        ...['a_3', 'a_4', 'a_5'].map((id) => ({ id, askedOf: ['leader'] })),
      ],
    )
    const dataset = await openHandMade(database, {
      instrument: asked,
      attributes: ['role'],
      people: [
        { places: { role: 'employee' }, answers: { a_1: 3, a_2: 3 } },
        { places: { role: 'leader' }, answers: { a_1: 3, a_2: 3 } },
      ],
    })
    const outcome = await runOn(database, dataset, participation, { by: ['role'] })
    expect(cellsOf(outcome, 'participation', { role: 'employee' })).toMatchObject({ judged: 1, straight_lining: 1 })
    expect(cellsOf(outcome, 'participation', { role: 'leader' })).toMatchObject({ judged: 0, straight_lining: null })
  })
})

describe('comparability', () => {
  test('names every limit that is not met, but of too few answers no margin of error, which tells their spread', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      people: many(12),
      headcount: [{ round: '2021', invited: 100 }],
    })
    const reasonFor = async (least: number): Promise<string> => {
      const outcome = await runOn(database, dataset, participation, { min_n: least, max_half_width: 0.01 })
      const reason = cellsOf(outcome, 'participation', { round: '2021' })['reason']
      if (typeof reason !== 'object' || reason === null) throw new Error('no reason')
      return inEnglish(dataset, reason)
    }
    expect(await reasonFor(13)).toBe(
      'only 12 usable answers (at least 13 needed) and response rate of 12% (at least 30% needed)',
    )
    expect(await reasonFor(12)).toBe(
      'response rate of 12% (at least 30% needed) and margin of error of 0.22 scale points (at most 0.01 allowed)',
    )
  })

  test('is given where all are met', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      people: many(40),
      headcount: [{ round: '2021', invited: 100 }],
    })
    const cells = cellsOf(await runOn(database, dataset, participation), 'participation', { round: '2021' })
    expect(cells).toMatchObject({ comparable: 'yes', reason: { message: 'survey:gate-passed' } })
  })

  test('of a group too small to show keeps the verdict and the headcount, not the numbers nor the reason', async () => {
    const people = [
      ...many(3, { organisation: 'A' }),
      ...many(12, { organisation: 'B' }),
      ...many(30, { organisation: 'C' }),
      ...many(31, { organisation: 'D' }),
    ]
    const headcount = ['A', 'B', 'C', 'D'].map((organisation) => ({ round: '2021', organisation, invited: 40 }))
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation'],
      people,
      headcount,
      headcountBy: ['organisation'],
    })
    const outcome = await runOn(database, dataset, participation, { by: ['organisation'] }, { minGroup: 5 })
    expect(cellsOf(outcome, 'participation', { organisation: 'A' })).toMatchObject({
      headcount: 40,
      responded: null,
      usable: null,
      response_rate: null,
      comparable: 'no',
      reason: null,
    })
    expect(cellsOf(outcome, 'participation', { organisation: 'B' })['responded']).toBeNull()
    expect(cellsOf(outcome, 'participation', { organisation: 'C' })['responded']).toBe(30)
    const said = JSON.stringify([outcome.figures, outcome.prose])
    expect(said).not.toContain('"responded":3,')
    expect(inEnglish(dataset, outcome.prose.finding.at(-1) ?? '')).toContain('2021 · A – withheld')
  })
})

test('the figures show rates only where there are any', async () => {
  const dataset = await openHandMade(database, { instrument, people: [...many(12), ...many(15, undefined, '2022')] })
  expect((await runOn(database, dataset, participation)).figures.map(({ id }) => id)).toEqual(['respondents'])
})
