import { describe, expect, it } from 'vitest'
import reliability from '../../analyses/reliability/analysis'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable } from '../../analyses/core/result'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { engineOfTests } from '../database/engine-of-tests'
import { random } from '../../analyses/numeric/resampling/random'
import {
  clear,
  instrumentOf,
  openHandMade,
  type Answer,
  type HandMade,
  type Respondent,
} from '../survey/hand-made-survey'
import { cellsOf, inEnglish, runOn } from '../survey/run-analysis'

const database = await engineOfTests()

/** One engine for all: a start of it takes longer than any test here. */
const open = async (made: HandMade): Promise<SurveyDataset> => {
  await clear(database)
  return openHandMade(database, made)
}
const run = async (
  made: HandMade,
  options: Readonly<Record<string, unknown>> = {},
  minGroup = 1,
): Promise<{ readonly outcome: AnalysisOutcome; readonly dataset: SurveyDataset }> => {
  const dataset = await open(made)
  return {
    dataset,
    outcome: await runOn(database, dataset, reliability, { draws: 0, ordinal: false, ...options }, { minGroup }),
  }
}
const codes = (outcome: AnalysisOutcome): readonly string[] =>
  outcome.notes.map(({ code }) => code.replace('reliability:', ''))
const noteOf = (outcome: AnalysisOutcome, dataset: SurveyDataset, code: string): string => {
  const note = outcome.notes.find((candidate) => candidate.code === `reliability:${code}`)
  if (note === undefined) throw new Error(`no note ${code}: ${codes(outcome).join(', ')}`)
  return inEnglish(dataset, { message: note.code, values: note.about })
}

/** Seeded people whose answers to a dimension's items go together: level plus noise, 1 … 5. */
function people(
  count: number,
  items: readonly string[],
  seed: number,
  change: (answers: Record<string, Answer>, row: number) => void = () => undefined,
): readonly Respondent[] {
  const draw = random(seed)
  return Array.from({ length: count }, (_, row) => {
    const levels = new Map<string, number>()
    const answers: Record<string, Answer> = {}
    for (const item of items) {
      const dimension = item.split('_')[0] ?? ''
      const level = levels.get(dimension) ?? draw.normal()
      levels.set(dimension, level)
      answers[item] = Math.max(1, Math.min(5, Math.round(3 + 0.8 * level + 0.8 * draw.normal())))
    }
    change(answers, row)
    return { places: { organisation: row % 3 === 0 ? 'North' : 'South' }, answers }
  })
}

const five = [{ id: 'five' }]
const dimensionOf = (id: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${id}_${index + 1}`)
const surveyOf = (
  ids: Readonly<Record<string, number>>,
): { readonly names: readonly string[]; readonly instrument: HandMade['instrument'] } => {
  const names = Object.entries(ids).flatMap(([id, count]) => dimensionOf(id, count))
  return {
    names,
    instrument: instrumentOf(
      five,
      Object.keys(ids).map((id) => ({ id })),
      names.map((id) => ({ id })),
    ),
  }
}

describe('what cannot be estimated', () => {
  it('leaves out items that do not vary or were not answered, and says which', async () => {
    const { names, instrument } = surveyOf({ a: 5 })
    const made = people(80, names, 1, (answers, row) => {
      answers['a_2'] = 4
      answers['a_5'] = row < 0 ? 3 : null
    })
    const { outcome, dataset } = await run({ instrument, people: made })
    expect(cellsOf(outcome, 'scales', { dimension: 'a' })).toMatchObject({ n: 80, items: 3, n_listwise: 80 })
    expect(noteOf(outcome, dataset, 'constant-item')).toContain('a_2')
    expect(noteOf(outcome, dataset, 'unanswered-item')).toContain('a_5')
    expect(cellsOf(outcome, 'items', { item: 'a_2' })).toMatchObject({
      item_rest_r: null,
      alpha_if_dropped: null,
      loading: null,
    })
    expect(cellsOf(outcome, 'items', { item: 'a_1' })['item_rest_r']).toBeGreaterThan(0)
  })

  it('has alpha and no omega for two items', async () => {
    const { names, instrument } = surveyOf({ a: 2, b: 3 })
    const { outcome } = await run({ instrument, people: people(60, names, 2) })
    const two = cellsOf(outcome, 'scales', { dimension: 'a' })
    expect(two['alpha']).toBeGreaterThan(0)
    expect(two).toMatchObject({ omega: null, omega_low: null, omega_observed: null })
    expect(cellsOf(outcome, 'items', { item: 'a_1' })).toMatchObject({
      alpha_if_dropped: null,
      omega_if_dropped: null,
      loading: null,
    })
    expect(cellsOf(outcome, 'scales', { dimension: 'b' })['omega']).toBeGreaterThan(0)
    expect(cellsOf(outcome, 'items', { item: 'b_1' })['omega_if_dropped']).toBeNull()
    expect(codes(outcome)).toEqual(['two-items'])
  })

  it('names collinear items, and keeps their alpha', async () => {
    const { names, instrument } = surveyOf({ a: 4 })
    const { outcome } = await run({
      instrument,
      people: people(60, names, 3, (answers) => (answers['a_4'] = answers['a_1'] ?? null)),
    })
    expect(cellsOf(outcome, 'scales', { dimension: 'a' })).toMatchObject({ omega: null })
    expect(cellsOf(outcome, 'scales', { dimension: 'a' })['alpha']).toBeGreaterThan(0.5)
    expect(codes(outcome)).toContain('collinear-items')
  })

  it('shows a Heywood case with its value, and a negative alpha as it is', async () => {
    const { names, instrument } = surveyOf({ a: 3, b: 3 })
    const made = people(200, names, 4, (answers, row) => {
      // a_1 nearly is a_2 and a_3, which have less in common with each other.
      const [second, third] = [1 + (row % 5), 1 + ((row * 7) % 25) / 5]
      answers['a_2'] = second
      answers['a_3'] = Math.max(1, Math.min(5, Math.round(third + 0.3 * (second - 3))))
      answers['a_1'] = Math.max(1, Math.min(5, Math.round((second + third) / 2)))
      answers['b_2'] = 6 - Number(answers['b_1'])
      answers['b_3'] = 1 + (row % 5)
    })
    const { outcome, dataset } = await run({ instrument, people: made })
    expect(noteOf(outcome, dataset, 'heywood')).toMatch(/Statement|a_1/u)
    expect(cellsOf(outcome, 'items', { item: 'a_1' })['loading']).toBeGreaterThan(1)
    expect(cellsOf(outcome, 'scales', { dimension: 'b' })['alpha']).toBeLessThan(0)
    expect(noteOf(outcome, dataset, 'negative-alpha')).toContain('alpha is negative')
    expect(codes(outcome)).toContain('negative-item-rest')
  })

  it('refuses where nothing can be estimated, in words', async () => {
    const { instrument } = surveyOf({ a: 1 })
    const single = await run({ instrument, people: people(30, ['a_1'], 5) })
    expect(single.outcome.refusal?.code).toBe('reliability:no-scale')
    const three = surveyOf({ a: 3 })
    const apart = people(30, three.names, 6, (answers, row) => (answers[`a_${1 + (row % 3)}`] = null))
    const { outcome } = await run({ instrument: three.instrument, people: apart })
    expect(outcome.refusal?.code).toBe('reliability:nothing-to-estimate')
    const pairwise = await runOn(database, await open({ instrument: three.instrument, people: apart }), reliability, {
      missing: 'pairwise',
      draws: 0,
      ordinal: false,
    })
    expect(cellsOf(pairwise, 'scales', { dimension: 'a' })).toMatchObject({ n: 30, n_listwise: 0 })
    expect(cellsOf(pairwise, 'scales', { dimension: 'a' })['alpha']).not.toBeNull()
  })
})

describe('groups', () => {
  const { names, instrument } = surveyOf({ a: 4 })
  const made = (count: number): readonly Respondent[] =>
    people(count, names, 7).map((person, row) =>
      row < 4
        ? {
            ...person,
            places: { organisation: 'Small' },
            answers: { ...person.answers, a_1: 3, a_2: 3, a_3: 3, a_4: 3 },
          }
        : person,
    )

  it('have rows of their own, the same as the group alone', async () => {
    const { outcome, dataset } = await run(
      { instrument, people: made(90), attributes: ['organisation'] },
      { by: ['organisation'], draws: 50, ordinal: true },
    )
    const alone = await runOn(
      database,
      dataset,
      reliability,
      { draws: 50 },
      { where: [{ column: 'organisation', in: ['South'] }] },
    )
    const { alpha, omega, alpha_ordinal: ordinal, n } = cellsOf(alone, 'scales', { dimension: 'a' })
    expect(cellsOf(outcome, 'scales', { organisation: 'South' })).toMatchObject({
      alpha,
      omega,
      alpha_ordinal: ordinal,
      n,
    })
    expect(noteOf(outcome, dataset, 'constant-item')).toContain('(Small)')
    expect(cellsOf(outcome, 'scales', { organisation: 'Small' })).toMatchObject({
      alpha: null,
      omega: null,
      items: null,
      n: 4,
    })
  })

  it('are withheld with their items, and not spoken of', async () => {
    const small = people(60, names, 8).map((person, row) =>
      row < 3 ? { ...person, places: { organisation: 'Small' } } : person,
    )
    const { outcome } = await run(
      { instrument, people: small, attributes: ['organisation'] },
      { by: ['organisation'] },
      5,
    )
    for (const [table, column] of [
      ['scales', 'alpha'],
      ['items', 'item_rest_r'],
    ] as const) {
      const own = outcome.tables.find(({ id }) => id === table)
      const withheld = own === undefined ? [] : rowsOfTable(own).filter((row) => row.cells['organisation'] === 'Small')
      expect(withheld.length).toBeGreaterThan(0)
      for (const row of withheld) expect(row.withheld.has(column)).toBe(true)
    }
    expect(JSON.stringify(outcome.notes)).not.toContain('Small')
    // Three people who answered in part, and alike, are not told of either.
    const partly = people(60, names, 8).map((person, row) =>
      row < 3
        ? {
            ...person,
            places: { organisation: 'Small' },
            answers: { ...person.answers, a_1: 2, [`a_${2 + row}`]: null },
          }
        : person,
    )
    const { outcome: second } = await run(
      { instrument, people: partly, attributes: ['organisation'] },
      { by: ['organisation'] },
      5,
    )
    expect(JSON.stringify(second.notes)).not.toMatch(/Small|incomplete/u)
    expect(cellsOf(second, 'scales', { organisation: 'Small' })).toMatchObject({ items: null, alpha: null })
    expect(JSON.stringify([outcome.prose, outcome.figures.map(({ panels }) => panels)])).not.toMatch(/"Small[^"]*n = /u)
  })
})

describe('numbers', () => {
  it('has the standard error of measurement of the score as it is scored', async () => {
    const { names, instrument } = surveyOf({ a: 4 })
    const dimensions = instrument.dimensions.map((dimension) => ({ ...dimension, score: 'sum' as const }))
    const made = people(70, names, 9)
    const mean = cellsOf((await run({ instrument, people: made })).outcome, 'scales', { dimension: 'a' })
    const sum = cellsOf((await run({ instrument: { ...instrument, dimensions }, people: made })).outcome, 'scales', {
      dimension: 'a',
    })
    expect(Number(sum['sem'])).toBeCloseTo(4 * Number(mean['sem']), 12)
    expect(sum['alpha']).toBe(mean['alpha'])
  })

  it('counts who is left out, and draws an interval about omega from its seed', async () => {
    const { names, instrument } = surveyOf({ a: 4 })
    const made = people(120, names, 10, (answers, row) => {
      if (row < 7) answers['a_3'] = null
    })
    const { outcome, dataset } = await run({ instrument, people: made }, { draws: 400, ordinal: true })
    expect(noteOf(outcome, dataset, 'incomplete')).toContain('a (7)')
    const row = cellsOf(outcome, 'scales', { dimension: 'a' })
    expect(row).toMatchObject({ n: 113, n_listwise: 113 })
    const [low, omega, high] = [Number(row['omega_low']), Number(row['omega']), Number(row['omega_high'])]
    expect(low).toBeLessThan(omega)
    expect(high).toBeGreaterThan(omega)
    expect(Number(row['alpha_ordinal'])).toBeGreaterThan(Number(row['alpha']))
    const again = await runOn(database, dataset, reliability, { draws: 400 })
    expect(again.tables).toEqual(outcome.tables)
    expect(outcome.figures.map(({ id }) => id)).toEqual(['scales', 'item-rest'])
    expect(inEnglish(dataset, outcome.prose.finding[0] ?? '')).toMatch(
      /^a: α = \.\d\d \[\.\d\d, \.\d\d\], ω = \.\d\d \[\.\d\d, \.\d\d\]; 4 items, n = 113, average correlation \.\d\d\.$/u,
    )
  })

  it('takes continuous items, and leaves ordinal alpha to categories', async () => {
    const names = dimensionOf('a', 4)
    const instrument = instrumentOf(
      [{ id: 'mass', kind: 'continuous', min: -1000, max: 1000 }],
      [{ id: 'a' }],
      names.map((id, index) => ({ id, reversed: index === 1 })),
    )
    const draw = random(11)
    const made = Array.from({ length: 90 }, (): Respondent => {
      const level = draw.normal()
      return {
        answers: Object.fromEntries(names.map((id, index) => [id, (index === 1 ? -1 : 1) * (level + draw.normal())])),
      }
    })
    const { outcome } = await run({ instrument, people: made }, { draws: 100, ordinal: true })
    const row = cellsOf(outcome, 'scales', { dimension: 'a' })
    expect(Number(row['alpha'])).toBeGreaterThan(0.6)
    expect(row['alpha_ordinal']).toBeNull()
    expect(Number(row['omega_low'])).toBeLessThan(Number(row['omega_high']))
  })
})
