import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import {
  axeViolations,
  driveWindow,
  expectFlawless,
  openSample,
  runCommand,
  settled,
  speak,
  type Driven,
} from './window-driver'

/* The report for a data protection officer, and the attack on everything that the sample project releases. */
let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-disclosure-'))
  window = await driveWindow({ locale: 'en', userData: join(folder, 'user') })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const part = (name: string) => window.page.getByRole('region', { name, exact: true })
const outcome = /were read as sums over people|(?:way was|ways were) found/

test('the report tells the rule and what is released, and the attack what follows from it', async () => {
  const { page } = window
  await openSample(page)
  await settled(page)
  await page.keyboard.press('Control+1')
  await page.getByRole('button', { name: /Disclosure report/ }).click()
  await expect.poll(() => part('The rule').innerText()).toContain('The smallest group has 5 people.')
  await expect.poll(() => part('What is released').innerText()).toContain('Dimension scores')
  await expect.poll(() => part('Attack').innerText()).toContain('The project has not been attacked.')
  expectFlawless(window, await axeViolations(page))
  await page.getByRole('button', { name: 'Attack this project' }).click()
  await expect.poll(() => part('Attack').innerText()).toMatch(outcome)
  expectFlawless(window, await axeViolations(page))
})

test('what leaves is written down, held against what is shown later, saved with the project, and forgotten again', async () => {
  const { page } = window
  const remember = page.getByRole('button', { name: 'Remember as released today' })
  expect(await remember.isDisabled()).toBe(true)
  await page.getByLabel('Recipient').fill('Namsos kommune')
  await page.getByLabel('Recipient').press('Enter')
  await expect.poll(() => part('What has left').innerText()).toContain('Namsos kommune')
  await settled(page)
  await expect
    .poll(() => part('Released before').innerText())
    .toMatch(/to Namsos kommune: \d+ analyses\. Everything above is held against it\./)
  expectFlawless(window, await axeViolations(page))
  // What has left once may be shown again.
  expect(await part('Released before').innerText()).not.toContain('withheld')
  const saved = join(folder, 'released.json')
  await window.answerDialog({ save: saved })
  await page.keyboard.press('Control+s')
  await expect.poll(() => existsSync(saved)).toBe(true)
  const { recipe } = JSON.parse(readFileSync(saved, 'utf8')) as { recipe: { releases: readonly { to: string }[] } }
  expect(recipe.releases.map(({ to }) => to)).toEqual(['Namsos kommune'])
  await page.getByRole('button', { name: /^Forget: Namsos kommune/ }).click()
  await expect.poll(() => part('Released before').count()).toBe(0)
})

test('the command attacks from anywhere, in the language of the window', async () => {
  const { page } = window
  await page.keyboard.press('Control+2')
  await settled(page)
  await speak(page, 'nb')
  await runCommand(page, 'command.project-attack')
  await expect.poll(() => part('Angrep').innerText()).toMatch(/lest som summer over personer|måter? ble funnet/)
  await expect.poll(() => part('Regelen').innerText()).toContain('Den minste gruppen har 5 personer.')
})

test('the command line prints the same report', () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(projectFolder, 'out', 'main', 'cli.js'), 'disclosure', 'fixtures/sample/recipe.json', '--language', 'en'],
    { cwd: projectFolder, encoding: 'utf8' },
  )
  expect(status).toBe(0)
  expect(stdout).toContain('The smallest group has 5 people.')
  expect(stdout).toContain('The project has not been attacked.')
})
