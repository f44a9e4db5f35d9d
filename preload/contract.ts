/**
 * What the window may ask of the machine, and nothing more. Everything that crosses is plain data that structuredClone
 * can copy; raw bytes of data files never cross, only what the user saves.
 *
 * The window talks to `window.valtelHost` (a `Bridge<Host>`) through `connectHost`; the figure page, which is drawn in a
 * hidden window, talks to `window.valtelFigureHost` (a `Bridge<FigureHost>`) through `connectFigureHost`.
 */

export type HostName = 'electron' | 'chromium'
export type HostLanguage = 'nb' | 'sv' | 'da' | 'en'
export type Theme = 'system' | 'light' | 'dark'

/** One thing that keeps data on this computer. `detail` is technical and untranslated; `id` is the translation key. */
export interface Wall {
  readonly id: WallId
  readonly detail: string
}
export type WallId =
  | 'content-security-policy'
  | 'request-filter'
  | 'name-resolution'
  | 'background-traffic'
  | 'peer-connections'
  | 'permissions'
  | 'navigation'
  | 'new-windows'
  | 'downloads'
  | 'spell-checker'
  | 'sandbox'

export interface HostDescription {
  readonly host: HostName
  readonly workbenchVersion: string
  readonly hostVersion: string
  readonly browserVersion: string
  readonly nodeVersion: string
  readonly platform: string
  /** BCP 47 tag of the system. */
  readonly locale: string
  readonly isDark: boolean
  readonly walls: readonly Wall[]
  /** Requests that the request filter has refused since the program started. */
  readonly blockedRequests: number
}

export interface Settings {
  /** Language of the window; null follows the system. */
  readonly language: HostLanguage | null
  readonly theme: Theme
  /** Publication profile of new figures, for example `report-a4`. */
  readonly figureProfile: string
  /** Widths of panels in CSS pixels, by panel. */
  readonly panels: Readonly<Record<string, number>>
}
export type SettingsPatch = { readonly [Key in keyof Settings]?: Settings[Key] | undefined }

export interface RecentProject {
  /** Opaque; the only handle by which the window can name a file. */
  readonly id: string
  readonly name: string
  /** For display only. */
  readonly path: string
  /** ISO 8601, UTC. */
  readonly openedAt: string
  readonly isMissing: boolean
}

export interface OpenedProject {
  readonly id: string
  readonly name: string
  /** For display only. */
  readonly path: string
  /** As they lie on disk: the window says whether they are a project, and of which kind. */
  readonly bytes: Uint8Array
}

export interface SaveProjectRequest {
  /** From an OpenedProject or SavedProject; null asks the user where. */
  readonly id: string | null
  readonly suggestedName: string
  /** At most 64 MiB. */
  readonly bytes: Uint8Array
}
export interface SavedProject {
  readonly id: string
  readonly name: string
  readonly path: string
}

export type FileKind =
  'csv' | 'tsv' | 'json' | 'svg' | 'pdf' | 'png' | 'tiff' | 'xlsx' | 'html' | 'docx' | 'txt' | 'zip'

export interface SaveFileRequest {
  /** A file name with or without its extension; folders in it are refused. */
  readonly suggestedName: string
  readonly kind: FileKind
  readonly bytes: Uint8Array
}
export interface SavedFile {
  readonly name: string
  readonly path: string
}

export interface SaveFilesRequest {
  /** Name of the folder that is made inside the one the user picks. */
  readonly suggestedFolder: string
  /** `name` may hold folders, separated by `/`: `figures/culture.svg`. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}
export interface SavedFolder {
  readonly path: string
  readonly fileCount: number
}

/** What is put on the clipboard: a text, and a table as HTML for Word and Excel beside it; or a picture. */
export type ClipboardContent =
  | { readonly text: string; readonly html?: string | undefined }
  /** A whole PNG file. */
  | { readonly png: Uint8Array }

export type FigureOutput = 'svg' | 'png' | 'pdf'
export interface FigureJob {
  /** JSON that only the figure page reads: FigureSpec, profile, language, fonts. */
  readonly job: string
  /** The size to print on when the drawing does not say its own. */
  readonly widthMm: number
  readonly heightMm: number
  readonly outputs: readonly FigureOutput[]
  /** Written into the PDF's information dictionary; the figure page writes the same into SVG and PNG. */
  readonly metadata?: FigureMetadata | undefined
}
export interface FigureMetadata {
  readonly title: string
  readonly subject?: string | undefined
  readonly keywords?: readonly string[] | undefined
  readonly creator?: string | undefined
  readonly language?: string | undefined
}
export interface DrawnFigure {
  readonly svg: string | null
  readonly png: Uint8Array | null
  readonly pdf: Uint8Array | null
  /** JSON from the figure page: what it measured (small text, thin lines, overlaps). */
  readonly report: string
}

export interface Draft {
  /** ISO 8601, UTC. */
  readonly savedAt: string
  readonly name: string
  /** The project the draft belongs to, if it has been saved. */
  readonly projectId: string | null
  readonly bytes: Uint8Array
}
export type DraftContent = Omit<Draft, 'savedAt'>

/** Methods for the workbench window. A cancelled dialog gives null; a refusal rejects (see `HostFailure`). */
export interface Host {
  describeHost(): Promise<HostDescription>
  readSettings(): Promise<Settings>
  writeSettings(patch: SettingsPatch): Promise<Settings>
  recentProjects(): Promise<readonly RecentProject[]>
  forgetProject(id: string): Promise<readonly RecentProject[]>
  openProject(): Promise<OpenedProject | null>
  openRecentProject(id: string): Promise<OpenedProject>
  saveProject(request: SaveProjectRequest): Promise<SavedProject | null>
  saveFile(request: SaveFileRequest): Promise<SavedFile | null>
  saveFiles(request: SaveFilesRequest): Promise<SavedFolder | null>
  writeClipboard(content: ClipboardContent): Promise<void>
  drawFigure(job: FigureJob): Promise<DrawnFigure>
  /** The newest unsaved work that another run of the program left behind. */
  readDraft(): Promise<Draft | null>
  /** Keeps unsaved work of this run; null says there is none, and clears what an earlier run left. */
  writeDraft(draft: DraftContent | null): Promise<void>
}

/** What the figure page is asked to draw. */
export interface FigureTask {
  readonly id: number
  readonly job: string
  readonly widthMm: number
  readonly heightMm: number
  readonly outputs: readonly FigureOutput[]
}
export interface FigureSize {
  readonly widthMm: number
  readonly heightMm: number
}
export type FigureTaskResult =
  | {
      readonly id: number
      readonly ok: true
      readonly svg: string | null
      readonly png: Uint8Array | null
      readonly report: string
      /** What the drawing came to, when that is not what was asked: many rows make a figure higher. */
      readonly size?: FigureSize | undefined
    }
  | { readonly id: number; readonly ok: false; readonly message: string }

/**
 * Methods for the figure page. It loops: `nextTask` waits for work; it draws the figure at the top left of the page;
 * `finishTask` settles when the PDF has been printed, on a sheet of the drawing's size, from what then stands there.
 */
export interface FigureHost {
  nextTask(): Promise<FigureTask>
  finishTask(result: FigureTaskResult): Promise<void>
}

/** What main tells the window without being asked. */
export interface HostEvents {
  /** The user chose a command in the native menu. */
  readonly command: MenuCommand
  readonly darkMode: boolean
}
export type HostEvent = keyof HostEvents

/** Ids of the commands in the native menu; `renderer/commands` has one of each. */
export const menuCommands = [
  'project.new',
  'project.open',
  'project.save',
  'project.save-as',
  'edit.undo',
  'edit.redo',
  'view.command-palette',
  'help.analysis',
  'help.shield',
] as const
export type MenuCommand = (typeof menuCommands)[number]

export const hostMethods = {
  describeHost: true,
  readSettings: true,
  writeSettings: true,
  recentProjects: true,
  forgetProject: true,
  openProject: true,
  openRecentProject: true,
  saveProject: true,
  saveFile: true,
  saveFiles: true,
  writeClipboard: true,
  drawFigure: true,
  readDraft: true,
  writeDraft: true,
} as const satisfies Record<keyof Host, true>

export const figureHostMethods = { nextTask: true, finishTask: true } as const satisfies Record<keyof FigureHost, true>

export const hostEvents = { command: true, darkMode: true } as const satisfies Record<HostEvent, true>

/** Why the machine refused. `code` is a translation key, `about` its values. */
export interface HostFailure {
  readonly code: HostFailureCode
  readonly about: Readonly<Record<string, string | number>>
  /** English, for logs. */
  readonly message: string
}
export type HostFailureCode =
  | 'arguments-refused'
  | 'sender-refused'
  | 'name-refused'
  | 'not-a-known-project'
  | 'file-missing'
  | 'file-too-large'
  | 'file-exists'
  | 'permission-denied'
  | 'disk-full'
  | 'file-busy'
  | 'file-failed'
  | 'figure-failed'
  | 'figure-overflows'
  | 'clipboard-failed'
  | 'bug'

export type HostReply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: HostFailure }

type Answer<Method> = Method extends (...given: infer Given) => Promise<infer Value>
  ? (...given: Given) => Promise<HostReply<Value>>
  : never

/** The contract as it crosses: a refusal is a value, since an error loses its fields on the way. */
export type Bridge<Contract> = { readonly [Method in keyof Contract]: Answer<Contract[Method]> }

/** Listens to what main tells; gives back the function that stops listening. */
export type ListenToHost = <Event extends HostEvent>(
  event: Event,
  listener: (value: HostEvents[Event]) => void,
) => () => void

export const channelOf = (contract: 'host' | 'figure', method: string): string => `valtel:${contract}:${method}`
export const channelOfEvent = (event: HostEvent): string => `valtel:event:${event}`

declare global {
  /** Set by the preload script. */
  var valtelHost: Bridge<Host>
  var valtelFigureHost: Bridge<FigureHost>
  var listenToValtelHost: ListenToHost
}

function connect<Contract extends object>(
  bridge: Bridge<Contract>,
  methods: Readonly<Record<keyof Contract, true>>,
  toError: (failure: HostFailure) => Error,
): Contract {
  const connected: Record<string, (...given: never[]) => Promise<unknown>> = {}
  for (const method of Object.keys(methods) as (keyof Contract & string)[]) {
    connected[method] = async (...given) => {
      const call = bridge[method] as (...values: never[]) => Promise<HostReply<unknown>>
      const reply = await call(...given)
      if (!reply.ok) throw toError(reply.failure)
      return reply.value
    }
  }
  return connected as Contract
}

/** The host as the window uses it: a refusal rejects with the error that `toError` makes of it. */
export function connectHost(bridge: Bridge<Host>, toError: (failure: HostFailure) => Error): Host {
  return connect<Host>(bridge, hostMethods, toError)
}

/** The same for the figure page. */
export function connectFigureHost(bridge: Bridge<FigureHost>, toError: (failure: HostFailure) => Error): FigureHost {
  return connect<FigureHost>(bridge, figureHostMethods, toError)
}
