import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, dropFiles, settled, type Driven, type WindowLanguage } from './window-driver'

/*
 * From a file to the first true result: a person who has never seen the program drops an export, takes what is suggested and confirms; a year later the next export of the same
 * survey is dropped. Every press counts, and so does the drop. The numbers on the screen are held against those that R computed from the same files.
 */
const folder = join(projectFolder, 'fixtures/surveys/first-result')
interface Group {
  readonly n: readonly [number, number]
  readonly mean: readonly [number, number]
}
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, Group>>>
>
/** The first export of each tool, and that of the year after with its round. */
const exportsOf = {
  SurveyXact: ['surveyxact-2023.csv', 'surveyxact-2024.csv'],
  Nettskjema: ['nettskjema-2024.txt', 'nettskjema-2025.txt'],
  Qualtrics: ['qualtrics-2024.csv', 'qualtrics-2025.csv'],
  'Microsoft Forms': ['forms-2024.xlsx', 'forms-2025.xlsx'],
  SPSS: ['spss-2024.sav', 'spss-2025.sav'],
  'a bare CSV': ['plain-2024.csv', 'plain-2025.csv'],
} as const
const mostClicks = 12
const mostClicksOfNextYear = 3
const mostMilliseconds = 120_000

const words = {
  nb: { accept: /^Godta/, confirm: 'Godkjenn og vis resultater', analyses: 'Analyser', round: 'Målerunde' },
  sv: { accept: /^Godta/, confirm: 'Godkänn och visa resultat', analyses: 'Analyser', round: 'Mätomgång' },
  en: { accept: /^Accept/, confirm: 'Confirm and show results', analyses: 'Analyses', round: 'Round' },
} as const satisfies Readonly<Record<WindowLanguage, Readonly<Record<string, string | RegExp>>>>

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

interface Row {
  readonly group: string
  /** Empty where the table has no rounds. */
  readonly round: string
  readonly n: number
  readonly mean: number
}

/** Each row of the table on the screen: the organisation, the round, the number of people and the mean. */
async function rowsOn(page: Page): Promise<readonly Row[]> {
  const table = page.locator('main table').first()
  await table.waitFor()
  const lines = await table
    .locator('tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell as HTMLElement).innerText.trim())),
    )
  const [heads = [], ...body] = lines
  const place = (...names: readonly string[]): number =>
    heads.findIndex((head) => names.includes(head.trim().toLowerCase()))
  const [group, n, mean, round] = [
    place('organisasjon', 'organisation', 'kommune'),
    place('n'),
    place('gjennomsnitt', 'medelvärde', 'mean'),
    place('målerunde', 'mätomgång', 'round'),
  ] as const
  expect([group, n, mean], heads.join(' | ')).not.toContain(-1)
  return body.map((cells) => ({
    group: cells[group] ?? '',
    round: round < 0 ? '' : (cells[round] ?? ''),
    n: numberIn(cells[n] ?? ''),
    mean: numberIn(cells[mean] ?? ''),
  }))
}

const yearOf = (file: string): string => /\d{4}/.exec(file)?.[0] ?? ''

/** That the screen has the scores of both blocks for every organisation, as R computed them, of one file or of each round. */
async function expectNumbers(page: Page, files: readonly string[]): Promise<void> {
  const wanted = files.flatMap((file) =>
    Object.entries(expected[file] ?? {}).flatMap(([group, { n, mean }]) =>
      [0, 1].map((block): Row => ({
        group,
        round: files.length === 1 ? '' : yearOf(file),
        n: n[block] ?? 0,
        mean: mean[block] ?? 0,
      })),
    ),
  )
  expect(wanted.length).toBe(8 * files.length)
  await expect.poll(async () => (await rowsOn(page)).length, { timeout: 20_000 }).toBe(wanted.length)
  const nameOf = ({ group, round }: Row): string => `${group} ${round}`
  const inOrder = (rows: readonly Row[]): readonly Row[] =>
    rows.toSorted((a, b) => (nameOf(a) === nameOf(b) ? a.mean - b.mean : nameOf(a) < nameOf(b) ? -1 : 1))
  const shown = inOrder(await rowsOn(page))
  for (const [index, each] of inOrder(wanted).entries()) {
    const { mean = Number.NaN, ...rest } = shown[index] ?? {}
    expect(rest).toEqual({ group: each.group, round: each.round, n: each.n })
    expect(Math.abs(mean - each.mean)).toBeLessThan(0.00501)
  }
}

const languages = ['nb', 'sv', 'en'] as const
/** The next year of each tool is tried in one of the languages, in turn. */
const tools = Object.entries(exportsOf).map(([tool, files], at) => ({ tool, files, nextIn: languages[at % 3] }))

describe.each(languages)('in %s', (language) => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: language })
  })
  afterAll(() => window.close())

  test.each(tools)('$tool: the scores by organisation, and those of the next year', async ({ files, nextIn }) => {
    const { page } = window
    const [first, next] = files
    await page.keyboard.press('Control+n')
    const began = Date.now()
    const counted = startCount(page)
    await addFiles(page, [join(folder, first)])
    counted.clicks += 1
    await page.getByRole('heading', { name: first }).waitFor()
    await settled(page)
    await confirmDraft(page, language, counted)
    await expectNumbers(page, [first])
    expect(counted.clicks).toBeLessThanOrEqual(mostClicks)
    expect(Date.now() - began).toBeLessThan(mostMilliseconds)

    expect(window.complaints).toEqual([])
    if (nextIn !== language) return

    const again = startCount(page)
    await addFiles(page, [join(folder, next)])
    again.clicks += 1
    await settled(page)
    await again.press(page.getByRole('navigation').getByRole('button', { name: words[language].analyses }))
    await again.press(page.getByRole('checkbox', { name: words[language].round, exact: true }))
    await expectNumbers(page, files)
    expect(again.clicks).toBeLessThanOrEqual(mostClicksOfNextYear)
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
    await expectNumbers(page, ['surveyxact-2023.csv'])
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
