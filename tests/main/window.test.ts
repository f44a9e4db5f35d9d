import type { EventEmitter } from 'node:events'
import type { Session } from 'electron'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { openFigureWindow, openWorkbenchWindow } from '../../main/window'

/** A window of Electron that keeps what it was asked for. */
interface MadeWindow extends EventEmitter {
  readonly options: {
    readonly title?: string
    readonly show: boolean
    readonly focusable?: boolean
    readonly skipTaskbar?: boolean
    readonly autoHideMenuBar?: boolean
    readonly backgroundColor: string
    readonly webPreferences: Readonly<Record<string, unknown>>
  }
  readonly loaded: string[]
  readonly webContents: EventEmitter & { readonly printed: object[] }
  isShown: boolean
  isGone: boolean
}

const made = vi.hoisted((): { windows: unknown[]; refusesToLoad: boolean } => ({ windows: [], refusesToLoad: false }))
vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  class Contents extends Emitter {
    readonly printed: object[] = []
    async printToPDF(options: object): Promise<Uint8Array> {
      this.printed.push(options)
      return new Uint8Array([1])
    }
  }
  class BrowserWindow extends Emitter {
    readonly loaded: string[] = []
    readonly webContents = new Contents()
    isShown = false
    isGone = false
    constructor(readonly options: object) {
      super()
      made.windows.push(this)
    }
    async loadURL(address: string): Promise<void> {
      if (made.refusesToLoad) throw new Error('not loaded')
      this.loaded.push(address)
    }
    show(): void {
      this.isShown = true
    }
    isDestroyed(): boolean {
      return this.isGone
    }
    destroy(): void {
      this.isGone = true
      this.emit('closed')
    }
  }
  return { BrowserWindow }
})

const session = {} as Session
const surroundings = { session, preload: '/preload.js' }
const newest = (): MadeWindow => made.windows.at(-1) as MadeWindow

beforeEach(() => {
  made.windows.length = 0
  made.refusesToLoad = false
})

const openers = {
  'the workbench': () => openWorkbenchWindow(surroundings, 'VälTel', false, () => undefined),
  'the figure page': () => openFigureWindow(surroundings, () => undefined),
}

describe.each(Object.entries(openers))('the window of %s', (_, open) => {
  test.each([
    ['sandbox', true],
    ['contextIsolation', true],
    ['nodeIntegration', false],
    ['nodeIntegrationInWorker', false],
    ['webSecurity', true],
    ['webviewTag', false],
    ['navigateOnDragDrop', false],
    ['spellcheck', false],
    ['enableWebSQL', false],
    ['safeDialogs', true],
    ['disableDialogs', true],
    ['preload', '/preload.js'],
    ['session', session],
  ])('has %s set to %s', async (preference, value) => {
    await open()
    expect(newest().options.webPreferences[preference]).toBe(value)
  })
})

describe('the workbench window', () => {
  test('is known before its page loads, and shown when that can be painted', async () => {
    const seen: number[] = []
    await openWorkbenchWindow(surroundings, 'VälTel', true, () => seen.push(newest().loaded.length))
    const window = newest()
    expect(seen).toEqual([0])
    expect(window.loaded).toEqual(['app://workbench/index.html'])
    expect(window.options.autoHideMenuBar, 'its menu is there for shortcuts and screen readers').toBe(true)
    expect([window.options.show, window.isShown, window.options.title]).toEqual([false, false, 'VälTel'])
    window.emit('ready-to-show')
    expect(window.isShown).toBe(true)
  })

  test('has the colour of its theme before it is painted', async () => {
    const colours: string[] = []
    for (const isDark of [false, true]) {
      await openWorkbenchWindow(surroundings, '', isDark, () => undefined)
      colours.push(newest().options.backgroundColor)
    }
    expect(colours).toEqual(['#ffffff', '#1a1b1e'])
  })

  test('loads a page again that crashed, three times and no more', async () => {
    const written: string[] = []
    const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
    try {
      await openers['the workbench']()
      const window = newest()
      window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
      expect(window.loaded).toHaveLength(1)
      for (let crash = 0; crash < 3; crash += 1)
        window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
      expect(window.loaded).toHaveLength(4)
      for (let crash = 0; crash < 5; crash += 1)
        window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
      expect(window.loaded).toHaveLength(4)
      expect(written).toEqual(Array.from({ length: 3 }, () => "The window's page ended (crashed); loading it again.\n"))
    } finally {
      write.mockRestore()
    }
  })

  test('that was closed is not loaded again', async () => {
    await openers['the workbench']()
    const window = newest()
    window.isGone = true
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(window.loaded).toHaveLength(1)
  })
})

describe('the window of the figure page', () => {
  test('is never shown, cannot be focused and goes on in the background', async () => {
    await openers['the figure page']()
    const { options, loaded } = newest()
    expect(options.skipTaskbar).toBe(true)
    expect([options.show, options.focusable, options.webPreferences['backgroundThrottling']]).toEqual([
      false,
      false,
      false,
    ])
    expect(loaded).toEqual(['app://workbench/figure.html'])
  })

  test('is known before its page loads', async () => {
    const seen: number[] = []
    await openFigureWindow(surroundings, () => seen.push(newest().loaded.length))
    expect(seen).toEqual([0])
  })

  test('prints on a sheet of the size that is asked for, without margins', async () => {
    const page = await openers['the figure page']()
    await page.printToPdf(6.3, 4)
    expect(newest().webContents.printed).toEqual([
      {
        pageSize: { width: 6.3, height: 4 },
        margins: { top: 0, bottom: 0, left: 0, right: 0 },
        printBackground: true,
        preferCSSPageSize: false,
        displayHeaderFooter: false,
        generateTaggedPDF: true,
      },
    ])
  })

  test('tells once that it is gone, and not when it was closed on purpose', async () => {
    const told: string[] = []
    const crashed = await openers['the figure page']()
    crashed.onGone((reason) => told.push(reason))
    newest().webContents.emit('render-process-gone', {}, { reason: 'oom' })
    expect(newest().isGone).toBe(true)
    const closed = await openers['the figure page']()
    closed.onGone((reason) => told.push(reason))
    closed.close()
    const lost = await openers['the figure page']()
    lost.onGone((reason) => told.push(reason))
    newest().emit('closed')
    newest().webContents.emit('render-process-gone', {}, { reason: 'killed' })
    expect(told).toEqual(['oom', 'closed'])
  })

  test('is closed when its page cannot be loaded', async () => {
    made.refusesToLoad = true
    await expect(openers['the figure page']()).rejects.toThrow('not loaded')
    expect(newest().isGone).toBe(true)
  })
})
