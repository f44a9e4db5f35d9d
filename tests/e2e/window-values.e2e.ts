import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownInstrument } from '../own-export'
import { addFiles, axeViolations, driveWindow, expectFlawless, runCommand, settled, type Driven } from './window-driver'

/* Three spellings of a municipality, roles in two languages, and a headcount that has the right names. */
const names = ['NAMSOS', 'Namsos kommune', 'Namsos komune', 'Åre Kommun', 'Åre kommun', 'Namsos kommune']
const roles = ['Avdelingsleder', 'Medarbeider', 'Anställd']
const answers = Array.from({ length: 60 }, (_, row) =>
  [names[row % names.length], roles[row % roles.length], (row % 5) + 1, ((row + 2) % 5) + 1].join(';'),
)
const survey = `Organisasjon;Rolle;Jag trivs;Jag lär mig\n${answers.join('\n')}\n`
const headcount = 'round;organisation;headcount\n2023;Namsos kommune;80\n2023;Åre kommun;40\n'

let folder: string
let window: Driven
const file = (name: string): string => join(folder, name)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-values-'))
  writeFileSync(file('svar-2023.csv'), survey)
  writeFileSync(file('inviterte.csv'), headcount)
  writeFileSync(file('instrument.json'), ownInstrument())
  window = await driveWindow({ locale: 'en', userData: join(folder, 'user') })
})
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

async function showValues(): Promise<void> {
  const { page } = window
  await page.keyboard.press('Control+1')
  await page.locator('label:has-text("Values")').click()
  await page.getByLabel('Attribute', { exact: true }).waitFor()
  await settled(page)
}

const showAttribute = (attribute: string): Promise<unknown> =>
  window.page.getByLabel('Attribute', { exact: true }).selectOption(attribute)

/** The values of the attribute and the rows of each, as they are listed. */
async function listed(): Promise<Readonly<Record<string, string>>> {
  const rows = window.page.getByRole('region', { name: 'Values of the attribute' }).getByRole('listitem')
  const read = await rows.evaluateAll((items) =>
    items.map((item) => [
      (item.querySelector('input:not([type="checkbox"])') as HTMLInputElement | null)?.value ?? '',
      /\d+ rows?|in the headcount only/.exec(item.textContent)?.[0] ?? '',
    ]),
  )
  return Object.fromEntries(read) as Readonly<Record<string, string>>
}

const asWritten = {
  NAMSOS: '10 rows',
  'Namsos kommune': '20 rows',
  'Namsos komune': '10 rows',
  'Åre kommun': '10 rows',
  'Åre Kommun': '10 rows',
}
const merged = { 'Namsos kommune': '40 rows', 'Åre kommun': '20 rows' }

describe.sequential('the values of attributes', () => {
  test('spellings that may be one are proposed with a reason, and nothing is merged unasked', async () => {
    const { page } = window
    await addFiles(page, ['svar-2023.csv', 'instrument.json', 'inviterte.csv'].map(file))
    await page.getByRole('heading', { name: 'svar-2023.csv' }).waitFor()
    await settled(page)
    await showValues()
    await showAttribute('organisation')
    expect(await listed()).toEqual(asWritten)
    const proposals = page.getByRole('region', { name: /spellings that may be other values/ })
    await expect.poll(() => proposals.getByRole('listitem').count()).toBe(3)
    await expect.poll(() => proposals.innerText()).toContain('capitals, spaces or punctuation alone differ · 99% sure')
    expectFlawless(window, await axeViolations(page))
  })

  test('all that are shown become one at a click, and Ctrl+Z takes it back', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Merge all 3' }).click()
    await settled(page)
    await expect.poll(listed).toEqual(merged)
    await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(listed).toEqual(asWritten)
    await page.getByRole('button', { name: 'Merge NAMSOS into Namsos kommune', exact: true }).click()
    await settled(page)
    await expect.poll(async () => (await listed())['Namsos kommune']).toBe('30 rows')
    await page.getByRole('button', { name: 'Make NAMSOS a value of its own again', exact: true }).click()
    await settled(page)
    await expect.poll(listed).toEqual(asWritten)
  })

  test('values are found, marked and merged by hand with the keyboard alone, renamed and blanked', async () => {
    const { page } = window
    await page.getByLabel('Search values and spellings').fill('namsos')
    expect(Object.keys(await listed())).toEqual(['NAMSOS', 'Namsos kommune', 'Namsos komune'])
    await page.getByLabel('Search values and spellings').fill('')
    for (const level of ['NAMSOS', 'Namsos komune']) {
      await page.getByRole('checkbox', { name: `Mark ${level}`, exact: true }).focus()
      await page.keyboard.press('Space')
    }
    await page.getByLabel('Name of the 2 marked values as one').fill('Nåavmesjenjaelmie')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await settled(page)
    await expect.poll(async () => (await listed())['Nåavmesjenjaelmie']).toBe('20 rows')
    await page.getByLabel('Name of Nåavmesjenjaelmie').fill('Namsos kommune')
    await page.keyboard.press('Enter')
    await settled(page)
    await expect.poll(async () => (await listed())['Namsos kommune']).toBe('40 rows')
    await page.getByRole('button', { name: 'Treat Åre Kommun as blank', exact: true }).click()
    await settled(page)
    await page.getByRole('button', { name: 'Åre Kommun (10 rows): take back', exact: true }).click()
    await settled(page)
    await page.getByRole('button', { name: 'Merge Åre Kommun into Åre kommun', exact: true }).click()
    await settled(page)
    await expect.poll(listed).toEqual(merged)
  })

  test('roles of two languages become the usual ones, and the reference is chosen beside them', async () => {
    const { page } = window
    await showAttribute('role')
    await page.getByRole('button', { name: 'Merge all 3' }).click()
    await settled(page)
    await expect.poll(listed).toEqual({ employee: '40 rows', leader: '20 rows' })
    const order = page.getByRole('region', { name: 'Order of groups' })
    await order.getByRole('combobox').selectOption('leader')
    await settled(page)
    await expect.poll(() => order.getByRole('combobox').inputValue()).toBe('leader')
  })

  test('the project keeps it, and its recipe gives the same groups on the command line', async () => {
    const { page } = window
    await page.keyboard.press('Control+3')
    await page.getByRole('button', { name: 'Add analysis' }).first().click()
    await page.getByRole('menuitem', { name: /^Dimension scores/ }).click()
    await settled(page)
    await window.answerDialog({ save: file('project.json') })
    await page.keyboard.press('Control+s')
    await page.getByText('Saved', { exact: true }).waitFor()
    mkdirSync(file('recipe'))
    await window.answerDialog({ open: file('recipe') })
    await runCommand(page, 'command.project-save-recipe')
    const written = (): string =>
      readdirSync(file('recipe'), { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('recipe.json')) ??
      ''
    await expect.poll(written).not.toBe('')
    const path = file(join('recipe', written()))
    for (const name of ['svar-2023.csv', 'inviterte.csv']) copyFileSync(file(name), join(dirname(path), name))
    const recipe = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly sources: readonly { readonly id: string; readonly values?: unknown }[]
      readonly reference: unknown
    }
    expect(recipe.sources.map(({ values }) => values)).toContainEqual({
      organisation: { NAMSOS: 'Namsos kommune', 'Namsos komune': 'Namsos kommune', 'Åre Kommun': 'Åre kommun' },
      role: { Avdelingsleder: 'leader', Medarbeider: 'employee', Anställd: 'employee' },
    })
    expect(recipe.reference).toEqual({ role: 'leader' })
    const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))
    const said = execFileSync(process.execPath, [cli, 'check', path], { encoding: 'utf8' })
    expect(said).not.toContain('may be')
    // The groups are asked for in the recipe, so that their names and people stand in the results.
    const grouped = { ...recipe, analyses: [{ id: 'dimension-scores', options: { by: ['organisation', 'role'] } }] }
    writeFileSync(path, JSON.stringify(grouped))
    execFileSync(process.execPath, [cli, 'run', path, '--out', file('out')])
    const results = readFileSync(file('out/tables/dimension-scores.scores.csv'), 'utf8')
    const groups = results
      .split(/\r?\n/)
      .map((line) => /(?:Namsos|NAMSOS|Åre)[^,;]*[,;](?:employee|leader)/.exec(line)?.[0])
    expect(new Set(groups.filter((group) => group !== undefined).map((group) => group.replace(';', ',')))).toEqual(
      new Set(['Namsos kommune,employee', 'Namsos kommune,leader', 'Åre kommun,employee', 'Åre kommun,leader']),
    )
  }, 120_000)

  test('opened again, the values are those that were saved', async () => {
    await window.close()
    window = await driveWindow({ locale: 'en', userData: join(folder, 'user') })
    const { page } = window
    await page.getByRole('button', { name: /^project/ }).click()
    await addFiles(page, ['svar-2023.csv', 'inviterte.csv'].map(file))
    await settled(page)
    await showValues()
    await showAttribute('organisation')
    await expect.poll(listed).toEqual(merged)
    await showAttribute('role')
    await expect.poll(listed).toEqual({ employee: '40 rows', leader: '20 rows' })
    expectFlawless(window, await axeViolations(page))
  })
})
