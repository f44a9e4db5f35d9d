import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { columns } from '../../main/cli/columns'

const folder = mkdtempSync(join(tmpdir(), 'valtel-columns-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

test('on a terminal a bar grows from nothing to the whole while a file is read', async () => {
  const path = join(folder, 'a.csv')
  writeFileSync(path, `a;b\n${`1;${'x'.repeat(1_000)}\n`.repeat(6_000)}`)
  const errors: string[] = []
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => errors.push(String(text)) > 0)
  const terminal = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY')
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true })
  try {
    expect(
      await columns({ command: 'columns', file: path, column: null, by: null, language: null, asJson: true }),
    ).toBe(0)
  } finally {
    if (terminal === undefined) Reflect.deleteProperty(process.stderr, 'isTTY')
    else Object.defineProperty(process.stderr, 'isTTY', terminal)
  }
  const filled = errors.filter((text) => text.includes('a.csv')).map((text) => text.split('█').length - 1)
  const empty = errors.filter((text) => text.includes('a.csv')).map((text) => text.split('░').length - 1)
  expect(filled.length).toBeGreaterThan(2)
  expect(filled).toEqual(filled.toSorted((a, b) => a - b))
  expect(filled.map((count, index) => count + (empty[index] ?? 0))).toEqual(filled.map(() => 24))
  expect(filled.at(-1)).toBe(24)
})
