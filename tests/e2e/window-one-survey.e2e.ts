import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, settled, showAnalysis, steadyText, type Driven } from './window-driver'

/*
 * One survey, in the formats of several programs: the window shows the same results for each, and again when the project was saved, closed and opened.
 */
const fixture = (name: string): string => join(projectFolder, 'fixtures/formats/one-survey', name)
const shown = ['participation', 'items', 'scores'] as const

let window: Driven
let folder: string
let expected: readonly string[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-one-survey-'))
  window = await driveWindow({ locale: 'en' })
  expected = await resultsOf('survey.csv')
}, 200_000)
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

async function textsOf(page: Page): Promise<readonly string[]> {
  const texts: string[] = []
  for (const name of shown) {
    await showAnalysis(page, name)
    // The first figure of a window waits for the program that draws it.
    await page.locator('figure svg.main-svg').first().waitFor()
    texts.push(await steadyText(page))
  }
  return texts
}

/** What the window says of three analyses when the recipe, the instrument and the file are given to it together. */
async function resultsOf(name: string): Promise<readonly string[]> {
  const { page } = window
  const recipe = join(folder, 'recipe.json')
  writeFileSync(recipe, readFileSync(fixture('recipe.json'), 'utf8').replace('survey.csv', name))
  await page.keyboard.press('Control+n')
  await addFiles(page, [recipe, fixture('instrument.json'), fixture(name)])
  await page.getByText('120 of 120 respondents').waitFor()
  await settled(page)
  return textsOf(page)
}

test('the analyses of the survey say what they are based on', () => {
  expect(expected.join('\n')).toContain('120')
  expect(new Set(expected).size).toBe(shown.length)
})

test.each(['survey.xlsx', 'haven.sav', 'pspp.zsav', 'pspp.por', 'haven.dta', 'survey.parquet', 'survey.feather'])(
  '%s: the same results, also of the project that was saved and opened again',
  async (name) => {
    const { page } = window
    expect(await resultsOf(name)).toEqual(expected)
    const saved = join(folder, `${name}.json`)
    await window.answerDialog({ save: saved })
    await page.keyboard.press('Control+s')
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.keyboard.press('Control+n')
    await page.getByRole('button', { name: new RegExp(`^${name}`, 'u') }).click()
    await page.getByText('120 of 120 respondents').waitFor()
    await settled(page)
    expect(await textsOf(page)).toEqual(expected)
    await expect.poll(() => page.getByText('Saved', { exact: true }).count()).toBe(1)
    expect(window.complaints).toEqual([])
  },
)
