import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addFiles, axeViolations, driveWindow, expectFlawless, settled, still, type Driven } from './window-driver'

const agreement = ['Helt uenig', 'Uenig', 'Verken eller', 'Enig', 'Helt enig']
/** Whoever agrees with one item mostly agrees with the others. */
const answerOf = (row: number, item: number): string => {
  const step = (row + (row % 4 === 0 ? item : 0)) % 5
  return `${step + 1} - ${agreement[step]}`
}
const rows = Array.from({ length: 120 }, (_, row) => [
  ['Namsos kommune', 'Åre kommun', 'Røros kommune'][row % 3],
  ...[0, 1, 2].map((item) => answerOf(row, item)),
])
rows[4]![1] = '5 - Hlet enig'
const text = [['Kommune', 'Jeg trives', 'Jeg lærer', 'Jeg blir hørt'], ...rows].map((row) => row.join(';')).join('\n')

let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-draft-'))
  writeFileSync(join(folder, 'svar-2023.csv'), text)
  const codebook = [
    'Variabel;Spørsmål;Dimensjon;Svaralternativ',
    'q1;Jeg trives på jobben;Trivsel;1 = Helt uenig, 2 = Uenig, 3 = Enig, 4 = Helt enig',
    'q2;Jeg gleder meg til å gå på jobb;Trivsel;1 = Helt uenig, 2 = Uenig, 3 = Enig, 4 = Helt enig',
    'q3;Jeg lærer noe nytt;Læring;1 = Helt uenig, 2 = Uenig, 3 = Enig, 4 = Helt enig',
  ]
  writeFileSync(join(folder, 'kodebok.csv'), codebook.join('\n'))
  window = await driveWindow({ locale: 'en' })
  await addFiles(window.page, [join(folder, 'svar-2023.csv')])
  await settled(window.page)
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const shown = (words: string) => window.page.getByText(words, { exact: false }).first().waitFor()

describe('the screen of a draft', () => {
  test('says which answers are misspelt and what they are read as', async () => {
    await shown('“5 - Hlet enig” as “Helt enig” (1)')
    expect(await window.page.getByRole('alert').count()).toBe(0)
  })

  test('lets the reading of the file be changed, and undo brings the draft before it back', async () => {
    const { page } = window
    await shown('120 rows: 3 questions')
    await page.getByText('How the file is read').click()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('combobox', { name: 'Delimiter' }).selectOption({ label: 'Tab' })
    await shown('120 rows: no questions')
    await page.getByRole('heading', { level: 2 }).first().click()
    await page.keyboard.press('Control+z')
    await shown('120 rows: 3 questions')
  })

  test('thrown away, the file waits for an instrument in all calm, with three ways on', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Discard the proposal' }).click()
    await shown('waits for an instrument')
    expect(await page.getByText('cannot be read').count()).toBe(0)
    const ways = ['Draft a proposal from the file', 'Choose an instrument file…', 'Use the bundled instrument']
    for (const name of ways) await page.getByRole('button', { name }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.getByRole('button', { name: ways[0] ?? '' }).click()
    await shown('120 rows: 3 questions')
  })

  test('confirmed, the misspelt answer counts, and the rows have room in a low window', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Confirm and show results' }).click()
    await settled(page)
    await page.keyboard.press('Control+1')
    await page.getByRole('button', { name: 'Show rows' }).click()
    await page.setViewportSize({ width: 720, height: 450 })
    await still(page)
    await expect
      .poll(() => page.getByRole('grid').evaluate((grid) => Math.floor((grid.clientHeight - 42) / 26)))
      .toBeGreaterThanOrEqual(4)
    await page.getByTitle('Jeg trives, row 5 – read as: 5 Helt enig; in the file: 5 - Hlet enig').waitFor()
    expectFlawless(window, await axeViolations(page))
  })

  test('a codebook that somebody keeps by hand is offered as what it is', async () => {
    const { page } = window
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.keyboard.press('Control+n')
    await addFiles(page, [join(folder, 'kodebok.csv')])
    await shown('This looks like a codebook')
    await page.getByRole('button', { name: 'Use it as the instrument' }).click()
    await page
      .getByRole('treeitem', { name: /Jeg trives på jobben/u })
      .first()
      .waitFor()
    expect(await page.getByText('This looks like a codebook').count()).toBe(0)
  })
})
