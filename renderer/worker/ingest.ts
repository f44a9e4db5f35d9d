import { Aborted } from '../../analyses/core/errors'
import type { EngineDatabase } from '../../analyses/engine/engine-database'
import { serveDatabase } from './database-bridge'
import { hashFile } from './hash'
import type { FromIngestWorker, IngestAnswers, IngestCall, ToIngestWorker } from './ingest-protocol'
import { errorOf } from './problem'

export interface IngestProgress {
  /** 0 … 1. */
  readonly share: number
  readonly rows: number
}

export interface Ingest {
  /**
   * Reads files in the worker; calls are answered one after the other.
   * @throws InputError what the user can put right; Aborted when `signal` was aborted
   */
  call<Name extends IngestCall['call']>(
    call: Extract<IngestCall, { call: Name }>,
    signal?: AbortSignal,
    onProgress?: (progress: IngestProgress) => void,
  ): Promise<IngestAnswers[Name]>
}

/** @param database resolves when the engine has started; files can be looked at before */
export function startIngest(database: Promise<EngineDatabase>): Ingest {
  const worker = new Worker(new URL('./ingest-worker.ts', import.meta.url), { type: 'module', name: 'ingest' })
  const { port1, port2 } = new MessageChannel()
  void database.then((engine) => serveDatabase(port1, engine)).catch(() => undefined)
  worker.postMessage({ kind: 'connect', port: port2 } satisfies ToIngestWorker, [port2])
  const waiting = new Map<
    number,
    {
      readonly resolve: (value: unknown) => void
      readonly reject: (error: Error) => void
      readonly onProgress: ((progress: IngestProgress) => void) | undefined
    }
  >()
  let nextId = 1

  worker.onmessage = ({ data }: MessageEvent<FromIngestWorker>) => {
    const call = waiting.get(data.id)
    if (call === undefined) return
    if (data.kind === 'progress') {
      call.onProgress?.({ share: data.share, rows: data.rows })
      return
    }
    waiting.delete(data.id)
    if (data.kind === 'done') call.resolve(data.value)
    else call.reject(errorOf(data.problem))
  }
  worker.onerror = (event) => {
    event.preventDefault()
    for (const [id, call] of waiting) {
      waiting.delete(id)
      call.reject(new Error(event.message))
    }
  }

  return {
    call(call, signal, onProgress) {
      if (signal?.aborted === true) return Promise.reject(new Aborted())
      const id = nextId
      nextId += 1
      const flag = globalThis.crossOriginIsolated ? new Int32Array(new SharedArrayBuffer(4)) : null
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          if (flag !== null) Atomics.store(flag, 0, 1)
          worker.postMessage({ kind: 'abort', id } satisfies ToIngestWorker)
        }
        signal?.addEventListener('abort', stop)
        const finish = (): void => signal?.removeEventListener('abort', stop)
        waiting.set(id, {
          onProgress,
          resolve: (value) => {
            finish()
            resolve(value as never)
          },
          reject: (error) => {
            finish()
            reject(error)
          },
        })
        worker.postMessage({ kind: 'call', id, call, flag } satisfies ToIngestWorker)
        const asked: IngestCall = call
        if (asked.call !== 'load') return
        const digest = asked.sha256 === null ? hashFile(asked.given.file, signal) : Promise.resolve(asked.sha256)
        digest.then(
          (sha256) => worker.postMessage({ kind: 'sha256', id, sha256 } satisfies ToIngestWorker),
          (error: unknown) => {
            stop()
            // Nobody called it off: what hindered the digest is what there is to be told.
            if (error instanceof Aborted || !(error instanceof Error)) return
            waiting.get(id)?.reject(error)
            waiting.delete(id)
          },
        )
      })
    },
  }
}
