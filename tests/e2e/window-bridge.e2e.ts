import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, axeViolations, driveWindow, expectFlawless, settled, still, type Driven } from './window-driver'

/* Two rounds of a survey whose instrument changed between them: what became of which item is decided on the screen, and decides what is compared. */
const fixture = (name: string): string => join(projectFolder, 'fixtures/surveys/two-versions', name)
const expected = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as {
  readonly rounds: Readonly<Record<string, { readonly n: number; readonly mean: number }>>
}
let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-bridge-'))
  window = await driveWindow({ locale: 'en', width: 1440, height: 900 })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const row = (id: string) => window.page.locator('tr').filter({ has: window.page.getByText(id, { exact: true }) })
const judgement = (id: string) => row(id).getByRole('combobox')
const bridge = () => window.page.getByRole('region', { name: 'Two versions of the instrument' })

interface Saved {
  readonly instrument: { readonly text: string }
  readonly recipe: { readonly sources: readonly Readonly<Record<string, unknown>>[] }
}

async function saved(name: string): Promise<Saved> {
  const path = join(folder, name)
  await window.answerDialog({ save: path, open: path })
  await window.page.keyboard.press('Control+Shift+S')
  await expect.poll(() => existsSync(path)).toBe(true)
  await window.page.getByText('Saved', { exact: true }).waitFor()
  return JSON.parse(readFileSync(path, 'utf8')) as Saved
}

test('a second version is held against the first, item by item, and nothing is taken before it is confirmed', async () => {
  const { page } = window
  await addFiles(page, [fixture('instrument-2021.json'), fixture('2021.csv')])
  await settled(page)
  await addFiles(page, [fixture('instrument-2022.json')])
  await bridge().waitFor()
  await page.getByRole('heading', { name: 'Version 2021 → version 2022' }).waitFor()
  await expect.poll(() => judgement('c2').inputValue()).toBe('wording')
  await expect.poll(() => judgement('c3').inputValue()).toBe('meaning')
  await row('k4').getByText('Not in this version').waitFor()
  await row('c4').getByText('Not in this version').waitFor()
  // Differences are marked by elements of their own, not by colour alone.
  await expect.poll(() => row('c2').locator('del').allInnerTexts()).toEqual(['arbeider', 'arbeidsplass'])
  await expect.poll(() => row('c2').locator('ins').allInnerTexts()).toEqual(['jobber', 'arbeidsplassen'])
  await expect.poll(() => row('c3').locator('ins').allInnerTexts()).toEqual(['ikke'])
  await page.getByRole('status').filter({ hasText: '5 items are compared' }).waitFor()
  await page.getByText('enighet: 0 → 1, 1 → 2', { exact: false }).waitFor()
  await still(page)
  expectFlawless(window, await axeViolations(page))
})

test('decisions are made with the keyboard and undone', async () => {
  const { page } = window
  await judgement('c3').focus()
  await page.keyboard.press('ArrowUp')
  await page.getByRole('status').filter({ hasText: '6 items are compared' }).waitFor()
  await expect.poll(() => judgement('c3').inputValue()).toBe('wording')
  await page.keyboard.press('Control+z')
  await page.getByRole('status').filter({ hasText: '5 items are compared' }).waitFor()
  // An item that only one version has is paired by hand, and the pair is taken back.
  await judgement('c4').selectOption('k4')
  await expect.poll(() => row('c4').getByText('paired by hand', { exact: false }).count()).toBe(1)
  await page.keyboard.press('Control+z')
  await row('k4').getByText('Not in this version').waitFor()
  await page.getByLabel('First round with the newer version').fill('')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'Say which round was the first' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Use both versions' }).isDisabled()).toBe(true)
  await page.getByLabel('First round with the newer version').fill('2022')
  await page.keyboard.press('Enter')
})

test('what was decided is in the project by one step, and the next round is read by the same instrument', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'Use both versions' }).click()
  await page.getByRole('treeitem', { name: /Vi lærer av hverandre/ }).waitFor()
  await settled(page)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Shift+z')
  await addFiles(page, [fixture('2022.csv')])
  await settled(page)
  const first = await saved('bridged.json')
  expect(first.recipe.sources[0]).toMatchObject({ instrument_version: '2021', codes: { enighet: { '0': 1, '4': 5 } } })
  const instrument = JSON.parse(first.instrument.text) as {
    readonly items: readonly { readonly id: string; readonly changed?: readonly unknown[] }[]
  }
  expect(instrument.items.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3', 'k4', 'c5', 't1', 't2', 'c4'])
  expect(instrument.items[2]?.changed).toEqual([{ round: '2022', kind: 'meaning' }])
})

test('codes of the older version are not those of the next file', async () => {
  const { recipe } = await saved('codes.json')
  expect(recipe.sources.map((source) => Object.hasOwn(source, 'codes'))).toEqual([true, false])
})

test('the scores beside the instrument are those of the common items', async () => {
  const { page } = window
  await page.keyboard.press('Control+2')
  await settled(page)
  const cells = page.locator('tbody[data-dimension="culture"] td')
  const [one, two] = [expected.rounds['culture 2021'], expected.rounds['culture 2022']]
  const n = (one?.n ?? 0) + (two?.n ?? 0)
  const mean = ((one?.n ?? 0) * (one?.mean ?? 0) + (two?.n ?? 0) * (two?.mean ?? 0)) / n
  await expect.poll(() => cells.first().innerText()).toBe(String(n))
  expect(Number(await cells.nth(1).innerText())).toBeCloseTo(mean, 2)
})

test('saved and opened again it is the same, and a bridge that is left changes nothing', async () => {
  const { page } = window
  const before = await saved('again.json')
  await page.keyboard.press('Control+n')
  await page.keyboard.press('Control+o')
  await page.getByText('Saved', { exact: true }).waitFor()
  await addFiles(page, [fixture('2021.csv'), fixture('2022.csv')])
  await settled(page)
  const other = join(folder, 'third.json')
  writeFileSync(
    other,
    readFileSync(fixture('instrument-2022.json'), 'utf8')
      .replace('"version": "2022"', '"version": "2023"')
      .replace('Nettverket er stabilt', 'Nettet er stabilt'),
  )
  await addFiles(page, [other])
  await bridge().waitFor()
  await page.getByRole('button', { name: 'Leave it as it is' }).click()
  await expect.poll(() => bridge().count()).toBe(0)
  expect(await saved('left.json')).toEqual(before)
})
