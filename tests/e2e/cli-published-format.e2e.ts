import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, describe, test } from 'vitest'
import { resultsSchema } from '../../analyses/recipe/results-schema'
import { analyses } from '../../analyses'
import { publishedColumns } from '../published-columns'
import { projectFolder } from '../source-files'

const recipes = ['sample/recipe.json', 'sample-statistics/recipe.json'] as const
let folder: string
let results: readonly {
  readonly recipe: string
  readonly code: number | null
  readonly errors: string
  readonly found: ReturnType<typeof resultsSchema.parse>
}[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-published-'))
  results = recipes.map((recipe) => {
    const out = join(folder, recipe.replace('/', '-'))
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        join(projectFolder, 'out/main/cli.js'),
        'run',
        join(projectFolder, 'fixtures', recipe),
        '--out',
        out,
        '--tables-only',
      ],
      { encoding: 'utf8', timeout: 300_000 },
    )
    return {
      recipe,
      code: status,
      errors: stderr,
      found: resultsSchema.parse(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))),
    }
  })
}, 600_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the sample’s recipes on the command line', () => {
  test.each(recipes)('%s runs whole', (recipe) => {
    const run = results.find((each) => each.recipe === recipe)
    expect(
      run?.found.analyses
        .filter(({ status }) => status !== 'ok')
        .map(({ as, refusal }) => `${as}: ${refusal?.message}`),
    ).toEqual([])
    expect(run?.code, run?.errors).toBe(0)
  })

  test.each([...analyses.keys()])('%s gives every table and column of the published format', (id) => {
    const promised = publishedColumns[id]
    expect(promised, `${id} has its columns published`).toBeDefined()
    const tables = results.flatMap(({ found }) =>
      found.analyses.filter((analysis) => analysis.id === id).flatMap((analysis) => analysis.tables),
    )
    for (const [table, columns] of Object.entries(promised ?? {})) {
      const given = tables.filter((each) => each.id === table && each.rows.length > 0)
      expect(given.length, `${id}.${table} has rows`).toBeGreaterThan(0)
      for (const each of given) {
        const ids = each.columns.map((column) => column.id)
        expect(
          columns.split(' ').filter((column) => !ids.includes(column)),
          `${id}.${table}`,
        ).toEqual([])
      }
    }
  })
})
