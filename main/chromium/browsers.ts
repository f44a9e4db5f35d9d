import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Browser {
  readonly name: string
  readonly path: string
}

/** Programs on the PATH of Linux, and their names for people; the first that is there is taken. */
const linuxPrograms: readonly (readonly [program: string, name: string])[] = [
  ['chromium', 'Chromium'],
  ['chromium-browser', 'Chromium'],
  ['google-chrome-stable', 'Google Chrome'],
  ['google-chrome', 'Google Chrome'],
  ['microsoft-edge-stable', 'Microsoft Edge'],
  ['microsoft-edge', 'Microsoft Edge'],
]
const linuxFolders = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/usr/lib/chromium',
  '/opt/google/chrome',
  '/opt/microsoft/msedge',
]

const macPrograms: readonly (readonly [bundle: string, name: string])[] = [
  ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Google Chrome'],
  ['Chromium.app/Contents/MacOS/Chromium', 'Chromium'],
  ['Microsoft Edge.app/Contents/MacOS/Microsoft Edge', 'Microsoft Edge'],
]

const windowsPrograms: readonly (readonly [path: string, name: string])[] = [
  ['Google\\Chrome\\Application\\chrome.exe', 'Google Chrome'],
  ['Chromium\\Application\\chrome.exe', 'Chromium'],
  ['Microsoft\\Edge\\Application\\msedge.exe', 'Microsoft Edge'],
]

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function candidates(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): Browser[] {
  const inFolders = (folders: readonly string[], programs: readonly (readonly [string, string])[]) =>
    programs.flatMap(([program, name]) => folders.map((folder) => ({ name, path: join(folder, program) })))
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
      (variable) => environment[variable] ?? [],
    )
    return inFolders(folders, windowsPrograms)
  }
  if (platform === 'darwin')
    return inFolders(['/Applications', join(environment['HOME'] ?? '', 'Applications')], macPrograms)
  const onPath = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return inFolders([...onPath, ...linuxFolders], linuxPrograms)
}

/**
 * An installed Chromium, Chrome or Edge, or null. `VALTEL_BROWSER` names one by its path and is taken alone: a path
 * that leads nowhere gives null rather than another browser than the one asked for.
 */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Browser | null {
  const named = environment['VALTEL_BROWSER']
  if (named !== undefined && named !== '') return isProgram(named) ? { name: 'VALTEL_BROWSER', path: named } : null
  return candidates(platform, environment).find(({ path }) => isProgram(path)) ?? null
}

/**
 * Electron's own program below a project folder, or null when it was never fetched. `VALTEL_HOST=chromium` says that it
 * is not wanted.
 */
export function findElectron(projectFolder: string, environment: NodeJS.ProcessEnv = process.env): string | null {
  if (environment['VALTEL_HOST'] === 'chromium') return null
  const folder = join(projectFolder, 'node_modules', 'electron')
  const note = join(folder, 'path.txt')
  if (!existsSync(note)) return null
  const program = join(folder, 'dist', readFileSync(note, 'utf8').trim())
  return isProgram(program) ? program : null
}
