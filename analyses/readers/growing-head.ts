import { InputError } from '../core/errors'
import { readHead, type DataFile } from './data-file'

const firstPart = 1 << 16
/** What stands before the records of the largest survey takes some megabytes. */
const largestHead = 1 << 28

/**
 * Reads the beginning of a file whose length only its reading shows: more and more of it.
 * @param cutCode of the error that `read` throws when the bytes end before what it reads does
 * @throws InputError that `read` throws, with that code only where the file has no more
 */
export async function readGrowingHead<Head>(
  file: DataFile,
  cutCode: string,
  read: (bytes: Uint8Array) => Head,
): Promise<Head> {
  for (let length = firstPart; ; length *= 8) {
    const bytes = await readHead(file, length)
    try {
      return read(bytes)
    } catch (error) {
      const goesOn = error instanceof InputError && error.code === cutCode
      if (!goesOn || bytes.length >= file.size || length > largestHead) throw error
    }
  }
}
