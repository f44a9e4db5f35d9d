import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { namesOf } from '../../analyses/recipe/named-levels'
import { executeAnalyses } from '../../analyses/recipe/execute'
import { parseRecipe } from '../../analyses/recipe/recipe'
import { fixtureOfTests } from '../fixture-project'

/** Every text of a figure that stands as it is. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn)
}

describe.each(['fixtures/sample/recipe.json', 'fixtures/sample-statistics/recipe.json'])(
  'labels in %s',
  async (path) => {
    const project = await fixtureOfTests(path)
    const labels = {
      role: {
        label: { nb: 'Stilling', sv: 'Befattning' },
        values: { employee: { nb: 'Q1', sv: 'Q2' }, leader: { nb: 'Q3', sv: 'Q4' } },
      },
    }
    const expected = { nb: ['Q1', 'Q3'], sv: ['Q2', 'Q4'] }

    test.each(['nb', 'sv'] as const)(
      'no level is left unnamed where people read, and tables keep it: %s',
      async (language) => {
        const recipe = { ...project.recipe, language, labels }
        const outcomes = await executeAnalyses(project.database, recipe, project.datasets)
        const speaker = createSpeaker(
          language,
          messagesOf(language),
          project.instrument,
          namesOf(project.datasets, recipe),
        )
        const read = new Set<string>()
        for (const outcome of outcomes) {
          const raw = outcome.tables
            .flatMap(({ rows }) => rows.flat())
            .filter((cell) => cell === 'leader' || cell === 'employee')
          const shown = [
            ...outcome.figures.flatMap(({ title, description, notes, panels, legend, legendTitle }) =>
              textsIn([title, description, notes, panels, legend, legendTitle]),
            ),
            speaker.sentences(outcome.prose.finding),
            speaker.sentences(outcome.prose.method),
            ...outcome.notes.map((note) => speaker.note(note)),
            ...outcome.tables.flatMap((table) =>
              table.rows.flatMap((row) =>
                row.map((cell, index) => {
                  const column = table.columns[index]
                  return column === undefined ? '' : speaker.cell(column, cell, false, outcome.id)
                }),
              ),
            ),
          ]
          // Notes name other analyses as the recipe does, and one may be called after a level.
          const others = outcomes.map(({ as }) => as).toSorted((a, b) => b.length - a.length)
          for (const said of shown) {
            const text = others.reduce((rest, name) => rest.replaceAll(name, ''), said)
            expect(text, outcome.as).not.toMatch(/(^|[^a-z_])(employee|leader)s?($|[^a-z_])/u)
            for (const name of expected[language]) if (text.includes(name)) read.add(name)
          }
          if (raw.length > 0)
            for (const figure of outcome.figures)
              expect(
                textsIn(figure.data.rows).filter((text) =>
                  Object.values(labels.role.values).some((each) => each[language] === text),
                ),
              ).toEqual([])
        }
        expect([...read].toSorted()).toEqual(expected[language])
      },
    )
  },
)

describe('labels of a recipe', () => {
  const recipe = (labels: unknown): string =>
    JSON.stringify({ recipe: 1, sources: [{ id: 'h', kind: 'headcount', file: 'h.csv' }], labels }, null, 2)

  test('two levels with one name are refused with both, the language and the place', () => {
    const parsed = parseRecipe(
      recipe({ role: { values: { employee: { nb: 'Ansatt' }, temp: { nb: 'ansatt ', sv: 'vikarie' } } } }),
      'r.json',
    )
    expect(parsed.ok).toBe(false)
    if (parsed.ok) return
    expect(parsed.problems.map(({ code, about }) => ({ code, about }))).toEqual([
      {
        code: 'recipe:label-twice',
        about: { attribute: 'role', level: 'temp', other: 'employee', name: 'ansatt', language: 'nb' },
      },
    ])
    const [problem] = parsed.problems
    expect(problem?.place.path).toBe('labels.role.values.temp')
    expect(createSpeaker('nb', messagesOf('nb'), null).text('recipe:label-twice', problem?.about ?? {})).toContain(
      'heter begge «ansatt»',
    )
  })

  test('a label in no language, an empty one and an unknown language are refused', () => {
    for (const wrong of [{}, { nb: ' ' }, { nb: 'Rolle', xx: 'Role' }])
      expect(parseRecipe(recipe({ role: { label: wrong } }), 'r.json').ok).toBe(false)
    expect(parseRecipe(recipe({ role: { label: { da: 'Rolle' } } }), 'r.json').ok).toBe(true)
  })
})
