import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import {
  addFiles,
  axeViolations,
  driveWindow,
  dropFiles,
  expectFlawless,
  openSample,
  runCommand,
  settled,
  still,
  type Driven,
} from './window-driver'

/* The instrument, edited as its author would: texts, order, dimensions, scales and faults, with what it gives for the data beside it. */
let folder: string
let window: Driven
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-instrument-'))
  window = await driveWindow({ locale: 'en', width: 1440, height: 900 })
  await openSample(window.page)
  await window.page.keyboard.press('Control+2')
  await settled(window.page)
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const row = (id: string) => window.page.locator(`[data-row="${id}"]`)
const preview = (dimension: string) => window.page.locator(`tbody[data-dimension="${dimension}"] td`)
/** Ids of the items under a dimension, in their order. */
const itemsUnder = (dimension: string): Promise<readonly string[]> =>
  window.page.evaluate((id) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[role=treeitem]')]
    const from = rows.findIndex(({ dataset }) => dataset['row'] === `dimensions:${id}`)
    const to = rows.findIndex((each, index) => index > from && each.getAttribute('aria-level') === '1')
    return rows.slice(from + 1, to).map(({ dataset }) => (dataset['row'] ?? '').replace('items:', ''))
  }, dimension)
const culture = [1, 2, 3, 4, 5].map((number) => `culture_${number}`)
const undo = async (): Promise<void> => {
  await window.page.keyboard.press('Control+z')
  await settled(window.page)
}

describe('the instrument in the editor', () => {
  test('shows what it gives for the data', async () => {
    await expect.poll(() => preview('culture').first().innerText()).toBe('1,280')
    await expect.poll(() => preview('culture').nth(1).innerText()).toMatch(/^\d\.\d\d$/)
    await expect.poll(() => preview('culture').nth(2).innerText()).toMatch(/^0\.\d\d$/)
  })

  test('a text is typed in one language, shown in the tree, and undone as one step', async () => {
    const { page } = window
    await row('items:culture_1').click()
    const field = page.getByRole('group', { name: 'Text' }).getByLabel('English')
    const before = await field.inputValue()
    await field.click()
    await page.keyboard.press('End')
    await page.keyboard.type(' indeed')
    await expect.poll(() => row('items:culture_1').innerText()).toContain('indeed')
    await expect.poll(() => page.getByText('instrument-own.json').count()).toBe(1)
    await undo()
    await expect.poll(() => field.inputValue()).toBe(before)
    expect(await page.getByText('instrument-own.json').count()).toBe(0)
  })

  test('an item is dragged into another dimension, whose scores follow', async () => {
    const { page } = window
    const before = await preview('technology').nth(1).innerText()
    await row('items:culture_2').dragTo(row('items:technology_2'), { targetPosition: { x: 40, y: 3 } })
    await settled(page)
    expect(await itemsUnder('technology')).toEqual([
      'technology_1',
      'culture_2',
      ...[2, 3, 4, 5].map((number) => `technology_${number}`),
    ])
    expect(await itemsUnder('culture')).toEqual(culture.filter((id) => id !== 'culture_2'))
    await expect.poll(() => preview('technology').nth(1).innerText()).not.toBe(before)
    await undo()
    expect(await itemsUnder('culture')).toEqual(culture)
    await expect.poll(() => preview('technology').nth(1).innerText()).toBe(before)
  })

  test('several items are chosen, moved by the menu and turned together', async () => {
    const { page } = window
    await row('items:culture_1').click()
    await row('items:culture_3').click({ modifiers: ['Shift'] })
    await row('items:culture_2').click({ modifiers: ['Control'] })
    await page.getByRole('heading', { name: '2 items' }).waitFor()
    await page.getByRole('button', { name: 'Move to…' }).click()
    await page.getByRole('menuitem', { name: 'Interaction' }).click()
    expect((await itemsUnder('interaction')).slice(-2)).toEqual(['culture_1', 'culture_3'])
    await page.getByRole('switch', { name: 'Turn before scoring' }).click()
    await settled(page)
    await expect.poll(() => row('items:culture_1').getByLabel('reversed').count()).toBe(1)
    // Turned alone among the others they run against them, and this is told.
    await row('items:culture_1').getByLabel('runs against its dimension').waitFor()
    await undo()
    await undo()
    expect(await itemsUnder('culture')).toEqual(culture)
  })

  test('what is wrong is told where it is, and the data keep the version before', async () => {
    const { page } = window
    const before = await preview('culture').nth(1).innerText()
    await row('dimensions:culture').click()
    await page.getByRole('group', { name: 'Name' }).getByLabel('English').fill('')
    await page.getByRole('group', { name: 'Name' }).getByLabel('Norsk bokmål').fill('')
    await page.getByRole('group', { name: 'Name' }).getByLabel('Svenska').fill('')
    await page.getByText('“dimensions[2].label” has no text in any language. Write at least one.').first().waitFor()
    await expect.poll(() => row('dimensions:culture').getByLabel('has a problem').count()).toBe(1)
    await page.getByText('The numbers are those of the latest version without any.', { exact: false }).waitFor()
    await expect.poll(() => preview('culture').nth(1).innerText()).toBe(before)
    await row('items:technology_1').click()
    await page.getByRole('region', { name: 'One problem' }).getByRole('button').click()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')))
      .toBe('label')
    await page.keyboard.type('Kultur')
    await expect.poll(() => page.getByRole('region', { name: 'One problem' }).count()).toBe(0)
    await page.getByRole('main').focus()
    for (let step = 0; step < 4; step += 1) await undo()
    await expect.poll(() => row('dimensions:culture').innerText()).toContain('Culture and competence')
  })

  test('labels of a scale stand side by side, and languages with different numbers of them are warned of', async () => {
    const { page } = window
    await row('scales:agree5').click()
    const label = page.getByLabel('Step 3, Svenska')
    await expect.poll(() => label.inputValue()).toBe('Varken eller')
    await label.fill('')
    await page.getByText('Norwegian 5, Swedish 4', { exact: false }).waitFor()
    await undo()
    await expect.poll(() => label.inputValue()).toBe('Varken eller')
    expect(await page.getByText('Swedish 4', { exact: false }).count()).toBe(0)
    await page.getByRole('button', { name: 'Remove the scale' }).click()
    await page.getByRole('alert').filter({ hasText: '30 items are answered on the scale' }).waitFor()
  })

  test('an id is changed, and what names it follows', async () => {
    const { page } = window
    await row('dimensions:culture').click()
    await page.locator('[data-panel] [data-field="id"] input').fill('kultur')
    await page.keyboard.press('Enter')
    await settled(page)
    expect(await itemsUnder('kultur')).toEqual(culture)
    await expect.poll(() => preview('kultur').first().innerText()).toBe('1,280')
    await page.locator('[data-panel] [data-field="id"] input').fill('technology')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'is taken' }).waitFor()
    await page.keyboard.press('Escape')
    await undo()
    expect(await itemsUnder('culture')).toEqual(culture)
  })

  test('is flawless to read for a program', async () => {
    await row('items:culture_1').click()
    await still(window.page)
    expectFlawless(window, await axeViolations(window.page))
    await row('scales:agree5').click()
    await still(window.page)
    expectFlawless(window, await axeViolations(window.page))
  })
})

describe('with the keyboard alone', () => {
  test('items are reached, chosen, moved, named and removed', async () => {
    const { page } = window
    await row('instrument').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => row('items:formal_structure_1').getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Alt+ArrowDown')
    expect((await itemsUnder('formal_structure')).slice(0, 2)).toEqual(['formal_structure_2', 'formal_structure_1'])
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('heading', { name: '2 items' }).waitFor()
    await page.keyboard.press('Alt+ArrowUp')
    expect((await itemsUnder('formal_structure')).slice(0, 3)).toEqual([
      'formal_structure_1',
      'formal_structure_3',
      'formal_structure_2',
    ])
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('F2')
    await page.keyboard.type('Structure')
    await page.keyboard.press('Enter')
    await expect.poll(() => row('dimensions:formal_structure').innerText()).toContain('Structure')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Delete')
    expect(await row('items:formal_structure_1').count()).toBe(0)
    for (let step = 0; step < 4; step += 1) await undo()
    expect((await itemsUnder('formal_structure'))[0]).toBe('formal_structure_1')
    await expect.poll(() => row('dimensions:formal_structure').innerText()).toContain('Formal structure')
  })

  test('Enter leads to the fields of what is chosen, and a dimension is folded', async () => {
    const { page } = window
    await row('instrument').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => row('dimensions:formal_structure').getAttribute('aria-expanded')).toBe('false')
    expect(await row('items:formal_structure_1').count()).toBe(0)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => row('items:formal_structure_1').count()).toBe(1)
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')))
      .toBe('label')
  })
})

describe('the instrument as a file', () => {
  test('an edited one is saved with the project and opened again as it was', async () => {
    const { page } = window
    await row('items:culture_1').click()
    await page.getByRole('group', { name: 'Text' }).getByLabel('English').fill('We try things out')
    await settled(page)
    const project = join(folder, 'edited.json')
    await window.answerDialog({ save: project, open: project })
    await page.keyboard.press('Control+Shift+S')
    await page.getByText('Saved', { exact: true }).waitFor()
    const saved = JSON.parse(readFileSync(project, 'utf8')) as { readonly instrument: { readonly text: string } }
    const { text } = saved.instrument
    expect(text).toContain('We try things out')
    // Everything else is spelt as in the file that it began from.
    const lines = readFileSync(join(projectFolder, 'fixtures/sample/instrument.json'), 'utf8').split('\n')
    const changed = text.split('\n').filter((line) => !lines.includes(line))
    expect(changed.map((line) => line.trim().slice(0, 12))).toEqual(['"id": "odm-v', '"version": "', '"en": "We tr'])
    await page.keyboard.press('Control+n')
    await page.keyboard.press('Control+o')
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.keyboard.press('Control+2')
    await expect.poll(() => row('items:culture_1').innerText()).toContain('We try things out')
    const file = join(folder, 'instrument.json')
    await window.answerDialog({ save: file })
    await runCommand(page, 'command.instrument-save-json')
    await expect.poll(() => readFileSync(file, 'utf8')).toBe(text)
  })

  test('one with faults is put right in the editor', async () => {
    const { page } = window
    await page.keyboard.press('Control+n')
    await addFiles(page, [join(projectFolder, 'fixtures/bad/instrument-item-twice.json')])
    await page.getByRole('button', { name: 'Repair in the editor' }).click()
    const problems = page.getByRole('region', { name: 'One problem' })
    await problems.getByRole('button').click()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')))
      .toBe('id')
    await page.locator('[data-panel] [data-field="id"] input').fill('culture_2b')
    await page.keyboard.press('Enter')
    await expect.poll(() => problems.count()).toBe(0)
    await expect.poll(() => row('items:culture_2b').count()).toBe(1)
  })

  test('one that is no JSON is put right as a text', async () => {
    const { page } = window
    await page.keyboard.press('Control+n')
    const text = readFileSync(join(projectFolder, 'fixtures/sample/instrument.json'), 'utf8')
    await dropFiles(page, [{ name: 'cut.json', text: text.replace('"id": "odm-valtel",', '"id": "odm-valtel"') }])
    await page.getByRole('button', { name: 'Repair in the editor' }).click()
    await page.getByText('The file cannot be read as an instrument.', { exact: false }).waitFor()
    await page.getByRole('button', { name: /^line 4/ }).click()
    await page.getByLabel('Edit as text').fill(text)
    await row('items:culture_1').waitFor()
    expect(await page.getByLabel('Edit as text').count()).toBe(0)
  })

  test('a codebook that is kept by hand is read, and saved as a workbook that is read again', async () => {
    const { page } = window
    const csv = [
      'Variabel;Dimensjon;Spørsmål;Verdier;Snudd',
      'q1;Kultur;Vi prøver nye ting;1 = Uenig, 5 = Enig;',
      'q2;Kultur;Vi er redde for nytt;1 = Uenig, 5 = Enig;ja',
    ]
    const read = async (lines: readonly string[], path?: string): Promise<void> => {
      await page.keyboard.press('Control+n')
      const choosing = page.waitForEvent('filechooser')
      await runCommand(page, 'command.instrument-import')
      await (
        await choosing
      ).setFiles(path ?? [{ name: 'kodebok.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) }])
    }
    await read([...csv, 'q2;Kultur;En gang til;1 = Uenig, 5 = Enig;kanskje'])
    await page.getByRole('alert').filter({ hasText: 'stands already in row 3' }).waitFor()
    await page.getByRole('alert').filter({ hasText: 'line 4, column Snudd' }).waitFor()
    await read(csv)
    await row('items:q1').waitFor()
    expect(await itemsUnder('Kultur')).toEqual(['q1', 'q2'])
    await expect.poll(() => row('items:q2').getByLabel('reversed').count()).toBe(1)
    const workbook = join(folder, 'kodebok.xlsx')
    await window.answerDialog({ save: workbook })
    await runCommand(page, 'command.instrument-save-xlsx')
    await expect.poll(() => existsSync(workbook)).toBe(true)
    await read([], workbook)
    await row('items:q1').waitFor()
    expect(await itemsUnder('Kultur')).toEqual(['q1', 'q2'])
  })

  test('a new one is begun from nothing', async () => {
    const { page } = window
    await page.keyboard.press('Control+n')
    await runCommand(page, 'command.instrument-new')
    await row('items:item_1').click()
    await page.getByRole('group', { name: 'Text' }).getByLabel('English').fill('I like it')
    await row('dimensions:dimension_1').click()
    await page.getByRole('group', { name: 'Name' }).getByLabel('English').fill('Liking')
    await expect.poll(() => page.getByRole('region', { name: /problem/ }).count()).toBe(0)
    expect(await itemsUnder('dimension_1')).toEqual(['item_1'])
  })
})
