import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../analyses/core/database'
import { rowsOfTable, type Cell } from '../../analyses/core/result'
import { itemScaleCorrelations } from '../../analyses/numeric/reliability/item-scale-correlations'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import revalidation from '../../analyses/revalidation/analysis'
import { conclusionOf } from '../../analyses/revalidation/conclusion'
import { openDatabase } from '../../main/database'
import { factorAnswers, type MadeItem } from '../survey/factor-answers'
import { clear, instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'
import { cellsOf, runOn } from '../survey/run-analysis'

const good: readonly MadeItem[] = ['1', '2', '3', '4', '5'].map((id) => ({
  id: `relations_${id}`,
  factor: 0,
  loading: 0.75,
  ...(id === '3' ? { isReversed: true } : {}),
}))
const other: readonly MadeItem[] = ['1', '2', '3'].map((id) => ({ id: `culture_${id}`, factor: 1, loading: 0.75 }))
const instrument = instrumentOf(
  [{ max: 7 }],
  [{ id: 'culture' }, { id: 'relations' }],
  [...other, ...good].map(({ id, isReversed }) => ({ id, reversed: isReversed === true })),
)
const rounds = (index: number): Partial<Respondent> => ({ round: index % 2 === 0 ? '2021' : '2022' })

let database: Database
beforeAll(async () => {
  database = await openDatabase()
})
afterEach(() => clear(database))
afterAll(async () => {
  await database.close()
})
const run = async (
  people: readonly Respondent[],
  options: Readonly<Record<string, unknown>> = {},
  settings: Parameters<typeof runOn>[4] = {},
): Promise<AnalysisOutcome> =>
  runOn(
    database,
    await openHandMade(database, { instrument, people, attributes: ['organisation'] }),
    revalidation,
    { draws: 60, ...options },
    settings,
  )
const verdicts = (outcome: AnalysisOutcome): Readonly<Record<string, Cell>> =>
  Object.fromEntries(
    rowsOfTable(outcome.tables.find(({ id }) => id === 'conclusion') ?? outcome.tables[0]!).map(({ cells }) => [
      String(cells['aspect']),
      cells['verdict'] ?? null,
    ]),
  )
const codes = (outcome: AnalysisOutcome): readonly string[] => outcome.notes.map(({ code }) => code)

describe('the dimension', () => {
  test('is relations where the instrument has it, and any other on request', async () => {
    const people = factorAnswers(260, [...good, ...other], 2, 0.2, 4, rounds)
    expect(cellsOf(await run(people), 'reliability', {})).toMatchObject({ dimension: 'relations', items: 5, n: 260 })
    await clear(database)
    expect(cellsOf(await run(people, { dimension: 'culture' }), 'reliability', {})).toMatchObject({
      dimension: 'culture',
      items: 3,
    })
  })
})

describe('the conclusion', () => {
  test('a good dimension holds, with every reason for it', async () => {
    const outcome = await run(factorAnswers(500, [...good, ...other], 2, 0.2, 4, rounds))
    expect(verdicts(outcome)).toEqual({
      overall: 'holds',
      reliability: 'supports',
      'item-rest': 'supports',
      'one-factor': 'supports',
      loadings: 'supports',
      elsewhere: 'supports',
      distinct: 'supports',
      without: 'supports',
      invariance: 'supports',
    })
    expect(cellsOf(outcome, 'items', { item: 'relations_3' })['concerns']).toBe('none')
    expect(outcome.figures.map(({ id }) => id)).toEqual(['items', 'elsewhere', 'without'])
    expect(outcome.prose.finding).toHaveLength(9)
  })

  test('an item that belongs to another dimension speaks against it, by name', async () => {
    const astray = good.map((item) => (item.id === 'relations_5' ? { ...item, factor: 1 } : item))
    const outcome = await run(factorAnswers(500, [...astray, ...other], 2, 0, 4, rounds))
    expect(verdicts(outcome)).toMatchObject({
      overall: 'does-not-hold',
      'item-rest': 'questions',
      loadings: 'questions',
      elsewhere: 'questions',
      without: 'questions',
    })
    expect(cellsOf(outcome, 'items', { item: 'relations_5' })).toMatchObject({
      concerns: 'weak-rest weak-loading elsewhere',
      closest_dimension: 'culture',
    })
    expect(Number(cellsOf(outcome, 'elsewhere', { item: 'relations_5', dimension: 'culture' })['mi'])).toBeGreaterThan(
      50,
    )
    const [whole, without] = [
      cellsOf(outcome, 'without_item', { item: null }),
      cellsOf(outcome, 'without_item', { item: 'relations_5' }),
    ]
    expect(Number(without['alpha'])).toBeGreaterThan(Number(whole['alpha']) + 0.05)
    expect(Number(without['cfi'])).toBeGreaterThan(0.97)
  })

  test('two things under one name have no fit of one factor', async () => {
    const two = good.map((item, index) => ({ ...item, factor: index < 3 ? 0 : 2 }))
    const outcome = await run(factorAnswers(500, [...two, ...other], 3, 0, 9, rounds))
    expect(verdicts(outcome)['one-factor']).toBe('questions')
    expect(Number(cellsOf(outcome, 'fit', {})['cfi'])).toBeLessThan(0.9)
  })

  test('few people bear no conclusion, but the numbers are there', async () => {
    const outcome = await run(factorAnswers(60, [...good, ...other], 2, 0.2, 4, rounds))
    expect(verdicts(outcome)).toMatchObject({ overall: 'too-little', invariance: 'unknown' })
    expect(Number(cellsOf(outcome, 'reliability', {})['alpha'])).toBeGreaterThan(0.7)
    expect(codes(outcome)).toEqual(
      expect.arrayContaining(['revalidation:groups-too-small', 'revalidation:nothing-to-compare']),
    )
  })

  test('two things that speak against it leave it in part, unless they are reliability and one factor', () => {
    const verdictWith = (more: { isReliable: boolean; isOneFactor: boolean; itemRest: number; loading: number }) => {
      const [low, alpha, high] = more.isReliable ? [0.75, 0.8, 0.85] : [0.45, 0.5, 0.55]
      const cfi = more.isOneFactor ? 0.99 : 0.8
      return conclusionOf({
        dimension: 'relations',
        n: 400,
        reliability: {
          items: 4,
          alpha,
          low,
          high,
          omega: null,
          omegaLow: null,
          omegaHigh: null,
          averageCorrelation: 0.4,
        },
        fit: {
          chiSquare: 9,
          df: 2,
          pValue: 0.01,
          cfi,
          tli: 0.9,
          rmsea: 0.04,
          rmseaLow: 0.02,
          rmseaHigh: 0.06,
          srmr: 0.03,
        },
        items: [
          { item: 'a', mean: 3, sd: 1, itemRest: more.itemRest, loading: more.loading, closest: null, concerns: [] },
        ],
        elsewhere: [],
        without: [],
        htmt: [],
        steps: [],
        by: null,
      })[0]?.verdict
    }
    const all = { isReliable: true, isOneFactor: true, itemRest: 0.5, loading: 0.6 }
    expect(verdictWith(all)).toBe('holds')
    expect(verdictWith({ ...all, itemRest: 0.2 })).toBe('holds-in-part')
    expect(verdictWith({ ...all, itemRest: 0.2, loading: 0.3 })).toBe('holds-in-part')
    expect(verdictWith({ ...all, isReliable: false, loading: 0.3 })).toBe('holds-in-part')
    expect(verdictWith({ ...all, isOneFactor: false, loading: 0.3 })).toBe('holds-in-part')
    expect(verdictWith({ ...all, isReliable: false, isOneFactor: false })).toBe('does-not-hold')
    expect(verdictWith({ ...all, isReliable: false, itemRest: 0.2, loading: 0.3 })).toBe('does-not-hold')
  })

  test('three items leave the fit of one factor unknown', async () => {
    const outcome = await run(factorAnswers(300, [...good, ...other], 2, 0.2, 4, rounds), { dimension: 'culture' })
    expect(verdicts(outcome)['one-factor']).toBe('unknown')
    expect(cellsOf(outcome, 'fit', {})).toMatchObject({ df: 0, cfi: null, rmsea: null })
    // The row of all items, and three without a factor.
    expect(cellsOf(outcome, 'without_item', { item: 'culture_1' })).toMatchObject({ omega: null, cfi: null })
  })
})

describe('invariance', () => {
  test('an item that a round reads otherwise breaks it', async () => {
    const people = factorAnswers(1200, [...good, ...other], 2, 0.2, 4, rounds).map((person): Respondent => {
      if (person.round !== '2022') return person
      return { ...person, answers: { ...person.answers, relations_1: 8 - Number(person.answers['relations_1']) } }
    })
    const outcome = await run(people)
    expect(verdicts(outcome)['invariance']).toBe('questions')
    expect(cellsOf(outcome, 'invariance', { step: 'metric' })).toMatchObject({
      verdict: 'beyond-guides',
      n: 1200,
      groups: 2,
      delta_df: 4,
    })
  })

  test('is not asked for without groups', async () => {
    const outcome = await run(factorAnswers(200, [...good, ...other], 2, 0.2, 4), { by: null })
    expect(verdicts(outcome)['invariance']).toBe('unknown')
    expect(outcome.tables.find(({ id }) => id === 'groups')?.rows).toHaveLength(1)
    expect(cellsOf(outcome, 'invariance', { step: 'scalar' })).toMatchObject({
      verdict: 'not-tested',
      chi_square: null,
    })
  })

  test('groups that are withheld take no part', async () => {
    // D is too few to be shown, and C, large enough to be compared, is withheld besides, since the total is known.
    const placed = (index: number): Partial<Respondent> => ({
      places: { organisation: index < 4 ? 'D' : index < 114 ? 'C' : index % 2 === 0 ? 'A' : 'B' },
    })
    const people = factorAnswers(434, [...good, ...other], 2, 0.2, 4, placed)
    const metric = { step: 'metric' }
    const open = await run(people, { by: 'organisation' })
    expect(cellsOf(open, 'invariance', metric)).toMatchObject({ groups: 3, n: 430 })
    await clear(database)
    const shown = await run(people.slice(114), { by: 'organisation' })
    await clear(database)
    const outcome = await run(people, { by: 'organisation' }, { minGroup: 5 })
    expect(cellsOf(outcome, 'invariance', metric)).toMatchObject({ groups: 2, n: 320 })
    expect(cellsOf(outcome, 'invariance', metric)).toEqual(cellsOf(shown, 'invariance', metric))
    expect(cellsOf(outcome, 'groups', { organisation: 'C' })).toMatchObject({ n: null, state: null })
    expect(outcome.notes).toContainEqual(
      expect.objectContaining({
        code: 'revalidation:groups-withheld',
        about: { count: 2, by: { attribute: 'organisation' } },
      }),
    )
  })
})

describe('disclosure', () => {
  test('what rests on those who answered everything is left open where they are too few to be shown', async () => {
    // All answer the dimension, fifteen the other one too.
    const people = factorAnswers(300, [...good, ...other], 2, 0.2, 4, rounds).map((person, index): Respondent => {
      const few = Object.fromEntries(other.map(({ id }) => [id, null]))
      return index < 15 ? person : { ...person, answers: { ...person.answers, ...few } }
    })
    const asked = async (minGroup: number): Promise<readonly unknown[]> => {
      const outcome = await run(people, {}, { minGroup })
      await clear(database)
      const { reliability, elsewhere, distinct } = verdicts(outcome)
      return [reliability, elsewhere, distinct, codes(outcome).includes('revalidation:no-whole-model')]
    }
    expect((await asked(16)).slice(1)).toEqual(['unknown', 'unknown', true])
    expect((await asked(15))[3]).toBe(false)
    expect((await asked(15))[2]).not.toBe('unknown')
  })
})

describe('answers that cannot be analysed', () => {
  test('a dimension without three items that vary, and more items than people, are refused', async () => {
    const people = factorAnswers(50, [...good, ...other], 2, 0.2, 4, rounds)
    const constant = people.map((person) => ({ ...person, answers: { ...person.answers, culture_1: 4 } }))
    expect((await run(constant, { dimension: 'culture' })).refusal).toMatchObject({
      code: 'revalidation:too-few-items',
      about: { n: 2, min: 3 },
    })
    await clear(database)
    expect((await run(people.slice(0, 5))).refusal).toMatchObject({
      code: 'revalidation:too-few-respondents',
      about: { items: 5 },
    })
  })

  test('an item that repeats another leaves no factor, and says so', async () => {
    const people = factorAnswers(300, [...good, ...other], 2, 0.2, 4, rounds).map((person) => ({
      ...person,
      answers: { ...person.answers, relations_2: person.answers['relations_1'] ?? null },
    }))
    const outcome = await run(people)
    expect(codes(outcome)).toEqual(
      expect.arrayContaining(['revalidation:not-fitted', 'revalidation:whole-model-not-fitted']),
    )
    expect(verdicts(outcome)).toMatchObject({ 'one-factor': 'unknown', loadings: 'unknown' })
    expect(cellsOf(outcome, 'elsewhere', { item: 'relations_1', dimension: 'culture' })).toMatchObject({ mi: null })
    expect(cellsOf(outcome, 'elsewhere', { item: 'relations_1', dimension: 'culture' })['r']).not.toBeNull()
    // Without one of the two a factor is found again.
    expect(Number(cellsOf(outcome, 'without_item', { item: 'relations_2' })['cfi'])).toBeGreaterThan(0.95)
  })
})

test('items with sums of scales: by hand', () => {
  // Three items of one scale and one of another, covariances by hand.
  const covariance = Float64Array.of(4, 2, 1, 1, 2, 9, 3, 0, 1, 3, 16, 2, 1, 0, 2, 25)
  const found = itemScaleCorrelations(covariance, [0, 0, 0, 1], 2)
  expect(found[0]).toBeCloseTo(3 / (2 * Math.sqrt(9 + 16 + 6)), 12)
  expect(found[1]).toBeCloseTo(1 / 10, 12)
  expect(found[6]).toBeCloseTo(3 / (5 * Math.sqrt(4 + 9 + 16 + 12)), 12)
  expect(found[7]).toBeNaN()
})
