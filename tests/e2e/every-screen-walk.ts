import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { columnsOf, type Screen } from './every-screen'
import { keyboardFaults, namelessNodes, overlayFaults } from './keyboard-faults'
import { screenFaults } from './screen-faults'
import {
  axeViolations,
  localeOf,
  runCommand,
  screenshot,
  screenshotFolder,
  speak,
  still,
  type Driven,
  type WindowLanguage,
} from './window-driver'

/** How the window is looked at. */
export interface Look {
  readonly width: number
  readonly height: number
  readonly language: WindowLanguage
  readonly theme: 'light' | 'dark'
}

/** A laptop's window, the smallest that the program opens, and an ordinary one enlarged to 200 %, in CSS pixels. */
const sizes = [
  [1440, 900],
  [1100, 700],
  [720, 450],
] as const

/** Set to `all`, every screen is looked at in each size, language and theme, with a picture of each; it takes an hour. Set to `pictures`, the usual ones leave pictures. */
export const wanted = process.env['VALTEL_EVERY_SCREEN']

/** Each size in a language and a theme of its own, or all with all. */
export const looks: readonly Look[] =
  wanted === 'all'
    ? sizes.flatMap(([width, height]) =>
        (['nb', 'sv', 'en'] as const).flatMap((language) =>
          (['light', 'dark'] as const).map((theme): Look => ({ width, height, language, theme })),
        ),
      )
    : [
        { width: 1440, height: 900, language: 'nb', theme: 'dark' },
        { width: 1100, height: 700, language: 'sv', theme: 'light' },
        { width: 720, height: 450, language: 'en', theme: 'dark' },
      ]

/** What is looked at of many screens: each in one size by turns, so that it takes minutes, or all of them in every size. What opens over a screen goes with it. */
export function inTurn(screens: readonly Screen[], look: Look, all: readonly Look[] = looks): readonly Screen[] {
  if (wanted === 'all') return screens
  let turn = -1
  return screens.filter((screen) => {
    if (screen.isOver !== true) turn += 1
    return turn % all.length === all.indexOf(look)
  })
}

export async function setLook({ page }: Driven, look: Look): Promise<void> {
  await page.setViewportSize({ width: look.width, height: look.height })
  // Another language of the figures is another result, which is computed anew.
  if (wanted === 'all') await speak(page, look.language)
  else {
    await runCommand(page, `command.view-language-${look.language}`)
    await page.locator(`html[lang="${localeOf[look.language]}"]`).waitFor()
  }
  const present = await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))
  if (present !== look.theme) await runCommand(page, `command.view-${look.theme}`)
  await page.locator(`html[data-mantine-color-scheme="${look.theme}"]`).waitFor()
  await still(page)
}

/** Faults of a long walk are written down beside the pictures as they are met. */
function note(faults: readonly string[]): void {
  if (wanted === undefined || faults.length === 0) return
  mkdirSync(screenshotFolder, { recursive: true })
  appendFileSync(join(screenshotFolder, 'every-fault.txt'), `${faults.join('\n')}\n`)
}

/** Goes through the screens, the columns of a folded one included. @returns what is wrong with them, one line a fault */
export async function faultsOf(window: Driven, screens: readonly Screen[], look: Look): Promise<readonly string[]> {
  const { page } = window
  const faults: string[] = []
  for (const screen of screens) {
    const before = faults.length
    try {
      await screen.show(page)
    } catch (error) {
      faults.push(
        `${screen.name} ${look.width} ${look.language}: does not come into sight, ${String(error).slice(0, 300)}`,
      )
      await page.keyboard.press('Escape')
      note(faults.slice(before))
      continue
    }
    await still(page)
    const columns = screen.isOver === true || screen.leave !== undefined ? [] : await columnsOf(page)
    for (const index of columns.length === 0 ? [-1] : columns.keys()) {
      if (index >= 0) await columns[index]?.click()
      await still(page)
      const name = index >= 0 ? `${screen.name}-${index + 1}` : screen.name
      for (const fault of [...(await screenFaults(page)), ...(await axeViolations(page))])
        faults.push(`${name} ${look.width} ${look.language} ${look.theme}: ${fault}`)
      if (wanted !== undefined) await screenshot(page, `every-${look.width}-${look.language}-${look.theme}-${name}`)
    }
    if (screen.isOver === true) await page.keyboard.press('Escape')
    await screen.leave?.(page)
    await still(page)
    note(faults.slice(before))
  }
  return faults
}

/** The screens that are gone through by the keyboard: one of each kind, or all of them. */
export function byKeyboard(screens: readonly Screen[]): readonly Screen[] {
  return wanted === 'all' ? screens : screens.filter(({ name }) => ofEachKind.has(name))
}

const ofEachKind = new Set([
  'data-columns',
  'variables',
  'analysis-comparison',
  'analysis-save-table',
  'add-analysis',
  'filter-levels',
  'palette',
  'shield',
])

/** Goes through the screens with the keyboard alone. @returns what is wrong with them, one line a fault */
export async function keyboardFaultsOf(
  { page }: Driven,
  screens: readonly Screen[],
  look: Look,
): Promise<readonly string[]> {
  const faults: string[] = []
  for (const screen of screens) {
    const before = faults.length
    try {
      await screen.show(page)
    } catch (error) {
      faults.push(`${screen.name} ${look.language}: does not come into sight, ${String(error).slice(0, 300)}`)
      await page.keyboard.press('Escape')
      note(faults.slice(before))
      continue
    }
    await still(page)
    await screenFaults(page)
    const found = screen.isOver === true ? await overlayFaults(page) : await keyboardFaults(page)
    for (const fault of [...found, ...(await namelessNodes(page))])
      faults.push(`${screen.name} ${look.language}: ${fault}`)
    await screen.leave?.(page)
    await still(page)
    note(faults.slice(before))
  }
  return faults
}
