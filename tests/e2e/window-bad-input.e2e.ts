import { readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, settled, steadyText, type Driven } from './window-driver'

const bad = (name: string): string => join(projectFolder, 'fixtures/bad', name)

/** What the person is told: where, and in words that say what to do. */
const refusals: readonly (readonly [file: string, told: RegExp])[] = [
  ['empty.csv', /empty/i],
  ['byte-order-mark-only.csv', /empty/i],
  ['blank-lines-only.csv', /empty/i],
  ['header-only.csv', /header|no answers|no rows/i],
  ['unclosed-quote.csv', /line 4/],
  ['ragged-rows.csv', /line 3/],
  ['duplicate-header.csv', /culture_1/],
  ['empty-header.csv', /column 4/i],
  ['renamed-pdf.csv', /PDF/],
  ['renamed-xlsx.csv', /workbook/],
  ['instrument-item-twice.json', /line \d+.*culture_2/],
  ['instrument-dimension-missing.json', /technology/],
  ['instrument-key-twice.json', /line \d+.*twice/],
  ['instrument-not-json.json', /line \d+.*JSON/],
  ['recipe-unknown-keys.json', /langauge/],
]

let window: Driven
beforeAll(async () => {
  window = await driveWindow({ locale: 'en' })
  await addFiles(window.page, [bad('instrument.json'), bad('good.csv')])
  await window.page.getByRole('heading', { name: 'good.csv' }).waitFor()
  await settled(window.page)
})
afterAll(() => window.close())

describe('a file that cannot be used', () => {
  test.each(refusals)('%s is told with its place; nothing of it is loaded and nothing is lost', async (file, told) => {
    const { page } = window
    await page.keyboard.press('Control+1')
    await addFiles(page, [bad(file)])
    const alert = page.getByRole('alert').filter({ hasText: file }).filter({ hasText: told }).first()
    await alert.waitFor()
    await settled(page)
    await expect.poll(() => page.getByText('15 of 15 respondents').count()).toBe(1)
    // Away with it again: by dismissing what was refused at once, or by removing the source that waits to be put right.
    for (const dismiss of await page.getByRole('button', { name: 'Dismiss' }).all()) await dismiss.click()
    await page.keyboard.press('Control+1')
    if (await page.locator(`button:has(bdi:text-is("${file}"))`).count()) {
      await page.locator(`button:has(bdi:text-is("${file}"))`).click()
      await page.getByRole('button', { name: 'More about this source' }).click()
      await page.getByRole('menuitem', { name: 'Remove the source' }).click()
      await settled(page)
    }
    expect(await page.getByRole('alert').filter({ hasText: file }).count()).toBe(0)
  })

  test('the same file twice is told, and counted once', async () => {
    const { page } = window
    await page.keyboard.press('Control+1')
    await addFiles(page, [{ name: 'copy of good.csv', mimeType: 'text/csv', buffer: readFileSync(bad('good.csv')) }])
    await page.getByRole('alert').filter({ hasText: 'same bytes' }).waitFor()
    await expect.poll(() => page.getByText('15 of 15 respondents').count()).toBe(1)
    await page.getByRole('button', { name: 'Dismiss' }).click()
  })

  test('a format that is declared wrongly is told with its line, and found out again when it is left to the program', async () => {
    const { page } = window
    await page.keyboard.press('Control+1')
    await addFiles(page, [bad('windows-1252.csv')])
    await page.getByRole('heading', { name: 'windows-1252.csv' }).waitFor()
    await settled(page)
    await expect.poll(() => page.getByLabel('Encoding').inputValue()).toBe('')
    await page.getByLabel('Encoding').selectOption('utf-8')
    await page.getByRole('alert').filter({ hasText: 'windows-1252.csv, line' }).waitFor()
    await page.getByLabel('Encoding').selectOption('')
    await settled(page)
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.getByLabel('Delimiter').selectOption('|')
    await page.getByRole('alert').filter({ hasText: 'windows-1252.csv' }).waitFor()
    await page.keyboard.press('Control+z')
    await settled(page)
    expect(await page.getByRole('alert').count()).toBe(0)
    await expect.poll(() => page.getByText('of 30 respondents').count()).toBe(1)
    await page.getByRole('button', { name: 'More about this source' }).click()
    await page.getByRole('menuitem', { name: 'Remove the source' }).click()
    await settled(page)
  })
})

describe('a file that takes long or means harm', () => {
  test('a long reading shows how far it is, and is called off', async () => {
    const { page } = window
    const folder = mkdtempSync(join(tmpdir(), 'valtel-long-'))
    try {
      const [header = '', ...rows] = readFileSync(bad('good.csv'), 'utf8').trimEnd().split('\n')
      const path = join(folder, 'long 2031.csv')
      writeFileSync(path, `${header}\n${`${rows.join('\n')}\n`.repeat(90_000)}`)
      await page.keyboard.press('Control+1')
      await addFiles(page, [path])
      await page.getByRole('progressbar').waitFor()
      await page.getByRole('region', { name: 'long 2031.csv' }).getByRole('button', { name: 'Cancel' }).click()
      await page.getByText('The reading was called off. Nothing of the file is in use.').waitFor()
      await settled(page)
      await expect.poll(() => page.getByText('15 of 15 respondents').count()).toBe(1)
      await page.getByRole('button', { name: 'Read again' }).waitFor()
      await page.keyboard.press('Control+z')
      await settled(page)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a file that is saved anew after it was added is called so when it is read again', async () => {
    const { page } = window
    const folder = mkdtempSync(join(tmpdir(), 'valtel-changed-'))
    try {
      const path = join(folder, 'changed 2032.csv')
      writeFileSync(path, readFileSync(bad('windows-1252.csv')))
      await page.keyboard.press('Control+1')
      await addFiles(page, [path])
      await page.getByRole('heading', { name: 'changed 2032.csv' }).waitFor()
      await settled(page)
      writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('\n')]))
      await page.getByLabel('Encoding').selectOption('utf-16le')
      await page.getByRole('alert').filter({ hasText: 'changed, moved or locked after it was added' }).waitFor()
      await page.getByText('15 of 15 respondents').waitFor()
      await steadyText(page)
      await expect.poll(() => page.getByText('15 of 15 respondents').count()).toBe(1)
      await page.getByRole('button', { name: 'More about this source' }).click()
      await page.getByRole('menuitem', { name: 'Remove the source' }).click()
      await settled(page)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('labels with markup, formulas and other mischief are text everywhere', async () => {
    const { page } = window
    await page.keyboard.press('Control+n')
    await addFiles(page, [bad('hostile-instrument.json'), bad('hostile-names.csv')])
    await page.getByRole('heading', { name: 'hostile-names.csv' }).waitFor()
    await settled(page)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('every analysis that fits')
    await page.keyboard.press('Enter')
    await settled(page)
    const seen: string[] = []
    for (const key of ['1', '2', '3', '4']) {
      await page.keyboard.press(`Control+${key}`)
      if (key === '3') {
        for (let step = 0; step < 6; step += 1) {
          await page.keyboard.press('Alt+ArrowDown')
          seen.push(await steadyText(page))
        }
      }
      seen.push(await steadyText(page))
      const alien = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            'main img, main script, main iframe, main a[href], td b, td i, bdi b, bdi i, svg image, svg a, svg foreignObject',
          ),
        ].map((element) => element.outerHTML.slice(0, 120)),
      )
      expect(alien, key).toEqual([])
    }
    const text = seen.join('\n')
    expect(text).toContain('<b>')
    expect(text).toContain('<img')
    expect(text).toMatch(/=1\+1|=cmd|=HYPERLINK/i)
    expect(window.complaints).toEqual([])
  })
})
