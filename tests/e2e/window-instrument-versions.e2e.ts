import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, axeViolations, driveWindow, expectFlawless, runCommand, settled, type Driven } from './window-driver'

/* An instrument that is edited says what was changed since it was loaded, asks whether it is a new version, and leads to the bridge between the two. */
const fixture = (name: string): string => join(projectFolder, 'fixtures/surveys/two-versions', name)
let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-versions-'))
  window = await driveWindow({ locale: 'en', width: 1440, height: 900 })
  await addFiles(window.page, [fixture('instrument-2021.json'), fixture('2021.csv')])
  await settled(window.page)
  await window.page.keyboard.press('Control+2')
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const row = (id: string) => window.page.locator(`[data-row="${id}"]`)
const changes = () => window.page.getByRole('region', { name: 'Changes of the instrument' })

test('what is edited is listed, and the version is asked about and not raised by itself', async () => {
  const { page } = window
  await row('items:c1').click()
  expect(await changes().count()).toBe(0)
  await page.getByRole('switch', { name: /Turn before scoring/ }).click()
  await changes().getByRole('button', { name: 'One change since version 2021' }).click()
  await expect
    .poll(() => changes().getByRole('listitem').innerText())
    .toMatch(/is turned before scoring now.*changes the meaning/u)
  await changes().getByText('Should it be a new version?', { exact: false }).waitFor()
  await page.getByText('This item means something else than in version 2021.').waitFor()
  await page.locator('[data-row="instrument"]').click()
  const version = page.locator('[data-field="version"] input')
  await expect.poll(() => version.inputValue()).toBe('2021')
  expectFlawless(window, await axeViolations(page))
  await changes().getByRole('button', { name: 'Make it version 2021.1' }).click()
  await expect.poll(() => version.inputValue()).toBe('2021.1')
  await changes().getByText('Say what became of each item', { exact: false }).waitFor()
  await page.keyboard.press('Control+z')
  await expect.poll(() => version.inputValue()).toBe('2021')
  await page.keyboard.press('Control+y')
})

test('one press leads to the bridge, and what is decided there is one step', async () => {
  const { page } = window
  await changes().getByRole('button', { name: 'Compare the two versions' }).click()
  await page.getByRole('heading', { name: 'Version 2021 → version 2021.1' }).waitFor()
  await page.getByText('reversed in one of them', { exact: false }).first().waitFor()
  expectFlawless(window, await axeViolations(page))
  await page.getByRole('button', { name: 'Use both versions' }).click()
  await row('instrument').waitFor()
  await expect.poll(() => changes().count()).toBe(0)
  await page.keyboard.press('Control+z')
  await expect.poll(() => changes().count()).toBe(1)
})

test('saved as a file, it is what later changes are told against', async () => {
  const { page } = window
  const file = join(folder, 'instrument.json')
  await window.answerDialog({ save: file })
  await runCommand(page, 'command.instrument-save-json')
  await expect.poll(() => readFileSync(file, { encoding: 'utf8', flag: 'a+' })).toContain('"2021.1"')
  await row('items:c2').click()
  await page.getByRole('switch', { name: /Turn before scoring/ }).click()
  await changes().getByRole('button', { name: 'One change since version 2021.1' }).waitFor()
})
