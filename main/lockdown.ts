import type { App, CommandLine, Session, WebContents } from 'electron'
import type { Wall } from '../preload/contract'

/** The one origin there is. */
export const workbenchOrigin = 'app://workbench'

/**
 * Sent as a header with every response, since a worker takes its policy from its own script's response and not from
 * the page. `wasm-unsafe-eval` lets the database engine compile; nothing may evaluate strings.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy':
    'accelerometer=(), bluetooth=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()',
}

/** Browser switches: no name resolves, no address is reached past the resolver, nothing runs in the background. */
const networkSwitches: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-quic'],
  ['disable-breakpad'],
  ['no-pings'],
  ['dns-prefetch-disable'],
]

/** True for what the workbench itself serves, and for addresses that hold their own content. */
export function isOwnAddress(address: string): boolean {
  return (
    address.startsWith(`${workbenchOrigin}/`) ||
    address.startsWith('data:') ||
    address.startsWith(`blob:${workbenchOrigin}/`)
  )
}

let refusedRequests = 0

/** Requests that the request filter has refused since the program started. */
export const countRefusedRequests = (): number => refusedRequests

/** Before `ready`: switches that the browser reads when it starts. */
export function forbidNetwork(commandLine: CommandLine): void {
  for (const [name, value] of networkSwitches) {
    if (value === undefined) commandLine.appendSwitch(name)
    else commandLine.appendSwitch(name, value)
  }
}

/** The walls that belong to a session: request filter, permissions, devices, downloads, spell checker. */
export function lockSession(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !isOwnAddress(details.url)
    if (cancel) refusedRequests += 1
    answer({ cancel })
  })
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => event.preventDefault())
}

/** The walls that belong to every page: no navigation away, no new window, no embedded content. */
export function lockContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  })
}

/** What is blocked, for the list behind the window's shield. */
export function listWalls(): readonly Wall[] {
  return [
    { id: 'content-security-policy', detail: contentSecurityPolicy },
    { id: 'request-filter', detail: `${workbenchOrigin}/*` },
    { id: 'name-resolution', detail: '--host-resolver-rules="MAP * ~NOTFOUND"' },
    {
      id: 'background-traffic',
      detail: '--disable-background-networking --disable-component-update --disable-domain-reliability --disable-sync',
    },
    { id: 'peer-connections', detail: '--webrtc-ip-handling-policy=disable_non_proxied_udp' },
    { id: 'permissions', detail: 'setPermissionRequestHandler(deny)' },
    { id: 'navigation', detail: 'will-navigate(deny)' },
    { id: 'new-windows', detail: 'setWindowOpenHandler(deny)' },
    { id: 'downloads', detail: 'will-download(deny)' },
    { id: 'spell-checker', detail: 'setSpellCheckerEnabled(false)' },
    { id: 'sandbox', detail: 'sandbox, contextIsolation, nodeIntegration=false' },
  ]
}
