import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, leaveDraft, settled, type Driven } from './window-driver'

/* Every real export, dropped on the window as it is. They are read in place and left out where they are not there; `tests/real-export.test.ts` has their numbers. */
const data = join(projectFolder, '..', 'shared', 'data')
const folders = ['own/formats', 'reference-only/formats'].map((folder) => join(data, folder)).filter(existsSync)
const extensions = ['.csv', '.txt', '.xlsx', '.sav', '.zsav', '.por', '.ndjson', '.omv', '.jasp']
/** Descriptions of other files, which are no exports. */
const isDescription = (path: string): boolean =>
  /dictionar?y|dictionay|metadata|labels|structure|expected/.test(basename(path))
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => extensions.includes(extname(path)) && !isDescription(path)),
)

/** How many columns the command line finds. */
function columnsOf(path: string): number {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [join(projectFolder, 'out/main/cli.js'), 'columns', path, '--json'],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  )
  if (status !== 0) throw new Error(stderr)
  return (JSON.parse(stdout) as { columns: unknown[] }).columns.length
}

describe.skipIf(files.length === 0)('a real export', () => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'nb' })
  })
  afterAll(() => window.close())

  test.each(files.map((path) => [path.slice(data.length + 1), path] as const))('%s', async (_, path) => {
    const { page } = window
    const expected = columnsOf(path)
    await page.keyboard.press('Control+n')
    await addFiles(page, [path])
    await page.getByRole('heading', { name: basename(path) }).waitFor()
    await settled(page)
    await leaveDraft(page)
    await expect.poll(() => page.locator('table').first().locator('tbody tr').count()).toBe(expected)
    // Without an instrument it may wait to be mapped, or have one drafted; nothing else is to be told.
    const told = await page.getByRole('alert').allInnerTexts()
    expect(told.filter((text) => !text.startsWith('Et instrument er laget som utkast'))).toEqual([])
    expect(window.complaints).toEqual([])
  })
})
