import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { openFixture, runAnalysis, type FixtureProject } from '../fixture-project'

const records = (outcome: AnalysisOutcome, id: string): ReturnType<typeof rowsOfTable> =>
  rowsOfTable(outcome.tables.find((table) => table.id === id)!)

/** The golden survey in 2022 has organisations of 31, 25, 9, 3, 33, 5 and 14 people. */
describe('withheld groups', () => {
  let golden: FixtureProject
  beforeAll(async () => {
    golden = await openFixture('fixtures/golden/recipe.json')
  })
  afterAll(() => golden.database.close())

  const options = { outcomes: ['culture1'], by: ['organisation', 'role'] }
  const latest = { column: 'round', in: ['2022'] }

  test('and everybody in them are not in the model', async () => {
    const outcome = await runAnalysis(golden, 'ordinal-model', options, { where: [latest], minGroup: 5 })
    const groups = records(outcome, 'groups')
    const organisations = groups.filter(({ cells }) => cells['attribute'] === 'organisation')
    const shown = organisations.filter(({ withheld }) => !withheld.has('n')).map(({ cells }) => String(cells['level']))
    expect(shown.length).toBeGreaterThan(2)
    expect(shown.length).toBeLessThan(7)
    const [fit] = records(outcome, 'fit')
    for (const attribute of ['organisation', 'role']) {
      const people = groups
        .filter(({ cells, withheld }) => cells['attribute'] === attribute && !withheld.has('n'))
        .reduce((sum, { cells }) => sum + Number(cells['n']), 0)
      expect(people, attribute).toBe(fit?.cells['n'])
    }
    expect(outcome.notes.map(({ code }) => code)).toContain('ordinal-model:groups-withheld')
    const withheld = organisations.filter((row) => row.withheld.has('n')).map(({ cells }) => String(cells['level']))
    for (const id of ['coefficients', 'predicted', 'terms', 'assumption'])
      for (const { cells } of records(outcome, id)) expect(withheld).not.toContain(cells['level'])
    for (const name of withheld)
      expect(JSON.stringify([outcome.notes, outcome.prose, outcome.figures.map(({ panels }) => panels)])).not.toContain(
        `"${name}"`,
      )

    // The same as if the others had never answered.
    const without = await runAnalysis(golden, 'ordinal-model', options, {
      where: [latest, { column: 'organisation', in: shown }],
      minGroup: 1,
    })
    expect(records(outcome, 'coefficients').map(({ cells }) => cells)).toEqual(
      records(without, 'coefficients').map(({ cells }) => cells),
    )
    expect(records(outcome, 'thresholds').map(({ cells }) => cells)).toEqual(
      records(without, 'thresholds').map(({ cells }) => cells),
    )
  })

  test('without protection everybody with the answer is in it', async () => {
    const outcome = await runAnalysis(
      golden,
      'ordinal-model',
      { ...options, interval: 'wald' },
      { where: [latest], minGroup: 1 },
    )
    const organisations = records(outcome, 'groups').filter(({ cells }) => cells['attribute'] === 'organisation')
    expect(
      organisations
        .filter(({ cells }) => cells['in_model'] === true)
        .reduce((sum, { cells }) => sum + Number(cells['n']), 0),
    ).toBe(records(outcome, 'fit')[0]?.cells['n'])
    expect(outcome.notes.map(({ code }) => code)).not.toContain('ordinal-model:groups-withheld')
  })

  test('predicted shares add up to one, and odds ratios are exp of the estimates', async () => {
    const outcome = await runAnalysis(
      golden,
      'ordinal-model',
      { ...options, dimensions: ['motiv'] },
      { where: [latest] },
    )
    const sums = new Map<string, number>()
    for (const { cells } of records(outcome, 'predicted')) {
      const place = `${String(cells['attribute'])} ${String(cells['level'])}`
      sums.set(place, (sums.get(place) ?? 0) + Number(cells['share']))
    }
    expect(sums.size).toBeGreaterThan(5)
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 12)
    for (const { cells } of records(outcome, 'coefficients'))
      expect(Number(cells['odds_ratio'])).toBeCloseTo(Math.exp(Number(cells['estimate'])), 10)
  })

  test('what cannot be modelled is refused with its reason', async () => {
    expect((await runAnalysis(golden, 'ordinal-model', { outcomes: ['culture1'], by: [] })).refusal?.code).toBe(
      'ordinal-model:nothing-to-explain',
    )
    expect(
      (
        await runAnalysis(
          golden,
          'ordinal-model',
          { outcomes: ['culture1'], by: ['organisation'] },
          { where: [{ column: 'organisation', in: ['N1'] }] },
        )
      ).refusal?.code,
    ).toBe('ordinal-model:nothing-fitted')
  })
})
