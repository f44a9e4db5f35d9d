import { analyses } from '../../analyses/index'
import { InputError } from '../../analyses/core/errors'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { Draft } from '../../preload/contract'
import { hashFile } from '../worker/hash'
import type { Ingest } from '../worker/ingest'
import { problemOf, type Problem } from '../worker/problem'
import type { Loading } from './loading'
import { addSource, changeSource, isKnownHash, type FileIdentity, type Project, type ProjectSource } from './project'
import { readProject } from './project-file'
import { isUnsaved, type Workbench } from './workbench'

/** Ways in: files dropped or picked, saved projects, recipes, the sample. */
export interface Opening {
  /** Takes whatever was dropped: exports, logs, an instrument, a project or a recipe. What cannot be used is told, the rest is taken. */
  takeFiles(files: readonly File[]): Promise<void>
  openSaved(): Promise<void>
  openRecent(id: string): Promise<void>
  openDraft(draft: Draft): Promise<void>
  openSample(): Promise<void>
  useBundledInstrument(): Promise<void>
  /** Stops looking at a file that was just given. */
  cancelArrival(name: string): void
}

export interface OpeningNews {
  /** Something the user should know and need not act on. */
  tell(
    key: 'told.other-content' | 'told.instrument-loaded' | 'told.set-aside',
    values?: Readonly<Record<string, string | number>>,
  ): void
}

/** A JSON document larger than this, in bytes, is no instrument and no recipe. */
const largestDocument = 32 * 1024 * 1024

const versionOf = (id: string): number => analyses.get(id)?.version ?? 1

export function createOpening(workbench: Workbench, ingest: Ingest, loading: Loading, news: OpeningNews): Opening {
  const { store, host } = workbench
  let nextRejection = 1

  function reject(name: string, problems: readonly (Problem | null)[]): void {
    const present = problems.filter((problem) => problem !== null)
    if (present.length === 0) return
    const id = nextRejection
    nextRejection += 1
    workbench.patchSession(({ rejected }) => ({
      rejected: [{ id, name, problems: present }, ...rejected].slice(0, 20),
    }))
  }

  async function takeFiles(files: readonly File[]): Promise<void> {
    const documents: { readonly file: File; readonly text: string; readonly kind: DocumentKind }[] = []
    const data: File[] = []
    for (const file of files) {
      if (!(await looksLikeDocument(file))) data.push(file)
      else {
        const text = await file.text()
        documents.push({ file, text, kind: kindOf(text) })
      }
    }
    // The project first, since the rest belongs to it; then the instrument, by which columns are recognised.
    for (const kind of ['project', 'instrument', 'unknown'] as const) {
      for (const document of documents)
        if (document.kind === kind) takeDocument(document.file.name, document.text, kind)
    }
    const before = workbench.project().sources.length
    for (const file of data) await takeData(file)
    const { sources } = workbench.project()
    const added = sources[before]
    if (added !== undefined) workbench.patchWindow({ screen: 'data', source: added.source.id })
    else if (data.length > 0 && store.getState().window.screen === 'start' && sources.length > 0)
      workbench.patchWindow({ screen: 'data', source: sources[0]?.source.id ?? null })
  }

  type DocumentKind = 'project' | 'instrument' | 'unknown'

  function takeDocument(name: string, text: string, kind: DocumentKind): void {
    if (kind === 'project') {
      openText(text, name, { id: null, name: null })
      return
    }
    // What is no JSON, or none of ours, is read as an instrument too: its complaints name line and place.
    takeInstrument(name, text)
  }

  function takeInstrument(name: string, text: string): void {
    workbench.change((project) => ({ ...project, instrument: { name, text } }))
    const { instrument } = store.getState().session
    if (instrument.instrument === null) {
      // Nothing half-loaded: a broken instrument does not take the place of one that works.
      workbench.undo()
      reject(name, instrument.problems.map(problemOf))
      if (store.getState().window.screen !== 'start') workbench.patchWindow({ screen: 'instrument' })
    } else {
      news.tell('told.instrument-loaded', { name })
      void guessAgain()
      if (store.getState().window.screen === 'start') workbench.patchWindow({ screen: 'instrument' })
    }
  }

  async function takeData(file: File): Promise<void> {
    const arriving = { name: file.name, share: 0 }
    const showArriving = (share: number | null): void =>
      workbench.patchSession(({ arriving: present }) => ({
        arriving:
          share === null
            ? present.filter((entry) => entry.name !== arriving.name)
            : [...present.filter((entry) => entry.name !== arriving.name), { name: arriving.name, share }],
      }))
    const controller = new AbortController()
    arrivals.set(file.name, controller)
    showArriving(0)
    try {
      const given = { file, name: file.name }
      const before = workbench.project()
      // Most files are like no other by their size alone; their hash is taken beside the reading, which then begins at once.
      const mayBeKnown = before.sources.some(({ identity: present }) => present.size === file.size)
      const sha256 = mayBeKnown ? await hashFile(file, controller.signal, showArriving) : provisionalHash()
      const identity: FileIdentity = { name: file.name, sha256, size: file.size }
      const project = workbench.project()
      const known = project.sources.filter((entry) => entry.identity.sha256 === sha256)
      if (known.length > 0) {
        if (loading.files.get(sha256) !== undefined) {
          reject(file.name, [
            problemOf(
              new InputError(
                'recipe:file-twice',
                { file: file.name, first: known[0]?.identity.name ?? '' },
                { file: file.name },
              ),
            ),
          ])
          return
        }
        loading.files.add(sha256, file)
        return
      }
      const expected = project.sources.find(
        (entry) => isWaiting(entry) && entry.identity.name.toLowerCase() === file.name.toLowerCase(),
      )
      if (expected !== undefined) {
        if (isKnownHash(expected.identity.sha256)) news.tell('told.other-content', { name: file.name })
        loading.files.add(sha256, file)
        workbench.amend((present) => withIdentity(present, expected.source.id, identity))
        return
      }
      const { instrument } = store.getState().session.instrument
      const guess = await ingest.call(
        {
          call: 'guess',
          given,
          instrument,
          takenIds: project.sources.map(({ source }) => source.id),
          takenRounds: project.sources.flatMap(({ source }) =>
            source.kind === 'survey' && source.round !== undefined ? [source.round] : [],
          ),
        },
        controller.signal,
      )
      loading.files.add(sha256, file)
      workbench.change((present) => addSource(present, { source: guess.source, identity }))
      if (instrument === null) guessedBlindly.set(guess.source.id, guess.source)
    } catch (error) {
      reject(file.name, [problemOf(error)])
    } finally {
      arrivals.delete(file.name)
      showArriving(null)
    }
  }

  const isWaiting = ({ identity }: ProjectSource): boolean =>
    identity.sha256 === '' || loading.files.get(identity.sha256) === undefined

  const arrivals = new Map<string, AbortController>()
  /** Sources as guessed before there was an instrument; what nobody has touched since is guessed again when one comes. */
  const guessedBlindly = new Map<string, RecipeSource>()

  async function guessAgain(): Promise<void> {
    const { instrument } = store.getState().session.instrument
    if (instrument === null) return
    for (const [id, guessed] of guessedBlindly) {
      guessedBlindly.delete(id)
      const entry = workbench.project().sources.find(({ source }) => source.id === id)
      const file = entry === undefined ? undefined : loading.files.get(entry.identity.sha256)
      if (entry === undefined || file === undefined || entry.source !== guessed) continue
      try {
        const others = workbench
          .project()
          .sources.flatMap(({ source }) =>
            source.kind === 'survey' && source.id !== id && source.round !== undefined ? [source.round] : [],
          )
        const guess = await ingest.call({
          call: 'guess',
          given: { file, name: guessed.file },
          instrument,
          takenIds: [],
          takenRounds: others,
        })
        workbench.amend((project) =>
          changeSource(project, id, (present) => (present === guessed ? { ...guess.source, id } : present)),
        )
      } catch {
        // The first guess stands; its reading says what is wrong.
      }
    }
  }

  /** @returns false when the text is no project and no recipe; why is told */
  function openText(
    text: string,
    name: string,
    place: { readonly id: string | null; readonly name: string | null },
  ): boolean {
    const read = readProject(text, name, versionOf)
    if (!read.ok) {
      reject(name, read.problems.map(problemOf))
      return false
    }
    if (isUnsaved(store.getState())) news.tell('told.set-aside')
    workbench.openProject(read.project, {
      id: read.isRecipe ? null : place.id,
      name: read.isRecipe ? null : place.name,
      isSaved: !read.isRecipe,
    })
    return true
  }

  async function openSample(): Promise<void> {
    try {
      const recipe = await fetchText('./sample/recipe.json')
      const read = readProject(recipe, 'recipe.json', versionOf)
      if (!read.ok) {
        reject('recipe.json', read.problems.map(problemOf))
        return
      }
      const instrument =
        read.instrumentPath === null
          ? null
          : { name: read.instrumentPath, text: await fetchText(`./sample/${read.instrumentPath}`) }
      const sources: ProjectSource[] = []
      for (const { source } of read.project.sources) {
        const bytes = await fetchBytes(`./sample/${source.file}`)
        const file = new File([bytes], source.file)
        const sha256 = await hashFile(file)
        loading.files.add(sha256, file)
        sources.push({ source, identity: { name: source.file, sha256, size: file.size } })
      }
      if (isUnsaved(store.getState())) news.tell('told.set-aside')
      const project: Project = { ...read.project, instrument, sources }
      workbench.openProject(project, { id: null, name: null, isSaved: true })
    } catch (error) {
      reject('sample', [problemOf(error)])
    }
  }

  return {
    takeFiles,
    cancelArrival: (name) => arrivals.get(name)?.abort(),
    openSample,
    openDraft: async (draft) => {
      if (
        openText(draft.text, draft.name, { id: draft.projectId, name: draft.projectId === null ? null : draft.name })
      ) {
        workbench.markUnsaved()
        await host.writeDraft(null)
      }
    },
    openSaved: async () => {
      try {
        const opened = await host.openProject()
        if (opened !== null) openText(opened.text, opened.name, opened)
      } catch (error) {
        reject('', [problemOf(error)])
      }
    },
    openRecent: async (id) => {
      try {
        const opened = await host.openRecentProject(id)
        openText(opened.text, opened.name, opened)
      } catch (error) {
        reject('', [problemOf(error)])
      }
    },
    useBundledInstrument: async () => {
      try {
        const text = await fetchText('./sample/odm-valtel/instrument.json')
        workbench.change((project) => ({ ...project, instrument: { name: 'odm-valtel.json', text } }))
        await guessAgain()
      } catch (error) {
        reject('', [problemOf(error)])
      }
    },
  }

  function kindOf(text: string): DocumentKind {
    try {
      const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
      if (typeof value !== 'object' || value === null) return 'unknown'
      if (Object.hasOwn(value, 'recipe') || Object.hasOwn(value, 'project')) return 'project'
      return Object.hasOwn(value, 'instrument') ? 'instrument' : 'unknown'
    } catch {
      // A recipe that is broken further down still says what it is at its beginning.
      return /^\s*\{\s*"(recipe|project)"/.test(text) ? 'project' : 'unknown'
    }
  }
}

let marks = 0

/** Stands for the hash of a file until that is known. */
function provisionalHash(): string {
  marks += 1
  return `not-yet-${marks}`
}

function withIdentity(project: Project, id: string, identity: FileIdentity): Project {
  return {
    ...project,
    sources: project.sources.map((entry) => (entry.source.id === id ? { ...entry, identity } : entry)),
  }
}

/** A project, a recipe or an instrument, by its name or its first character. */
async function looksLikeDocument(file: File): Promise<boolean> {
  if (file.size === 0 || file.size > largestDocument) return false
  if (file.name.toLowerCase().endsWith('.json')) return true
  const start = new TextDecoder()
    .decode(await file.slice(0, 64).arrayBuffer())
    .replace(/^\ufeff/, '')
    .trimStart()
  return /^\{\s*"/.test(start)
}

async function fetchBytes(path: string): Promise<ArrayBuffer> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.arrayBuffer()
}

async function fetchText(path: string): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true }).decode(await fetchBytes(path))
}
