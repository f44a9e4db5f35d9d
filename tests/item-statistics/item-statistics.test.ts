import { afterEach, describe, expect, test } from 'vitest'
import type { FigureSpec, Mark } from '../../analyses/core/figure'
import itemStatistics from '../../analyses/item-statistics/analysis'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Answer, type Respondent } from '../survey/hand-made-survey'
import { cellsOf, inEnglish, runOn } from '../survey/run-analysis'

const labels = { '1': { en: 'No' }, '5': { en: 'Yes' } }
const instrument = instrumentOf(
  [{ labels }],
  [{ id: 'a' }],
  [{ id: 'a_1' }, { id: 'a_2' }, { id: 'a_3', reversed: true }],
)
const person = (
  answers: readonly Answer[],
  organisation: string | null = 'A',
  more: Partial<Respondent> = {},
): Respondent => ({
  places: { organisation },
  answers: { a_1: answers[0] ?? null, a_2: answers[1] ?? null, a_3: answers[2] ?? null },
  ...more,
})

const database = await engineOfTests()
afterEach(() => clear(database))
const open = (people: readonly Respondent[], more: object = {}): ReturnType<typeof openHandMade> =>
  openHandMade(database, { instrument, attributes: ['organisation'], people, ...more })
type Bars = Extract<Mark, { readonly mark: 'bar' }>
const bars = (figure: FigureSpec | undefined, role: string): readonly Bars[] =>
  (figure?.panels[0]?.marks ?? []).filter(
    (mark): mark is Bars =>
      mark.mark === 'bar' && !Array.isArray(mark.tone) && (mark.tone as { role: string }).role === role,
  )

describe('typed non-answers', () => {
  const drawn = async (people: readonly Respondent[]): Promise<readonly Bars[]> => {
    const outcome = await runOn(database, await open(people), itemStatistics)
    expect(outcome.figures.map(({ id }) => id)).toEqual(['diverging', 'stacked'])
    return outcome.figures.flatMap((figure) => bars(figure, 'non-response'))
  }

  test('stand beside the bars of those items that have some', async () => {
    const aside = await drawn([person([1, 2, 3]), person([2, 3, 4]), person(['refused', 4, 5]), person([3, 4, null])])
    // One respondent of four who were asked; a blank is no answer of a kind.
    expect(aside.map(({ at, from, to }) => [at.length, (to[0] ?? 0) - (from[0] ?? 0)])).toEqual([
      [1, expect.closeTo(1 / 4, 9)],
      [1, expect.closeTo(1 / 4, 9)],
    ])
  })

  test('are no bars where there are none', async () => {
    expect(await drawn([person([1, 2, 3]), person([2, 3, 4]), person([null, 4, 5])])).toEqual([])
  })
})

describe('an item', () => {
  test('is counted by kind of answer and described as turned', async () => {
    const people = [
      person([1, 5, 5]),
      person([2, 5, 4]),
      person(['dont_know', 5, 2]),
      person([null, 4, 1]),
      person(['refused', 'not_relevant', 1]),
    ]
    const outcome = await runOn(database, await open(people), itemStatistics)
    expect(cellsOf(outcome, 'items', { item: 'a_1' })).toMatchObject({
      n: 2,
      blank: 1,
      dont_know: 1,
      not_relevant: 0,
      refused: 1,
      mean: 1.5,
      median: 1.5,
      floor_share: 0.5,
      ceiling_share: 0,
      reversed: false,
      mean_as_answered: 1.5,
    })
    expect(cellsOf(outcome, 'items', { item: 'a_3' })).toMatchObject({
      n: 5,
      mean: 3.4,
      mean_as_answered: 2.6,
      floor_share: 0.2,
      ceiling_share: 0.4,
      reversed: true,
    })
    expect(outcome.notes.map(({ code }) => code)).toContain('survey:items-turned')
  })

  test('has every category of the declared scale as answered, used or not', async () => {
    const dataset = await open([person([1, 3, 5]), person([1, 3, 5]), person([4, 3, 5]), person([4, 3, 'dont_know'])])
    const outcome = await runOn(database, dataset, itemStatistics)
    const rows = outcome.tables.find(({ id }) => id === 'categories')?.rows.filter((row) => row[0] === 'a_1')
    expect(rows?.map((row) => [row[1], row[3], row[4]])).toEqual([
      [1, 2, 0.5],
      [2, 0, 0],
      [3, 0, 0],
      [4, 2, 0.5],
      [5, 0, 0],
    ])
    const label = rows?.[0]?.[2]
    expect(typeof label === 'object' && label !== null ? inEnglish(dataset, label) : label).toBe('No')
    expect(cellsOf(outcome, 'categories', { item: 'a_3', value: 5 })).toMatchObject({ count: 3, share: 1 })
  })

  test('correlates with the rest among those who answered all, whichever way round it is asked', async () => {
    const rows = [
      [1, 2, 5],
      [2, 1, 4],
      [3, 4, 3],
      [4, 3, 2],
      [5, 5, 2],
      [5, null, 1],
    ] as const
    const outcome = await runOn(database, await open(rows.map((row) => person(row))), itemStatistics)
    const complete = rows.slice(0, 5).map(([a, b, c]) => [Number(a), Number(b), 6 - Number(c)] as const)
    const correlation = (x: readonly number[], y: readonly number[]): number => {
      const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
      const product = (p: readonly number[], q: readonly number[]): number =>
        p.reduce((sum, value, index) => sum + (value - mean(p)) * ((q[index] ?? 0) - mean(q)), 0)
      return product(x, y) / Math.sqrt(product(x, x) * product(y, y))
    }
    const expected = correlation(
      complete.map((row) => row[2]),
      complete.map((row) => row[0] + row[1]),
    )
    expect(cellsOf(outcome, 'items', { item: 'a_3' })['item_rest_r']).toBeCloseTo(expected, 12)
  })

  test('that does not vary has no shape and no correlation', async () => {
    const outcome = await runOn(
      database,
      await open([person([3, 1, 2]), person([3, 2, 4]), person([3, 5, 5])]),
      itemStatistics,
    )
    expect(cellsOf(outcome, 'items', { item: 'a_1' })).toMatchObject({
      mean: 3,
      sd: 0,
      skewness: null,
      kurtosis: null,
      item_rest_r: null,
    })
  })

  test('is blank only for people it was put to', async () => {
    const asked = instrumentOf([{}], [{ id: 'a' }], [{ id: 'a_1' }, { id: 'a_2', askedOf: ['leader'] }])
    const of = (role: string, round: string, answers: Respondent['answers']): Respondent => ({
      places: { role },
      round,
      answers,
    })
    const people = [
      of('employee', '1', { a_1: 3 }),
      of('leader', '1', { a_1: 3 }),
      of('leader', '1', { a_1: 4, a_2: 5 }),
      of('leader', '2', { a_2: 4 }),
    ]
    const dataset = await open(people, {
      instrument: asked,
      attributes: ['role'],
      itemsMissingByRound: { '2': ['a_1'] },
    })
    const outcome = await runOn(database, dataset, itemStatistics)
    expect(cellsOf(outcome, 'items', { item: 'a_2' })).toMatchObject({ n: 2, blank: 1 })
    expect(cellsOf(outcome, 'items', { item: 'a_1' })).toMatchObject({ n: 3, blank: 0 })
    expect(outcome.notes.map(({ code }) => code)).toContain('item-statistics:not-in-round')
  })

  test('of numbers has no categories and no bars', async () => {
    const kilos = instrumentOf(
      [{ id: 'kg', kind: 'continuous', min: 0, max: 300, unit: 'kg' }],
      [],
      [{ id: 'weight', dimension: null, scale: 'kg' }],
    )
    const outcome = await runOn(
      database,
      await open(
        [71.5, 80, 301].map((weight) => ({ answers: { weight } })),
        { instrument: kilos, attributes: [] },
      ),
      itemStatistics,
    )
    expect(cellsOf(outcome, 'items', { item: 'weight' })).toMatchObject({ n: 2, mean: 75.75, item_rest_r: null })
    expect(outcome.tables.find(({ id }) => id === 'categories')?.rows).toEqual([])
    expect(outcome.figures).toEqual([])
  })

  test('has weighted shares and means beside the others', async () => {
    const outcome = await runOn(
      database,
      await open([person([1], 'A', { weight: 3 }), person([5], 'A', { weight: 1 })], { weighted: true }),
      itemStatistics,
      { weights: true },
    )
    expect(cellsOf(outcome, 'items', { item: 'a_1' })).toMatchObject({ mean: 3, weighted_mean: 2 })
    expect(cellsOf(outcome, 'categories', { item: 'a_1', value: 1 })).toMatchObject({
      share: 0.5,
      weighted_share: 0.75,
    })
    expect(cellsOf(outcome, 'categories', { item: 'a_1', value: 3 })).toMatchObject({ share: 0, weighted_share: 0 })
  })
})

describe('bars', () => {
  const people = [
    person([1, 3, 5]),
    person([2, 3, 5]),
    person([3, 3, 5]),
    person([5, 3, 5]),
    person(['dont_know', 3, 5]),
  ]

  test('stack to one, with non-answers outside', async () => {
    const outcome = await runOn(database, await open(people), itemStatistics, { chart: 'stacked' })
    expect(outcome.figures.map(({ id }) => id)).toEqual(['stacked'])
    const segments = bars(outcome.figures[0], 'likert')
    expect(segments).toHaveLength(5)
    expect(segments.map(({ from, to }) => [from[0], to[0]])).toEqual([
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 0.75],
      [0.75, 0.75],
      [0.75, 1],
    ])
    const [aside] = bars(outcome.figures[0], 'non-response')
    expect(aside?.from[0]).toBeGreaterThan(1)
    expect((aside?.to[0] ?? 0) - (aside?.from[0] ?? 0)).toBeCloseTo(0.2, 12)
    expect(outcome.figures[0]?.legend.filter(({ tone }) => tone.role === 'likert')).toHaveLength(5)
  })

  test('part in the middle of the neutral answers, or put these aside', async () => {
    const dataset = await open(people)
    const ends = async (neutral: string): Promise<readonly (readonly [unknown, unknown])[]> =>
      bars((await runOn(database, dataset, itemStatistics, { chart: 'diverging', neutral })).figures[0], 'likert').map(
        ({ from, to }) => [from[0], to[0]],
      )
    expect(await ends('middle')).toEqual([
      [-0.625, -0.375],
      [-0.375, -0.125],
      [-0.125, 0.125],
      [0.125, 0.125],
      [0.125, 0.375],
    ])
    const aside = await ends('side')
    expect(aside[0]).toEqual([-0.5, -0.25])
    expect(aside[4]).toEqual([0, 0.25])
    expect(Number(aside[2]?.[0])).toBeGreaterThan(0.25)
  })

  test('have a panel for each item by group, and a hatched bar where a group is withheld', async () => {
    const staff = ['A', 'B', 'C'].flatMap((organisation, index) =>
      Array.from({ length: [3, 12, 40][index] ?? 0 }, (_, row) =>
        person([1 + (row % 5), 1 + ((row * 2) % 5), 1 + ((row * 3) % 5)], organisation),
      ),
    )
    const outcome = await runOn(
      database,
      await open(staff),
      itemStatistics,
      { by: ['organisation'], chart: 'stacked' },
      { minGroup: 5 },
    )
    const [figure] = outcome.figures
    expect(figure?.panels).toHaveLength(3)
    const [hatched] = bars(figure, 'muted')
    expect(hatched?.hatched).toBe(true)
    expect(hatched?.at).toEqual(['A', 'B'])
    expect(cellsOf(outcome, 'items', { organisation: 'A', item: 'a_1' })).toMatchObject({
      n: null,
      mean: null,
      reversed: false,
    })
    expect(cellsOf(outcome, 'categories', { organisation: 'A', item: 'a_1', value: 2 })).toMatchObject({
      count: null,
      share: null,
    })
    expect(cellsOf(outcome, 'categories', { organisation: 'C', item: 'a_1', value: 2 })['count']).toBe(8)
  })
})

test('findings point out items at an end of the scale and items nobody answers', async () => {
  const people = Array.from({ length: 20 }, (_, row) => person([5, row % 4 === 0 ? 2 : 'not_relevant', 1 + (row % 5)]))
  const dataset = await open(people)
  const { finding } = (await runOn(database, dataset, itemStatistics)).prose
  const said = finding.map((sentence) => inEnglish(dataset, sentence)).join(' ')
  expect(said).toContain('At least 50% gave the highest answer to a_1.')
  expect(said).toContain('At least 20% did not answer a_2.')
})
