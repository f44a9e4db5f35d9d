import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blankByte, type SurveyDataset } from '../../analyses/core/datasets'
import type { Database, InsertColumn } from '../../analyses/core/database'
import type { Instrument } from '../../analyses/instrument/model'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import type { AnalysisOutcome, Datasets } from '../../analyses/recipe/run'
import { openSurvey } from '../../analyses/survey/open'
import { openDatabase } from '../../main/database'
import { runAnalysis } from '../fixture-project'
import { randomSource } from '../random-source'

/** A dimension of five items, in groups of given sizes. */
interface MadeUp {
  readonly sizes: Readonly<Record<string, number>>
  /** Moves an answer before it is rounded: by group, item. */
  readonly shift?: (group: string, item: number) => number
  readonly answer?: (group: string, item: number, answer: number) => number
}

const instrument: Instrument = {
  id: 'made-up',
  version: '1',
  illustrative: true,
  label: { en: 'Made up' },
  scales: [{ id: 'five', kind: 'ordinal', min: 1, max: 5, labels: {}, nonResponses: [] }],
  dimensions: [{ id: 'culture', label: { en: 'Culture' }, score: 'mean', minAnswered: 'half' }],
  items: [1, 2, 3, 4, 5].map((number) => ({
    id: `c${number}`,
    dimension: 'culture',
    scale: 'five',
    text: { en: `Statement ${number}` },
    reversed: false,
    aliases: [],
    askedOf: [],
    changed: [],
  })),
  measures: [],
  references: [],
}

async function surveyOf(
  database: Database,
  { sizes, shift = () => 0, answer = (_group, _item, value) => value }: MadeUp,
): Promise<SurveyDataset> {
  const random = randomSource(99)
  const normal = (): number => random() + random() + random() + random() - 2
  const levels = Object.keys(sizes)
  const groups = levels.flatMap((level) => Array.from({ length: sizes[level] ?? 0 }, () => level))
  const factors = groups.map(normal)
  const columns: InsertColumn[] = [
    { kind: 'integer', id: '_row', values: Int32Array.from(groups, (_, row) => row + 1) },
    { kind: 'factor', id: '_source', levels: ['made-up'], codes: new Int32Array(groups.length) },
    { kind: 'factor', id: 'round', levels: ['2022'], codes: new Int32Array(groups.length) },
    { kind: 'text', id: '_respondent', values: groups.map(() => null) },
    { kind: 'numeric', id: '_weight', values: new Float64Array(groups.length).fill(1) },
    { kind: 'factor', id: 'country', levels, codes: Int32Array.from(groups, (level) => levels.indexOf(level)) },
    ...instrument.items.map(({ id }, item): InsertColumn => ({
      kind: 'byte',
      id,
      values: Int8Array.from(groups, (group, row) => {
        const value = Math.max(
          1,
          Math.min(5, Math.round(3 + 1.5 * (factors[row] ?? 0) + 1.2 * normal() + shift(group, item))),
        )
        return answer(group, item, value)
      }),
    })),
  ]
  await database.insert('responses', { rowCount: groups.length, columns })
  return openSurvey(database, {
    instrument,
    attributes: ['country'],
    itemsMissingByRound: {},
    weighted: false,
    headcountBy: null,
  })
}

const databases: Database[] = []
afterAll(async () => {
  for (const database of databases) await database.close()
})

interface Opened {
  readonly database: Database
  readonly datasets: Datasets
}

async function open(of: MadeUp): Promise<Opened> {
  const database = await openDatabase()
  databases.push(database)
  return { database, datasets: { survey: await surveyOf(database, of), series: null } }
}

const runOn = (
  opened: Opened,
  options: Readonly<Record<string, unknown>> = {},
  minGroup = 1,
): Promise<AnalysisOutcome> => runAnalysis(opened, 'invariance', { by: ['country'], ...options }, { minGroup })

const run = async (
  of: MadeUp,
  options: Readonly<Record<string, unknown>> = {},
  minGroup = 1,
): Promise<AnalysisOutcome> => runOn(await open(of), options, minGroup)

const rowsOf = (outcome: AnalysisOutcome, id: string): readonly TableRow[] => {
  const table = outcome.tables.find((candidate) => candidate.id === id)
  return table === undefined ? [] : rowsOfTable(table).map(({ cells }) => cells)
}
const codesOf = (outcome: AnalysisOutcome): readonly string[] => outcome.notes.map(({ code }) => code)

describe('one item that one country answers higher', () => {
  let outcome: AnalysisOutcome
  beforeAll(async () => {
    outcome = await run({
      sizes: { Norge: 400, Sverige: 400 },
      shift: (group, item) => (group === 'Sverige' && item === 1 ? 0.8 : 0),
    })
  })

  test('is named by both methods, and loadings are not', () => {
    const intercepts = rowsOf(outcome, 'parameters').filter(({ parameter }) => parameter === 'intercept')
    expect(intercepts.filter(({ released }) => released === 'yes').map(({ item }) => item)).toEqual(['c2'])
    expect(Number(intercepts.find(({ item }) => item === 'c2')?.['largest_difference'])).toBeGreaterThan(0.4)
    expect(rowsOf(outcome, 'items').find(({ item }) => item === 'c2')).toMatchObject({ verdict: 'uniform', groups: 2 })
    expect(
      rowsOf(outcome, 'parameters').filter(({ parameter, released }) => parameter === 'loading' && released === 'yes'),
    ).toEqual([])
  })

  test('strains the scalar step but not the metric one, and the partial step mends it', () => {
    const verdicts = Object.fromEntries(rowsOf(outcome, 'steps').map(({ step, verdict }) => [step, verdict]))
    expect(verdicts).toEqual({
      configural: 'baseline',
      metric: 'within-guides',
      scalar: 'beyond-guides',
      partial: 'within-guides',
    })
    expect(rowsOf(outcome, 'steps').at(-1)).toMatchObject({ compared_with: 'metric', n: 800, groups: 2 })
  })

  test('moves the mean difference, which the partial model takes back', () => {
    const [mean] = rowsOf(outcome, 'means')
    expect(mean).toMatchObject({ dimension: 'culture', group_a: 'Sverige', group_b: 'Norge' })
    expect(Math.abs(Number(mean?.['partial']))).toBeLessThan(Math.abs(Number(mean?.['estimate'])))
    expect(Number(mean?.['sensitivity'])).toBeCloseTo(Number(mean?.['partial']) - Number(mean?.['scalar']), 12)
  })

  test('draws the steps, the items and the means', () =>
    expect(outcome.figures.map(({ id }) => id)).toEqual(['fit', 'items', 'means']))
})

test('all items that the partial step sets free are named, as the table has them', async () => {
  const outcome = await run({
    sizes: { Norge: 400, Sverige: 400 },
    shift: (group, item) => (group === 'Norge' ? 0 : item === 1 ? 0.8 : item === 3 ? -0.8 : 0),
  })
  const released = rowsOf(outcome, 'parameters').flatMap(({ released: isReleased, item }) =>
    isReleased === 'yes' ? [item] : [],
  )
  expect(released).toEqual(['c2', 'c4'])
  expect(outcome.notes.find(({ code }) => code === 'invariance:partial')?.about).toMatchObject({
    count: 2,
    items: { list: released.map((item) => ({ item, quoted: 60 })) },
  })
})

describe('a group that is too small for factor models', () => {
  let opened: Opened
  beforeAll(async () => {
    opened = await open({ sizes: { Norge: 300, Sverige: 60 } })
  })

  test('is compared item by item, with the reason in a note', async () => {
    const outcome = await runOn(opened)
    expect(outcome.notes.find(({ code }) => code === 'invariance:ordinal-instead')?.about).toMatchObject({
      count: 1,
      min: 100,
      smallest: 60,
    })
    expect(rowsOf(outcome, 'steps').map(({ cfi, verdict }) => [cfi, verdict])).toEqual([
      [null, 'not-tested'],
      [null, 'not-tested'],
      [null, 'not-tested'],
    ])
    expect(rowsOf(outcome, 'items').every(({ uniform_p }) => typeof uniform_p === 'number')).toBe(true)
    expect(outcome.figures.map(({ id }) => id)).toEqual(['items'])
  })

  test('is refused where factor models alone are asked for', async () => {
    const outcome = await runOn(opened, { method: 'cfa' })
    expect(outcome.refusal).toMatchObject({
      code: 'invariance:groups-too-small',
      about: { count: 1, min: 100, smallest: 60 },
    })
  })

  test('passes with a lower limit', async () => {
    const outcome = await runOn(opened, { method: 'cfa', min_group_size: 50 })
    expect(rowsOf(outcome, 'steps')[0]).toMatchObject({ factor_model: 'culture', step: 'configural' })
    expect(rowsOf(outcome, 'steps')[0]?.['cfi']).toBeTypeOf('number')
    expect(rowsOf(outcome, 'parameters')[0]?.['statistic']).toBeTypeOf('number')
    expect(Object.keys(rowsOf(outcome, 'items')[0] ?? {})).toEqual(['dimension', 'item', 'n', 'groups', 'verdict'])
  })

  test('has of factor models the published columns only where ordinal regression alone is asked for', async () => {
    const outcome = await runOn(opened, { method: 'ordinal' })
    expect(Object.keys(rowsOf(outcome, 'steps')[0] ?? {})).toEqual([
      'factor_model',
      'label',
      'step',
      'n',
      'groups',
      'chi_square',
      'df',
      'cfi',
      'rmsea',
      'delta_chi_square',
      'delta_df',
      'p_value',
      'delta_cfi',
      'delta_rmsea',
      'verdict',
    ])
    expect(Object.keys(rowsOf(outcome, 'parameters')[0] ?? {})).toEqual(['dimension', 'item', 'parameter', 'n'])
    expect(rowsOf(outcome, 'means')[0]).not.toHaveProperty('sensitivity')
    expect(rowsOf(outcome, 'items')[0]?.['uniform_p_adjusted']).toBeTypeOf('number')
  })

  test('cannot be compared with nobody', async () => {
    const outcome = await runAnalysis(
      opened,
      'invariance',
      { by: ['country'] },
      { where: [{ column: 'country', in: ['Norge'] }] },
    )
    expect(outcome.refusal).toMatchObject({ code: 'invariance:nothing-to-compare', about: { usable: 1 } })
  })
})

test('a category that one group never chose is no error', async () => {
  const outcome = await run({
    sizes: { Norge: 200, Sverige: 200 },
    answer: (group, item, value) => (group === 'Sverige' && item === 0 && value === 5 ? 4 : value),
  })
  expect(outcome.refusal).toBeNull()
  expect(codesOf(outcome)).toContain('invariance:empty-categories')
  expect(rowsOf(outcome, 'items').every(({ uniform_p }) => typeof uniform_p === 'number')).toBe(true)
  expect(rowsOf(outcome, 'steps').filter(({ cfi }) => typeof cfi === 'number').length).toBeGreaterThanOrEqual(3)
})

test('a constant item in one group empties the steps with a note, and the other items are still compared', async () => {
  const outcome = await run({
    sizes: { Norge: 200, Sverige: 200 },
    answer: (group, item, value) => (group === 'Sverige' && item === 0 ? 3 : value),
  })
  expect(outcome.refusal).toBeNull()
  expect(outcome.notes.find(({ code }) => code === 'invariance:cfa-sample-not-positive-definite')).toBeDefined()
  expect(rowsOf(outcome, 'steps').every(({ verdict }) => verdict === 'not-tested')).toBe(true)
  expect(
    rowsOf(outcome, 'items').filter(({ uniform_p }) => typeof uniform_p === 'number').length,
  ).toBeGreaterThanOrEqual(4)
})

test('an item that a whole group never answered is left out, and missing answers can be used in full', async () => {
  const unasked: MadeUp = {
    sizes: { Norge: 200, Sverige: 200 },
    answer: (group, item, value) => (group === 'Sverige' && item === 4 ? blankByte : value),
  }
  const outcome = await run(unasked)
  expect(codesOf(outcome)).toContain('invariance:items-left-out')
  expect(rowsOf(outcome, 'items').map(({ item }) => item)).toEqual(['c1', 'c2', 'c3', 'c4'])
  const random = randomSource(3)
  const gaps: MadeUp = {
    sizes: { Norge: 200, Sverige: 200 },
    answer: (_group, _item, value) => (random() < 0.08 ? blankByte : value),
  }
  const full = await run(gaps, { missing: 'fiml' })
  const [configural] = rowsOf(full, 'steps')
  expect(configural?.['n']).toBe(400)
  expect(configural?.['cfi']).toBeTypeOf('number')
})

test('groups that are withheld take no part in anything', async () => {
  const outcome = await run({ sizes: { Norge: 150, Sverige: 150, Danmark: 12, Island: 14 } }, {}, 20)
  const states = Object.fromEntries(rowsOf(outcome, 'groups').map(({ country, n }) => [country, n]))
  expect(states).toMatchObject({ Danmark: null, Island: null })
  expect(codesOf(outcome)).toContain('invariance:groups-withheld')
  expect(rowsOf(outcome, 'steps')[0]).toMatchObject({ n: 300, groups: 2 })
  const named = ['means', 'differences'].flatMap((id) =>
    rowsOf(outcome, id).flatMap(({ group_a, group_b }) => [group_a, group_b]),
  )
  expect(new Set(named)).toEqual(new Set(['Norge', 'Sverige']))
  expect(rowsOf(outcome, 'items').every(({ n, groups }) => n === 300 && groups === 2)).toBe(true)
})
