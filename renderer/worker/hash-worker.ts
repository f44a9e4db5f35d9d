import { sha256 } from '../../analyses/readers/digest'
import { dataFile } from './data-file'
import { problemOf, type Problem } from './problem'

/* Digests files beside their reading, on another core. */

export interface HashRequest {
  readonly id: number
  readonly file: File
}
export type HashAnswer =
  | { readonly id: number; readonly share: number }
  | { readonly id: number; readonly sha256: string }
  | { readonly id: number; readonly problem: Problem | null }

const post = (answer: HashAnswer): void => globalThis.postMessage(answer)

globalThis.onmessage = ({ data: { id, file } }: MessageEvent<HashRequest>) => {
  let seen = 0
  let told = 0
  const source = dataFile({ file, name: file.name })
  sha256({
    ...source,
    async *chunks(fromByte = 0) {
      for await (const chunk of source.chunks(fromByte)) {
        seen += chunk.length
        if (seen / file.size - told > 0.01) {
          told = seen / file.size
          post({ id, share: told })
        }
        yield chunk
      }
    },
  }).then(
    (digest) => post({ id, sha256: digest }),
    (error: unknown) => post({ id, problem: problemOf(error) }),
  )
}
