import { expect, test } from 'vitest'
import { isCompilerFault } from './working-copy'

test.each([
  ["analyses/core/ids.ts(12,3): error TS2322: Type 'string' is not assignable to type 'number'."],
  ['note\nrenderer/main.tsx(1,1): error TS2304: Cannot find name x.\nFound 1 error.'],
])('a complaint about a line of a source is the compiler’s verdict: %s', (output) => {
  expect(isCompilerFault(output)).toBe(false)
})

test.each([
  [''],
  ["Error: Cannot find module '/copy/node_modules/typescript/bin/tsc'\n    at node:internal/modules/cjs/loader:1228"],
  ["error TS5083: Cannot read file 'analyses/tsconfig.json'."],
  ['node_modules/apache-arrow/Arrow.d.ts(3,1): error TS2307: Cannot find module.'],
  ['FATAL ERROR: Reached heap limit Allocation failed'],
])('a compiler that failed by itself says nothing of the sources: %s', (output) => {
  expect(isCompilerFault(output)).toBe(true)
})
