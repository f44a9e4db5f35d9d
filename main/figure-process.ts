import { fork, spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { DrawnFigure, FigureJob, HostFailure } from '../preload/contract'
import { findBrowser, findElectron } from './chromium/browsers'
import { failureOf, refusal } from './failure'
import type { FigureService } from './services/figures'

/**
 * How the command line, which has no window, draws figures: it starts the host with `--draw-figures` and talks to it
 * over the child process channel in JSON, bytes in base64.
 */
type Question = { readonly id: number; readonly job: FigureJob } | { readonly finish: true }
type AnswerFigure = {
  readonly svg: string | null
  readonly png: string | null
  readonly pdf: string | null
  readonly report: string
}
type Reply =
  | { readonly ready: true }
  | { readonly id: number; readonly figure: AnswerFigure }
  | { readonly id: number; readonly failure: HostFailure }

const encode = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('base64'))
const decode = (text: string | null) => (text === null ? null : new Uint8Array(Buffer.from(text, 'base64')))

/** In the host: draws what the parent process asks for, until it says that it is finished or goes away. */
export function drawFiguresForParent(figures: Pick<FigureService, 'draw'>): Promise<void> {
  return new Promise((resolve) => {
    const reply = (message: Reply) => void process.send?.(message)
    process.once('disconnect', resolve)
    process.on('message', (question: Question) => {
      if ('finish' in question) return resolve()
      figures.draw(question.job).then(
        ({ svg, png, pdf, report }) =>
          reply({ id: question.id, figure: { svg, png: encode(png), pdf: encode(pdf), report } }),
        (error: unknown) => reply({ id: question.id, failure: failureOf(error) }),
      )
    })
    reply({ ready: true })
  })
}

/** Draws figures in a hidden window of the host, for the command line. */
export interface FigureProcess {
  readonly host: 'electron' | 'chromium'
  /** Rejects with a Refusal `figure-failed` or `figure-overflows`. */
  draw(job: FigureJob): Promise<DrawnFigure>
  /** Ends the host; waits until it is gone. */
  close(): Promise<void>
}

/** A host that has not said it is ready by then, in milliseconds, is given up. */
const longestStart = 60_000

/**
 * Starts a host that draws figures, or gives null when this machine has neither Electron nor a browser.
 *
 * @param outFolder absolute path of `out/`, the built program
 * @throws Refusal `figure-failed` when the host ends before it is ready
 */
export async function startFigureProcess(outFolder: string): Promise<FigureProcess | null> {
  const electron = findElectron(join(outFolder, '..'))
  if (electron === null && findBrowser() === null) return null
  const child =
    electron === null
      ? fork(join(outFolder, 'main', 'chromium.js'), ['--draw-figures'], {
          env: { ...process.env, VALTEL_HEADLESS: '1' },
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        })
      : spawn(electron, [join(outFolder, '..'), '--draw-figures', ...electronSwitches()], {
          env: withoutRunAsNode(process.env),
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        })
  await whenReady(child)
  return talkTo(child, electron === null ? 'chromium' : 'electron')
}

function electronSwitches(): string[] {
  const hasDisplay =
    process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined
  return [...(hasDisplay ? [] : ['--ozone-platform=headless']), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
}

function withoutRunAsNode(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _omitted, ...rest } = environment
  return rest
}

function whenReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(timer)
      child.kill()
      reject(refusal('figure-failed', `The window that draws figures did not start: ${reason}`, { reason }))
    }
    const timer = setTimeout(() => fail('timeout'), longestStart)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, signal) => fail(`exit ${code ?? signal ?? ''}`))
    child.once('message', () => {
      clearTimeout(timer)
      child.removeAllListeners('exit')
      child.removeAllListeners('error')
      resolve()
    })
  })
}

function talkTo(child: ChildProcess, host: FigureProcess['host']): FigureProcess {
  const pending = new Map<number, { resolve: (figure: DrawnFigure) => void; reject: (error: Error) => void }>()
  let nextId = 1
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true
      for (const { reject } of pending.values())
        reject(refusal('figure-failed', 'The window that draws figures ended.', { reason: 'ended' }))
      pending.clear()
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  child.on('message', (reply: Reply) => {
    if (!('id' in reply)) return
    const question = pending.get(reply.id)
    pending.delete(reply.id)
    if (question === undefined) return
    if ('failure' in reply) {
      const { code, message, about } = reply.failure
      question.reject(refusal(code, message, about))
      return
    }
    const { svg, png, pdf, report } = reply.figure
    question.resolve({ svg, png: decode(png), pdf: decode(pdf), report })
  })
  return {
    host,
    draw: (job) =>
      new Promise((resolve, reject) => {
        if (hasEnded) {
          reject(refusal('figure-failed', 'The window that draws figures ended.', { reason: 'ended' }))
          return
        }
        const id = nextId
        nextId += 1
        pending.set(id, { resolve, reject })
        child.send({ id, job } satisfies Question)
      }),
    async close() {
      if (hasEnded) return ended
      child.send({ finish: true } satisfies Question, () => undefined)
      const timer = setTimeout(() => child.kill(), 10_000)
      await ended
      clearTimeout(timer)
    },
  }
}
