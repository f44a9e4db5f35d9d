import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import { columnsFor } from '../../analyses/core/options'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { randomComponents } from '../../analyses/variance-components/random-components'
import { attributesOf } from '../../analyses/survey/open'
import { openFixture, runAnalysis, type FixtureProject } from '../fixture-project'

let golden: FixtureProject
let linked: FixtureProject
let cake: FixtureProject
beforeAll(async () => {
  golden = await openFixture('fixtures/golden/recipe.json')
  linked = await openFixture('fixtures/surveys/three-rounds/recipe-linked.json')
  cake = await openFixture('fixtures/surveys/cake/recipe.json')
})
afterAll(async () => {
  for (const project of [golden, linked, cake]) await project.database.close()
})

const rowsOf = (outcome: AnalysisOutcome, table: string): readonly TableRow[] =>
  rowsOfTable(outcome.tables.find(({ id }) => id === table)!).map(({ cells }) => cells)
const decomposed = (
  project: FixtureProject,
  options: Readonly<Record<string, unknown>>,
  settings: Parameters<typeof runAnalysis>[3] = {},
): Promise<AnalysisOutcome> => runAnalysis(project, 'variance-components', options, settings)
const componentsIn = (outcome: AnalysisOutcome): readonly unknown[] =>
  rowsOf(outcome, 'components').map(({ component }) => component)

describe('what random names', () => {
  test('a way down the tree is every step of it, from the top', () => {
    const places = ['Nord', 'Sør'].flatMap((organisation) =>
      ['Hjemmetjenesten', `Sykehjemmet ${organisation}`, `Kontoret ${organisation}`, `Legevakten ${organisation}`].map(
        (unit) => [organisation === 'Nord' ? 'Norge' : 'Sverige', `Region ${organisation}`, organisation, unit],
      ),
    )
    const survey = {
      ...golden.datasets.survey!,
      attributes: attributesOf(['country', 'region', 'organisation', 'unit'], places),
    }
    expect(columnsFor('nesting', survey)).toEqual(
      expect.arrayContaining([
        'round',
        'organisation',
        'organisation/unit',
        'country/organisation/unit',
        'region/organisation',
      ]),
    )
    expect(randomComponents(survey, ['organisation/unit', 'country'])).toEqual([
      { id: 'country', columns: ['country'] },
      { id: 'organisation', columns: ['organisation'] },
      { id: 'unit', columns: ['organisation', 'unit'] },
    ])
  })

  test('columns that are no places in each other are combined, and called so', () => {
    expect(randomComponents(cake.datasets.survey!, ['replicate/recipe'])).toEqual([
      { id: 'replicate', columns: ['replicate'] },
      { id: 'replicate/recipe', columns: ['replicate', 'recipe'] },
    ])
  })
})

test('persons are a component where they answered more than once, unless told not to', async () => {
  const options = { outcomes: ['technology_1'], random: ['organisation'], fixed: ['round'] }
  expect(componentsIn(await decomposed(linked, options))).toEqual(['organisation', 'person', 'residual'])
  expect(componentsIn(await decomposed(linked, { ...options, person: false }))).toEqual(['organisation', 'residual'])
  const once = await decomposed(linked, { ...options, fixed: [] }, { where: [{ column: 'round', in: ['2022'] }] })
  expect(componentsIn(once)).toEqual(['organisation', 'residual'])
  // Who is who is never shown.
  expect(
    rowsOf(await decomposed(linked, options), 'random').every(({ component }) => component === 'organisation'),
  ).toBe(true)
})

test('the bars of an outcome are its components, and together the whole', async () => {
  const { figures, ...outcome } = await decomposed(linked, {
    outcomes: ['technology_1', 'culture'],
    random: ['organisation'],
    fixed: ['round'],
  })
  const bars = figures
    .find(({ id }) => id === 'shares')
    ?.panels.flatMap(({ marks }) => marks.flatMap((mark) => (mark.mark === 'bar' ? [mark] : [])))
  for (const id of ['technology_1', 'culture']) {
    const own = (bars ?? []).flatMap(({ at, from, to }) =>
      at.flatMap((place, index) => (place === id ? [{ from: from[index] ?? null, to: to[index] ?? null }] : [])),
    )
    expect(own.length).toBe(rowsOf({ ...outcome, figures }, 'components').filter((row) => row['outcome'] === id).length)
    expect(own.map(({ from }) => from)).toEqual([0, ...own.slice(0, -1).map(({ to }) => to)])
    expect(own.at(-1)?.to).toBeCloseTo(1, 9)
  }
})

test('items and dimensions meet in one model, row by row', async () => {
  const both = await decomposed(linked, {
    outcomes: ['pride', 'culture'],
    random: ['organisation'],
    covariates: ['technology', 'technology_1'],
    person: false,
  })
  expect(both.refusal).toBeNull()
  const item = await decomposed(linked, {
    outcomes: ['pride'],
    random: ['organisation'],
    covariates: ['technology', 'technology_1'],
    person: false,
  })
  expect(rowsOf(both, 'fixed').filter(({ outcome }) => outcome === 'pride')).toEqual(rowsOf(item, 'fixed'))
})

test('withheld levels take part in no number', async () => {
  const options = { outcomes: ['tech'], random: ['organisation'], fixed: ['role'] }
  const protectedRun = await decomposed(golden, options, { minGroup: 12 })
  const hidden = rowsOf(protectedRun, 'random').filter(({ estimate }) => estimate === null)
  const shown = rowsOf(protectedRun, 'random').filter(({ estimate }) => estimate !== null)
  expect(hidden.length).toBeGreaterThan(1)
  for (const row of hidden) expect(row).toMatchObject({ n: null, se: null, sd: null })
  const alone = await decomposed(golden, options, {
    where: [{ column: 'organisation', in: shown.map(({ group }) => String(group)) }],
  })
  for (const table of ['components', 'fixed', 'fit']) expect(rowsOf(protectedRun, table)).toEqual(rowsOf(alone, table))
  expect(protectedRun.notes.map(({ code }) => code)).toContain('variance-components:groups-withheld')
})

test('what cannot be asked is refused by name', async () => {
  expect((await decomposed(golden, { random: ['organisation'], fixed: ['organisation'] })).refusal?.code).toBe(
    'variance-components:fixed-and-random',
  )
  expect((await decomposed(golden, { outcomes: ['culture'], covariates: ['culture'] })).refusal?.code).toBe(
    'variance-components:covariate-is-outcome',
  )
  expect(
    (await decomposed(golden, { random: ['round'] }, { where: [{ column: 'round', in: ['2022'] }] })).refusal?.code,
  ).toBe('variance-components:problem.one-level')
  await expect(decomposed(golden, { random: ['unit/organisation'] })).rejects.toThrow('core:option-no-such-column')
})

test('few levels, zero variances and unlinked persons are said', async () => {
  const outcome = await decomposed(
    golden,
    { outcomes: ['culture', 'motiv'], random: ['country', 'organisation'] },
    { where: [{ column: 'round', in: ['2022'] }] },
  )
  const codes = outcome.notes.map(({ code }) => code)
  expect(codes).toEqual(
    expect.arrayContaining([
      'variance-components:few-groups',
      'variance-components:singular',
      'variance-components:persons-in-residual',
    ]),
  )
  const shares = rowsOf(outcome, 'components').filter(({ outcome: id }) => id === 'motiv')
  expect(shares.reduce((sum, { share }) => sum + Number(share), 0)).toBeCloseTo(1, 12)
})
