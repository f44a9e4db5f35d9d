import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  axeViolations,
  driveWindow,
  expectFlawless,
  openSample,
  showAnalysis,
  speak,
  still,
  type Driven,
} from './window-driver'

/** A laptop's window, the smallest that the program opens, and an ordinary one enlarged to 200 %, in CSS pixels. */
const sizes = [
  [1440, 900],
  [1100, 700],
  [720, 450],
] as const

/** What opens over the window: a menu, a list, a popover, or the panel of help. */
const overlay = '#overlays [data-position]:visible, #overlays section[role="dialog"]:visible'

const screens = ['1', '2', '3', '4'] as const

describe('with the sample project', () => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'nb', width: 1440, height: 900 })
    await openSample(window.page)
    window.page.setDefaultTimeout(5000)
  }, 600_000)
  afterAll(() => window.close())

  test.each(sizes)(
    'whatever opens at %i × %i stays within the window',
    async (width, height) => {
      const { page } = window
      await page.setViewportSize({ width, height })
      const opened: string[] = []
      const outside: string[] = []
      const measure = async (opener: Locator): Promise<void> => {
        const name = (await opener.getAttribute('aria-label')) ?? (await opener.innerText())
        // By the keyboard, which brings it into sight wherever it stands.
        await opener.focus()
        await inPlace(page, opener)
        await page.keyboard.press(
          (await opener.evaluate((element) => element.tagName)) === 'INPUT' ? 'ArrowDown' : 'Enter',
        )
        const box = page.locator(overlay)
        await box
          .first()
          .waitFor()
          .catch((error: unknown) => {
            throw new Error(`nothing opened behind ${name}`, { cause: error })
          })
        await still(page)
        opened.push(name)
        outside.push(...(await outsideWindow(page, box.first())).map((fault) => `${name}: ${fault}`))
        await page.keyboard.press('Escape')
        await box.first().waitFor({ state: 'detached' })
      }
      for (const bar of ['header >> nth=0', 'section >> nth=0', 'footer'])
        for (const opener of await openersIn(page.locator(bar))) await measure(opener)
      for (const screen of screens) {
        await page.keyboard.press(`Control+${screen}`)
        if (screen === '3') await showFolded(page, 'by-organisation')
        await still(page)
        for (const column of await columnsOf(page)) {
          await column()
          await still(page)
          for (const opener of await openersIn(page.locator('main'))) await measure(opener)
        }
      }
      expect(outside).toEqual([])
      expect(opened).toEqual(
        expect.arrayContaining([
          'Prosjekt',
          'Språk',
          'Legg til filter',
          'Legg til analyse',
          'Hvor figurene skal trykkes',
        ]),
      )
      expectFlawless(window, [])
    },
    240_000,
  )

  test('a long list of levels is reached to its end in an enlarged window', async () => {
    const { page } = window
    await page.setViewportSize({ width: 720, height: 450 })
    await page.getByRole('button', { name: 'Legg til filter' }).first().click()
    await page.getByRole('menuitem', { name: 'Organisasjon' }).click()
    const list = page.getByRole('dialog')
    await list.waitFor()
    await still(page)
    expect(await outsideWindow(page, list)).toEqual([])
    const last = list.getByRole('checkbox').last()
    await last.focus()
    expect(await isWithinWindow(page, last)).toBe(true)
    await page.keyboard.press('Escape')
  })

  test('at 200 % the columns fold, one at a time, and every one is reached by the keyboard', async () => {
    const { page } = window
    await page.setViewportSize({ width: 720, height: 450 })
    const violations: string[] = []
    for (const [screen, names] of [
      ['1', ['Kilder', '2021.csv', 'Innlesing']],
      ['2', ['Dimensjoner', 'Instrument', 'Forhåndsvisning']],
      ['3', ['Analyser', 'Resultater', 'Valg']],
    ] as const) {
      await page.keyboard.press(`Control+${screen}`)
      const choice = page.getByRole('radiogroup', { name: 'Del av skjermbildet' })
      await choice.getByRole('radio').first().focus()
      await page.keyboard.press('Home')
      for (const [index, name] of names.entries()) {
        await choice.getByRole('radio').nth(index).focus()
        await page.keyboard.press('Space')
        await still(page)
        const column = page.locator('main section').first()
        expect(await column.boundingBox(), `${screen} ${name}`).toMatchObject({ width: expect.any(Number) })
        expect((await column.boundingBox())?.width, `${screen} ${name}`).toBeGreaterThan(600)
        expect(await cutOff(page), `${screen} ${name}`).toEqual([])
        violations.push(...(await axeViolations(page)).map((violation) => `${screen} ${name}: ${violation}`))
      }
    }
    // What is chosen in the list is shown.
    await showFolded(page, 'profile')
    await page.getByRole('heading', { level: 2, name: 'Dimensjonsskårer' }).waitFor()
    expectFlawless(window, violations)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('heading', { level: 2, name: 'Valg' }).waitFor()
    await page.getByRole('heading', { level: 2, name: 'Analyser' }).waitFor()
  }, 120_000)
})

describe('what is typed and read', () => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'nb', width: 1440, height: 900 })
    await openSample(window.page)
    window.page.setDefaultTimeout(5000)
  }, 600_000)
  afterAll(() => window.close())

  test('a table is sorted by its header, with the keyboard too, and the third press gives its own order back', async () => {
    const { page } = window
    await showAnalysis(page, 'by-organisation')
    const table = page.getByRole('table', { name: 'Grupper', exact: true })
    const header = table.getByRole('columnheader', { name: 'Gjennomsnitt' })
    const position = await header.evaluate((cell) => [...(cell.parentElement?.children ?? [])].indexOf(cell))
    const means = (): Promise<readonly string[]> =>
      table.locator(`tbody tr > :nth-child(${position + 1})`).allInnerTexts()
    const numbers = async (): Promise<readonly number[]> =>
      (await means()).map((text) => Number(text.replace(',', '.'))).filter((value) => !Number.isNaN(value))
    const own = await means()
    expect(own.length).toBeGreaterThan(3)
    const copied = await copiedTable(page)
    await header.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('ascending')
    expect(await numbers()).toEqual((await numbers()).toSorted((a, b) => a - b))
    await page.keyboard.press('Space')
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending')
    expect(await numbers()).toEqual((await numbers()).toSorted((a, b) => b - a))
    expect(await means()).not.toEqual(own)
    // How one looks at it changes nothing of what is copied, nor of the project.
    expect(await copiedTable(page)).toBe(copied)
    await expect.poll(() => page.getByRole('button', { name: /^Angre/ }).isDisabled()).toBe(true)
    await header.getByRole('button').press('Enter')
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('none')
    expect(await means()).toEqual(own)
  })

  test('a figure is copied as a picture, and as the text of an SVG', async () => {
    const { page } = window
    await showAnalysis(page, 'profile')
    const card = page.getByRole('article').first()
    await card.locator('svg.main-svg').first().waitFor()
    await card.getByRole('button', { name: /^Lagre / }).click()
    await page.getByRole('menuitem', { name: 'Kopier som SVG-tekst' }).click()
    await page.getByText('Figuren er kopiert som SVG-tekst.').waitFor({ timeout: 30_000 })
    expect(await pasted(page)).toMatch(/^<\?xml[^]*<svg[^]*<\/svg>\s*$/u)
    await page.keyboard.press('Control+Shift+C')
    await page.getByText('Figuren er kopiert som bilde.').waitFor({ timeout: 30_000 })
    const picture = await pastedPicture(page)
    expect(picture.type).toBe('image/png')
    expect(picture.width).toBeGreaterThan(600)
  })

  test('a date is written as the language writes it, and a text that is no date is told so', async () => {
    const { page } = window
    await showAnalysis(page, 'room-air')
    const date = page.getByRole('textbox', { name: 'Dato', exact: true })
    await expect.poll(() => date.getAttribute('placeholder')).toBe('dd.mm.åååå')
    await date.fill('31.02.2022')
    await date.blur()
    await page.getByText('Skriv datoen som dd.mm.åååå.').waitFor()
    await date.fill('1.3.2022')
    await page.getByRole('textbox', { name: 'Hva som skjedde' }).fill('Ny rutine')
    await page.keyboard.press('Enter')
    await page.getByText('01.03.2022 Ny rutine').waitFor()
    await speak(page, 'sv')
    await page.getByText('2022-03-01 Ny rutine').waitFor()
    await speak(page, 'nb')
    await page.keyboard.press('Control+z')
  })
})

/** What «copy the table» puts on the clipboard, as a text field takes it. */
async function copiedTable(page: Page): Promise<string> {
  const opener = page.getByRole('button', { name: 'Lagre eller kopier Grupper' })
  await opener.focus()
  await inPlace(page, opener)
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Kopier til Word eller Excel' }).click()
  const notice = page.getByText('kopiert til utklippstavlen', { exact: false })
  await notice.waitFor()
  await still(page)
  // What is told never lies over the shield.
  const told = await page.locator('.mantine-Notification-root').first().boundingBox()
  const shield = await page.getByRole('button', { name: 'Ingen data sendes ut' }).boundingBox()
  expect((told?.y ?? 0) + (told?.height ?? 0)).toBeLessThanOrEqual(shield?.y ?? 0)
  await page.getByRole('button', { name: 'Lukk meldingen' }).click()
  await page.getByText('kopiert til utklippstavlen', { exact: false }).waitFor({ state: 'detached' })
  return pasted(page)
}

async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    const field = Object.assign(document.createElement('textarea'), { id: 'pasted' })
    document.body.append(field)
    field.focus()
  })
  await page.keyboard.press('ControlOrMeta+V')
  const text = await page.inputValue('#pasted')
  await page.evaluate(() => document.getElementById('pasted')?.remove())
  return text
}

/** The picture that a paste into a text field brings. */
async function pastedPicture(page: Page): Promise<{ readonly type: string; readonly width: number }> {
  await page.evaluate(() => {
    const field = Object.assign(document.createElement('textarea'), { id: 'pasted' })
    field.addEventListener('paste', ({ clipboardData }) => {
      const file = clipboardData?.files[0]
      if (file === undefined) field.dataset['type'] = 'nothing'
      else
        void createImageBitmap(file).then(({ width }) => {
          field.dataset['width'] = String(width)
          field.dataset['type'] = file.type
        })
    })
    document.body.append(field)
    field.focus()
  })
  await page.keyboard.press('ControlOrMeta+V')
  const field = page.locator('#pasted[data-type]')
  await field.waitFor({ state: 'attached' })
  const found = await field.evaluate(({ dataset }: HTMLElement) => ({
    type: dataset['type'] ?? '',
    width: Number(dataset['width']),
  }))
  await page.evaluate(() => document.getElementById('pasted')?.remove())
  return found
}

/** The parts of a folded screen, each as the step that shows it; one step that does nothing where the columns stand side by side. */
async function columnsOf(page: Page): Promise<readonly (() => Promise<void>)[]> {
  const choice = page.getByRole('radiogroup', { name: 'Del av skjermbildet' })
  if ((await choice.count()) === 0) return [async () => undefined]
  const columns = await choice.locator('label').all()
  return columns.map((column) => () => column.click())
}

/** Shows an analysis of the list, also where the list is folded away. */
async function showFolded(page: Page, as: string): Promise<void> {
  await page.keyboard.press('Control+3')
  const columns = await columnsOf(page)
  await columns[0]?.()
  await showAnalysis(page, as)
}

/** Waits until what has the focus stands in sight and moves no more: figures that come near are drawn, and push what is below them. */
async function inPlace(page: Page, element: Locator): Promise<void> {
  let before = ''
  for (let look = 0; look < 40; look += 1) {
    await element.scrollIntoViewIfNeeded()
    await still(page)
    await page.evaluate(async () => {
      for (let frame = 0; frame < 12; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
    })
    const now = JSON.stringify(await element.boundingBox())
    if (now === before) return
    before = now
  }
}

/** What opens something in a place: the first and the last of a kind, which stand the highest and the lowest. */
async function openersIn(place: Locator): Promise<readonly Locator[]> {
  const byKind = new Map<string, Locator[]>()
  for (const opener of await place.locator('[aria-haspopup]:visible:enabled').all()) {
    const kind = ((await opener.getAttribute('aria-label')) ?? '').split(' ').slice(0, 2).join(' ')
    const isFigure = kind.startsWith('Lagre ') && kind !== 'Lagre eller'
    byKind.set(isFigure ? 'figure' : kind, [...(byKind.get(isFigure ? 'figure' : kind) ?? []), opener])
  }
  return [...byKind.values()].flatMap((same) => same.filter((_, index) => index === 0 || index === same.length - 1))
}

/** The edges of a box that lie outside the window, and what of its content can be neither seen nor scrolled to. */
async function outsideWindow(page: Page, box: Locator): Promise<readonly string[]> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  return box.evaluate(
    (element, [right, bottom]) => {
      const frame = element.getBoundingClientRect()
      const faults: string[] = []
      if (frame.top < 0 || frame.left < 0 || frame.right > right + 0.5 || frame.bottom > bottom + 0.5)
        faults.push(
          `${[frame.left, frame.top, frame.right, frame.bottom].map(Math.round).join(' ')} of ${right} ${bottom}`,
        )
      if (frame.height < 20) faults.push('nothing of it is seen')
      for (const inner of [element, ...element.querySelectorAll('*')])
        if (
          inner.scrollHeight > inner.clientHeight + 1 &&
          inner.clientHeight > 0 &&
          getComputedStyle(inner).overflowY === 'hidden' &&
          !inner.matches('[style*="clip"]') &&
          getComputedStyle(inner).textOverflow !== 'ellipsis' &&
          inner.querySelector('*') !== null
        )
          faults.push(`${inner.className} hides ${inner.scrollHeight - inner.clientHeight} px`)
      return faults
    },
    [width, height] as const,
  )
}

async function isWithinWindow(page: Page, element: Locator): Promise<boolean> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const box = await element.boundingBox()
  return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
}

/** Buttons and fields of the bars that stand outside the window. */
async function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('#root header, nav, footer')]
      .filter((bar) => bar.closest('main') === null)
      .flatMap((bar) => [...bar.querySelectorAll('button, input, span')])
      .flatMap((element) => {
        const { left, right, top, bottom, width } = element.getBoundingClientRect()
        return width > 0 && (left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5)
          ? [`${element.tagName} ${element.textContent.slice(0, 40)}`]
          : []
      }),
  )
}
