import { describe, expect, test } from 'vitest'
import type { Attribute, SurveyDataset } from '../../analyses/core/datasets'
import type { ResultTable, TableColumn } from '../../analyses/core/result'
import { drillInto, groupInRow, groupsInTable, wayDown, withoutWay } from '../../renderer/state/drill-down'
import { waysOn } from '../../renderer/state/ways-on'

const attribute = (
  id: string,
  levels: readonly string[],
  parent: string | null = null,
  parentLevels: readonly number[] = levels.map(() => -1),
): Attribute => ({ id, levels, parent, parentLevels })

/** Two organisations in one region, one in another; both hospitals have a ward called Medicine. */
const attributes: readonly Attribute[] = [
  attribute('region', ['North', 'South']),
  attribute('organisation', ['Alta', 'Bodø', 'Kongsberg'], 'region', [0, 0, 1]),
  attribute('unit', ['Medicine', 'Surgery', 'Home care'], 'organisation', [-2, 0, 2]),
  attribute('role', ['employee', 'leader']),
]
const only = (column: string, ...levels: readonly string[]) => ({ column, in: [...levels] })

describe('the way down', () => {
  test('a click on an organisation filters to it; the wider places are read off the tree', () => {
    const where = drillInto([], attributes, { organisation: 'Bodø' })
    expect(where).toEqual([only('organisation', 'Bodø')])
    expect(wayDown(where, attributes)).toEqual([
      { attribute: 'region', level: 'North', where: [only('region', 'North')] },
      { attribute: 'organisation', level: 'Bodø', where: [only('organisation', 'Bodø')] },
    ])
  })

  test('a unit whose name stands in two organisations brings its organisation along', () => {
    const where = drillInto([], attributes, { organisation: 'Alta', unit: 'Medicine' })
    expect(where).toEqual([only('organisation', 'Alta'), only('unit', 'Medicine')])
    const way = wayDown(where, attributes)
    expect(way.map(({ level }) => level)).toEqual(['North', 'Alta', 'Medicine'])
    expect(way[1]?.where).toEqual([only('organisation', 'Alta')])
    expect(way[0]?.where).toEqual([only('region', 'North')])
  })

  test('another organisation is not narrowed to a unit of the one before', () => {
    const before = [only('organisation', 'Alta'), only('unit', 'Medicine'), only('role', 'leader')]
    expect(drillInto(before, attributes, { organisation: 'Kongsberg' })).toEqual([
      only('organisation', 'Kongsberg'),
      only('role', 'leader'),
    ])
    expect(drillInto(before, attributes, { organisation: 'Alta' })).toBe(before)
  })

  test('groups of people are steps after the places, each with what stands before it', () => {
    const where = [only('role', 'leader'), only('organisation', 'Kongsberg'), only('round', '2021')]
    const way = wayDown(where, attributes)
    expect(way.map(({ level }) => level)).toEqual(['South', 'Kongsberg', 'leader'])
    expect(way[1]?.where).toEqual([only('organisation', 'Kongsberg'), only('round', '2021')])
    expect(way[2]?.where).toEqual(where)
    expect(withoutWay(where, attributes)).toEqual([only('round', '2021')])
  })

  test('several levels are no step, and stay when one goes back', () => {
    const where = [only('role', 'leader', 'employee'), only('region', 'South')]
    expect(wayDown(where, attributes).map(({ level }) => level)).toEqual(['South'])
    expect(withoutWay(where, attributes)).toEqual([only('role', 'leader', 'employee')])
    expect(wayDown([only('round', '2021')], attributes)).toEqual([])
  })
})

describe('groups in a table', () => {
  test('a place with the places around it in its row, and nothing else', () => {
    const cells = { round: '2021', region: 'North', organisation: 'Alta', unit: 'Medicine', role: 'leader', mean: 3 }
    expect(groupInRow('unit', cells, attributes)).toEqual({ region: 'North', organisation: 'Alta', unit: 'Medicine' })
    expect(groupInRow('role', cells, attributes)).toEqual({ role: 'leader' })
    expect(groupInRow('round', cells, attributes)).toBeNull()
    expect(groupInRow('mean', cells, attributes)).toBeNull()
    expect(groupInRow('organisation', { organisation: 'Elsewhere' }, attributes)).toBeNull()
  })

  test('a group of a comparison, where its name tells of what', () => {
    expect(groupInRow('group_a', { group_a: 'leader' }, attributes)).toEqual({ role: 'leader' })
    expect(groupInRow('group_a', { group_a: 'Alta · leader' }, attributes)).toBeNull()
    const twice = [...attributes, attribute('other', ['leader'])]
    expect(groupInRow('group_a', { group_a: 'leader' }, twice)).toBeNull()
  })
})

test('what there is to look at within a group: its places, its people and its items', () => {
  const survey = {
    kind: 'survey',
    rounds: [
      { id: '2021', order: 0, rowCount: 9 },
      { id: '2022', order: 1, rowCount: 9 },
    ],
    attributes,
    headcountBy: [],
    tables: { responses: 'responses', scores: 'scores', headcount: null },
  } as unknown as SurveyDataset
  const ways = waysOn(survey, [only('organisation', 'Kongsberg')])
  expect(ways.map(({ attribute: by }) => by)).toEqual(['unit', 'role', null])
  expect(ways[1]?.wanted).toEqual({ id: 'dimension-scores', options: { by: ['round', 'role'] }, where: [] })
  expect(ways[2]?.wanted.where).toEqual([only('round', '2022')])
  expect(waysOn(survey, [only('round', '2021')]).at(-1)?.wanted).toEqual({
    id: 'item-statistics',
    options: {},
    where: [],
  })
})

describe('the groups that a figure shows', () => {
  const asGiven = (_attribute: string, level: string): string => level
  const text = (id: string): TableColumn => ({ id, kind: 'text' })
  const tableOf = (
    columns: readonly TableColumn[],
    rows: ResultTable['rows'],
    suppressed: ResultTable['suppressed'] = [],
  ): ResultTable => ({
    id: 'means',
    columns,
    rows,
    suppressed,
    protection: { kind: 'counts', counts: ['n'], family: [] },
  })
  const mean: TableColumn = { id: 'mean', kind: 'number', as: 'mean' }

  test('by a level, and by the levels of the key', () => {
    const table = tableOf(
      [text('round'), text('organisation'), text('role'), mean],
      [
        ['2022', 'Alta', 'leader', 3.1],
        ['2022', 'Bodø', 'employee', 3.2],
      ],
    )
    expect(Object.fromEntries(groupsInTable(table, attributes, asGiven))).toEqual({
      Alta: { organisation: 'Alta' },
      leader: { role: 'leader' },
      '2022 · Alta · leader': { organisation: 'Alta', role: 'leader' },
      Bodø: { organisation: 'Bodø' },
      employee: { role: 'employee' },
      '2022 · Bodø · employee': { organisation: 'Bodø', role: 'employee' },
    })
  })

  test('a group that is withheld cannot be opened', () => {
    const count: TableColumn = { id: 'n', kind: 'count' }
    const rows = [
      ['Alta', 12, 3.1],
      ['Bodø', null, null],
      ['Kongsberg', 9, null],
    ]
    // Of Kongsberg only the mean is withheld, which says how everybody there answered.
    const table = tableOf([text('organisation'), count, mean], rows, [
      [1, 1],
      [1, 2],
      [2, 2],
    ])
    expect([...groupsInTable(table, attributes, asGiven).keys()]).toEqual(['Alta', 'Kongsberg'])
  })

  test('a name of two wards is no name of one of them; with the organisation before it, it is', () => {
    const table = tableOf(
      [text('organisation'), text('unit'), mean],
      [
        ['Alta', 'Medicine', 3],
        ['Bodø', 'Medicine', 4],
      ],
    )
    const groups = groupsInTable(table, attributes, asGiven)
    expect(groups.get('Medicine')).toBeUndefined()
    expect(groups.get('Bodø · Medicine')).toEqual({ organisation: 'Bodø', unit: 'Medicine' })
  })

  test('by the names that the figure gives them', () => {
    const table = tableOf([text('organisation'), text('role'), mean], [['Alta', 'leader', 3]])
    const named = (attribute: string, level: string): string => (attribute === 'role' ? `${level} (role)` : level)
    expect([...groupsInTable(table, attributes, named).keys()]).toEqual([
      'Alta',
      'leader (role)',
      'Alta · leader (role)',
    ])
  })

  test('both groups of a comparison', () => {
    const table = tableOf([text('group_a'), text('group_b'), mean], [['Alta', 'Bodø', 0.2]])
    expect([...groupsInTable(table, attributes, asGiven).keys()]).toEqual(['Alta', 'Bodø'])
  })
})
