import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { exportOfOrganisations, exportWithComments, ownExport, ownInstrument, question } from '../own-export'
import { addFiles, driveWindow, dropFiles, leaveDraft, runCommand, settled, type Driven } from './window-driver'

/* A person's own export, and the ways on which its instrument comes to it: each of them ends in data. */
const data = { name: 'mini.csv', text: ownExport }
const instrument = { name: 'mini.json', text: ownInstrument() }

let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-own-'))
  window = await driveWindow({ locale: 'en' })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => runCommand(window.page, 'command.project-new'))
afterEach(() => expect(window.complaints).toEqual([]))

async function drop(...files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
  await dropFiles(window.page, files)
  await settled(window.page)
}

async function dropData(file = data): Promise<void> {
  await dropFiles(window.page, [file])
  await window.page.getByRole('heading', { name: file.name }).waitFor()
  await settled(window.page)
}

const useBundled = async (): Promise<void> => {
  await window.page.getByRole('button', { name: 'Use the bundled instrument' }).click()
  await settled(window.page)
}

const readAs = (header: string) => window.page.getByLabel(`What ${header} is read as`)

async function mapByHand(header: string, target: string): Promise<void> {
  await readAs(header).focus()
  await readAs(header).selectOption(target)
  await settled(window.page)
}

/** That the file on the screen is read whole, with nothing in red. */
async function expectForty(): Promise<void> {
  const { page } = window
  await page.keyboard.press('Control+1')
  await settled(page)
  await expect
    .poll(async () => (await page.locator('dl').first().innerText()).replace(/\s+/g, ' '))
    .toContain('Rows read 40 Used 40')
  const told = await page.getByRole('alert').allInnerTexts()
  expect(told.filter((text) => !text.includes('is now the instrument of the project'))).toEqual([])
  expect(await readAs('Jag trivs').inputValue()).toBe('item:t1')
}

describe('every way from an export to its data', () => {
  test('the data, then their instrument', async () => {
    await dropData()
    await drop(instrument)
    await expectForty()
    expect(await readAs(question).inputValue()).toBe('attribute:vilken_organisation_arbetar_du_i')
  })

  test('the instrument, then the data; and both at once', async () => {
    await drop(instrument)
    await dropData()
    await expectForty()
    await runCommand(window.page, 'command.project-new')
    await drop(data, instrument)
    await expectForty()
  })

  test('the data, the bundled instrument by the button on that screen, then their own', async () => {
    await dropData()
    await useBundled()
    await drop(instrument)
    await expectForty()
    expect(await readAs(question).inputValue()).toBe('attribute:vilken_organisation_arbetar_du_i')
  })

  test('a column is mapped by hand before the instrument comes, and stays as it was mapped', async () => {
    await dropData()
    await leaveDraft(window.page)
    await mapByHand(question, 'attribute:organisation')
    await drop(instrument)
    await expectForty()
    expect(await readAs(question).inputValue()).toBe('attribute:organisation')
  })

  test('the bundled instrument, a column mapped to one of its items, then their own; taken back and done again', async () => {
    const { page } = window
    await dropData()
    await useBundled()
    await mapByHand('Jag trivs', 'item:culture_1')
    await drop(instrument)
    await expectForty()
    await page.keyboard.press('Control+z')
    await settled(page)
    expect(await readAs('Jag trivs').inputValue()).toBe('item:culture_1')
    await page.keyboard.press('Control+Shift+z')
    await expectForty()
  })

  test('saved without an instrument and opened again, the instrument, then the file', async () => {
    const { page } = window
    const path = join(folder, 'own.json')
    await dropData()
    await window.answerDialog({ save: path })
    await page.keyboard.press('Control+s')
    await expect.poll(() => existsSync(path)).toBe(true)
    const own = readFileSync(path, 'utf8')
    await window.close()
    window = await driveWindow({ locale: 'en' })
    await drop({ name: 'own.json', text: own })
    await drop(instrument)
    await drop(data)
    await expectForty()
  })
})

describe('what is read of it', () => {
  test('comments are left out whatever their question is called, and long names under a header that asks for them are not', async () => {
    const comments = ['Bra', 'Chefen på natten är elak', '']
    const names = [
      'B kommun',
      'Tilrettelagte botjenester for mennesker med nedsatt funksjonsevne i Steinkjer kommune 1',
    ]
    await dropData({ name: 'a.csv', text: exportWithComments('Har du något mer att tillägga?', comments) })
    await drop(instrument)
    await expectForty()
    expect(await readAs('Har du något mer att tillägga?').inputValue()).toBe('unused')
    await runCommand(window.page, 'command.project-new')
    await dropData({ name: 'b.csv', text: exportOfOrganisations('Organisasjon', names) })
    await drop(instrument)
    await expectForty()
    expect(await readAs('Organisasjon').inputValue()).toBe('attribute:organisation')
  })
})

test('the order of the rounds is changed by keyboard, saved, and there when the project is opened again', async () => {
  const { page } = window
  const path = join(folder, 'rounds.json')
  const header = 'Runde;Jag trivs;Jag lär mig'
  const rows = ['Uke B', 'Uke A', 'Uke C'].flatMap((round) =>
    Array.from({ length: 6 }, (_, row) => `${round};${1 + (row % 5)};3`),
  )
  const rounds = { name: 'rounds.csv', text: `${header}\n${rows.join('\n')}\n` }
  const list = () => page.getByRole('region', { name: 'Rounds' })
  const shown = () => list().locator('li bdi').allInnerTexts()
  await drop(instrument)
  await dropData(rounds)
  const found = await shown()
  expect(found.toSorted()).toEqual(['Uke A', 'Uke B', 'Uke C'])
  const last = found.at(-1) ?? ''
  const turned = [found[0], last, found[1]]
  await list()
    .getByRole('button', { name: `Move ${last} earlier` })
    .focus()
  await page.keyboard.press('Enter')
  await expect.poll(shown).toEqual(turned)
  await settled(page)
  await window.answerDialog({ save: path })
  await page.keyboard.press('Control+s')
  await expect.poll(() => existsSync(path)).toBe(true)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ recipe: { rounds: turned } })
  const saved = readFileSync(path, 'utf8')
  await window.close()
  window = await driveWindow({ locale: 'en' })
  await drop({ name: 'rounds.json', text: saved })
  await addFiles(window.page, [{ name: 'rounds.csv', mimeType: 'text/csv', buffer: Buffer.from(rounds.text) }])
  await settled(window.page)
  await window.page.keyboard.press('Control+1')
  await expect
    .poll(() => window.page.getByRole('region', { name: 'Rounds' }).locator('li bdi').allInnerTexts())
    .toEqual(turned)
  // Left to their names again, they stand as they did.
  await window.page.getByRole('button', { name: 'Go back to the order found' }).click()
  await settled(window.page)
  await expect
    .poll(() => window.page.getByRole('region', { name: 'Rounds' }).locator('li bdi').allInnerTexts())
    .toEqual(found)
})

test('the order of an attribute’s levels is changed by keyboard, a reference is chosen, and both are saved', async () => {
  const { page } = window
  const path = join(folder, 'levels.json')
  const rows = ['Sol', 'Ask', 'Elm'].flatMap((place) =>
    Array.from({ length: 6 }, (_, row) => `${place};${1 + (row % 5)};3`),
  )
  await drop(instrument)
  await dropData({ name: 'levels.csv', text: `Sted;Jag trivs;Jag lär mig\n${rows.join('\n')}\n` })
  await page.getByRole('radio', { name: 'Values' }).focus()
  await page.keyboard.press('Space')
  const list = page.getByRole('region', { name: 'Order of groups' })
  const shown = () => list.locator('li bdi').allInnerTexts()
  await expect.poll(shown).toEqual(['Ask', 'Elm', 'Sol'])
  await list.getByRole('button', { name: 'Move Sol up' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(shown).toEqual(['Ask', 'Sol', 'Elm'])
  await settled(page)
  await list.getByRole('combobox').selectOption('Elm')
  await settled(page)
  await window.answerDialog({ save: path })
  await page.keyboard.press('Control+s')
  await expect.poll(() => existsSync(path)).toBe(true)
  const { recipe } = JSON.parse(readFileSync(path, 'utf8')) as { recipe: Record<string, Record<string, unknown>> }
  expect(Object.values(recipe['levels'] ?? {})).toEqual([['Ask', 'Sol', 'Elm']])
  expect(Object.values(recipe['reference'] ?? {})).toEqual(['Elm'])
})
