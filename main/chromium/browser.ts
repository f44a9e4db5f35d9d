import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { isRunning } from '../temporary-files'
import { findBrowser } from './browsers'
import type { Session } from './session'

/**
 * Custom schemes cannot be answered over the browser's own protocol, so `app://workbench/` is shown to the browser as
 * this origin. Nothing resolves it: `.invalid` is reserved for names that do not exist, and main maps every name to
 * nothing besides.
 */
const shownOrigin = 'https://workbench.invalid'
const ownOrigin = 'app://workbench'

export const toShown = (address: string): string =>
  address.startsWith(ownOrigin) ? shownOrigin + address.slice(ownOrigin.length) : address
export const toOwn = (address: string): string =>
  address.startsWith(shownOrigin)
    ? ownOrigin + address.slice(shownOrigin.length)
    : address.startsWith(`blob:${shownOrigin}`)
      ? `blob:${ownOrigin}${address.slice(`blob:${shownOrigin}`.length)}`
      : address
export { shownOrigin }

/** Beside main's own switches: a window that is only a page, and no traffic of the browser's own. */
const standInSwitches = ['--test-type', '--disable-client-side-phishing-detection', '--disable-gpu-shader-disk-cache']

/**
 * Parts of the browser that are switched off; the last list given to it is the one it takes, so this one repeats what
 * the library that drives it would switch off.
 */
const disabledFeatures = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
  'msForceBrowserSignIn',
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'InterestFeedContentSuggestions',
  'OptimizationGuideModelDownloading',
  'OptimizationHintsFetching',
  'Translate',
]

const profilePrefix = 'valtel-browser-'

/** Removes profiles that a killed run left behind. */
async function sweepProfiles(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const owner = new RegExp(`^${profilePrefix}(\\d+)-`).exec(name)?.[1]
    if (owner !== undefined && !isRunning(Number(owner)))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function makeProfile(session: Session): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${profilePrefix}${process.pid}-`))
  await mkdir(join(folder, 'Default'))
  const preferences = {
    browser: { enable_spellchecking: session.isSpellCheckerEnabled, check_default_browser: false },
    spellcheck: { dictionaries: [], use_spelling_service: false },
    translate: { enabled: false },
    credentials_enable_service: false,
    search: { suggest_enabled: false },
    net: { network_prediction_options: 2 },
    safebrowsing: { enabled: false, enhanced: false },
    alternate_error_pages: { enabled: false },
    autofill: { profile_enabled: false, credit_card_enabled: false },
    signin: { allowed: false },
  }
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  return folder
}

export interface RunningBrowser {
  readonly context: BrowserContext
  readonly version: string
  /** The page of the window it opened with. */
  readonly firstPage: Page
  close(): Promise<void>
}

export interface BrowserWish {
  readonly isVisible: boolean
  readonly width: number
  readonly height: number
  readonly title: string
  readonly backgroundColour: string
  readonly session: Session
  readonly switches: readonly string[]
  readonly areNewWindowsDenied: boolean
}

let hasSaidNoSandbox = false

/**
 * Starts the installed browser with one window: without address bar, tabs or banner when it is visible. It talks over
 * a pipe, so nothing listens on any port. Its profile is new and is removed when it ends.
 *
 * @throws Error when no browser is installed
 */
export async function launchBrowser(wish: BrowserWish): Promise<RunningBrowser> {
  const browser = findBrowser()
  if (browser === null)
    throw new Error('No Chromium, Chrome or Edge was found. Install one, or name one in VALTEL_BROWSER.')
  void sweepProfiles()
  const profile = await makeProfile(wish.session)
  const isRoot = process.getuid?.() === 0
  if (isRoot && !hasSaidNoSandbox) {
    hasSaidNoSandbox = true
    process.stderr.write('Running as root: the browser runs without its own sandbox.\n')
  }
  const blank = `<!doctype html><meta charset="utf-8"><title>${escapeHtml(wish.title)}</title><body style="background:${wish.backgroundColour}">`
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser.path,
    headless: !wish.isVisible,
    chromiumSandbox: !isRoot,
    viewport: null,
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
    serviceWorkers: 'block',
    acceptDownloads: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ignoreDefaultArgs: ['--enable-automation', ...(wish.isVisible ? ['about:blank'] : [])],
    args: [
      ...wish.switches,
      ...standInSwitches,
      `--disable-features=${disabledFeatures.join(',')}`,
      ...(wish.areNewWindowsDenied ? ['--block-new-web-contents'] : []),
      `--window-size=${wish.width},${wish.height}`,
      ...(wish.isVisible ? [`--app=data:text/html;charset=utf-8,${encodeURIComponent(blank)}`] : []),
    ],
  })
  const close = async () => {
    await context.close().catch(() => undefined)
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined)
  }
  try {
    const firstPage = context.pages()[0] ?? (await context.waitForEvent('page'))
    return { context, version: context.browser()?.version() ?? '', firstPage, close }
  } catch (error) {
    await close()
    throw error
  }
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`)
