import type { AbortSource } from '../../analyses/core/database'

/** An abort that a busy loop sees through shared memory, and a waiting one hears. */
export interface FlaggedAbort extends AbortSource {
  abort(): void
}

/** @param flag one number, set to 1 from outside to call the work off; null where memory cannot be shared */
export function abortOf(flag: Int32Array | null): FlaggedAbort {
  const listeners = new Set<() => void>()
  let isCalled = false
  return {
    get aborted() {
      return isCalled || (flag !== null && Atomics.load(flag, 0) === 1)
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
    abort() {
      isCalled = true
      for (const listener of listeners) listener()
    },
  }
}
