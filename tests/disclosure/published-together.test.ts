import { beforeEach, describe, expect, test } from 'vitest'
import { attack, attackRule } from '../../analyses/attack/attack'
import { readPeople } from '../../analyses/attack/people'
import type { Condition, SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import { published, type Asked } from '../attack/attacked'
import { engineOfTests } from '../database/engine-of-tests'
import { openFixture } from '../fixture-project'
import { randomSource } from '../random-source'
import { clear, instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'

/** Whole projects in which somebody once could take single answers out of what was shown together. The attacker, who knows nothing of the rule, finds none. */

const database = await engineOfTests()
const instrument = instrumentOf(
  [{}],
  [{ id: 'culture' }, { id: 'technology' }],
  ['culture', 'technology'].flatMap((dimension) => [1, 2, 3, 4].map((item) => ({ id: `${dimension}_${item}` }))),
)

function answers(random: () => number): Respondent['answers'] {
  return Object.fromEntries(instrument.items.map(({ id }) => [id, 1 + Math.floor(random() * 5)]))
}

interface Told {
  readonly derived: number
  readonly statements: number
  rows(as: string, table: string, match: TableRow): readonly TableRow[]
}

async function toldOf(survey: SurveyDataset, requests: readonly Asked[]): Promise<Told> {
  const outcomes = await published(database, survey, requests, 5)
  expect(outcomes.map(({ status }) => status)).toEqual(requests.map(() => 'ok'))
  const found = attack(outcomes, await readPeople(database, survey), attackRule(5), { abort: { aborted: false } })
  expect(found.isComplete).toBe(true)
  expect(found.unread).toEqual([])
  return {
    derived: found.derived.length,
    statements: found.statements,
    rows: (as, id, match) => {
      const table = outcomes.find((outcome) => outcome.as === as)?.tables.find((one) => one.id === id)
      return (table === undefined ? [] : rowsOfTable(table))
        .map(({ cells }) => cells)
        .filter((cells) => Object.entries(match).every(([column, value]) => cells[column] === value))
    },
  }
}

describe('rounds in which everybody is followed', () => {
  beforeEach(() => clear(database))

  /** Twenty persons in two rounds. @param blank of these persons in the later round one item */
  function linked(blank: readonly number[]): readonly Respondent[] {
    const random = randomSource(17)
    return ['2021', '2022'].flatMap((round) =>
      Array.from({ length: 20 }, (_, person) => {
        const own = answers(random)
        return {
          round,
          respondent: `p${person}`,
          places: { organisation: 'P' },
          answers: round === '2022' && blank.includes(person) ? { ...own, culture_2: null } : own,
        }
      }),
    )
  }
  const requests: readonly Asked[] = [
    { id: 'round-change', as: 'change', where: [], options: { from: '2021', to: '2022', max_half_width: 2 } },
    { id: 'item-statistics', as: 'items', where: [], options: { by: ['round'] } },
  ]

  test('the one who left an item blank in the later round is not what the pairs and the first round differ by', async () => {
    const survey = await openHandMade(database, { instrument, people: linked([7]), attributes: ['organisation'] })
    const { derived, statements, rows } = await toldOf(survey, requests)
    expect([derived, statements > 20]).toEqual([0, true])
    expect(rows('items', 'items', { round: '2021', item: 'culture_2' })[0]?.['n']).toBe(20)
    expect(rows('change', 'top_movers', { item: 'culture_1' })[0]?.['estimate']).toBeTypeOf('number')
    expect(rows('change', 'top_movers', { item: 'culture_2' })[0]?.['estimate']).toBeNull()
  })

  const measures: readonly Asked[] = [
    { id: 'measures', as: 'measures', where: [], options: { importance: 'equal', max_half_width: 2 } },
  ]

  test('nor what the change of those followed and the means of both rounds differ by, in one table', async () => {
    const survey = await openHandMade(database, { instrument, people: linked([7]), attributes: ['organisation'] })
    const { derived, rows } = await toldOf(survey, [
      { ...measures[0], options: { ...measures[0]?.options, outcomes: ['culture_1', 'culture_2'] } } as Asked,
    ])
    expect(derived).toBe(0)
    const [whole, lacking] = ['culture_1', 'culture_2'].map((outcome) => rows('measures', 'priorities', { outcome })[0])
    expect([whole?.['n'], whole?.['n_before'], whole?.['n_linked']]).toEqual([20, 20, 20])
    expect(whole?.['change']).toBeTypeOf('number')
    expect([lacking?.['n'], lacking?.['n_before'], lacking?.['n_linked']]).toEqual([19, 20, 19])
    expect([lacking?.['change'], lacking?.['verdict'], lacking?.['reason']]).toEqual([null, null, null])
  })

  test('a change of fewer persons than may be shown is not shown, of enough beside enough it is', async () => {
    const outcomes = ['culture_1', 'culture_2']
    for (const [blank, shown] of [
      [[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], false],
      [[0, 1, 2, 3, 4, 5, 6], true],
    ] as const) {
      await clear(database)
      const people = linked(blank)
      const survey = await openHandMade(database, { instrument, people, attributes: ['organisation'] })
      const { derived, rows } = await toldOf(survey, [
        { ...measures[0], options: { ...measures[0]?.options, outcomes } } as Asked,
      ])
      expect(derived).toBe(0)
      expect(rows('measures', 'priorities', { outcome: 'culture_2' })[0]?.['change'] !== null).toBe(shown)
    }
  })

  test('of seven who did nothing is withheld', async () => {
    const people = linked([0, 1, 2, 3, 4, 5, 6])
    const survey = await openHandMade(database, { instrument, people, attributes: ['organisation'] })
    const { derived, rows } = await toldOf(survey, requests)
    expect(derived).toBe(0)
    expect(rows('change', 'top_movers', { item: 'culture_2' })[0]?.['estimate']).toBeTypeOf('number')
    expect(rows('items', 'items', { round: '2022', item: 'culture_2' })[0]?.['n']).toBe(13)
  })
})

test('an organisation less its units is not the two who named no unit, nor they with the leader of one', async () => {
  await clear(database)
  const random = randomSource(51)
  const people = [
    ['A', 'employee', 14],
    ['A', 'leader', 1],
    ['B', 'employee', 15],
    ['B', 'leader', 9],
    [null, 'employee', 2],
  ] as const
  const survey = await openHandMade(database, {
    instrument,
    people: people.flatMap(([unit, role, n]) =>
      Array.from({ length: n }, () => ({ places: { organisation: 'P', unit, role }, answers: answers(random) })),
    ),
    attributes: ['organisation', 'unit', 'role'],
  })
  const scores = (as: string, by: readonly string[], where: readonly Condition[] = []): Asked => ({
    id: 'dimension-scores',
    as,
    where,
    options: { by },
  })
  const { derived, rows } = await toldOf(survey, [
    scores('all', ['unit']),
    scores('employees', ['unit'], [{ column: 'role', in: ['employee'] }]),
    scores('whole', ['organisation']),
  ])
  expect(derived).toBe(0)
  const counts = (as: string): readonly unknown[] => rows(as, 'scores', { dimension: 'culture' }).map(({ n }) => n)
  expect([counts('whole'), counts('all'), counts('employees')]).toEqual([[41], [null, 24], [null, 15]])
})

test('items, listwise items and scores of the sample tell no single answer, by unit and role', async () => {
  const { database: own, datasets } = await openFixture('fixtures/sample/recipe.json')
  try {
    const { survey } = datasets
    if (survey === null) throw new Error('the sample has no survey')
    const where = [{ column: 'round', in: ['2021'] }]
    const options = { by: ['unit', 'role'] }
    const outcomes = await published(
      own,
      survey,
      [
        { id: 'item-statistics', as: 'items', where, options },
        { id: 'reliability', as: 'listwise', where, options: { ...options, draws: 0 } },
        { id: 'dimension-scores', as: 'scores', where, options },
      ],
      5,
    )
    const shown = (as: string, table: string): ReadonlyMap<string, TableRow> =>
      new Map(
        outcomes
          .filter((outcome) => outcome.as === as)
          .flatMap(({ tables }) => tables.filter(({ id }) => id === table).flatMap(rowsOfTable))
          .filter(({ cells }) => cells['mean'] !== null)
          .map(({ cells }) => [
            JSON.stringify([cells['organisation'], cells['unit'], cells['role'], cells['item']]),
            cells,
          ]),
      )
    const listwise = [...shown('listwise', 'items')]
    const all = shown('items', 'items')
    const differences = listwise.flatMap(([key, { n }]) => {
      const beside = all.get(key)
      return beside === undefined ? [] : [Number(beside['n']) - Number(n)]
    })
    expect(differences.length).toBeGreaterThan(150)
    expect(differences.filter((people) => people > 0 && people < 5)).toEqual([])
    expect(all.size).toBeGreaterThan(500)
  } finally {
    await own.close()
  }
}, 120_000)
