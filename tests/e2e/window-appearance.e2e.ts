import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  axeViolations,
  driveWindow,
  expectFlawless,
  localeOf,
  openSample,
  runCommand,
  screenshot,
  settled,
  showAnalysis,
  speak,
  still,
  type Driven,
} from './window-driver'

/** The smallest size is looked at in one language; the words are no longer in the others. */
const sizesOf = {
  nb: [
    [1440, 900],
    [1100, 700],
  ],
  sv: [[1440, 900]],
  en: [[1440, 900]],
} as const

/** Colours are the same in every language. */
const themesOf = { nb: ['light', 'dark'], sv: ['light'], en: ['light'] } as const

const languages = ['nb', 'sv', 'en'] as const

describe.each(languages)('a computer that speaks %s', (language) => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: language })
  })
  afterAll(() => window.close())

  test('finds a window in its language', async () => {
    expect(await window.page.evaluate(() => document.documentElement.lang)).toBe(localeOf[language])
  })

  test('start screen, light and dark, without axe violations', async () => {
    const { page } = window
    expect(await axeViolations(page)).toEqual([])
    await screenshot(page, `${language}-light-start`)
    await setTheme(page, 'dark')
    expect(await axeViolations(page)).toEqual([])
    await screenshot(page, `${language}-dark-start`)
    await setTheme(page, 'light')
  })
})

/* One window for all languages: what the analyses found is computed once, and told in each. */
describe('every screen with the sample project', () => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'nb' })
    await openSample(window.page)
  }, 600_000)
  afterAll(() => window.close())

  test.each(languages)(
    'in %s, without axe violations',
    async (language) => {
      const { page } = window
      const violations: string[] = []
      await speak(page, language)
      for (const theme of themesOf[language]) {
        await setTheme(page, theme)
        for (const [width, height] of sizesOf[language]) {
          await page.setViewportSize({ width, height })
          for (const [key, name] of [
            ['Shift+O', 'overview'],
            ['1', 'data'],
            ['2', 'instrument'],
            ['4', 'figures'],
          ] as const) {
            await page.keyboard.press(`Control+${key}`)
            if (name === 'figures') await page.locator('figure svg.main-svg').first().waitFor()
            await still(page)
            if (width === 1440)
              violations.push(...(await axeViolations(page)).map((violation) => `${name} ${theme}: ${violation}`))
            await screenshot(page, `${language}-${theme}-${width}-${name}`)
          }
          for (const as of [
            'participation-by-organisation',
            'items',
            'profile',
            'by-organisation',
            'change-by-role',
            'series',
            'room-air',
          ]) {
            await showAnalysis(page, as)
            // Figures are drawn when they come into sight, which in a low window is below the findings.
            await page
              .locator('main article')
              .first()
              .evaluate((card) => card.scrollIntoView({ block: 'start' }))
            await page.locator('figure svg.main-svg').first().waitFor()
            await still(page)
            if (width === 1440)
              violations.push(...(await axeViolations(page)).map((violation) => `${as} ${theme}: ${violation}`))
            await screenshot(page, `${language}-${theme}-${width}-analysis-${as}`)
            // Only the panes scroll, never the window, whatever is brought into sight.
            await page
              .getByRole('table')
              .last()
              .evaluate((table) => table.scrollIntoView({ block: 'start' }))
            expect(
              await page.evaluate(() => [
                document.documentElement.scrollTop,
                document.body.scrollTop,
                document.querySelector('header')?.getBoundingClientRect().top,
              ]),
            ).toEqual([0, 0, 0])
          }
        }
      }
      expectFlawless(window, violations)
    },
    600_000,
  )
})

test('what opens over the window is without axe violations too', async () => {
  const window = await driveWindow({ locale: 'en', width: 1100, height: 700 })
  const { page } = window
  try {
    await openSample(page)
    await showAnalysis(page, 'by-organisation')
    const violations: string[] = []
    const look = async (name: string, open: () => Promise<void>): Promise<void> => {
      await open()
      await still(page)
      violations.push(...(await axeViolations(page)).map((violation) => `${name}: ${violation}`))
      await screenshot(page, `en-light-1100-open-${name}`)
      await page.keyboard.press('Escape')
      await still(page)
    }
    await look('languages', () => page.getByRole('button', { name: 'Languages' }).click())
    await look('project-menu', () => page.getByRole('button', { name: 'Project', exact: true }).click())
    await look('add-analysis', () => page.getByRole('button', { name: 'Add analysis' }).first().click())
    await look('palette', () => page.keyboard.press('Control+k'))
    await look('shield', () => page.getByRole('button', { name: 'Nothing leaves this computer' }).click())
    await look('table-menu', () =>
      page
        .getByRole('button', { name: /^Save or copy / })
        .first()
        .click(),
    )
    await look('filter', async () => {
      await page.getByRole('button', { name: 'Add filter' }).first().click()
      await page.getByRole('menuitem', { name: 'Role' }).click()
      await page.getByRole('checkbox', { name: 'employee', exact: true }).check()
      await settled(page)
    })
    await look('rename', () => page.keyboard.press('F2'))
    await look('figure-data', () =>
      page.getByRole('button', { name: 'Show the numbers behind the figure' }).first().click(),
    )
    expectFlawless(window, violations)
  } finally {
    await window.close()
  }
}, 300_000)

async function setTheme(page: Driven['page'], theme: 'light' | 'dark'): Promise<void> {
  const present = await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))
  if (present !== theme) await runCommand(page, `command.view-${theme}`)
  await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor()
  await still(page)
}
