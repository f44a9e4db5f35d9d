import { describe, expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import { readProjectFile } from '../source-files'
import { recipeOver, runOver, sampleEngine, sampleTables, without } from './sample-project'

const all = ['country', 'region', 'organisation', 'unit', 'role']
const analyses = [
  { id: 'participation', options: { by: ['region'] } },
  { id: 'participation', as: 'by-unit', options: { by: ['organisation', 'unit'] } },
  { id: 'dimension-scores', options: { by: ['region'] } },
  { id: 'group-comparison', options: { by: ['region'], finite_population: true } },
  {
    id: 'dimension-scores',
    as: 'trondelag',
    options: { by: ['organisation'] },
    where: [{ column: 'region', in: ['Trøndelag'] }],
  },
]
const rows = sampleTables['2021.csv'] ?? []
const headcount = sampleTables['headcount.csv'] ?? []
const header = rows[0] ?? []
const column = (name: string): number => header.indexOf(name)

/** One place an organisation of the sample, as its own columns have it. */
const places = [
  ...new Map(
    rows
      .slice(1)
      .map((row) => [
        row[column('organisation')] ?? '',
        {
          country: row[column('country')] ?? '',
          region: row[column('region')] ?? '',
          organisation: row[column('organisation')] ?? '',
        },
      ]),
  ).values(),
].filter(({ organisation, region }) => organisation !== '' && region !== '')
const tree = { levels: ['country', 'region', 'organisation', 'unit'], places }
const withoutRole = headcount.map((row) => row.filter((_, index) => headcount[0]?.[index] !== 'role'))

/** The headcount by unit and round, its roles added up. */
const byUnit = (table: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const [names = [], ...body] = table
  const sums = new Map<string, number>()
  for (const row of body) {
    const key = JSON.stringify(row.slice(0, -1))
    sums.set(key, (sums.get(key) ?? 0) + Number(row.at(-1)))
  }
  return [names, ...[...sums].map(([key, sum]) => [...(JSON.parse(key) as string[]), String(sum)])]
}

describe('the tree of a recipe', () => {
  test('gives the region and country of each organisation exactly as columns of the file do', async () => {
    const inFile = await runOver(recipeOver(['2021.csv', 'headcount.csv'], {}, analyses, all), {
      '2021.csv': rows,
      'headcount.csv': headcount,
    })
    const lacking = {
      '2021.csv': without(rows, ['country', 'region']),
      'headcount.csv': without(headcount, ['country', 'region']),
    }
    const placed = await runOver(
      recipeOver(['2021.csv', 'headcount.csv'], { tree }, analyses, ['organisation', 'unit', 'role']),
      lacking,
    )
    expect(inFile.outcomes.map(({ status }) => status)).toEqual(analyses.map(() => 'ok'))
    expect(placed.outcomes).toEqual(inFile.outcomes)
    expect(placed.datasets.survey?.attributes.map(({ id, parent }) => [id, parent])).toEqual([
      ['country', null],
      ['region', 'country'],
      ['organisation', 'region'],
      ['unit', 'organisation'],
      ['role', null],
    ])
  }, 60_000)

  test('tells with counts who has no place above, and leaves them in no group', async () => {
    const some = { ...tree, places: places.slice(1) }
    const { datasets, outcomes } = await runOver(
      recipeOver(['2021.csv'], { tree: some }, analyses.slice(0, 1), ['organisation', 'unit', 'role']),
      { '2021.csv': without(rows, ['country', 'region']) },
    )
    const name = places[0]?.organisation
    const frame = await sampleEngine.frame(`SELECT count(*)::DOUBLE AS n FROM responses WHERE organisation = '${name}'`)
    const [n] = frame.columns['n']?.kind === 'numeric' ? frame.columns['n'].values : []
    expect(datasets.survey?.notes).toContainEqual(
      expect.objectContaining({
        code: 'organisations:parent-missing',
        about: expect.objectContaining({ count: 1, names: { list: [name] }, n }),
      }),
    )
    expect(outcomes[0]?.notes.map(({ code }) => code)).toContain('survey:without-group')
  }, 60_000)

  test('an organisation that stands in two regions is told by name, and its place in the tree decides', async () => {
    const name = places[0]?.organisation ?? ''
    let met = 0
    const torn = rows.map((row) => {
      if (row[column('organisation')] !== name) return row
      met += 1
      return met > 3 ? row : row.map((cell, index) => (index === column('region') ? 'Nordland' : cell))
    })
    const levels = ['region', 'organisation', 'unit']
    const asked = analyses.slice(2, 3)
    const { datasets } = await runOver(recipeOver(['2021.csv'], { tree: { levels, places: [] } }, asked, all), {
      '2021.csv': torn,
    })
    expect(datasets.survey?.notes).toEqual([
      expect.objectContaining({
        code: 'organisations:several-places',
        about: { name, places: { list: ['Nordland', 'Trøndelag'] } },
      }),
    ])
    const mended = await runOver(
      recipeOver(['2021.csv'], { tree: { levels, places: [{ region: 'Trøndelag', organisation: name }] } }, asked, all),
      { '2021.csv': torn },
    )
    expect(mended.datasets.survey?.notes).toBeUndefined()
    const whole = await runOver(recipeOver(['2021.csv'], { tree: { levels, places: [] } }, asked, all), {
      '2021.csv': rows,
    })
    expect(mended.outcomes).toEqual(whole.outcomes)
  }, 60_000)

  test('declared as the data have it, changes nothing', async () => {
    const tables = { '2021.csv': rows, 'headcount.csv': headcount }
    const plain = await runOver(recipeOver(['2021.csv', 'headcount.csv'], {}, analyses, all), tables)
    const declared = await runOver(recipeOver(['2021.csv', 'headcount.csv'], { tree }, analyses, all), tables)
    expect(declared.outcomes).toEqual(plain.outcomes)
    expect(declared.datasets.survey?.tables.responses).toBe('responses')
  }, 60_000)
})

test('regions that the tree gives have the n and the means that R computes of the same places', async () => {
  const expected = JSON.parse(readProjectFile('analyses/organisations/reference/regions.json')) as {
    readonly rows: readonly {
      readonly region: string
      readonly outcome: string
      readonly n: number
      readonly mean: number
    }[]
  }
  const asked = [{ id: 'dimension-scores', options: { by: ['region'] } }]
  const { outcomes } = await runOver(recipeOver(['2021.csv'], { tree }, asked, ['organisation', 'unit', 'role']), {
    '2021.csv': without(rows, ['country', 'region']),
  })
  const scores = outcomes[0]?.tables.find(({ id }) => id === 'scores')
  if (scores === undefined) throw new Error('no scores')
  const found = rowsOfTable(scores).map(({ cells }) => cells)
  expect(expected.rows).toHaveLength(found.length)
  for (const { region, outcome, n, mean } of expected.rows) {
    const own = found.find((cells) => cells['region'] === region && cells['dimension'] === outcome)
    expect([region, outcome, own?.['n']]).toEqual([region, outcome, n])
    expect(own?.['mean']).toBeCloseTo(mean, 9)
  }
}, 60_000)

describe('headcounts typed in', () => {
  test('give exactly what the same numbers in a file give: participation, gate and finite populations', async () => {
    const table = byUnit(withoutRole)
    const [names = [], ...body] = table
    const headcounts = body.map((row) => ({
      round: row[names.indexOf('round')],
      place: Object.fromEntries(
        ['country', 'region', 'organisation', 'unit'].flatMap((level) => {
          const name = row[names.indexOf(level)] ?? ''
          return name === '' ? [] : [[level, name]]
        }),
      ),
      headcount: Number(row.at(-1)),
    }))
    const asked = [...analyses, { id: 'round-change', options: {} }, { id: 'measures', options: {} }]
    const file = await runOver(recipeOver(['2021.csv', 'headcount.csv'], {}, asked, all), {
      '2021.csv': rows,
      'headcount.csv': table,
    })
    const typed = await runOver(recipeOver(['2021.csv'], { headcounts }, asked, all), { '2021.csv': rows })
    expect(file.outcomes.some(({ status }) => status === 'ok')).toBe(true)
    expect(typed.outcomes).toEqual(file.outcomes)
    const rates = typed.outcomes[0]?.tables[0]
    const rate = rates?.columns.findIndex(({ id }) => id === 'response_rate') ?? -1
    expect(rates?.rows.every((row) => typeof row[rate] === 'number')).toBe(true)
    // A total beside its parts changes nothing.
    const total = body.filter(
      (row) => row[names.indexOf('organisation')] === places[1]?.organisation && row[0] === '2021',
    )
    const withTotal = [
      ...headcounts,
      { round: '2021', place: places[1], headcount: total.reduce((sum, row) => sum + Number(row.at(-1)), 0) },
    ]
    const again = await runOver(recipeOver(['2021.csv'], { headcounts: withTotal }, asked, all), { '2021.csv': rows })
    expect(again.outcomes).toEqual(file.outcomes)
    expect(again.datasets.survey?.notes?.map(({ code }) => code)).toEqual(['organisations:totals'])
  }, 120_000)

  test('a total in a headcount file is counted once', async () => {
    const table = byUnit(withoutRole)
    const names = table[0] ?? []
    const own = table
      .slice(1)
      .filter((row) => row[names.indexOf('organisation')] === places[1]?.organisation && row[0] === '2021')
    const sum = own.reduce((all_, row) => all_ + Number(row.at(-1)), 0)
    const total = names.map((name) =>
      name === 'unit' ? '' : name === 'headcount' ? String(sum) : (own[0]?.[names.indexOf(name)] ?? ''),
    )
    const asked = analyses.slice(0, 2)
    const recipe = recipeOver(['2021.csv', 'headcount.csv'], {}, asked, all)
    const plain = await runOver(recipe, { '2021.csv': rows, 'headcount.csv': table })
    const doubled = await runOver(recipe, { '2021.csv': rows, 'headcount.csv': [...table, total] })
    expect(doubled.outcomes).toEqual(plain.outcomes)
  }, 60_000)

  test('are told where more people answered, and where nobody was counted: six organisations of Norway, and the whole of Sweden', async () => {
    const { datasets } = await runOver(
      recipeOver(
        ['2021.csv'],
        { headcounts: [{ round: '2021', place: { organisation: places[1]?.organisation }, headcount: 3 }] },
        [],
        all,
      ),
      { '2021.csv': rows },
    )
    expect(datasets.survey?.notes).toEqual([
      expect.objectContaining({
        level: 'warning',
        code: 'organisations:more-than-headcount',
        about: { count: 1, names: { list: [`${places[1]?.organisation} (2021)`] } },
      }),
      expect.objectContaining({
        code: 'organisations:headcount-uncounted',
        about: expect.objectContaining({ count: 7 }),
      }),
    ])
  }, 60_000)
})

describe('names and rounds of a headcount', () => {
  const [names = [], ...body] = byUnit(withoutRole)
  const organisation = names.indexOf('organisation')
  const own = places[1]?.organisation ?? ''
  const notesOf = async (table: readonly (readonly string[])[]): Promise<readonly [string, unknown][]> => {
    const { datasets } = await runOver(recipeOver(['2021.csv', 'headcount.csv'], {}, [], all), {
      '2021.csv': rows,
      'headcount.csv': [names, ...table],
    })
    return (datasets.survey?.notes ?? []).map(({ code, about }) => [code, about])
  }

  test('that match nobody are told with the name that may be meant, beside those without a headcount', async () => {
    const wrong = `${own.slice(0, -1)}x${own.slice(-1)}`
    const notes = await notesOf(
      body.map((row) => row.map((cell, at) => (at === organisation && cell === own ? wrong : cell))),
    )
    expect(notes).toContainEqual([
      'organisations:matches-nobody',
      expect.objectContaining({
        count: 1,
        names: {
          list: [expect.objectContaining({ message: 'organisations:may-be', values: { name: wrong, into: own } })],
        },
        others: { list: [own] },
      }),
    ])
    expect((await notesOf(body)).map(([code]) => code)).not.toContain('organisations:matches-nobody')
  }, 60_000)

  test('that lack a round with answers are told', async () => {
    const later = body.map((row) => row.map((cell, at) => (at === 0 ? `${cell}x` : cell)))
    expect(await notesOf(later)).toContainEqual([
      'organisations:round-uncounted',
      expect.objectContaining({ rounds: { list: ['2021'] } }),
    ])
    expect((await notesOf(body)).map(([code]) => code)).not.toContain('organisations:round-uncounted')
  }, 60_000)
})

describe('a recipe whose tree contradicts itself', () => {
  const problems = (declared: unknown): string => {
    try {
      recipeOver(['2021.csv'], declared as object, [], all)
      return ''
    } catch (error) {
      return String(error)
    }
  }
  test.each([
    [{ tree: { levels: ['unit', 'unit'] } }, 'recipe:tree-level-twice'],
    [{ tree: { levels: ['organisation'], places: [{ region: 'R', organisation: 'A' }] } }, 'recipe:tree-level-unknown'],
    [{ tree: { levels: ['organisation'], places: [{}] } }, 'recipe:tree-place-empty'],
    [
      {
        tree: {
          levels: ['region', 'organisation'],
          places: [
            { organisation: 'A', region: 'R' },
            { organisation: 'A', region: 'S' },
          ],
        },
      },
      'recipe:tree-place-twice',
    ],
    [
      {
        tree: {
          levels: ['organisation', 'unit'],
          moves: [{ from: { organisation: 'A' }, to: { organisation: 'B', unit: 'x' } }],
        },
      },
      'recipe:tree-move-down',
    ],
    [
      {
        headcounts: [
          { round: '1', place: { organisation: 'A' }, headcount: 1 },
          { round: '1', place: { organisation: 'A' }, headcount: 2 },
        ],
      },
      'recipe:headcount-twice',
    ],
    [{ headcounts: [{ round: '1', place: { organisation: 'A' }, headcount: -1 }] }, 'recipe:too-small'],
  ])('%j is refused at its place', (declared, code) => {
    expect(problems(declared)).toContain(code)
  })
})
