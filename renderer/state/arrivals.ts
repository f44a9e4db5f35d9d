import { InputError } from '../../analyses/core/errors'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { hashFile } from '../worker/hash'
import type { Ingest } from '../worker/ingest'
import { problemOf } from '../worker/problem'
import type { Loading } from './loading'
import { arrivalOf, mayBeKnown, withArriving, withIdentity, withRejection } from './opening-steps'
import { addSource, changeSource, type FileIdentity } from './project'
import type { Workbench } from './workbench'

/** Data files on their way into the project. */
export interface Arrivals {
  /** Makes the file a source, or gives it to the source that waits for it. What cannot be used is told. */
  take(file: File): Promise<void>
  /** Guesses anew what was guessed before there was an instrument and nobody has touched since. */
  guessAgain(): Promise<void>
  /** Stops looking at a file. */
  cancel(name: string): void
}

export function createArrivals(
  workbench: Workbench,
  ingest: Ingest,
  loading: Loading,
  tellOtherContent: (name: string) => void,
): Arrivals {
  const { store, patchSession } = workbench
  const underWay = new Map<string, AbortController>()
  /** Sources as they were guessed without an instrument. */
  const guessedBlindly = new Map<string, RecipeSource>()
  let marks = 0

  const instrument = () => store.getState().session.instrument.instrument
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
        return loading.files.add(sha256, file)
      case 'missing-file':
        if (arrival.isOtherContent) tellOtherContent(name)
        loading.files.add(sha256, file)
        return workbench.amend((project) => withIdentity(project, arrival.source, identity))
      case 'new':
        return addNew(file, identity, signal)
    }
  }

  async function addNew(file: File, identity: FileIdentity, signal: AbortSignal): Promise<void> {
    const { sources } = workbench.project()
    const given = { file, name: file.name }
    const others = sources.map(({ source }) => source)
    const known = instrument()
    const { source } = await ingest.call({ call: 'guess', given, instrument: known, others }, signal)
    loading.files.add(identity.sha256, file)
    workbench.change((project) => addSource(project, { source, identity }))
    if (known === null) guessedBlindly.set(source.id, source)
  }

  async function guessOneAgain(id: string, guessed: RecipeSource): Promise<void> {
    const { sources } = workbench.project()
    const entry = sources.find(({ source }) => source === guessed)
    const file = entry === undefined ? undefined : loading.files.get(entry.identity.sha256)
    if (file === undefined) return
    const guess = await ingest.call({
      call: 'guess',
      given: { file, name: guessed.file },
      instrument: instrument(),
      others: sources.filter((other) => other !== entry).map(({ source }) => source),
    })
    workbench.amend((project) =>
      changeSource(project, id, (present) => (present === guessed ? { ...guess.source, id } : present)),
    )
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
    guessAgain: async () => {
      if (instrument() === null) return
      for (const [id, guessed] of guessedBlindly) {
        guessedBlindly.delete(id)
        // When it fails, the first guess stands, and its reading says what is wrong.
        await guessOneAgain(id, guessed).catch(() => undefined)
      }
    },
    cancel: (name) => underWay.get(name)?.abort(),
  }
}
