import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manyOrganisations, manyOrganisationsRecipe } from '../many-organisations'
import { addFiles, driveWindow, settled, showAnalysis, still, type Driven } from './window-driver'

const asFile = ({ name, text }: { readonly name: string; readonly text: string }) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
})

/* A project of thirty organisations with long names and two hundred units. */
describe('thirty organisations', () => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'nb', width: 1440, height: 900 })
    const { page } = window
    await addFiles(page, [...manyOrganisations(), manyOrganisationsRecipe('nb', ['scores', 'comparison'])].map(asFile))
    await page
      .locator('footer[data-activity="busy"]')
      .waitFor({ timeout: 20_000 })
      .catch(() => undefined)
    await settled(page, 120_000)
  }, 180_000)
  afterAll(() => window.close())

  test('an organisation is opened from a figure by a click and from the keyboard, and the way back is shown', async () => {
    const { page } = window
    await showAnalysis(page, 'scores')
    const figure = page.getByRole('article').first()
    await figure.locator('svg.main-svg').first().waitFor()
    await still(page)
    const doorTo = (name: string) => figure.getByRole('button', { name: `Vis bare ${name}`, exact: true })

    // The door is for the keyboard; a press on the name itself and on its dot reach the figure below it.
    await doorTo('Nordre Åsbygdens kommun 22').scrollIntoViewIfNeeded()
    const box = await doorTo('Nordre Åsbygdens kommun 22').boundingBox()
    if (box === null) throw new Error('the name stands in the figure')
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    const way = page.getByRole('navigation', { name: 'Veien fra alle respondenter' })
    await way.waitFor({ timeout: 10_000 })
    await expect.poll(() => way.locator('[aria-current]').innerText()).toBe('Nordre Åsbygdens kommun 22')
    await expect
      .poll(() => way.getByRole('button').allInnerTexts())
      .toEqual(['Alle', 'Norge', 'Møre og Romsdal', 'Se nærmere'])

    await way.getByRole('button', { name: 'Se nærmere' }).click()
    const offered = await page.getByRole('menuitem').allInnerTexts()
    expect(offered).toEqual(
      expect.arrayContaining(['Dimensjonene etter enhet', 'Dimensjonene etter rolle', 'Svar på hvert spørsmål']),
    )
    await page.keyboard.press('Escape')
    await way.getByRole('button', { name: 'Alle' }).click()
    await settled(page)
    await expect.poll(() => way.count()).toBe(0)

    await doorTo('Avdeling for anestesiologi, operasjon og intensivbehandling').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await settled(page)
    await expect
      .poll(() => way.locator('[aria-current]').innerText())
      .toBe('Avdeling for nyremedisin og dialysebehandling')
    await way.getByRole('button', { name: 'Alle' }).click()
    await settled(page)
    expect(window.complaints).toEqual([])
  }, 120_000)

  test('groups stand by value when that is chosen, in the table and in the figure, and Ctrl+Z takes it back', async () => {
    const { page } = window
    await showAnalysis(page, 'comparison')
    const firstRow = page.getByRole('table').first().locator('tbody tr').first()
    const firstDoor = page
      .getByRole('article')
      .first()
      .getByRole('button', { name: /^Vis bare/ })
      .first()
    await firstDoor.waitFor({ state: 'attached' })
    const before = [await firstRow.innerText(), await firstDoor.getAttribute('aria-label')]
    await page.getByRole('combobox', { name: 'Gruppenes rekkefølge' }).click()
    await page.getByRole('option', { name: 'Etter verdi, høyeste først' }).click()
    await settled(page)
    await expect.poll(() => firstDoor.getAttribute('aria-label')).not.toBe(before[1])
    expect(await firstRow.innerText()).not.toBe(before[0])
    // The headline names the group that lies highest.
    await expect
      .poll(() => firstDoor.getAttribute('aria-label'))
      .toBe('Vis bare Nordre Østerdalsfjord og Lågfjellsøy kommune')
    await page.getByText('rekkefølgen er ingen rangering').waitFor()
    await page.locator('main').click({ position: { x: 5, y: 5 } })
    await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(() => firstDoor.getAttribute('aria-label')).toBe(before[1])
    await expect.poll(() => firstRow.innerText()).toBe(before[0])
  }, 120_000)
})
