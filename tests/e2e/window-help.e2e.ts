import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import en from '../../renderer/i18n/en.json'
import { axeViolations, driveWindow, openSample, screenshot, showAnalysis, type Driven } from './window-driver'

/* The help page beside each analysis: method, formulas, assumptions, when not to use it, references. */
describe('help', () => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'en' })
    await openSample(window.page)
    await window.page.keyboard.press('Control+3')
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await window.close()
  })

  const panel = () => window.page.getByRole('dialog', { name: /^(Help|Hjelp|Hjälp): / })
  const open = async (): Promise<void> => {
    await window.page.keyboard.press('F1')
    await panel().getByRole('heading', { level: 3 }).first().waitFor()
  }
  const close = async (): Promise<void> => {
    await window.page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
  }

  test('opens by its button, is in focus, scrolls by keys, and gives the focus back', async () => {
    const { page } = window
    await showAnalysis(page, 'by-organisation')
    await page.getByRole('button', { name: 'Help for this analysis' }).click()
    await panel().getByRole('heading', { name: 'When not to use it' }).waitFor()
    await expect.poll(() => panel().getAttribute('aria-modal')).toBe('true')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Help: Group comparison')
    const top = () =>
      panel()
        .getByRole('heading', { name: 'Method' })
        .evaluate((heading) => heading.getBoundingClientRect().top)
    const before = await top()
    await page.keyboard.press('End')
    await expect.poll(top).toBeLessThan(before - 200)
    await close()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Help for this analysis')
  })

  test('opens and closes by F1, and is the page of the analysis shown', async () => {
    const { page } = window
    await open()
    await expect.poll(() => panel().getByRole('columnheader', { name: 'formula' }).count()).toBeGreaterThan(0)
    await expect.poll(() => panel().getByText('Welch (default)').count()).toBe(1)
    await page.keyboard.press('F1')
    await panel().waitFor({ state: 'detached' })
    await showAnalysis(page, 'participation-by-role')
    await open()
    expect(await panel().getAttribute('aria-labelledby')).not.toBeNull()
    await expect.poll(() => page.getByRole('dialog', { name: 'Help: Participation' }).count()).toBe(1)
    await close()
  })

  test('opens from the command palette', async () => {
    const { page } = window
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('help for this')
    await page.keyboard.press('Enter')
    await panel().getByRole('heading', { level: 3 }).first().waitFor()
    // The palette fades out while the help comes in.
    await expect.poll(() => page.getByRole('dialog').count()).toBe(1)
    await close()
  })

  test('opens from the native menu, which says what is missing where no analysis is shown', async () => {
    const { page } = window
    await showAnalysis(page, 'participation-by-role')
    await window.chooseMenu('help.analysis')
    await panel().getByRole('heading', { level: 3 }).first().waitFor()
    await close()
    await page.keyboard.press('Control+1')
    await window.chooseMenu('help.analysis')
    const notice = page.getByText(en['help.no-analysis'])
    await notice.waitFor()
    expect(await panel().count()).toBe(0)
    await page.getByRole('button', { name: en['told.close'] }).click()
    await notice.waitFor({ state: 'detached' })
    await showAnalysis(page, 'participation-by-role')
  })

  test.each([
    ['en', 'English', 'Method'],
    ['nb', 'Norsk bokmål', 'Metode'],
    ['sv', 'Svenska', 'Metod'],
  ] as const)(
    'is read in the language of the window, and no page is wider than the panel (%s)',
    async (language, name, method) => {
      const { page } = window
      await page.getByRole('button', { name: /^(Languages|Språk)$/ }).click()
      await page.getByRole('menuitemradio', { name }).first().click()
      await page.keyboard.press('Escape')
      const analyses = await page
        .locator('button[data-name]')
        .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-name') ?? ''))
      expect(analyses.length).toBeGreaterThan(5)
      for (const analysis of new Set(analyses)) {
        await showAnalysis(page, analysis)
        await open()
        expect(await panel().locator('div[lang]').getAttribute('lang'), analysis).toBe(language)
        await panel().getByRole('heading', { name: method, exact: true }).waitFor()
        const tooWide = await panel().evaluate((dialog) =>
          [...dialog.querySelectorAll('*')]
            .filter(
              (element) =>
                element.scrollWidth > element.clientWidth + 1 &&
                element.clientWidth > 0 &&
                getComputedStyle(element).display !== 'inline',
            )
            .map((element) => element.tagName + ' ' + element.textContent?.slice(0, 40)),
        )
        expect(tooWide, analysis).toEqual([])
        await close()
      }
    },
  )

  test('is accessible in light and dark', async () => {
    const { page } = window
    for (const scheme of ['light', 'dark'] as const) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      if ((await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))) !== scheme)
        await page.getByRole('button', { name: /utseende|appearance/ }).click()
      await open()
      await page.waitForTimeout(300)
      await screenshot(page, `help-${scheme}`)
      expect(await axeViolations(page)).toEqual([])
      await close()
    }
  })
})
