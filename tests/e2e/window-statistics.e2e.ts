import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { projectFolder } from '../source-files'
import {
  addFiles,
  axeViolations,
  driveWindow,
  expectFlawless,
  sample,
  screenshot,
  settled,
  showAnalysis,
  speak,
  still,
  type Driven,
} from './window-driver'

const recipeFile = join(projectFolder, 'fixtures/sample-statistics/recipe.json')
const recipe = JSON.parse(readFileSync(recipeFile, 'utf8')) as {
  readonly analyses: readonly { readonly id: string; readonly as: string }[]
}

/* Every statistical analysis on the sample survey, looked at: it runs, draws what it promises, and nothing of it lies outside its place. */
describe('the statistics of the sample', () => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'nb', width: 1440, height: 900 })
    const { page } = window
    await addFiles(page, [
      recipeFile,
      sample('instrument.json'),
      sample('2021.csv'),
      sample('2022.csv'),
      sample('headcount.csv'),
    ])
    await page
      .locator('footer[data-activity="busy"]')
      .waitFor({ timeout: 20_000 })
      .catch(() => undefined)
    await settled(page, 240_000)
  }, 600_000)
  afterAll(() => window.close())

  test.each(['nb', 'sv', 'en'] as const)(
    'each analysis runs and is drawn in %s, without axe violations',
    async (language) => {
      const { page } = window
      await speak(page, language)
      const violations: string[] = []
      for (const { as } of recipe.analyses) {
        await showAnalysis(page, as)
        await settled(page, 120_000)
        await page.locator('figure svg.main-svg').first().waitFor()
        await still(page)
        await screenshot(page, `${language}-light-1440-statistics-${as}`)
        // Words differ between languages, structure does not.
        if (language === 'nb') violations.push(...(await axeViolations(page)).map((violation) => `${as}: ${violation}`))
        violations.push(...(await overflowing(page)).map((place) => `${as}: ${place}`))
        if (language === 'nb') await wholeResult(page, `${language}-whole-statistics-${as}`)
      }
      expectFlawless(window, violations)
    },
    600_000,
  )
})

/** Words of buttons, labels and headings that are wider than what holds them and are not cut with an ellipsis. */
function overflowing(page: Driven['page']): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, label, h1, h2, h3, legend, dt, dd')]
      .filter(
        (element) =>
          element.offsetParent !== null &&
          element.clientWidth > 1 &&
          element.scrollWidth > element.clientWidth + 1 &&
          getComputedStyle(element).overflow === 'visible',
      )
      .map((element) => `“${element.innerText.slice(0, 60)}” is ${element.scrollWidth} wide in ${element.clientWidth}`),
  )
}

/** A picture of everything the results pane holds, not its visible part alone. */
async function wholeResult(page: Driven['page'], name: string): Promise<void> {
  const size = page.viewportSize()
  const height = await page.evaluate(() =>
    Math.max(...[...document.querySelectorAll('main, main *')].map((element) => element.scrollHeight)),
  )
  await page.setViewportSize({ width: 1440, height: Math.min(6000, height + 200) })
  await still(page)
  await screenshot(page, name)
  if (size !== null) await page.setViewportSize(size)
}
