import { itemInWords } from '../../analyses/core/words'
import { afterEach, describe, expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import structure from '../../analyses/structure/analysis'
import { engineOfTests } from '../database/engine-of-tests'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { factorAnswers, type MadeItem } from '../survey/factor-answers'
import { clear, instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'
import { cellsOf, inEnglish, runOn } from '../survey/run-analysis'

const items: readonly MadeItem[] = [
  { id: 'a_1', factor: 0, loading: 0.8 },
  { id: 'a_2', factor: 0, loading: 0.7 },
  { id: 'a_3', factor: 0, loading: 0.6, isReversed: true },
  { id: 'a_4', factor: 0, loading: 0.65 },
  { id: 'b_1', factor: 1, loading: 0.8 },
  { id: 'b_2', factor: 1, loading: 0.7 },
  { id: 'b_3', factor: 1, loading: 0.6 },
]
const instrument = instrumentOf(
  [{ max: 7 }],
  [{ id: 'a' }, { id: 'b' }],
  items.map(({ id, isReversed }) => ({ id, reversed: isReversed === true })),
)

const database = await engineOfTests()
afterEach(() => clear(database))
const run = async (
  people: readonly Respondent[],
  options: Readonly<Record<string, unknown>> = {},
  settings: Parameters<typeof runOn>[4] = {},
  more: object = {},
): Promise<AnalysisOutcome> =>
  runOn(
    database,
    await openHandMade(database, { instrument, people, attributes: ['organisation'], ...more }),
    structure,
    { draws: 100, ...options },
    settings,
  )
const codes = (outcome: AnalysisOutcome): readonly string[] => outcome.notes.map(({ code }) => code)
const said = (outcome: AnalysisOutcome): readonly string[] =>
  outcome.prose.finding.map((sentence) =>
    typeof sentence === 'object' && 'message' in sentence ? sentence.message : '',
  )
const people = factorAnswers(400, items, 2, 0.2, 5)

describe('answers that hang together by chance only', () => {
  test('have no component, and a good fit is not said to support the factors', async () => {
    const unrelated = items.map((item) => ({ ...item, loading: 0 }))
    const outcome = await run(factorAnswers(400, unrelated, 2, 0, 11), { method: 'efa-minres' })
    expect(outcome.notes.find(({ code }) => code === 'structure:suggested')?.about).toMatchObject({ suggested: 0 })
    const guides = outcome.prose.finding.find(
      (sentence) => typeof sentence === 'object' && 'message' in sentence && sentence.message.endsWith('fit-guides'),
    )
    expect(guides).toMatchObject({ values: { isOfNothing: true } })
  })
})

describe('answers that follow the instrument', () => {
  test('fit its model, load as they were made, and are as many components as dimensions', async () => {
    const outcome = await run(people)
    expect(outcome.refusal).toBeNull()
    const fit = cellsOf(outcome, 'fit', {})
    expect(fit).toMatchObject({ method: 'cfa', n: 400, factors: 2, df: 13 })
    expect(fit['cfi']).toBeGreaterThan(0.97)
    for (const { id, factor, loading } of items) {
      const found = Number(cellsOf(outcome, 'loadings', { item: id, factor: ['a', 'b'][factor] ?? '' })['standardized'])
      expect(Math.abs(found - loading), id).toBeLessThan(0.15)
    }
    expect(outcome.notes.find(({ code }) => code === 'structure:suggested')?.about).toMatchObject({
      suggested: 2,
      dimensions: 2,
    })
    expect(Number(cellsOf(outcome, 'htmt', {})['htmt'])).toBeLessThan(0.5)
    // The marker's loading is fixed: it has no standard error.
    expect(cellsOf(outcome, 'loadings', { item: 'a_1' })).toMatchObject({
      estimate: 1,
      se: null,
      statistic: null,
      p_value: null,
    })
    expect(outcome.figures.map(({ id }) => id)).toEqual(['scree', 'loadings', 'paths'])
  })

  test('are found again by exploratory factors, each item on one', async () => {
    for (const method of ['efa-minres', 'efa-ml']) {
      const outcome = await run(people, { method })
      await clear(database)
      const rows = rowsOfTable(outcome.tables.find(({ id }) => id === 'loadings') ?? outcome.tables[0]!).map(
        ({ cells }) => cells,
      )
      expect(rows).toHaveLength(14)
      for (const { id } of items) {
        const sizes = rows.filter((row) => row['item'] === id).map((row) => Math.abs(Number(row['estimate'])))
        expect(Math.max(...sizes)).toBeGreaterThan(0.4)
        expect(Math.min(...sizes)).toBeLessThan(0.15)
      }
      expect(outcome.tables.find(({ id }) => id === 'modification_indices')?.rows).toEqual([])
    }
  })

  test('have the published columns, and of the others those that their method has numbers for', async () => {
    const columnsOf = (outcome: AnalysisOutcome, table: string): readonly string[] =>
      outcome.tables.find(({ id }) => id === table)!.columns.map(({ id }) => id)
    const own = await run(people)
    expect(columnsOf(own, 'loadings')).toEqual(expect.arrayContaining(['se', 'statistic', 'p_value']))
    expect(columnsOf(own, 'factor_correlations')).toContain('covariance_se')
    expect(columnsOf(own, 'fit')).not.toContain('rmsr')
    await clear(database)
    const found = await run(people, { method: 'efa-minres' })
    const loadings = ['item', 'factor', 'estimate', 'se', 'statistic', 'p_value', 'standardized', 'n']
    expect(columnsOf(found, 'loadings')).toEqual(loadings)
    expect(columnsOf(found, 'factor_correlations')).toEqual(['factor_a', 'factor_b', 'estimate', 'n'])
    expect(columnsOf(found, 'fit')).toContain('rmsr')
    expect(columnsOf(found, 'fit')).toEqual(expect.arrayContaining(['aic', 'bic']))
    expect(columnsOf(found, 'fit')).not.toContain('log_likelihood')
  })

  test('have factors that go by no name of a dimension', async () => {
    const named = instrumentOf(
      [{ max: 7 }],
      [{ id: 'F1' }, { id: 'b' }],
      items.map(({ id, factor, isReversed }) => ({
        id,
        dimension: factor === 0 ? 'F1' : 'b',
        reversed: isReversed === true,
      })),
    )
    const outcome = await run(people, { method: 'efa-minres', factors: 2 }, {}, { instrument: named })
    const rows = rowsOfTable(outcome.tables.find(({ id }) => id === 'loadings')!)
    expect(new Set(rows.map(({ cells }) => cells['factor']))).toEqual(new Set(['F1-2', 'F2']))
  })

  test('give the same whatever the order of the rows', async () => {
    const first = await run(people)
    await clear(database)
    const second = await run(people.toReversed())
    expect(second.tables.map(({ rows }) => rows)).toEqual(first.tables.map(({ rows }) => rows))
  })
})

test('numbers on arrows that cross stand apart', async () => {
  const crossing: readonly MadeItem[] = ['a_1', 'a_2', 'a_3', 'a_4', 'b_1', 'b_2', 'b_3', 'b_4'].map((id) => ({
    id,
    factor: id.startsWith('a') ? 0 : 1,
    loading: 0.7,
    ...(id === 'b_3' ? { also: [0, 0.5] as const } : {}),
  }))
  const wide = instrumentOf(
    [{ max: 7 }],
    [{ id: 'a' }, { id: 'b' }],
    crossing.map(({ id }) => ({ id })),
  )
  const answers = factorAnswers(500, crossing, 2, 0, 3)
  const outcome = await run(answers, { method: 'efa-minres', factors: 2 }, {}, { instrument: wide })
  type Ends = readonly [number, number]
  const arrows = outcome.figures
    .find(({ id }) => id === 'paths')
    ?.panels.flatMap(({ marks }) =>
      marks.flatMap((mark) => {
        const at = mark.mark === 'connector' && typeof mark.labelAt === 'object' ? mark.labelAt : null
        return mark.mark === 'connector' && at !== null
          ? mark.x.map((x, index) => ({ x: x as Ends, y: mark.y[index] as Ends, at: at[index] ?? 0 }))
          : []
      }),
    )
  const between = ([from, to]: Ends, share: number): number => from + (to - from) * share
  /** Numbers that cover each other: one is nine units of the diagram wide, and a little more than four high. */
  const covered = (share: (at: number) => number): number => {
    const points = (arrows ?? []).map(({ x, y, at }) => [between(x, share(at)), between(y, share(at))] as const)
    return points.filter(([x, y], index) =>
      points.slice(0, index).some(([left, top]) => Math.abs(left - x) < 9 && Math.abs(top - y) < 4.2),
    ).length
  }
  expect(arrows).toHaveLength(9)
  expect(covered(() => 0.66)).toBeGreaterThan(0)
  expect(covered((at) => at)).toBe(0)
})

describe('an item that belongs elsewhere', () => {
  test('heads the modification indices and is named', async () => {
    const astray = items.map((item) => (item.id === 'a_3' ? { ...item, loading: 0.3, also: [1, 0.6] as const } : item))
    const outcome = await run(factorAnswers(600, astray, 2, 0.1, 8))
    const first = rowsOfTable(outcome.tables.find(({ id }) => id === 'modification_indices') ?? outcome.tables[0]!)[0]
      ?.cells
    expect(first).toMatchObject({ kind: 'cross-loading', item: 'a_3', factor: 'b' })
    expect(Number(first?.['mi'])).toBeGreaterThan(30)
    expect(Number(first?.['p_value'])).toBeLessThan(1e-7)
    const dataset = await (await clear(database), openHandMade(database, { instrument, people: [] }))
    expect(outcome.prose.finding.map((sentence) => inEnglish(dataset, sentence)).join(' ')).toContain(
      'let “a_3” load on b as well',
    )
  })
})

describe('answers that cannot be analysed', () => {
  test('an item that repeats others is named, and what needs an inverse is left out', async () => {
    const copied = people.map((person) => ({
      ...person,
      answers: { ...person.answers, a_2: person.answers['a_1'] ?? null },
    }))
    const outcome = await run(copied)
    expect(codes(outcome)).toEqual(
      expect.arrayContaining(['structure:singular', 'structure:not-fitted.sample-not-positive-definite']),
    )
    expect(outcome.notes.find(({ code }) => code === 'structure:singular')?.about).toEqual({
      items: { list: [itemInWords('a_2')] },
    })
    expect(cellsOf(outcome, 'adequacy', {})).toMatchObject({ kmo: null, statistic: null, p_value: null })
    expect(cellsOf(outcome, 'fit', {})).toMatchObject({ chi_square: null, cfi: null })
    expect(Number(cellsOf(outcome, 'eigenvalues', { component: 7 })['eigenvalue'])).toBeCloseTo(0, 10)
    await clear(database)
    const exploratory = await run(copied, { method: 'efa-ml', factors: 2 })
    expect(codes(exploratory)).toContain('structure:not-extracted.singular')
    await clear(database)
    const minres = await run(copied, { method: 'efa-minres', factors: 1 })
    expect(Number(cellsOf(minres, 'loadings', { item: 'a_1' })['estimate'])).toBeGreaterThan(0.7)
    expect(said(minres)).toContain('structure:say.finding.no-test')
    expect(said(minres)).not.toContain('structure:say.finding.no-fit')
    await clear(database)
    // Three items on one factor: no degrees of freedom, and no fit to speak of.
    expect(said(await run(people, { dimensions: ['b'] }))).toContain('structure:say.finding.just-identified')
  })

  test('items that repeat each other are no lack of answers under full information', async () => {
    const copied = people.map((person) => ({
      ...person,
      answers: { ...person.answers, a_2: person.answers['a_1'] ?? null },
    }))
    const whole = await run(copied, { missing: 'fiml' })
    expect(whole.refusal).toBeNull()
    expect(whole.notes.find(({ code }) => code === 'structure:singular')?.about).toEqual({
      items: { list: [itemInWords('a_2')] },
    })
    expect(codes(whole)).toContain('structure:not-fitted.sample-not-positive-definite')
    await clear(database)
    const holed = copied.map((person, index) => ({
      ...person,
      answers: { ...person.answers, ...(index % 4 === 0 ? { b_1: null } : {}) },
    }))
    expect((await run(holed, { missing: 'fiml' })).refusal).toMatchObject({
      code: 'structure:saturated-singular',
      about: { items: 7 },
    })
  })

  test('an item without variance and one without answers are left out by name', async () => {
    const outcome = await run(
      people.map((person) => ({ ...person, answers: { ...person.answers, a_1: 3, b_2: null } })),
    )
    expect(outcome.notes.find(({ code }) => code === 'structure:constant')?.about).toMatchObject({
      items: { list: [itemInWords('a_1')] },
    })
    expect(outcome.notes.find(({ code }) => code === 'structure:unanswered')?.about).toMatchObject({
      items: { list: [itemInWords('b_2')] },
    })
    expect(cellsOf(outcome, 'adequacy', {})).toMatchObject({ items: 5, n: 400 })
  })

  test('a Heywood case keeps its number and is named', async () => {
    // Correlations of 0.8, 0.8 and 0.5 leave the first item less than no variance of its own.
    const heywood = factorAnswers(
      500,
      [
        { id: 'a_1', factor: 0, loading: 0.98 },
        { id: 'a_2', factor: 0, loading: 0.75, also: [1, 0.3] },
        { id: 'a_3', factor: 0, loading: 0.75, isReversed: true, also: [1, -0.3] },
      ],
      2,
      0,
      3,
    )
    const outcome = await run(heywood, { dimensions: ['a'] })
    expect(codes(outcome)).toContain('structure:heywood')
    expect(Number(cellsOf(outcome, 'loadings', { item: 'a_1' })['standardized'])).toBeGreaterThan(1)
  })

  test('too few items, too few people and too many factors are refused with what would do', async () => {
    const few = await run(people.slice(0, 7))
    expect(few.refusal).toMatchObject({ code: 'structure:too-few-respondents', about: { items: 7 } })
    await clear(database)
    expect((await run(people, { method: 'efa-minres', factors: 4 })).refusal).toMatchObject({
      code: 'structure:too-many-factors',
      about: { factors: 4, most: 3 },
    })
    await clear(database)
    expect(
      (
        await run(
          people.map((person) => ({
            ...person,
            answers: { a_1: person.answers['a_1'] ?? null, a_2: person.answers['a_2'] ?? null },
          })),
        )
      ).refusal,
    ).toMatchObject({ code: 'structure:too-few-items', about: { n: 2, min: 3 } })
  })
})

describe('missing answers', () => {
  const holed = people.map((person, index) => ({
    ...person,
    answers: {
      ...person.answers,
      ...(index % 3 === 0 ? { a_1: null } : {}),
      ...(index % 5 === 0 ? { b_2: null } : {}),
    },
  }))

  test('listwise uses the complete, full information everybody who answered anything', async () => {
    const listwise = await run(holed)
    expect(cellsOf(listwise, 'fit', {})['n']).toBe(
      holed.filter(({ answers }) => Object.values(answers).every((answer) => answer !== null)).length,
    )
    expect(codes(listwise)).toContain('structure:complete-cases')
    await clear(database)
    const full = await run(holed, { missing: 'fiml' })
    expect(cellsOf(full, 'fit', {})['n']).toBe(400)
    // The blanks are at random, so that both come near what all answers give.
    await clear(database)
    const whole = cellsOf(await run(people), 'loadings', { item: 'a_2' })
    expect(
      Math.abs(Number(cellsOf(full, 'loadings', { item: 'a_2' })['standardized']) - Number(whole['standardized'])),
    ).toBeLessThan(0.06)
  })
})

describe('disclosure', () => {
  test('fewer people than may be shown are refused, whatever they answered', async () => {
    const placed = people
      .slice(0, 12)
      .map((person, index) => ({ ...person, places: { organisation: index < 9 ? 'A' : 'B' } }))
    const where = [{ column: 'organisation', in: ['A'] }]
    const alike = placed.map((person) => ({ ...person, answers: { ...person.answers, a_1: 3, a_2: 3, a_3: 3 } }))
    for (const given of [placed, alike]) {
      const { refusal, notes } = await run(given, {}, { minGroup: 10, where })
      expect(refusal).toMatchObject({ code: 'core:too-few-left', about: { min: 10 } })
      expect(notes.filter(({ code }) => code.startsWith('structure:'))).toEqual([])
      await clear(database)
    }
    expect((await run(placed, {}, { minGroup: 9, where })).refusal).toBeNull()
  })
})
