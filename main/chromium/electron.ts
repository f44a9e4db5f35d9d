import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron'
import { App } from './app'
import { shownOrigin } from './browser'
import {
  createBrowserWindow,
  type BrowserWindowConstructor,
  type ColourScheme,
  type HostWindow,
  type WebContents,
} from './browser-window'
import { createDialog } from './dialog'
import { copyPictureScript, copyScript, pathQuestionScript } from './page-runtime'
import { createSessions } from './session'

type Listener = (
  event: { sender: WebContents; senderFrame: { url: string; parent: object | null } | null },
  ...values: unknown[]
) => unknown

/** Electron's `ipcMain`, as far as main calls it. */
function createIpcMain() {
  const handlers = new Map<string, Listener>()
  return {
    handle(channel: string, listener: Listener): void {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      handlers.set(channel, listener)
    },
    removeHandler(channel: string): void {
      handlers.delete(channel)
    },
    call: async (
      ...[sender, senderFrame, channel, values]: [
        WebContents,
        { url: string; parent: object | null } | null,
        string,
        unknown[],
      ]
    ) => {
      const listener = handlers.get(channel)
      if (listener === undefined) throw new Error(`No handler registered for '${channel}'`)
      return listener({ sender, senderFrame }, ...values)
    },
  }
}

class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'
  #isSystemDark = false
  readonly #apply: (scheme: ColourScheme) => void

  constructor(apply: (scheme: ColourScheme) => void) {
    super()
    this.#apply = apply
  }

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    const wasDark = this.shouldUseDarkColors
    this.#source = source
    this.#apply(this.scheme)
    if (this.shouldUseDarkColors !== wasDark) this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#isSystemDark : this.#source === 'dark'
  }

  get scheme(): ColourScheme {
    return this.#source === 'system' ? null : this.#source
  }

  /** What a page of the browser says of the desktop. */
  learn(isDark: boolean): void {
    const wasDark = this.shouldUseDarkColors
    this.#isSystemDark = isDark
    if (this.shouldUseDarkColors !== wasDark) this.emit('updated')
  }
}

interface MenuItem extends Omit<MenuItemConstructorOptions, 'submenu'> {
  readonly items: readonly MenuItem[]
}

interface BuiltMenu {
  readonly items: readonly MenuItem[]
  getMenuItemById(id: string): MenuItem | null
}

/** Electron's `Menu`. This host has no native menu bar; the menu is kept, and the window's shortcuts do its work. */
function createMenu() {
  const toItem = ({ submenu, ...item }: MenuItemConstructorOptions): MenuItem => ({
    ...item,
    items: Array.isArray(submenu) ? submenu.map(toItem) : [],
  })
  const find = (items: readonly MenuItem[], id: string): MenuItem | null => {
    for (const item of items) {
      const found = item.id === id ? item : find(item.items, id)
      if (found !== null) return found
    }
    return null
  }
  let applicationMenu: BuiltMenu | null = null
  return {
    buildFromTemplate(template: readonly MenuItemConstructorOptions[]): BuiltMenu {
      const items = template.map(toItem)
      return { items, getMenuItemById: (id) => find(items, id) }
    },
    setApplicationMenu(menu: BuiltMenu | null): void {
      applicationMenu = menu
    },
    getApplicationMenu: (): BuiltMenu | null => applicationMenu,
  }
}

/** Electron's `ClipboardItem`, for text and for a PNG. */
class ClipboardItem {
  constructor(readonly contents: Readonly<Record<string, string | Blob>>) {}
}

/** A picture on the clipboard needs a permission, which the page has for as long as this one is put there. */
async function copyPicture(window: HostWindow, picture: Blob): Promise<boolean> {
  const { page, session } = window.webContents
  if (page === null) return false
  const context = page.context()
  await context.grantPermissions(['clipboard-write'], { origin: shownOrigin })
  try {
    const base64 = Buffer.from(await picture.arrayBuffer()).toString('base64')
    return await page.evaluate<boolean>(copyPictureScript(base64))
  } finally {
    await context.clearPermissions()
    await context.grantPermissions(await session.grantedPermissions(), { origin: shownOrigin })
  }
}

/**
 * The calls of the `electron` module that main makes, over an installed Chromium, Chrome or Edge. It is not a second
 * application: the same bundles run on it.
 *
 * @param projectFolder the folder that holds package.json
 * @param endOfProgram called when the program has quit and every browser is closed
 */
export function createElectron(projectFolder: string, endOfProgram: (code: number) => void) {
  const isHeadless = process.env['VALTEL_HEADLESS'] === '1'
  const app = new App(projectFolder, endOfProgram)
  const ipcMain = createIpcMain()
  const session = createSessions()
  const nativeTheme = new NativeTheme((scheme) => {
    for (const window of BrowserWindow.getAllWindows())
      void window.webContents.page?.emulateMedia({ colorScheme: scheme }).catch(() => undefined)
  })
  const BrowserWindow: BrowserWindowConstructor = createBrowserWindow({
    app,
    isHeadless,
    defaultSession: session.defaultSession,
    colourScheme: () => nativeTheme.scheme,
    call: ipcMain.call,
    onBrowser(version) {
      // Where Electron says which browser it holds.
      Object.defineProperty(process, 'versions', {
        value: { ...process.versions, chrome: version },
        configurable: true,
        enumerable: true,
      })
    },
  })
  app.on('browser-window-created', (_event, window: HostWindow) => {
    window.webContents.on('did-finish-load', () => {
      if (nativeTheme.themeSource !== 'system') return
      const asking = window.webContents.page?.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
      asking?.then((isDark) => nativeTheme.learn(isDark === true)).catch(() => undefined)
    })
  })

  const frontWindow = () => {
    const window = BrowserWindow.getFocusedWindow()
    if (window === null) throw new Error('There is no window.')
    return window
  }
  const frontPage = () => {
    const { page } = frontWindow().webContents
    if (page === null) throw new Error('There is no window.')
    return page
  }
  return {
    app,
    BrowserWindow,
    ipcMain,
    session,
    nativeTheme,
    protocol: { registerSchemesAsPrivileged(_schemes: readonly unknown[]): void {} },
    Menu: createMenu(),
    dialog: createDialog(
      isHeadless,
      async (question) => frontPage().evaluate<string | null>(pathQuestionScript(question)),
      () => app.getLocale(),
    ),
    ClipboardItem,
    clipboard: {
      async write([item]: readonly ClipboardItem[]): Promise<void> {
        const contents = item?.contents ?? {}
        const picture = contents['image/png']
        const texts = Object.fromEntries(
          Object.entries(contents).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        )
        const isCopied =
          picture instanceof Blob
            ? await copyPicture(frontWindow(), picture)
            : await frontPage().evaluate<boolean>(copyScript(texts))
        if (!isCopied) throw new Error('The browser did not copy.')
      },
    },
  }
}
