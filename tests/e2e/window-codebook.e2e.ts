import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, settled } from './window-driver'

const formats = join(projectFolder, 'fixtures/formats/surveyxact-semicolon')
const file = (name: string): string => join(formats, `${name}.csv`)

test('a codebook that is given with its answers is shown in the draft as certain, and what was decided stays when it comes later', async () => {
  const window = await driveWindow({ locale: 'en' })
  try {
    const { page } = window
    const summary = page.locator('main header p').first()
    await addFiles(page, [file('labels'), file('dataset'), file('structure')])
    await page.getByRole('heading', { name: 'dataset.csv' }).waitFor()
    await settled(page)
    await page.getByText('Opplæringen i nye digitale løsninger blir ofte for kort', { exact: true }).first().waitFor()
    const withCodebook = await summary.innerText()
    await expect.poll(() => page.locator('main').innerText()).toContain('The codebook names the codes from 1 to 5')

    await page.keyboard.press('Control+n')
    await addFiles(page, [file('dataset')])
    await page.getByRole('heading', { name: 'dataset.csv' }).waitFor()
    await settled(page)
    await addFiles(page, [file('labels'), file('structure')])
    await settled(page)
    await page.getByText('Opplæringen i nye digitale løsninger blir ofte for kort', { exact: true }).first().waitFor()
    await expect.poll(() => summary.innerText()).toBe(withCodebook)
    const all = page.getByRole('button', { name: /^Accept/u })
    if ((await all.count()) > 0) await all.click()
    await settled(page)
    await page.getByRole('button', { name: 'Confirm and show results' }).click()
    await settled(page)
    await page.locator('main table').first().waitFor()
    expect(window.complaints).toEqual([])
  } finally {
    await window.close()
  }
})
