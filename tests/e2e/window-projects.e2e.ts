import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addFiles, driveWindow, sample, settled, type Driven } from './window-driver'

/** The unsaved projects that lie in the user's folder, as text. */
const draftsIn = (userData: string) => (): string => {
  const folder = join(userData, 'drafts')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  return names
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { readonly content: string })
    .map(({ content }) => Buffer.from(content, 'base64').toString('utf8'))
    .join('\n')
}

/* What stays when the program ends: saved projects without data, unsaved work, and the choices of the person. */
let folder: string
let userData: string
let path: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'valtel-projects-'))
  userData = join(folder, 'user')
  path = join(folder, 'maturity.json')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function inWindow(work: (window: Driven) => Promise<void>): Promise<void> {
  const window = await driveWindow({ locale: 'en', userData })
  try {
    await work(window)
    expect(window.complaints).toEqual([])
  } finally {
    await window.close()
  }
}

describe('a project that was saved', () => {
  test('a project is saved, and holds no answers', () =>
    inWindow(async (window) => {
      const { page } = window
      await addFiles(page, [sample('2021.csv'), sample('instrument.json')])
      await page.getByRole('heading', { name: '2021.csv' }).waitFor()
      await settled(page)
      await page.keyboard.press('Control+3')
      await page.getByRole('button', { name: 'Add analysis' }).first().click()
      await page.getByRole('menuitem', { name: /^Dimension scores/ }).click()
      await settled(page)
      await page.getByLabel('Title of the project').fill('Maturity 2021')
      await window.answerDialog({ save: path })
      await page.keyboard.press('Control+s')
      await page.getByText('Saved', { exact: true }).waitFor()
      const text = readFileSync(path, 'utf8')
      expect(text).toContain('Maturity 2021')
      expect(text).not.toContain('Østerdalsfjord')
      expect((JSON.parse(text) as { files: Record<string, { sha256: string }> }).files['2021']?.sha256).toMatch(
        /^[0-9a-f]{64}$/,
      )
    }))

  test('it is on the list of recent projects, asks for its data, and knows them under another name', () =>
    inWindow(async ({ page }) => {
      await page.getByRole('button', { name: /^maturity/ }).click()
      await page.getByRole('heading', { name: 'The files are missing' }).waitFor()
      await page.keyboard.press('Control+1')
      await page.getByText('A saved project holds no data.', { exact: false }).waitFor()
      const renamed = join(folder, 'moved and renamed.csv')
      copyFileSync(sample('2021.csv'), renamed)
      await addFiles(page, [renamed])
      await page.getByText('1,057 of 1,057 respondents').waitFor()
      await settled(page)
      await page.keyboard.press('Control+3')
      await expect.poll(() => page.getByText('Based on 1,057 respondents.').count()).toBe(1)
      await expect.poll(() => page.getByText('Saved', { exact: true }).count()).toBe(1)
    }))

  test('a file of the same name with other content is taken, and said', () =>
    inWindow(async ({ page }) => {
      await page.getByRole('button', { name: /^maturity/ }).click()
      await page.keyboard.press('Control+1')
      const other = join(folder, '2021.csv')
      writeFileSync(
        other,
        readFileSync(sample('2021.csv')).subarray(0, 40_000).toString('latin1').split('\n').slice(0, 150).join('\n'),
        'latin1',
      )
      await addFiles(page, [other])
      await page.getByText('does not hold the same as when the project was saved', { exact: false }).waitFor()
      await settled(page)
      expect(
        await page.getByText('does not hold the same as when the project was saved', { exact: false }).count(),
      ).toBeGreaterThan(0)
      expect(await page.getByText('1,057 of 1,057 respondents').count()).toBe(0)
    }))
})

describe('what was not saved, and what was chosen', () => {
  test('work that was not saved is offered again, and taken up', async () => {
    await inWindow(async ({ page }) => {
      await page.getByRole('button', { name: /^maturity/ }).click()
      await page.getByLabel('Title of the project').fill('Changed and never saved')
      await page.getByText('Not saved').waitFor()
      await expect.poll(draftsIn(userData)).toContain('Changed and never saved')
    })
    await inWindow(async ({ page }) => {
      await page.getByText('was not saved when the program ended', { exact: false }).waitFor()
      await page.getByRole('button', { name: 'Take it up again' }).click()
      await expect.poll(() => page.getByLabel('Title of the project').inputValue()).toBe('Changed and never saved')
      await expect.poll(() => page.getByText('Not saved').count()).toBe(1)
    })
  })

  test('another project over unsaved work sets it aside, and gives it back', () =>
    inWindow(async ({ page }) => {
      await page.getByRole('button', { name: /^maturity/ }).click()
      await page.getByLabel('Title of the project').fill('Half done')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Control+n')
      await page.getByRole('button', { name: 'Go back to the unsaved project' }).click()
      await expect.poll(() => page.getByLabel('Title of the project').inputValue()).toBe('Half done')
    }))

  test('language and appearance are remembered; the figures of a new project speak the language of the window', async () => {
    await inWindow(async ({ page }) => {
      await page.getByRole('button', { name: 'Languages' }).click()
      await page
        .getByRole('group', { name: 'Language of the window' })
        .getByRole('menuitemradio', { name: 'Svenska' })
        .click()
      await page
        .getByRole('group', { name: 'Språk i figurer och tabeller' })
        .getByRole('menuitemradio', { name: 'Dansk' })
        .click()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Mörkt utseende' }).click()
      await expect
        .poll(() => JSON.parse(readFileSync(join(userData, 'settings.json'), 'utf8')) as object)
        .toMatchObject({ language: 'sv', theme: 'dark' })
    })
    await inWindow(async ({ page }) => {
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('sv-SE')
      expect(await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))).toBe('dark')
      await page.getByRole('button', { name: 'Språk', exact: true }).click()
      const figures = page.getByRole('group', { name: 'Språk i figurer och tabeller' })
      await expect
        .poll(() => figures.getByRole('menuitemradio', { name: 'Svenska' }).getAttribute('aria-checked'))
        .toBe('true')
      await expect
        .poll(() => figures.getByRole('menuitemradio', { name: 'Dansk' }).getAttribute('aria-checked'))
        .toBe('false')
    })
  })
})
