import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { carelessExport, carelessInstrument, carelessRecipe } from '../quality/careless-export'
import { projectFolder } from '../source-files'
import { addFiles, axeViolations, driveWindow, expectFlawless, settled, type Driven } from './window-driver'

/* An export of sixty people, six of whom gave the same answer throughout in twenty seconds. */
let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-quality-'))
  writeFileSync(join(folder, 'svar.csv'), carelessExport(60))
  writeFileSync(join(folder, 'instrument.json'), carelessInstrument())
  window = await driveWindow({ locale: 'en', userData: join(folder, 'user') })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const card = (name: string) => window.page.getByRole('region', { name, exact: true })
const counted = async (): Promise<string> =>
  (await window.page.locator('body').innerText()).match(/(\d+) of \d+ respondents/)?.[1] ?? ''

async function showQuality(): Promise<void> {
  const { page } = window
  await page.keyboard.press('Control+1')
  await page.getByRole('button', { name: /Quality of the answers/ }).click()
  await page.getByRole('heading', { name: 'What was found' }).waitFor()
  await settled(page)
}

test('what was seen is told with counts and rows, and nobody is left out by itself', async () => {
  const { page } = window
  await addFiles(page, [join(folder, 'instrument.json'), join(folder, 'svar.csv')])
  await settled(page)
  await showQuality()
  await expect.poll(() => card('One answer throughout').innerText()).toContain('6 of 59 (10.2%)')
  await expect.poll(() => card('Much faster than the others').innerText()).toContain('6 of 60 (10%)')
  await card('Impossible values').getByText('The row', { exact: true }).click()
  await expect.poll(() => card('Impossible values').getByRole('rowheader').allInnerTexts()).toEqual(['10'])
  expect(await page.getByRole('heading', { name: 'Who is left out' }).count()).toBe(0)
  expect(await counted()).toBe('60')
  expectFlawless(window, await axeViolations(page))
})

test('the rows of a finding open in the grid, narrowed to them, and all of them come back', async () => {
  const { page } = window
  await card('Impossible values').getByRole('button', { name: 'Show in Rows' }).click()
  await page.getByText('1 of 60 rows').waitFor()
  await expect.poll(() => page.getByRole('grid').getByRole('rowheader').allInnerTexts()).toEqual(['10'])
  await page.getByRole('button', { name: 'Clear filter and sorting' }).click()
  await page.getByText('60 rows', { exact: true }).waitFor()
  await showQuality()
})

test('a limit that is moved by the keyboard is counted at once, and changes nothing', async () => {
  const run = card('Long run of one answer')
  const before = await run.innerText()
  await run.getByRole('slider').focus()
  for (let press = 0; press < 3; press += 1) await window.page.keyboard.press('ArrowRight')
  await expect.poll(() => run.innerText()).toContain('9 items or more')
  await expect.poll(() => run.innerText()).toContain('7 of 59')
  expect(before).toContain('9 of 59')
  expect(await counted()).toBe('60')
})

test('leaving out is one change, obeyed everywhere, told beside the scores, and taken back with one key', async () => {
  const { page } = window
  await card('One answer throughout').getByRole('button', { name: 'Leave out all 6' }).click()
  await page.getByText('6 of 60 are left out of every analysis.').waitFor()
  await settled(page)
  await expect.poll(counted).toBe('54')
  const scores = page.getByRole('region', { name: 'Does it matter for the scores?' })
  await scores
    .getByRole('cell', { name: /\(n = 53\)/ })
    .first()
    .waitFor()
  await expect.poll(() => scores.getByRole('row').count()).toBe(3)
  await page.keyboard.press('Control+z')
  await expect.poll(counted).toBe('60')
  await page.keyboard.press('Control+y')
  await expect.poll(counted).toBe('54')
})

test('one row is left out and kept by its number', async () => {
  const { page } = window
  const speed = card('Many “don’t know” and “not relevant”')
  await speed.getByText('The row', { exact: true }).click()
  await speed.getByRole('button', { name: 'Leave out row 9 of svar' }).click()
  await expect.poll(counted).toBe('53')
  await page.keyboard.press('Control+z')
  await expect.poll(counted).toBe('54')
})

test('the command line tells the same, runs without them, and describes the rules', () => {
  const cli = (...given: readonly string[]) =>
    spawnSync(process.execPath, [join(projectFolder, 'out', 'main', 'cli.js'), ...given], { encoding: 'utf8' })
  const recipe = join(folder, 'recipe.json')
  writeFileSync(recipe, carelessRecipe([{ rule: 'straight-lining' }]))
  const told = cli('quality', recipe)
  expect([told.status, told.stdout]).toEqual([0, expect.stringContaining('One answer throughout: 6 of 59 (10.2%)')])
  const out = join(folder, 'out')
  expect(cli('run', recipe, '--out', out, '--tables-only').status).toBe(0)
  const results = readFileSync(join(out, 'results.json'), 'utf8')
  expect(results).toContain('6 of 60 respondents are left out of every analysis')
  expect(existsSync(join(out, 'tables', 'participation.participation.csv'))).toBe(true)
  expect(readFileSync(join(out, 'tables', 'participation.participation.csv'), 'utf8')).toContain('2022,,54,53')
  expect(cli('describe', 'exclusions').stdout).toContain('straight-lining')
})
