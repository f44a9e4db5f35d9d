import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../source-files'

/**
 * `npm run new-analysis` in a copy of the project: what it writes has its types right and passes the tests that read every analysis's folder. Conformance, the
 * options and the kept results run on it in the copy by `npm run test:unit`, as for any analysis; they take minutes.
 */

let copy: string
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'valtel-new-analysis-'))
  const isLeftOut = (name: string): boolean =>
    ['node_modules', 'out', 'coverage', 'report-sample', '.git'].includes(name)
  for (const name of readdirSync(projectFolder).filter((each) => !isLeftOut(each)))
    cpSync(join(projectFolder, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/[\\/](\.results|screenshots|node_modules|[^\\/]*\.tsbuildinfo)$/.test(path),
    })
  symlinkSync(join(projectFolder, 'node_modules'), join(copy, 'node_modules'), 'junction')
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** Runs a program of Node in the copy and gives its exit code and all that it printed. */
function runInCopy(...parameters: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  // A run of vitest inside another one must not take itself for a part of it.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_OPTIONS)/.test(name)),
  )
  return new Promise((resolve) =>
    execFile(process.execPath, [...parameters], { cwd: copy, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` }),
    ),
  )
}
const newAnalysis = (...parameters: readonly string[]) => runInCopy('main/setup/new-analysis.mjs', ...parameters)

describe('a name that cannot be', () => {
  test.each([
    [[], 'Give one name'],
    [['one', 'two'], 'Give one name'],
    [['Reliability'], '“Reliability” cannot be a name'],
    [['response_styles'], 'cannot be a name'],
    [['-styles'], 'cannot be a name'],
    [['../styles'], 'cannot be a name'],
    [['reliability'], '“reliability” is taken: there is a folder analyses/reliability.'],
    [['core'], '“core” is taken'],
    [['bench'], '“bench” is taken: there is a folder tests/bench.'],
  ])('%j is refused in one line, and nothing is written', async (given, sentence) => {
    const before = readdirSync(join(copy, 'analyses'))
    const { code, output } = await newAnalysis(...given)
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toContain(sentence)
    expect(readdirSync(join(copy, 'analyses'))).toEqual(before)
  })
})

test('the folder that is written is green', { timeout: 600_000 }, async () => {
  const name = 'highest-answers'
  const written = await newAnalysis(name, '--unkept')
  expect(written.output).toContain(`Begin with analyses/${name}/analysis.ts`)
  expect(written.code).toBe(0)
  expect(readFileSync(join(copy, 'README.md'), 'utf8')).toContain(`| \`${name}\` |`)
  expect(readFileSync(join(copy, 'tests/published-columns.ts'), 'utf8')).toContain(`'${name}': { shares: `)
  const again = await newAnalysis(name)
  expect(again.output).toContain('is taken')

  const types = await runInCopy('node_modules/typescript/bin/tsc', '--build', 'tests')
  expect(types).toEqual({ code: 0, output: '' })
  const tests = [
    `tests/${name}`,
    'tests/messages.test.ts',
    'tests/documents.test.ts',
    'tests/help-pages.test.ts',
    'tests/option-limits.test.ts',
    'tests/core/columns.test.ts',
  ]
  const settings = ['run', '--config', 'tests/vitest.config.ts', '--project', 'unit', '--maxWorkers=1']
  const { code, output } = await runInCopy('node_modules/vitest/vitest.mjs', ...settings, ...tests)
  expect(output).toContain(`tests/${name}/${name}.test.ts`)
  expect(code, output).toBe(0)
})
