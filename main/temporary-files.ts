import { createHash, randomBytes } from 'node:crypto'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'

/**
 * What stands beside a file or folder while it is written, and is gone when that went well. Its name tells who wrote it,
 * so that what a killed run left behind can be told from what another run is writing just now.
 */

/** `tmp` and `partial` are being written; `old` is what a finished one is about to replace. */
export type TemporaryKind = 'tmp' | 'partial' | 'old'

const computer = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
const temporaryName = /^\.(.+)\.([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.(tmp|partial|old)$/

/** Bytes of UTF-8 that a temporary name takes over, so that it fits where its target fits. */
const longestBeginning = 100

function beginningOf(name: string): string {
  let beginning = ''
  for (const character of name) {
    if (Buffer.byteLength(beginning + character) > longestBeginning) break
    beginning += character
  }
  return beginning
}

/** A new name beside `target`; an `old` holds the target's whole name, by which it can be put back. */
export function temporaryPath(target: string, kind: TemporaryKind): string {
  const name = kind === 'old' ? basename(target) : beginningOf(basename(target))
  const owner = `${computer}-${process.pid}-${randomBytes(6).toString('hex')}`
  return join(dirname(target), `.${name}.${owner}.${kind}`)
}

export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Milliseconds after which nobody can still be writing; asked where the process cannot be, on another computer. */
const abandonedAfter = 24 * 60 * 60 * 1000

async function isAbandoned(path: string, owner: string, processId: number, now: number): Promise<boolean> {
  if (owner === computer) return processId !== process.pid && !isRunning(processId)
  return now - (await stat(path)).mtimeMs > abandonedAfter
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * Removes what ended runs left behind in a folder, this program's alone: of this computer when the process has ended,
 * of another that shares the folder after a day. An `old` whose target is missing was about to be replaced, and gets its
 * name back. What cannot be removed stays.
 *
 * @param now milliseconds since 1970
 */
export async function sweepTemporaryFiles(folder: string, now: number = Date.now()): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, target = '', owner = '', processId = '', kind] = temporaryName.exec(name) ?? []
    if (target === '') continue
    const path = join(folder, name)
    try {
      if (!(await isAbandoned(path, owner, Number(processId), now))) continue
      if (kind === 'old' && !(await isThere(join(folder, target)))) await rename(path, join(folder, target))
      else await rm(path, { recursive: true, force: true })
    } catch {
      // Somebody else removed it first, or it may not be removed: it does no harm.
    }
  }
}

const swept = new Set<string>()

/** Sweeps a folder the first time that this run writes into it. */
export async function sweepOnce(folder: string): Promise<void> {
  if (swept.has(folder)) return
  swept.add(folder)
  await sweepTemporaryFiles(folder)
}

/** Writes a file that is not there yet, and returns when it is on the disk. */
export async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o666)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a file whole or not at all; what has the name already is replaced only when the new content is on the disk. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const pending = temporaryPath(path, 'tmp')
  try {
    await writeSynced(pending, content)
    await rename(pending, path)
  } catch (error) {
    await rm(pending, { force: true })
    throw error
  }
}
