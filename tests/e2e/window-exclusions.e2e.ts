import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { carelessExport, carelessInstrument } from '../quality/careless-export'
import { addFiles, axeViolations, driveWindow, expectFlawless, runCommand, settled, type Driven } from './window-driver'

/* An export of ninety people, among them three rows of one respondent and two of another. */
const exported = carelessExport(90)
  .replaceAll(/\bR_(41|42)\b/g, 'R_40')
  .replace(/\bR_51\b/, 'R_50')
let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-exclusions-'))
  writeFileSync(join(folder, 'svar.csv'), exported)
  writeFileSync(join(folder, 'instrument.json'), carelessInstrument())
  window = await driveWindow({ locale: 'en', userData: join(folder, 'user') })
  await addFiles(window.page, [join(folder, 'instrument.json'), join(folder, 'svar.csv')])
  await settled(window.page)
  await window.page.keyboard.press('Control+1')
  await chosen('ResponseId').focus()
  await chosen('ResponseId').selectOption({ value: 'field:respondent' })
  await settled(window.page)
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const chosen = (header: string) => window.page.getByLabel(`What ${header} is read as`)
const lines = () => window.page.getByRole('region', { name: 'Who is left out' }).getByRole('listitem')
const counted = async (): Promise<string> =>
  (await window.page.locator('body').innerText()).match(/(\d+) of \d+ respondents/)?.[1] ?? ''

async function showPanel(name: RegExp): Promise<void> {
  const { page } = window
  await page.keyboard.press('Control+1')
  await page.getByRole('button', { name }).click()
  await settled(page)
}

test('rows are left out by a condition on an attribute and an item, which says beforehand how many it holds for', async () => {
  const { page } = window
  await showPanel(/Quality of the answers/)
  await page.getByRole('button', { name: 'Leave out by a condition' }).click()
  const form = page.getByRole('form', { name: 'Leave out by a condition' })
  expect(await form.getByRole('button', { name: 'Leave them out' }).isDisabled()).toBe(true)
  await form.getByRole('combobox', { name: 'If' }).selectOption('organisation')
  await form.getByRole('checkbox', { name: 'Namsos' }).check()
  await form.getByText('31 rows hold for this, of 90.').waitFor()
  await form.getByRole('button', { name: 'Add a condition' }).click()
  await form.getByRole('combobox', { name: 'And' }).selectOption('q2')
  await form.getByRole('group', { name: 'is one of' }).last().getByRole('checkbox', { name: '3' }).check()
  await expect.poll(() => form.getByRole('status').innerText()).toMatch(/^\d rows hold for this, of 90\.$/)
  expectFlawless(window, await axeViolations(page))
  await form.getByRole('button', { name: 'Remove condition 2' }).click()
})

test('the form is still there when another panel was shown and the window was folded', async () => {
  const { page } = window
  await showPanel(/^Rows/)
  await showPanel(/Quality of the answers/)
  await page.setViewportSize({ width: 700, height: 800 })
  await page.setViewportSize({ width: 1280, height: 800 })
  const form = page.getByRole('form', { name: 'Leave out by a condition' })
  expect(await form.getByRole('checkbox', { name: 'Namsos' }).isChecked()).toBe(true)
  await form.getByRole('button', { name: 'Leave them out' }).click()
  await settled(page)
  await expect.poll(counted).toBe('59')
  await expect.poll(() => lines().allInnerTexts()).toEqual([expect.stringContaining('Organisation: Namsos')])
  await lines().getByRole('textbox', { name: 'Reason (optional)' }).fill('asked by mistake')
  await page.keyboard.press('Enter')
  await settled(page)
})

test('the file, the overview and the results say how many are left out, and why', async () => {
  const { page } = window
  await page.keyboard.press('Control+1')
  await page
    .getByRole('button', { name: /svar\.csv/ })
    .first()
    .click()
  const fact = page.locator('dl > div').filter({ hasText: 'Left out of analyses' })
  await expect.poll(() => fact.innerText()).toMatch(/31[\s\S]*Organisation: Namsos[\s\S]*asked by mistake/)
  await page.keyboard.press('Control+Shift+O')
  await page
    .getByText('31 of 90 respondents are left out of every analysis: 31 by the condition “Organisation: Namsos”', {
      exact: false,
    })
    .first()
    .waitFor()
})

test('below a result stands how many it is based on, and how many are left out, in each language', async () => {
  const { page } = window
  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: 'Add analysis' }).first().click()
  await page.getByRole('menuitem', { name: /^Item statistics/ }).click()
  await settled(page)
  const line = page.getByRole('region', { name: /^Results of/ }).getByText(/^Based on/)
  await expect.poll(() => line.innerText()).toBe('Based on 58 of 59 respondents. 31 of 90 in the data are left out.')
  await runCommand(page, 'command.view-language-nb')
  await page.getByText('Bygger på 58 av 59 respondenter. 31 av 90 i dataene er utelatt.', { exact: true }).waitFor()
  await runCommand(page, 'command.view-language-sv')
  await page.getByText('Bygger på 58 av 59 svarande. 31 av 90 i data har uteslutits.', { exact: true }).waitFor()
  await runCommand(page, 'command.view-language-en')
  await line.waitFor()
})

test('it is taken back, in the list and by one key', async () => {
  const { page } = window
  await showPanel(/Quality of the answers/)
  await lines()
    .getByRole('button', { name: /^Keep them/ })
    .click()
  await settled(page)
  await expect.poll(() => lines().count()).toBe(0)
  await page.keyboard.press('Control+z')
  await settled(page)
  await expect.poll(() => lines().count()).toBe(1)
  await lines()
    .getByRole('button', { name: /^Keep them/ })
    .click()
  await settled(page)
})

test('several rows of one id stand side by side, and one choice settles them, as a line of the recipe', async () => {
  const { page } = window
  const card = page.getByRole('region', { name: 'The same id twice in a round' })
  await card.getByText('2 ids have several rows in a round; 3 rows are one too many.').waitFor()
  await card.getByText('The rows side by side').click()
  const rows = card.getByRole('group', { name: /^Id R_40/ })
  await expect
    .poll(() => rows.getByRole('columnheader').allInnerTexts())
    .toEqual([
      expect.stringMatching(/^Row 41 of /),
      expect.stringMatching(/^Row 42 of /),
      expect.stringMatching(/^Row 43 of /),
    ])
  await card.getByRole('radio', { name: 'The last' }).check()
  await settled(page)
  await expect.poll(counted).toBe('87')
  await expect.poll(() => lines().allInnerTexts()).toEqual([expect.stringContaining('the last row of each id is kept')])
  const becomes = rows.getByRole('row', { name: /^What becomes of it/ })
  await expect.poll(() => becomes.getByRole('cell').allInnerTexts()).toEqual(['left out', 'left out', 'kept'])
  expectFlawless(window, await axeViolations(page))
  const path = join(folder, 'recipe.json')
  await window.answerDialog({ save: path })
  await page.keyboard.press('Control+s')
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(readFileSync(path, 'utf8').replaceAll(/\s/g, '')).toContain(
    '"exclusions":[{"rule":"repeated-id","keep":"last"}]',
  )
  await card.getByRole('radio', { name: 'All of them' }).check()
  await settled(page)
  await expect.poll(counted).toBe('90')
  await card.getByRole('button', { name: 'Leave it open' }).click()
  await settled(page)
  await expect.poll(() => lines().count()).toBe(0)
})

test('an unusual pattern is counted with its limit, and nobody is left out by it', async () => {
  const card = window.page.getByRole('region', { name: 'Unusual pattern of answers' })
  if ((await card.count()) === 0) await window.page.getByText(/^Nothing was found for/).click()
  await expect.poll(() => card.innerText()).toMatch(/of 8\d|of 90/)
  await expect.poll(() => card.innerText()).toContain('Limit: squared distance 32.9 or more')
  expect(await counted()).toBe('90')
})
