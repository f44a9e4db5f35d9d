import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../source-files'

/* An instrument on the command line: as a workbook, as delimited files, and back. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-instrument-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...given: readonly string[]) =>
  spawnSync(process.execPath, [join(projectFolder, 'out/main/cli.js'), 'instrument', ...given], {
    cwd: folder,
    encoding: 'utf8',
  })

test('an instrument becomes a workbook and a folder of tables, and the same document again from both', () => {
  const bundled = join(projectFolder, 'fixtures/odm-valtel/instrument.json')
  expect(run(bundled, '--to', 'xlsx', '--out', 'i.xlsx').status).toBe(0)
  expect(run(bundled, '--to', 'csv', '--out', 'tables').status).toBe(0)
  expect(run(bundled, '--to', 'json', '--out', 'straight.json').stdout).toContain('31 items, 6 dimensions')
  const tables = readdirSync(join(folder, 'tables')).map((name) => join('tables', name))
  expect(tables).toHaveLength(5)
  expect(run('i.xlsx', '--to', 'json', '--out', 'a.json').status).toBe(0)
  expect(run(...tables, '--to', 'json', '--out', 'b.json').status).toBe(0)
  const text = readFileSync(join(folder, 'straight.json'), 'utf8')
  expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe(text)
  expect(readFileSync(join(folder, 'b.json'), 'utf8')).toBe(text)
  const again = run('i.xlsx', '--to', 'json', '--out', 'a.json')
  expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('a.json')])
})

test('what is wrong with a codebook is told by row and column, and nothing is written', () => {
  writeFileSync(join(folder, 'kodebok.csv'), 'id;text_nb;scale;reversed\nq1;Tekst;;kanskje\nq1;Tekst;;\n')
  const { status, stderr } = run('kodebok.csv', '--to', 'json', '--out', 'c.json', '--language', 'nb')
  expect(status).toBe(2)
  expect(stderr).toContain('kodebok.csv:2:reversed')
  expect(stderr).toContain('kodebok.csv:3:id')
  expect(readdirSync(folder)).not.toContain('c.json')
})
