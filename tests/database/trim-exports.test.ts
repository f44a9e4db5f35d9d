import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { trimExports } from '../../analyses/engine/trim-exports'

const folder = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'))
const whole = readFileSync(join(folder, 'duckdb-eh.wasm'))
const trimmed = trimExports(whole)
const [before, after] = [whole, trimmed].map((bytes) => new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>)) as [
  WebAssembly.Module,
  WebAssembly.Module,
]
const names = (module: WebAssembly.Module): readonly string[] =>
  WebAssembly.Module.exports(module).map(({ name }) => name)

describe('the engine without the exports that nobody calls', () => {
  it('has lost nearly all of its names and imports what it did', () => {
    expect(names(before).length).toBeGreaterThan(70_000)
    expect(names(after).length).toBeLessThan(4_000)
    expect(WebAssembly.Module.imports(after)).toEqual(WebAssembly.Module.imports(before))
  })

  it('keeps what it asks for itself when it is linked, which all comes from the programs around it', () => {
    const exported = new Set(names(before))
    const asked = WebAssembly.Module.imports(before).filter(({ module }) => module.startsWith('GOT.'))
    expect(asked.length).toBeGreaterThan(200)
    const kept = new Set(names(after))
    expect(asked.filter(({ name }) => exported.has(name) && !kept.has(name))).toEqual([])
  })

  it.each(['duckdb-node-eh.worker.cjs', 'duckdb-browser-eh.worker.js'])('keeps every name that %s has', (program) => {
    const words = new Set(readFileSync(join(folder, program), 'utf8').match(/[A-Za-z_$][\w$]*/gu))
    const called = names(before).filter((name) => words.has(name) || words.has(`_${name}`))
    expect(called.length).toBeGreaterThan(150)
    const kept = new Set(names(after))
    expect(called.filter((name) => !kept.has(name))).toEqual([])
  })

  it('leaves a module without exports as it is', () => {
    const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)
    expect(trimExports(empty)).toEqual(empty)
  })
})
