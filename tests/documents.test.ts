import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { analyses } from '../analyses/index'
import { instrumentSchema } from '../analyses/instrument/schema'
import { recipeSchema } from '../analyses/recipe/recipe'
import { resultsSchema } from '../analyses/recipe/results-schema'
import { filesBelow, projectFolder, readProjectFile } from './source-files'

/** What the documents say must be so. */
const readme = readProjectFile('README.md')
const packageFile = JSON.parse(readProjectFile('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>
  readonly version: string
}

describe('README', () => {
  const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    (block ?? '').trim().split('\n'),
  )

  test('has the three commands of the quick start, each alone', () => {
    expect(commands.slice(0, 3)).toEqual([
      'npm start',
      'npm test',
      'npm run report -- fixtures/sample/recipe.json --out report-sample',
    ])
  })

  test.each(commands)('%s exists', (command) => {
    const [program, first = '', second] = command.split(' ')
    if (program === 'npm') {
      const script = first === 'run' ? second : first
      expect(Object.keys(packageFile.scripts)).toContain(script)
      const target = packageFile.scripts[script ?? '']?.split(' ')[1] ?? ''
      expect(existsSync(join(projectFolder, target)), target).toBe(true)
    } else {
      expect(program).toBe('node')
      expect(first).toMatch(/^out\/main\/cli\.js$/)
      expect(existsSync(join(projectFolder, 'main/cli.ts'))).toBe(true)
      expect(readProjectFile('main/cli/arguments.ts')).toContain(`case '${second ?? ''}'`)
    }
  })

  test('links only to what is there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target]) => target ?? '')
    expect(links.length).toBeGreaterThan(3)
    expect(links.filter((target) => !existsSync(join(projectFolder, target)))).toEqual([])
  })

  test('names every analysis in the table of what it computes, and no other', () => {
    const section = /## What it computes\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? ''
    const rows = section.split('\n').filter((line) => line.startsWith('|') && !/^\|[-|]+\|$/.test(line))
    const named = rows.flatMap((line) => [...line.matchAll(/`([a-z-]+)`/g)].map(([, id]) => id ?? ''))
    expect(named.toSorted()).toEqual([...analyses.keys()].toSorted())
  })

  test('names folders that exist', () => {
    const named = [...readme.matchAll(/^\| `([\w/-]+)`/gm)].map(([, folder]) => folder ?? '')
    expect(named.length).toBeGreaterThan(6)
    expect(named.filter((folder) => !existsSync(join(projectFolder, folder)))).toEqual([])
  })
})

test('the changelog has the version of the package', () => {
  expect(readProjectFile('CHANGELOG.md')).toContain(`## ${packageFile.version}`)
})

describe('published schemas are those of the code', () => {
  test.each([
    ['analyses/recipe/recipe.schema.json', recipeSchema],
    ['analyses/instrument/instrument.schema.json', instrumentSchema],
    ['analyses/recipe/results.schema.json', resultsSchema],
  ] as const)('%s', (path, schema) => {
    expect(JSON.parse(readProjectFile(path))).toEqual(
      JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))),
    )
  })
})

test('the project keeps to itself', () => {
  const words = [/\/work\//, /\/tmp\/brief/, /\bClaude\b/i, /\bAnthropic\b/i, /\bChatGPT\b/i]
  const files = ['main', 'preload', 'renderer', 'analyses', 'tests', 'fixtures']
    .flatMap((folder) => filesBelow(folder, ['.ts', '.tsx', '.mjs', '.md', '.json', '.R', '.py']))
    .filter((path) => path !== 'tests/documents.test.ts' && !path.startsWith('tests/.results/'))
  expect(files.filter((path) => words.some((word) => word.test(readProjectFile(path))))).toEqual([])
})

test('every fixture says where it comes from', () => {
  const folders = readdirSync(join(projectFolder, 'fixtures'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const without = folders.filter((name) => !filesBelow(`fixtures/${name}`, ['SOURCE.md', 'README.md']).length)
  expect(without).toEqual([])
})
