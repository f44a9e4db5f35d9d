import { fileGone, type DataFile } from '../../analyses/readers/data-file'

export interface GivenFile {
  readonly file: File
  /** Stands in messages; a recipe may call the file otherwise than the disk does. */
  readonly name: string
}

/** A File of the browser as a reader takes it: streamed from the disk, never whole in memory. */
export function dataFile({ file, name }: GivenFile): DataFile {
  return {
    name,
    size: file.size,
    async *chunks(fromByte = 0) {
      const reader = file.slice(fromByte).stream().getReader()
      try {
        for (;;) {
          const { done, value } = await reader.read().catch(() => {
            // The browser gives out a file only as long as it is the one that was chosen, and then says no more than “network error”.
            throw fileGone(name)
          })
          if (done) return
          yield value
        }
      } finally {
        await reader.cancel().catch(() => undefined)
      }
    },
  }
}
