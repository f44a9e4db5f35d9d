import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, leaveDraft, settled, type Driven } from './window-driver'

/** Files of every format, dropped on the window: what they need of the platform, the content policy must allow. */
const format = (name: string): string => join(projectFolder, 'fixtures/formats', name)

let window: Driven
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-formats-'))
  writeFileSync(join(folder, 'rows.json'), '[{"Svar":1,"Kommune":"Åre"},{"Svar":3,"Kommune":"Øyer"}]')
  writeFileSync(join(folder, 'lines.jsonl'), '{"Svar":1,"Kommune":"Åre"}\n{"Svar":3,"Kommune":"Øyer"}\n')
  window = await driveWindow({ locale: 'en' })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a file that is dropped', () => {
  test.each([
    ['spss/haven.sav', 10],
    ['spss/haven.zsav', 10],
    ['spss/pspp.por', 8],
    ['xlsx/title-and-sheets.xlsx', 6],
    ['xlsx/libreoffice.xlsx', 6],
    ['ods/libreoffice.ods', 6],
    ['ods/everything.fods', 8],
    ['jamovi/filter-on.omv', 8],
    ['jasp/binary-0.16.jasp', 4],
    ['jasp/database-0.95.jasp', 4],
    ['stata/haven-14.dta', null],
    ['parquet/uncompressed.parquet', null],
    ['parquet/snappy.parquet', null],
    ['parquet/zstd.parquet', null],
    ['parquet/brotli.parquet', null],
    ['parquet/lz4_raw.parquet', null],
    ['arrow/lz4.feather', null],
    ['arrow/zstd.arrows', null],
    ['arrow/polars.arrow', 2],
    ['rows.json', 2],
    ['lines.jsonl', 2],
  ] as const)('%s: its columns are shown', async (name, columns) => {
    const { page } = window
    const path = name.includes('/') ? format(name) : join(folder, name)
    await page.keyboard.press('Control+n')
    await addFiles(page, [path])
    await page.getByRole('heading', { name: name.split('/').at(-1) ?? '' }).waitFor()
    await settled(page)
    await leaveDraft(page)
    const rows = await page.locator('table').first().locator('tbody tr').count()
    if (columns === null) expect(rows).toBeGreaterThan(2)
    else expect(rows).toBe(columns)
    expect(window.complaints).toEqual([])
  })
})

test('a packed file is opened in a worker of its own first, which is ended; text is not', async () => {
  const { page } = window
  const looks: Promise<unknown>[] = []
  page.on('worker', (worker) => {
    if (worker.url().includes('archive-look')) looks.push(worker.waitForEvent('close'))
  })
  await page.keyboard.press('Control+n')
  await addFiles(page, [join(folder, 'lines.jsonl')])
  await page.getByRole('heading', { name: 'lines.jsonl' }).waitFor()
  await settled(page)
  expect(looks).toHaveLength(0)
  await page.keyboard.press('Control+n')
  await addFiles(page, [format('xlsx/title-and-sheets.xlsx')])
  await page.getByRole('heading', { name: 'title-and-sheets.xlsx' }).waitFor()
  await settled(page)
  expect(looks).toHaveLength(1)
  await Promise.all(looks)
  expect(window.complaints).toEqual([])
})
