import { EventEmitter } from 'node:events'

type Handler = (request: Request) => Response | Promise<Response>
type RequestListener = (
  details: { url: string; method: string; resourceType: string },
  answer: (response: { cancel?: boolean }) => void,
) => void
type PermissionHandler = (contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void
type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean

/** The browser's permissions, each with the name under which Electron asks main for it. All others are never granted. */
const permissions: readonly (readonly [browser: string, electron: string])[] = [
  ['accelerometer', 'sensors'],
  ['camera', 'media'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['geolocation', 'geolocation'],
  ['gyroscope', 'sensors'],
  ['local-fonts', 'local-fonts'],
  ['local-network-access', 'local-network-access'],
  ['magnetometer', 'sensors'],
  ['microphone', 'media'],
  ['midi', 'midi'],
  ['midi-sysex', 'midiSysex'],
  ['notifications', 'notifications'],
  ['storage-access', 'storage-access'],
]

/** Electron's `Session`, as far as main calls it. Nothing of it is kept on disk. */
export class Session extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()
  #filter: RequestListener | null = null
  #permissionHandler: PermissionHandler | null = null
  #permissionCheck: PermissionCheck | null = null
  isSpellCheckerEnabled = true

  readonly protocol = {
    handle: (scheme: string, handler: Handler): void => {
      if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      this.#handlers.set(scheme, handler)
    },
    isProtocolHandled: (scheme: string): boolean => this.#handlers.has(scheme),
  }

  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener | null): void => {
      this.#filter = listener
    },
  }

  setPermissionRequestHandler(handler: PermissionHandler | null): void {
    this.#permissionHandler = handler
  }

  setPermissionCheckHandler(handler: PermissionCheck | null): void {
    this.#permissionCheck = handler
  }

  /** The browser gives no device to a page whose permissions are all refused. */
  setDevicePermissionHandler(_handler: (details: unknown) => boolean): void {}

  setDisplayMediaRequestHandler(_handler: (request: unknown, answer: (streams: object) => void) => void): void {}

  setSpellCheckerEnabled(isEnabled: boolean): void {
    this.isSpellCheckerEnabled = isEnabled
  }

  /** Whether main's request filter lets a request through. */
  async lets(details: { url: string; method: string; resourceType: string }): Promise<boolean> {
    const filter = this.#filter
    if (filter === null) return true
    return new Promise((resolve) => filter(details, ({ cancel }) => resolve(cancel !== true)))
  }

  /** Main's answer to a request of a scheme it serves, or null. */
  async answer(request: Request): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(request.url).protocol.slice(0, -1))
    return handler === undefined ? null : handler(request)
  }

  /**
   * Whether what main does not serve is asked of the network. Electron would ask; this program has nothing there, so the
   * stand-in never does.
   */
  mayReachNetwork(_address: string): boolean {
    return false
  }

  /** The browser's permissions that main's handlers grant, asked one by one. */
  async grantedPermissions(): Promise<string[]> {
    const granted: string[] = []
    for (const [browser, electron] of permissions) {
      const handler = this.#permissionHandler
      const isGranted = await new Promise<boolean>((resolve) => {
        if (handler === null) resolve(true)
        else handler(null, electron, resolve)
      })
      if (isGranted && (this.#permissionCheck?.(null, electron, '') ?? true)) granted.push(browser)
    }
    return granted
  }
}

/** Electron's `session` module. */
export function createSessions() {
  const partitions = new Map<string, Session>()
  const fromPartition = (name: string): Session => {
    const known = partitions.get(name)
    if (known !== undefined) return known
    const made = new Session()
    partitions.set(name, made)
    return made
  }
  return { fromPartition, defaultSession: fromPartition('') }
}
