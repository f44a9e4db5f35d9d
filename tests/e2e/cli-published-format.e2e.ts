import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, describe, test } from 'vitest'
import { resultsSchema } from '../../analyses/recipe/results-schema'
import { analyses } from '../../analyses'
import { publishedColumns } from '../published-columns'
import { projectFolder } from '../source-files'

const recipes = ['sample/recipe.json', 'sample-statistics/recipe.json'] as const

/** Debian's poppler-utils, which read a PDF apart from the library that wrote it. */
const hasPoppler = spawnSync('pdffonts', ['-v']).error === undefined
const fontsOf = (path: string): readonly string[] =>
  execFileSync('pdffonts', [path], { encoding: 'utf8' }).trim().split('\n').slice(2)
/** A line of `pdffonts`: the name, then whether the font is embedded, a subset, and mapped to Unicode. */
const isBundledAndEmbedded = /^[A-Z]{6}\+Inter-(Regular|SemiBold) .* yes +yes +yes /

let folder: string
let results: readonly {
  readonly recipe: string
  readonly code: number | null
  readonly errors: string
  /** Paths of the figures, as PDF. */
  readonly figures: readonly string[]
  readonly found: ReturnType<typeof resultsSchema.parse>
}[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-published-'))
  for (const fixture of ['sample', 'sample-statistics'])
    cpSync(join(projectFolder, 'fixtures', fixture), join(folder, fixture), { recursive: true })
  results = recipes.map((recipe) => {
    const path = join(folder, recipe)
    const given = JSON.parse(readFileSync(path, 'utf8')) as { readonly output: object }
    writeFileSync(path, JSON.stringify({ ...given, output: { ...given.output, figures: ['pdf'] } }))
    const out = join(folder, recipe.replace('/', '-'))
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(projectFolder, 'out/main/cli.js'), 'run', path, '--out', out],
      { encoding: 'utf8', timeout: 300_000 },
    )
    return {
      recipe,
      code: status,
      errors: stderr,
      figures: readdirSync(join(out, 'figures'))
        .filter((name) => name.endsWith('.pdf'))
        .map((name) => join(out, 'figures', name)),
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

  test.skipIf(!hasPoppler).each(recipes)(
    '%s draws every figure with the bundled fonts, which are in the file',
    (recipe) => {
      const run = results.find((each) => each.recipe === recipe)
      const drawn = run?.found.analyses.flatMap(({ figures }) => figures) ?? []
      expect(run?.figures.length).toBe(drawn.length)
      expect(drawn.length).toBeGreaterThan(20)
      const fonts = (run?.figures ?? []).map((path) => ({ figure: basename(path), fonts: fontsOf(path) }))
      expect(fonts.filter(({ fonts: own }) => own.length === 0)).toEqual([])
      expect(fonts.filter(({ fonts: own }) => own.some((font) => !isBundledAndEmbedded.test(font)))).toEqual([])
    },
  )

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
