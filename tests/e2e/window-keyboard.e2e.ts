import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driveWindow, settled, type Driven } from './window-driver'

/* The main job without a pointer: no click anywhere in this file. */
let window: Driven
beforeAll(async () => {
  window = await driveWindow({ locale: 'sv', width: 1100, height: 700 })
})
afterAll(() => window.close())

const focused = () =>
  window.page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    return element === null
      ? ''
      : ((element.getAttribute('aria-label') ?? element.innerText ?? '').trim().split('\n')[0] ?? '')
  })

async function tabTo(name: RegExp, limit = 120): Promise<void> {
  for (let step = 0; step < limit; step += 1) {
    await window.page.keyboard.press('Tab')
    if (name.test(await focused())) return
  }
  throw new Error(`Tab never reached ${String(name)}`)
}

describe('with the keyboard alone, one finds the way', () => {
  test('the first stop leads past the bars', async () => {
    const { page } = window
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Gå till innehållet')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  })

  test('the sample opens', async () => {
    const { page } = window
    await tabTo(/^Öppna exempelprojektet/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Översikt', level: 2 }).waitFor()
    await settled(page)
    await expect
      .poll(() => page.getByRole('region', { name: 'Översikt' }).getByRole('listitem').count())
      .toBeGreaterThan(10)
  })

  test('every stop on the way through shows where one is, and has a name', async () => {
    const { page } = window
    await page.keyboard.press('Control+3')
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const faults: string[] = []
    for (let step = 0; step < 90; step += 1) {
      await page.keyboard.press('Tab')
      const fault = await page.evaluate(() => {
        const element = document.activeElement
        if (!(element instanceof HTMLElement || element instanceof SVGElement) || element === document.body) return null
        const style = getComputedStyle(element)
        const isVisible =
          (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
          style.boxShadow !== 'none' ||
          element.matches('input') ||
          element.closest('[data-plotly]') !== null
        const labelled = element.getAttribute('aria-labelledby')
        const name =
          element.getAttribute('aria-label') ??
          (labelled === null ? null : document.getElementById(labelled)?.textContent) ??
          (element as HTMLInputElement).labels?.[0]?.textContent ??
          element.getAttribute('title') ??
          element.textContent ??
          ''
        const box = element.getBoundingClientRect()
        return (isVisible ? '' : 'no focus ring ') + (name.trim() === '' ? 'no name ' : '') === ''
          ? null
          : `${isVisible ? '' : 'no ring '}${name.trim() === '' ? 'no name ' : ''}${element.outerHTML.slice(0, 120)} ${box.width}×${box.height}`
      })
      if (fault !== null) faults.push(fault)
    }
    expect(faults).toEqual([])
  })
})

describe('with the keyboard alone, analyses', () => {
  test('the next analysis, another one, a new name, a copy, away with it, and back', async () => {
    const { page } = window
    const names = () =>
      page
        .locator('section[aria-label="Analyser"] li button')
        .evaluateAll((entries) => entries.map((entry) => entry.getAttribute('data-name')))
    const before = await names()
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(() => page.locator('li [aria-current="true"]').getAttribute('data-name')).toBe(before[1])
    await page.keyboard.press('F2')
    await page.keyboard.type('svarande per organisation')
    await page.keyboard.press('Enter')
    expect((await names())[1]).toBe('svarande per organisation')
    await page.keyboard.press('Control+d')
    expect((await names())[2]).toBe('svarande per organisation-2')
    await page.keyboard.press('Control+Backspace')
    expect(await names()).toHaveLength(before.length)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    expect(await names()).toEqual(before)
    await page.keyboard.press('Control+y')
    expect((await names())[1]).toBe('svarande per organisation')
    await page.keyboard.press('Control+z')
  })

  test('an analysis is added from the menu', async () => {
    const { page } = window
    await tabTo(/^Lägg till analys$/)
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    for (let step = 0; step < 20 && !/^Gruppjämförelse|^Jämförelse/.test(await focused()); step += 1)
      await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await settled(page)
    await expect
      .poll(() => page.locator('li [aria-current="true"]').getAttribute('data-name'))
      .toMatch(/^group-comparison/)
  })

  test('an option is changed, and the result follows', async () => {
    const { page } = window
    await tabTo(/^0,95$|Konfidens/i, 160).catch(async () => {
      // A text field has its label, not its content, as name.
      await page.getByLabel('Konfidensgrad').focus()
    })
    await page.keyboard.press('Control+a')
    await page.keyboard.type('0,9')
    await settled(page)
    await expect.poll(() => page.getByText('90 %', { exact: false }).count()).toBeGreaterThan(0)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('7')
    await expect.poll(() => page.getByLabel('Konfidensgrad').getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('0,95')
    await settled(page)
  })
})

describe('with the keyboard alone, filters and the shield', () => {
  test('a table is one stop, and the arrow keys go between its headers and its groups', async () => {
    const { page } = window
    await page.keyboard.press('Control+3')
    await settled(page)
    await page.locator('[role=region]:has(> table tbody button):visible').first().focus()
    await page.keyboard.press('Tab')
    const inHead = () => page.evaluate(() => document.activeElement?.closest('thead') !== null)
    const inTable = () => page.evaluate(() => document.activeElement?.closest('table') !== null)
    expect([await inTable(), await inHead()]).toEqual([true, true])
    await page.keyboard.press('ArrowDown')
    expect([await inTable(), await inHead()]).toEqual([true, false])
    const first = await focused()
    await page.keyboard.press('ArrowDown')
    expect(await focused()).not.toBe(first)
    await page.keyboard.press('ArrowUp')
    expect(await focused()).toBe(first)
    await page.keyboard.press('Tab')
    expect(await inTable()).toBe(false)
    await page.keyboard.press('Shift+Tab')
    expect(await focused()).toBe(first)
  })

  test('a filter is set and taken away', async () => {
    const { page } = window
    await page.keyboard.press('Control+3')
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await tabTo(/^Lägg till filter$/)
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    for (let step = 0; step < 12 && !/^Roll$/.test(await focused()); step += 1) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('checkbox', { name: /^chef$/i }).waitFor()
    for (
      let step = 0;
      step < 8 &&
      !(await page.getByRole('checkbox', { name: /^chef$/i }).evaluate((box) => box === document.activeElement));
      step += 1
    )
      await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await settled(page)
    await page.keyboard.press('Escape')
    expect(
      (await page.getByText('av 1 293 svarande', { exact: false }).count()) +
        (await page.getByText('av 1\u00a0293 svarande', { exact: false }).count()),
    ).toBeGreaterThan(0)
    await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(() => page.getByText('Alla svarande').count()).toBe(1)
  })

  test('a filter of which nothing is chosen gives the focus back to where it was begun', async () => {
    const { page } = window
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await tabTo(/^Lägg till filter$/)
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await expect.poll(focused).toBe('Lägg till filter')
  })

  test('the field of the command palette says which entry the arrow keys have chosen, and Escape goes back', async () => {
    const { page } = window
    const before = await focused()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog')
    const field = palette.getByRole('combobox')
    await field.fill('ångra')
    const told = () =>
      field.evaluate((each) => {
        const entry = document.getElementById(each.getAttribute('aria-activedescendant') ?? '')
        return entry === null
          ? ''
          : `${entry.getAttribute('aria-selected')} ${entry.querySelector('span')?.textContent}`
      })
    await expect.poll(told).toMatch(/^true Ångra/)
    await field.fill('')
    await page.keyboard.press('ArrowDown')
    const first = await told()
    await page.keyboard.press('ArrowDown')
    expect(await told()).not.toBe(first)
    expect(await palette.locator('[aria-selected=true]').count()).toBe(1)
    await field.fill('finns inte')
    await expect.poll(() => field.getAttribute('aria-expanded')).toBe('false')
    expect(await told()).toBe('')
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'hidden' })
    await expect.poll(focused).toBe(before)
  })

  test('the shield opens, is read, and gives the focus back', async () => {
    const { page } = window
    await tabTo(/^Inga data lämnar den här datorn$/, 200)
    await page.keyboard.press('Enter')
    await page.getByText('Varje förfrågan till en adress utanför programmet avvisas').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Varje förfrågan till en adress utanför programmet avvisas').waitFor({ state: 'hidden' })
    expect(await focused()).toBe('Inga data lämnar den här datorn')
    expect(window.complaints).toEqual([])
  })
})
