import { describe, expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { openFixture, fixtureOfTests, runAnalysis } from '../fixture-project'

/** Every analysis with the option, its counts of people by organisation in 2021, and what it needs to be asked. */
const analyses = [
  { id: 'dimension-scores', table: 'scores', n: 'n', row: { dimension: 'single' }, options: {} },
  { id: 'item-statistics', table: 'items', n: 'n', row: { item: 'answer' }, options: {} },
  { id: 'group-comparison', table: 'descriptives', n: 'n', row: { outcome: 'single' }, options: {} },
  { id: 'round-change', table: 'change', n: 'n_1', row: { outcome: 'single' }, options: { from: '2021', to: '2023' } },
] as const

const countsOf = (
  outcome: AnalysisOutcome,
  { table, n, row }: { readonly table: string; readonly n: string; readonly row: object },
): Readonly<Record<string, unknown>> => {
  const found = outcome.tables.find(({ id }) => id === table)
  if (found === undefined) throw new Error(`no table ${table}`)
  return Object.fromEntries(
    rowsOfTable(found)
      .filter(({ cells }) => Object.entries(row).every(([column, value]) => cells[column] === value))
      .map(({ cells }) => [String(cells['organisation']), cells[n]]),
  )
}

const project = await fixtureOfTests('fixtures/surveys/zero-weights/recipe.json')

describe('people of weight 0', () => {
  test.each(analyses)(
    'are counted nowhere by $id with weights, which says so, and everywhere without',
    async (analysis) => {
      const { id, options } = analysis
      const by = id === 'group-comparison' ? 'organisation' : ['organisation']
      const where = id === 'round-change' ? [] : [{ column: 'round', in: ['2021'] }]
      const weighted = await runAnalysis(project, id, { ...options, by, weights: true }, { where })
      // By eye in 2021.csv; the answer is never blank.
      expect(countsOf(weighted, analysis)).toEqual({ Everybody: 18, Nobody: 0, Partly: 18, Ten: 6 })
      expect(weighted.notes.map(({ code }) => code)).toContain('survey:zero-weights')
      const plain = await runAnalysis(project, id, { ...options, by }, { where })
      expect(countsOf(plain, analysis)).toEqual({ Everybody: 18, Nobody: 10, Partly: 24, Ten: 10 })
      expect(plain.notes.map(({ code }) => code)).not.toContain('survey:zero-weights')
    },
  )

  test('are not spoken of where there are none', async () => {
    const outcome = await runAnalysis(
      project,
      'dimension-scores',
      { weights: true },
      { where: [{ column: 'organisation', in: ['Everybody'] }] },
    )
    expect(outcome.notes.map(({ code }) => code)).not.toContain('survey:zero-weights')
  })
})

test.each(['linked', 'partly-linked'])(
  '%s rounds, which use no weights, count people of weight 0 too',
  async (linkage) => {
    const project = await openFixture(`fixtures/surveys/three-rounds/recipe-${linkage}.json`)
    const options = { outcomes: ['culture'], from: '2021', to: '2023', trend: true, permutations: 999 }
    const before = await runAnalysis(project, 'round-change', options)
    await project.database.execute('UPDATE responses SET "_weight" = 0 WHERE "_row" % 3 = 0')
    const after = await runAnalysis(project, 'round-change', { ...options, weights: true })
    await project.database.close()
    expect(after.tables).toEqual(before.tables)
    expect(after.notes.map(({ code }) => code)).toContain('round-change:weights-not-paired')
  },
)
