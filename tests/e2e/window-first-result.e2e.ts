import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, dropFiles, settled, type Driven, type WindowLanguage } from './window-driver'

/*
 * From a file to the first true result: a person who has never seen the program drops an export, takes what is suggested and confirms. Every press counts, and so does the
 * drop. The numbers on the screen are held against those that R computed from the same files.
 */
const folder = join(projectFolder, 'fixtures/surveys/first-result')
interface Group {
  readonly n: readonly [number, number]
  readonly mean: readonly [number, number]
}
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, Group>>>
>
const fileOf = {
  SurveyXact: 'surveyxact-2023.csv',
  Nettskjema: 'nettskjema-2024.txt',
  Qualtrics: 'qualtrics-2024.csv',
  SPSS: 'spss-2024.sav',
  'a bare CSV': 'plain-2024.csv',
} as const
const mostClicks = 12
const mostMilliseconds = 120_000

const words = {
  nb: { accept: /^Godta/, confirm: 'Godkjenn og vis resultater' },
  sv: { accept: /^Godta/, confirm: 'Godkänn och visa resultat' },
  en: { accept: /^Accept/, confirm: 'Confirm and show results' },
} as const satisfies Readonly<Record<WindowLanguage, { readonly accept: RegExp; readonly confirm: string }>>

/** Presses a button as a person does, and counts it. */
interface Counted {
  clicks: number
  press(button: Locator): Promise<void>
}

const startCount = (page: Page): Counted => {
  const counted: Counted = {
    clicks: 0,
    press: async (button) => {
      await button.click()
      counted.clicks += 1
      await settled(page)
    },
  }
  return counted
}

/** Takes what is suggested, and of what nothing is suggested for the first answer; then confirms. */
async function confirmDraft(page: Page, language: WindowLanguage, counted: Counted): Promise<void> {
  const { accept, confirm } = words[language]
  const all = page.getByRole('button', { name: accept })
  if ((await all.count()) > 0) await counted.press(all)
  for (;;) {
    const open = page.locator('ol:not(details ol) [role="group"] button')
    if ((await open.count()) === 0) break
    await counted.press(open.first())
  }
  await counted.press(page.getByRole('button', { name: confirm }))
}

const numberIn = (text: string): number =>
  Number(text.replaceAll('\u2212', '-').replace(',', '.').replaceAll(/\s/gu, ''))

/** Each row of the table on the screen: the organisation, the number of people and the mean. */
async function rowsOn(page: Page): Promise<readonly { group: string; n: number; mean: number }[]> {
  const table = page.locator('main table').first()
  await table.waitFor()
  const heads = (await table.locator('thead th').allInnerTexts()).map((text) => text.trim().toLowerCase())
  const place = (...names: readonly string[]): number => heads.findIndex((head) => names.includes(head))
  const [group, n, mean] = [
    place('organisasjon', 'organisation', 'kommune'),
    place('n'),
    place('gjennomsnitt', 'medelvärde', 'mean'),
  ]
  expect([group, n, mean], heads.join(' | ')).not.toContain(-1)
  const rows = await table.locator('tbody tr').all()
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.locator('th, td').allInnerTexts()
      return { group: (cells[group] ?? '').trim(), n: numberIn(cells[n] ?? ''), mean: numberIn(cells[mean] ?? '') }
    }),
  )
}

/** That the screen has the scores of both blocks for every organisation, as R computed them. */
async function expectNumbers(page: Page, file: string): Promise<void> {
  const groups = expected[file] ?? {}
  const wanted = Object.entries(groups).flatMap(([group, { n, mean }]) =>
    [0, 1].map((block) => ({ group, n: n[block] ?? 0, mean: mean[block] ?? 0 })),
  )
  expect(wanted.length).toBe(8)
  const byGroup = (a: { group: string; mean: number }, b: { group: string; mean: number }): number =>
    a.group === b.group ? a.mean - b.mean : a.group < b.group ? -1 : 1
  await expect.poll(async () => (await rowsOn(page)).length, { timeout: 20_000 }).toBe(8)
  const shown = (await rowsOn(page)).toSorted(byGroup)
  for (const [index, each] of wanted.toSorted(byGroup).entries()) {
    expect(shown[index]?.group).toBe(each.group)
    expect(shown[index]?.n).toBe(each.n)
    expect(Math.abs((shown[index]?.mean ?? 0) - each.mean)).toBeLessThan(0.00501)
  }
}

describe.each(['nb', 'sv', 'en'] as const)('in %s', (language) => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: language })
  })
  afterAll(() => window.close())

  test.each(Object.entries(fileOf))('%s: the scores by organisation', async (_, file) => {
    const { page } = window
    await page.keyboard.press('Control+n')
    const began = Date.now()
    const counted = startCount(page)
    await addFiles(page, [join(folder, file)])
    counted.clicks += 1
    await page.getByRole('heading', { name: file }).waitFor()
    await settled(page)
    await confirmDraft(page, language, counted)
    await expectNumbers(page, file)
    expect(counted.clicks).toBeLessThanOrEqual(mostClicks)
    expect(Date.now() - began).toBeLessThan(mostMilliseconds)
    expect(window.complaints).toEqual([])
  })
})

test('saved and opened again, the numbers are the same', async () => {
  const place = mkdtempSync(join(tmpdir(), 'valtel-first-'))
  const window = await driveWindow({ locale: 'nb' })
  try {
    const { page } = window
    await addFiles(page, [join(folder, 'surveyxact-2023.csv')])
    await page.getByRole('heading', { name: 'surveyxact-2023.csv' }).waitFor()
    await settled(page)
    await confirmDraft(page, 'nb', startCount(page))
    await expectNumbers(page, 'surveyxact-2023.csv')
    const before = await rowsOn(page)
    const path = join(place, 'first.json')
    await window.answerDialog({ save: path })
    await page.keyboard.press('Control+s')
    await page.getByText('Lagret', { exact: true }).waitFor()
    await page.keyboard.press('Control+n')
    await dropFiles(page, [{ name: 'first.json', text: readFileSync(path, 'utf8') }])
    await addFiles(page, [join(folder, 'surveyxact-2023.csv')])
    await settled(page)
    await page.keyboard.press('Control+3')
    await settled(page)
    expect(await rowsOn(page)).toEqual(before)
    expect(window.complaints).toEqual([])
  } finally {
    await window.close()
    rmSync(place, { recursive: true, force: true })
  }
})
