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
}

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
export async function readHead(file: DataFile, length: number): Promise<Uint8Array> {
  const head = new Uint8Array(Math.min(length, file.size))
  let filled = 0
  if (head.length === 0) return head
  for await (const chunk of file.chunks()) {
    const part = chunk.subarray(0, head.length - filled)
    head.set(part, filled)
    filled += part.length
    if (filled === head.length) break
  }
  return head.subarray(0, filled)
}
