import { afterEach, describe, expect, test } from 'vitest'
import dimensionScores from '../../analyses/dimension-scores/analysis'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'
import { cellsOf, inEnglish, runOn } from '../survey/run-analysis'

const instrument = instrumentOf(
  [{}],
  [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
  ['a_1', 'a_2', 'b_1', 'b_2', 'c_1', 'c_2'].map((id) => ({ id })),
)
const person = (
  organisation: string | null,
  a: number,
  b: number,
  c: number,
  more: Partial<Respondent> = {},
): Respondent => ({ places: { organisation }, answers: { a_1: a, a_2: a, b_1: b, b_2: b, c_1: c, c_2: c }, ...more })
const group = (
  organisation: string,
  size: number,
  of: (index: number) => readonly [number, number, number] = (index) => [1 + (index % 5), 4, 3],
): readonly Respondent[] => Array.from({ length: size }, (_, index) => person(organisation, ...of(index)))

const database = await engineOfTests()
afterEach(() => clear(database))
const open = (people: readonly Respondent[], more: object = {}): ReturnType<typeof openHandMade> =>
  openHandMade(database, { instrument, attributes: ['organisation'], people, ...more })

describe('a description', () => {
  test('of one person has a mean and nothing that needs two', async () => {
    const outcome = await runOn(database, await open([person('A', 3, 4, 5)]), dimensionScores)
    expect(cellsOf(outcome, 'scores', { dimension: 'a' })).toMatchObject({
      n: 1,
      mean: 3,
      sd: null,
      se: null,
      conf_low: null,
      median: 3,
      min: 3,
      max: 3,
      rank: 3,
    })
  })

  test('of nobody has a count of zero', async () => {
    const outcome = await runOn(
      database,
      await open([{ places: { organisation: 'A' }, answers: { a_1: 3, a_2: 3 } }]),
      dimensionScores,
    )
    expect(cellsOf(outcome, 'scores', { dimension: 'b' })).toMatchObject({
      n: 0,
      mean: null,
      median: null,
      rank: null,
      lost: 0,
    })
  })

  test('ranks dimensions within the group, ties sharing the better place', async () => {
    const outcome = await runOn(
      database,
      await open([...group('A', 6, () => [2, 4, 4]), ...group('B', 6, () => [5, 1, 3])]),
      dimensionScores,
      { by: ['organisation'] },
    )
    const ranks = (organisation: string): readonly unknown[] =>
      ['a', 'b', 'c'].map((dimension) => cellsOf(outcome, 'scores', { organisation, dimension })['rank'])
    expect(ranks('A')).toEqual([3, 1, 1])
    expect(ranks('B')).toEqual([1, 3, 2])
  })

  test('does not rank what lies on different ranges', async () => {
    const mixed = instrumentOf(
      [{}],
      [{ id: 'a' }, { id: 'b', score: 'sum' }],
      ['a_1', 'a_2', 'b_1', 'b_2'].map((id) => ({ id })),
    )
    const outcome = await runOn(database, await open(group('A', 6), { instrument: mixed }), dimensionScores)
    expect(cellsOf(outcome, 'scores', { dimension: 'b' })).toMatchObject({ mean: 8, rank: null })
    expect(outcome.notes.map(({ code }) => code)).toContain('dimension-scores:note.ranges-differ')
    expect(outcome.figures.map(({ id }) => id)).toEqual(['profile'])
  })

  test('says how many scores were lost and how many stand on some items only', async () => {
    const four = instrumentOf(
      [{}],
      [{ id: 'a' }],
      ['a_1', 'a_2', 'a_3', 'a_4'].map((id) => ({ id })),
    )
    const people: readonly Respondent[] = [
      ...Array.from({ length: 4 }, () => ({ answers: { a_1: 5, a_2: 5, a_3: 5, a_4: 5 } })),
      { answers: { a_1: 1, a_2: 1 } },
      { answers: { a_1: 1 } },
    ]
    const outcome = await runOn(database, await open(people, { instrument: four, attributes: [] }), dimensionScores)
    expect(cellsOf(outcome, 'scores', { dimension: 'a' })).toMatchObject({
      n: 5,
      mean: 4.2,
      lost: 1,
      prorated: 1,
      n_complete: 4,
      mean_complete: 5,
    })
    expect(outcome.notes.map(({ code }) => code)).toEqual(['survey:scores-lost', 'survey:prorated'])
    const guarded = await runOn(database, await openAgain(people, four), dimensionScores, {}, { minGroup: 5 })
    // 5 · 4.2 − 4 · 5 would be the one prorated score.
    expect(cellsOf(guarded, 'scores', { dimension: 'a' })).toMatchObject({
      mean: 4.2,
      mean_complete: null,
      prorated: null,
      n_complete: null,
    })
    // The only complete answers among many prorated ones would be told as they are.
    const one = [...people.slice(0, 1), ...Array.from({ length: 5 }, () => ({ answers: { a_1: 2, a_2: 3 } }))]
    const few = await runOn(database, await openAgain(one, four), dimensionScores, {}, { minGroup: 5 })
    expect(cellsOf(few, 'scores', { dimension: 'a' })).toMatchObject({
      n: 6,
      mean_complete: null,
      prorated: null,
      n_complete: null,
    })
  })

  const openAgain = async (
    people: readonly Respondent[],
    changed: typeof instrument,
  ): ReturnType<typeof openHandMade> => {
    await clear(database)
    return open(people, { instrument: changed, attributes: [] })
  }

  test('has weighted means with the plain ones beside them when asked, and a note when there are no weights', async () => {
    const people = [person('A', 2, 3, 3, { weight: 3 }), person('A', 4, 3, 3, { weight: 1 })]
    const outcome = await runOn(database, await open(people, { weighted: true }), dimensionScores, { weights: true })
    expect(cellsOf(outcome, 'scores', { dimension: 'a' })).toMatchObject({ mean: 2.5, mean_unweighted: 3 })
    await clear(database)
    const without = await runOn(database, await open(people), dimensionScores, { weights: true })
    expect(cellsOf(without, 'scores', { dimension: 'a' })['mean_unweighted']).toBeNull()
    expect(without.notes.map(({ code }) => code)).toEqual(['survey:no-weights'])
  })

  test('warns when rounds are taken together', async () => {
    const people = ['2021', '2022'].flatMap((round) => group('A', 6).map((one) => ({ ...one, round })))
    const dataset = await open(people)
    expect((await runOn(database, dataset, dimensionScores)).notes.map(({ code }) => code)).toEqual([
      'survey:pooled-over-rounds',
    ])
    expect((await runOn(database, dataset, dimensionScores, { by: ['round'] })).notes).toEqual([])
  })
})

describe('small groups', () => {
  test('and those that would give them away are in no table, figure or sentence', async () => {
    const people = [
      ...group('A', 3, () => [5, 5, 5]),
      ...group('B', 7, () => [1, 1, 1]),
      ...group('C', 20),
      ...group('D', 30),
    ]
    const dataset = await open(people)
    const outcome = await runOn(database, dataset, dimensionScores, { by: ['organisation'] }, { minGroup: 5 })
    for (const organisation of ['A', 'B'])
      expect(cellsOf(outcome, 'scores', { organisation, dimension: 'a' })).toMatchObject({
        n: null,
        mean: null,
        max: null,
        rank: null,
      })
    expect(cellsOf(outcome, 'scores', { organisation: 'C', dimension: 'a' })['n']).toBe(20)
    const heatmap = outcome.figures.find(({ id }) => id === 'heatmap')
    const cell = heatmap?.panels[0]?.marks[0]
    if (cell?.mark !== 'cell') throw new Error('no heatmap')
    expect(cell.value.slice(0, 6)).toEqual([null, null, null, null, null, null])
    expect(cell.text.slice(0, 6)).toEqual([':', ':', ':', ':', ':', ':'])
    expect(outcome.prose.finding.map((sentence) => inEnglish(dataset, sentence)).join(' ')).not.toMatch(/5\.00|1\.00/)
  })

  test('leave extremes only where enough share them', async () => {
    const people = [person('A', 1, 3, 3), ...group('A', 20, () => [3, 3, 3]), ...group('A', 6, () => [5, 3, 3])]
    const cells = cellsOf(await runOn(database, await open(people), dimensionScores, {}, { minGroup: 5 }), 'scores', {
      dimension: 'a',
    })
    expect(cells).toMatchObject({ n: 27, min: null, at_min: null, max: 5, at_max: 6 })
  })

  test('all of them leave a sentence that says so', async () => {
    const dataset = await open([...group('A', 2), ...group('B', 2), ...group('C', 2)])
    const outcome = await runOn(database, dataset, dimensionScores, { by: ['organisation'] }, { minGroup: 5 })
    expect(outcome.prose.finding).toEqual([{ message: 'dimension-scores:say.finding.nothing' }])
  })
})

describe('the interval of a mean', () => {
  test('stays within the scale near its ends, and has a width where everybody answered alike', async () => {
    const people = group('A', 12, (index) => [index === 0 ? 4 : 5, 5, 1 + (index % 5)])
    const outcome = await runOn(database, await open(people), dimensionScores, {}, { minGroup: 1 })
    const interval = (dimension: string): readonly number[] =>
      ['conf_low', 'mean', 'conf_high'].map((column) => Number(cellsOf(outcome, 'scores', { dimension })[column]))
    for (const dimension of ['a', 'b', 'c']) {
      const [low, mean, high] = interval(dimension) as [number, number, number]
      expect(low).toBeLessThan(mean)
      expect(high).toBeLessThanOrEqual(5)
      expect(high).toBeGreaterThanOrEqual(mean)
    }
    // R: 1 + 4 * plogis(qlogis(47/48) + c(-1, 1) * qt(.975, 11) * sd / (47/48 * 1/48)) with sd the standard error over 4.
    expect(interval('a')[0]).toBeCloseTo(4.32937678946806, 9)
    expect(interval('a')[2]).toBeCloseTo(4.99103038740916, 9)
    // R: 1 + 4 * binom.test(12, 12)$conf.int[1]
    expect(interval('b')[0]).toBeCloseTo(3.9414061224118, 9)
  })
})

describe('figures', () => {
  test('are a radar beside dots for up to three groups, and only dots and a heatmap for more', async () => {
    const dataset = await open(['A', 'B', 'C', 'D'].flatMap((organisation) => group(organisation, 6)))
    const ids = async (where: readonly { column: string; in: readonly string[] }[]): Promise<readonly string[]> =>
      (await runOn(database, dataset, dimensionScores, { by: ['organisation'] }, { where })).figures.map(({ id }) => id)
    expect(await ids([])).toEqual(['profile', 'heatmap'])
    expect(await ids([{ column: 'organisation', in: ['A', 'B', 'C'] }])).toEqual(['profile', 'heatmap', 'radar'])
    const radar = (await runOn(database, dataset, dimensionScores)).figures.find(({ id }) => id === 'radar')
    expect(radar?.panels.map(({ geometry }) => geometry)).toEqual(['radial', 'cartesian'])
    expect(radar?.panels[0]?.y).toMatchObject({ domain: [1, 5] })
  })

  test('are a radar as soon as one dimension has a mean', async () => {
    const ids = async (answers: Respondent['answers']): Promise<readonly string[]> => {
      const dataset = await open(Array.from({ length: 6 }, () => ({ places: { organisation: 'A' }, answers })))
      const { figures } = await runOn(database, dataset, dimensionScores)
      await clear(database)
      return figures.map(({ id }) => id)
    }
    expect(await ids({ a_1: 3, a_2: 4 })).toContain('radar')
    expect(await ids({})).not.toContain('radar')
  })
})

describe('sentences', () => {
  test('give every mean its own n, and no interval where one answer has none', async () => {
    const dataset = await open([person('A', 1, 4, 3), ...group('B', 2)])
    const outcome = await runOn(database, dataset, dimensionScores, { by: ['organisation'] }, { minGroup: 1 })
    const [first, second] = outcome.prose.finding.map((sentence) => inEnglish(dataset, sentence))
    expect(first).toContain('n = 1')
    expect(first).not.toMatch(/CI|\.\./)
    expect(second).toMatch(/CI .* to .*; n = 2\)/)
  })
})
