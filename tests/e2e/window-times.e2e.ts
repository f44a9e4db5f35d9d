import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, settled, type Driven } from './window-driver'

/* A log whose date and clock stand in two columns: found by itself, changed with the keyboard, saved and opened again. */
let window: Driven
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-times-'))
  window = await driveWindow({ locale: 'en' })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const lost = /14 rows have the time of an earlier row/

test('the clock of a log is found, taken away and given back', async () => {
  const { page } = window
  await page.keyboard.press('Control+n')
  await addFiles(page, [join(projectFolder, 'fixtures/times/date-and-clock.csv')])
  await page.getByRole('heading', { name: 'date-and-clock.csv' }).waitFor()
  await settled(page)
  const date = page.getByLabel('Column for time', { exact: true })
  const clock = page.getByLabel('Column for clock time', { exact: true })
  expect([await date.inputValue(), await clock.inputValue()]).toEqual(['Date', 'UTC Time'])
  expect(await page.getByText(lost).count()).toBe(0)

  await clock.focus()
  await page.keyboard.press('Home')
  await page.getByText(lost).first().waitFor()
  await expect.poll(() => clock.inputValue()).toBe('')

  await clock.focus()
  await page.keyboard.type('UTC')
  await page.getByText(lost).first().waitFor({ state: 'hidden' })
  await settled(page)
  expect([await date.inputValue(), await clock.inputValue()]).toEqual(['Date', 'UTC Time'])
  expect(window.complaints).toEqual([])
})

test('the saved project opens as it was', async () => {
  const { page } = window
  const saved = join(folder, 'times.json')
  await window.answerDialog({ save: saved })
  await page.keyboard.press('Control+s')
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(readFileSync(saved, 'utf8')).toMatch(/"time":\s*\[\s*"Date",\s*"UTC Time"\s*\]/)
  await page.keyboard.press('Control+n')
  await page.getByRole('button', { name: /^times/u }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await settled(page)
  await page.keyboard.press('Control+1')
  await page.getByRole('heading', { name: 'date-and-clock.csv' }).waitFor()
  await expect.poll(() => page.getByLabel('Column for clock time', { exact: true }).inputValue()).toBe('UTC Time')
  await expect.poll(() => page.getByText('Saved', { exact: true }).count()).toBe(1)
})
