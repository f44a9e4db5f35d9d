import { describe, expect, test } from 'vitest'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { engineOfTests } from '../database/engine-of-tests'
import { fixtureOfTests, runAnalysis } from '../fixture-project'
import { textFile } from '../sources/sample-data'
import { inventoryDataset } from '../../analyses/sources/inventory/dataset'
import { loadInventory } from '../sources/reading'

const project = await fixtureOfTests('fixtures/organisations/recipe.json')

const rowsOf = (outcome: AnalysisOutcome, id: string): readonly TableRow[] =>
  rowsOfTable(outcome.tables.find((table) => table.id === id)!).map(({ cells }) => cells)
const codes = (outcome: AnalysisOutcome): readonly string[] => outcome.notes.map(({ code }) => code)

describe('the sample inventory', () => {
  test('levels go by their names in the language of the report', async () => {
    for (const [language, name] of [
      ['nb', 'Fast praksis'],
      ['sv', 'Fast praxis'],
      ['en', 'Settled'],
    ] as const) {
      const outcome = await runAnalysis(project, 'inventory', {}, { language })
      const speaker = createSpeaker(language, messagesOf(language), null)
      const table = outcome.tables.find(({ id }) => id === 'ratings')!
      const column = table.columns.findIndex(({ id }) => id === 'label')
      expect(
        new Set(table.rows.map((row) => speaker.cell(table.columns[column]!, row[column]!, false, 'inventory'))),
      ).toContain(name)
    }
  })

  test('companies beside municipalities: the smallest p that there could be stands beside each', async () => {
    const outcome = await runAnalysis(project, 'inventory', { by: ['type'] })
    expect(codes(outcome)).toEqual(['inventory:not-rated', 'inventory:family', 'inventory:cannot-show'])
    const pairs = rowsOf(outcome, 'comparison')
    expect(pairs).toHaveLength(15)
    for (const row of pairs) {
      expect(Number(row['smallest_p'])).toBeLessThanOrEqual(Number(row['p_value']) + 1e-12)
      if (Math.abs(Number(row['cliffs_delta'])) === 1)
        expect([row['delta_low'], row['delta_high']]).toEqual([null, null])
    }
    const mute = pairs.filter((row) => Number(row['smallest_p']) * 15 > 0.05).length
    expect(outcome.notes.find(({ code }) => code === 'inventory:cannot-show')?.about).toMatchObject({ n: mute, of: 15 })
  })

  test('without a grouping there is the map alone', async () => {
    const outcome = await runAnalysis(project, 'inventory', { by: [] })
    expect(codes(outcome)).toContain('inventory:no-grouping')
    expect(outcome.tables.map(({ rows }) => rows.length)).toEqual([75, 0, 0, 0])
    expect(outcome.figures.map(({ id }) => id)).toEqual(['heatmap'])
  })

  test('a filter narrows organisations and areas', async () => {
    const outcome = await runAnalysis(
      project,
      'inventory',
      {},
      {
        where: [
          { column: 'type', in: ['kommune'] },
          { column: 'area', in: ['Prosjektmetode'] },
        ],
      },
    )
    expect(outcome.nUsed).toBe(6)
    expect(rowsOf(outcome, 'comparison')).toMatchObject([
      { area: 'Prosjektmetode', group_a: 'Norge', group_b: 'Sverige', n_a: 4, n_b: 2 },
    ])
    const one = await runAnalysis(project, 'inventory', {}, { where: [{ column: 'country', in: ['Norge'] }] })
    expect(codes(one)).toContain('inventory:one-group')
    await expect(
      runAnalysis(project, 'inventory', {}, { where: [{ column: 'round', in: ['2021'] }] }),
    ).rejects.toMatchObject({ code: 'core:option-no-such-column' })
  })

  test('a large p is not said to be no difference', async () => {
    const outcome = await runAnalysis(project, 'inventory', { areas: ['Prosjektmetode'] })
    const speaker = createSpeaker('en', messagesOf('en'), null)
    expect(speaker.sentences(outcome.prose.finding)).toMatch(/does not mean that there is none/)
  })
})

const database = await engineOfTests()

describe('awkward inventories', () => {
  const run = async (text: string, options: Readonly<Record<string, unknown>> = {}): Promise<AnalysisOutcome> => {
    const report = await loadInventory(database, textFile('t.csv', text), {
      kind: 'inventory',
      id: 'map',
      file: 't.csv',
      levels: [
        { value: 0, label: 'None' },
        { value: 1, label: 'Some' },
        { value: 2, label: 'All' },
      ],
    })
    return runAnalysis(
      { database, datasets: { survey: null, series: null, inventory: inventoryDataset([report]) } },
      'inventory',
      options,
    )
  }

  test('organisations without the attribute are left out and counted', async () => {
    const outcome = await run('organisation,country,A,B\nP,NO,1,2\nQ,SE,0,1\nR,,2,2\n')
    expect(outcome.notes.find(({ code }) => code === 'inventory:attribute-blank')?.about).toMatchObject({ n: 1 })
    expect(
      rowsOf(outcome, 'comparison').map((row) => [row['n_a'], row['n_b'], row['p_value'], row['smallest_p']]),
    ).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ])
  })

  test('an area that one side was not rated in has no test', async () => {
    const outcome = await run('organisation,country,A,B\nP,NO,1,\nQ,SE,0,1\nR,SE,0,2\n')
    expect(rowsOf(outcome, 'comparison')[1]).toMatchObject({
      area: 'B',
      n_a: 0,
      n_b: 2,
      p_value: null,
      p_adjusted: null,
      cliffs_delta: null,
      smallest_p: null,
    })
    expect(rowsOf(outcome, 'overall')[1]).toMatchObject({ area: 'B', groups: 1, p_value: null })
  })

  test('more groups than can be compared are refused', async () => {
    const rows = Array.from({ length: 13 }, (_, index) => `O${index},C${index},1,${index % 3}`)
    const outcome = await run(`organisation,country,A,B\n${rows.join('\n')}\n`)
    expect(outcome.refusal).toMatchObject({ code: 'inventory:too-many-groups', about: { found: 13, most: 12 } })
  })

  test('a map without attributes is a map', async () => {
    const outcome = await run('organisation,A,B\nP,1,2\nQ,0,1\n')
    expect(outcome.status).toBe('ok')
    expect(outcome.options['by']).toEqual([])
  })
})
