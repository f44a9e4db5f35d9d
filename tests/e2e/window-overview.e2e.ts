import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addFiles,
  axeViolations,
  driveWindow,
  expectFlawless,
  openSample,
  sample,
  settled,
  speak,
  steadyText,
  type Driven,
} from './window-driver'

/* The first page: what a steering group reads, the way from each line to its analysis, and the way down to a group and back. */
let window: Driven
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-overview-'))
  window = await driveWindow({ locale: 'en', width: 1280, height: 800 })
  await openSample(window.page)
  await speak(window.page, 'en')
}, 240_000)
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const section = (id: string) => window.page.locator(`section[data-section="${id}"]`)
const lines = async (id: string): Promise<readonly string[]> =>
  (await section(id).getByRole('listitem').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())
/** The title of the analysis that is shown; of the first page, its own. */
const shown = async (): Promise<string> =>
  window.page.locator('section[aria-label^="Results of"] h2, section[aria-label="Overview"] h2').first().innerText()
const filter = () => window.page.getByRole('region', { name: 'Respondents', exact: true })
const way = async (): Promise<readonly string[]> =>
  window.page.getByRole('navigation', { name: 'The way from all respondents' }).getByRole('listitem').allInnerTexts()

describe('the sample', () => {
  test('opens on the overview, in sentences', async () => {
    await expect.poll(shown).toBe('Overview')
    expect(await window.page.getByRole('button', { name: 'Overview', exact: true }).getAttribute('aria-current')).toBe(
      'page',
    )
    await expect
      .poll(async () => (await lines('answered'))[0])
      .toBe('In 2021, 1,069 of 1,844 invited responded (58%, 56% to 60%); 1,069 answers are usable.')
    await expect
      .poll(() => lines('change'))
      .toContain('2021 and 2022 cannot be compared: response rate of 12% (at least 30% needed) in round 2022.')
    await expect
      .poll(async () => (await lines('cautions')).join(' '))
      .toContain('In 2022 only 12% of the invited answered.')
    expect(await axeViolations(window.page)).toEqual([])
  })

  test('each picture has its sentence', async () => {
    const pictures = section('dimensions').getByRole('img', { name: /over the rounds/ })
    await expect.poll(() => pictures.count()).toBe(6)
    expect(await pictures.first().getAttribute('aria-label')).toMatch(
      /^Formal structure over the rounds on the scale from 1 to 5\. 2021: 3\.\d\d and 2022: 3\.97\.$/,
    )
  })

  test('a line leads to the analysis behind it, which has the same numbers; adding it is one step', async () => {
    const { page } = window
    const said = (await lines('dimensions'))[1] ?? ''
    await section('dimensions')
      .getByRole('button', { name: /Dimension scores/ })
      .nth(1)
      .focus()
    await page.keyboard.press('Enter')
    await settled(page)
    await expect.poll(shown).toBe('Dimension scores')
    const cells = await page
      .getByRole('row', { name: /2022 Technology and infrastructure/ })
      .first()
      .locator('td')
      .allInnerTexts()
    const [mean = '', low = '', high = ''] = [/3\.41/, /3\.33/, /3\.49/].map((value) => value.exec(said)?.[0])
    for (const value of [mean, low, high]) expect(cells).toContain(value)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+Shift+o')
    await settled(page)
    await expect.poll(shown).toBe('Overview')
  })

  test('with the mouse the whole line leads on; an analysis that the project has already is not added again', async () => {
    const { page } = window
    const entries = page.getByRole('region', { name: 'Analyses' }).getByRole('listitem')
    const counts: number[] = []
    for (let time = 0; time < 2; time += 1) {
      await page.keyboard.press('Control+3')
      counts.push(await entries.count())
      await page.keyboard.press('Control+Shift+o')
      await settled(page)
      await section('answered')
        .getByText(/^Organisation: In 2021/)
        .click()
      await settled(page)
      await expect.poll(shown).toBe('Participation')
      await expect.poll(() => page.getByText('In 2021, 9 of 9 groups can be compared.').count()).toBe(1)
    }
    expect(counts[1]).toBe((counts[0] ?? 0) + 1)
    await expect.poll(() => entries.count()).toBe(counts[1])
    await page.keyboard.press('Control+z')
    await expect.poll(() => entries.count()).toBe(counts[0])
    await page.keyboard.press('Control+Shift+o')
    await settled(page)
  })

  test('the text can be copied, and is what is read', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Copy the text' }).click()
    await page.getByText('The overview has been copied to the clipboard').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').press('Control+v')
    const pasted = await page.getByRole('dialog').getByRole('combobox').inputValue()
    await page.keyboard.press('Escape')
    expect(pasted).toContain('Who answered')
    expect(pasted).toContain('In 2021, 1,069 of 1,844 invited responded')
  })

  test('every language says the same numbers', async () => {
    const { page } = window
    for (const [language, mean, heading] of [
      ['nb', '3,97', 'Hvem som svarte'],
      ['sv', '3,97', 'Vilka som har svarat'],
      ['en', '3.97', 'Who answered'],
    ] as const) {
      await speak(page, language)
      expect(await steadyText(page)).toContain(heading)
      await expect.poll(async () => (await lines('dimensions'))[0]).toContain(mean)
    }
  })
})

describe('the way down', () => {
  test('a click on an organisation shows it alone, with its units, and the way back', async () => {
    const { page } = window
    await section('answered').getByRole('button', { name: 'Show Østerdalsfjord kommune only' }).click()
    await settled(page)
    await expect.poll(way).toEqual(['All', 'Norway', 'Trøndelag', 'Østerdalsfjord kommune'])
    await expect
      .poll(async () => (await lines('answered'))[0])
      .toBe('Only some respondents are included: Organisation Østerdalsfjord kommune.')
    await expect.poll(() => section('answered').getByRole('columnheader').first().innerText()).toBe('Unit')
    await expect.poll(() => filter().innerText()).toContain('245')
  })

  test('small units stay withheld', async () => {
    const cells = await section('answered').getByRole('cell').allInnerTexts()
    expect(cells.some((cell) => cell.startsWith(':'))).toBe(true)
    expect(cells.some((cell) => /^[1-4] of /.test(cell))).toBe(false)
  })

  test('within it one looks at units, roles or items', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Look closer' }).click()
    await page.getByRole('menuitem').first().waitFor()
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual([
      'Dimensions by unit',
      'Dimensions by role',
      'Answers to each item',
    ])
    await page.getByRole('menuitem', { name: 'Dimensions by role' }).click()
    await settled(page)
    await expect.poll(shown).toBe('Dimension scores')
    await expect.poll(() => page.getByRole('button', { name: 'Show leader only' }).count()).toBeGreaterThan(0)
  })

  test('with the keyboard: a role in a table, then back step by step', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Show leader only' }).first().focus()
    await page.keyboard.press('Enter')
    await settled(page)
    await expect.poll(async () => (await way()).slice(-2)).toEqual(['Østerdalsfjord kommune', 'leader'])
    await page.getByRole('navigation', { name: 'The way from all' }).getByRole('button', { name: 'Trøndelag' }).focus()
    await page.keyboard.press('Enter')
    await settled(page)
    await expect.poll(way).toEqual(['All', 'Norway', 'Trøndelag'])
    await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(async () => (await way()).at(-1)).toBe('leader')
    await page
      .getByRole('navigation', { name: 'The way from all' })
      .getByRole('button', { name: 'All', exact: true })
      .click()
    await settled(page)
    await expect.poll(() => filter().innerText()).toContain('All respondents')
    expect(await page.getByRole('navigation', { name: 'The way from all' }).count()).toBe(0)
  })
})

describe('what is saved', () => {
  test('the way down is part of the project, the overview is not; both are there when it is opened again', async () => {
    const { page } = window
    await page.keyboard.press('Control+Shift+o')
    await settled(page)
    await section('answered').getByRole('button', { name: 'Show Strömviks kommun only' }).click()
    await settled(page)
    const before = await lines('answered')
    const path = join(folder, 'sample.json')
    await window.answerDialog({ save: path })
    await page.keyboard.press('Control+s')
    await page.getByText('Saved', { exact: true }).waitFor()
    expect(readFileSync(path, 'utf8')).not.toContain('overview:')
    await page.keyboard.press('Control+n')
    await window.answerDialog({ open: path })
    await page.keyboard.press('Control+o')
    await page.getByRole('navigation', { name: 'Main screens' }).waitFor()
    await settled(page)
    // The files of this session are known by their content, and are not asked for again.
    await expect.poll(async () => (await way()).at(-1)).toBe('Strömviks kommun')
    await section('answered').getByRole('listitem').first().waitFor()
    await settled(page)
    await expect.poll(() => lines('answered')).toEqual(before)
    expectFlawless(window, [])
  })
})

describe('a project by itself', () => {
  test('nothing, data without an instrument, too few answers', async () => {
    const { page } = window
    await page.keyboard.press('Control+n')
    await page.keyboard.press('Control+Shift+o')
    await page.getByRole('heading', { name: 'No data yet' }).waitFor()
    const head = readFileSync(sample('2021.csv')).toString('latin1').split('\n')
    const few = Buffer.from([...head.slice(0, 9), ''].join('\n'), 'latin1')
    await addFiles(page, [{ name: 'few.csv', mimeType: 'text/csv', buffer: few }])
    await page.getByRole('heading', { name: 'few.csv' }).waitFor()
    await settled(page)
    await page.keyboard.press('Control+Shift+o')
    await page.getByRole('heading', { name: 'The data need an instrument' }).waitFor()
    await addFiles(page, [sample('instrument.json')])
    await settled(page)
    await page.keyboard.press('Control+Shift+o')
    await settled(page)
    const answered = async (): Promise<string> => (await lines('answered')).join(' ')
    await expect.poll(answered).toContain('Not comparable: ')
    await expect.poll(answered).toContain('at least 10 needed')
    await expect.poll(() => lines('change')).toEqual(['There is only one round, so nothing can be said about change.'])
    await expect
      .poll(async () => (await lines('next')).join(' '))
      .toContain('No round meets the requirements for comparison')
    expectFlawless(window, await axeViolations(page))
  })
})
