import { describe, expect, test } from 'vitest'
import { numericColumn } from '../../analyses/core/datasets'
import { InputError } from '../../analyses/core/errors'
import { filterSurvey } from '../../analyses/survey/filter'
import {
  groupColumns,
  groupIndex,
  groupLabel,
  groupsStatement,
  keyOrder,
  readGroups,
  withoutGroupNotes,
  withoutGroupStatement,
} from '../../analyses/survey/groups'
import { outcomeNotes, outcomeOf } from '../../analyses/survey/outcomes'
import { engineOfTests } from '../database/engine-of-tests'
import { instrumentOf, openHandMade, type Respondent } from './hand-made-survey'

const instrument = instrumentOf(
  [{}, { id: 'years', kind: 'continuous', min: 0, max: 60, unit: 'years' }],
  [{ id: 'a' }, { id: 'b', score: 'sum' }],
  [
    { id: 'a_1' },
    { id: 'a_2', reversed: true },
    { id: 'b_1' },
    { id: 'b_2', changed: [{ round: '2022', kind: 'wording' }] },
    { id: 'seniority', dimension: null, scale: 'years' },
  ],
)
const person = (
  round: string,
  country: string,
  organisation: string | null,
  unit: string | null,
  role: string,
): Respondent => ({ round, places: { country, organisation, unit, role }, answers: { a_1: 2, a_2: 2, b_1: 1, b_2: 3 } })
const people = [
  person('2021', 'NO', 'A', 'Ward', 'leader'),
  person('2021', 'NO', 'A', 'Clinic', 'employee'),
  person('2021', 'SE', 'B', 'Ward', 'employee'),
  person('2021', 'SE', 'B', "Kari's", 'employee'),
  person('2022', 'SE', 'B', 'Kitchen', 'employee'),
  person('2022', 'SE', 'C', 'Night care', 'leader'),
  person('2022', 'SE', 'C', 'Day care', 'leader'),
  person('2022', 'SE', null, null, 'leader'),
]

const database = await engineOfTests()
const dataset = await openHandMade(database, {
  instrument,
  people,
  attributes: ['country', 'organisation', 'unit', 'role'],
  headcount: [
    { round: '2021', country: 'NO', organisation: 'A', invited: 20 },
    { round: '2021', country: 'SE', organisation: 'B', invited: 30 },
  ],
  headcountBy: ['country', 'organisation'],
})
const count = async (relation: string): Promise<number> =>
  numericColumn(await database.frame(`SELECT count(*) AS n FROM ${relation}`), 'n')[0] ?? Number.NaN

describe('a filter', () => {
  test('keeps the rows that meet all conditions, in every relation', async () => {
    const { dataset: filtered, notes } = filterSurvey(dataset, [
      { column: 'country', in: ['SE'] },
      { column: 'round', in: ['2021', '2022'] },
    ])
    expect(await count(filtered.tables.responses)).toBe(6)
    expect(await count(filtered.tables.scores)).toBe(6)
    expect(await count(filtered.tables.headcount ?? '')).toBe(1)
    expect(notes).toEqual([])
    expect(filtered.where).toHaveLength(2)
  })

  test('of nobody changes nothing', () => {
    expect(filterSurvey(dataset, [])).toEqual({ dataset, notes: [] })
  })

  test('leaves out people without a value', async () => {
    expect(
      await count(filterSurvey(dataset, [{ column: 'organisation', in: ['A', 'B', 'C'] }]).dataset.tables.responses),
    ).toBe(7)
  })

  test('can follow a filter, and values with quotes are values', async () => {
    const once = filterSurvey(dataset, [{ column: 'country', in: ['SE'] }]).dataset
    expect(await count(filterSurvey(once, [{ column: 'unit', in: ["Kari's"] }]).dataset.tables.scores)).toBe(1)
    expect(() => filterSurvey(once, [{ column: 'country', in: ['NO'] }])).toThrow(InputError)
  })

  test('narrows rounds, levels and the tree below them', () => {
    const { attributes, rounds } = filterSurvey(dataset, [
      { column: 'country', in: ['SE'] },
      { column: 'round', in: ['2022'] },
    ]).dataset
    const of = (id: string): (typeof attributes)[number] | undefined =>
      attributes.find((attribute) => attribute.id === id)
    expect(rounds.map(({ id }) => id)).toEqual(['2022'])
    expect(of('organisation')?.levels).toEqual(['B', 'C'])
    expect(of('organisation')?.parentLevels).toEqual([0, 0])
    expect(of('unit')?.levels).toEqual(expect.arrayContaining(['Ward', 'Kitchen', 'Night care', 'Day care', "Kari's"]))
    expect(of('unit')?.levels).not.toContain('Clinic')
    expect(of('role')?.levels).toEqual(expect.arrayContaining(['leader', 'employee']))
  })

  test('by a column that the headcount does not have takes the headcount away and says so', () => {
    const { dataset: filtered, notes } = filterSurvey(dataset, [{ column: 'role', in: ['leader'] }])
    expect(filtered.tables.headcount).toBeNull()
    expect(notes.map(({ code }) => code)).toEqual(['survey:headcount-unknown-after-filter'])
  })

  test.each([
    ['survey:filter-no-such-column', { column: 'municipality', in: ['A'] }],
    ['survey:filter-no-such-column', { column: 'a_1', in: ['1'] }],
    ['survey:filter-no-such-value', { column: 'organisation', in: ['A', 'Ø'] }],
    ['survey:filter-no-such-value', { column: 'round', in: ['2020'] }],
    ['survey:filter-no-such-value', { column: 'country', in: ["'; DROP TABLE responses; --"] }],
  ] as const)('is refused with %s', (code, condition) => {
    try {
      filterSurvey(dataset, [condition])
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(InputError)
      expect((error as InputError).code).toBe(code)
    }
  })
})

describe('groups', () => {
  test('begin with the round, and a name used in two places brings its parent', () => {
    expect(groupColumns(dataset, ['organisation', 'round'])).toEqual(['round', 'organisation'])
    expect(groupColumns(dataset, ['unit'])).toEqual(['organisation', 'unit'])
    expect(groupColumns(dataset, ['unit', 'organisation'], 'round')).toEqual(['round', 'organisation', 'unit'])
    expect(groupColumns(dataset, [])).toEqual([])
  })

  test('are counted with those who belong to none', async () => {
    const columns = ['organisation', 'role']
    const read = readGroups(await database.frame(groupsStatement(dataset.tables.responses, columns)), columns)
    expect(read.keys).toEqual([
      ['A', 'employee'],
      ['A', 'leader'],
      ['B', 'employee'],
      ['C', 'leader'],
    ])
    expect(read.people).toEqual([1, 1, 3, 2])
    expect(read.without).toBe(1)
    const counted = await database.frame(withoutGroupStatement(dataset.tables.responses, columns))
    expect(numericColumn(counted, 'without')[0]).toBe(1)
    expect(withoutGroupNotes(1, columns)).toEqual([
      {
        code: 'survey:without-group',
        level: 'warning',
        about: { n: { people: 1 }, columns: { list: [{ attribute: 'organisation' }, { attribute: 'role' }] } },
      },
    ])
    expect(withoutGroupNotes(0, columns)).toEqual([])
  })

  test('are everybody when there is no column', async () => {
    const frame = await database.frame(groupsStatement(dataset.tables.responses, []))
    expect(readGroups(frame, [])).toEqual({ keys: [[]], people: [8], without: 0 })
    expect(groupIndex(frame, []).keys).toEqual([[]])
    expect(groupLabel([])).toEqual({ message: 'survey:everybody' })
    expect(groupLabel(['2021', 'A'])).toBe('2021 · A')
  })

  test('come in the order that the report gives', () => {
    const levels: Readonly<Record<string, readonly string[]>> = {
      round: ['2021', '2022'],
      organisation: ['Zå', 'Æ', 'Ås'],
    }
    const order = keyOrder({ dataset, minGroup: 1, levelsInOrder: (attribute) => levels[attribute] ?? [] }, [
      'round',
      'organisation',
    ])
    const keys = [
      ['2022', 'Zå'],
      ['2021', 'Ås'],
      ['2021', 'Æ'],
      ['2021', 'unknown'],
    ]
    expect(keys.toSorted(order)).toEqual([
      ['2021', 'Æ'],
      ['2021', 'Ås'],
      ['2021', 'unknown'],
      ['2022', 'Zå'],
    ])
  })
})

describe('outcomes', () => {
  test('know their range and unit', () => {
    expect(outcomeOf(dataset, 'a')).toMatchObject({ kind: 'dimension', range: [1, 5], turned: false, unit: null })
    expect(outcomeOf(dataset, 'b').range).toEqual([2, 10])
    expect(outcomeOf(dataset, 'seniority')).toMatchObject({ kind: 'item', range: [0, 60], unit: 'years' })
  })

  test('turn a reversed item, and say so', async () => {
    const outcome = outcomeOf(dataset, 'a_2')
    const frame = await database.frame(`SELECT DISTINCT ${outcome.value} AS value FROM ${dataset.tables.responses}`)
    expect([...numericColumn(frame, 'value')]).toEqual([4])
    expect(outcomeNotes(dataset, ['a_1', 'a_2']).map(({ code }) => code)).toEqual(['survey:items-turned'])
  })

  test('tell of wording that changed between the loaded rounds', () => {
    expect(outcomeNotes(dataset, ['b']).map(({ code }) => code)).toEqual(['survey:items-reworded'])
    expect(outcomeNotes(filterSurvey(dataset, [{ column: 'round', in: ['2022'] }]).dataset, ['b'])).toEqual([])
  })

  test('that do not exist are a bug', () => {
    expect(() => outcomeOf(dataset, 'c')).toThrow('no outcome c')
  })
})
