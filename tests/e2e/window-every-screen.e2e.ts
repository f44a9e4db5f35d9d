import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { manyOrganisations } from '../many-organisations'
import { projectFolder } from '../source-files'
import { asItStands, emptyScreens, projectScreens, type Screen } from './every-screen'
import { asFile, everyKindOfProject } from './every-screen-project'
import { byKeyboard, faultsOf, inTurn, keyboardFaultsOf, looks, setLook, wanted } from './every-screen-walk'
import { addFiles, driveWindow, expectFlawless, runCommand, settled, wordOf, type Driven } from './window-driver'

const fixture = (name: string): string => join(projectFolder, 'fixtures', name)

/* Names that are cut, controls that lie on one another, what stands outside the window, and what axe finds: on every screen there is. */
describe('a project that holds nothing', () => {
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'nb', width: 1440, height: 900 })
  })
  afterAll(() => window.close())

  test('the first screen and the empty ones', async () => {
    const { page } = window
    const faults: string[] = []
    for (const look of looks) {
      await setLook(window, look)
      faults.push(...(await faultsOf(window, [asItStands('start'), ...emptyScreens], look)))
      await page.keyboard.press('Control+n')
    }
    expectFlawless(window, faults)
  }, 300_000)

  test('files that cannot be used, a proposal, an instrument that is awaited, and two versions', async () => {
    const { page } = window
    const answers = manyOrganisations().find(({ name }) => name === 'svar.csv')?.text ?? ''
    const named = {
      name: 'Medarbetarundersökningen om digital mognad i kommuner och regioner våren 2022, alla svar.csv',
      text: answers.split('\n').slice(0, 400).join('\n'),
    }
    const faults: string[] = []
    for (const look of looks) {
      const walk = async (...screens: readonly Screen[]): Promise<void> => {
        faults.push(...(await faultsOf(window, screens, look)))
      }
      await page.keyboard.press('Control+n')
      await setLook(window, look)
      await addFiles(page, [fixture('bad/instrument-item-twice.json'), fixture('bad/empty.csv')])
      await page.getByRole('alert').first().waitFor()
      await settled(page)
      await walk(asItStands('refused'))
      await page.keyboard.press('Control+n')
      await addFiles(page, [asFile(named)])
      await page.getByRole('button', { name: await wordOf(page, 'drafting.throw-away') }).waitFor()
      await settled(page)
      await walk(asItStands('drafting'))
      await page.getByRole('button', { name: await wordOf(page, 'drafting.throw-away') }).click()
      await settled(page)
      await walk(asItStands('instrument-awaited'), {
        name: 'overview-awaited',
        show: (shown) => shown.keyboard.press('Control+Shift+O'),
      })
      await page.keyboard.press('Control+n')
      const versions = ['instrument-2021.json', '2021.csv', 'instrument-2022.json']
      await addFiles(
        page,
        versions.slice(0, 2).map((name) => fixture(`surveys/two-versions/${name}`)),
      )
      await settled(page)
      await addFiles(page, [fixture('surveys/two-versions/instrument-2022.json')])
      await page.getByRole('button', { name: await wordOf(page, 'bridge.confirm') }).waitFor()
      await walk(asItStands('bridge'))
      await page.getByRole('button', { name: await wordOf(page, 'bridge.confirm') }).click()
      await settled(page)
    }
    expectFlawless(window, faults)
  }, 600_000)
})

/* One screen of each kind, or every screen, see `every-screen-walk.ts`. The change between rounds takes most of a minute to compute. */
describe('thirty organisations with long names and two hundred units', () => {
  const { names, files } = everyKindOfProject(
    wanted === undefined ? ['participation', 'comparison'] : ['participation', 'comparison', 'change'],
  )
  let window: Driven
  beforeAll(async () => {
    window = await driveWindow({ locale: 'nb', width: 1440, height: 900 })
    const { page } = window
    await addFiles(page, files)
    await page.getByRole('navigation').first().waitFor()
    await page
      .locator('footer[data-activity="busy"]')
      .waitFor({ timeout: 20_000 })
      .catch(() => undefined)
    await settled(page, 500_000)
    // What does not come into sight is told as a fault, and the others are looked at.
    page.setDefaultTimeout(10_000)
  }, 520_000)
  afterAll(() => window.close())

  test.each(looks)(
    'the screens at $width × $height in $language, $theme',
    async (look) => {
      await setLook(window, look)
      expectFlawless(window, await faultsOf(window, inTurn(projectScreens(names), look), look))
    },
    600_000,
  )

  test('an analysis that takes long says how far it is, and is stopped and begun anew', async () => {
    const { page } = window
    const look = { width: 1100, height: 700, language: 'en', theme: 'dark' } as const
    await setLook(window, look)
    await page.keyboard.press('Control+3')
    await runCommand(page, 'command.view-analyses')
    await page.getByRole('button', { name: 'Add analysis' }).first().click()
    await page.getByRole('menuitem', { name: /^From person to organisation/ }).click()
    await settled(page)
    const draws = page.getByRole('textbox', { name: 'Simulations of ranks' })
    await draws.fill('100000')
    const stop = page.getByRole('region', { name: /^Results of/ }).getByRole('button', { name: 'Stop', exact: true })
    await stop.waitFor()
    const faults = [...(await faultsOf(window, [asItStands('analysis-running')], look))]
    await stop.press('Enter')
    await settled(page)
    // What was computed before stands below, and is said to be older.
    for (const language of ['nb', 'sv', 'en'] as const) {
      await runCommand(page, `command.view-language-${language}`)
      await page.getByText(await wordOf(page, 'results.stopped-older')).waitFor()
    }
    faults.push(...(await faultsOf(window, [asItStands('analysis-stopped')], look)))
    await page.getByRole('button', { name: 'Compute', exact: true }).press('Enter')
    await stop.waitFor()
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await settled(page)
    expectFlawless(window, faults)
  }, 120_000)

  test('the keyboard alone reaches and shows every control, and the focus comes back', async () => {
    const look = { width: 1100, height: 700, language: 'sv', theme: 'light' } as const
    await setLook(window, look)
    expectFlawless(window, await keyboardFaultsOf(window, byKeyboard(projectScreens(names)), look))
  }, 600_000)
})
