import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy, isOwnAddress, securityHeaders } from '../../main/lockdown'
import { serveBundle, workbenchScheme } from '../../main/protocol'

let folder: string
let answer: (request: Request) => Promise<Response>
const ask = (address: string, method = 'GET') => answer(new Request(address, { method }))

/** A browser takes a script, a style or WebAssembly only by its type, since it may not guess. */
const mediaTypes = [
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['mjs', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['json', 'application/json; charset=utf-8'],
  ['csv', 'text/csv'],
  ['tsv', 'text/tab-separated-values'],
  ['txt', 'text/plain; charset=utf-8'],
  ['md', 'text/markdown; charset=utf-8'],
  ['svg', 'image/svg+xml'],
  ['png', 'image/png'],
  ['ico', 'image/x-icon'],
  ['wasm', 'application/wasm'],
  ['woff2', 'font/woff2'],
  ['woff', 'font/woff'],
  ['ttf', 'font/ttf'],
] as const

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valtel-bundle-'))
  const bundle = join(folder, 'renderer')
  await mkdir(join(bundle, 'assets'), { recursive: true })
  await mkdir(join(folder, 'renderer-other'))
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'renderer-other', 'secret.txt'), 'secret')
  await writeFile(join(bundle, 'index.html'), '<!doctype html>')
  await writeFile(join(bundle, 'assets', 'engine.wasm'), new Uint8Array([0, 97, 115, 109]))
  await writeFile(join(bundle, 'assets', 'worker.js'), 'postMessage(1)')
  await writeFile(join(bundle, 'assets', 'måling 1.csv'), 'a;b')
  await writeFile(join(bundle, 'assets', 'unknown.xyz'), '?')
  for (const [ending] of mediaTypes) await writeFile(join(bundle, 'assets', `file.${ending}`), '')
  await symlink(join(folder, 'secret.txt'), join(bundle, 'link.txt'))
  await symlink(join(folder, 'renderer-other'), join(bundle, 'sibling'))
  // Names that only some systems allow: where they can be, they are not served either.
  for (const name of ['back\\slash.txt', 'co:lon.txt'])
    await writeFile(join(bundle, 'assets', name), 'secret').catch(() => undefined)
  answer = serveBundle(bundle)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the bundle', () => {
  test.each([
    ['app://workbench/', 'text/html; charset=utf-8'],
    ['app://workbench/index.html?x=1#y', 'text/html; charset=utf-8'],
    ['app://workbench/assets/engine.wasm', 'application/wasm'],
    ['app://workbench/assets/worker.js', 'text/javascript; charset=utf-8'],
    ['app://workbench/assets/m%C3%A5ling%201.csv', 'text/csv'],
    ['app://workbench/assets/unknown.xyz', 'application/octet-stream'],
  ])('%s is served', async (address, type) => {
    const response = await ask(address)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe(type)
    expect((await response.arrayBuffer()).byteLength).toBe(Number(response.headers.get('Content-Length')))
  })

  test.each(mediaTypes)('.%s is %s', async (ending, type) => {
    expect((await ask(`app://workbench/assets/file.${ending}`)).headers.get('Content-Type')).toBe(type)
  })

  test('a refusal is plain text, whatever was asked for', async () => {
    expect((await ask('app://workbench/nothing.html')).headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
  })

  test('its origin is secure and standard, and may be fetched, streamed and compiled ahead', () => {
    expect(workbenchScheme).toEqual({
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    })
  })

  test('a file is asked for again, since the next version has the same address', async () => {
    expect((await ask('app://workbench/index.html')).headers.get('Cache-Control')).toBe('no-cache')
  })

  test('bytes arrive as they are', async () => {
    expect(new Uint8Array(await (await ask('app://workbench/assets/engine.wasm')).arrayBuffer())).toEqual(
      new Uint8Array([0, 97, 115, 109]),
    )
  })

  test.each([
    'app://workbench/../secret.txt',
    'app://workbench/%2e%2e/secret.txt',
    'app://workbench/%2e%2e%2fsecret.txt',
    'app://workbench/..%2fsecret.txt',
    'app://workbench/..%5csecret.txt',
    'app://workbench/assets/..%2f..%2fsecret.txt',
    'app://workbench/%2e%2e/renderer-other/secret.txt',
    'app://workbench/..%2frenderer-other%2fsecret.txt',
    'app://workbench/link.txt',
    'app://workbench/sibling/secret.txt',
    // Ways that end inside the bundle are still not its addresses.
    'app://workbench/assets%2f..%2findex.html',
    'app://workbench/assets%2f.%2fworker.js',
    'app://workbench/assets/back%5cslash.txt',
    'app://workbench/assets/co%3alon.txt',
    'app://workbench/%00',
    'app://workbench/index.html%00.txt',
    'app://workbench/%ff',
    'app://workbench/C:/secret.txt',
    'app://workbench/assets',
    'app://workbench/assets/',
    'app://workbench/nothing.html',
    'app://workbench//secret.txt',
    'app://other/index.html',
    'app://workbench.example.org/index.html',
    'file:///etc/passwd',
    'https://workbench/index.html',
  ])('%s is not there', async (address) => {
    const response = await ask(address)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('secret')
  })

  test.each(['app://user@workbench/index.html', 'app://:password@workbench/index.html'])(
    '%s, which Node itself refuses to ask for, is not there',
    async (url) => {
      expect((await answer({ url, method: 'GET' } as Request)).status).toBe(404)
    },
  )

  test('an encoded path of the bundle itself is harmless', async () => {
    expect((await ask('app://workbench/%69ndex.html')).status).toBe(200)
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is refused', async (method) => {
    expect((await ask('app://workbench/index.html', method)).status).toBe(405)
  })

  test('HEAD gives the headers alone', async () => {
    const response = await ask('app://workbench/index.html', 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  test.each([
    ['app://workbench/index.html', 'GET'],
    ['app://workbench/assets/worker.js', 'GET'],
    ['app://workbench/assets/engine.wasm', 'HEAD'],
    ['app://workbench/nothing', 'GET'],
    ['app://workbench/..%2fsecret.txt', 'GET'],
    ['app://elsewhere/', 'GET'],
    ['app://workbench/index.html', 'POST'],
  ])('%s by %s carries every security header', async (address, method) => {
    const response = await ask(address, method)
    for (const [name, value] of Object.entries(securityHeaders)) expect(response.headers.get(name), name).toBe(value)
    await response.body?.cancel()
  })
})

describe('the policy', () => {
  const directives = new Map(
    contentSecurityPolicy
      .split('; ')
      .map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1)]),
  )

  test('starts from nothing and names no other origin', () => {
    expect(directives.get('default-src')).toEqual(["'none'"])
    for (const [name, sources] of directives)
      expect(
        sources.filter((source) => !source.startsWith("'") && !['data:', 'blob:'].includes(source)),
        name,
      ).toEqual([])
  })

  test('evaluates no strings and runs no inline scripts', () => {
    expect(directives.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"])
  })

  test.each(['object-src', 'base-uri', 'form-action', 'frame-src', 'frame-ancestors'])('%s is closed', (name) => {
    expect(directives.get(name)).toEqual(["'none'"])
  })

  test('connections go home only', () => {
    expect(directives.get('connect-src')).toEqual(["'self'"])
    expect(directives.get('worker-src')).toEqual(["'self'"])
  })
})

describe('own addresses', () => {
  test.each(['app://workbench/index.html', 'data:text/plain,x', 'blob:app://workbench/0a'])('%s is ours', (address) => {
    expect(isOwnAddress(address)).toBe(true)
  })
  test.each([
    'https://example.org/',
    'http://127.0.0.1:1/',
    'ws://127.0.0.1/',
    'app://workbench.example.org/',
    'app://workbench@example.org/',
    'app://other/',
    'blob:https://example.org/0a',
    'file:///etc/passwd',
    'devtools://devtools/',
    'about:blank',
    'filesystem:app://workbench/',
    'javascript:alert(1)',
    ' app://workbench/',
  ])('%s is not', (address) => {
    expect(isOwnAddress(address)).toBe(false)
  })
})
