import { EventEmitter } from 'node:events'
import type { App, CommandLine, Session as ElectronSession } from 'electron'
import { beforeEach, describe, expect, test } from 'vitest'
import { CommandLine as StandInCommandLine } from '../../main/chromium/app'
import { Session } from '../../main/chromium/session'
import {
  contentSecurityPolicy,
  countRefusedRequests,
  forbidNetwork,
  listWalls,
  lockContents,
  lockSession,
  securityHeaders,
} from '../../main/lockdown'

/** Each wall alone: a test here fails when that one is taken away, whatever the others would have held back. */

const preventable = () => {
  const event = { isPrevented: false, preventDefault: () => void (event.isPrevented = true) }
  return event
}

describe('the walls of a session', () => {
  /** The stand-in's session, which also keeps the handlers that only Electron asks. */
  class AskedSession extends Session {
    device: ((details: unknown) => boolean) | null = null
    display: ((request: unknown, answer: (streams: object) => void) => void) | null = null
    override setDevicePermissionHandler(handler: (details: unknown) => boolean): void {
      this.device = handler
    }
    override setDisplayMediaRequestHandler(
      handler: (request: unknown, answer: (streams: object) => void) => void,
    ): void {
      this.display = handler
    }
  }
  let session: AskedSession
  const lock = () => lockSession(session as unknown as ElectronSession)
  beforeEach(() => {
    session = new AskedSession()
  })

  test('an open session grants and lets through, so that what follows means something', async () => {
    expect(await session.lets({ url: 'https://example.org/', method: 'GET', resourceType: 'fetch' })).toBe(true)
    expect(await session.grantedPermissions()).toContain('camera')
    expect(session.isSpellCheckerEnabled).toBe(true)
  })

  test('the request filter lets own addresses through, refuses others and counts them', async () => {
    lock()
    const lets = (url: string) => session.lets({ url, method: 'GET', resourceType: 'fetch' })
    const before = countRefusedRequests()
    expect(await lets('app://workbench/index.html')).toBe(true)
    expect(countRefusedRequests()).toBe(before)
    expect(await lets('https://example.org/')).toBe(false)
    expect(await lets('http://127.0.0.1/')).toBe(false)
    expect(countRefusedRequests()).toBe(before + 2)
  })

  test('the answer to requests for permissions refuses each by itself', async () => {
    session.setPermissionCheckHandler = () => undefined
    lock()
    expect(await session.grantedPermissions()).toEqual([])
  })

  test('the check of permissions refuses each by itself', async () => {
    session.setPermissionRequestHandler = () => undefined
    lock()
    expect(await session.grantedPermissions()).toEqual([])
  })

  test('no device is given and no screen is shared', () => {
    lock()
    expect(session.device?.({ deviceType: 'usb' })).toBe(false)
    const shared: object[] = []
    session.display?.({}, (streams) => shared.push(streams))
    expect(shared).toEqual([{}])
  })

  test('the spell checker, which fetches dictionaries, is off', () => {
    lock()
    expect(session.isSpellCheckerEnabled).toBe(false)
  })

  test('a download is called off', () => {
    lock()
    const event = preventable()
    session.emit('will-download', event)
    expect(event.isPrevented).toBe(true)
  })
})

describe('the walls of a page', () => {
  interface Asked {
    open: (() => { action: string }) | null
    peers: string | null
  }
  function lockedContents() {
    const app = new EventEmitter()
    lockContents(app as unknown as App)
    const asked: Asked = { open: null, peers: null }
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: Asked['open']) => void (asked.open = handler),
      setWebRTCIPHandlingPolicy: (policy: string) => void (asked.peers = policy),
    })
    app.emit('web-contents-created', {}, contents)
    return { contents, asked }
  }

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    '%s is prevented',
    (name) => {
      const event = preventable()
      lockedContents().contents.emit(name, event)
      expect(event.isPrevented).toBe(true)
    },
  )

  test('a new window is denied', () => {
    expect(lockedContents().asked.open?.()).toEqual({ action: 'deny' })
  })

  test('a peer connection tells no address of this machine', () => {
    expect(lockedContents().asked.peers).toBe('disable_non_proxied_udp')
  })
})

describe('the switches', () => {
  const commandLine = new StandInCommandLine()
  forbidNetwork(commandLine as unknown as CommandLine)

  test.each([
    ['host-resolver-rules', 'MAP * ~NOTFOUND', 'no name resolves'],
    ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp', 'peers see no address'],
    ['webrtc-ip-handling-policy', 'disable_non_proxied_udp', 'peers see no address, by its newer name'],
    ['disable-background-networking', '', 'no requests of the browser itself'],
    ['disable-component-update', '', 'no updates of its parts'],
    ['disable-domain-reliability', '', 'no reports about sites'],
    ['disable-sync', '', 'no account'],
    ['disable-quic', '', 'no transport past the filter'],
    ['disable-breakpad', '', 'no reports of crashes'],
    ['no-pings', '', 'no pings of links'],
    ['dns-prefetch-disable', '', 'no names looked up beforehand'],
  ])('--%s %s: %s', (name, value) => {
    expect(commandLine.hasSwitch(name)).toBe(true)
    expect(commandLine.getSwitchValue(name)).toBe(value)
  })

  test('the shield names only what is set', () => {
    const named = listWalls().flatMap(({ detail }) => [...detail.matchAll(/--([a-z-]+)/g)].map(([, name]) => name))
    expect(named.length).toBeGreaterThan(5)
    for (const name of named) expect(commandLine.hasSwitch(name ?? ''), name).toBe(true)
  })
})

describe('the headers', () => {
  test.each([
    ['Content-Security-Policy', contentSecurityPolicy],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Embedder-Policy', 'require-corp'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ['X-DNS-Prefetch-Control', 'off'],
  ])('%s is %s', (name, value) => {
    expect(securityHeaders[name]).toBe(value)
  })

  test('the policy is closed but for the sources named here', () => {
    expect(
      Object.fromEntries(contentSecurityPolicy.split('; ').map((directive) => directive.split(/ (.*)/, 2))),
    ).toEqual({
      'default-src': "'none'",
      // WebAssembly for the engine; no inline script, no string evaluation.
      'script-src': "'self' 'wasm-unsafe-eval'",
      'worker-src': "'self'",
      'connect-src': "'self'",
      // Figures are handed over as data and as blobs.
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      // The widgets set styles of elements.
      'style-src': "'self' 'unsafe-inline'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-src': "'none'",
      'frame-ancestors': "'none'",
    })
  })

  test.each([
    'accelerometer',
    'bluetooth',
    'camera',
    'display-capture',
    'geolocation',
    'gyroscope',
    'hid',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'serial',
    'usb',
    'xr-spatial-tracking',
  ])('no page may use %s', (feature) => {
    expect(securityHeaders['Permissions-Policy']?.split(', ')).toContain(`${feature}=()`)
  })
})
