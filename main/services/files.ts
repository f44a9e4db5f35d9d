import { copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { charactersOf } from '../../analyses/core/shortened'
import type { FileKind } from '../../preload/contract'
import { refusal } from '../failure'
import { sweepOnce, temporaryPath, writeSynced } from '../temporary-files'

/** Windows lets another program (a virus scanner, Excel) hold a file for a moment. */
const busyCodes = new Set(['EPERM', 'EBUSY', 'EACCES'])
const busyAttempts = process.platform === 'win32' ? 12 : 1

async function retryWhileBusy<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ''
      if (attempt >= busyAttempts || !busyCodes.has(code)) throw error
      await new Promise((wake) => setTimeout(wake, 25 * attempt))
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    // Some network file systems refuse to sync a folder; the file itself has been synced.
    if (!['EINVAL', 'ENOTSUP', 'EBADF'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    await handle.close()
  }
}

/** Where the generation before the last save of a file is kept. */
export const previousGeneration = (path: string): string =>
  join(dirname(path), `${basename(path, extname(path))}.previous${extname(path)}`)

/**
 * Writes a file so that a reader, after a crash at any moment, finds either the old content or the new, whole:
 * temporary file in the same folder → write → fsync → rename → fsync of the folder.
 *
 * @param keep `previous` keeps the content that is replaced beside the file, see `previousGeneration`
 * @throws the system's error when the folder cannot be written
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  keep: 'previous' | 'nothing' = 'nothing',
): Promise<void> {
  const folder = dirname(path)
  await sweepOnce(folder)
  const temporary = temporaryPath(path, 'tmp')
  try {
    await writeSynced(temporary, content)
    if (keep === 'previous') await keepPrevious(path)
    await retryWhileBusy(() => rename(temporary, path))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(folder)
}

async function keepPrevious(path: string): Promise<void> {
  const temporary = temporaryPath(path, 'tmp')
  try {
    // A link costs nothing and never shows a half-written copy; file systems without links get a copy.
    await link(path, temporary).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw error
      return copyFile(path, temporary)
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    await retryWhileBusy(() => rename(temporary, previousGeneration(path)))
  } finally {
    // A rename onto another link to the same file succeeds and leaves both.
    await rm(temporary, { force: true })
  }
}

/**
 * Writes a folder of files so that it is whole or absent: everything into a temporary sibling, then one rename.
 *
 * @param files names may hold folders, separated by `/`; every segment must pass `safeFileName`
 * @throws Refusal `file-exists` when the folder is there already, `name-refused` for a name that leads elsewhere
 */
export async function writeFolder(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  if (await exists(folder)) throw refusal('file-exists', `${folder} exists already.`, { path: folder })
  const seen = new Set<string>()
  for (const { name } of files) {
    const key = name.normalize('NFC').toLowerCase()
    if (name.split('/').some((segment) => safeFileName(segment) !== segment) || seen.has(key))
      throw refusal('name-refused', `${JSON.stringify(name)} cannot name a file of a folder.`, { name })
    seen.add(key)
  }
  await sweepOnce(dirname(folder))
  const temporary = temporaryPath(folder, 'tmp')
  try {
    await mkdir(temporary)
    for (const { name, bytes } of files) {
      const path = join(temporary, ...name.split('/'))
      await mkdir(dirname(path), { recursive: true })
      await writeSynced(path, bytes)
    }
    await syncFolder(temporary)
    await retryWhileBusy(() => rename(temporary, folder))
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
  await syncFolder(dirname(folder))
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Names that Windows keeps for devices, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
/** In characters as a reader counts them. */
const longestName = 120
/** In bytes of UTF-8: file systems take 255, of which a temporary name beside the file needs some. */
const largestName = 180

/** A point and what follows it, as far as that is an extension and not the end of a sentence: `v2.1 Nord` has none. */
const extensionPattern = /\.[A-Za-z0-9]{1,10}$/

/** As much of the beginning of a name as the limits let stand; its extension stays. */
function cutName(name: string): string {
  const extension = extensionPattern.exec(name)?.[0] ?? ''
  let stem = ''
  let length = extension.length
  let size = extension.length
  for (const character of charactersOf(name.slice(0, name.length - extension.length))) {
    length += 1
    size += Buffer.byteLength(character)
    if (length > longestName || size > largestName) break
    stem += character
  }
  return (stem + extension).replace(/[\s.]+$/u, '')
}

/**
 * The nearest name to `suggested` that is one file name on Windows, macOS and Linux: no folder, no control or
 * direction-changing character, no device, at most 120 characters and 180 bytes, of which the extension is kept. An empty
 * rest becomes `untitled`. A name that came from here comes back as it is.
 */
export function safeFileName(suggested: string): string {
  const visible = [...suggested]
    // Control characters, and the format characters that reverse the order in which a name is shown.
    .filter((character) => !/[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(character))
    .join('')
    .normalize('NFC')
  const cleaned = visible
    .replace(/[<>:"/\\|?*]/g, '-')
    .replace(/^[\s.]+/u, '')
    .replace(/[\s.]+$/u, '')
  const name = cutName(cleaned)
  if (name === '') return 'untitled'
  return deviceName.test(name) ? cutName(`_${name}`) : name
}

const extensionsOf: Readonly<Record<FileKind, readonly [string, ...string[]]>> = {
  csv: ['.csv'],
  tsv: ['.tsv', '.txt'],
  json: ['.json'],
  svg: ['.svg'],
  pdf: ['.pdf'],
  png: ['.png'],
  tiff: ['.tiff', '.tif'],
  xlsx: ['.xlsx'],
  html: ['.html', '.htm'],
  docx: ['.docx'],
  txt: ['.txt'],
  zip: ['.zip'],
}

/** A suggested name made safe and given the extension of its kind. */
export function nameOfKind(suggested: string, kind: FileKind): string {
  const name = safeFileName(suggested)
  return hasExtensionOf(name, kind) ? name : `${name}${extensionsOf[kind][0]}`
}

const hasExtensionOf = (path: string, kind: FileKind): boolean =>
  extensionsOf[kind].includes(extname(path).toLowerCase())

/** Without the leading point, as dialogs want them. */
export const dialogExtensions = (kind: FileKind): string[] => extensionsOf[kind].map((extension) => extension.slice(1))

/**
 * The path to write when the dialog gave `chosen`: the extension of the kind is added when the user left it out. A file
 * that is there under the longer name was never confirmed, so it is refused.
 */
export async function confirmedPath(chosen: string, kind: FileKind): Promise<string> {
  if (hasExtensionOf(chosen, kind)) return chosen
  const path = `${chosen}${extensionsOf[kind][0]}`
  if (await exists(path)) throw refusal('file-exists', `${path} exists already.`, { path })
  return path
}
