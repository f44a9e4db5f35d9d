import { InputError } from '../../analyses/core/errors'
import { hashFile } from '../worker/hash'
import type { Ingest } from '../worker/ingest'
import { problemOf } from '../worker/problem'
import type { Guesses } from './guesses'
import type { Loading } from './loading'
import { readInstrument } from './loading-steps'
import { arrivalOf, mayBeKnown, withArriving, withIdentity, withRejection } from './opening-steps'
import { addSource, type FileIdentity } from './project'
import type { Session } from './session'
import type { Workbench } from './workbench'

/** Data files on their way into the project. */
export interface Arrivals {
  /** Makes the file a source, or gives it to the source that waits for it. What cannot be used is told. */
  take(file: File): Promise<void>
  /** Stops looking at a file. */
  cancel(name: string): void
}

export function createArrivals(
  workbench: Workbench,
  ingest: Ingest,
  loading: Loading,
  guesses: Guesses,
  tellOtherContent: (name: string) => void,
): Arrivals {
  const { patchSession } = workbench
  const underWay = new Map<string, AbortController>()
  let marks = 0

  const isGiven = (sha256: string): boolean => loading.files.get(sha256) !== undefined

  async function identify(file: File, signal: AbortSignal): Promise<FileIdentity> {
    const about = { name: file.name, size: file.size }
    if (mayBeKnown(workbench.project(), file.size)) {
      const showShare = (share: number): void => patchSession(withArriving(file.name, share))
      return { ...about, sha256: await hashFile(file, signal, showShare) }
    }
    marks += 1
    return { ...about, sha256: `not-yet-${marks}` }
  }

  async function place(file: File, signal: AbortSignal): Promise<void> {
    const identity = await identify(file, signal)
    const { name, sha256 } = identity
    const arrival = arrivalOf(workbench.project(), identity, isGiven)
    switch (arrival.is) {
      case 'there-already':
        throw new InputError('recipe:file-twice', { file: name, first: arrival.first }, { file: name })
      case 'missing-content':
        loading.files.add(sha256, file)
        return guesses.goOn()
      case 'missing-file':
        if (arrival.isOtherContent) tellOtherContent(name)
        loading.files.add(sha256, file)
        workbench.amend((project) => withIdentity(project, arrival.source, identity))
        return guesses.goOn()
      case 'new':
        return addNew(file, identity, signal)
    }
  }

  async function addNew(file: File, identity: FileIdentity, signal: AbortSignal): Promise<void> {
    const { sources, instrument: document } = workbench.project()
    const given = { file, name: file.name }
    const others = sources.map(({ source }) => source)
    const { instrument } = readInstrument(document)
    const headers = headersRead(workbench.store.getState().session)
    const { source } = await ingest.call({ call: 'guess', given, instrument, others, headers }, signal)
    loading.files.add(identity.sha256, file)
    workbench.change((project) => addSource(project, { source, identity }))
    await guesses.guessedBy(source.id, document)
  }

  return {
    take: async (file) => {
      const controller = new AbortController()
      underWay.set(file.name, controller)
      patchSession(withArriving(file.name, 0))
      try {
        await place(file, controller.signal)
      } catch (error) {
        patchSession(withRejection(file.name, [problemOf(error)]))
      } finally {
        underWay.delete(file.name)
        patchSession(withArriving(file.name, null))
      }
    },
    cancel: (name) => underWay.get(name)?.abort(),
  }
}

/** Headers of the files that have been read, by the ids of their sources. */
const headersRead = ({ sources }: Session): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(sources).flatMap(([id, { reading }]) =>
      reading === null ? [] : [[id, reading.columns.map(({ header }) => header)]],
    ),
  )
