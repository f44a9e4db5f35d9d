import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, axeViolations, driveWindow, dropFiles, expectFlawless, settled, still } from './window-driver'

const file = (name: string): string => join(projectFolder, 'fixtures/formats/next-year', name)
const organisation = 'Vilken organisation arbetar du i?'

/** What the facts above the columns say of the source that is shown. */
const facts = async (page: Page): Promise<string> =>
  (await page.locator('main dl').first().innerText()).replaceAll(/\s+/gu, ' ')

const chosen = (page: Page, header: string) => page.getByLabel(`What ${header} is read as`)

const readAs = async (page: Page, header: string): Promise<string> =>
  chosen(page, header).evaluate((list: HTMLSelectElement) => list.selectedOptions[0]?.text ?? '')

test('the mapping of one round serves the next: one click confirms what was reworded, and undo takes it back', async () => {
  const driven = await driveWindow({ locale: 'en' })
  const { page } = driven
  await addFiles(page, [file('instrument.json'), file('medarbetare_2023.csv')])
  await page.getByText('Round 2023').waitFor()
  await settled(page)
  await chosen(page, organisation).focus()
  await chosen(page, organisation).selectOption({ value: 'attribute:organisation' })
  await settled(page)
  await chosen(page, 'Befattning').focus()
  await chosen(page, 'Befattning').selectOption({ value: 'attribute:role' })
  await settled(page)
  await chosen(page, 'Respondent-ID').focus()
  await chosen(page, 'Respondent-ID').selectOption({ value: 'field:respondent' })
  await settled(page)
  await page.getByLabel('What the respondent id stands for').selectOption({ label: 'Only the row' })
  await settled(page)

  await dropFiles(page, [{ name: 'medarbetare_2024.csv', text: readFileSync(file('medarbetare_2024.csv'), 'utf8') }])
  await page.getByText('Round 2024').waitFor()
  await settled(page)
  const all = page.getByRole('button', { name: 'Confirm all 4 shown' })
  await all.waitFor()
  expect(await facts(page)).toContain('Items 4 of 8')
  expect(await readAs(page, 'Befattning')).toBe('Role')
  expect(await readAs(page, 'Respondent-ID')).toBe('Respondent id')
  await expect.poll(() => page.getByLabel('What the respondent id stands for').inputValue()).toBe('row')
  await expect.poll(() => page.getByLabel('Round', { exact: true }).inputValue()).toBe('2024')
  const told = await page.locator('main').innerText()
  expect(told).toContain('Read like medarbetare_2023.csv: 5 columns mean the same as there.')
  expect(told).toContain('Without a column here: “Nätverket på min arbetsplats är pålitligt”.')
  expect(told).toMatch(/New here, and not used: “F11\. [^”]+” and “Är det något mer du vill tillägga\?”\./u)
  expect(told).toContain('83% like “Vilken organisation arbetar du i?” in medarbetare_2023.csv')
  expect(await axeViolations(page)).toEqual([])

  await all.click()
  await all.waitFor({ state: 'detached' })
  await settled(page)
  expect(await facts(page)).toContain('Items 7 of 8')
  expect(await readAs(page, 'Vilken organisation arbetar du inom?')).toBe('Organisation')
  expect(await page.getByRole('button', { name: /^Confirm/u }).count()).toBe(0)

  await page.keyboard.press('Control+z')
  await all.waitFor()
  await settled(page)
  expect(await facts(page)).toContain('Items 4 of 8')
  await page.getByRole('button', { name: /^Confirm: read F5\. .* as Det är tydligt vem som ansvarar/u }).click()
  await settled(page)
  expect(await facts(page)).toContain('Items 5 of 8')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
  expectFlawless(driven, [])
  await driven.close()
}, 120_000)

test('raw and understood values stand side by side, with the reason of each that becomes blank', async () => {
  const driven = await driveWindow({ locale: 'en' })
  const { page } = driven
  const text = readFileSync(file('medarbetare_2023.csv'), 'utf8').replace(/(Instämmer helt)/u, 'Instämer hellt')
  await addFiles(page, [file('instrument.json')])
  await dropFiles(page, [{ name: 'medarbetare_2023.csv', text }])
  await page.getByText('Round 2023').waitFor()
  await settled(page)
  const headers = text.split('\r\n')[0]?.split(';') ?? []
  const place = (text.split('\r\n').find((line) => line.includes('Instämer hellt')) ?? '')
    .split(';')
    .indexOf('Instämer hellt')
  const button = page.getByRole('button', { name: `Values of ${headers[place] ?? ''}` })
  await button.focus()
  await page.keyboard.press('Enter')
  const values = page.getByRole('region', { name: `Values of ${headers[place] ?? ''}` })
  await values.waitFor()
  const lines = await values.locator('tbody tr').allInnerTexts()
  const cells = lines.map((line) => line.split('\t').map((cell) => cell.trim()))
  expect(cells.map(([, count]) => Number(count)).reduce((sum, count) => sum + count, 0)).toBe(36)
  const misspelt = cells.find(([raw]) => raw === 'Instämer hellt')
  expect(misspelt?.[1]).toBe('1')
  expect(misspelt?.[3]).toBe('blank: neither a code nor a label of the scale')
  expect(cells.find(([raw]) => raw === 'Instämmer delvis')?.[3]).toBe('3 – Instämmer delvis')
  expect(await axeViolations(page)).toEqual([])
  await page.getByLabel('Only those that become blank').check()
  expect((await values.locator('tbody tr').allInnerTexts()).every((line) => line.includes('blank: '))).toBe(true)
  await page.getByRole('button', { name: /^Close the values of/u }).click()
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  expectFlawless(driven, [])
  await driven.close()
}, 120_000)

test('the round comes from a column that is chosen, from what is typed, or from the file’s name', async () => {
  const driven = await driveWindow({ locale: 'en' })
  const { page } = driven
  const item = 'Jag har den utrustning jag behöver för att arbeta digitalt'
  const rows = Array.from({ length: 24 }, (_, row) => `${row % 2 === 0 ? 'Före' : 'Efter'};Instämmer delvis`)
  await addFiles(page, [file('instrument.json')])
  await dropFiles(page, [{ name: 'svar_2022.csv', text: [`Tillfällets namn;${item}`, ...rows].join('\n') }])
  await page.getByText('Round 2022').waitFor()
  await settled(page)
  await expect.poll(() => page.getByText('24 rows, 1 survey round').count()).toBe(1)
  await page.getByLabel('Round', { exact: true }).fill('Våren 2022')
  await page.keyboard.press('Enter')
  await page.getByText('Round Våren 2022').waitFor()
  await page.getByLabel('Column for round').selectOption('Tillfällets namn')
  await settled(page)
  await page.getByText('24 rows, 2 survey rounds').waitFor()
  await expect.poll(() => page.getByRole('region', { name: 'Rounds in time' }).innerText()).toMatch(/Före[^]*Efter/u)
  await still(page)
  expectFlawless(driven, [])
  await driven.close()
}, 120_000)
