import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verdictOf, type Evidence } from '../../analyses/aggregation/verdict'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { openFixture, runAnalysis, type FixtureProject } from '../fixture-project'
import { inEnglish } from '../survey/run-analysis'

let golden: FixtureProject
beforeAll(async () => {
  golden = await openFixture('fixtures/golden/recipe.json')
})
afterAll(async () => {
  await golden.database.close()
})

const rowsOf = (outcome: AnalysisOutcome, table: string): readonly TableRow[] =>
  rowsOfTable(outcome.tables.find(({ id }) => id === table)!).map(({ cells }) => cells)
const inLast = { column: 'round', in: ['2022'] } as const
const evaluated = (
  options: Readonly<Record<string, unknown>>,
  settings: Parameters<typeof runAnalysis>[3],
): Promise<AnalysisOutcome> =>
  runAnalysis(golden, 'aggregation', { outcomes: ['culture', 'motiv'], by: 'organisation', ...options }, settings)

describe('the verdict', () => {
  const limits = { min_icc1: 0.05, min_icc2: 0.7, min_rwgj: 0.7, min_groups: 8 }
  const good: Evidence = { groups: 20, icc1: 0.12, icc2: 0.85, rwgj: 0.8, between: 0.1 }
  test.each<[string, Partial<Evidence>, string, readonly string[]]>([
    ['all met', {}, 'supported', []],
    ['no agreement to be had', { rwgj: null }, 'supported', ['rwgj-unknown']],
    ['few groups', { groups: 7 }, 'with-reservation', ['few-groups']],
    ['low ICC(1)', { icc1: 0.04 }, 'with-reservation', ['icc1-low']],
    ['low ICC(2)', { icc2: 0.6 }, 'with-reservation', ['icc2-low']],
    ['low agreement', { rwgj: 0.69 }, 'with-reservation', ['rwgj-low']],
    ['unreliable and of many minds', { icc2: 0.6, rwgj: 0.5 }, 'not-supported', ['icc2-low', 'rwgj-low']],
    ['negative ICC(1)', { icc1: -0.01, icc2: -0.2 }, 'not-supported', ['no-variance-between', 'icc2-low']],
    ['singular', { between: 0 }, 'not-supported', ['no-variance-between']],
    ['one group', { groups: 1, icc1: null, icc2: null }, 'not-assessable', ['no-model']],
  ])('%s', (_, changed, verdict, reasons) => {
    expect(verdictOf({ ...good, ...changed }, limits)).toEqual({ verdict, reasons })
  })
})

test('withheld groups count neither in the numbers nor in the ranks', async () => {
  const protectedRun = await evaluated({}, { where: [inLast], minGroup: 8, seed: 3 })
  const shown = rowsOf(protectedRun, 'groups').filter(({ outcome, mean }) => outcome === 'culture' && mean !== null)
  const hidden = rowsOf(protectedRun, 'groups').filter(({ outcome, mean }) => outcome === 'culture' && mean === null)
  expect(hidden.length).toBeGreaterThan(1)
  expect(shown.length).toBeGreaterThan(2)
  for (const row of hidden)
    expect(
      Object.entries(row).filter(
        ([column, cell]) => cell !== null && column !== 'organisation' && column !== 'outcome',
      ),
    ).toEqual([])
  const alone = await evaluated(
    { outcomes: ['culture'] },
    { where: [inLast, { column: 'organisation', in: shown.map(({ organisation }) => String(organisation)) }], seed: 3 },
  )
  const culture = rowsOf(protectedRun, 'dimensions').find(({ outcome }) => outcome === 'culture')
  expect(culture).toEqual(rowsOf(alone, 'dimensions')[0])
  expect(shown).toEqual(rowsOf(alone, 'groups'))
  expect(protectedRun.notes.map(({ code }) => code)).toContain('aggregation:groups-withheld')
})

test('rank intervals hold the rank and follow the seed', async () => {
  const first = rowsOf(await evaluated({ outcomes: ['tech'] }, { seed: 1 }), 'groups')
  const again = rowsOf(await evaluated({ outcomes: ['tech'] }, { seed: 1 }), 'groups')
  expect(again).toEqual(first)
  for (const { rank, rank_low: low, rank_high: high } of first) {
    expect(Number(low)).toBeLessThanOrEqual(Number(rank ?? low))
    expect(Number(high)).toBeGreaterThanOrEqual(Number(rank ?? high))
  }
})

test('no variance between groups gives no order, and says what that means', async () => {
  const outcome = await evaluated({ outcomes: ['culture'] }, { where: [inLast] })
  const [dimension] = rowsOf(outcome, 'dimensions')
  expect(dimension).toMatchObject({ tau_sq: 0, verdict: 'not-supported' })
  expect(Number(dimension?.['icc1'])).toBeLessThan(0)
  for (const row of rowsOf(outcome, 'groups'))
    expect(row).toMatchObject({ rank: null, rank_low: 1, rank_high: rowsOf(outcome, 'groups').length, reliability: 0 })
  expect(outcome.notes.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['aggregation:singular', 'aggregation:negative']),
  )
})

test('rounds taken together are said to be', async () => {
  expect((await evaluated({}, {})).notes.map(({ code }) => code)).toContain('survey:pooled-over-rounds')
  expect((await evaluated({ by: ['round', 'organisation'] }, {})).notes.map(({ code }) => code)).not.toContain(
    'survey:pooled-over-rounds',
  )
})

test('where there is no agreement to be had, nothing is said of it', async () => {
  const dyestuff = await openFixture('fixtures/surveys/dyestuff/recipe.json')
  const outcome = await runAnalysis(dyestuff, 'aggregation', { by: 'Batch', outcomes: ['Yield'] })
  expect(rowsOf(outcome, 'dimensions')[0]).toMatchObject({ groups: 6, rwgj_median: null })
  const sentences = outcome.prose.finding.map((sentence) =>
    inEnglish(dyestuff.datasets.survey as SurveyDataset, sentence),
  )
  await dyestuff.database.close()
  expect(sentences.find((sentence) => sentence.includes('ICC(1) ='))).toMatch(/ICC\(2\) = \.\d\d, 6 groups/)
})
