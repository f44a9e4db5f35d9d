import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { resultsSchema } from '../../analyses/recipe/results-schema'
import { run } from '../../main/cli/run'

const folder = mkdtempSync(join(tmpdir(), 'valtel-run-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

const goals = (target: string): string =>
  `indicator,unit,baseline,target,outcome\nKurs,%,0,${target},40\nKart,%,0,100,75\n`

/** Runs one analysis of a table of indicators, and gives the exit code with what was said on standard error. */
async function runOf(name: string, table: string): Promise<{ readonly code: number; readonly said: string }> {
  const said: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  const recipe = join(folder, `${name}.json`)
  writeFileSync(join(folder, `${name}.csv`), table)
  writeFileSync(
    recipe,
    JSON.stringify({
      recipe: 1,
      title: name,
      sources: [{ id: 'goals', kind: 'indicators', file: `${name}.csv` }],
      analyses: [{ id: 'indicators' }],
    }),
  )
  const code = await run(
    { command: 'run', recipe, out: join(folder, name), force: false, tablesOnly: true, language: 'en' },
    { workbench: '0', outFolder: folder, now: new Date('2022-11-22') },
  )
  return { code, said: said.join('') }
}

test('what is warned of in a file is said with the name of the file, and nothing where there is nothing', async () => {
  const clean = await runOf('clean', goals('100'))
  expect(clean.code, clean.said).toBe(0)
  expect(clean.said).not.toMatch(/^clean\.csv: /m)
  const odd = await runOf('odd', goals('a hundred'))
  expect(odd.code, odd.said).toBe(0)
  expect(odd.said).toMatch(/^odd\.csv: .*\w/m)
})

test('a correction of the recipe is read instead of the cell, counted in the results, and not told there', async () => {
  const name = 'corrected'
  const recipe = join(folder, `${name}.json`)
  writeFileSync(join(folder, `${name}.csv`), goals('a hundred'))
  const corrections = [{ row: 1, column: 'target', from: 'a hundred', to: '100', reason: 'as words' }]
  const source = { id: 'goals', kind: 'indicators', file: `${name}.csv`, corrections }
  writeFileSync(recipe, JSON.stringify({ recipe: 1, sources: [source], analyses: [{ id: 'indicators' }] }))
  const out = join(folder, name)
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const code = await run(
    { command: 'run', recipe, out, force: false, tablesOnly: true, language: 'en' },
    { workbench: '0', outFolder: folder, now: new Date('2022-11-22') },
  )
  expect(code).toBe(0)
  const text = readFileSync(join(out, 'results.json'), 'utf8')
  const results = resultsSchema.parse(JSON.parse(text))
  expect(results.sources[0]?.corrected).toBe(1)
  expect(results.sources[0]?.notes.map(({ code: noted }) => noted)).toContain('ingest:corrected')

  expect(text).not.toMatch(/a hundred|as words/u)
  expect(readFileSync(join(folder, `${name}.csv`), 'utf8')).toBe(goals('a hundred'))
})
