import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

type FolderName = 'userData' | 'appData' | 'documents' | 'downloads' | 'home' | 'temp'

/** `commandLine` of Electron's `app`: what is appended before the browser starts is given to it. */
export class CommandLine {
  readonly #switches = new Map<string, string>()

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value)
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name)
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? ''
  }

  toArguments(): string[] {
    return [...this.#switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
  }
}

/** Electron's `app`, as far as main calls it. */
export class App extends EventEmitter {
  readonly commandLine = new CommandLine()
  readonly isPackaged = false
  readonly name: string
  readonly #version: string
  readonly #projectFolder: string
  readonly #folders = new Map<FolderName, string>()
  readonly #ready: Promise<void>
  readonly #endOfProgram: (code: number) => void
  readonly #closers = new Set<() => Promise<void>>()
  #ending: Promise<void> | null = null

  /**
   * @param projectFolder the folder that holds package.json
   * @param endOfProgram called when everything is closed
   */
  constructor(projectFolder: string, endOfProgram: (code: number) => void) {
    super()
    const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      name: string
      productName?: string
      version: string
    }
    this.name = manifest.productName ?? manifest.name
    this.#version = manifest.version
    this.#projectFolder = projectFolder
    this.#endOfProgram = endOfProgram
    // As in Electron: the program's first script runs to its end before `ready`.
    this.#ready = new Promise((resolve) => {
      setImmediate(() => {
        this.emit('ready')
        resolve()
      })
    })
  }

  whenReady(): Promise<void> {
    return this.#ready
  }

  /** Chromium's own sandbox is on in every window of this host, see `launchBrowser`. */
  enableSandbox(): void {}

  getName(): string {
    return this.name
  }

  getVersion(): string {
    return this.#version
  }

  getAppPath(): string {
    return this.#projectFolder
  }

  getLocale(): string {
    return Intl.DateTimeFormat()
      .resolvedOptions()
      .locale.replace(/-u-.*$/, '')
  }

  setPath(name: FolderName, path: string): void {
    this.#folders.set(name, path)
  }

  getPath(name: FolderName): string {
    return this.#folders.get(name) ?? this.#defaultPath(name)
  }

  #defaultPath(name: FolderName): string {
    const home = homedir()
    switch (name) {
      case 'userData':
        return join(this.getPath('appData'), this.name)
      case 'appData':
        if (process.platform === 'win32') return process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming')
        if (process.platform === 'darwin') return join(home, 'Library', 'Application Support')
        return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config')
      case 'documents':
        return process.env['XDG_DOCUMENTS_DIR'] ?? (process.platform === 'linux' ? home : join(home, 'Documents'))
      case 'downloads':
        return process.env['XDG_DOWNLOAD_DIR'] ?? join(home, 'Downloads')
      case 'temp':
        return process.env['TMPDIR'] ?? process.env['TEMP'] ?? '/tmp'
      case 'home':
        return home
    }
  }

  /** Work that ends the browsers; run once, when the program ends. */
  onClosing(close: () => Promise<void>): void {
    this.#closers.add(close)
  }

  quit(): void {
    void this.#end(0, true)
  }

  exit(code = 0): void {
    void this.#end(code, false)
  }

  /** Settles when the program has ended. */
  get ended(): Promise<void> | null {
    return this.#ending
  }

  #end(code: number, isGentle: boolean): Promise<void> {
    this.#ending ??= (async () => {
      if (isGentle) this.emit('before-quit', { preventDefault() {} })
      await Promise.allSettled([...this.#closers].map((close) => close()))
      this.emit('will-quit', { preventDefault() {} })
      this.emit('quit', {}, code)
      this.#endOfProgram(code)
    })()
    return this.#ending
  }
}
