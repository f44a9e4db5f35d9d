import { Aborted } from '../../analyses/core/errors'
import type { EngineDatabase } from '../../analyses/engine/engine-database'
import type { Findings } from '../../analyses/attack/attack'
import type {
  AttackJob,
  ComputeJob,
  FromComputeWorker,
  Published,
  PublishJob,
  ToComputeWorker,
} from './compute-protocol'
import { serveDatabase } from './database-bridge'
import { errorOf } from './problem'

export interface Compute {
  /**
   * Computes one analysis; its result stays in the worker under the job's key. Refusals and failures are results.
   * @throws Aborted when `signal` was aborted; a worker that does not stop in time is ended and replaced
   */
  compute(job: ComputeJob, signal: AbortSignal, onProgress: (share: number) => void): Promise<void>
  /** Tries to work out something about few people from everything that is released. @throws Aborted as `compute` does */
  attack(job: AttackJob, signal: AbortSignal, onProgress: (share: number) => void): Promise<Findings>
  /** Disclosure control over all results of the project; gives back those that look different from before. */
  publish(job: PublishJob): Promise<readonly Published[]>
  /** Calls back when the worker has been replaced: what it had computed is gone. */
  onReplaced(listener: () => void): void
}

interface Waiting {
  readonly resolve: (answer: FromComputeWorker) => void
  readonly reject: (error: Error) => void
  readonly onProgress: (share: number) => void
}

/** Milliseconds that an aborted run may take to notice. */
const patience = 400

/** @param database resolves when the engine has started */
export function startCompute(database: Promise<EngineDatabase>): Compute {
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<() => void>()
  let nextId = 1
  let worker = startWorker()

  function startWorker(): Worker {
    const started = new Worker(new URL('./compute-worker.ts', import.meta.url), { type: 'module', name: 'compute' })
    const { port1, port2 } = new MessageChannel()
    void database.then((engine) => serveDatabase(port1, engine)).catch(() => undefined)
    started.postMessage({ kind: 'connect', port: port2 } satisfies ToComputeWorker, [port2])
    started.onmessage = ({ data }: MessageEvent<FromComputeWorker>) => receive(data)
    started.onerror = (event) => {
      event.preventDefault()
      replace(new Error(event.message))
    }
    return started
  }

  /** Ends the worker with everything under way in it, and starts another. */
  function replace(reason: Error): void {
    worker.terminate()
    worker = startWorker()
    const lost = [...waiting.values()]
    waiting.clear()
    for (const call of lost) call.reject(reason)
    for (const listener of listeners) listener()
  }

  function receive(message: FromComputeWorker): void {
    const call = waiting.get(message.id)
    if (call === undefined) return
    if (message.kind === 'progress') {
      call.onProgress(message.share)
      return
    }
    waiting.delete(message.id)
    if (message.kind === 'failed') call.reject(errorOf(message.problem))
    else call.resolve(message)
  }

  /** Work that can be called off. @throws Aborted */
  async function work(
    begin: (id: number, flag: Int32Array | null) => ToComputeWorker,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<FromComputeWorker> {
    if (signal.aborted) throw new Aborted()
    const id = nextId
    nextId += 1
    const flag = globalThis.crossOriginIsolated ? new Int32Array(new SharedArrayBuffer(4)) : null
    let deadline: ReturnType<typeof setTimeout> | undefined
    const stop = (): void => {
      if (flag !== null) Atomics.store(flag, 0, 1)
      worker.postMessage({ kind: 'abort', id } satisfies ToComputeWorker)
      deadline = setTimeout(() => {
        if (waiting.has(id)) replace(new Aborted())
      }, patience)
    }
    signal.addEventListener('abort', stop)
    try {
      return await new Promise<FromComputeWorker>((resolve, reject) => {
        waiting.set(id, { resolve, reject, onProgress })
        worker.postMessage(begin(id, flag))
      })
    } finally {
      clearTimeout(deadline)
      signal.removeEventListener('abort', stop)
    }
  }

  return {
    compute: async (job, signal, onProgress) => {
      await work((id, flag) => ({ kind: 'compute', id, job, flag }), signal, onProgress)
    },
    attack: async (job, signal, onProgress) => {
      const answer = await work((id, flag) => ({ kind: 'attack', id, job, flag }), signal, onProgress)
      if (answer.kind !== 'attacked') throw new Error(`an attack was answered with ${answer.kind}`)
      return answer.findings
    },
    publish(job) {
      const id = nextId
      nextId += 1
      return new Promise((resolve, reject) => {
        waiting.set(id, {
          resolve: (answer) => resolve(answer.kind === 'published' ? answer.outcomes : []),
          reject,
          onProgress: () => undefined,
        })
        worker.postMessage({ kind: 'publish', id, job } satisfies ToComputeWorker)
      })
    },
    onReplaced: (listener) => void listeners.add(listener),
  }
}
