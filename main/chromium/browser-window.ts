import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Page, Route } from 'playwright-core'
import type { App } from './app'
import { launchBrowser, shownOrigin, toOwn, toShown, type RunningBrowser } from './browser'
import { bindingName, dispatchName, preloadScript, windowRulesScript } from './page-runtime'
import type { Session } from './session'

export interface WindowOptions {
  readonly width?: number
  readonly height?: number
  readonly title?: string
  readonly show?: boolean
  /** False marks a window that will never be shown. */
  readonly focusable?: boolean
  readonly backgroundColor?: string
  readonly webPreferences?: { readonly session?: Session; readonly preload?: string }
}

interface PrintOptions {
  readonly pageSize?: { readonly width: number; readonly height: number }
  readonly margins?: {
    readonly top?: number
    readonly bottom?: number
    readonly left?: number
    readonly right?: number
  }
  readonly printBackground?: boolean
  readonly preferCSSPageSize?: boolean
  readonly displayHeaderFooter?: boolean
  readonly generateTaggedPDF?: boolean
}

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' }
export type ColourScheme = 'light' | 'dark' | null

/** What the windows need of the program they belong to. */
export interface WindowHost {
  readonly app: App
  readonly isHeadless: boolean
  readonly defaultSession: Session
  readonly colourScheme: () => ColourScheme
  /** Carries a call from a page to `ipcMain`. */
  readonly call: (
    contents: WebContents,
    frame: { url: string; parent: object | null } | null,
    channel: string,
    values: unknown[],
  ) => Promise<unknown>
  readonly onBrowser: (version: string) => void
}

let nextContentsId = 1

class PreventableEvent {
  defaultPrevented = false
  constructor(readonly url = '') {}
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

/** Electron's `WebContents`, as far as main calls it. */
export class WebContents extends EventEmitter {
  readonly id = nextContentsId++
  openHandler: OpenHandler = () => ({ action: 'allow' })
  page: Page | null = null

  constructor(readonly session: Session) {
    super()
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  /** A switch of the whole browser here, and main gives that switch. */
  setWebRTCIPHandlingPolicy(_policy: string): void {}

  getURL(): string {
    return this.page === null ? '' : toOwn(this.page.url())
  }

  isDestroyed(): boolean {
    return this.page?.isClosed() ?? false
  }

  send(channel: string, ...values: unknown[]): void {
    this.page
      ?.evaluate(`globalThis[${JSON.stringify(dispatchName)}]?.(${JSON.stringify(channel)}, ${JSON.stringify(values)})`)
      .catch(() => undefined)
  }

  async printToPDF({ pageSize, margins = {}, ...options }: PrintOptions): Promise<Buffer> {
    if (this.page === null) throw new Error('The window has no page yet.')
    const protocolSession = await this.page.context().newCDPSession(this.page)
    try {
      const { data } = await protocolSession.send('Page.printToPDF', {
        paperWidth: pageSize?.width ?? 8.27,
        paperHeight: pageSize?.height ?? 11.69,
        marginTop: margins.top ?? 0.4,
        marginBottom: margins.bottom ?? 0.4,
        marginLeft: margins.left ?? 0.4,
        marginRight: margins.right ?? 0.4,
        printBackground: options.printBackground ?? false,
        preferCSSPageSize: options.preferCSSPageSize ?? false,
        displayHeaderFooter: options.displayHeaderFooter ?? false,
        generateTaggedPDF: options.generateTaggedPDF ?? false,
      })
      return Buffer.from(data, 'base64')
    } finally {
      await protocolSession.detach().catch(() => undefined)
    }
  }
}

/** The page cannot go back to what its window showed while it was opening. */
async function forgetHistory(page: Page): Promise<void> {
  const protocolSession = await page.context().newCDPSession(page)
  await protocolSession.send('Page.resetNavigationHistory').catch(() => undefined)
  await protocolSession.detach().catch(() => undefined)
}

/** The windows of one program and the browser without a screen that those share which are never shown. */
class WindowPool {
  readonly all = new Set<HostWindow>()
  #hidden: Promise<RunningBrowser> | null = null
  #isFirstHiddenPageFree = true
  #isMakingPage = false

  constructor(readonly host: WindowHost) {
    host.app.onClosing(async () => {
      await Promise.allSettled([...this.all].map((window) => window.end()))
      await (await this.#hidden?.catch(() => null))?.close()
    })
  }

  async launch(options: WindowOptions, contents: WebContents, isVisible: boolean): Promise<RunningBrowser> {
    const browser = await launchBrowser({
      isVisible,
      width: options.width ?? 800,
      height: options.height ?? 600,
      title: options.title ?? this.host.app.name,
      backgroundColour: options.backgroundColor ?? '#ffffff',
      session: contents.session,
      switches: this.host.app.commandLine.toArguments(),
      areNewWindowsDenied: contents.openHandler({ url: 'about:blank' }).action === 'deny',
    })
    this.host.onBrowser(browser.version)
    // Windows that the browser's own shortcuts would open are not ours.
    browser.context.on('page', (page) => {
      if (!this.#isMakingPage && page !== browser.firstPage) void page.close().catch(() => undefined)
    })
    await browser.context.route('**/*', (route) => route.abort('blockedbyclient').catch(() => undefined))
    await browser.context.grantPermissions(await contents.session.grantedPermissions(), { origin: shownOrigin })
    return browser
  }

  async newHiddenPage(options: WindowOptions, contents: WebContents): Promise<Page> {
    this.#hidden ??= this.launch(options, contents, false)
    const browser = await this.#hidden
    if (this.#isFirstHiddenPageFree) {
      this.#isFirstHiddenPageFree = false
      return browser.firstPage
    }
    this.#isMakingPage = true
    try {
      return await browser.context.newPage()
    } finally {
      this.#isMakingPage = false
    }
  }
}

/** One window: a browser of its own when it is visible, else a page of the hidden browser. */
export class HostWindow extends EventEmitter {
  readonly webContents: WebContents
  readonly isFocusable: boolean
  readonly #pool: WindowPool
  readonly #options: WindowOptions
  readonly #isVisible: boolean
  #browser: RunningBrowser | null = null
  #opening: Promise<Page> | null = null
  #isDestroyed = false
  #expectedAddress: string | null = null

  constructor(pool: WindowPool, options: WindowOptions) {
    super()
    this.#pool = pool
    this.#options = options
    this.isFocusable = options.focusable !== false
    this.#isVisible = this.isFocusable && !pool.host.isHeadless
    this.webContents = new WebContents(options.webPreferences?.session ?? pool.host.defaultSession)
    pool.all.add(this)
    pool.host.app.emit('web-contents-created', {}, this.webContents)
    pool.host.app.emit('browser-window-created', {}, this)
  }

  async loadURL(address: string): Promise<void> {
    this.#opening ??= this.#open()
    const page = await this.#opening
    this.#expectedAddress = toShown(address)
    const response = await page.goto(this.#expectedAddress, { waitUntil: 'load' })
    await forgetHistory(page)
    this.emit('ready-to-show')
    if (response !== null && !response.ok()) throw new Error(`${address} could not be loaded: ${response.status()}`)
    this.webContents.emit('did-finish-load', {})
  }

  /** Windows of this host are on the screen from the start, in the window's own colour. */
  show(): void {
    void this.webContents.page?.bringToFront().catch(() => undefined)
  }

  focus(): void {
    this.show()
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isDestroyed
  }

  setBackgroundColor(_colour: string): void {}

  close(): void {
    void this.end()
  }

  destroy(): void {
    void this.end()
  }

  async end(): Promise<void> {
    if (this.#isDestroyed) return
    const page = await this.#opening?.catch(() => null)
    if (this.#browser !== null) await this.#browser.close()
    else await page?.close().catch(() => undefined)
    this.#markClosed()
  }

  #markClosed(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#pool.all.delete(this)
    void this.#browser?.close()
    this.webContents.emit('destroyed')
    this.emit('closed')
    if (this.#pool.all.size === 0) this.#pool.host.app.emit('window-all-closed')
  }

  async #open(): Promise<Page> {
    let page: Page
    if (this.#isVisible) {
      this.#browser = await this.#pool.launch(this.#options, this.webContents, true)
      page = this.#browser.firstPage
    } else page = await this.#pool.newHiddenPage(this.#options, this.webContents)
    this.webContents.page = page
    page.on('close', () => {
      if (this.webContents.page === page) this.#markClosed()
    })
    page.on('crash', () => this.#leaveCrashed(page))
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#returnFrom(frame.url())
    })
    page.on('download', (download) => {
      const event = new PreventableEvent(download.url())
      this.webContents.session.emit('will-download', event, download, this.webContents)
      if (event.defaultPrevented) void download.cancel().catch(() => undefined)
    })
    await this.#setUp(page)
    return page
  }

  /** A crashed page cannot be loaded again here: main's next `loadURL` opens another in its place. */
  #leaveCrashed(page: Page): void {
    const browser = this.#browser
    this.#browser = null
    this.#opening = null
    this.webContents.page = null
    void (browser === null ? page.close() : browser.close()).catch(() => undefined)
    this.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
  }

  async #setUp(page: Page): Promise<void> {
    await page.emulateMedia({ colorScheme: this.#pool.host.colourScheme() })
    if (!this.#isVisible)
      await page.setViewportSize({ width: this.#options.width ?? 800, height: this.#options.height ?? 600 })
    await page.exposeBinding(bindingName, async ({ frame }, channel: string, values: unknown[]) => {
      const sender = { url: toOwn(frame.url()), parent: frame.parentFrame() === null ? null : {} }
      return this.#pool.host.call(this.webContents, sender, channel, values)
    })
    const { preload } = this.#options.webPreferences ?? {}
    if (preload !== undefined)
      await page.addInitScript({ content: preloadScript(shownOrigin, readFileSync(preload, 'utf8'), process.platform) })
    await page.addInitScript({ content: windowRulesScript() })
    await page.route('**/*', (route) => this.#answer(page, route))
  }

  async #answer(page: Page, route: Route): Promise<void> {
    const request = route.request()
    const url = toOwn(request.url())
    try {
      if (request.isNavigationRequest() && !this.#mayNavigate(page, route)) return await route.abort('aborted')
      if (
        !(await this.webContents.session.lets({ url, method: request.method(), resourceType: request.resourceType() }))
      )
        return await route.abort('blockedbyclient')
      const response = await this.webContents.session.answer(new Request(url, { method: request.method() }))
      if (response === null)
        return await (this.webContents.session.mayReachNetwork(url)
          ? route.continue()
          : route.abort('addressunreachable'))
      if (!(await this.#mayFollow(page, route, response))) return await route.abort('aborted')
      const body = Buffer.from(await response.arrayBuffer())
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body })
    } catch (error) {
      if (page.isClosed()) return
      process.stderr.write(`${url}: ${error instanceof Error ? error.message : String(error)}\n`)
      await route.abort('failed').catch(() => undefined)
    }
  }

  /**
   * A redirect is followed by the browser without asking again, so main is asked before: its request filter for the new
   * address, and its rule for redirects when a page would go there.
   */
  async #mayFollow(page: Page, route: Route, response: Response): Promise<boolean> {
    const request = route.request()
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('Location') : null
    if (location === null) return true
    const url = new URL(location, toOwn(request.url())).href
    if (request.isNavigationRequest()) {
      const event = new PreventableEvent(url)
      this.webContents.emit('will-redirect', event, url, false, request.frame() === page.mainFrame())
      if (event.defaultPrevented) return false
    }
    return this.webContents.session.lets({ url, method: request.method(), resourceType: request.resourceType() })
  }

  /** What main loads and what reloads it pass; for anything else main is asked. */
  #mayNavigate(page: Page, route: Route): boolean {
    const request = route.request()
    const isMainFrame = request.frame() === page.mainFrame()
    if (isMainFrame && (request.url() === this.#expectedAddress || request.url() === page.url())) return true
    const event = new PreventableEvent(toOwn(request.url()))
    this.webContents.emit(isMainFrame ? 'will-navigate' : 'will-frame-navigate', event, event.url)
    return !event.defaultPrevented
  }

  /** Addresses that are never requested (`about:blank`, `blob:`) show only when they have been gone to. */
  #returnFrom(address: string): void {
    if (this.#expectedAddress === null || address.startsWith(`${shownOrigin}/`) || address.startsWith('chrome-error:'))
      return
    const event = new PreventableEvent(toOwn(address))
    this.webContents.emit('will-navigate', event, event.url)
    if (event.defaultPrevented) void this.webContents.page?.goto(this.#expectedAddress).catch(() => undefined)
  }
}

/** Electron's `BrowserWindow` as a value: constructor and what hangs on it. */
export interface BrowserWindowConstructor {
  new (options?: WindowOptions): HostWindow
  getAllWindows(): HostWindow[]
  getFocusedWindow(): HostWindow | null
  fromWebContents(contents: WebContents): HostWindow | null
}

/** Makes the `BrowserWindow` of one program. */
export function createBrowserWindow(host: WindowHost): BrowserWindowConstructor {
  const pool = new WindowPool(host)
  const construct = function (options: WindowOptions = {}) {
    return new HostWindow(pool, options)
  }
  return Object.assign(construct as unknown as new (options?: WindowOptions) => HostWindow, {
    getAllWindows: () => [...pool.all],
    getFocusedWindow: () => [...pool.all].find((window) => window.isFocusable) ?? null,
    fromWebContents: (contents: WebContents) => [...pool.all].find((window) => window.webContents === contents) ?? null,
  })
}
