import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownInstrument } from '../own-export'
import { addFiles, axeViolations, driveWindow, expectFlawless, settled, type Driven } from './window-driver'

/* Thirty organisations with long names and two hundred units, some of one name; the file knows no region. */
const organisations = Array.from(
  { length: 30 },
  (_, index) => `Interkommunalt helse- og omsorgssamarbeid nr. ${index + 1}`,
)
const units = Array.from({ length: 200 }, (_, index) => ({
  organisation: organisations[index % 30] ?? '',
  unit: index < 30 ? 'Hjemmetjenesten' : `Avdeling for rehabilitering og mestring ${index}`,
}))
const survey = `Organisasjon;Enhet;Jag trivs;Jag lär mig\n${units
  .flatMap(({ organisation, unit }, index) =>
    Array.from({ length: 6 }, (_, row) => [organisation, unit, ((index + row) % 5) + 1, (row % 5) + 1].join(';')),
  )
  .join('\n')}\n`
const tree = `Fylke;Kommune;Antall inviterte 2023\nTrøndelag;${organisations[0]};80\nTrøndelag;interkommunalt helse- og omsorgssamarbeid nr. 2;80\n`

let folder: string
let window: Driven
const file = (name: string): string => join(folder, name)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-tree-'))
  writeFileSync(file('svar-2023.csv'), survey)
  writeFileSync(file('instrument.json'), ownInstrument())
  writeFileSync(file('tre.csv'), tree)
  window = await driveWindow({ locale: 'en', userData: join(folder, 'user') })
  window.page.setDefaultTimeout(15_000)
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const rowOf = (name: string) => window.page.locator('[role="treegrid"] [data-row]').filter({ hasText: name })
/** Names of the places that lie around a row: the rows above it that are wider. */
const around = (name: string): Promise<readonly string[]> =>
  rowOf(name)
    .first()
    .evaluate((row) => {
      const names: string[] = []
      let level = Number(row.getAttribute('aria-level'))
      for (let each = row.previousElementSibling; each !== null; each = each.previousElementSibling) {
        const own = Number(each.getAttribute('aria-level') ?? Infinity)
        if (own >= level) continue
        level = own
        names.unshift(each.querySelector('bdi')?.textContent ?? '')
      }
      return names
    })

describe.sequential('the organisation tree', () => {
  test('has every place with its respondents, a name under two organisations as two places', async () => {
    const { page } = window
    await addFiles(page, ['svar-2023.csv', 'instrument.json'].map(file))
    await page.getByRole('heading', { name: 'svar-2023.csv' }).waitFor()
    await settled(page)
    await page.getByRole('button', { name: /^Organisations/ }).click()
    await page.getByRole('treegrid').waitFor()
    await expect.poll(() => page.locator('[role="treegrid"] [data-row]').count()).toBe(230)
    await expect.poll(() => rowOf('Hjemmetjenesten').count()).toBe(30)
    await expect.poll(() => rowOf('Hjemmetjenesten').first().innerText()).toContain('6')
    expectFlawless(window, await axeViolations(page))
  })

  test('a region is added, and organisations are moved into it by the keyboard and by dragging, each one step back', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Add a place…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Trøndelag')
    await page.getByLabel('Level', { exact: true }).selectOption('region')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await settled(page)
    await rowOf('Trøndelag').waitFor()
    const first = organisations[4] ?? ''
    await rowOf(first).first().focus()
    await page.keyboard.press('m')
    await page.getByRole('button', { name: 'Move', exact: true }).press('Enter')
    await settled(page)
    await expect.poll(() => around(first)).toEqual(['Trøndelag'])
    await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(() => around(first)).toEqual([])
    // The row below the region: both are in sight, so that nothing scrolls between grasping and letting go.
    const nearest = organisations[0] ?? ''
    await rowOf(nearest).first().dragTo(rowOf('Trøndelag').first())
    await settled(page)
    await expect.poll(() => around(nearest)).toEqual(['Trøndelag'])
    await expect.poll(() => around('Avdeling for rehabilitering og mestring 30')).toEqual(['Trøndelag', nearest])
  })

  test('headcounts are typed and pasted down a column; sums and shares follow', async () => {
    const { page } = window
    const second = organisations[4] ?? ''
    await rowOf(second).first().locator('[data-headcount]').click()
    await page.keyboard.type('60')
    await page.keyboard.press('Enter')
    await settled(page)
    await expect
      .poll(async () => (await rowOf(second).first().innerText()).replaceAll(/\s+/g, ' '))
      .toContain('42 60 70%')
    await rowOf(second).first().locator('[data-headcount]').focus()
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData('text/plain', '70\n20\n')
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    })
    await settled(page)
    await expect
      .poll(async () => (await rowOf(second).first().innerText()).replaceAll(/\s+/g, ' '))
      .toContain('42 70 60%')
    await expect.poll(() => page.locator('[data-headcount][data-typed]').count()).toBe(2)
  })

  test('a spreadsheet is read, its misspelling proposed, and used in one step', async () => {
    const { page } = window
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import…' }).click()
    await (await choosing).setFiles(file('tre.csv'))
    await page.getByRole('checkbox', { name: /“interkommunalt helse- og omsorgssamarbeid nr. 2” is/ }).waitFor()
    await page.getByRole('button', { name: 'Use', exact: true }).click()
    await settled(page)
    await expect.poll(() => around(organisations[1] ?? '')).toEqual(['Trøndelag'])
    expectFlawless(window, await axeViolations(page))
  })

  test('a place leads down: everything is filtered to it, and its units are offered', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Show Trøndelag only' }).first().click()
    await settled(page)
    const way = page.getByRole('navigation', { name: 'The way from all respondents' })
    await way.waitFor()
    await expect.poll(() => way.innerText()).toContain('Trøndelag')
    await way.getByRole('button', { name: 'Look closer' }).click()
    const offered = await page.getByRole('menuitem').allInnerTexts()
    expect(offered.join('|').toLowerCase()).toContain('organisation')
    expect(offered.join('|').toLowerCase()).toContain('unit')
    await page.keyboard.press('Escape')
  })
})
