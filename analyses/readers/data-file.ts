import { InputError, stopIfAborted, type AbortState } from '../core/errors'

/** Sees the bytes of a file as they pass. */
export interface ByteObserver {
  update(bytes: Uint8Array): void
}

/**
 * A file the user gave, read as a stream so that its size does not matter. The window wraps a File, the command line a path.
 */
export interface DataFile {
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** The bytes from an offset to the end, in pieces of any length; may be called again, and starts anew each time. */
  chunks(fromByte?: number): AsyncIterable<Uint8Array>
  /** SHA-256 of all bytes, hexadecimal, where the host has a faster way than digesting them as they pass, e.g. beside the reading. */
  sha256?(): Promise<string>
  /** Whether it is another file by now than when it was opened, or none; where the host can tell without reading it again. */
  hasChanged?(): Promise<boolean>
}

/** What a host throws when it cannot give out a file any more: another program changed, moved or locked it. */
export const fileGone = (name: string): InputError => new InputError('ingest:file-gone', {}, { file: name })

/** A file that is already in memory, handed out in pieces of at most `chunkSize` bytes. */
export function memoryFile(name: string, bytes: Uint8Array, chunkSize = 1 << 20): DataFile {
  return {
    name,
    size: bytes.length,
    async *chunks(fromByte = 0) {
      for (let from = fromByte; from < bytes.length; from += chunkSize)
        yield bytes.subarray(from, Math.min(from + chunkSize, bytes.length))
    },
  }
}

/** The first `length` bytes of a file, or all of it when it is shorter. */
export function readHead(file: DataFile, length: number): Promise<Uint8Array> {
  return readRange(file, 0, length)
}

/**
 * A part of a file, from any place.
 * @returns fewer bytes than `length` where the file ends before
 */
export async function readRange(file: DataFile, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const part = new Uint8Array(Math.max(0, Math.min(length, file.size - from)))
  let filled = 0
  if (part.length === 0) return part
  for await (const chunk of file.chunks(from)) {
    const piece = chunk.subarray(0, part.length - filled)
    part.set(piece, filled)
    filled += piece.length
    if (filled === part.length) break
  }
  return part.subarray(0, filled)
}

/** The bytes of a file from one place up to another, as a file of its own. */
export function partOf(file: DataFile, from: number, end: number): DataFile {
  return {
    name: file.name,
    size: end - from,
    async *chunks(fromByte = 0) {
      let left = end - from - fromByte
      if (left <= 0) return
      for await (const chunk of file.chunks(from + fromByte)) {
        const piece = chunk.subarray(0, left)
        left -= piece.length
        yield piece
        if (left === 0) return
      }
    },
  }
}

/** Shows all bytes of a file to who wants to see them pass, for a format that is not read from its beginning to its end. */
export async function observeAll(
  file: DataFile,
  { observer, abort }: { readonly observer?: ByteObserver | undefined; readonly abort?: AbortState | undefined },
): Promise<void> {
  if (observer === undefined) return
  for await (const chunk of file.chunks()) {
    stopIfAborted(abort)
    observer.update(chunk)
  }
}
