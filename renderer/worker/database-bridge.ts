import type { AbortSource, Batch, Database } from '../../analyses/core/database'
import type { Frame } from '../../analyses/core/dataset'
import { Aborted, QueryError } from '../../analyses/core/errors'

/*
 * The engine belongs to the window; our workers speak to it through a port. What passes the window's thread are typed
 * arrays on their way, never rows to be looked at.
 */

type Call =
  | { readonly id: number; readonly call: 'insert'; readonly table: string; readonly batch: Batch }
  | { readonly id: number; readonly call: 'execute' | 'frame'; readonly sql: string }
  | { readonly id: number; readonly call: 'memory' }
  | { readonly id: number; readonly call: 'abort' }

type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly kind: 'aborted' | 'query' | 'other'; readonly message: string; readonly sql: string }

/** Lets whoever holds the other end of `port` use the engine. */
export function serveDatabase(port: MessagePort, database: Database): void {
  const running = new Map<number, AbortController>()

  async function perform(call: Exclude<Call, { call: 'abort' }>): Promise<unknown> {
    switch (call.call) {
      case 'insert':
        return database.insert(call.table, call.batch)
      case 'execute':
        return database.execute(call.sql)
      case 'memory':
        return database.memory()
      case 'frame': {
        const controller = new AbortController()
        running.set(call.id, controller)
        try {
          return await database.frame(call.sql, controller.signal)
        } finally {
          running.delete(call.id)
        }
      }
    }
  }

  port.onmessage = ({ data }: MessageEvent<Call>) => {
    if (data.call === 'abort') {
      running.get(data.id)?.abort()
      return
    }
    perform(data).then(
      (value) => port.postMessage({ id: data.id, ok: true, value } satisfies Answer, data.call === 'frame' ? buffersOf(value as Frame) : []),
      (error: unknown) => port.postMessage(refusal(data.id, error)),
    )
  }
}

function refusal(id: number, error: unknown): Answer {
  if (error instanceof Aborted) return { id, ok: false, kind: 'aborted', message: '', sql: '' }
  if (error instanceof QueryError) return { id, ok: false, kind: 'query', message: error.message, sql: error.sql }
  return { id, ok: false, kind: 'other', message: error instanceof Error ? error.message : String(error), sql: '' }
}

function buffersOf(frame: Frame): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  for (const column of Object.values(frame.columns)) {
    const { buffer } = column.kind === 'numeric' ? column.values : column.codes
    if (buffer instanceof ArrayBuffer) buffers.add(buffer)
  }
  return [...buffers]
}

/** The engine as seen through the other end of a port served by `serveDatabase`. */
export function databaseOver(port: MessagePort): Database {
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>()
  let nextId = 1

  port.onmessage = ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id)
    if (call === undefined) return
    waiting.delete(data.id)
    if (data.ok) call.resolve(data.value)
    else call.reject(data.kind === 'aborted' ? new Aborted() : data.kind === 'query' ? new QueryError(data.message, data.sql) : new Error(data.message))
  }

  function send<T>(call: Call): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      waiting.set(call.id, { resolve: resolve as (value: unknown) => void, reject })
      port.postMessage(call)
    })
  }
  const id = (): number => nextId++

  return {
    insert: (table, batch) => send<void>({ id: id(), call: 'insert', table, batch }),
    execute: (sql) => send<void>({ id: id(), call: 'execute', sql }),
    async frame(sql: string, abort?: AbortSource): Promise<Frame> {
      if (abort?.aborted === true) throw new Aborted()
      const call: Call = { id: id(), call: 'frame', sql }
      const stop = (): void => port.postMessage({ id: call.id, call: 'abort' } satisfies Call)
      abort?.addEventListener('abort', stop)
      try {
        return await send<Frame>(call)
      } finally {
        abort?.removeEventListener('abort', stop)
      }
    },
    memory: () => send<number | null>({ id: id(), call: 'memory' }),
    close: async () => port.close(),
  }
}
