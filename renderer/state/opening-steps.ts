import { documentEncoding } from '../../analyses/core/documents'
import type { Problem } from '../worker/problem'
import { isKnownHash, type FileIdentity, type InstrumentFile, type Project, type ProjectSource } from './project'
import type { ReadProject } from './project-file'
import type { Session } from './session'
import type { WindowState } from './workbench'

/** What a JSON document seems to be; `unknown` ones are read as instruments, whose complaints name line and place. Rows of data may be JSON too. */
export type DocumentKind = 'project' | 'instrument' | 'unknown' | 'data'

/** A JSON document larger than this, in bytes, is no instrument and no recipe. */
export const largestDocument = 32 * 1024 * 1024

/** Bytes at the beginning of a file that tell a document from data. */
export const documentStart = 64

/**
 * A project, a recipe or an instrument, by its name or its first characters.
 * @param start the first `documentStart` bytes
 */
export function looksLikeDocument(name: string, size: number, start: Uint8Array): boolean {
  if (size === 0 || size > largestDocument || /\.(?:jsonl|ndjson)$/i.test(name)) return false
  return name.toLowerCase().endsWith('.json') || /^\s*\{\s*"/.test(textOf(start))
}

const textOf = (bytes: Uint8Array): string => new TextDecoder(documentEncoding(bytes)).decode(bytes)

export function documentKindOf(bytes: Uint8Array): DocumentKind {
  const text = textOf(bytes)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return 'unknown'
    if (Array.isArray(value)) return isObject(value[0]) ? 'data' : 'unknown'
    if (Object.hasOwn(value, 'recipe') || Object.hasOwn(value, 'project')) return 'project'
    return Object.hasOwn(value, 'instrument') ? 'instrument' : 'unknown'
  } catch {
    // A recipe that is broken further down still says what it is at its beginning.
    if (/^\s*\{\s*"(recipe|project)"/.test(text)) return 'project'
    return isLineOfItsOwn(text) ? 'data' : 'unknown'
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether the first line is a whole object and another follows it, as rows do. */
function isLineOfItsOwn(text: string): boolean {
  const [first = '', second = ''] = text.split(/\r?\n/, 2)
  if (!first.trimStart().startsWith('{') || !second.trimStart().startsWith('{')) return false
  try {
    JSON.parse(first)
    return true
  } catch {
    return false
  }
}

/** The project first, since the rest belongs to it; then the instrument, by which columns are recognised. */
export function inTurn<D extends { readonly kind: DocumentKind }>(documents: readonly D[]): readonly D[] {
  return (['project', 'instrument', 'unknown'] as const).flatMap((kind) =>
    documents.filter((document) => document.kind === kind),
  )
}

/** What a data file is to the project. */
export type Arrival =
  /** The same content is there already, under this name. */
  | { readonly is: 'there-already'; readonly first: string }
  /** A source of the project waits for exactly this content. */
  | { readonly is: 'missing-content' }
  /** A source waits for a file of this name; its content may be other than when the project was saved. */
  | { readonly is: 'missing-file'; readonly source: string; readonly isOtherContent: boolean }
  | { readonly is: 'new' }

/** @param isGiven whether the file of a hash has been given in this session */
export function arrivalOf(
  project: Project,
  { name, sha256 }: Pick<FileIdentity, 'name' | 'sha256'>,
  isGiven: (sha256: string) => boolean,
): Arrival {
  const same = project.sources.find(({ identity }) => identity.sha256 === sha256)
  if (same !== undefined)
    return isGiven(sha256) ? { is: 'there-already', first: same.identity.name } : { is: 'missing-content' }
  const expected = project.sources.find(
    ({ identity }) => identity.name.toLowerCase() === name.toLowerCase() && !isGiven(identity.sha256),
  )
  return expected === undefined
    ? { is: 'new' }
    : { is: 'missing-file', source: expected.source.id, isOtherContent: isKnownHash(expected.identity.sha256) }
}

/** Most files are like no other by their size alone: their hash may be taken beside the reading, which then begins at once. */
export const mayBeKnown = (project: Project, size: number): boolean =>
  project.sources.some(({ identity }) => identity.size === size)

export function withIdentity(project: Project, id: string, identity: FileIdentity): Project {
  return {
    ...project,
    sources: project.sources.map((entry) => (entry.source.id === id ? { ...entry, identity } : entry)),
  }
}

/** Where the window goes after data files were given: to the first of the new sources, or from the start to the data. */
export function windowAfterData(
  sources: readonly ProjectSource[],
  countBefore: number,
  screen: WindowState['screen'],
): Partial<WindowState> {
  const shown = sources[countBefore] ?? (screen === 'start' ? sources[0] : undefined)
  return shown === undefined ? {} : { screen: 'data', source: shown.source.id, panel: null }
}

/** A project has its place from where it was opened, and is as saved there unless something was left out; a recipe becomes a new, unsaved project. */
export function placeOfOpened(
  { isRecipe, leftOut }: Pick<Extract<ReadProject, { ok: true }>, 'isRecipe' | 'leftOut'>,
  place: { readonly id: string | null; readonly name: string | null },
): { readonly id: string | null; readonly name: string | null; readonly isSaved: boolean } {
  return isRecipe ? { id: null, name: null, isSaved: false } : { ...place, isSaved: leftOut.length === 0 }
}

type SessionPatch = (session: Session) => Partial<Session>

const mostRejections = 20

/** Tells of a file that could not be used, newest first; what was only called off is not told. */
export const withRejection =
  (name: string, problems: readonly (Problem | null)[], instrument?: InstrumentFile): SessionPatch =>
  ({ rejected }) => {
    const told = problems.filter((problem) => problem !== null)
    if (told.length === 0) return {}
    const id = (rejected[0]?.id ?? 0) + 1
    return {
      rejected: [{ id, name, problems: told, ...(instrument === undefined ? {} : { instrument }) }, ...rejected].slice(
        0,
        mostRejections,
      ),
    }
  }

/** Shows how far a new file has been looked at; null when that is over. */
export const withArriving =
  (name: string, share: number | null): SessionPatch =>
  ({ arriving }) => {
    const others = arriving.filter((entry) => entry.name !== name)
    return { arriving: share === null ? others : [...others, { name, share }] }
  }
