import type { AbortSource, Database } from '../../analyses/core/database'
import type { Frame } from '../../analyses/core/datasets'
import { Aborted, HostError, QueryError } from '../../analyses/core/errors'
import type { Values } from '../../analyses/core/words'
import { decodeFrame, type EncodedFrame } from '../../analyses/engine/decode-frame'
import { encodeBatch, type EncodedBatch } from '../../analyses/engine/encode-batch'
import type { EngineDatabase } from '../../analyses/engine/engine-database'

/*
 * The engine belongs to the window; our workers speak to it through a port. Rows are encoded and decoded in the worker that has or wants them: what passes
 * the window's thread are bytes, handed on and not copied.
 */

type Call =
  | { readonly id: number; readonly call: 'append'; readonly table: string; readonly batch: EncodedBatch }
  | { readonly id: number; readonly call: 'execute' | 'frame'; readonly sql: string }
  | { readonly id: number; readonly call: 'memory' }
  | { readonly id: number; readonly call: 'abort' }

type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number
      readonly ok: false
      readonly kind: 'aborted' | 'query' | 'other'
      readonly message: string
      readonly sql: string
    }
  | {
      readonly id: number
      readonly ok: false
      readonly kind: 'host'
      readonly code: HostError['code']
      readonly about: Values
    }

/** Lets whoever holds the other end of `port` use the engine. */
export function serveDatabase(port: MessagePort, database: EngineDatabase): void {
  const running = new Map<number, AbortController>()

  async function perform(call: Exclude<Call, { call: 'abort' }>): Promise<unknown> {
    switch (call.call) {
      case 'append':
        return database.append(call.table, call.batch)
      case 'execute':
        return database.execute(call.sql)
      case 'memory':
        return database.memory()
      case 'frame': {
        const controller = new AbortController()
        running.set(call.id, controller)
        try {
          return await database.result(call.sql, controller.signal)
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
      (value) =>
        port.postMessage(
          { id: data.id, ok: true, value } satisfies Answer,
          data.call === 'frame' ? buffersOf((value as EncodedFrame).stream) : [],
        ),
      (error: unknown) => port.postMessage(refusal(data.id, error)),
    )
  }
}

function refusal(id: number, error: unknown): Answer {
  if (error instanceof Aborted) return { id, ok: false, kind: 'aborted', message: '', sql: '' }
  if (error instanceof QueryError) return { id, ok: false, kind: 'query', message: error.message, sql: error.sql }
  if (error instanceof HostError) return { id, ok: false, kind: 'host', code: error.code, about: error.about }
  return { id, ok: false, kind: 'other', message: error instanceof Error ? error.message : String(error), sql: '' }
}

function buffersOf({ buffer }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer ? [buffer] : []
}

function errorIn(answer: Extract<Answer, { ok: false }>): Error {
  switch (answer.kind) {
    case 'aborted':
      return new Aborted()
    case 'query':
      return new QueryError(answer.message, answer.sql)
    case 'host':
      return new HostError(answer.code, answer.about)
    case 'other':
      return new Error(answer.message)
  }
}

/** The engine as seen through the other end of a port served by `serveDatabase`; closing it waits for what was asked, and leaves the engine as it is. */
export function databaseOver(port: MessagePort): Database {
  const waiting = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
  >()
  let nextId = 1
  let closed = false
  let allAnswered: () => void = () => undefined

  port.onmessage = ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id)
    if (call === undefined) return
    waiting.delete(data.id)
    if (data.ok) call.resolve(data.value)
    else call.reject(errorIn(data))
    if (waiting.size === 0) allAnswered()
  }

  function send<T>(call: Call, transfer: ArrayBuffer[] = []): Promise<T> {
    if (closed) return Promise.reject(new Error('the database is closed'))
    return new Promise<T>((resolve, reject) => {
      waiting.set(call.id, { resolve: resolve as (value: unknown) => void, reject })
      port.postMessage(call, transfer)
    })
  }
  const id = (): number => nextId++

  return {
    async insert(table, batch) {
      const encoded = encodeBatch(batch)
      await send<void>({ id: id(), call: 'append', table, batch: encoded }, buffersOf(encoded.stream))
    },
    execute: (sql) => send<void>({ id: id(), call: 'execute', sql }),
    async frame(sql: string, abort?: AbortSource): Promise<Frame> {
      if (abort?.aborted === true) throw new Aborted()
      const call: Call = { id: id(), call: 'frame', sql }
      const stop = (): void => port.postMessage({ id: call.id, call: 'abort' } satisfies Call)
      abort?.addEventListener('abort', stop)
      try {
        return decodeFrame(await send<EncodedFrame>(call))
      } finally {
        abort?.removeEventListener('abort', stop)
      }
    },
    memory: () => send<number | null>({ id: id(), call: 'memory' }),
    async close() {
      if (closed) return
      closed = true
      if (waiting.size > 0) await new Promise<void>((resolve) => (allAnswered = resolve))
      port.close()
    },
  }
}
