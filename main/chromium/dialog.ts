import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, delimiter, dirname, join } from 'node:path'
import type { OpenDialogOptions, OpenDialogReturnValue, SaveDialogOptions, SaveDialogReturnValue } from 'electron'
import { messages, spokenLanguage } from '../messages'
import type { PathQuestion } from './page-runtime'

type Wish = {
  readonly kind: 'open' | 'folder' | 'save'
  readonly title: string
  readonly start: string
  readonly filters: readonly { name: string; extensions: string[] }[]
}
/** A path, null when the user cancelled, undefined when this desktop has no such dialog. */
type Asked = string | null | undefined

interface Ended {
  readonly code: number
  readonly output: string
}

/**
 * What the end of a dialog's program says: 0 is a choice, 1 a cancellation.
 *
 * @param mostCancelled the highest exit code that is a cancellation; a higher one says that no dialog could be shown
 */
function pathIn(ended: Ended | undefined, mostCancelled = 1): Asked {
  if (ended === undefined || ended.code > mostCancelled) return undefined
  return ended.code === 0 && ended.output !== '' ? ended.output : null
}

function run(
  program: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...environment },
      windowsHide: true,
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.once('error', () => resolve(undefined))
    child.once('close', (code) => resolve({ code: code ?? 1, output: output.replace(/\r?\n$/, '') }))
  })
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

async function askZenity({ kind, title, start, filters }: Wish): Promise<Asked> {
  const answer = await run('zenity', [
    '--file-selection',
    `--title=${title}`,
    `--filename=${kind === 'save' ? start : join(start, '/')}`,
    ...(kind === 'save' ? ['--save', '--confirm-overwrite'] : []),
    ...(kind === 'folder' ? ['--directory'] : []),
    ...filters.map(
      ({ name, extensions }) =>
        `--file-filter=${name} | ${extensions.map((each) => (each === '*' ? '*' : `*.${each}`)).join(' ')}`,
    ),
  ])
  return pathIn(answer)
}

async function askKdialog({ kind, title, start, filters }: Wish): Promise<Asked> {
  const filter = filters
    .map(({ name, extensions }) => `${extensions.map((each) => (each === '*' ? '*' : `*.${each}`)).join(' ')}|${name}`)
    .join('\n')
  const action = { open: '--getopenfilename', folder: '--getexistingdirectory', save: '--getsavefilename' }[kind]
  const answer = await run('kdialog', [
    '--title',
    title,
    action,
    start,
    ...(kind === 'folder' || filter === '' ? [] : [filter]),
  ])
  return pathIn(answer)
}

async function askMac({ kind, title, start }: Wish): Promise<Asked> {
  const folder = kind === 'save' ? dirname(start) : start
  const action = {
    open: 'choose file with prompt (item 1 of argv) default location (POSIX file (item 2 of argv))',
    folder: 'choose folder with prompt (item 1 of argv) default location (POSIX file (item 2 of argv))',
    save: 'choose file name with prompt (item 1 of argv) default location (POSIX file (item 2 of argv)) default name (item 3 of argv)',
  }[kind]
  const script = `on run argv\nreturn POSIX path of (${action})\nend run`
  const answer = await run('osascript', ['-e', script, title, folder, basename(start)])
  return pathIn(answer, Infinity)
}

async function askWindows({ kind, title, start, filters }: Wish): Promise<Asked> {
  const filter = filters
    .map(
      ({ name, extensions }) => `${name}|${extensions.map((each) => (each === '*' ? '*.*' : `*.${each}`)).join(';')}`,
    )
    .join('|')
  const script =
    kind === 'folder'
      ? `Add-Type -AssemblyName System.Windows.Forms; $d = New-Object System.Windows.Forms.FolderBrowserDialog; $d.Description = $env:ASK_TITLE; $d.SelectedPath = $env:ASK_FOLDER`
      : `Add-Type -AssemblyName System.Windows.Forms; $d = New-Object System.Windows.Forms.${kind === 'save' ? 'SaveFileDialog' : 'OpenFileDialog'}; $d.Title = $env:ASK_TITLE; $d.InitialDirectory = $env:ASK_FOLDER; $d.FileName = $env:ASK_NAME; $d.Filter = $env:ASK_FILTER`
  const finish = `[Console]::OutputEncoding = [Text.Encoding]::UTF8; $o = New-Object System.Windows.Forms.Form -Property @{TopMost=$true}; if ($d.ShowDialog($o) -eq 'OK') { ${kind === 'folder' ? '$d.SelectedPath' : '$d.FileName'} } else { exit 1 }`
  const answer = await run('powershell.exe', ['-NoProfile', '-STA', '-Command', `${script}; ${finish}`], {
    ASK_TITLE: title,
    ASK_FOLDER: kind === 'save' ? dirname(start) : start,
    ASK_NAME: kind === 'save' ? basename(start) : '',
    ASK_FILTER: filter,
  })
  return pathIn(answer, Infinity)
}

async function askDesktop(wish: Wish): Promise<Asked> {
  if (process.platform === 'darwin') return askMac(wish)
  if (process.platform === 'win32') return askWindows(wish)
  const prefersKde = (process.env['XDG_CURRENT_DESKTOP'] ?? '').includes('KDE')
  const known = { zenity: askZenity, kdialog: askKdialog }
  for (const program of prefersKde ? (['kdialog', 'zenity'] as const) : (['zenity', 'kdialog'] as const))
    if (isOnPath(program)) {
      const answer = await known[program](wish)
      if (answer !== undefined) return answer
    }
  return undefined
}

/** How the stand-in asks inside the window when the desktop has no dialog. */
export type AskInPage = (question: PathQuestion) => Promise<string | null>

async function kindOfPath(path: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'nothing'
  }
}

async function askForPath({ kind, title, start }: Wish, ask: AskInPage, locale: string): Promise<string | null> {
  const words = messages[spokenLanguage(null, locale)]
  let initial = start
  let problem = ''
  let confirm = words['path.confirm']
  let replaceable: string | null = null
  for (;;) {
    const path = await ask({
      title,
      label: words['path.label'],
      confirm,
      cancel: words['path.cancel'],
      initial,
      problem,
    })
    if (path === null) return null
    const found = await kindOfPath(path)
    const isParentThere = (await kindOfPath(dirname(path))) === 'folder'
    if (
      kind === 'save'
        ? isParentThere && (found === 'nothing' || (found === 'file' && path === replaceable))
        : found === (kind === 'open' ? 'file' : 'folder')
    )
      return path
    const isThere = kind === 'save' && found === 'file'
    replaceable = isThere ? path : null
    problem = isThere ? words['path.exists'] : words['path.missing']
    confirm = isThere ? words['path.replace'] : words['path.confirm']
    initial = path
  }
}

function readOptions<Options>(given: readonly [unknown, Options?]): Options {
  return given[1] ?? (given[0] as Options)
}

/**
 * Electron's `dialog`, by the desktop's own file dialogs: zenity or kdialog, AppleScript, Windows Forms. Where there is
 * none, the window itself asks for a path.
 */
export function createDialog(isHeadless: boolean, askInPage: AskInPage, locale: () => string) {
  const ask = async (wish: Wish): Promise<string | null> => {
    const answer = isHeadless ? undefined : await askDesktop(wish)
    return answer === undefined ? askForPath(wish, askInPage, locale()) : answer
  }
  return {
    async showOpenDialog(...given: [unknown, OpenDialogOptions?]): Promise<OpenDialogReturnValue> {
      const { title = '', defaultPath = '', properties = [], filters = [] } = readOptions(given)
      const path = await ask({
        kind: properties.includes('openDirectory') ? 'folder' : 'open',
        title,
        start: defaultPath,
        filters,
      })
      return path === null ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [path] }
    },
    async showSaveDialog(...given: [unknown, SaveDialogOptions?]): Promise<SaveDialogReturnValue> {
      const { title = '', defaultPath = '', filters = [] } = readOptions(given)
      const path = await ask({ kind: 'save', title, start: defaultPath, filters })
      return path === null ? { canceled: true, filePath: '' } : { canceled: false, filePath: path }
    },
  }
}
