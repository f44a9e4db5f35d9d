import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../source-files'
import type { Check, CheckRun, Workplace } from './judge'

/** Runs a program, as `main/setup/steps.mjs` does, and keeps what it prints. */
export type RunProgram = (
  program: string,
  parameters: readonly string[],
  options: { readonly folder: string; readonly milliseconds: number; readonly quiet: true; readonly env: object },
) => Promise<{ readonly code: number; readonly output: string; readonly hasTimedOut: boolean }>

/** What is not copied: what is made anew, what is linked, and the history. */
const leftOut = new Set(['node_modules', 'out', 'coverage', 'report-sample', '.git'])

/** The part of a Vitest report in JSON that tells what failed. */
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

export interface WorkingCopy extends Workplace {
  remove(): void
}

/**
 * A copy of the checkout in a temporary folder, with the installed packages linked into it. The checkout itself is only
 * read.
 *
 * @param milliseconds the longest that one check may take
 * @param workers how many test files run at the same time
 */
export function copyCheckout(run: RunProgram, milliseconds: number, workers: number): WorkingCopy {
  const folder = mkdtempSync(join(tmpdir(), 'valtel-mutation-'))
  for (const name of readdirSync(projectFolder))
    if (!leftOut.has(name))
      cpSync(join(projectFolder, name), join(folder, name), {
        recursive: true,
        filter: (path) => !path.endsWith('.results') && !path.endsWith('screenshots'),
      })
  // Linked one by one: the caches that tools keep beside the packages belong to the copy.
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(projectFolder, 'node_modules')))
    if (name === '.bin' || !name.startsWith('.'))
      symlinkSync(join(projectFolder, 'node_modules', name), join(folder, 'node_modules', name))
  mkdirSync(join(folder, 'tests', '.results'), { recursive: true })
  allowUnused(folder)
  allowTime(folder)
  const report = join(folder, 'tests', '.results', 'check.json')

  const tool = (path: string, parameters: readonly string[]) =>
    run(process.execPath, [join(folder, 'node_modules', path), ...parameters], {
      folder,
      milliseconds,
      quiet: true,
      env: { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
    })

  async function runTests({ files, filter }: Check, project: 'unit' | 'e2e'): Promise<CheckRun> {
    rmSync(report, { force: true })
    const { code, output, hasTimedOut } = await tool('vitest/vitest.mjs', [
      'run',
      '--config=tests/vitest.config.ts',
      `--project=${project}`,
      '--bail=1',
      `--maxWorkers=${workers}`,
      '--reporter=json',
      `--outputFile=${report}`,
      ...(filter === null ? [] : [`--testNamePattern=${filter}`]),
      ...files,
    ])
    if (hasTimedOut) return { outcome: 'timed-out', failedFiles: [], complaint: '' }
    if (code === 0) return { outcome: 'passed', failedFiles: [], complaint: '' }
    return { outcome: 'failed', ...failuresOf(readReport(report), folder, output) }
  }

  async function runTool(path: string, parameters: readonly string[]): Promise<CheckRun> {
    const { code, output, hasTimedOut } = await tool(path, parameters)
    const outcome = hasTimedOut ? 'timed-out' : code === 0 ? 'passed' : 'failed'
    return { outcome, failedFiles: [], complaint: outcome === 'failed' ? firstLine(output) : '' }
  }

  return {
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, source) => writeFileSync(join(folder, file), source),
    async run(check) {
      switch (check.kind) {
        case 'unit':
          return runTests(check, 'unit')
        case 'types':
          return runTool('typescript/bin/tsc', ['--build', '--pretty', 'false'])
        case 'end-to-end': {
          const built = await runTool('electron-vite/bin/electron-vite.js', ['build'])
          return built.outcome === 'passed' ? runTests(check, 'e2e') : built
        }
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A dropped statement often leaves a name unused; that a compiler complains about the name says nothing of the tests. */
function allowUnused(folder: string): void {
  for (const room of readdirSync(folder)) {
    const path = join(folder, room, 'tsconfig.json')
    try {
      writeFileSync(path, readFileSync(path, 'utf8').replace(/("noUnused(?:Locals|Parameters)":\s*)true/g, '$1false'))
    } catch {
      // Not a room with a TypeScript project.
    }
  }
}

/** On a busy machine a test may take longer than it is given, which says nothing of the change: the check's own limit ends it. */
function allowTime(folder: string): void {
  const path = join(folder, 'tests', 'vitest.config.ts')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/(?<=(?:test|hook)Timeout: )[\d_]+/g, '3_600_000'))
}

function readReport(path: string): Report | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    return null
  }
}

function failuresOf(
  report: Report | null,
  folder: string,
  output: string,
): { readonly failedFiles: readonly string[]; readonly complaint: string } {
  const failed = report?.testResults.filter(({ status }) => status === 'failed') ?? []
  const [first] = failed
  const test = first?.assertionResults.find(({ status }) => status === 'failed')?.fullName
  const inProject = (path: string): string => path.slice(folder.length + 1)
  return {
    failedFiles: failed.map(({ name }) => inProject(name)),
    complaint:
      first === undefined
        ? firstLine(output)
        : `${inProject(first.name)}: ${test ?? firstLine(first.message ?? 'could not be loaded')}`,
  }
}

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? ''
