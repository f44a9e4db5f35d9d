import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, settled, type Driven } from './window-driver'

const file = (name: string): string => join(projectFolder, 'fixtures/formats/surveyxact-semicolon', name)

let window: Driven
beforeAll(async () => {
  window = await driveWindow({ locale: 'en' })
})
afterAll(() => window.close())

test('the three files of one export are one source, which loads by the instrument that was drafted from them', async () => {
  const { page } = window
  await addFiles(page, [file('labels.csv'), file('dataset.csv'), file('structure.csv')])
  await page.getByRole('heading', { name: 'dataset.csv' }).waitFor()
  await settled(page)
  expect(await page.locator('button:has(bdi:text-is("labels.csv"))').count()).toBe(0)
  expect(await page.locator('button:has(bdi:text-is("structure.csv"))').count()).toBe(0)
  const facts = (await page.locator('dl').first().innerText()).replace(/\s+/g, ' ')
  expect(facts).toContain('Rows read 9 Used 7 Left out 2 not finished Items 8 of 8')
  expect(await page.getByText('An instrument was drafted', { exact: false }).count()).toBe(1)
  expect(await page.getByText('that SurveyXact marks as not finished are set aside', { exact: false }).count()).toBe(1)
  expect(await page.getByLabel('What Q7_1 is read as').inputValue()).toBe('item:Q7_1')
  expect(await page.getByText('The file is an export from SurveyXact', { exact: false }).count()).toBe(1)
  expect(window.complaints).toEqual([])
})

test('those who did not finish are taken in by one choice', async () => {
  const { page } = window
  await page.getByLabel('Unfinished responses').selectOption('use')
  await settled(page)
  const facts = (await page.locator('dl').first().innerText()).replace(/\s+/g, ' ')
  expect(facts).toContain('Rows read 9 Used 8')
  expect(window.complaints).toEqual([])
})

test('what was said of the draft goes with the project that has it', async () => {
  const { page } = window
  const said = page.getByText('An instrument was drafted', { exact: false })
  expect(await said.count()).toBe(1)
  await page.keyboard.press('Control+n')
  await said.waitFor({ state: 'detached' })
  expect(window.complaints).toEqual([])
})
