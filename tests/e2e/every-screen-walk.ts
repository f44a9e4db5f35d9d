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

/**
 * Left out, one screen of each kind is looked at, in one size each. Set to `pictures`, every screen is, in one size each, with a picture; set to `all`, every screen in each size,
 * language and theme, which takes more than an hour.
 */
export const wanted = process.env['VALTEL_EVERY_SCREEN']

/** Words with commas between them: only what has one of them in its name is looked at. */
const wordsIn = (variable: string): readonly string[] | undefined => process.env[variable]?.split(',')

const nameOf = ({ width, language, theme }: Look): string => `${width}-${language}-${theme}`

const usual: readonly Look[] = [
  { width: 1440, height: 900, language: 'nb', theme: 'dark' },
  { width: 1100, height: 700, language: 'sv', theme: 'light' },
  { width: 720, height: 450, language: 'en', theme: 'dark' },
]

const everyLook: readonly Look[] = sizes.flatMap(([width, height]) =>
  (['nb', 'sv', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme): Look => ({ width, height, language, theme })),
  ),
)

const onlyLooks = wordsIn('VALTEL_ONLY_LOOKS')

/** Each size in a language and a theme of its own, or all with all; where `VALTEL_ONLY_LOOKS` names some, as in `1440-nb-light,720-en`, these. */
export const looks: readonly Look[] = (wanted === 'all' ? everyLook : usual).filter(
  (look) => onlyLooks?.some((word) => nameOf(look).startsWith(word)) ?? true,
)

/** Where `VALTEL_ONLY_SCREENS` names some, each of these with what opens over it. */
const onlyScreens = wordsIn('VALTEL_ONLY_SCREENS')

/** A screen and what opens over it, which is shown from there and goes with it. */
function groupsOf(screens: readonly Screen[]): readonly (readonly Screen[])[] {
  const groups: Screen[][] = []
  for (const screen of screens) {
    const last = groups.at(-1)
    if (screen.isOver === true && last !== undefined) last.push(screen)
    else groups.push([screen])
  }
  return groups.filter((group) => onlyScreens?.some((word) => group.some(({ name }) => name.includes(word))) ?? true)
}

/** What is looked at in one of the looks: all screens, or each in one look by turns. What opens over a screen goes with it. */
export function inTurn(screens: readonly Screen[], look: Look): readonly Screen[] {
  const groups = groupsOf(wanted === undefined ? screens.filter(({ name }) => ofEachKind.has(name)) : screens)
  const isWhole = wanted === 'all' || onlyScreens !== undefined
  return (isWhole ? groups : groups.filter((_, turn) => turn % looks.length === looks.indexOf(look))).flat()
}

export async function setLook({ page }: Driven, look: Look): Promise<void> {
  await page.setViewportSize({ width: look.width, height: look.height })
  // Another language of the figures is another result, which is computed anew.
  if (wanted === 'all') await speak(page, look.language, 500_000)
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
      if (wanted !== undefined) await screenshot(page, `every-${nameOf(look)}-${name}`)
    }
    if (screen.isOver === true) await page.keyboard.press('Escape')
    await screen.leave?.(page)
    await still(page)
    note(faults.slice(before))
  }
  return faults
}

/** One screen of each kind, with the one that what opens over it opens from. */
const ofEachKind: ReadonlySet<string> = new Set([
  'organisations',
  'quality',
  'disclosure',
  'rows-correction',
  'instrument',
  'analysis-series',
  'analysis-alarms-room-3',
  'analysis-mapping-by-country',
  'analysis-tables',
  'analysis-save-figure',
  'analysis-save-table',
  'help',
  'figures',
  'overview',
])

/** The screens that are gone through by the keyboard: some of those that have most to go through, one of each kind, or all of them. */
export function byKeyboard(screens: readonly Screen[]): readonly Screen[] {
  const chosen = wanted === undefined ? someByKeyboard : wanted === 'all' ? undefined : eachByKeyboard
  return groupsOf(screens.filter(({ name }) => chosen?.has(name) ?? true)).flat()
}

const someByKeyboard: ReadonlySet<string> = new Set(['variables', 'analysis-targets', 'analysis-save-table', 'palette'])

const eachByKeyboard: ReadonlySet<string> = new Set([
  ...ofEachKind,
  'data-columns',
  'data-values',
  'variables',
  'variables-condition',
  'instrument-add',
  'analysis-comparison',
  'analysis-targets',
  'palette',
  'add-analysis',
  'filter-levels',
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
