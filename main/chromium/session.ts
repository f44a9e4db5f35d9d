import { EventEmitter } from 'node:events'

type Handler = (request: Request) => Response | Promise<Response>
type RequestListener = (details: { url: string; method: string; resourceType: string }, answer: (response: { cancel?: boolean }) => void) => void
type PermissionHandler = (contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void
type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean

/** Permissions that the handlers of main are asked about; the names are Electron's. */
const permissions = [
  'clipboard-read',
  'display-capture',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'pointerLock',
  'serial',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'usb',
  'window-management',
] as const

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

  /** The permissions that main's handlers grant, asked one by one. */
  async grantedPermissions(): Promise<string[]> {
    const granted: string[] = []
    for (const permission of permissions) {
      const isRequestGranted = await new Promise<boolean>((resolve) =>
        this.#permissionHandler === null ? resolve(true) : this.#permissionHandler(null, permission, resolve),
      )
      if (isRequestGranted && (this.#permissionCheck?.(null, permission, '') ?? true)) granted.push(permission)
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
