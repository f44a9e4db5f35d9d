import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import {
  addFiles,
  axeViolations,
  driveWindow,
  dropFiles,
  sample,
  screenshot,
  settled,
  still,
  showAnalysis,
  type Driven,
} from './window-driver'

/*
 * The main job, as somebody does it: two exports and an instrument in, scores, a comparison, the change and a control chart out.
 * One window throughout; each test takes over where the one before ended.
 */
let window: Driven
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-job-'))
  window = await driveWindow({ locale: 'en', width: 1440, height: 900 })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('what is added', () => {
  test('two exports, headcounts and an instrument are understood', async () => {
    const { page } = window
    await addFiles(page, [sample('2021.csv'), sample('2022.csv'), sample('headcount.csv'), sample('instrument.json')])
    await page.getByRole('heading', { name: '2021.csv' }).waitFor()
    await settled(page)
    const facts = await page.locator('dl').first().innerText()
    expect(facts.replace(/\s+/g, ' ')).toContain(
      'Rows read 1,106 Used 1,057 Left out 49 not finished Items 31 of 31 Encoding Windows-1252 Delimiter Semicolon Decimal mark Comma',
    )
    // Notes of one kind are one, and open.
    for (const more of await page.getByRole('button', { name: /more of the same kind/ }).all()) await more.click()
    await expect.poll(() => page.getByText('line 102: “7”', { exact: false }).count()).toBe(1)
    await expect.poll(() => page.getByLabel('What Q7_1 is read as').inputValue()).toBe('item:culture_1')
    await expect.poll(() => page.getByLabel('What Organisasjon is read as').inputValue()).toBe('attribute:organisation')
    await expect.poll(() => page.getByLabel('What Kommentar is read as').inputValue()).toBe('unused')
    await page.locator('button:has(bdi:text-is("2022.csv"))').click()
    await page.getByRole('heading', { name: '2022.csv' }).waitFor()
    expect((await page.locator('dl').first().innerText()).replace(/\s+/g, ' ')).toContain('Encoding UTF-8')
    await expect.poll(() => page.getByText('1,281 of 1,281 respondents').count()).toBe(1)
    expect(await axeViolations(page)).toEqual([])
  })

  test('the rows show what stands in the file', async () => {
    const { page } = window
    await page.locator('button:has(bdi:text-is("2021.csv"))').click()
    await page.getByRole('button', { name: 'Show rows' }).click()
    const grid = page.getByRole('grid')
    await grid.getByRole('gridcell', { name: 'Østerdalsfjord kommune' }).first().waitFor()
    // A respondent's id is not in the engine: it stands once the file has been read, which is later.
    await expect.poll(() => grid.getByRole('gridcell', { name: '410023', exact: true }).count()).toBe(1)
    await page.locator('button:has(bdi:text-is("2021.csv"))').click()
    await page.getByLabel('What Kommentar is read as').waitFor()
  })

  test('a column that was misunderstood is put right, undone and put right again', async () => {
    const { page } = window
    const used = async (): Promise<string> => (await page.locator('dl').first().innerText()).replace(/\s+/g, ' ')
    await page.locator('button:has(bdi:text-is("2021.csv"))').click()
    await page.getByLabel('What Kommentar is read as').focus()
    await page.getByLabel('What Kommentar is read as').selectOption('item:culture_1')
    await settled(page)
    await expect.poll(() => page.getByLabel('What Kommentar is read as').inputValue()).toBe('item:culture_1')
    await expect.poll(() => page.getByLabel('What Q7_1 is read as').inputValue()).toBe('unused')
    await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(() => page.getByLabel('What Q7_1 is read as').inputValue()).toBe('item:culture_1')
    expect(await used()).toContain('Items 31 of 31')
  })
})

describe('what is computed', () => {
  test('scores by organisation, with intervals', async () => {
    const { page } = window
    await page.keyboard.press('Control+3')
    await page.getByRole('button', { name: 'Add analysis' }).first().click()
    await page.getByRole('menuitem', { name: /^Dimension scores/ }).click()
    await page.getByRole('region', { name: 'Options' }).getByLabel('Organisation').check()
    await settled(page)
    const table = page.getByRole('table').filter({ hasText: 'Mean' }).first()
    await table.waitFor()
    await expect.poll(() => table.locator('tbody tr').count()).toBeGreaterThanOrEqual(54)
    await page.locator('figure svg.main-svg').first().waitFor()
    await expect.poll(() => page.getByText('Based on 1,281 respondents.').count()).toBe(1)
  })

  test('a Welch analysis with Games–Howell pairs; an option takes effect while one looks', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Add analysis' }).first().click()
    await page.getByRole('menuitem', { name: /^Group comparison/ }).click()
    await settled(page)
    await expect.poll(() => page.getByRole('table').filter({ hasText: 'Welch' }).count()).toBeGreaterThan(0)
    await expect.poll(() => page.getByRole('table').filter({ hasText: 'Games–Howell' }).count()).toBeGreaterThan(0)
    await page.getByLabel('Kruskal–Wallis', { exact: false }).first().check()
    await settled(page)
    await expect.poll(() => page.getByRole('table').filter({ hasText: 'Kruskal–Wallis' }).count()).toBeGreaterThan(0)
    await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(() => page.getByRole('table').filter({ hasText: 'Games–Howell' }).count()).toBeGreaterThan(0)
  })

  test('a number out of its limits is told at the field, and the last good one stays', async () => {
    const { page } = window
    const field = page.getByLabel('Confidence level')
    await field.fill('1.5')
    await expect.poll(() => page.getByText('must lie between', { exact: false }).count()).toBe(1)
    await field.blur()
    await expect.poll(() => field.inputValue()).toBe('0.95')
    await field.fill('0.9')
    await settled(page)
    await field.fill('0.95')
    await settled(page)
  })

  test('the change between rounds, with its verdict and what forbids it', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Add analysis' }).first().click()
    await page.getByRole('menuitem', { name: /^Change between rounds/ }).click()
    await settled(page)
    const options = page.getByRole('region', { name: 'Options' })
    await options.getByLabel('Role').check()
    await settled(page)
    const finding = await page.locator('[role=status][lang]').first().innerText()
    expect(finding).toMatch(/cannot be compared/)
    expect(finding).toMatch(/rose by 0\.\d\d/)
    await expect.poll(() => page.getByRole('cell', { name: 'Not comparable' }).count()).toBeGreaterThan(0)
    // The picture of the README shows a result that is known already.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+z')
    await settled(page)
    await page.keyboard.press('Control+y')
    await settled(page)
    await still(page)
    await screenshot(page, 'readme')
  })

  test('only leaders: everybody counts along', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Add filter' }).first().click()
    await page.getByRole('menuitem', { name: 'Role' }).click()
    await page.getByRole('checkbox', { name: 'leader', exact: true }).check()
    await settled(page)
    await page.keyboard.press('Escape')
    const bar = page.getByRole('region', { name: 'Respondents' })
    await expect.poll(() => bar.innerText()).toMatch(/250 of 1,281 respondents/)
    await expect.poll(() => page.getByText('Based on 250 respondents.').count()).toBe(1)
  })
})

describe('logs, indicators and inventories', () => {
  test('a sensor log is a series with gaps, and a control chart', async () => {
    const { page } = window
    await dropFiles(page, [{ name: 'room-climate.csv', text: readFileSync(sample('room-climate.csv'), 'utf8') }])
    await page.getByRole('heading', { name: 'room-climate.csv' }).waitFor()
    await settled(page)
    expect((await page.locator('dl').first().innerText()).replace(/\s+/g, ' ')).toContain('Rows read 11,620')
    await page.keyboard.press('Control+3')
    for (const name of [/^Series overview/, /^Control chart/]) {
      await page.getByRole('button', { name: 'Add analysis' }).first().click()
      await page.getByRole('menuitem', { name }).click()
      await settled(page)
      await page.locator('figure svg.main-svg').first().waitFor()
    }
    await expect.poll(() => page.getByRole('heading', { name: /Control chart of/ }).count()).toBeGreaterThan(0)
  })

  test('indicators and an inventory of organisations are recognised, and a scale gives the levels names', async () => {
    const { page } = window
    await dropFiles(
      page,
      ['indicators.csv', 'inventory.csv'].map((name) => ({ name, text: readFileSync(sample(name), 'utf8') })),
    )
    await page.locator('button:has(bdi:text-is("inventory.csv"))').click()
    await page.getByRole('heading', { name: 'inventory.csv' }).waitFor()
    await settled(page)
    expect((await page.locator('dl').first().innerText()).replace(/\s+/g, ' ')).toContain(
      'Organisations 15 Areas 5 Levels 0 · 1 · 2 · 3 · 4',
    )
    await expect.poll(() => page.getByText('not about persons', { exact: false }).count()).toBe(1)
    await expect.poll(() => page.getByText('No scale was declared', { exact: false }).count()).toBe(1)
    const scale = page.getByLabel('Levels, lowest first')
    await scale.fill('0 = None; 1 = Begun; 2 = Tried out; 3 = In use; 4 = Settled')
    await scale.press('Enter')
    await page
      .getByText('Levels 0 None', { exact: false })
      .or(page.getByText('0 None · 1 Begun', { exact: false }))
      .first()
      .waitFor()
    await settled(page)
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Control+3')
    for (const name of [/^Targets and outcomes/, /^Inventory of organisations/]) {
      await page.getByRole('button', { name: 'Add analysis' }).first().click()
      await page.getByRole('menuitem', { name }).click()
      await settled(page)
      await page.locator('figure svg.main-svg').first().waitFor()
    }
    await expect.poll(() => page.getByText('Based on 15 organisations.').count()).toBe(1)
    await expect.poll(() => page.getByRole('cell', { name: 'Settled' }).count()).toBeGreaterThan(0)
    expect(await axeViolations(page)).toEqual([])
    await screenshot(page, 'job-inventory')
  })
})

describe('what leaves the window', () => {
  test('a figure leaves as SVG, PDF, PNG and CSV, a table as CSV and by the clipboard', async () => {
    const { page } = window
    await showAnalysis(page, 'round-change')
    const card = page
      .getByRole('region')
      .filter({ has: page.locator('figure svg.main-svg') })
      .first()
    for (const [item, file, start] of [
      ['Save as SVG…', 'change.svg', '<?xml'],
      ['Save as PDF…', 'change.pdf', '%PDF-'],
      ['Save as PNG…', 'change.png', '\u0089PNG'],
      ['Save the numbers as CSV…', 'change-figure.csv', ''],
    ] as const) {
      await window.answerDialog({ save: join(folder, file) })
      await card
        .getByRole('button', { name: /^Save / })
        .first()
        .click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByText(join(folder, file), { exact: false }).first().waitFor()
      expect(readFileSync(join(folder, file), 'latin1').startsWith(start), file).toBe(true)
    }
    for (const [item, file] of [
      ['Save as CSV for programs…', 'change.csv'],
      ['Save as CSV for Excel…', 'change.excel.csv'],
    ] as const) {
      await window.answerDialog({ save: join(folder, file) })
      await page
        .getByRole('button', { name: /^Save or copy / })
        .first()
        .click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByText(join(folder, file), { exact: false }).first().waitFor()
    }
    const header = readFileSync(join(folder, 'change.csv'), 'utf8').split('\r\n')[0]?.split(',') ?? []
    expect(header).toEqual(expect.arrayContaining(['n_1', 'mean_1', 'estimate', 'verdict', 'smallest_effect']))
    expect(readFileSync(join(folder, 'change.excel.csv')).subarray(0, 3)).toEqual(Buffer.of(0xef, 0xbb, 0xbf))
    await page
      .getByRole('button', { name: /^Save or copy / })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Copy for Word or Excel' }).click()
    await page.getByText('copied to the clipboard', { exact: false }).waitFor()
  })

  test('as a recipe, the command line gives the same numbers', async () => {
    const { page } = window
    await window.answerDialog({ open: folder })
    await run(page, 'Save as recipe for the command line…')
    await page.getByText('Put these data files beside the recipe', { exact: false }).waitFor()
    const recipes = join(folder, readdirSync(folder).find((name) => name === 'recipe') ?? '')
    for (const name of ['2021.csv', '2022.csv', 'headcount.csv', 'room-climate.csv', 'indicators.csv', 'inventory.csv'])
      copyFileSync(sample(name), join(recipes, name))
    await window.answerDialog({ open: folder })
    await run(page, 'Save all figures and tables…')
    await page.getByText(join(folder, 'report'), { exact: false }).first().waitFor({ timeout: 240_000 })
    const out = join(folder, 'from-command-line')
    await promisify(execFile)(
      process.execPath,
      [join(projectFolder, 'out/main/cli.js'), 'run', join(recipes, 'recipe.json'), '--out', out, '--tables-only'],
      { timeout: 240_000 },
    )
    const tables = readdirSync(join(folder, 'report/tables')).sort()
    expect(readdirSync(join(out, 'tables')).sort()).toEqual(tables)
    expect(tables.length).toBeGreaterThan(8)
    for (const table of tables)
      expect(readFileSync(join(out, 'tables', table), 'utf8'), table).toBe(
        readFileSync(join(folder, 'report/tables', table), 'utf8'),
      )
    // The command line drew no figures here; everything else of the two documents is the same, apart from the time of the run.
    const results = (place: string): unknown => {
      const document = JSON.parse(readFileSync(join(place, 'results.json'), 'utf8')) as {
        ran_at: string
        analyses: { figures: { files: string[] }[] }[]
      }
      return {
        ...document,
        ran_at: '',
        analyses: document.analyses.map((analysis) => ({
          ...analysis,
          figures: analysis.figures.map((figure) => ({ ...figure, files: [] })),
        })),
      }
    }
    expect(results(join(folder, 'report'))).toEqual(results(out))
  }, 600_000)

  test('a saved project is opened again, and finds its files by what they hold', async () => {
    const { page } = window
    const path = join(folder, 'leaders.json')
    await window.answerDialog({ save: path, open: path })
    await page.keyboard.press('Control+s')
    await page.getByText(path, { exact: false }).first().waitFor()
    expect(await page.getByText('Not saved').count()).toBe(0)
    await page.keyboard.press('Control+o')
    await page.keyboard.press('Control+1')
    await settled(page)
    // The files are still at hand in this window, so nothing has to be dropped again.
    expect(await page.getByText('drop the file again').count()).toBe(0)
    await expect.poll(() => page.getByText('250 of 1,281 respondents').count()).toBe(1)
    expect(window.complaints).toEqual([])
  })
})

async function run(page: Driven['page'], label: string): Promise<void> {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill(label.replace('…', ''))
  await palette.getByText(label, { exact: true }).waitFor()
  await page.keyboard.press('Enter')
}
