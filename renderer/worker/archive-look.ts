import { Aborted } from '../../analyses/core/errors'
import { readHead } from '../../analyses/readers/data-file'
import { archiveNotOpened } from '../../analyses/readers/zip-archive'
import { isZip } from '../../analyses/readers/zip-head'
import type { ArchiveLookAnswer } from './archive-look-worker'
import { dataFile, type GivenFile } from './data-file'
import type { Ingest } from './ingest'
import type { IngestAnswers, IngestCall } from './ingest-protocol'

/** Opens a packed file where no harm can come of it. @throws InputError when it does not come back; Aborted */
export type ArchiveLook = (given: GivenFile, signal?: AbortSignal) => Promise<void>

/** In seconds. The largest workbook that is read is opened in a few, on a slow machine too. */
const longestLook = 30

const startLookWorker = (): Worker =>
  new Worker(new URL('./archive-look-worker.ts', import.meta.url), { type: 'module', name: 'archive-look' })

/**
 * Opens a packed file in a worker of its own that is ended with it: whatever an archive does to the code that unpacks it, the worker that reads files for the whole
 * session goes on. Files of other formats are not looked at.
 * @param start replaces the worker, and `seconds` the time that it has, in tests
 */
export async function lookAtArchive(
  given: GivenFile,
  signal?: AbortSignal,
  start: () => Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'> = startLookWorker,
  seconds = longestLook,
): Promise<void> {
  if (!isZip(await readHead(dataFile(given), 4))) return
  if (signal?.aborted === true) throw new Aborted()
  const worker = start()
  let stop = (): void => undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      stop = () => reject(new Aborted())
      signal?.addEventListener('abort', stop, { once: true })
      const refuse = (): void => reject(archiveNotOpened(given.name, seconds))
      timer = setTimeout(refuse, seconds * 1000)
      worker.onmessage = ({ data: { failure } }: MessageEvent<ArchiveLookAnswer>) =>
        failure === null ? resolve() : reject(new Error(failure))
      // What ends the worker, such as memory that runs out, ends nothing else.
      worker.onerror = (event) => {
        event.preventDefault()
        refuse()
      }
      worker.postMessage(given)
    })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    worker.terminate()
  }
}

/** The reading of files, with every file looked at once before its first call. */
export function behindLooks(ingest: Ingest, look: ArchiveLook): Ingest {
  const looks = new WeakMap<File, Promise<void>>()

  function lookedAt(given: GivenFile, signal: AbortSignal | undefined): Promise<void> {
    const known = looks.get(given.file)
    if (known !== undefined) return known
    const looking = look(given, signal)
    looks.set(given.file, looking)
    // A look that was called off has shown nothing.
    looking.catch((error: unknown) => error instanceof Aborted && looks.delete(given.file))
    return looking
  }

  /** Without the files that do not open, which are refused when they are read. */
  async function sort(
    call: Extract<IngestCall, { call: 'sort' }>,
    signal: AbortSignal | undefined,
  ): Promise<IngestAnswers['sort']> {
    const places: number[] = []
    for (const [place, given] of call.given.entries())
      if (
        await lookedAt(given, signal).then(
          () => true,
          () => false,
        )
      )
        places.push(place)
    const sorted = await ingest.call(
      { ...call, given: call.given.filter((_, place) => places.includes(place)) },
      signal,
    )
    return { ...sorted, codebook: sorted.codebook.map((place) => places[place] as number) }
  }

  return {
    async call(call, signal, onProgress) {
      const asked: IngestCall = call
      if (asked.call === 'sort') return (await sort(asked, signal)) as never
      if (asked.call === 'draft') for (const given of asked.given) await lookedAt(given, signal)
      else if ('given' in asked) await lookedAt(asked.given, signal)
      return ingest.call(call, signal, onProgress)
    },
  }
}
