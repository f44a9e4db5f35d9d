import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  axeViolations,
  driveWindow,
  expectFlawless,
  openSample,
  settled,
  showAnalysis,
  type Driven,
} from './window-driver'

let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-variables-'))
  window = await driveWindow({ locale: 'nb', width: 1440, height: 900, userData: join(folder, 'user') })
  await openSample(window.page)
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const region = () => window.page.getByRole('region', { name: 'Beregnede variabler' })

async function showVariables(): Promise<void> {
  await window.page.keyboard.press('Control+1')
  await window.page.getByRole('button', { name: /^Variabler og navn/ }).click()
}

describe.sequential('computed variables', () => {
  test('bands are made, say what is wrong while they cannot be used, and tell whom each holds', async () => {
    const { page } = window
    await showVariables()
    await page.getByRole('button', { name: 'Ny beregnet variabel' }).click()
    await page.getByRole('menuitem', { name: 'Intervaller av et tall' }).click()
    const name = page.getByRole('textbox', { name: 'Navn på variabelen' })
    await name.fill('role')
    await page.getByRole('textbox', { name: 'Grense 1' }).fill('5')
    await name.press('Enter')
    expect(await region().getByRole('alert').innerText()).toBe(
      'Dataene har allerede «role». Gi den beregnede variabelen et annet navn.',
    )
    await name.fill('Ansiennitet')
    await page.getByRole('textbox', { name: 'Navn på intervall 2' }).fill('erfarne')
    await name.press('Enter')
    await settled(page)
    await expect.poll(() => region().getByRole('status').innerText()).toMatch(/^under 5: \d+.* · erfarne: \d+/)
    expectFlawless(window, await axeViolations(page))
  })

  test('an analysis is grouped by it, and Ctrl+Z takes grouping and variable back', async () => {
    const { page } = window
    await page.keyboard.press('Control+3')
    await showAnalysis(page, 'by-organisation')
    const choice = page.getByRole('group', { name: 'Grupper etter' }).getByRole('checkbox', { name: 'Ansiennitet' })
    await choice.check()
    await settled(page)
    await page.getByText('erfarne', { exact: true }).first().waitFor()
    await page.keyboard.press('Control+z')
    await settled(page)
    expect(await choice.isChecked()).toBe(false)
    await page.keyboard.press('Control+z')
    await settled(page)
    await choice.waitFor({ state: 'detached' })
    await showVariables()
    expect(await region().getByRole('listitem').count()).toBe(0)
    await page.keyboard.press('Control+y')
    await settled(page)
    await expect.poll(() => region().getByRole('listitem').count()).toBe(1)
  })

  test('a band of another name takes its label and what is chosen of it along', async () => {
    const { page } = window
    await showVariables()
    const attribute = page.locator('details').filter({ has: page.locator('summary', { hasText: 'Ansiennitet' }) })
    await attribute.locator('summary').click()
    const label = attribute.getByRole('textbox', { name: 'erfarne på Svenska' })
    await label.fill('erfarna')
    await label.press('Enter')
    await page.getByRole('button', { name: 'Endre Ansiennitet' }).click()
    await page.getByRole('textbox', { name: 'Navn på intervall 2' }).fill('de erfarne')
    await page.getByRole('button', { name: 'Ta i bruk' }).click()
    await settled(page)
    // Where Norwegian has no name, the Swedish one stands: it is still that of the band.
    await expect.poll(() => region().getByRole('status').innerText()).toMatch(/erfarna: \d+/)
    await expect
      .poll(() => attribute.getByRole('textbox', { name: 'de erfarne på Svenska' }).inputValue())
      .toBe('erfarna')
  })

  test('a half-written form is still there when another panel was shown and the window was folded, and gives its place back', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Ny beregnet variabel' }).click()
    await page.getByRole('menuitem', { name: 'Intervaller av et tall' }).click()
    const form = page.getByRole('form', { name: 'Ny beregnet variabel' })
    const name = form.getByRole('textbox', { name: 'Navn på variabelen' })
    await name.fill('halvferdig')
    await form.getByRole('textbox', { name: 'Grense 1' }).fill('7')
    await page.getByRole('button', { name: /^Svarenes kvalitet/ }).click()
    await form.waitFor({ state: 'detached' })
    await page.setViewportSize({ width: 700, height: 800 })
    const columns = page.getByRole('radiogroup', { name: 'Del av skjermbildet' })
    await columns.locator('label').first().click()
    await page.getByRole('button', { name: /^Variabler og navn/ }).click()
    await expect.poll(() => name.inputValue()).toBe('halvferdig')
    await page.setViewportSize({ width: 1440, height: 900 })
    await columns.waitFor({ state: 'detached' })
    await expect.poll(() => form.getByRole('textbox', { name: 'Grense 1' }).inputValue()).toBe('7')
    // Nothing was made of it, and once it has been left the keyboard goes on from there.
    await form.getByRole('button', { name: 'Avbryt' }).press('Enter')
    await form.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Beregnede variabler')
    expect(await region().getByRole('listitem').count()).toBe(1)
  })

  test('a count and a condition are made in the window, edited, and counted', async () => {
    const { page } = window
    const add = async (kind: string, name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Ny beregnet variabel' }).click()
      await page.getByRole('menuitem', { name: kind }).click()
      await page.getByRole('textbox', { name: 'Navn på variabelen' }).fill(name)
    }
    await add('Antall svar', 'antall_enige')
    await page.getByRole('button', { name: 'Ta i bruk' }).click()
    await region().getByRole('alert').filter({ hasText: 'minst ett spørsmål eller tall' }).waitFor()
    await page.getByRole('group', { name: 'Alle spørsmål i en dimensjon' }).getByRole('button').first().click()
    const counted = page.getByRole('group', { name: /^Svar som telles/ })
    await counted.getByRole('checkbox').last().check()
    await page.getByRole('combobox', { name: 'Må ha en verdi' }).selectOption('half')
    expectFlawless(window, await axeViolations(page))
    await page.getByRole('button', { name: 'Ta i bruk' }).click()
    await settled(page)
    await region().getByText('Minst halvparten må ha en verdi.', { exact: false }).waitFor()

    await add('Verdier etter betingelser', 'gruppe')
    await page.getByRole('textbox', { name: 'Gir verdien' }).fill('enige')
    await page.getByRole('combobox', { name: 'Hvis' }).selectOption('antall_enige')
    await page.getByRole('textbox', { name: 'Fra og med' }).fill('1')
    await page.getByRole('textbox', { name: 'Ellers' }).fill('andre')
    expectFlawless(window, await axeViolations(page))
    await page.getByRole('button', { name: 'Ta i bruk' }).click()
    await settled(page)
    await expect
      .poll(() => region().getByRole('listitem').last().getByRole('status').innerText())
      .toMatch(/^enige: \d+.* · andre: \d+/)
    await page.getByRole('button', { name: 'Endre gruppe' }).click()
    await expect.poll(() => page.getByRole('textbox', { name: 'Fra og med' }).inputValue()).toBe('1')
    await page.getByRole('button', { name: 'Legg til en betingelse' }).click()
    await page.getByRole('button', { name: 'Avbryt' }).click()
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(() => region().getByRole('listitem').count()).toBe(1)
  })

  test('it is saved with the project', async () => {
    const { page } = window
    const path = join(folder, 'project.json')
    await window.answerDialog({ save: path })
    await page.keyboard.press('Control+s')
    await page.getByText('Lagret', { exact: true }).waitFor()
    expect(readFileSync(path, 'utf8')).toContain('"Ansiennitet"')
    await page.keyboard.press('Control+n')
    await window.answerDialog({ open: path })
    await page.keyboard.press('Control+o')
    await page.getByText('Lagret', { exact: true }).waitFor()
    await showVariables()
    await region().getByText('Ansiennitet', { exact: true }).waitFor()
    await expect
      .poll(() => region().getByRole('listitem').innerText())
      .toMatch(/(?:Grensen|Hver grense) hører til intervallet over/)
  })
})
