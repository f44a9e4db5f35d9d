/**
 * What an adapter must be able to do: one connection of one engine. Statements are started and polled, never run to the end in one call, so that they can
 * be cancelled. Only one is under way at a time.
 */
export interface EngineConnection {
  /** Starts a statement. The head of the result stream (its schema) once it has run, null while it runs. Runs for about `sliceMilliseconds`. */
  start(sql: string): Promise<Uint8Array | null>
  /** Lets it run for another slice. */
  poll(): Promise<Uint8Array | null>
  /** The next part of the result; null when it is not there yet, empty when there is no more. */
  fetch(): Promise<Uint8Array | null>
  /** Calls the running statement off; the connection can be used again. */
  cancel(): Promise<void>
  /** Appends an Arrow IPC stream to a table that exists, by position. */
  append(table: string, stream: Uint8Array): Promise<void>
  close(): Promise<void>
  /** Rejects when the engine has died without answering (a worker that ended); never resolves. */
  readonly died: Promise<never>
}

/** How long the engine works before it looks whether it was called off. A task that has begun is finished first, which takes about 20 milliseconds on a million rows. */
const sliceMilliseconds = 5

/** How the engine is opened by both adapters: counts and decimals as doubles, nothing on disk. */
export const engineConfiguration = {
  path: ':memory:',
  query: { castBigIntToDouble: true, castDecimalToDouble: true, queryPollingInterval: sliceMilliseconds },
} as const

/** True when the engine's code has trapped (WebAssembly.RuntimeError) and its memory is not to be trusted any more. */
export function isTrap(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    error.name === 'RuntimeError' ||
    /memory access out of bounds|Maximum call stack|table index is out of bounds/u.test(error.message)
  )
}
