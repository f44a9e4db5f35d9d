import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownInstrument } from '../own-export'
import { projectFolder } from '../source-files'
import { addFiles, axeViolations, driveWindow, expectFlawless, runCommand, settled, type Driven } from './window-driver'

/* 6,000 rows, of which some hold what becomes blank, and some nothing at all. */
const names = ['Namsos kommune', 'Åre kommun', 'Røros kommune']
const cells = Array.from({ length: 6000 }, (_, row) => {
  if (row === 16) return [names[0], 'kanskje', '']
  return [names[row % 3], row % 500 === 3 ? 'kanskje' : String((row % 5) + 1), String(((row + 2) % 5) + 1)]
})
const survey = `Organisasjon;Jag trivs;Jag lär mig\n${cells.map((row) => row.join(';')).join('\n')}\n`
const lost = cells.filter(([, first, second]) => first === 'kanskje' && second !== '').length

let folder: string
let window: Driven
const file = (name: string): string => join(folder, name)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-rows-'))
  writeFileSync(file('svar-2023.csv'), survey)
  writeFileSync(file('instrument.json'), ownInstrument())
  window = await driveWindow({ locale: 'en', userData: join(folder, 'user') })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const grid = () => window.page.getByRole('grid')
/** Cell of a row by the number that stands before it. */
const cell = (row: number, column: number) =>
  grid()
    .getByRole('row')
    .filter({ has: window.page.getByRole('rowheader', { name: row.toLocaleString('en'), exact: true }) })
    .getByRole('gridcell')
    .nth(column - 1)
const counted = (text: string | RegExp) => window.page.getByRole('status').filter({ hasText: text }).waitFor()
const press = async (...keys: readonly string[]) => {
  for (const key of keys) await window.page.keyboard.press(key)
}
const active = () =>
  grid().evaluate((each) => document.getElementById(each.getAttribute('aria-activedescendant') ?? '')?.title ?? '')

describe('the rows of a file', () => {
  test('are shown as they were understood, with what stands in the file where it is something else', async () => {
    const { page } = window
    await addFiles(page, [file('instrument.json'), file('svar-2023.csv')])
    await settled(page)
    await press('Control+1')
    await page.getByRole('button', { name: 'Show rows' }).click()
    await counted('5,999 rows')
    await expect
      .poll(() => cell(4, 2).getAttribute('title'))
      .toBe('Jag trivs, row 4 – read as: blank; in the file: kanskje')
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('6000')
    await expect.poll(() => grid().getAttribute('aria-colcount')).toBe('4')
    expect(await axeViolations(page)).toEqual([])
  })

  test('are gone through with the keys of a spreadsheet, one stop of the Tab key', async () => {
    await grid().focus()
    await press('Control+End')
    await expect.poll(active).toBe('Jag lär mig, row 6000 – read as: 2; in the file: 2')
    await press('Home', 'Control+ArrowUp', 'ArrowRight', 'PageDown', 'ArrowUp')
    await expect.poll(active).toMatch(/^Jag trivs, row \d+ – read as: \d/u)
    expect(await grid().locator('[tabindex="0"]').count()).toBe(0)
  })

  test('that a note names are found by their line, also where they are not in use', async () => {
    const { page } = window
    await page.getByRole('button', { name: /lines in the notes/ }).click()
    await page.getByRole('menuitem', { name: /^Line 5:/ }).click()
    await expect.poll(active).toContain('row 4 ')
    await page.getByRole('textbox', { name: 'Go to' }).fill('18')
    await page.getByLabel('Row or line').selectOption('line')
    await page.getByRole('button', { name: 'Go', exact: true }).click()
    await counted('6,000 rows')
    await expect.poll(active).toBe('Jag trivs, row 17 – in the file: kanskje')
    await page.getByText('Rows in use', { exact: true }).click()
    await counted('5,999 rows')
  })

  test('are sorted and filtered in the engine', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Jag trivs' }).click()
    await page.getByLabel('Has content in the file that becomes blank').check()
    await counted(`${lost} of 5,999 rows`)
    await page.getByRole('button', { name: 'Descending' }).click()
    await page.getByLabel('Has content in the file that becomes blank').uncheck()
    await counted('5,999 rows')
    await press('Escape')
    await expect.poll(async () => (await grid().getByRole('rowheader').first().innerText()).trim()).toBe('5')
    await grid()
      .getByRole('img', { name: /^Distribution of Jag trivs: 1: / })
      .waitFor()
    await page.getByRole('button', { name: 'Clear filter and sorting' }).click()
  })

  test('are corrected cell by cell, undone, saved with the project, and the file is not touched', async () => {
    const { page } = window
    await grid().focus()
    await press('Control+Home', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown')
    await expect.poll(active).toBe('Jag trivs, row 4 – read as: blank; in the file: kanskje')
    await press('Enter', 'Control+a')
    await page.keyboard.type('4')
    await press('Enter')
    await settled(page)
    await expect.poll(active).toBe('Jag trivs, row 4 – read as: 4; in the file: kanskje')
    await page.getByLabel('Reason for the correction of Jag trivs, row 4').fill('asked again')
    await press('Enter')
    await settled(page)
    await grid().focus()
    await press('ArrowDown')
    await expect.poll(active).toBe('Jag trivs, row 5 – read as: 5; in the file: 5')
    await press('Delete')
    await settled(page)
    await expect.poll(() => page.getByText('2 corrections', { exact: true }).count()).toBe(1)
    await expect.poll(active).toBe('Jag trivs, row 5 – read as: blank; in the file: 5')
    await press('Control+z')
    await settled(page)
    await expect.poll(active).toBe('Jag trivs, row 5 – read as: 5; in the file: 5')
    await expect.poll(() => page.getByText('1 correction', { exact: true }).count()).toBe(1)
    expect(readFileSync(file('svar-2023.csv'), 'utf8')).toBe(survey)
    await press('Control+1')
    await page.locator('button:has(bdi:text-is("svar-2023.csv"))').click()
    await page.getByText('One cell was read as corrected in the project; the file is as it was.').waitFor()
  })

  test('are read alike by the command line from the recipe that is saved', async () => {
    const { page } = window
    await press('Control+3')
    await page.getByRole('button', { name: 'Add analysis' }).first().click()
    await page.getByRole('menuitem', { name: /^Dimension scores/ }).click()
    await settled(page)
    mkdirSync(file('recipe'))
    await window.answerDialog({ open: file('recipe') })
    await runCommand(page, 'command.project-save-recipe')
    const written = (): string =>
      readdirSync(file('recipe'), { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('recipe.json')) ??
      ''
    await expect.poll(written).not.toBe('')
    const path = file(join('recipe', written()))
    copyFileSync(file('svar-2023.csv'), join(dirname(path), 'svar-2023.csv'))
    const saved = readFileSync(path, 'utf8')
    const recipe = JSON.parse(saved) as { readonly sources: readonly { readonly corrections?: unknown }[] }
    expect(recipe.sources[0]?.corrections).toMatchObject([
      { row: 4, column: 'Jag trivs', from: 'kanskje', to: '4', reason: 'asked again' },
    ])
    // One of the rows with such a cell was corrected; one with nothing else is not in use and counts here.
    const program = join(projectFolder, 'out', 'main', 'cli.js')
    const command = [program, 'columns', join(dirname(path), 'svar-2023.csv'), '--recipe', path]
    const told = execFileSync(process.execPath, [...command, '--column', 'Jag trivs', '--json'], { encoding: 'utf8' })
    const { values } = JSON.parse(told) as {
      readonly values: readonly { readonly raw: string; readonly count: number }[]
    }
    expect(values.find(({ raw }) => raw === 'kanskje')?.count).toBe(lost)
    expectFlawless(window, [])
  })
})
