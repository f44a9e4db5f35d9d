import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../source-files'
import type { Check, CheckRun, Selection, Workplace } from './judge'
import { createTestProcess, type TestProcess, type TestsRun } from './test-process'

/** Runs a program, as `main/setup/steps.mjs` does, and keeps what it prints. */
export type RunProgram = (
  program: string,
  parameters: readonly string[],
  options: { readonly folder: string; readonly milliseconds: number; readonly quiet: true; readonly env: object },
) => Promise<{ readonly code: number; readonly output: string; readonly hasTimedOut: boolean }>

/** What is not copied: what is made anew, what is linked, and the history. */
const leftOut = new Set(['node_modules', 'out', 'coverage', 'report-sample', '.git'])

export interface WorkingCopy extends Workplace {
  /** Runs whole unit test files with the probes that the sources hold. */
  record(files: readonly string[]): Promise<TestsRun>
  /** Ends what is running. */
  stop(): void
  remove(): void
}

/**
 * A copy of the checkout in a temporary folder, with the installed packages linked into it. The checkout itself is only
 * read.
 *
 * @param milliseconds the longest that the compiler, the build or an end-to-end test may take
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
  allowUnused(folder)
  allowTime(folder)

  const runners: Readonly<Record<'unit' | 'end-to-end', TestProcess>> = {
    unit: createTestProcess(folder, ['unit', String(workers)]),
    'end-to-end': createTestProcess(folder, ['e2e', '1']),
  }
  const written = { unit: new Set<string>(), 'end-to-end': new Set<string>() }
  let recorder: TestProcess | null = null
  let isBuilt = false

  async function runTests(kind: 'unit' | 'end-to-end', asked: readonly Selection[], limit: number): Promise<CheckRun> {
    const changed = [...written[kind]]
    written[kind].clear()
    const found = await runners[kind].run(asked, changed, limit)
    return found === null ? { outcome: 'timed-out', failure: null, complaint: '' } : outcomeOf(found)
  }

  /**
   * @param isBroken whether what a tool said shows that it failed by itself
   * @throws Error when it did: that says nothing of the sources, and whatever is asked of it next would fail alike
   */
  async function runTool(
    path: string,
    parameters: readonly string[],
    isBroken: (output: string) => boolean = () => false,
  ): Promise<CheckRun> {
    const { code, output, hasTimedOut } = await run(
      process.execPath,
      [join(folder, 'node_modules', path), ...parameters],
      { folder, milliseconds, quiet: true, env: { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' } },
    )
    const outcome = hasTimedOut ? 'timed-out' : code === 0 ? 'passed' : 'failed'
    if (outcome === 'failed' && isBroken(output)) throw new Error(`${path} failed by itself: ${output.slice(0, 400)}`)
    return { outcome, failure: null, complaint: outcome === 'failed' ? complaintsIn(output) : '' }
  }

  async function runWindows(asked: readonly Selection[], limit: number): Promise<CheckRun> {
    if (!isBuilt) {
      const built = await runTool('electron-vite/bin/electron-vite.js', ['build'])
      if (built.outcome !== 'passed') return built
      isBuilt = true
    }
    return runTests('end-to-end', asked, limit)
  }

  function stop(): void {
    for (const runner of [...Object.values(runners), recorder]) runner?.close()
  }

  return {
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write(file, source) {
      writeFileSync(join(folder, file), source)
      for (const files of Object.values(written)) files.add(file)
      isBuilt = false
    },
    async run(check: Check) {
      switch (check.kind) {
        case 'unit':
          return runTests('unit', check.asked, check.milliseconds)
        case 'types':
          return runTool('typescript/bin/tsc', ['--build', '--pretty', 'false'], isCompilerFault)
        case 'end-to-end':
          return runWindows(check.asked, check.milliseconds)
      }
    },
    async record(files) {
      recorder = createTestProcess(folder, ['unit', String(workers), 'tests/mutation/record-reach.ts'])
      try {
        const found = await recorder.run(
          files.map((file) => ({ file, ids: null })),
          [],
          longestRecording,
        )
        if (found === null) throw new Error('The unit tests did not end.')
        return found
      } finally {
        recorder.close()
        recorder = null
      }
    },
    stop,
    remove() {
      stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const longestRecording = 7_200_000

/**
 * Whether a compiler that failed has nothing against a line of a source. It then could not start, or did not find its configuration or its packages.
 * @param output with a complaint a line, `file(line,column): error TS1234: …`
 */
export function isCompilerFault(output: string): boolean {
  return !/^(?!\.\.|node_modules|\/)[^\s(][^(\n]*\.[cm]?tsx?\(\d+,\d+\): error TS\d+/m.test(output)
}

function outcomeOf({ files, complaint }: TestsRun): CheckRun {
  for (const each of files) {
    const test = each.tests.find(({ isFailed }) => isFailed)
    if (test !== undefined)
      return { outcome: 'failed', failure: { file: each.file, id: test.id }, complaint: `${each.file}: ${test.name}` }
    if (each.isFailed === true)
      return {
        outcome: 'failed',
        failure: { file: each.file, id: null },
        complaint: `${each.file}: ${firstLine(each.complaint ?? 'could not be loaded')}`,
      }
  }
  return complaint === null
    ? { outcome: 'passed', failure: null, complaint: '' }
    : { outcome: 'failed', failure: null, complaint: firstLine(complaint) }
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

/** What a compiler says of lines of the sources; of other tools the first line. */
function complaintsIn(output: string): string {
  const complaints = output.split('\n').filter((line) => /\(\d+,\d+\): error TS\d+/.test(line))
  return complaints.length === 0 ? firstLine(output) : complaints.join('\n')
}

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? ''
