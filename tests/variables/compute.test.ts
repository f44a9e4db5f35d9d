import { afterAll, describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { parseInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import { loadProject } from '../../analyses/recipe/execute'
import { parseRecipe } from '../../analyses/recipe/recipe'
import type { Datasets } from '../../analyses/recipe/run'
import { rowsOfTable } from '../../analyses/core/result'
import type { Database } from '../../analyses/core/database'
import { openDatabase } from '../../main/database'
import { fileOf, runAnalysis } from '../fixture-project'
import { readProjectFile } from '../source-files'

const folder = 'analyses/variables/reference'
const expected = JSON.parse(readProjectFile(`${folder}/variables.json`)) as Readonly<
  Record<string, readonly (string | number | null)[]>
>

const instrument = ((): Instrument => {
  const parsed = parseInstrument(
    JSON.stringify({
      instrument: 1,
      id: 'four',
      version: '1',
      label: { en: 'Four' },
      scales: [{ id: 's', kind: 'ordinal', min: 1, max: 5, labels: {} }],
      dimensions: [{ id: 'd', label: { en: 'D' }, score: 'mean', min_answered: 'half' }],
      items: ['q1', 'q2', 'q3', 'q4'].map((id) => ({ id, dimension: 'd', scale: 's', text: { en: id } })),
    }),
    'instrument.json',
  )
  if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
  return parsed.value
})()

const recipeText = (variables: unknown): string =>
  JSON.stringify({
    recipe: 1,
    instrument: 'instrument.json',
    sources: [
      {
        id: 'a',
        kind: 'survey',
        file: 'answers.csv',
        round: '2022',
        columns: { age: 'age' },
        attributes: ['organisation', 'unit', 'role', 'age'],
      },
    ],
    variables,
  })

const steps = [
  { id: 'age_band', kind: 'bands', of: 'age', limits: [30, 45, 60], levels: ['under 30', '30-44', '45-59', '60+'] },
  { id: 'post', kind: 'recode', of: 'role', into: { Avdelingsleder: 'leader' } },
  { id: 'total', kind: 'sum', of: ['q1', 'q2', 'q3', 'q4'] },
  { id: 'average', kind: 'mean', of: ['q1', 'q2', 'q3', 'q4'], needed: 'half' },
  { id: 'high', kind: 'count', of: ['q1', 'q2', 'q3', 'q4'], in: [4, 5], needed: 1 },
  {
    id: 'senior',
    kind: 'condition',
    cases: [
      {
        if: [
          { of: 'age', from: 45 },
          { of: 'post', in: ['leader'] },
        ],
        level: 'senior leader',
      },
    ],
    else: 'other',
  },
  { id: 'place', kind: 'combination', of: ['organisation', 'unit'] },
]

const databases: Database[] = []
afterAll(async () => {
  for (const database of databases) await database.close()
})

async function opened(variables: unknown) {
  const parsed = parseRecipe(recipeText(variables), 'recipe.json')
  if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
  const database = await openDatabase()
  databases.push(database)
  const { datasets } = await loadProject(database, parsed.value, instrument, () => fileOf(`${folder}/answers.csv`))
  return { database, datasets }
}

const surveyOf = ({ survey }: Datasets): NonNullable<Datasets['survey']> => {
  if (survey === null) throw new Error('no survey')
  return survey
}

describe('computed variables', async () => {
  const { database, datasets } = await opened(steps)
  const survey = surveyOf(datasets)

  test.each(steps.map(({ id }) => id))('%s is what base R computes, row by row', async (id) => {
    const frame = await database.frame(`SELECT "${id}"::VARCHAR AS v FROM ${survey.tables.responses} ORDER BY "_row"`)
    const column = frame.columns['v']
    if (column?.kind !== 'factor') throw new Error('texts are factors')
    const found = Array.from(column.codes, (code) => column.levels[code] ?? null)
    const wanted = expected[id] ?? []
    expect(found).toHaveLength(60)
    expect(
      found.map((value) =>
        value !== null && typeof wanted.find((each) => each !== null) === 'number' ? Number(value) : value,
      ),
    ).toEqual(wanted)
  })

  test('bands come in their order, and missing values are told with their count', () => {
    expect(survey.attributes.find(({ id }) => id === 'age_band')?.order).toEqual(['under 30', '30-44', '45-59', '60+'])
    const missing = new Map(survey.notes?.map(({ about }) => [about['variable'], about['n']]))
    for (const [id, values] of Object.entries(expected))
      if (Array.isArray(values)) expect(missing.get(id) ?? 0, id).toBe(values.filter((value) => value === null).length)
  })

  test('a level groups and filters, and a number is an outcome', async () => {
    const outcome = await runAnalysis(
      { database, datasets },
      'group-comparison',
      { outcomes: ['total'], by: 'age_band' },
      { where: [{ column: 'senior', in: ['other'] }] },
    )
    const [table] = outcome.tables
    if (table === undefined) throw new Error(`${outcome.status} ${JSON.stringify(outcome.refusal)}`)
    const rows = rowsOfTable(table).map(({ cells }) => [cells['age_band'], cells['n'], cells['mean']])
    const wanted = ['under 30', '30-44', '45-59', '60+'].map((band) => {
      const values = (expected['total'] ?? []).filter(
        (total, row) => total !== null && expected['age_band']?.[row] === band && expected['senior']?.[row] === 'other',
      ) as readonly number[]
      return [band, values.length, values.reduce((sum, value) => sum + value, 0) / values.length]
    })
    expect(rows.map(([band, n]) => [band, n])).toEqual(wanted.map(([band, n]) => [band, n]))
    for (const [index, row] of rows.entries()) expect(row[2]).toBeCloseTo(Number(wanted[index]?.[2]), 12)
  })
})

describe('steps that cannot be computed', () => {
  test.each<[unknown, string, string]>([
    [[{ id: 'a', kind: 'recode', of: 'a', into: {} }], 'variables:uses-itself', 'variables[0].of'],
    [
      [
        { id: 'a', kind: 'combination', of: ['organisation', 'b'] },
        { id: 'b', kind: 'recode', of: 'a', into: {} },
      ],
      'variables:uses-later',
      'variables[0].of[1]',
    ],
    [[steps[1], steps[1]], 'variables:id-twice', 'variables[1].id'],
    [[{ id: 'Round', kind: 'recode', of: 'role', into: {} }], 'variables:id-reserved', 'variables[0].id'],
    [[{ ...steps[0], limits: [30, 30, 60] }], 'variables:limits-order', 'variables[0].limits'],
    [[{ ...steps[0], limits: [30] }], 'variables:levels-count', 'variables[0].levels'],
    [[{ ...steps[0], levels: ['a', 'b', 'a', 'c'] }], 'variables:level-twice', 'variables[0].levels[2]'],
    [[{ id: 'a', kind: 'sum', of: ['q1'], needed: 2 }], 'variables:needed-too-many', 'variables[0].needed'],
    [
      [{ id: 'a', kind: 'condition', cases: [{ if: [{ of: 'age' }], level: 'x' }] }],
      'variables:test-empty',
      'variables[0].cases[0].if[0]',
    ],
    [
      [{ id: 'a', kind: 'condition', cases: [{ if: [{ of: 'age', from: 5, below: 5 }], level: 'x' }] }],
      'variables:test-limits',
      'variables[0].cases[0].if[0]',
    ],
  ])('%j is refused with its place', (variables, code, path) => {
    const parsed = parseRecipe(recipeText(variables), 'recipe.json')
    expect(!parsed.ok && parsed.problems.map((problem) => [problem.code, problem.place.path])).toEqual([[code, path]])
  })

  test.each<[unknown, string, string]>([
    [
      [{ id: 'a', kind: 'bands', of: 'agee', limits: [3], levels: ['x', 'y'] }],
      'variables:no-such-column',
      'variables[0].of',
    ],
    [[{ id: 'Q1', kind: 'recode', of: 'role', into: {} }], 'variables:id-taken', 'variables[0].id'],
  ])('%j is refused beside the data', async (variables, code, path) => {
    const error: unknown = await opened(variables).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(InputError)
    expect(error instanceof InputError && [error.code, error.place.path]).toEqual([code, path])
  })

  test('quotes in names and levels are data and no statements', async () => {
    const { datasets } = await opened(
      [{ id: "o'x", kind: 'recode', of: 'organisation', into: { Namsos: `a'b"c; DROP TABLE responses` } }].map(
        (step) => ({ ...step, id: 'odd' }),
      ),
    )
    expect(surveyOf(datasets).attributes.find(({ id }) => id === 'odd')?.levels).toContain(
      `a'b"c; DROP TABLE responses`,
    )
  })
})
