import { afterEach, beforeEach } from 'vitest'
import { probeName } from './probes'

/**
 * Set-up of the test files while it is recorded which of them reach which mutations. A probe that is called during a test
 * is noted for that test; one that is called while the file is loaded or prepared is noted for all of its tests.
 */

declare module 'vitest' {
  interface TaskMeta {
    reachedMutations?: readonly number[]
  }
}

const byAll = new Set<number>()
let running = byAll

Object.assign(globalThis, { [probeName]: (number: number) => void running.add(number) })

beforeEach(({ task }) => {
  running = new Set()
  task.file.meta.reachedMutations = [...byAll]
})
afterEach(({ task }) => {
  task.meta.reachedMutations = [...running]
  running = byAll
  task.file.meta.reachedMutations = [...byAll]
})
