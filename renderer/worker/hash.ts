import { Aborted } from '../../analyses/core/errors'
import type { HashAnswer, HashRequest } from './hash-worker'
import { errorOf } from './problem'

/**
 * SHA-256 of a file, lower-case hexadecimal, in a worker of its own that lives as long as the digest takes.
 * @throws Aborted when `signal` was aborted; the work ends at once; InputError when the file cannot be read any more
 */
export function hashFile(file: File, signal?: AbortSignal, onProgress?: (share: number) => void): Promise<string> {
  if (signal?.aborted === true) return Promise.reject(new Aborted())
  const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module', name: 'hash' })
  return new Promise<string>((resolve, reject) => {
    const stop = (): void => {
      worker.terminate()
      reject(new Aborted())
    }
    signal?.addEventListener('abort', stop, { once: true })
    const finish = (): void => {
      signal?.removeEventListener('abort', stop)
      worker.terminate()
    }
    worker.onmessage = ({ data }: MessageEvent<HashAnswer>) => {
      if ('share' in data) {
        onProgress?.(data.share)
        return
      }
      finish()
      if ('sha256' in data) resolve(data.sha256)
      else reject(errorOf(data.problem))
    }
    worker.onerror = (event) => {
      event.preventDefault()
      finish()
      reject(new Error(event.message))
    }
    worker.postMessage({ id: 1, file } satisfies HashRequest)
  })
}
