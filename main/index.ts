import { basename, join, resolve } from 'node:path'
import {
  app,
  clipboard,
  ClipboardItem,
  dialog,
  Menu,
  nativeTheme,
  protocol,
  session,
  type BrowserWindow,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron'
import {
  channelOfEvent,
  type ClipboardContent,
  type Host,
  type HostEvent,
  type HostEvents,
  type MenuCommand,
  type Settings,
} from '../preload/contract'
import { refusal } from './failure'
import { drawFiguresForParent } from './figure-process'
import { serveHost } from './ipc'
import { countRefusedRequests, forbidNetwork, listWalls, lockContents, lockSession } from './lockdown'
import { menuTemplate } from './menu'
import { messages, spokenLanguage } from './messages'
import { serveBundle, workbenchScheme } from './protocol'
import { createFigures } from './services/figures'
import {
  confirmedPath,
  dialogExtensions,
  nameOfKind,
  safeFileName,
  writeAtomically,
  writeFolder,
} from './services/files'
import { createDrafts } from './services/drafts'
import { createProjects } from './services/projects'
import { createSettings } from './services/settings'
import { openFigureWindow, openWorkbenchWindow } from './window'

/** With this argument the program opens no window: it draws figures for the command line that started it. */
const drawsForParent = process.argv.includes('--draw-figures')

protocol.registerSchemesAsPrivileged([workbenchScheme])
forbidNetwork(app.commandLine)
app.enableSandbox()
lockContents(app)
if (process.env['VALTEL_USER_DATA'] !== undefined) app.setPath('userData', resolve(process.env['VALTEL_USER_DATA']))

let workbench: BrowserWindow | null = null

async function start(): Promise<void> {
  const workbenchSession = session.fromPartition('valtel-workbench')
  workbenchSession.protocol.handle('app', serveBundle(join(__dirname, '../renderer')))
  lockSession(workbenchSession)
  lockSession(session.defaultSession)

  const surroundings = { session: workbenchSession, preload: join(__dirname, '../preload/index.js') }
  const figureWindows = new Set<number>()
  const figures = createFigures(() =>
    openFigureWindow(surroundings, (window) => {
      const { id } = window.webContents
      figureWindows.add(id)
      window.once('closed', () => figureWindows.delete(id))
    }),
  )
  app.on('will-quit', () => figures.close())

  const userData = app.getPath('userData')
  const settings = createSettings(userData)
  const host = createHost(settings, userData, figures)
  serveHost(
    host,
    figures.figureHost,
    (contentsId) => workbench !== null && !workbench.isDestroyed() && workbench.webContents.id === contentsId,
    (contentsId) => figureWindows.has(contentsId),
  )

  if (drawsForParent) {
    await drawFiguresForParent(figures)
    app.quit()
    return
  }

  const given = await settings.read()
  applySettings(given)
  nativeTheme.on('updated', () => tell('darkMode', nativeTheme.shouldUseDarkColors))
  const open = async () => {
    const opening = openWorkbenchWindow(surroundings, app.name, nativeTheme.shouldUseDarkColors, (window) => {
      workbench = window
      window.once('closed', () => {
        if (workbench === window) workbench = null
      })
    })
    await opening
  }
  app.on('activate', () => {
    if (workbench === null) void open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  await open()
}

function tell<Event extends HostEvent>(event: Event, value: HostEvents[Event]): void {
  if (workbench !== null && !workbench.isDestroyed()) workbench.webContents.send(channelOfEvent(event), value)
}

function applySettings({ language, theme }: Settings): void {
  nativeTheme.themeSource = theme
  const spoken = spokenLanguage(language, app.getLocale())
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(spoken, process.platform, (command: MenuCommand) => tell('command', command))),
  )
}

function createHost(
  settings: ReturnType<typeof createSettings>,
  userData: string,
  figures: ReturnType<typeof createFigures>,
): Host {
  const words = async () => messages[spokenLanguage((await settings.read()).language, app.getLocale())]
  const startFolder = () => app.getPath('documents')

  async function askWhereToSave(options: SaveDialogOptions): Promise<string | null> {
    const answer =
      workbench === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(workbench, options)
    return answer.canceled || answer.filePath === '' ? null : answer.filePath
  }
  async function askWhatToOpen(options: OpenDialogOptions): Promise<string | null> {
    const answer =
      workbench === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(workbench, options)
    return answer.canceled ? null : (answer.filePaths[0] ?? null)
  }

  const drafts = createDrafts(userData)
  const projects = createProjects(userData, {
    async open() {
      const say = await words()
      return askWhatToOpen({
        title: say['dialog.open-project'],
        defaultPath: startFolder(),
        properties: ['openFile'],
        filters: [
          { name: say['filter.project'], extensions: dialogExtensions('json') },
          { name: say['filter.all'], extensions: ['*'] },
        ],
      })
    },
    async save(suggestedName) {
      const say = await words()
      return askWhereToSave({
        title: say['dialog.save-project'],
        defaultPath: join(startFolder(), suggestedName),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
        filters: [{ name: say['filter.project'], extensions: dialogExtensions('json') }],
      })
    },
  })

  return {
    async describeHost() {
      const isElectron = process.versions['electron'] !== undefined
      return {
        host: isElectron ? 'electron' : 'chromium',
        workbenchVersion: app.getVersion(),
        hostVersion: process.versions['electron'] ?? process.versions['chrome'] ?? '',
        browserVersion: process.versions['chrome'] ?? '',
        nodeVersion: process.versions.node,
        platform: process.platform,
        locale: app.getLocale(),
        isDark: nativeTheme.shouldUseDarkColors,
        walls: listWalls(),
        blockedRequests: countRefusedRequests(),
      }
    },
    readSettings: settings.read,
    async writeSettings(patch) {
      const next = await settings.write(patch)
      applySettings(next)
      return next
    },
    recentProjects: projects.recent,
    forgetProject: projects.forget,
    openProject: projects.open,
    openRecentProject: projects.openRecent,
    saveProject: projects.save,
    async saveFile({ suggestedName, kind, bytes }) {
      const say = await words()
      const chosen = await askWhereToSave({
        title: say['dialog.save-file'],
        defaultPath: join(startFolder(), nameOfKind(suggestedName, kind)),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
        filters: [{ name: kind.toUpperCase(), extensions: dialogExtensions(kind) }],
      })
      if (chosen === null) return null
      const path = await confirmedPath(resolve(chosen), kind)
      await writeAtomically(path, bytes)
      return { name: basename(path), path }
    },
    async saveFiles({ suggestedFolder, files }) {
      const say = await words()
      const chosen = await askWhatToOpen({
        title: say['dialog.save-folder'],
        defaultPath: startFolder(),
        properties: ['openDirectory', 'createDirectory'],
      })
      if (chosen === null) return null
      const path = join(resolve(chosen), safeFileName(suggestedFolder))
      await writeFolder(path, files)
      return { path, fileCount: files.length }
    },
    async writeClipboard(content) {
      try {
        await clipboard.write([new ClipboardItem(clipboardTypes(content))])
      } catch (error) {
        throw refusal(
          'clipboard-failed',
          `The clipboard refused: ${error instanceof Error ? error.message : String(error)}`,
        )
      }
    },
    drawFigure: figures.draw,
    readDraft: drafts.read,
    writeDraft: drafts.write,
  }
}

/** What the clipboard holds, by media type. */
function clipboardTypes(content: ClipboardContent): Record<string, string | Blob> {
  if ('png' in content) return { 'image/png': new Blob([new Uint8Array(content.png)], { type: 'image/png' }) }
  const { text, html } = content
  return { 'text/plain': text, ...(html === undefined ? {} : { 'text/html': html }) }
}

app
  .whenReady()
  .then(start)
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    app.exit(1)
  })
