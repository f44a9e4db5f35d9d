import { problemOf, type Problem } from '../worker/problem'

/** Milliseconds after which a part that could not be read is asked for again by itself. After the last of them it waits until a person asks. */
export const retryAfter: readonly number[] = [400, 1600, 6400]

/**
 * Reads one part. What has come of it is handed over as it comes, the whole of it with the last time.
 * @throws what hinders it
 */
export type ReadPart<P> = (key: string, keep: (part: P) => void, signal: AbortSignal) => Promise<void>

/** Parts of a table, such as pages of its rows, that are read as they come in sight, remembered, and asked for again where their reading failed. */
export interface PartsInSight<P> {
  /** Asks for the parts that are not there yet, the first ones first, and calls off what is no longer wanted. */
  want(keys: readonly string[]): void
  /** What is known of a part by now. */
  at(key: string): P | undefined
  /** What hinders the parts that are wanted; null where nothing does. */
  problem(): Problem | null
  /** Asks again, at once, for all that could not be read. */
  again(): void
  /** Calls off what is under way, and forgets everything. */
  close(): void
}

interface Failure {
  /** Null where the reading was called off by something else than this. */
  readonly problem: Problem | null
  readonly times: number
}

/**
 * @param changed called whenever a part or a problem is another
 * @param most parts that are remembered
 */
export function createPartsInSight<P>(read: ReadPart<P>, changed: () => void, most: number): PartsInSight<P> {
  const parts = new Map<string, P>()
  /** Parts that are remembered with all that there is of them. */
  const whole = new Set<string>()
  const running = new Map<string, AbortController>()
  const failed = new Map<string, Failure>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let wanted: readonly string[] = []

  function remember(key: string, part: P): void {
    parts.delete(key)
    parts.set(key, part)
    for (const oldest of parts.keys()) {
      if (parts.size <= most) break
      parts.delete(oldest)
      whole.delete(oldest)
    }
    changed()
  }

  async function ask(key: string): Promise<void> {
    stopWaiting(key)
    const controller = new AbortController()
    running.set(key, controller)
    const { signal } = controller
    try {
      await read(key, (part) => (signal.aborted ? undefined : remember(key, part)), signal)
      if (signal.aborted) return
      whole.add(key)
      if (failed.delete(key)) changed()
    } catch (error) {
      if (!signal.aborted) fail(key, error)
    } finally {
      if (running.get(key) === controller) running.delete(key)
    }
  }

  function fail(key: string, error: unknown): void {
    const times = (failed.get(key)?.times ?? 0) + 1
    failed.set(key, { problem: problemOf(error), times })
    const wait = retryAfter[times - 1]
    if (wait !== undefined)
      timers.set(
        key,
        setTimeout(() => void ask(key), wait),
      )
    changed()
  }

  function stopWaiting(key: string): void {
    clearTimeout(timers.get(key))
    timers.delete(key)
  }

  return {
    want: (keys) => {
      for (const key of wanted) {
        if (keys.includes(key)) continue
        // Given up at once, so that it can be asked for again before the answer to this has come.
        running.get(key)?.abort()
        running.delete(key)
        stopWaiting(key)
        failed.delete(key)
      }
      wanted = keys
      for (const key of keys)
        if (!whole.has(key) && !running.has(key) && !timers.has(key) && !failed.has(key)) void ask(key)
    },
    at: (key) => parts.get(key),
    problem: () => wanted.flatMap((key) => failed.get(key)?.problem ?? []).at(0) ?? null,
    again: () => {
      for (const key of failed.keys()) {
        failed.delete(key)
        if (!running.has(key)) void ask(key)
      }
      changed()
    },
    close: () => {
      for (const controller of running.values()) controller.abort()
      for (const key of timers.keys()) stopWaiting(key)
      for (const kept of [parts, whole, running, failed]) kept.clear()
      wanted = []
    },
  }
}
