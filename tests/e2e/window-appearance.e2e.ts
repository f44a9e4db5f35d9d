import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  axeViolations,
  driveWindow,
  openSample,
  screenshot,
  settled,
  showAnalysis,
  still,
  type Driven,
} from './window-driver'

const locales = { nb: 'nb-NO', sv: 'sv-SE', en: 'en-GB' } as const
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

describe.each(['nb', 'sv', 'en'] as const)('every screen in %s', (language) => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: language })
  })
  afterAll(() => window.close())

  test('speaks the language', async () => {
    expect(await window.page.evaluate(() => document.documentElement.lang)).toBe(locales[language])
  })

  test('start screen, light and dark, without axe violations', async () => {
    const { page } = window
    expect(await axeViolations(page)).toEqual([])
    await screenshot(page, `${language}-light-start`)
    await setTheme(page, language, 'dark')
    expect(await axeViolations(page)).toEqual([])
    await screenshot(page, `${language}-dark-start`)
    await setTheme(page, language, 'light')
  })

  test('screens with the sample project, without axe violations', async () => {
    const { page } = window
    const violations: string[] = []
    await openSample(page)
    await runCommand(page, figureCommands[language])
    await settled(page)
    for (const theme of themesOf[language]) {
      await setTheme(page, language, theme)
      for (const [width, height] of sizesOf[language]) {
        await page.setViewportSize({ width, height })
        for (const [key, name] of [
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
    expect(violations).toEqual([])
    expect(window.complaints).toEqual([])
  }, 600_000)
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
    expect(violations).toEqual([])
    expect(window.complaints).toEqual([])
  } finally {
    await window.close()
  }
}, 300_000)

const figureCommands = {
  nb: 'Figurer og tabeller på norsk',
  sv: 'Figurer och tabeller på svenska',
  en: 'Figures and tables in English',
} as const
const themeCommands = {
  nb: { light: 'Lyst utseende', dark: 'Mørkt utseende' },
  sv: { light: 'Ljust utseende', dark: 'Mörkt utseende' },
  en: { light: 'Light appearance', dark: 'Dark appearance' },
} as const

async function setTheme(
  page: Driven['page'],
  language: keyof typeof themeCommands,
  theme: 'light' | 'dark',
): Promise<void> {
  const present = await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))
  if (present !== theme) await runCommand(page, themeCommands[language][theme])
  await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor()
  await still(page)
}

/** Through the palette; a command that is not offered is one that would change nothing. */
async function runCommand(page: Driven['page'], label: string): Promise<void> {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('textbox').fill(label)
  await still(page)
  if (await palette.getByRole('button', { name: label }).count()) await page.keyboard.press('Enter')
  else await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'hidden' })
}
