import type { Ingest } from '../worker/ingest'
import type { Loading } from './loading'
import { readInstrument } from './loading-steps'
import { changeSource, type InstrumentFile, type Project, type ProjectSource } from './project'
import { projectOf, type Workbench } from './workbench'

/** What was guessed of the project's sources, kept in step with its instrument. */
export interface Guesses {
  /** Puts an instrument in the place of the project's, as a step that can be undone; sources are guessed again by it. */
  takeInstrument(document: InstrumentFile): Promise<void>
  /** Takes what was drafted from a source into the project by one change; the other sources are guessed again by its instrument. */
  takeDraft(source: string, change: (project: Project) => Project): Promise<void>
  /** Puts two versions of the instrument into the project by one change; only these sources are guessed again, since the others keep what they were read by. */
  takeBridge(change: (project: Project) => Project, again: readonly string[]): Promise<void>
  /** A source has come that was guessed by an instrument which need not be the project's any more. */
  guessedBy(id: string, document: InstrumentFile | null): Promise<void>
  /** Guesses again what could not be guessed before its file was there. */
  goOn(): Promise<void>
}

/** An instrument decides what can be known of a file: another one may find items, and so attributes, that the one before it did not. */
export function keepGuesses(workbench: Workbench, ingest: Ingest, files: Loading['files']): Guesses {
  /** Sources that were guessed by another instrument than the project's, and by which: null for none. */
  const due = new Map<string, InstrumentFile | null>()
  let isWorking = false

  workbench.store.subscribe((state, before) => {
    // Both change together only where another project takes the place of this one.
    if (state.place !== before.place && state.history.past !== before.history.past) due.clear()
    else if (projectOf(state).instrument !== projectOf(before).instrument) void goOn()
  })

  function nextDue(): {
    readonly entry: ProjectSource
    readonly file: File
    readonly earlier: InstrumentFile | null
  } | null {
    const { sources, instrument } = workbench.project()
    for (const entry of sources) {
      const earlier = due.get(entry.source.id)
      const file = files.get(entry.identity.sha256)
      if (earlier !== undefined && earlier !== instrument && file !== undefined) return { entry, file, earlier }
    }
    return null
  }

  async function guessAgain({ entry, file, earlier }: NonNullable<ReturnType<typeof nextDue>>): Promise<void> {
    const { sources, instrument } = workbench.project()
    const { source } = entry
    const guess = await ingest
      .call({
        call: 'guess',
        given: { file, name: source.file },
        instrument: readInstrument(instrument).instrument,
        others: sources.filter((other) => other !== entry).map((other) => other.source),
        again: { source, earlier: readInstrument(earlier).instrument },
      })
      // When it fails, the first guess stands, and its reading says what is wrong.
      .catch(() => ({ source }))
    const now = workbench.project()
    const isAsItWas = now.sources.some((other) => other.source === source)
    // What has been changed meanwhile is guessed once more, as it is now.
    if (now.instrument !== instrument || !isAsItWas) return
    due.delete(source.id)
    workbench.amend((project) => changeSource(project, source.id, () => guess.source))
  }

  /** What was guessed by the instrument of now is to be guessed again by the one that comes. */
  function putDue(): void {
    const { sources, instrument } = workbench.project()
    for (const { source } of sources) if (!due.has(source.id)) due.set(source.id, instrument)
  }

  async function goOn(): Promise<void> {
    if (isWorking) return
    isWorking = true
    try {
      for (let next = nextDue(); next !== null; next = nextDue()) await guessAgain(next)
    } finally {
      isWorking = false
    }
  }

  return {
    goOn,
    guessedBy: (id, document) => {
      if (document === workbench.project().instrument) due.delete(id)
      else due.set(id, document)
      return goOn()
    },
    takeInstrument: (document) => {
      putDue()
      workbench.change((project) => ({ ...project, instrument: document }))
      return goOn()
    },
    takeBridge: (change, again) => {
      const { instrument } = workbench.project()
      for (const id of again) if (!due.has(id)) due.set(id, instrument)
      workbench.change(change)
      return goOn()
    },
    takeDraft: (id, change) => {
      putDue()
      due.delete(id)
      workbench.change(change)
      return goOn()
    },
  }
}
