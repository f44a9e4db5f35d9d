import { afterEach, describe, expect, test } from 'vitest'
import { attributesOf, openSurvey } from '../../analyses/survey/open'
import { roundOrderNotes } from '../../analyses/survey/rounds-in-time'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Respondent } from './hand-made-survey'

const instrument = instrumentOf([{}], [{ id: 'a' }], [{ id: 'a_1' }, { id: 'a_2' }])
const person = (
  round: string,
  respondent: string | null,
  places: Readonly<Record<string, string | null>> = {},
): Respondent => ({ round, respondent, places, answers: { a_1: 3, a_2: 4 } })

const database = await engineOfTests()
afterEach(() => clear(database))

describe('opening a survey', () => {
  test('reads rounds in time with their sizes', async () => {
    const { rounds } = await openHandMade(database, {
      instrument,
      people: [person('Round 10', null), person('Round 9', null), person('Round 9', null)],
    })
    expect(rounds).toEqual([
      { id: 'Round 9', order: 0, rowCount: 2 },
      { id: 'Round 10', order: 1, rowCount: 1 },
    ])
  })

  test('says which winters may be others, unless a person gave the order', async () => {
    const people = ['Winter 2021', 'Spring 2021'].map((round) => person(round, null))
    const dataset = await openHandMade(database, { instrument, people })
    expect(dataset.doubtfulWinters).toEqual(['Winter 2021'])
    expect(roundOrderNotes(dataset)).toMatchObject([{ code: 'survey:round-winter', level: 'info' }])
    const declared = { rounds: ['Winter 2021', 'Spring 2021'] }
    const given = { instrument, attributes: [], itemsMissingByRound: {}, weighted: false, headcountBy: null, declared }
    expect(roundOrderNotes(await openSurvey(database, given))).toEqual([])
  })

  test.each([
    ['unlinked', [person('1', 'x'), person('2', 'y')]],
    ['unlinked', [person('1', null), person('2', null)]],
    ['linked', [person('1', 'x'), person('1', 'y'), person('2', 'y'), person('2', 'x')]],
    ['partly-linked', [person('1', 'x'), person('1', 'y'), person('2', 'x'), person('2', 'z')]],
    ['partly-linked', [person('1', 'x'), person('2', 'x'), person('2', null)]],
    ['unlinked', [person('1', 'x'), person('1', 'x')]],
  ] as const)('finds rounds %s', async (linkage, people) => {
    expect((await openHandMade(database, { instrument, people })).linkage).toBe(linkage)
  })

  test('gives items and attributes that no source had an empty column', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      people: [person('1', null)],
      attributes: ['organisation'],
      absent: ['a_2'],
      itemsMissingByRound: { '1': ['a_2'] },
    })
    const frame = await database.frame(
      `SELECT count("a_2") AS n, count("organisation") AS m FROM ${dataset.tables.responses}`,
    )
    expect(Object.values(frame.columns).map((column) => (column.kind === 'numeric' ? column.values[0] : null))).toEqual(
      [0, 0],
    )
    expect(dataset.itemsMissingByRound).toEqual({ '1': ['a_2'] })
  })

  test('knows places that were invited and did not answer', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['country', 'organisation'],
      people: [
        person('1', null, { country: 'NO', organisation: 'A' }),
        person('1', null, { country: 'SE', organisation: 'B' }),
      ],
      headcount: [
        { round: '1', country: 'NO', organisation: 'A', invited: 10 },
        { round: '1', country: 'SE', organisation: 'C', invited: 5 },
      ],
      headcountBy: ['country', 'organisation'],
    })
    const organisation = dataset.attributes.find(({ id }) => id === 'organisation')
    expect(organisation?.levels).toEqual(['A', 'B', 'C'])
    expect(organisation?.parent).toBe('country')
    expect(organisation?.parentLevels).toEqual([0, 1, 1])
    expect(dataset.headcountBy).toEqual(['country', 'organisation'])
  })
})

describe('the organisation tree', () => {
  const ids = ['country', 'organisation', 'unit', 'role']
  const rows = [
    ['NO', 'A', 'Ward', 'leader'],
    ['NO', 'A', 'Clinic', 'employee'],
    ['NO', 'B', 'Home care', 'employee'],
    ['SE', 'C', 'Day care', 'employee'],
    ['SE', 'C', 'Night care', 'leader'],
    ['SE', 'D', 'Ward', 'employee'],
    ['SE', 'D', 'Kitchen', 'employee'],
  ]

  test('is read off the data, and a role is no place', () => {
    const attributes = attributesOf(ids, rows)
    expect(attributes.map(({ id, parent }) => [id, parent])).toEqual([
      ['country', null],
      ['organisation', 'country'],
      ['unit', 'organisation'],
      ['role', null],
    ])
  })

  test('tells a name used in two places from one without a place', () => {
    const unit = attributesOf(ids, [...rows, [null, null, 'Nowhere', 'employee']])[2]
    const parentOf = (level: string): number | undefined => unit?.parentLevels[unit.levels.indexOf(level)]
    expect(parentOf('Ward')).toBe(-2)
    expect(parentOf('Nowhere')).toBe(-1)
    expect(parentOf('Clinic')).toBe(0)
  })

  test('has no parent of a single level, and none that is finer', () => {
    expect(
      attributesOf(
        ['country', 'organisation'],
        [
          ['NO', 'A'],
          ['NO', 'B'],
        ],
      ).map(({ parent }) => parent),
    ).toEqual([null, null])
    expect(
      attributesOf(
        ['unit', 'country'],
        [
          ['U1', 'NO'],
          ['U2', 'NO'],
          ['U3', 'SE'],
        ],
      )[1]?.parent,
    ).toBeNull()
  })
})
