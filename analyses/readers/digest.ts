import { createSHA256 } from 'hash-wasm'
import type { ByteObserver, DataFile } from './data-file'

/** A digest of the bytes of a file, either taken as they pass or computed elsewhere. */
export interface FileDigest {
  readonly observer: ByteObserver | undefined
  finish(): Promise<string>
}

export async function startDigest(file: DataFile, hash?: (file: DataFile) => Promise<string>): Promise<FileDigest> {
  const pending = hash?.(file) ?? file.sha256?.()
  if (pending !== undefined) {
    pending.catch(() => undefined)
    return { observer: undefined, finish: () => pending }
  }
  const digest = await createSHA256()
  digest.init()
  return {
    observer: { update: (bytes) => void digest.update(bytes) },
    finish: () => Promise.resolve(digest.digest('hex')),
  }
}

/** SHA-256 of a whole file, hexadecimal. */
export async function sha256(file: DataFile): Promise<string> {
  const { observer, finish } = await startDigest(file)
  if (observer !== undefined) for await (const chunk of file.chunks()) observer.update(chunk)
  return finish()
}
