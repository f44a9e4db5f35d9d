import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { InputError } from '../../analyses/core/errors'
import type { DataFile } from '../../analyses/readers/data-file'

/** Size of the pieces a file is read in, in bytes. */
const chunkBytes = 1 << 20

/**
 * A file on disk as a reader takes it.
 * @param recipePath the recipe that names the file; relative paths start from its folder
 * @throws the system's error when there is no such file
 */
export function diskFile(recipePath: string, name: string): DataFile {
  const path = resolve(dirname(recipePath), name)
  const { size, mtimeMs, ino } = statSync(path)
  return {
    name: basename(path),
    size,
    chunks: (fromByte = 0) =>
      createReadStream(path, { start: fromByte, highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>,
    async sha256() {
      const digest = createHash('sha256')
      for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>)
        digest.update(chunk)
      return digest.digest('hex')
    },
    async hasChanged() {
      const now = await stat(path).catch(() => null)
      return now === null || now.size !== size || now.mtimeMs !== mtimeMs || now.ino !== ino
    },
  }
}

/**
 * A file that was named on the command line, from the folder in which it was given.
 * @throws InputError when there is no such file
 */
export function openGiven(name: string): DataFile {
  try {
    return diskFile(resolve('recipe.json'), name)
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new InputError('ingest:columns.no-file', { detail }, { file: name })
  }
}
