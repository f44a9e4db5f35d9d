import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ComputeContext } from '../../analyses/core/contract'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { createMemory } from '../../analyses/core/memory'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import { createSpeaker } from '../../analyses/core/speaker'
import { analyses, messagesOf } from '../../analyses/index'
import { momentsOf, standardErrorOf, type Moments } from '../../analyses/numeric/summary/summary'
import { runStatements } from '../../analyses/recipe/statements'
import { computeRun, prepareRun, type AnalysisOutcome } from '../../analyses/recipe/run'
import { slopeByPersons } from '../../analyses/round-change/patterns'
import { trendOf, withLimits, type RoundFacts } from '../../analyses/round-change/rounds'
import { meanIntervals } from '../../analyses/survey/mean-interval'
import { openFixture, runAnalysis, type FixtureProject } from '../fixture-project'

const kinds = ['linked', 'partly-linked', 'unlinked'] as const
const projects = new Map<string, FixtureProject>()
beforeAll(async () => {
  for (const kind of kinds) projects.set(kind, await openFixture(`fixtures/surveys/three-rounds/recipe-${kind}.json`))
})
afterAll(async () => {
  for (const { database } of projects.values()) await database.close()
})
const project = (kind: (typeof kinds)[number]): FixtureProject => {
  const found = projects.get(kind)
  if (found === undefined) throw new Error(`no ${kind}`)
  return found
}
const known = new Map<string, Promise<AnalysisOutcome>>()
const run = (
  kind: (typeof kinds)[number],
  options: Readonly<Record<string, unknown>>,
  settings: Parameters<typeof runAnalysis>[3] = {},
): Promise<AnalysisOutcome> => {
  const name = JSON.stringify([kind, options, settings])
  const found =
    known.get(name) ??
    runAnalysis(
      project(kind),
      'round-change',
      { from: '2021', to: '2023', min_response_rate: 0, permutations: 999, ...options },
      settings,
    )
  known.set(name, found)
  return found
}
const rows = (outcome: AnalysisOutcome, table: string): readonly TableRow[] =>
  rowsOfTable(outcome.tables.find(({ id }) => id === table) as never).map(({ cells }) => cells)
const codes = (outcome: AnalysisOutcome): readonly string[] => outcome.notes.map(({ code }) => code)
const language = (outcome: AnalysisOutcome, id: 'en' | 'nb' | 'sv'): string =>
  createSpeaker(id, messagesOf(id), project('linked').instrument)
    .sentences(outcome.prose.finding)
    .replaceAll('\u00a0', ' ')

describe('three rounds', () => {
  test('are linked, partly linked or not as their respondents say, and compared so', async () => {
    for (const [kind, model] of [
      ['linked', 'person'],
      ['partly-linked', 'person'],
      ['unlinked', 'organisation'],
    ] as const) {
      expect(project(kind).datasets.survey?.linkage).toBe(kind)
      const outcome = await run(kind, {})
      expect(rows(outcome, 'trend').map((row) => row['model'])).toEqual([model, model])
      expect(outcome.figures.map(({ id }) => id)).toEqual(['change', 'effects', 'rounds', 'movers'])
      expect(codes(outcome)).toContain(`round-change:${kind === 'partly-linked' ? 'mixed' : kind}`)
      const [culture] = rows(outcome, 'change')
      expect([typeof culture?.['d_z'], typeof culture?.['hedges_g'], typeof culture?.['n_linked']]).toEqual(
        kind === 'linked'
          ? ['number', 'number', 'number']
          : kind === 'unlinked'
            ? ['object', 'number', 'object']
            : ['object', 'object', 'number'],
      )
    }
  })

  test('a person followed makes the comparison sharper than taking the rounds as independent', async () => {
    const [mixed] = rows(await run('partly-linked', { outcomes: ['culture'] }), 'change')
    const [independent] = rows(await run('partly-linked', { outcomes: ['culture'], linkage: 'unlinked' }), 'change')
    expect(Number(mixed?.['se'])).toBeLessThan(Number(independent?.['se']))
    expect([mixed?.['n_1'], mixed?.['mean_1']]).toEqual([independent?.['n_1'], independent?.['mean_1']])
  })

  test('where nobody can be followed in the two rounds, Welch is used and said', async () => {
    const { database } = project('partly-linked')
    const survey = project('partly-linked').datasets.survey as SurveyDataset
    const responses = `(SELECT * REPLACE (CASE WHEN round = '2022' THEN _respondent ELSE _respondent || '-' || round::VARCHAR END AS _respondent) FROM responses)`
    const scores = `(SELECT * REPLACE (CASE WHEN round = '2022' THEN _respondent ELSE _respondent || '-' || round::VARCHAR END AS _respondent) FROM scores)`
    const outcome = await runAnalysis(
      {
        database,
        datasets: { survey: { ...survey, tables: { ...survey.tables, responses, scores } }, series: null } as never,
      },
      'round-change',
      { outcomes: ['culture'], from: '2021', to: '2023', min_response_rate: 0, permutations: 999 },
    )
    expect(codes(outcome)).toContain('round-change:mixed-not-followed')
    const [alone] = rows(await run('unlinked', { outcomes: ['culture'] }), 'change')
    expect(rows(outcome, 'change')[0]).toMatchObject({ se: alone?.['se'], df: alone?.['df'], n_linked: 0 })
    // Without anybody in two rounds the trend is ordinary regression.
    expect(rows(outcome, 'trend')[0]).toMatchObject({ model: 'none', rounds: 3 })
  })

  test('an item with a new meaning has neither change nor trend across it, and both beside it', async () => {
    const across = await run('unlinked', { outcomes: ['pride'] })
    expect(rows(across, 'change')[0]).toMatchObject({ verdict: 'not-comparable' })
    expect(rows(across, 'trend')[0]).toMatchObject({ estimate: null, model: null })
    expect(codes(across)).toContain('round-change:trend-meaning')
    const beside = await run('unlinked', { outcomes: ['pride'], to: '2022' })
    expect(rows(beside, 'change')[0]?.['verdict']).not.toBe('not-comparable')
  })

  test('a new wording is noted where it lies between the rounds compared, and only there', async () => {
    const between = await run('unlinked', { outcomes: ['technology'], to: '2022', trend: false })
    const after = await run('unlinked', { outcomes: ['technology'], from: '2022', trend: false })
    expect(codes(between)).toContain('survey:items-reworded')
    expect(codes(after)).not.toContain('survey:items-reworded')
    expect(rows(after, 'rounds')).toEqual([])
    expect(codes(await run('unlinked', { outcomes: ['technology'], from: '2022' }))).toContain('survey:items-reworded')
  })

  test('a round that the gate stops takes no part in limits or trend', async () => {
    const outcome = await run('unlinked', { outcomes: ['culture'], by: ['organisation'], min_n: 12, max_half_width: 2 })
    const stopped = rows(outcome, 'rounds').filter(({ signal }) => signal === 'not-comparable')
    expect(stopped.length).toBeGreaterThan(0)
    for (const row of stopped) {
      expect(row).toMatchObject({ centre: null, lower: null })
      expect(Number(row['n'])).toBeLessThan(12)
      expect(
        rows(outcome, 'trend').find(({ organisation }) => organisation === row['organisation'])?.['estimate'],
      ).toBeNull()
    }
    expect(codes(outcome)).toContain('round-change:trend-too-few-rounds')
  })

  test('all rounds of a group are withheld with the smallest of them, and so is its trend', async () => {
    const outcome = await run(
      'unlinked',
      { outcomes: ['culture'], by: ['organisation'], min_n: 2, max_half_width: 4 },
      { minGroup: 12 },
    )
    const table = rowsOfTable(outcome.tables.find(({ id }) => id === 'rounds') as never)
    const hidden = new Set(
      table.filter(({ withheld }) => withheld.has('mean')).map(({ cells }) => String(cells['organisation'])),
    )
    expect(hidden.size).toBeGreaterThan(0)
    expect(hidden.size).toBeLessThan(8)
    for (const { cells, withheld } of table)
      expect(withheld.has('mean') && withheld.has('centre') && withheld.has('n')).toBe(
        hidden.has(String(cells['organisation'])),
      )
    for (const { cells, withheld } of rowsOfTable(outcome.tables.find(({ id }) => id === 'trend') as never))
      expect(withheld.has('estimate')).toBe(hidden.has(String(cells['organisation'])))
    const figure = outcome.figures.find(({ id }) => id === 'rounds')
    for (const name of hidden) expect(figure?.panels.map(({ id }) => id).join()).not.toContain(name)
  })

  test('beside those who are in both linked rounds, nothing is told of the few who are in one', async () => {
    const options = { outcomes: ['culture', 'technology'] }
    const [open, guarded] = [await run('linked', options), await run('linked', options, { minGroup: 5 })]
    let hidden = 0
    for (const row of rows(open, 'rounds')) {
      const change = rows(open, 'change').find(({ outcome }) => outcome === row['outcome'])
      const beyond = ['2021', '2023']
        .map(
          (round) =>
            Number(
              rows(open, 'rounds').find((one) => one['outcome'] === row['outcome'] && one['round'] === round)?.['n'],
            ) - Number(change?.['n_1']),
        )
        .filter((people) => people > 0)
      const isFew = beyond.some((people) => people < 5)
      hidden += isFew ? 1 : 0
      const shown = rows(guarded, 'rounds').find(
        (one) => one['outcome'] === row['outcome'] && one['round'] === row['round'],
      )
      expect([shown?.['mean'], shown?.['centre']]).toEqual(isFew ? [null, null] : [row['mean'], row['centre']])
    }
    expect(hidden).toBeGreaterThan(0)
    const table = guarded.tables.find(({ id }) => id === 'change')
    expect(JSON.stringify(table?.protection)).toContain('#followed')
  })

  test.each([
    [
      'en',
      /Over all rounds Culture rose by 0\.\d\d points a round on average/,
      /no linear trend could be shown, which does not mean/,
    ],
    [
      'nb',
      /Over alle rundene økte Kultur med 0,\d\d poeng per runde/,
      /ingen lineær trend påvises, noe som ikke betyr/,
    ],
    [
      'sv',
      /Över alla omgångar ökade Kultur med 0,\d\d skalsteg per omgång/,
      /ingen linjär trend påvisas, vilket inte betyder/,
    ],
  ] as const)('the trend is told (%s)', async (id, risen, open) => {
    const text = language(await run('linked', {}), id)
    expect(text).toMatch(risen)
    expect(text).toMatch(open)
  })
})

describe('permutations', () => {
  test('are not repeated for an option that they do not depend on, and are for one that they do', async () => {
    const analysis = analyses.get('round-change')
    if (analysis === undefined) throw new Error('no analysis')
    const memory = createMemory()
    let made = 0
    const remember: NonNullable<ComputeContext['remember']> = (parameters, data, make) =>
      memory(parameters, data, () => {
        made += 1
        return make()
      })
    const once = async (options: Readonly<Record<string, unknown>>, seed = 1): Promise<unknown> => {
      const prepared = prepareRun(
        analysis,
        {
          id: 'round-change',
          as: 'change',
          options: { outcomes: ['culture'], min_response_rate: 0, permutations: 999, ...options },
          where: [],
        },
        project('unlinked').datasets,
      )
      const { frames, nUsed } = await runStatements(project('unlinked').database, prepared)
      const { tables } = await computeRun(
        analysis,
        prepared,
        { frames, nUsed, seed },
        { minGroup: 1, language: 'en' },
        { abort: { aborted: false }, remember },
      )
      return tables.find(({ id }) => id === 'top_movers')?.rows
    }
    const first = await once({})
    expect(await once({ smallest_effect: 0.5, confidence: 0.9, adjust: 'none', trend: false })).toEqual(first)
    expect(made).toBe(1)
    await once({ permutations: 1000 })
    await once({ from: '2022' })
    await once({}, 2)
    expect(made).toBe(4)
    expect(await once({})).toEqual(first)
    expect(made).toBe(4)
  })
})

describe('limits and trends of rows made by hand', () => {
  const intervalOf = (moments: Moments): { readonly low: number; readonly high: number } =>
    meanIntervals(0.95)({ n: moments.n, mean: moments.mean, se: standardErrorOf(moments), isWeighted: false }, [1, 5])
  const facts = (values: readonly (readonly number[])[]): readonly RoundFacts[] =>
    values.map((own, index) => ({
      round: String(index),
      moments: momentsOf(own),
      answers: own.length,
      sd: null,
      hindrances: [],
      beyond: 0,
    }))

  test('a round far from the others lies outside; equal answers have no limits', () => {
    const near = [1, 2, 3, 2, 1, 3, 2, 2, 1, 3]
    const found = withLimits(facts([near, near, near.map((value) => value + 2)]), intervalOf)
    expect(found.map(({ isOutside }) => isOutside)).toEqual([false, false, true])
    expect(
      withLimits(
        facts([
          [3, 3],
          [3, 3],
          [3, 3],
        ]),
        intervalOf,
      ).map(({ isOutside, lower }) => [isOutside, lower]),
    ).toEqual([
      [null, 3],
      [null, 3],
      [null, 3],
    ])
    expect(withLimits(facts([near, [2], []]), intervalOf).map(({ centre }) => centre)).toEqual([null, null, null])
  })

  test('a trend without variation, or without rows, is not fitted, not infinite', () => {
    const plain = (values: readonly (readonly number[])[]): ReturnType<typeof trendOf> =>
      trendOf(
        facts(values),
        {
          model: 'none',
          values: values.flat(),
          round: values.flatMap((own, index) => own.map(() => index)),
          place: [],
          counts: values.flat().map(() => 1),
          places: 0,
        },
        () => true,
        { confidence: 0.95 },
      )
    expect(
      plain([
        [3, 3],
        [3, 3],
        [3, 3],
      ]),
    ).toMatchObject({ reason: 'not-fitted', estimate: null })
    expect(
      plain([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
    ).toMatchObject({ reason: 'not-fitted', estimate: null })
    expect(plain([[1, 2], [2, 3], []])).toMatchObject({ reason: 'too-few-rounds', rounds: 2 })
    expect(
      plain([
        [1, 2],
        [2, 3],
        [3, 4],
      ]),
    ).toMatchObject({ reason: null, estimate: 1, df: 4 })
    expect(
      trendOf(
        facts([
          [1, 2],
          [2, 3],
          [3, 4],
        ]),
        { model: 'person', patterns: undefined },
        () => true,
        { confidence: 0.95 },
      ),
    ).toMatchObject({ reason: 'not-fitted' })
  })

  test('persons whose answers are no more alike than others’ give a singular fit, which is a result', () => {
    const patterns = {
      values: [
        [1, 2, 3, 4, 5, 1],
        [5, 4, 3, 2, 1, Number.NaN],
      ],
      counts: [3, 3, 3, 3, 3, 2],
    }
    const fit = slopeByPersons(patterns, [0, 1], [0, 1])
    expect(fit).toMatchObject({ isSingular: true })
    expect(
      slopeByPersons(
        {
          values: [
            [1, 2],
            [Number.NaN, Number.NaN],
          ],
          counts: [2, 2],
        },
        [0, 1],
        [0, 1],
      ),
    ).toBeTypeOf('string')
    expect(slopeByPersons({ values: [[], []], counts: [] }, [0, 1], [0, 1])).toBeTypeOf('string')
  })
})
