import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFigureViewPage, type DrawingPage } from '../figure/drawing-page'
import { dots, hostile, hostileLabels, series } from '../figure/examples'

const pictures = fileURLToPath(new URL('screenshots/figures', import.meta.url))

let view: DrawingPage
beforeAll(async () => {
  view = await openFigureViewPage()
  await mkdir(pictures, { recursive: true })
})
afterAll(() => view.close())

async function show(
  id: string,
  profile: 'screen' | 'report-a4' = 'screen',
  theme: 'light' | 'dark' = 'light',
): Promise<void> {
  const before = await view.page.evaluate(() => window.drawings)
  await view.page.evaluate((showing) => window.showFigure(showing), { id, profile, theme })
  await view.page.waitForFunction((count) => window.drawings > count, before)
}

const texts = (): Promise<readonly string[]> =>
  view.page.evaluate(() =>
    [...document.querySelectorAll('[role=img] text')].map((element) => element.textContent ?? ''),
  )

test('says what it is, and its title and notes stand outside the artwork', async () => {
  await show('dots')
  const image = view.page.getByRole('img', { name: dots.description as string })
  await expect.poll(() => image.count()).toBe(1)
  await expect.poll(() => view.page.locator('figure').innerText()).toContain(dots.title as string)
  expect(await texts()).not.toContain(dots.title)
  await expect.poll(() => view.page.locator('figcaption').innerText()).toContain('Welch F(8; 61,2)')
  await expect.poll(() => view.page.locator('figure').getAttribute('lang')).toBe('nb')
  await view.page.screenshot({ path: join(pictures, 'view.dots.png') })
})

test('fills its room and follows it', async () => {
  await show('forest')
  const widthOf = (): Promise<number> =>
    view.page.evaluate(() => document.querySelector('[role=img] .main-svg')?.getBoundingClientRect().width ?? 0)
  expect(await widthOf()).toBeCloseTo(1280 - 32, 0)
  await view.page.setViewportSize({ width: 700, height: 900 })
  await view.page.waitForFunction(
    () =>
      Math.abs((document.querySelector('[role=img] .main-svg')?.getBoundingClientRect().width ?? 0) - (700 - 32)) < 1,
  )
  await view.page.setViewportSize({ width: 1280, height: 900 })
  await view.page.waitForFunction(
    () => (document.querySelector('[role=img] .main-svg')?.getBoundingClientRect().width ?? 0) > 1200,
  )
})

test('shows a publication profile as it prints, smaller where there is no room', async () => {
  await show('dots', 'report-a4')
  const box = (): Promise<number> =>
    view.page.evaluate(() => document.querySelector('[role=img]')?.getBoundingClientRect().width ?? 0)
  expect(await box()).toBeCloseTo((160 / 25.4) * 96, 0)
  await view.page.setViewportSize({ width: 432, height: 900 })
  await view.page.waitForFunction(
    () => Math.abs((document.querySelector('[role=img]')?.getBoundingClientRect().width ?? 0) - 400) < 2,
  )
  await view.page.setViewportSize({ width: 1280, height: 900 })
})

test('the numbers can be reached with the keyboard', async () => {
  await show('columns')
  const before = await view.page.evaluate(() => window.dataOpened)
  await view.page.locator('[role=img]').focus()
  await view.page.keyboard.press('Enter')
  await view.page.getByRole('button', { name: 'Vis tallene' }).press('Enter')
  expect(await view.page.evaluate(() => window.dataOpened)).toBe(before + 2)
})

test('pointing at a dot tells its numbers, as text', async () => {
  await show('hostile')
  const points = view.page.locator('[role=img] .subplot.x2y2 .point')
  const seen: string[] = []
  for (let index = 0; index < hostileLabels.length; index += 1) {
    const box = await points.nth(index).boundingBox()
    if (box === null) throw new Error('no dot')
    await view.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await view.page.waitForSelector('.hoverlayer .hovertext')
    seen.push(
      await view.page.evaluate(() =>
        [...document.querySelectorAll('.hoverlayer text.nums')].map((element) => element.textContent).join(''),
      ),
    )
    await view.page.mouse.move(5, 5)
    await view.page.waitForSelector('.hoverlayer .hovertext', { state: 'detached' })
  }
  expect(seen[0]).toBe('<b>fet</b>')
  expect(seen[1]).toBe('<img src=x onerror=alert(1)>')
  expect(seen[3]).toBe('=1+1')
  expect(await view.page.locator('[role=img] a, [role=img] img, [role=img] script').count()).toBe(0)
  expect(hostile.panels.length).toBe(1)
})

test('time can be zoomed, its ticks follow, and a double click brings all back', async () => {
  await show('series')
  const whole = await texts()
  expect(whole.some((text) => /^\d\d:\d\d$/.test(text))).toBe(false)
  const box = await view.page.locator('[role=img] .draglayer .x2y2 .nsewdrag').boundingBox()
  if (box === null) throw new Error('no plot')
  const before = await view.page.evaluate(() => window.drawings)
  await view.page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2)
  await view.page.mouse.down()
  await view.page.mouse.move(box.x + box.width * 0.48, box.y + box.height / 2, { steps: 6 })
  await view.page.mouse.up()
  await view.page.waitForFunction((count) => window.drawings > count, before)
  const zoomed = await texts()
  expect(zoomed.some((text) => /^\d\d:\d\d$/.test(text))).toBe(true)
  await view.page.screenshot({ path: join(pictures, 'view.zoomed.png') })
  const again = await view.page.evaluate(() => window.drawings)
  await view.page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2)
  await view.page.waitForFunction((count) => window.drawings > count, again)
  await view.page.waitForFunction(
    (text) => [...document.querySelectorAll('[role=img] text')].map((element) => element.textContent).join() === text,
    whole.join(),
  )
})

test('has no tools, no logo and no links of the library', async () => {
  await show('series', 'screen', 'dark')
  await view.page.screenshot({ path: join(pictures, 'view.series.dark.png') })
  expect(await view.page.locator('.modebar-btn, a').count()).toBe(0)
  expect(await view.page.evaluate(() => document.documentElement.outerHTML.includes('chart-studio'))).toBe(false)
  expect(series.panels.length).toBe(1)
})

test('redrawing with another theme keeps the same element', async () => {
  await show('dots', 'screen', 'light')
  await view.page.evaluate(() => document.querySelector('[role=img]')?.setAttribute('data-kept', 'yes'))
  await show('dots', 'screen', 'dark')
  await expect.poll(() => view.page.locator('[role=img][data-kept=yes]').count()).toBe(1)
  const ink = await view.page.evaluate(
    () => getComputedStyle(document.querySelector('[role=img] text') as Element).fill,
  )
  expect(ink).toBe('rgb(227, 232, 232)')
})

test('the page asks for nothing outside itself and complains of nothing', () => {
  expect(view.complaints).toEqual([])
})
