import { fc, test as propertyTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import type { Attribute, Condition, SurveyDataset } from '../../analyses/core/datasets'
import { type Protection, type ResultTable, type TableColumn, type TableRow } from '../../analyses/core/result'
import { publishable } from '../../analyses/disclosure/derivability'
import { protectTables } from '../../analyses/disclosure/suppression'
import { builtTable } from '../built-table'

/** One employee, with an answer and a place. */
interface Person {
  readonly country: string
  readonly organisation: string
  readonly unit: string
  readonly role: string
  readonly round: string
}

const protection: Protection = { kind: 'counts', counts: ['n'], family: ['dimension', 'round'] }
const columns: readonly TableColumn[] = [
  { id: 'n', kind: 'count' },
  { id: 'mean', kind: 'number', as: 'mean' },
]

function attributesFor(people: readonly Person[]): readonly Attribute[] {
  const levels = (id: keyof Person): readonly string[] => [...new Set(people.map((person) => person[id]))].sort()
  const parents = (id: keyof Person, above: keyof Person): readonly number[] =>
    levels(id).map((level) => levels(above).indexOf(people.find((person) => person[id] === level)?.[above] ?? ''))
  return [
    { id: 'country', levels: levels('country'), parent: null, parentLevels: levels('country').map(() => -1) },
    {
      id: 'organisation',
      levels: levels('organisation'),
      parent: 'country',
      parentLevels: parents('organisation', 'country'),
    },
    { id: 'unit', levels: levels('unit'), parent: 'organisation', parentLevels: parents('unit', 'organisation') },
    { id: 'role', levels: levels('role'), parent: null, parentLevels: levels('role').map(() => -1) },
  ]
}

function datasetOf(people: readonly Person[], where?: readonly Condition[]): SurveyDataset {
  return {
    kind: 'survey',
    instrument: {
      id: 'i',
      version: '1',
      illustrative: false,
      label: { en: 'i' },
      scales: [],
      dimensions: [],
      items: [],
      measures: [],
      references: [],
    },
    rounds: [...new Set(people.map(({ round }) => round))].sort().map((id, order) => ({ id, order, rowCount: 0 })),
    attributes: attributesFor(people),
    linkage: 'unlinked',
    weighted: false,
    itemsMissingByRound: {},
    headcountBy: [],
    tables: { responses: 'responses', scores: 'scores', headcount: null },
    ...(where === undefined ? {} : { where }),
  }
}

/** A table of counts and means by some columns, as an analysis would tabulate it. Who has an empty place is in no group. */
function tableBy(people: readonly Person[], by: readonly (keyof Person)[], id = 'scores'): ResultTable {
  const groups = new Map<string, Person[]>()
  for (const person of people) {
    if (by.some((column) => person[column] === '')) continue
    const key = JSON.stringify(by.map((column) => person[column]))
    groups.set(key, [...(groups.get(key) ?? []), person])
  }
  const rows: TableRow[] = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, members]) => {
      const values = JSON.parse(key) as string[]
      return {
        ...Object.fromEntries(by.map((column, position) => [column, values[position] ?? ''])),
        dimension: 'culture',
        n: members.length,
        mean: 3.5,
      }
    })
  if (by.length === 0 && rows.length === 0) rows.push({ dimension: 'culture', n: 0, mean: null })
  return builtTable(
    id,
    { columns, protection },
    [
      ...by.map((column): TableColumn => ({ id: column, kind: 'text' })),
      { id: 'dimension', kind: 'text', refersTo: 'dimension' },
    ],
    rows,
  )
}

/** Row indexes that a table still shows. */
const shownRows = (table: ResultTable): readonly number[] =>
  table.rows.flatMap((row, index) => (row[table.columns.findIndex(({ id }) => id === 'n')] === null ? [] : [index]))

/** Exact rank over the rationals, by fraction-free elimination: written apart from the code under test. */
function rank(rows: readonly (readonly number[])[]): number {
  const matrix = rows.map((row) => row.map(BigInt))
  let done = 0
  const width = matrix[0]?.length ?? 0
  for (let column = 0; column < width && done < matrix.length; column += 1) {
    const pivot = matrix.findIndex((row, index) => index >= done && row[column] !== 0n)
    if (pivot < 0) continue
    const [found] = matrix.splice(pivot, 1)
    if (found === undefined) continue
    matrix.splice(done, 0, found)
    const head = found[column] ?? 1n
    for (let index = done + 1; index < matrix.length; index += 1) {
      const row = matrix[index] ?? []
      const factor = row[column] ?? 0n
      if (factor !== 0n) matrix[index] = row.map((value, at) => value * head - (found[at] ?? 0n) * factor)
    }
    done += 1
  }
  return done
}

/** Whether a sum over people follows from published sums. */
function isDerivable(secret: readonly number[], published: readonly (readonly number[])[]): boolean {
  return published.length > 0 && rank([...published, secret]) === rank(published)
}

/** The cells of the finest division as atoms: everything published is a sum of these. */
function atomsOf(people: readonly Person[]): {
  readonly atoms: readonly Person[]
  indicator(matches: (person: Person) => boolean): readonly number[]
  size(matches: (person: Person) => boolean): number
} {
  const distinct = new Map(people.map((person) => [JSON.stringify(person), person]))
  const atoms = [...distinct.values()]
  return {
    atoms,
    indicator: (matches) => atoms.map((atom) => (matches(atom) ? 1 : 0)),
    size: (matches) => people.filter(matches).length,
  }
}

const matcher =
  (table: ResultTable, row: number, by: readonly (keyof Person)[]): ((person: Person) => boolean) =>
  (person) =>
    by.every((column) => person[column] === table.rows[row]?.[table.columns.findIndex(({ id }) => id === column)])

/** Small trees with small groups, as municipalities have them. */
const staff = fc
  .array(
    fc.record({
      organisation: fc.integer({ min: 0, max: 4 }),
      unit: fc.integer({ min: 0, max: 2 }),
      leaders: fc.integer({ min: 0, max: 4 }),
      employees: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((places) =>
    places.flatMap(({ organisation, unit, leaders, employees }) => {
      const place = {
        country: organisation < 2 ? 'NO' : 'SE',
        organisation: `O${organisation}`,
        unit: `O${organisation}U${unit}`,
        round: '2021',
      }
      return [
        ...Array.from({ length: leaders }, () => ({ ...place, role: 'leader' })),
        ...Array.from({ length: employees }, () => ({ ...place, role: 'employee' })),
      ]
    }),
  )
const smallest = fc.integer({ min: 2, max: 6 })

describe('nothing that is withheld can be worked out', () => {
  const together: readonly (readonly (readonly (keyof Person)[])[])[] = [
    [['unit'], []],
    [['organisation'], []],
    [['unit'], ['organisation'], ['country'], []],
    [['organisation', 'role'], ['organisation'], ['country'], []],
    [['unit', 'role'], ['unit'], ['organisation'], ['country'], []],
    [['country', 'organisation'], ['organisation'], ['country'], []],
    [['country', 'organisation', 'unit'], ['unit'], ['organisation']],
  ]
  for (const levels of together) {
    propertyTest.prop([staff, smallest], { numRuns: 100 })(
      `tables by ${levels.map((by) => (by.length === 0 ? 'nothing' : by.join(' × '))).join(', ')}`,
      (people, minGroup) => {
        if (people.length === 0) return
        const dataset = datasetOf(people)
        const { indicator, size } = atomsOf(people)
        const published: (readonly number[])[] = []
        const secrets: ((person: Person) => boolean)[] = []
        for (const by of levels) {
          const [table] = protectTables([tableBy(people, by)], minGroup, dataset)
          if (table === undefined) throw new Error('no table')
          const shown = new Set(shownRows(table))
          for (const row of table.rows.keys()) {
            const matches = matcher(table, row, by)
            if (shown.has(row)) {
              expect(size(matches)).toBeGreaterThanOrEqual(minGroup)
              published.push(indicator(matches))
            } else if (size(matches) < minGroup) secrets.push(matches)
          }
        }
        for (const secret of secrets) expect(isDerivable(indicator(secret), published)).toBe(false)
        // Two small groups together are still too few.
        for (const a of secrets)
          for (const b of secrets) {
            const both = (person: Person): boolean => a(person) || b(person)
            if (size(both) < minGroup) expect(isDerivable(indicator(both), published)).toBe(false)
          }
      },
    )
  }

  propertyTest.prop([fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 12 }), smallest])(
    'what remains of a withheld family is never too few people',
    (sizes, minGroup) => {
      const people = sizes.flatMap((size, index) =>
        Array.from({ length: size }, (): Person => ({
          country: 'NO',
          organisation: `O${index}`,
          unit: 'u',
          role: 'r',
          round: '2021',
        })),
      )
      const [table] = protectTables([tableBy(people, ['organisation'])], minGroup, datasetOf(people))
      if (table === undefined) throw new Error('no table')
      const shown = new Set(shownRows(table))
      const raw = tableBy(people, ['organisation'])
      const withheld = raw.rows.filter((_, index) => !shown.has(index)).reduce((sum, row) => sum + Number(row[2]), 0)
      if (shown.size > 0 && withheld > 0) expect(withheld).toBeGreaterThanOrEqual(minGroup)
    },
  )

  propertyTest.prop([staff, smallest])('the order of rows decides nothing', (people, minGroup) => {
    const dataset = datasetOf(people)
    const table = tableBy(people, ['unit'])
    const turned = { ...table, rows: table.rows.toReversed() }
    const names = (protectedTable: ResultTable | undefined): readonly unknown[] =>
      protectedTable === undefined
        ? []
        : shownRows(protectedTable)
            .map((row) => protectedTable.rows[row]?.[0])
            .sort()
    expect(names(protectTables([turned], minGroup, dataset)[0])).toEqual(
      names(protectTables([table], minGroup, dataset)[0]),
    )
  })
})

describe('what is withheld and what stays', () => {
  const people = (counts: Readonly<Record<string, number>>): readonly Person[] =>
    Object.entries(counts).flatMap(([organisation, size]) =>
      Array.from({ length: size }, (): Person => ({
        country: 'NO',
        organisation,
        unit: `${organisation}U`,
        role: 'employee',
        round: '2021',
      })),
    )
  const by = ['organisation'] as const

  test('a small group takes the next smallest with it, and no more', () => {
    const staffed = people({ A: 3, B: 8, C: 20, D: 30 })
    const [table] = protectTables([tableBy(staffed, by)], 5, datasetOf(staffed))
    expect(table && shownRows(table).map((row) => table.rows[row]?.[0])).toEqual(['C', 'D'])
    expect(table?.suppressed).toEqual([
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
    ])
    expect(table?.rows[0]).toEqual(['A', 'culture', null, null])
  })

  test('enough small groups protect each other', () => {
    const staffed = people({ A: 3, B: 4, C: 20 })
    const [table] = protectTables([tableBy(staffed, by)], 5, datasetOf(staffed))
    expect(table && shownRows(table).map((row) => table.rows[row]?.[0])).toEqual(['C'])
  })

  test('nothing happens where no group is small, and at a smallest group of 1', () => {
    const staffed = people({ A: 5, B: 8 })
    const table = tableBy(staffed, by)
    expect(protectTables([table], 5, datasetOf(staffed))).toEqual([table])
    const alone = people({ A: 1, B: 8 })
    expect(protectTables([tableBy(alone, by)], 1, datasetOf(alone))[0]?.suppressed).toEqual([])
  })

  test('nobody is nobody: a group of zero stays and protects nothing', () => {
    const staffed = people({ A: 3, B: 8, C: 9 })
    const table = tableBy(staffed, by)
    const withZero = { ...table, rows: [...table.rows, ['Z', 'culture', 0, null]] } as ResultTable
    const [shown] = protectTables([withZero], 5, datasetOf(people({ A: 3, B: 8, C: 9, Z: 1 })))
    expect(shown?.rows.map((row) => row[2])).toEqual([null, null, 9, 0])
  })

  test('columns that are kept stay in a withheld row', () => {
    const staffed = people({ A: 3, B: 8, C: 9 })
    const table = { ...tableBy(staffed, by), protection: { ...protection, keeps: ['mean'] } as Protection }
    expect(protectTables([table], 5, datasetOf(staffed))[0]?.rows[0]).toEqual(['A', 'culture', null, 3.5])
  })

  test('columns that identify the row stay in a withheld row', () => {
    const staffed = people({ A: 3, B: 8, C: 9 })
    const table = tableBy(staffed, by)
    const keyed: ResultTable = {
      ...table,
      columns: [...table.columns, { id: 'part', kind: 'text', isKey: true }, { id: 'words', kind: 'text' }],
      rows: table.rows.map((row) => [...row, 'first', 'told']),
    }
    expect(protectTables([keyed], 5, datasetOf(staffed))[0]?.rows[0]).toEqual([
      'A',
      'culture',
      null,
      null,
      'first',
      null,
    ])
  })

  test('rounds are families of their own', () => {
    const staffed = [
      ...people({ A: 3, B: 8, C: 20 }),
      ...people({ A: 30, B: 8, C: 20 }).map((person) => ({ ...person, round: '2022' })),
    ]
    const [table] = protectTables([tableBy(staffed, ['round', 'organisation'])], 5, datasetOf(staffed))
    expect(table && shownRows(table).map((row) => table.rows[row]?.slice(0, 2))).toEqual([
      ['2021', 'C'],
      ['2022', 'A'],
      ['2022', 'B'],
      ['2022', 'C'],
    ])
  })

  test('people who were followed are not counted twice', () => {
    // Three people in two rounds are six answers, and still three people.
    const staffed = [
      ...people({ A: 3, B: 8, C: 20 }),
      ...people({ A: 3, B: 8, C: 20 }).map((person) => ({ ...person, round: '2022' })),
    ]
    const shownOf = (linkage: SurveyDataset['linkage'], by: readonly (keyof Person)[]): readonly unknown[] => {
      const [table] = protectTables([tableBy(staffed, by)], 5, { ...datasetOf(staffed), linkage })
      return table === undefined ? [] : shownRows(table).map((row) => table.rows[row]?.[0])
    }
    expect(shownOf('unlinked', ['organisation'])).toEqual(['A', 'B', 'C'])
    expect(shownOf('partly-linked', ['organisation'])).toEqual(['C'])
    expect(shownOf('linked', ['organisation'])).toEqual(['C'])
    expect(shownOf('linked', ['round', 'organisation'])).toEqual(['2021', '2022'])
  })

  test('people who were followed are counted once in a row of one round', () => {
    const staffed = [
      ...people({ A: 6, B: 8, C: 20 }),
      ...people({ A: 6, B: 8, C: 20 }).map((person) => ({ ...person, round: '2022' })),
    ]
    const linked: SurveyDataset = { ...datasetOf(staffed), linkage: 'linked' }
    const shownBy = (by: readonly (keyof Person)[]): number => {
      const [table] = protectTables([tableBy(staffed, by)], 5, linked)
      return table === undefined ? 0 : shownRows(table).length
    }
    expect(shownBy(['round', 'organisation'])).toBe(6)
    expect(shownBy(['organisation'])).toBe(3)
    expect(shownBy(['organisation', 'role'])).toBe(3)
  })

  test('a row without a round takes them together, though others of the table name one', () => {
    const table = builtTable(
      'random',
      {
        columns: [{ id: 'component', kind: 'text' }, ...columns],
        protection: { ...protection, family: ['component'] } as Protection,
      },
      [
        { id: 'round', kind: 'text' },
        { id: 'organisation', kind: 'text' },
      ],
      [
        { round: '2021', component: 'round', n: 40, mean: 3 },
        { round: '2022', component: 'round', n: 40, mean: 3 },
        { organisation: 'A', component: 'organisation', n: 6, mean: 3 },
        { organisation: 'B', component: 'organisation', n: 34, mean: 3 },
        { organisation: 'C', component: 'organisation', n: 40, mean: 3 },
      ],
    )
    const staffed = people({ A: 3, B: 17, C: 20 }).flatMap((person) => [person, { ...person, round: '2022' }])
    const linked: SurveyDataset = { ...datasetOf(staffed), linkage: 'linked' }
    const [shown] = protectTables([table], 5, linked)
    expect(shown === undefined ? [] : shownRows(shown)).toEqual([0, 1, 4])
  })

  test('a comparison goes with either of its groups', () => {
    const staffed = people({ A: 3, B: 8, C: 20, D: 30 })
    const pairs: ResultTable = {
      id: 'pairwise',
      columns: [
        { id: 'outcome', kind: 'text', refersTo: 'outcome' },
        { id: 'group_a', kind: 'text' },
        { id: 'group_b', kind: 'text' },
        { id: 'estimate', kind: 'number' },
        { id: 'term', kind: 'text', isKey: true },
      ],
      rows: [
        ['culture', 'A', 'B', 0.1, 'first'],
        ['culture', 'A', 'C', 0.2, 'second'],
        ['culture', 'C', 'D', 0.3, 'third'],
      ],
      protection: {
        kind: 'groups',
        of: 'descriptives',
        columns: ['group_a', 'group_b'],
        groupColumn: 'organisation',
        match: ['outcome'],
      },
      suppressed: [],
    }
    const descriptives = tableBy(staffed, by, 'descriptives')
    const renamed = {
      ...descriptives,
      columns: descriptives.columns.map((column) =>
        column.id === 'dimension' ? { ...column, id: 'outcome', refersTo: 'outcome' as const } : column,
      ),
      protection: { ...protection, family: ['outcome'] } as Protection,
    }
    const [, protectedPairs] = protectTables([renamed, pairs], 5, datasetOf(staffed))
    expect(protectedPairs?.rows.map((row) => row[3])).toEqual([null, null, 0.3])
    expect(protectedPairs?.rows[0]?.slice(0, 3)).toEqual(['culture', 'A', 'B'])
    expect(protectedPairs?.rows.map((row) => row[4])).toEqual(['first', 'second', 'third'])
  })

  test('a table about no persons is left alone', () => {
    const table: ResultTable = {
      id: 'points',
      columns: [{ id: 'value', kind: 'number' }],
      rows: [[1]],
      protection: { kind: 'open' },
      suppressed: [],
    }
    expect(protectTables([table], 5, datasetOf([]))).toEqual([table])
  })
})

describe('shares and extremes', () => {
  const categories = (counts: readonly number[], organisation: string): readonly TableRow[] => {
    const n = counts.reduce((sum, count) => sum + count, 0)
    return counts.map((count, index) => ({
      organisation,
      item: 'i1',
      value: index + 1,
      n,
      count,
      share: n === 0 ? null : count / n,
    }))
  }
  const distribution: Protection = {
    kind: 'counts',
    counts: ['n'],
    family: ['item'],
    keeps: ['value'],
    shares: ['share'],
    distributionOver: 'value',
  }
  const tableBy = (keys: readonly TableColumn[], rows: readonly TableRow[]): ResultTable =>
    builtTable(
      'categories',
      {
        columns: [
          { id: 'value', kind: 'number' },
          { id: 'n', kind: 'count' },
          { id: 'count', kind: 'count' },
          { id: 'share', kind: 'number' },
        ],
        protection: distribution,
      },
      keys,
      rows,
    )
  const table = (groups: Readonly<Record<string, readonly number[]>>): ResultTable =>
    tableBy(
      [
        { id: 'organisation', kind: 'text' },
        { id: 'item', kind: 'text', refersTo: 'item' },
      ],
      Object.entries(groups).flatMap(([organisation, counts]) => categories(counts, organisation)),
    )
  const staffed = (names: readonly string[]): readonly Person[] =>
    names.map((organisation) => ({ country: 'NO', organisation, unit: `${organisation}U`, role: 'r', round: '2021' }))
  const shownGroups = (shown: ResultTable | undefined): readonly unknown[] => [
    ...new Set(shown?.rows.filter((row) => row[4] !== null).map((row) => row[0])),
  ]

  test('where everybody answers alike, the whole distribution goes, and another group with it', () => {
    const [shown] = protectTables(
      [table({ A: [0, 30, 0], B: [10, 10, 10], C: [20, 20, 20] })],
      5,
      datasetOf(staffed(['A', 'B', 'C'])),
    )
    expect(shownGroups(shown)).toEqual(['C'])
    expect(shown?.rows[0]).toEqual(['A', 'i1', 1, null, null, null])
  })

  test('an unused category tells too much of a small group only', () => {
    const [shown] = protectTables(
      [table({ A: [0, 3, 4], B: [0, 10, 10], C: [8, 20, 20] })],
      5,
      datasetOf(staffed(['A', 'B', 'C'])),
    )
    expect(shownGroups(shown)).toEqual(['C'])
    const [wide] = protectTables([table({ B: [0, 10, 10], C: [8, 20, 20] })], 5, datasetOf(staffed(['B', 'C'])))
    expect(shownGroups(wide)).toEqual(['B', 'C'])
  })

  test('all respondents together are no protected group', () => {
    const whole = tableBy(
      [{ id: 'item', kind: 'text', refersTo: 'item' }],
      categories([0, 7, 0], 'x').map((row) =>
        Object.fromEntries(Object.entries(row).filter(([id]) => id !== 'organisation')),
      ),
    )
    expect(protectTables([whole], 5, datasetOf(staffed(['A'])))[0]?.suppressed).toEqual([])
    expect(
      protectTables([whole], 5, datasetOf(staffed(['A']), [{ column: 'organisation', in: ['A'] }]))[0]?.suppressed
        .length,
    ).toBeGreaterThan(0)
  })

  test('an extreme is shown when enough people share it', () => {
    const extremes: Protection = {
      kind: 'counts',
      counts: ['n'],
      family: ['dimension'],
      extremes: { min: ['at_min'], max: ['at_max'] },
    }
    const scores: ResultTable = {
      id: 'scores',
      columns: ['dimension', 'n', 'min', 'at_min', 'max', 'at_max'].map((id): TableColumn =>
        id === 'dimension' ? { id, kind: 'text', refersTo: 'dimension' } : { id, kind: 'count' },
      ),
      rows: [['culture', 40, 1.2, 1, 5, 9]],
      protection: extremes,
      suppressed: [],
    }
    const [shown] = protectTables([scores], 5, datasetOf([]))
    expect(shown?.rows[0]).toEqual(['culture', 40, null, null, 5, 9])
    expect(shown?.suppressed).toEqual([
      [0, 2],
      [0, 3],
    ])
  })
})

describe('publishable', () => {
  propertyTest.prop([
    fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1 }), { maxLength: 14 }),
    fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1 }), { maxLength: 4 }),
  ])('publishes as much as it may, in order, and never a secret', (candidates, secrets) => {
    const ordered = candidates.map((members) => members.toSorted((a, b) => a - b))
    const hidden = secrets.map((members) => members.toSorted((a, b) => a - b))
    const vector = (members: readonly number[]): readonly number[] =>
      Array.from({ length: 8 }, (_, atom) => (members.includes(atom) ? 1 : 0))
    const decided = publishable(ordered, hidden)
    const known: (readonly number[])[] = []
    ordered.forEach((members, index) => {
      const would = [...known, vector(members)]
      const tells = hidden.some((secret) => isDerivable(vector(secret), would))
      expect(decided[index]).toBe(!tells)
      if (decided[index] === true) known.push(vector(members))
    })
  })

  test('ten thousand groups are decided without anything dense', () => {
    const people = Array.from({ length: 10_000 }, (_, index): Person[] => {
      const organisation = `O${Math.floor(index / 20)}`
      return Array.from({ length: 1 + ((index * 7) % 9) }, () => ({
        country: index < 5000 ? 'NO' : 'SE',
        organisation,
        unit: `${organisation}U${index}`,
        role: 'r',
        round: '2021',
      }))
    }).flat()
    const levels = (id: 'country' | 'organisation' | 'unit'): readonly string[] => [
      ...new Set(people.map((one) => one[id])),
    ]
    const above = (id: 'organisation' | 'unit', parent: 'country' | 'organisation'): readonly number[] => {
      const order = new Map(levels(parent).map((level, index) => [level, index]))
      const first = new Map(people.map((one) => [one[id], order.get(one[parent]) ?? -1]))
      return levels(id).map((level) => first.get(level) ?? -1)
    }
    const dataset: SurveyDataset = {
      ...datasetOf([]),
      attributes: [
        { id: 'country', levels: levels('country'), parent: null, parentLevels: [-1, -1] },
        {
          id: 'organisation',
          levels: levels('organisation'),
          parent: 'country',
          parentLevels: above('organisation', 'country'),
        },
        { id: 'unit', levels: levels('unit'), parent: 'organisation', parentLevels: above('unit', 'organisation') },
      ],
    }
    const sizes = new Map<string, number>()
    for (const one of people) sizes.set(one.unit, (sizes.get(one.unit) ?? 0) + 1)
    const table = builtTable(
      'scores',
      { columns, protection },
      [
        { id: 'unit', kind: 'text' },
        { id: 'dimension', kind: 'text', refersTo: 'dimension' },
      ],
      [...sizes].map(([unit, n]) => ({ unit, dimension: 'culture', n, mean: 1 })),
    )
    const [shown] = protectTables([table], 5, dataset)
    expect(shownRows(shown ?? table).length).toBeGreaterThan(3000)
  })
})
