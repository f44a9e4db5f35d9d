import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import en from '../../renderer/i18n/en.json'
import nb from '../../renderer/i18n/nb.json'
import sv from '../../renderer/i18n/sv.json'
import { launchWorkbench, type LaunchOptions, type Workbench } from './launch'

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
export const sample = (name: string): string => join(projectFolder, 'fixtures/sample', name)
export const screenshotFolder = join(projectFolder, 'tests/e2e/screenshots')

/** A running window, and what went wrong in it that no one may overlook. */
export interface Driven extends Workbench {
  readonly complaints: readonly string[]
}

export async function driveWindow(
  options: LaunchOptions & { readonly width?: number; readonly height?: number } = {},
): Promise<Driven> {
  const workbench = await launchWorkbench(options)
  const { page } = workbench
  const complaints: string[] = []
  // Keeps the native picker away throughout: switching that on with the first press of a key may come too late.
  page.on('filechooser', () => undefined)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.setViewportSize({ width: options.width ?? 1280, height: options.height ?? 800 })
  await page.locator('html[data-ready]').waitFor({ state: 'attached' })
  return { ...workbench, complaints }
}

/**
 * Waits until nothing is being read or computed. What has just been read makes the analyses begin, so that a page is
 * settled when it has been idle through some frames.
 */
export async function settled(page: Page, timeout = 60_000): Promise<void> {
  let isIdle = false
  while (!isIdle) {
    await page.locator('footer[data-activity="idle"]').waitFor({ timeout })
    isIdle = await page.evaluate(async () => {
      for (let frame = 0; frame < 10; frame += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        if (document.querySelector('footer[data-activity="idle"]') === null) return false
      }
      return true
    })
  }
}

/** That axe found nothing, and that nothing went wrong behind the page. */
export function expectFlawless({ complaints }: Driven, violations: readonly string[]): void {
  expect(violations).toEqual([])
  expect(complaints).toEqual([])
}

/** Waits until nothing moves: what was changed has been drawn, and every transition has come to its end. */
export async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const moving = () =>
      document.getAnimations().filter((each) => Number.isFinite(Number(each.effect?.getComputedTiming().endTime)))
    do {
      await nextFrame()
      await nextFrame()
      await Promise.allSettled(moving().map(({ finished }) => finished))
    } while (moving().some(({ playState }) => playState === 'running'))
    await nextFrame()
  })
}

/** What the middle of the window says when it says nothing new any more. */
export async function steadyText(page: Page): Promise<string> {
  let before: string | null = null
  for (;;) {
    await settled(page)
    await still(page)
    const text = await page.locator('main').innerText()
    if (text === before) return text
    before = text
  }
}

/** Adds files through the file picker. */
export async function addFiles(
  page: Page,
  files: readonly (string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer })[],
): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.keyboard.press('Control+i')
  const chooser = await choosing
  await chooser.setFiles(files as string[])
}

/** Drops files on the window, as from a folder on the desktop. */
export async function dropFiles(
  page: Page,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer()
    for (const { name, text } of given) data.items.add(new File([text], name))
    return data
  }, files)
  for (const type of ['dragenter', 'dragover', 'drop'] as const)
    await page.dispatchEvent('body', type, { dataTransfer: transfer })
}

export async function openSample(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page
    .getByRole('dialog')
    .getByRole('combobox')
    .fill(sampleWords[await page.evaluate(() => document.documentElement.lang)] ?? 'sample')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').waitFor()
  await page.locator('aside, section').first().waitFor()
  await page
    .locator('footer[data-activity="busy"]')
    .waitFor({ timeout: 20_000 })
    .catch(() => undefined)
  await settled(page, 120_000)
}
const sampleWords: Readonly<Record<string, string>> = {
  'nb-NO': 'eksempelprosjektet',
  'sv-SE': 'exempelprojektet',
  'en-GB': 'sample project',
}

/** A language of the window, and the tag that its page has. */
export const localeOf = { nb: 'nb-NO', sv: 'sv-SE', en: 'en-GB' } as const
export type WindowLanguage = keyof typeof localeOf

const catalogs = { nb, sv, en } as const satisfies Readonly<Record<WindowLanguage, Readonly<Record<string, string>>>>

/** A text of the window in the language that it speaks at present. */
export async function wordOf(page: Page, key: keyof typeof en): Promise<string> {
  const tag = await page.evaluate(() => document.documentElement.lang)
  const language = (Object.keys(localeOf) as WindowLanguage[]).find((each) => localeOf[each] === tag)
  if (language === undefined) throw new Error(`The window speaks ${tag}.`)
  return catalogs[language][key]
}

/** Throws away what was drafted from a file without an instrument, where something was: its columns are shown as they are read. */
export async function leaveDraft(page: Page): Promise<void> {
  const discard = page.getByRole('button', { name: await wordOf(page, 'drafting.throw-away') })
  if ((await discard.count()) === 0) return
  await discard.click()
  await settled(page)
}

/** Runs a command through the palette, by the key of its label; one that is not offered would change nothing. */
export async function runCommand(page: Page, key: keyof typeof en): Promise<void> {
  const label = await wordOf(page, key)
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill(label)
  await still(page)
  if (await palette.getByRole('option', { name: label }).count()) await page.keyboard.press('Enter')
  else await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'hidden' })
}

/** Makes the window, its figures and its tables speak a language. What has been computed stays as it is. @param timeout milliseconds for what is computed anew */
export async function speak(page: Page, language: WindowLanguage, timeout?: number): Promise<void> {
  await runCommand(page, `command.view-figure-language-${language}`)
  await runCommand(page, `command.view-language-${language}`)
  await page.locator(`html[lang="${localeOf[language]}"]`).waitFor()
  await settled(page, timeout)
}

/** Shows an analysis of the list by the name that recipes and files have for it. */
export async function showAnalysis(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+3')
  await page.locator(`button[data-name="${name}"]`).first().click()
  await page.getByRole('region').first().waitFor()
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotFolder, { recursive: true })
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`) })
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong on the page, one line a place. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          context: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] }>
      }
    }
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id}: ${target.join(' ')} – ${(failureSummary ?? '').split('\n').slice(1, 3).join(' ').trim()}`,
      ),
    )
  })
}
