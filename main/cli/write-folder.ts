import { existsSync, rmSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { sweepTemporaryFiles, temporaryPath, writeSynced } from '../temporary-files'

/** An output folder that is whole or absent: files go to a sibling that takes the name when all is written. */
export interface PendingFolder {
  /** @param name path inside the folder, with `/` */
  write(name: string, content: string | Uint8Array): Promise<void>
  /** Gives the folder its name; an older one goes away only now. */
  finish(): Promise<void>
  discard(): void
}

export class FolderExists extends Error {
  override readonly name = 'FolderExists'
}

/**
 * @param replace whether a folder of that name may be replaced
 * @throws FolderExists when it is there and may not be replaced
 */
export async function pendingFolder(path: string, replace: boolean): Promise<PendingFolder> {
  const target = resolve(path)
  // First, since it may give the folder back that a killed run was replacing.
  await sweepTemporaryFiles(dirname(target))
  if (existsSync(target) && !replace) throw new FolderExists(target)
  await mkdir(dirname(target), { recursive: true })
  const temporary = temporaryPath(target, 'partial')
  await mkdir(temporary)
  return {
    async write(name, content) {
      const file = join(temporary, ...name.split('/'))
      await mkdir(dirname(file), { recursive: true })
      await writeSynced(file, content)
    },
    async finish() {
      if (!existsSync(target)) {
        await rename(temporary, target)
        return
      }
      const old = temporaryPath(target, 'old')
      await rename(target, old)
      await rename(temporary, target)
      await rm(old, { recursive: true, force: true })
    },
    discard: () => rmSync(temporary, { recursive: true, force: true }),
  }
}
