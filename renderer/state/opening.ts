import { documentText } from '../../analyses/core/documents'
import type { Phrase } from '../../analyses/core/words'
import { analyses } from '../../analyses/index'
import type { Instrument } from '../../analyses/instrument/model'
import type { Draft } from '../../preload/contract'
import type { Ingest } from '../worker/ingest'
import { problemOf } from '../worker/problem'
import { createArrivals } from './arrivals'
import { roundsKnown } from './bridging-rounds'
import { isOtherVersion, startBridging } from './bridging-steps'
import { takeCodebooks, type CodebookNews } from './codebooks'
import { keepGuesses, type Guesses } from './guesses'
import type { Loading } from './loading'
import { readInstrument } from './loading-steps'
import {
  documentKindOf,
  documentStart,
  inTurn,
  looksLikeDocument,
  placeOfOpened,
  windowAfterData,
  withRejection,
  type DocumentKind,
} from './opening-steps'
import type { InstrumentFile, Project } from './project'
import { readProject } from './project-file'
import { fetchSampleFile, readSample, type FetchSample } from './sample'
import { isUnsaved, type Workbench } from './workbench'

/** Everything that can be opened: files that are dropped or picked, saved projects, recipes, and the sample. */
export interface Opening {
  /** Takes whatever was dropped: exports, logs, an instrument, a project or a recipe. What cannot be used is told, the rest is taken. */
  takeFiles(files: readonly File[]): Promise<void>
  openSaved(): Promise<void>
  openRecent(id: string): Promise<void>
  openDraft(draft: Draft): Promise<void>
  openSample(): Promise<void>
  useBundledInstrument(): Promise<void>
  /** Takes what was drafted from a source into the project, as one step that can be undone. */
  takeDraft(source: string, change: (project: Project) => Project): void
  /** Puts two versions of the instrument into the project, as one step that can be undone. @param again sources that are guessed anew by both */
  takeBridge(change: (project: Project) => Project, again: readonly string[]): void
  /** Makes the instrument that spreadsheets hold the project's, and shows it; what is wrong with them is told by row and column. */
  takeInstrumentSheets(files: readonly File[]): Promise<void>
  /** Makes an instrument the project's, whether or not it has faults, and shows it in the editor. */
  editInstrument(document: InstrumentFile): void
  /** Stops looking at a file that was just given. */
  cancelArrival(name: string): void
}

export interface OpeningNews {
  /** Something the user should know and need not act on. */
  tell(
    key:
      | 'told.other-content'
      | 'told.instrument-loaded'
      | 'told.set-aside'
      | 'told.formats-left-out'
      | 'told.codebook-unused',
    values?: Readonly<Record<string, string | number>>,
  ): void
  /** What was decided while an instrument was drafted. */
  tellDecisions(decisions: readonly Phrase[]): void
}

/** A document and the name of its file. */
interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

interface GivenDocument extends NamedBytes {
  readonly kind: DocumentKind
  readonly file: File
}

const versionOf = (id: string): number => analyses.get(id)?.version ?? 1

/** @param fetchSample gives a file of the sample that the program is shipped with */
export function createOpening(
  workbench: Workbench,
  ingest: Ingest,
  loading: Loading,
  news: OpeningNews,
  fetchSample: FetchSample = fetchSampleFile,
): Opening {
  const { store, host } = workbench
  const guesses = keepGuesses(workbench, ingest, loading.files)
  const arrivals = createArrivals(workbench, ingest, loading, guesses, (name) =>
    news.tell('told.other-content', { name }),
  )
  const openings = createOpenings(attempt)

  const reject = (name: string, errors: readonly unknown[], instrument?: InstrumentFile): void =>
    workbench.patchSession(withRejection(name, errors.map(problemOf), instrument))

  /** Tells what goes wrong as the rejection of a file. */
  async function attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      reject(name, [error])
    }
  }

  async function takeFiles(files: readonly File[]): Promise<void> {
    await openings.last()
    const { documents, data } = await documentsAndData(files)
    const [known, unknown] = [
      documents.filter(({ kind }) => kind !== 'unknown'),
      documents.filter(({ kind }) => kind === 'unknown'),
    ]
    for (const document of inTurn(known)) {
      if (document.kind === 'project') openDocument(document, { id: null, name: null })
      else await attempt(document.name, async () => takeInstrument(document))
    }
    const countBefore = workbench.project().sources.length
    const codebook = await takeCodebooks(workbench, ingest, guesses, codebookNews(news), [
      ...data,
      ...unknown.map(({ file }) => file),
    ])
    for (const document of unknown)
      if (!codebook.has(document.file)) await attempt(document.name, async () => takeInstrument(document))
    for (const file of data) if (!codebook.has(file)) await arrivals.take(file)
    if (data.length > 0)
      workbench.patchWindow(windowAfterData(workbench.project().sources, countBefore, store.getState().window.screen))
  }

  /** An instrument that cannot be read does not take the place of one that works. */
  function takeInstrument({ name, bytes }: NamedBytes): void {
    const document: InstrumentFile = { name, text: documentText(bytes, name) }
    const { instrument, problems } = readInstrument(document)
    const { screen } = store.getState().window
    if (instrument === null) {
      reject(name, problems, document)
      if (screen !== 'start') workbench.patchWindow({ screen: 'instrument' })
      return
    }
    if (offerBridge(workbench, document, instrument)) return
    void guesses.takeInstrument(document)
    news.tell('told.instrument-loaded', { name })
    if (screen === 'start') workbench.patchWindow({ screen: 'instrument' })
  }

  /** @returns false when the bytes are no project and no recipe; why is told */
  function openDocument(
    { name, bytes }: NamedBytes,
    place: { readonly id: string | null; readonly name: string | null },
  ): boolean {
    const read = readProject(bytes, name, versionOf)
    if (!read.ok) {
      reject(name, read.problems)
      return false
    }
    tellIfSetAside()
    if (read.leftOut.length > 0) news.tell('told.formats-left-out', { formats: read.leftOut.join(', ') })
    workbench.openProject(read.project, placeOfOpened(read, { id: place.id, name: place.name }))
    return true
  }

  function tellIfSetAside(): void {
    if (isUnsaved(store.getState())) news.tell('told.set-aside')
  }

  async function openSample(): Promise<void> {
    const sample = await readSample(fetchSample, versionOf)
    if (!sample.ok) return reject('recipe.json', sample.problems)
    for (const [sha256, file] of sample.files) loading.files.add(sha256, file)
    tellIfSetAside()
    workbench.openProject(sample.project, { id: null, name: null, isSaved: true })
  }

  return {
    takeFiles,
    cancelArrival: arrivals.cancel,
    takeDraft: (source, change) => void guesses.takeDraft(source, change),
    takeBridge: (change, again) => void guesses.takeBridge(change, again),
    openSample: () => openings.start('sample', openSample),
    openDraft: async (draft) => {
      const name = draft.projectId === null ? null : draft.name
      if (!openDocument(draft, { id: draft.projectId, name })) return
      workbench.markUnsaved()
      await host.writeDraft(null)
    },
    openSaved: () =>
      attempt('', async () => {
        const opened = await host.openProject()
        if (opened !== null) openDocument(opened, opened)
      }),
    openRecent: (id) =>
      openings.start('', async () => {
        const opened = await host.openRecentProject(id)
        openDocument(opened, opened)
      }),
    takeInstrumentSheets: (files) => attempt('', () => takeSheets(workbench, guesses, files, reject)),
    editInstrument: (document) => showInEditor(workbench, guesses, document),
    useBundledInstrument: () => attempt('', () => takeBundled(guesses, fetchSample)),
  }
}

/** Projects that are asked for, until they are there: files that come meanwhile are meant for the last of them. */
function createOpenings(attempt: (name: string, work: () => Promise<void>) => Promise<void>): {
  start(name: string, work: () => Promise<void>): Promise<void>
  last(): Promise<void>
} {
  let last: Promise<void> = Promise.resolve()
  return {
    start(name, work) {
      last = attempt(name, work)
      return last
    },
    last: () => last,
  }
}

/** Where another version of the project's instrument comes, a person says first what became of which item. @returns false where there is nothing to say */
function offerBridge(workbench: Workbench, document: InstrumentFile, instrument: Instrument): boolean {
  const project = workbench.project()
  if (!isOtherVersion(project, instrument)) return false
  const rounds = roundsKnown(workbench.store.getState())
  const bridging = startBridging(project, document, { isArriving: true, rounds })
  if (bridging === null) return false
  workbench.patchSession(() => ({ bridging }))
  workbench.patchWindow({ screen: 'instrument' })
  return true
}

/** The instrument that the program is shipped with. */
const bundledInstrument = 'odm-valtel/instrument.json'

async function takeBundled(guesses: Guesses, fetchSample: FetchSample): Promise<void> {
  const text = documentText(await fetchSample(bundledInstrument), bundledInstrument)
  await guesses.takeInstrument({ name: 'odm-valtel.json', text })
}

/** Makes an instrument the project's, right or not, and shows it; it is then no longer among the files that were rejected. */
function showInEditor(workbench: Workbench, guesses: Guesses, document: InstrumentFile): void {
  void guesses.takeInstrument(document)
  workbench.patchSession(({ rejected }) => ({ rejected: rejected.filter(({ instrument }) => instrument !== document) }))
  workbench.patchWindow({ screen: 'instrument', choice: null })
}

/** Makes the instrument that spreadsheets hold the project's. @param reject tells what is wrong with them */
async function takeSheets(
  workbench: Workbench,
  guesses: Guesses,
  files: readonly File[],
  reject: (name: string, errors: readonly unknown[]) => void,
): Promise<void> {
  const [first] = files
  if (first === undefined) return
  // The readers of files belong to a worker and are loaded here only when they are asked for.
  const { instrumentOfSheets } = await import('./instrument-import')
  const read = await instrumentOfSheets(files, workbench.store.getState().window.language)
  if ('file' in read) {
    const { instrument } = readInstrument(read.file)
    if (instrument !== null && offerBridge(workbench, read.file, instrument)) return
    return showInEditor(workbench, guesses, read.file)
  }
  reject(first.name, read.problems)
  workbench.patchWindow({ screen: 'instrument' })
}

/** Documents and data among what was dropped. */
async function documentsAndData(
  files: readonly File[],
): Promise<{ readonly documents: readonly GivenDocument[]; readonly data: readonly File[] }> {
  const documents: GivenDocument[] = []
  const data: File[] = []
  for (const file of files) {
    const start = await bytesOf(file.slice(0, documentStart))
    if (looksLikeDocument(file.name, file.size, start)) {
      const bytes = await bytesOf(file)
      const kind = documentKindOf(bytes)
      if (kind === 'data') data.push(file)
      else documents.push({ name: file.name, bytes, kind, file })
    } else data.push(file)
  }
  return { documents, data }
}

const codebookNews = (news: OpeningNews): CodebookNews => ({
  tellUnused: (name) => news.tell('told.codebook-unused', { name }),
  tellDecisions: (decisions) => news.tellDecisions(decisions),
})

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())
