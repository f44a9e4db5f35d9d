import { describe, expect, test } from 'vitest'
import type { Attribute, SurveyDataset } from '../../analyses/core/datasets'
import type { Cell, ResultTable, TableColumn } from '../../analyses/core/result'
import { executeAnalyses } from '../../analyses/recipe/execute'
import { inGroupOrder, type GroupOrder } from '../../analyses/recipe/group-order'
import { recipeSchema } from '../../analyses/recipe/recipe'
import { fixtureOfTests } from '../fixture-project'

const attribute = (id: string, levels: readonly string[]): Attribute => ({
  id,
  levels,
  parent: null,
  parentLevels: levels.map(() => -1),
})
const dataset = {
  kind: 'survey',
  attributes: [attribute('organisation', ['Bodø', 'Alta', 'Røros']), attribute('role', ['leader', 'employee'])],
} as unknown as SurveyDataset
const compare = (_attribute: string, a: string, b: string): number => a.localeCompare(b, 'nb')

const key = (id: string): TableColumn => ({ id, kind: 'text' })
const identifying = (id: string): TableColumn => ({ id, kind: 'text', isKey: true })
const n: TableColumn = { id: 'n', kind: 'count' }
const mean: TableColumn = { id: 'mean', kind: 'number', as: 'mean' }
const table = (
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  suppressed: ResultTable['suppressed'] = [],
  id = 'means',
): ResultTable => ({ id, columns, rows, suppressed, protection: { kind: 'counts', counts: ['n'], family: [] } })
const ordered = (order: GroupOrder, ...tables: readonly ResultTable[]) =>
  inGroupOrder(order, tables, [], dataset, compare)
const firstCells = (own: ResultTable | undefined, column = 0): readonly Cell[] =>
  own?.rows.map((row) => row[column] ?? null) ?? []

const byOrganisation = table(
  [key('organisation'), identifying('dimension'), n, mean],
  [
    ['Bodø', 'culture', 10, 3.1],
    ['Bodø', 'motivation', 10, 4.4],
    ['Alta', 'culture', 12, 2.2],
    ['Alta', 'motivation', 12, 4.9],
    ['Røros', 'culture', 9, 3.8],
    ['Røros', 'motivation', 9, 4.0],
  ],
)

describe('groups in order', () => {
  test('as they were, unless another order is asked for', () => {
    const { tables, notes, levels } = ordered('declared', byOrganisation)
    expect(tables).toEqual([byOrganisation])
    expect(notes).toEqual([])
    expect(levels.size).toBe(0)
  })

  test('by name', () => {
    const { tables, notes } = ordered('name', byOrganisation)
    expect(firstCells(tables[0])).toEqual(['Alta', 'Alta', 'Bodø', 'Bodø', 'Røros', 'Røros'])
    expect(firstCells(tables[0], 1).slice(0, 2)).toEqual(['culture', 'motivation'])
    expect(notes).toEqual([])
  })

  test('by the value of the first outcome, the highest first, and a note says that it is no ranking', () => {
    const { tables, notes, levels } = ordered('value', byOrganisation)
    expect(firstCells(tables[0])).toEqual(['Røros', 'Røros', 'Bodø', 'Bodø', 'Alta', 'Alta'])
    expect(levels.get('organisation')).toEqual(['Røros', 'Bodø', 'Alta'])
    expect(notes.map(({ code }) => code)).toEqual(['recipe:ordered-by-value'])
  })

  test('within each outcome, where the outcomes stand one after the other', () => {
    const columns = [key('organisation'), identifying('outcome'), n, mean]
    const { tables } = ordered(
      'value',
      table(columns, [
        ['Alta', 'culture', 9, 1],
        ['Bodø', 'culture', 9, 2],
        ['Alta', 'motivation', 9, 5],
        ['Bodø', 'motivation', 9, 4],
      ]),
    )
    expect(tables[0]?.rows.map(([organisation, outcome]) => `${String(outcome)} ${String(organisation)}`)).toEqual([
      'culture Bodø',
      'culture Alta',
      'motivation Bodø',
      'motivation Alta',
    ])
  })

  test('a withheld group comes last, whatever its value, and what is withheld and noted moves along', () => {
    const withheld = table(
      [key('organisation'), n, mean],
      [
        ['Bodø', null, null],
        ['Alta', 8, 2],
        ['Røros', 9, 3],
      ],
      [
        [0, 1],
        [0, 2],
      ],
    )
    const note = { code: 'core:x', level: 'info', about: {}, concerns: { table: 'means', row: 1 } } as const
    const { tables, notes } = inGroupOrder('value', [withheld], [note], dataset, compare)
    expect(firstCells(tables[0])).toEqual(['Røros', 'Alta', 'Bodø'])
    expect(tables[0]?.suppressed).toEqual([
      [2, 1],
      [2, 2],
    ])
    expect(notes[0]?.concerns?.row).toBe(1)
    expect(inGroupOrder('name', [withheld], [note], dataset, compare).notes[0]?.concerns?.row).toBe(0)
  })

  test('rounds stay in time, and the value is that of the last', () => {
    const { tables } = ordered(
      'value',
      table(
        [key('round'), key('organisation'), n, mean],
        [
          ['2021', 'Bodø', 9, 5],
          ['2021', 'Alta', 9, 1],
          ['2022', 'Bodø', 9, 2],
          ['2022', 'Alta', 9, 3],
        ],
      ),
    )
    expect(tables[0]?.rows.map(([round, organisation]) => `${String(round)} ${String(organisation)}`)).toEqual([
      '2021 Alta',
      '2021 Bodø',
      '2022 Alta',
      '2022 Bodø',
    ])
  })

  test('a table that names its groups in one column follows; one of pairs stays', () => {
    const contrasts = table(
      [identifying('outcome'), { id: 'group', kind: 'text' }, mean],
      [
        ['culture', 'Bodø', 0],
        ['culture', 'Alta', 0],
        ['culture', 'Røros', 0],
      ],
      [],
      'contrasts',
    )
    const pairs = table([key('group_a'), key('group_b'), mean], [['Bodø', 'Alta', 1]], [], 'pairs')
    const { tables } = ordered('value', byOrganisation, contrasts, pairs)
    expect(firstCells(tables[1], 1)).toEqual(['Røros', 'Bodø', 'Alta'])
    expect(tables[2]).toEqual(pairs)
  })

  test('a difference is the value where there is one', () => {
    const columns = [key('role'), n, mean, { id: 'estimate', kind: 'number', as: 'estimate' } as const]
    const { tables } = ordered(
      'value',
      table(columns, [
        ['leader', 9, 4, 0.1],
        ['employee', 9, 3, 0.5],
      ]),
    )
    expect(firstCells(tables[0])).toEqual(['employee', 'leader'])
  })
})

/* What the command line runs. */
describe('in a recipe, on the sample', async () => {
  const project = await fixtureOfTests('fixtures/sample/recipe.json')
  const run = async (order?: GroupOrder) => {
    const where = [{ column: 'round', in: ['2021'] }]
    const entry = { where, ...(order === undefined ? {} : { order }) }
    const recipe = recipeSchema.parse({
      ...project.recipe,
      analyses: [
        { id: 'dimension-scores', options: { by: ['organisation'], dimensions: ['culture'] }, ...entry },
        { id: 'group-comparison', options: { by: ['organisation'], outcomes: ['culture'] }, ...entry },
      ],
    })
    return executeAnalyses(project.database, recipe, project.datasets)
  }
  const rowsOf = (own: ResultTable | undefined): readonly (readonly [string, number | null])[] => {
    const column = (id: string): number => own?.columns.findIndex((each) => each.id === id) ?? -1
    return (own?.rows ?? []).map((row) => {
      const value = row[column('mean')]
      return [String(row[column('organisation')]), typeof value === 'number' ? value : null]
    })
  }

  test('tables and figures stand by value, with the same numbers', async () => {
    const [before, after] = [await run(), await run('value')]
    for (const [index, outcome] of after.entries()) {
      const was = rowsOf(before[index]?.tables[0])
      const is = rowsOf(outcome.tables[0])
      expect(is.length).toBeGreaterThan(5)
      const shown = is.filter(([, mean]) => mean !== null)
      expect(shown).toEqual(was.filter(([, mean]) => mean !== null).toSorted(([, a], [, b]) => (b ?? 0) - (a ?? 0)))
      expect(is.slice(0, shown.length)).toEqual(shown)
      expect(new Set(is.map(String))).toEqual(new Set(was.map(String)))
      const axis = outcome.figures[0]?.panels[0]?.y
      expect(axis?.scale === 'category' ? axis.categories.map(({ label }) => label) : []).toEqual(
        is.map(([name]) => name),
      )
    }
  })

  test('without a word about order, nothing is different from the declared one', async () => {
    expect(await run('declared')).toEqual(await run())
  })
})
