import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { registryEntries } from '../../analyses/sources/staging'
import { diskFile } from '../../main/cli/data-file'
import { emptiedEngine } from '../database/engine-of-tests'
import { load } from '../sources/reading'
import { projectFolder, refusal } from '../sources/sample-data'

/* A file that another program writes while it is read is refused, whatever its format and whichever way it is written. */

const folder = mkdtempSync(join(tmpdir(), 'valtel-changed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const database = await emptiedEngine()

const log = join(folder, 'log.csv')
writeFileSync(log, 't,v\n2022-07-01,1\n2022-07-02,2\n')
const lines = join(folder, 'log.jsonl')
writeFileSync(lines, '{"t":"2022-07-01","v":1}\n{"t":"2022-07-02","v":2}\n')
const formats = join(projectFolder, 'fixtures/formats')

const files: readonly (readonly [path: string, time: string, value: string])[] = [
  [log, 't', 'v'],
  [lines, 't', 'v'],
  [join(formats, 'xlsx/title-and-sheets.xlsx'), 'Dato', 'Vekt'],
  [join(formats, 'spss/haven.sav'), 'tidspunkt', 'q1'],
  [join(formats, 'stata/haven-14.dta'), 'tidspunkt', 'kommune'],
]

const ways: readonly (readonly [string, (path: string) => void])[] = [
  ['grows', (path) => appendFileSync(path, '\n')],
  ['is written anew at the same length', (path) => writeFileSync(path, readFileSync(path))],
  ['is replaced by another', (path) => (copyFileSync(path, `${path}.new`), renameSync(`${path}.new`, path))],
  ['is removed', (path) => rmSync(path)],
  ['is emptied', (path) => writeFileSync(path, '')],
]

describe.each(files)('%s', (original, time, value) => {
  const name = `copy.${original.split('.').at(-1) ?? ''}`
  const path = join(folder, name)
  const source = { id: 'log', kind: 'observations', file: name, time, value }
  beforeEach(() => copyFileSync(original, path))

  test('is read where nobody writes it', async () => {
    const { rowsUsed } = await load(database, diskFile(join(folder, 'recipe.json'), name), source)
    expect(rowsUsed).toBeGreaterThan(1)
  })

  test.each(ways)('is refused where it %s, and what was there before stays', async (_, change) => {
    await load(database, diskFile(join(folder, 'recipe.json'), name), source)
    const before = await registryEntries(database)
    const file = diskFile(join(folder, 'recipe.json'), name)
    let isChanged = false
    const error = await refusal(
      load(database, file, source, {
        onProgress: () => {
          if (!isChanged) change(path)
          isChanged = true
        },
      }),
    )
    expect(isChanged).toBe(true)
    expect([error.code, error.place.file]).toEqual(['ingest:file-changed-meanwhile', name])
    expect(await registryEntries(database)).toEqual(before)
  })
})
