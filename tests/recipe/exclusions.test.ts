import { expect, test } from 'vitest'
import { parseRecipe, writeRecipe, type Recipe } from '../../analyses/recipe/recipe'

const recipeWith = (exclusions: unknown): string =>
  JSON.stringify({
    recipe: 1,
    instrument: 'instrument.json',
    sources: [{ id: 'r2022', kind: 'survey', file: '2022.csv' }],
    exclusions,
  })

test('rules, rows and conditions are read and written again as they are', () => {
  const lines = [
    { rule: 'fast', limit: 2.5, reason: 'half the time of the others' },
    { rule: 'too-late', limit: '2022-08-31' },
    { rows: [3, 8], source: 'r2022' },
    { where: [{ column: 'organisation', in: ['Test'] }] },
    {
      where: [
        { column: 'culture_1', from: 4 },
        { column: 'age', from: 18, below: 67 },
      ],
    },
    { rule: 'repeated-id', keep: 'most-complete' },
  ]
  const parsed = parseRecipe(recipeWith(lines), 'recipe.json')
  expect(parsed.ok && parsed.value.exclusions).toEqual(lines)
  const again = parseRecipe(writeRecipe((parsed as { readonly value: Recipe }).value), 'recipe.json')
  expect(again.ok && again.value.exclusions).toEqual(lines)
})

test('a recipe without exclusions has no key of them', () => {
  const parsed = parseRecipe(recipeWith(undefined), 'recipe.json')
  expect(parsed.ok && Object.hasOwn(parsed.value, 'exclusions')).toBe(false)
})

test.each<[unknown, string, string]>([
  [{}, 'recipe:exclusion-kind', 'exclusions[0]'],
  [{ rule: 'fast', rows: [1], source: 'r2022' }, 'recipe:exclusion-kind', 'exclusions[0]'],
  [{ rows: [1] }, 'recipe:exclusion-rows-source', 'exclusions[0]'],
  [{ rule: 'fast', limit: 0.5 }, 'recipe:exclusion-limit', 'exclusions[0].limit'],
  [{ rule: 'fast', limit: '2022-08-31' }, 'recipe:exclusion-limit', 'exclusions[0].limit'],
  [{ rule: 'too-early' }, 'recipe:exclusion-limit', 'exclusions[0].limit'],
  [{ rule: 'too-early', limit: '2022-13-31' }, 'recipe:exclusion-limit', 'exclusions[0].limit'],
  [{ rows: [1], source: 'r2022', limit: 2 }, 'recipe:exclusion-limit', 'exclusions[0].limit'],
  [{ rule: 'fast', keep: 'last' }, 'recipe:exclusion-keep', 'exclusions[0].keep'],
  [{ where: [{ column: 'age' }] }, 'recipe:exclusion-test', 'exclusions[0].where[0]'],
  [{ where: [{ column: 'age', from: 5, below: 5 }] }, 'recipe:exclusion-test', 'exclusions[0].where[0]'],
  [{ where: [{ column: 'age', in: ['5'], below: 5 }] }, 'recipe:exclusion-test', 'exclusions[0].where[0]'],
])('%j is refused with its place', (line, code, path) => {
  const parsed = parseRecipe(recipeWith([line]), 'recipe.json')
  expect(!parsed.ok && parsed.problems.map((problem) => [problem.code, problem.place.path])).toEqual([[code, path]])
})

test('a rule that there is none of is a problem of the document', () => {
  const parsed = parseRecipe(recipeWith([{ rule: 'lazy' }]), 'recipe.json')
  expect(!parsed.ok && parsed.problems[0]?.place.path).toBe('exclusions[0].rule')
})
