import { readFile, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../main/chromium/browsers'
import { engineName } from '../../main/database'
import { securityHeaders } from '../../main/lockdown'
import { conformanceCases } from '../database/conformance'
import type { ConformancePage } from '../database/page/page'
import { buildPage } from '../page-build'

/**
 * The conformance suite of the Database port in a browser's page, under the policy the window has: the same headers on every response, no socket, no other
 * origin. The page is bundled as the window is, and stands alone.
 */
const origin = 'https://database.invalid'
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

describe('Database in the browser', () => {
  let folder: string
  let browser: Browser
  let page: Page
  const elsewhere: string[] = []
  const complaints: string[] = []

  const inPage = <Result, Argument>(
    work: (page: ConformancePage, argument: Argument) => Promise<Result> | Result,
    argument: Argument,
  ): Promise<Result> => page.evaluate(`(${work.toString()})(globalThis.conformancePage, ${JSON.stringify(argument)})`)

  beforeAll(async () => {
    const found = findBrowser()
    if (found === null)
      throw new Error(
        'no Chromium, Chrome or Edge is installed: the suite needs one (on Debian: apt-get install chromium)',
      )
    folder = await buildPage(join(import.meta.dirname, '../database/page'))
    browser = await chromium.launch({
      executablePath: found.path,
      headless: true,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    const context = await browser.newContext({ offline: false })
    await context.route('**/*', async (route) => {
      const url = new URL(route.request().url())
      if (url.origin !== origin) {
        elsewhere.push(url.href)
        await route.abort()
        return
      }
      const path = join(folder, url.pathname === '/' ? 'index.html' : decodeURIComponent(url.pathname))
      const body = await readFile(path).catch(() => null)
      await route.fulfill(
        body === null
          ? { status: 404 }
          : {
              body,
              headers: { ...securityHeaders, 'Content-Type': types[extname(path)] ?? 'application/octet-stream' },
            },
      )
    })
    page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|unsafe-eval/iu.test(message.text()))
        complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(`${origin}/`)
    await page.waitForFunction('"conformancePage" in globalThis')
  })

  afterAll(async () => {
    await browser?.close()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  it.each(conformanceCases.map(({ name }) => name))('%s', { timeout: 240_000 }, async (name) => {
    await expect(inPage((conformance, which) => conformance.run(which), name)).resolves.toBeUndefined()
  })

  it('replaces a lost engine and says so', async () => {
    expect(await inPage((conformance) => conformance.lose(), null)).toEqual({
      under: 'engine:lost',
      behind: 'engine:lost',
      timesLost: 1,
      after: 42,
      tables: 0,
    })
  })

  it('is named as in Node', async () => {
    expect(await inPage((conformance) => conformance.engineName, null)).toBe(engineName)
  })

  it('asks no other origin for anything and breaks no rule of the policy', async () => {
    await inPage((conformance) => conformance.close(), null)
    expect(elsewhere).toEqual([])
    expect(complaints).toEqual([])
  })
})
