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

/** The browser digests several times as fast as compiled code can, but only what is in memory as a whole. */
const mostAtOnce = 200e6

globalThis.onmessage = ({ data: { id, file } }: MessageEvent<HashRequest>) => {
  const digested = file.size <= mostAtOnce ? digestAtOnce(file) : digestAsItPasses(file, (share) => post({ id, share }))
  digested.then(
    (digest) => post({ id, sha256: digest }),
    (error: unknown) => post({ id, problem: problemOf(error) }),
  )
}

async function digestAtOnce(file: File): Promise<string> {
  const bytes = new Uint8Array(file.size)
  let filled = 0
  for await (const chunk of dataFile({ file, name: file.name }).chunks()) {
    bytes.set(chunk, filled)
    filled += chunk.length
  }
  const digest = await crypto.subtle.digest('SHA-256', bytes.subarray(0, filled))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function digestAsItPasses(file: File, onShare: (share: number) => void): Promise<string> {
  let seen = 0
  let told = 0
  const source = dataFile({ file, name: file.name })
  return sha256({
    ...source,
    async *chunks(fromByte = 0) {
      for await (const chunk of source.chunks(fromByte)) {
        seen += chunk.length
        if (seen / file.size - told > 0.01) {
          told = seen / file.size
          onShare(told)
        }
        yield chunk
      }
    },
  })
}
