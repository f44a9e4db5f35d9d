import { readFile, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { buildPage } from '../page-build'

const root = fileURLToPath(new URL('../..', import.meta.url))
const origin = 'https://figure.test'

/** The policy of the application: what the figure page must get by with. */
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'"

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

export interface DrawingPage {
  readonly page: Page
  /** What the page asked for outside itself, and what it complained about. */
  readonly complaints: string[]
  close(): Promise<void>
}

/** The built figure page in a browser without a display, served without a socket and under the application's policy. */
export function openDrawingPage(): Promise<DrawingPage> {
  return openPage('renderer', 'figure.html', 'drawFigure')
}

/** A page with one FigureView, likewise. */
export function openFigureViewPage(): Promise<DrawingPage> {
  return openPage('tests/figure', 'figure-view.html', 'showFigure')
}

async function openPage(room: string, file: string, ready: string): Promise<DrawingPage> {
  const folder = await buildPage(join(root, room), file)
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url())
    if (url.origin !== origin) {
      if (url.protocol !== 'data:' && url.protocol !== 'blob:') complaints.push(`request to ${url.href}`)
      await route.abort()
      return
    }
    try {
      const body = await readFile(join(folder, decodeURIComponent(url.pathname)))
      await route.fulfill({
        body,
        contentType: types[extname(url.pathname)] ?? 'application/octet-stream',
        headers: { 'content-security-policy': policy },
      })
    } catch {
      await route.fulfill({ status: 404, body: '' })
    }
  })
  await page.goto(`${origin}/${file}`)
  await page.waitForFunction((name) => name in window, ready)
  return {
    page,
    complaints,
    close: async () => {
      await browser.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
