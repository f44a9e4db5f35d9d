import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type Page } from 'playwright-core'
import { findBrowser, findElectron } from '../../main/chromium/browsers'
import type { start as startOnChromium } from '../../main/chromium/entry'

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)

/** What the file dialogs answer from now on; null cancels, absent leaves the answer as it was. */
export interface DialogAnswer {
  readonly open?: string | null
  readonly save?: string | null
}

/**
 * The built program, running. Its policy forbids string evaluation to Playwright too once a call has returned, so wait
 * with locators or `expect.poll`, not with `page.waitForFunction`.
 */
export interface Workbench {
  readonly page: Page
  readonly hostName: 'electron' | 'chromium'
  /** The user's folder of this run: settings, recent projects, drafts. */
  readonly userData: string
  answerDialog(answer: DialogAnswer): Promise<void>
  /** Chooses a command in the native menu. */
  chooseMenu(id: string): Promise<void>
  /** Ends the program; removes the user's folder unless one was given. */
  close(): Promise<void>
}

export interface LaunchOptions {
  /** A user's folder to start with, kept afterwards; by default a new empty one. */
  readonly userData?: string
  /** Further switches for the browser, for example `['log-net-log', path]`. */
  readonly switches?: readonly (readonly [name: string, value: string])[]
  /** BCP 47 tag of the system's language, by default English. */
  readonly locale?: string
  /** On the stand-in, changes the `electron` that main is about to get: so a test of one wall takes the others down. */
  readonly prepare?: (electron: ReturnType<typeof startOnChromium>) => void
}

/**
 * Milliseconds that a window is given to do what it must: a test waits for events, and this only ends one that never
 * comes, before the test's own limit does.
 */
export const patience = 100_000

let hasSaidHost = false

/**
 * Starts the built program in `out/`: on Electron where its binary is there, else on the stand-in without a screen. The
 * first start of a file says which it was.
 *
 * @throws Error when `out/` is not built or this machine has neither host
 */
export async function launchWorkbench(options: LaunchOptions = {}): Promise<Workbench> {
  if (!existsSync(join(projectFolder, 'out/main/index.js'))) throw new Error('Build the program first: npm run build')
  const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'valtel-user-')))
  const electron = findElectron(projectFolder)
  const browser = findBrowser()
  if (electron === null && browser === null)
    throw new Error('There is neither Electron nor Chromium, Chrome or Edge on this machine.')
  if (!hasSaidHost) {
    hasSaidHost = true
    process.stdout.write(
      electron === null
        ? `End-to-end on the stand-in over ${browser?.path}.\n`
        : `End-to-end on Electron at ${electron}.\n`,
    )
  }
  const running =
    electron === null ? await onChromium(userData, options) : await onElectron(electron, userData, options)
  running.page.setDefaultTimeout(patience)
  return {
    ...running,
    userData,
    async close() {
      await running.close()
      if (options.userData === undefined) await rm(userData, { recursive: true, force: true })
    },
  }
}

type Running = Omit<Workbench, 'userData'>

async function onElectron(
  program: string,
  userData: string,
  { switches = [], locale = 'en' }: LaunchOptions,
): Promise<Running> {
  const app = await _electron.launch({
    executablePath: program,
    args: [
      projectFolder,
      `--lang=${locale}`,
      ...switches.map(([name, value]) => `--${name}=${value}`),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    env: { ...(process.env as Record<string, string>), VALTEL_USER_DATA: userData },
  })
  const page = await app.firstWindow()
  await page.waitForLoadState('load')
  return {
    page,
    hostName: 'electron',
    answerDialog: (answer) =>
      app.evaluate(({ dialog }, given) => {
        if (given.open !== undefined)
          dialog.showOpenDialog = async () => ({
            canceled: given.open === null,
            filePaths: given.open == null ? [] : [given.open],
          })
        if (given.save !== undefined)
          dialog.showSaveDialog = async () => ({ canceled: given.save === null, filePath: given.save ?? '' })
      }, answer),
    chooseMenu: (id) =>
      app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id),
    close: () => app.close(),
  }
}

async function onChromium(
  userData: string,
  { switches = [], locale = 'en', prepare = () => undefined }: LaunchOptions,
): Promise<Running> {
  process.env['VALTEL_USER_DATA'] = userData
  process.env['VALTEL_HEADLESS'] = '1'
  const { start } = require(join(projectFolder, 'out/main/chromium.js')) as { start: typeof startOnChromium }
  let hasEnded: () => void
  const ended = new Promise<void>((resolve) => (hasEnded = resolve))
  const electron = start(
    () => hasEnded(),
    (made) => {
      made.app.getLocale = () => locale
      for (const [name, value] of switches) made.app.commandLine.appendSwitch(name, value)
      prepare(made)
    },
  )
  const page = await new Promise<Page>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The window did not open within ${patience} ms.`)), patience)
    const done = (found: Page) => {
      clearTimeout(timer)
      resolve(found)
    }
    electron.app.on(
      'browser-window-created',
      (_event: unknown, window: ReturnType<typeof electron.BrowserWindow.getAllWindows>[number]) => {
        window.webContents.once('did-finish-load', () => {
          if (window.webContents.page !== null) done(window.webContents.page)
        })
      },
    )
    void ended.then(() => reject(new Error('The program ended before its window opened.')))
  })
  return {
    page,
    hostName: 'chromium',
    async answerDialog({ open, save }) {
      if (open !== undefined)
        electron.dialog.showOpenDialog = async () => ({
          canceled: open === null,
          filePaths: open === null ? [] : [open],
        })
      if (save !== undefined)
        electron.dialog.showSaveDialog = async () => ({ canceled: save === null, filePath: save ?? '' })
    },
    async chooseMenu(id) {
      const menu = electron.Menu.getApplicationMenu()
      const item = menu?.getMenuItemById(id)
      if (item == null) throw new Error(`The menu has no ${id}.`)
      item.click?.(undefined as never, undefined, undefined as never)
    },
    async close() {
      electron.app.quit()
      await ended
    },
  }
}
