import { BrowserWindow, type BrowserWindowConstructorOptions, type Session } from 'electron'
import { addressOf } from './protocol'
import type { FigurePage } from './services/figures'

/** Colours of the window before the page has painted, so that it does not flash. */
const backgroundColours = { light: '#ffffff', dark: '#1a1b1e' } as const

export interface WindowSurroundings {
  readonly session: Session
  /** Absolute path of the preload bundle. */
  readonly preload: string
}

function webPreferences({
  session,
  preload,
}: WindowSurroundings): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    session,
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    enableWebSQL: false,
    safeDialogs: true,
    disableDialogs: true,
  }
}

const longestCrashLoop = 3

/**
 * The workbench window; shown when it can be painted. A page that crashed is loaded again, at most three times.
 * `onOpen` is called before the page loads, so that its first calls find the window known.
 */
export async function openWorkbenchWindow(
  surroundings: WindowSurroundings,
  title: string,
  isDark: boolean,
  onOpen: (window: BrowserWindow) => void,
): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1100,
    minHeight: 700,
    title,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: isDark ? backgroundColours.dark : backgroundColours.light,
    webPreferences: webPreferences(surroundings),
  })
  onOpen(window)
  window.once('ready-to-show', () => window.show())
  let crashes = 0
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    crashes += 1
    if (crashes > longestCrashLoop) return
    process.stderr.write(`The window's page ended (${reason}); loading it again.\n`)
    window.loadURL(addressOf('index.html')).catch(() => undefined)
  })
  await window.loadURL(addressOf('index.html'))
  return window
}

/** The figure page in a window that is never shown. `onOpen` is called before the page loads. */
export async function openFigureWindow(
  surroundings: WindowSurroundings,
  onOpen: (window: BrowserWindow) => void,
): Promise<FigurePage> {
  const window = new BrowserWindow({
    width: 1280,
    height: 1024,
    show: false,
    focusable: false,
    skipTaskbar: true,
    backgroundColor: backgroundColours.light,
    webPreferences: { ...webPreferences(surroundings), backgroundThrottling: false },
  })
  const contents = window.webContents
  onOpen(window)
  /** Closed on purpose, or told to be gone. */
  let isOver = false
  const page: FigurePage = {
    async printToPdf(width, height) {
      return contents.printToPDF({
        pageSize: { width, height },
        margins: { top: 0, bottom: 0, left: 0, right: 0 },
        printBackground: true,
        preferCSSPageSize: false,
        displayHeaderFooter: false,
        generateTaggedPDF: true,
      })
    },
    close() {
      isOver = true
      if (!window.isDestroyed()) window.destroy()
    },
    onGone(listener) {
      const tell = (reason: string) => {
        if (isOver) return
        isOver = true
        listener(reason)
      }
      contents.once('render-process-gone', (_event, { reason }) => {
        tell(reason)
        page.close()
      })
      window.once('closed', () => tell('closed'))
    },
  }
  try {
    await window.loadURL(addressOf('figure.html'))
  } catch (error) {
    page.close()
    throw error
  }
  return page
}
