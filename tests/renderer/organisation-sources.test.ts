import { describe, expect, test } from 'vitest'
import type { IndicatorsSource } from '../../analyses/sources/indicators/source'
import type { InventorySource } from '../../analyses/sources/inventory/fields'
import { asKind } from '../../analyses/sources/recognition'
import { sourceOf } from '../../analyses/sources/registry'
import { parseRecipe, type RecipeSource } from '../../analyses/recipe/recipe'
import { dataKindOf } from '../../renderer/state/data-kinds'
import { startSession } from '../../renderer/state/session'
import { levelsOf, levelsText, withRole } from '../../renderer/state/source-change'
import { analysisAddFitting } from '../../renderer/commands/analysis-add-fitting'
import { isOffered } from '../../renderer/commands/analysis-add'
import { recognise } from '../sources/reading'
import { textFile } from '../sources/sample-data'

const levels = [
  { value: 0, label: { nb: 'Ingen', sv: 'Ingen', en: 'None' } },
  { value: 1, label: { nb: 'I bruk', sv: 'I bruk', en: 'In use' } },
]
const inventory: InventorySource = { id: 'map', kind: 'inventory', file: 'map.csv' }

describe('a dropped file', () => {
  const guess = async (name: string, text: string): Promise<unknown> => (await recognise(textFile(name, text))).source

  test('becomes a source that a recipe takes, without an instrument', async () => {
    const goals = await guess('goals.csv', 'Indikator;Mål;Resultat\nA;3;1\n')
    const map = await guess('kartlegging.csv', 'Organisasjon;Land;Prosess;Metode\nA;Norge;1;2\nB;Sverige;0;3\n')
    expect([goals, map]).toEqual([
      { id: 'goals', kind: 'indicators', file: 'goals.csv' },
      { id: 'kartlegging', kind: 'inventory', file: 'kartlegging.csv' },
    ])
    expect(parseRecipe(JSON.stringify({ recipe: 1, sources: [goals, map] }), 'recipe.json').ok).toBe(true)
  })

  test('can be taken for one by hand', () => {
    const survey = { id: 'x', kind: 'survey', file: 'x.csv', round: '1' } as const
    const given = { timeZone: 'UTC', others: [], before: sourceOf('survey') }
    expect(asKind(sourceOf('inventory'), survey, ['a'], given)).toEqual({ id: 'x', kind: 'inventory', file: 'x.csv' })
    expect([
      dataKindOf('indicators'),
      dataKindOf('inventory'),
      dataKindOf('headcount'),
      dataKindOf('coverage'),
    ]).toEqual(['indicators', 'inventory', 'survey', 'series'])
  })
})

describe('a scale on one line', () => {
  test('is read back as it was, other languages included', () => {
    expect(levelsText(levels, 'nb')).toBe('0 = Ingen; 1 = I bruk')
    expect(levelsOf('0 = Ingen; 1 = I bruk', levels)).toEqual(levels)
    expect(levelsOf('0 = Ingen; 1 = Tatt i bruk; \u22121 = Avviklet', levels)).toEqual([
      levels[0],
      { value: 1, label: 'Tatt i bruk' },
      { value: -1, label: 'Avviklet' },
    ])
    expect(levelsOf('  ', levels)).toBeUndefined()
  })

  test('is refused when a level lacks its number or name, stands twice or alone', () => {
    for (const text of ['Ingen; I bruk', '0 =; 1 = I bruk', '0 = a; 0 = b', '0 = a', '0 = a; 500 = b'])
      expect(levelsOf(text, undefined), text).toBeNull()
  })

  test('a level twice in a recipe is told by its place', () => {
    const parsed = parseRecipe(
      JSON.stringify({ recipe: 1, sources: [{ ...inventory, levels: [...levels, { value: 1, label: 'x' }] }] }),
      'recipe.json',
    )
    expect(parsed.ok ? [] : parsed.problems.map(({ code, place }) => [code, place.path])).toEqual([
      ['recipe:level-twice', 'sources[0].levels[2]'],
    ])
  })
})

test('a column given another meaning takes it from the one that had it', () => {
  const goals: IndicatorsSource = { id: 'g', kind: 'indicators', file: 'g.csv' }
  const give = (source: RecipeSource, role: string, header: string | undefined): RecipeSource =>
    withRole(sourceOf('indicators'), source, role, header)
  const first = give(goals, 'target', 'Ventet')
  expect(first).toEqual({ ...goals, columns: { Ventet: 'target' } })
  expect(give(first, 'target', 'Planlagt')).toEqual({ ...goals, columns: { Planlagt: 'target' } })
  expect(give(first, 'outcome', 'Ventet')).toEqual({ ...goals, columns: { Ventet: 'outcome' } })
  expect(give(first, 'target', undefined)).toEqual(goals)
})

test('the menu offers what the project has sources for', () => {
  const project = (kinds: readonly string[]): never =>
    ({ sources: kinds.map((kind) => ({ source: { kind } })) }) as never
  const offered = (kinds: readonly string[]): readonly string[] =>
    ['participation', 'control-chart', 'indicators', 'inventory'].filter((id) => isOffered(project(kinds), id))
  expect(offered([])).toEqual(['participation'])
  expect(offered(['inventory', 'events'])).toEqual(['participation', 'control-chart', 'inventory'])
  expect(offered(['indicators'])).toEqual(['participation', 'indicators'])
})

test('analyses are offered only where their data are there', () => {
  const session = startSession()
  const enabled = (patch: object): boolean =>
    analysisAddFitting.enabled({ session: { ...session, ...patch }, history: { present: { analyses: [] } } } as never)
  expect(enabled({})).toBe(false)
  expect(
    enabled({
      indicators: {
        ...session.indicators,
        dataset: { kind: 'indicators', sources: ['g'], tables: { indicators: 'indicators' } },
      },
    }),
  ).toBe(true)
})
