import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Two projects: `unit` runs in plain Node, file by file in parallel; `e2e` drives the built program in a real window and
 * runs one file at a time, since the machine that checks the project may have two cores.
 */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // One fewer than there are cores by default, which on two cores is one after the other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          expect: { poll: { timeout: 100_000 } },
        },
      },
    ],
  },
})
