import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axeViolations, driveWindow, expectFlawless, openSample, settled, type Driven } from './window-driver'

let window: Driven
beforeAll(async () => {
  window = await driveWindow({ locale: 'nb', width: 1100, height: 700 })
  await openSample(window.page)
})
afterAll(() => window.close())

describe.sequential('names of attributes and values', () => {
  test('are edited side by side, refused where two values would be called the same, and taken back with Ctrl+Z', async () => {
    const { page } = window
    await page.keyboard.press('Control+1')
    await page.getByRole('button', { name: /^Variabler og navn/ }).click()
    await page.locator('summary').filter({ hasText: 'Rolle' }).click()
    const leader = page.getByRole('textbox', { name: 'leader på Norsk bokmål' })
    const employee = page.getByRole('textbox', { name: 'employee på Norsk bokmål' })
    await expect.poll(() => employee.getAttribute('placeholder')).toBe('ansatt')
    await employee.fill('medarbeider')
    await employee.press('Enter')
    await leader.fill('Medarbeider')
    await leader.press('Enter')
    expect(await page.getByRole('alert').innerText()).toBe(
      '«employee» heter allerede «Medarbeider». Gi denne verdien et annet navn.',
    )
    await leader.fill('sjef')
    await leader.press('Enter')
    await page.getByRole('alert').waitFor({ state: 'detached' })
    expectFlawless(window, await axeViolations(page))
    await page.getByText('Legg til filter').click()
    await page.getByRole('menuitem', { name: 'Rolle' }).click()
    await page.getByRole('checkbox', { name: 'sjef' }).waitFor()
    await expect.poll(() => page.getByRole('checkbox', { name: 'medarbeider' }).count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.locator('summary').first().focus()
    await page.keyboard.press('Control+z')
    await settled(page)
    await expect.poll(() => leader.inputValue()).toBe('')
    await expect.poll(() => employee.inputValue()).toBe('medarbeider')
  })
})
