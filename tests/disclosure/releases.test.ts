import { beforeEach, describe, expect, test } from 'vitest'
import type { Condition, SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable, type Cell } from '../../analyses/core/result'
import { computeAnalysis } from '../../analyses/recipe/execute'
import { publishTogether } from '../../analyses/recipe/publishing'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'

/** What several analyses tell together. Who is where is written down here, so that what could be subtracted can be seen by eye. */

const database = await engineOfTests()
const instrument = instrumentOf(
  [{}],
  [{ id: 'culture' }, { id: 'technology' }],
  ['culture', 'technology'].flatMap((dimension) => [1, 2, 3, 4].map((number) => ({ id: `${dimension}_${number}` }))),
)

interface Group {
  readonly n: number
  readonly places: Readonly<Record<string, string>>
  readonly round?: string
  readonly blank?: readonly string[]
}

/** None of which is a whole round of the scale, so that no item has one answer from everybody. */
const steps = [2, 3, 4, 6, 7, 8, 9, 11]

/** People of some groups, whose answers differ from each other. */
const people = (groups: readonly Group[]): readonly Respondent[] =>
  groups.flatMap(({ n, places, round = '2022', blank = [] }, group) =>
    Array.from({ length: n }, (_, person) => ({
      round,
      places,
      answers: Object.fromEntries(
        instrument.items.map(({ id }, item) => [
          id,
          blank.includes(id) ? null : 1 + ((person * (steps[item] ?? 1) + group + item) % 5),
        ]),
      ),
    })),
  )

const open = (groups: readonly Group[]): Promise<SurveyDataset> =>
  openHandMade(database, { instrument, people: people(groups), attributes: ['organisation', 'unit', 'role'] })

interface Request {
  readonly as: string
  readonly id: string
  readonly by?: string | readonly string[]
  readonly where?: readonly Condition[]
  readonly isDerived?: boolean
}
const scores = (as: string, by: readonly string[] = [], where: readonly Condition[] = []): Request => ({
  as,
  id: 'dimension-scores',
  by,
  where,
})
const only = (column: string, ...levels: readonly string[]): readonly Condition[] => [{ column, in: levels }]

async function publish(dataset: SurveyDataset, requests: readonly Request[]): Promise<readonly AnalysisOutcome[]> {
  const publication = { minGroup: 5, language: 'en' } as const
  const runs = []
  for (const { as, id, by = [], where = [], isDerived = false } of requests) {
    const request = { id, as, options: { by }, where }
    const run = await computeAnalysis(
      database,
      { request, datasets: { survey: dataset, series: null }, seed: 1, publication },
      {},
    )
    runs.push({ ...run, prepared: { ...run.prepared, isDerived } })
  }
  return publishTogether(database, dataset, runs, publication)
}

/** A column of the rows that match, in order. */
function cells(
  outcomes: readonly AnalysisOutcome[],
  as: string,
  column: string,
  match: Readonly<Record<string, Cell>> = { dimension: 'culture' },
): readonly (Cell | undefined)[] {
  const table = outcomes
    .find((outcome) => outcome.as === as)
    ?.tables.find(({ columns }) => columns.some(({ id }) => id === column))
  return (table === undefined ? [] : rowsOfTable(table))
    .filter(({ cells: row }) => Object.entries(match).every(([id, value]) => row[id] === value))
    .map(({ cells: row }) => row[column])
}

describe('what several analyses tell together', () => {
  beforeEach(() => clear(database))

  const units = [
    { n: 14, places: { organisation: 'P', unit: 'A', role: 'employee' } },
    { n: 13, places: { organisation: 'P', unit: 'B', role: 'employee' } },
    { n: 1, places: { organisation: 'P', unit: 'C', role: 'employee' } },
    { n: 20, places: { organisation: 'Q', unit: 'X', role: 'employee' } },
  ]
  const filters = [
    scores('P', [], only('organisation', 'P')),
    scores('A', [], only('unit', 'A')),
    scores('B', [], only('unit', 'B')),
  ]

  test('a remainder of three filtered analyses is no single person', async () => {
    const told = await publish(await open(units), filters)
    expect(filters.map(({ as }) => cells(told, as, 'n')[0])).toEqual([28, 14, null])
    const [withheld] = told.find(({ as }) => as === 'B')?.withheld ?? []
    expect(withheld).toMatchObject({ as: 'B', table: 'scores', reason: 'few-people', beside: ['P'] })
    expect(told.find(({ as }) => as === 'B')?.notes.map(({ code }) => code)).toContain('recipe:withheld-beside')
  })

  test('nothing is withheld of two of the three, nor where the remainder is large enough', async () => {
    const dataset = await open(units)
    expect((await publish(dataset, filters.slice(0, 2))).flatMap(({ withheld }) => withheld)).toEqual([])
    await clear(database)
    const larger = units.map((unit) => (unit.n === 1 ? { ...unit, n: 5 } : unit))
    expect((await publish(await open(larger), filters)).flatMap(({ withheld }) => withheld)).toEqual([])
  })

  test('filters through different attributes are seen by their people', async () => {
    const told = await publish(
      await open([
        { n: 12, places: { organisation: 'P', unit: 'A', role: 'employee' } },
        { n: 2, places: { organisation: 'P', unit: 'A', role: 'leader' } },
        { n: 9, places: { organisation: 'Q', unit: 'X', role: 'leader' } },
      ]),
      [scores('in A', [], only('unit', 'A')), scores('employees', [], only('role', 'employee'))],
    )
    expect([cells(told, 'in A', 'n')[0], cells(told, 'employees', 'n')[0]]).toEqual([14, null])
  })

  test('of an overview and a result of the project, the overview is withheld', async () => {
    const told = await publish(await open(units), [
      { ...scores('overview', [], only('organisation', 'P')), isDerived: true },
      ...filters.slice(1),
    ])
    expect(['overview', 'A', 'B'].map((as) => cells(told, as, 'n')[0])).toEqual([null, 14, 13])
  })

  const roles = [
    { n: 14, places: { organisation: 'P', unit: 'A', role: 'employee' } },
    { n: 1, places: { organisation: 'P', unit: 'A', role: 'leader' } },
    { n: 14, places: { organisation: 'P', unit: 'B', role: 'employee' } },
    { n: 7, places: { organisation: 'P', unit: 'B', role: 'leader' } },
  ]

  test('an item is the same under the name of its dimension', async () => {
    const told = await publish(await open(roles), [
      { as: 'items', id: 'item-statistics', by: ['unit'] },
      { as: 'reliability', id: 'reliability', by: ['unit'], where: only('role', 'employee') },
    ])
    const ofA = { unit: 'A', item: 'culture_1' }
    expect(cells(told, 'items', 'mean', ofA)[0]).not.toBeNull()
    expect(cells(told, 'reliability', 'mean', ofA)).toEqual([null])
    expect(cells(told, 'reliability', 'item_rest_r', ofA)[0]).not.toBeNull()
    expect(cells(told, 'reliability', 'mean', { unit: 'B', item: 'culture_1' })[0]).not.toBeNull()
  })

  test('a dimension is the mean of its items: the last of them is withheld, and no more', async () => {
    const told = await publish(await open(roles), [
      scores('scores', ['unit']),
      { as: 'items', id: 'item-statistics', by: ['unit'], where: only('role', 'employee') },
    ])
    expect(cells(told, 'scores', 'n', { unit: 'A', dimension: 'culture' })).toEqual([15])
    const means = [1, 2, 3, 4].map(
      (number) => cells(told, 'items', 'mean', { unit: 'A', item: `culture_${number}` })[0],
    )
    expect(means.map((mean) => mean === null)).toEqual([false, false, false, true])
  })

  test('whoever left an item blank is not what listwise and all answers differ by, nor a prorated score and its items', async () => {
    const told = await publish(
      await open([
        { n: 11, places: { organisation: 'P', unit: 'A', role: 'employee' } },
        { n: 1, places: { organisation: 'P', unit: 'A', role: 'employee' }, blank: ['culture_4'] },
        { n: 12, places: { organisation: 'P', unit: 'B', role: 'employee' } },
      ]),
      [
        { as: 'items', id: 'item-statistics', by: ['unit'] },
        { as: 'reliability', id: 'reliability', by: ['unit'] },
        scores('scores', ['unit']),
      ],
    )
    for (const number of [1, 2, 3])
      expect(cells(told, 'reliability', 'mean', { unit: 'A', item: `culture_${number}` })).toEqual([null])
    expect(cells(told, 'scores', 'n', { unit: 'A', dimension: 'culture' })).toEqual([12])
    expect(cells(told, 'items', 'mean', { unit: 'A', item: 'culture_4' })).toEqual([null])
    expect(cells(told, 'items', 'mean', { unit: 'A', item: 'culture_3' })[0]).not.toBeNull()
    expect(cells(told, 'reliability', 'mean', { unit: 'A', item: 'technology_1' })[0]).not.toBeNull()
  })

  test('tables by columns that cut across each other are held against each other', async () => {
    const told = await publish(
      await open([
        { n: 30, places: { organisation: 'X', unit: 'X', role: 'employee' } },
        { n: 1, places: { organisation: 'X', unit: 'X', role: 'leader' } },
        { n: 11, places: { organisation: 'Y', unit: 'Y', role: 'leader' } },
      ]),
      [scores('by role', ['role']), scores('by organisation', ['organisation'])],
    )
    const leaders = cells(told, 'by role', 'n', { role: 'leader', dimension: 'culture' })[0]
    const other = cells(told, 'by organisation', 'n', { organisation: 'Y', dimension: 'culture' })[0]
    expect([leaders, other]).toContain(null)
    expect([leaders, other]).not.toEqual([null, null])
  })

  test('a test stands on no group that is withheld because of what is told elsewhere', async () => {
    const dataset = await open([
      { n: 14, places: { organisation: 'P', unit: 'A', role: 'employee' } },
      { n: 1, places: { organisation: 'P', unit: 'A', role: 'leader' } },
      { n: 21, places: { organisation: 'P', unit: 'B', role: 'employee' } },
      { n: 18, places: { organisation: 'Q', unit: 'C', role: 'employee' } },
    ])
    const comparison = (as: string, where: readonly Condition[]): Request => ({
      as,
      id: 'group-comparison',
      by: 'unit',
      where,
    })
    const everybody = scores('everybody in A', [], only('unit', 'A'))
    const employees = comparison('employees', only('role', 'employee'))
    const told = await publish(dataset, [everybody, employees])
    const ofTwo = await publish(dataset, [
      comparison('of two', [...only('role', 'employee'), ...only('unit', 'B', 'C')]),
    ])
    const ofThree = await publish(dataset, [employees])
    const ofCulture = { outcome: 'culture' }
    expect(cells(told, 'employees', 'n', { outcome: 'culture', unit: 'A' })).toEqual([null])
    for (const column of ['statistic', 'df_residual', 'p_value']) {
      const [found, two, three] = [told, ofTwo, ofThree].map((outcomes) => {
        const as = outcomes === ofTwo ? 'of two' : 'employees'
        return cells(outcomes, as, column, ofCulture)[0]
      })
      expect(found, column).toEqual(two)
      expect(found, column).not.toEqual(three)
    }
  })
})
