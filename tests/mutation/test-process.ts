import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Selection } from './judge'

/** What came of one test. */
export interface TestRun {
  readonly id: string
  readonly name: string
  readonly isFailed: boolean
  readonly complaint: string | null
  readonly milliseconds: number
  /** Numbers of the probes that were called while it ran. */
  readonly reached: readonly number[]
}

/** What came of one test file. */
export interface FileRun {
  readonly file: string
  readonly milliseconds: number
  /** Numbers of the probes that were called while the file was loaded or prepared. */
  readonly reached?: readonly number[]
  /** It could not be loaded or prepared. */
  readonly isFailed?: boolean
  readonly complaint?: string | null
  readonly tests: readonly TestRun[]
}

export interface TestsRun {
  readonly files: readonly FileRun[]
  /** An error outside of all tests. */
  readonly complaint: string | null
}

/** A Vitest in a process of its own, which keeps what it has transformed from one run to the next. */
export interface TestProcess {
  /**
   * @param changed files that were written since the last run
   * @returns null when the tests did not end in time; the process is then gone, and the next run begins a new one
   */
  run(asked: readonly Selection[], changed: readonly string[], milliseconds: number): Promise<TestsRun | null>
  close(): void
}

/** @param parameters of `test-runner.mjs` */
export function createTestProcess(folder: string, parameters: readonly string[]): TestProcess {
  let child: ChildProcess | null = null

  async function opened(): Promise<ChildProcess> {
    if (child !== null) return child
    const opening = fork(join(folder, 'tests', 'mutation', 'test-runner.mjs'), parameters, {
      cwd: folder,
      // Its own group, so that it ends with everything that it started.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Digests of what the program gave before say nothing of right and wrong: here they are written instead of compared.
      env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true', KEEP_RESULTS: 'anew' },
    })
    let said = ''
    opening.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)))
    opening.once('exit', () => {
      if (child === opening) child = null
    })
    await answerOf(opening, () => said)
    child = opening
    return opening
  }

  function close(): void {
    if (child?.pid === undefined) return
    const { pid } = child
    child = null
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }

  return {
    async run(asked, changed, milliseconds) {
      const runner = await opened()
      runner.send({ asked, changed })
      let timer: ReturnType<typeof setTimeout> | undefined
      const limit = new Promise<null>((resolve) => {
        timer = setTimeout(() => {
          resolve(null)
          close()
        }, milliseconds)
      })
      const answer = answerOf(runner, () => '')
      return Promise.race([answer, limit]).finally(() => clearTimeout(timer)) as Promise<TestsRun | null>
    },
    close,
  }
}

/** The next message of a process. */
function answerOf(child: ChildProcess, said: () => string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`The test process ended with ${code}. ${said()}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message)
    })
  })
}
