import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { CustomScheme } from 'electron'
import { securityHeaders, workbenchOrigin } from './lockdown'

/** Registered before `ready`, so that the origin counts as secure and standard. */
export const workbenchScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
}

function refuse(status: number, reason: string): Response {
  return new Response(reason, { status, headers: { ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8' } })
}

/** The path below the bundle that an address names, or null when it names anything else. */
function pathInBundle(address: string): string | null {
  let url: URL
  let path: string
  try {
    url = new URL(address)
    path = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  if (url.protocol !== 'app:' || url.host !== 'workbench' || url.username !== '' || url.password !== '') return null
  if (path.includes('\0') || path.includes('\\') || path.includes(':')) return null
  const segments = path.split('/').filter((segment) => segment !== '')
  if (segments.some((segment) => segment === '..' || segment === '.')) return null
  return segments.length === 0 ? 'index.html' : segments.join('/')
}

/**
 * Answers `app://workbench/…` with files of the built bundle, and with nothing else: no folder listing, no link that
 * leads outside, no method but GET and HEAD. Every answer, a refusal too, carries the security headers.
 *
 * @param bundle absolute path of the folder that holds `index.html`
 */
export function serveBundle(bundle: string): (request: Request) => Promise<Response> {
  const root = resolve(bundle)
  let realRoot: Promise<string> | undefined
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method not allowed')
    const path = pathInBundle(request.url)
    if (path === null) return refuse(404, 'Not found')
    try {
      realRoot ??= realpath(root)
      const file = await realpath(join(root, path))
      if (!file.startsWith((await realRoot) + sep)) return refuse(404, 'Not found')
      const { size, ...entry } = await stat(file).then((found) => ({ size: found.size, isFile: found.isFile() }))
      if (!entry.isFile) return refuse(404, 'Not found')
      const headers = {
        ...securityHeaders,
        'Content-Type': mediaTypes[extname(file).toLowerCase()] ?? 'application/octet-stream',
        'Content-Length': String(size),
        'Cache-Control': 'no-cache',
      }
      if (request.method === 'HEAD') return new Response(null, { status: 200, headers })
      return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, {
        status: 200,
        headers,
      })
    } catch {
      return refuse(404, 'Not found')
    }
  }
}

/** The address of a page of the bundle. */
export const addressOf = (page: 'index.html' | 'figure.html'): string => `${workbenchOrigin}/${page}`
