import { describe, expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { fixtureOfTests, runAnalysis } from '../fixture-project'

const golden = await fixtureOfTests('fixtures/golden/recipe.json')

/** The golden survey in 2022 has organisations of 31, 25, 9, 3, 33, 5 and 14 people. */
describe('withheld groups are not in the tests', () => {
  const compare = (minGroup: number): Promise<AnalysisOutcome> =>
    runAnalysis(
      golden,
      'group-comparison',
      { outcomes: ['culture'], by: ['organisation'] },
      { where: [{ column: 'round', in: ['2022'] }], minGroup },
    )
  const records = (outcome: AnalysisOutcome, id: string): ReturnType<typeof rowsOfTable> =>
    rowsOfTable(outcome.tables.find((table) => table.id === id)!)

  test('n of the omnibus is the sum of the groups that are shown', async () => {
    const outcome = await compare(5)
    const shown = records(outcome, 'descriptives').filter(({ withheld }) => !withheld.has('n'))
    const [omnibus] = records(outcome, 'omnibus')
    expect(shown.length).toBeLessThan(7)
    expect(omnibus?.cells['groups']).toBe(shown.length)
    expect(omnibus?.cells['n']).toBe(shown.reduce((sum, { cells }) => sum + Number(cells['n']), 0))
    expect(outcome.notes.map(({ code }) => code)).toContain('group-comparison:groups-withheld')
    expect(JSON.stringify(outcome.notes)).not.toContain('N4')
  })

  test('without protection every group of two or more is tested', async () => {
    const [omnibus] = records(await compare(1), 'omnibus')
    expect([omnibus?.cells['groups'], omnibus?.cells['n']]).toEqual([7, 120])
  })
})
