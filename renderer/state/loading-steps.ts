import type { Dataset } from '../../analyses/core/datasets'
import { fingerprint } from '../../analyses/core/fingerprint'
import { parseInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { dataKinds } from '../../analyses/recipe/open'
import type { SurveyDeclarations } from '../../analyses/recipe/declared'
import type { ImportReport } from '../../analyses/sources/report'
import type { SourceReading } from '../worker/ingest-protocol'
import type { Problem } from '../worker/problem'
import { dataKindOf, dependsOnInstrument } from './data-kinds'
import { declaredBy, isKnownHash, type InstrumentFile, type Project, type ProjectSource } from './project'
import { emptySource, type InstrumentState, type Session, type SourceState } from './session'

/** What loading remembers from one step to the next: the files at hand and what the engine holds of them. */
export interface Holdings {
  /** Files given in this session, by hash. */
  readonly files: ReadonlyMap<string, File>
  /** What stands in the engine, by source id. */
  readonly loaded: ReadonlyMap<string, LoadedSource>
  /** Descriptions that ended in an error or were called off, by source id: they are not tried again until something changes. */
  readonly givenUp: ReadonlyMap<string, string>
  /** Hashes that have become known, by the mark that stood for them: undo may bring the mark back. */
  readonly knownHashes: ReadonlyMap<string, string>
}

export interface LoadedSource {
  /** How it was read. @see descriptionOf */
  readonly description: string
  readonly report: ImportReport
}

export const noHoldings: Holdings = { files: new Map(), loaded: new Map(), givenUp: new Map(), knownHashes: new Map() }

/** One thing to do before the engine and the session are as the project asks. */
export type LoadingStep =
  /** The engine lets go of the rows of a source that is gone. */
  | { readonly step: 'take-out'; readonly id: string; readonly data: Dataset['kind'] }
  /** A source waits for its file. */
  | { readonly step: 'wait'; readonly id: string }
  | { readonly step: 'read'; readonly entry: ProjectSource; readonly file: File; readonly description: string }
  /** The session lets go of sources that the project no longer has. */
  | { readonly step: 'forget'; readonly ids: readonly string[] }
  | {
      readonly step: 'open'
      readonly data: Dataset['kind']
      readonly hash: string
      readonly reports: readonly ImportReport[]
      readonly declared: SurveyDeclarations
    }

/** The next thing that is not yet as the project asks; null when everything is. */
export function nextStep(holdings: Holdings, project: Project, session: Session): LoadingStep | null {
  return (
    stepOutOfEngine(holdings, project) ??
    stepOfSources(holdings, project, session) ??
    stepOutOfSession(project, session) ??
    stepOfDatasets(holdings, project, session)
  )
}

function stepOutOfEngine({ loaded, files }: Holdings, project: Project): LoadingStep | null {
  for (const [id, { report }] of loaded) {
    const entry = project.sources.find(({ source }) => source.id === id)
    if (entry === undefined || !files.has(entry.identity.sha256))
      return { step: 'take-out', id, data: dataKindOf(report.kind) }
  }
  return null
}

function stepOfSources(holdings: Holdings, project: Project, session: Session): LoadingStep | null {
  for (const entry of project.sources) {
    const { id } = entry.source
    const file = holdings.files.get(entry.identity.sha256)
    if (file === undefined) {
      if (session.sources[id]?.status !== 'waiting') return { step: 'wait', id }
      continue
    }
    const description = descriptionOf(holdings, entry, project.instrument)
    if (holdings.loaded.get(id)?.description !== description && holdings.givenUp.get(id) !== description)
      return stepOutBefore(holdings, entry, project) ?? { step: 'read', entry, file, description }
  }
  return null
}

/** Rows that were read by another instrument cannot stand beside those of a source that is read by the present one: they leave the engine first. */
function stepOutBefore({ loaded, knownHashes }: Holdings, entry: ProjectSource, project: Project): LoadingStep | null {
  if (!dependsOnInstrument(entry.source.kind)) return null
  for (const other of project.sources) {
    const { id, kind } = other.source
    const present = loaded.get(id)
    if (other === entry || present === undefined || !dependsOnInstrument(kind)) continue
    if (present.description !== descriptionOf({ knownHashes }, other, project.instrument))
      return { step: 'take-out', id, data: dataKindOf(present.report.kind) }
  }
  return null
}

function stepOutOfSession(project: Project, session: Session): LoadingStep | null {
  const ids = Object.keys(session.sources).filter((id) => project.sources.every(({ source }) => source.id !== id))
  return ids.length === 0 ? null : { step: 'forget', ids }
}

function stepOfDatasets({ loaded }: Holdings, project: Project, session: Session): LoadingStep | null {
  for (const data of dataKinds) {
    const readings = project.sources.flatMap(({ source }) => {
      const reading = dataKindOf(source.kind) === data ? loaded.get(source.id) : undefined
      return reading === undefined ? [] : [reading]
    })
    const declared = declaredOf(project, data)
    const described = [
      ...readings.map(({ description }) => description),
      ...(isDeclared(declared) ? [JSON.stringify(declared)] : []),
      ...(data === 'survey' ? [project.instrument?.text ?? ''] : []),
    ]
    const hash = readings.length === 0 ? '' : fingerprint(described.join('\n'))
    if (hash !== session[data].hash || session[data].status === 'loading')
      return { step: 'open', data, hash, reports: readings.map(({ report }) => report), declared }
  }
  return null
}

/** What the project declares of data of a kind: of an inventory, the orders of levels alone. */
function declaredOf(project: Project, data: (typeof dataKinds)[number]): SurveyDeclarations {
  if (data === 'survey') return declaredBy(project)
  const levels = data === 'inventory' ? project.orders?.levels : undefined
  return levels === undefined ? {} : { levels }
}

const isDeclared = (declared: SurveyDeclarations): boolean => Object.values(declared).some((part) => part !== undefined)

/** Everything that the reading of a source depends on. */
export function descriptionOf(
  { knownHashes }: Pick<Holdings, 'knownHashes'>,
  { source, identity }: ProjectSource,
  instrument: InstrumentFile | null,
): string {
  return JSON.stringify([
    knownHashes.get(identity.sha256) ?? identity.sha256,
    source,
    dependsOnInstrument(source.kind) ? readBy(instrument, source) : null,
  ])
}

const readings = new WeakMap<InstrumentFile, Instrument | null>()

/** What of the instrument the reading of a file depends on. How items are scored is not part of it: that is done when the data are opened, from the rows as they were read. */
function readBy(document: InstrumentFile | null, source: RecipeSource): unknown {
  if (document === null) return null
  if (!readings.has(document)) readings.set(document, readInstrument(document).instrument)
  const instrument = readings.get(document) ?? null
  if (instrument === null) return document.text
  const { id, version, scales, dimensions, items } = instrument
  const turnsBack = 'reverse_already' in source && source.reverse_already === true
  return [
    id,
    version,
    scales,
    dimensions.map((dimension) => dimension.id),
    items.map((item) => [item.id, item.scale, item.text, item.aliases, turnsBack && item.reversed]),
  ]
}

/** What the project asks of a source has changed, or the source is gone, since its reading was described so. */
export function isOutdated(holdings: Holdings, project: Project, id: string, description: string): boolean {
  const entry = project.sources.find(({ source }) => source.id === id)
  return entry === undefined || descriptionOf(holdings, entry, project.instrument) !== description
}

/** Puts hashes that have become known in the place of their marks. @returns the same project when there are none */
export function withKnownHashes(project: Project, { knownHashes }: Pick<Holdings, 'knownHashes'>): Project {
  if (!project.sources.some(({ identity }) => knownHashes.has(identity.sha256))) return project
  return {
    ...project,
    sources: project.sources.map((entry) => {
      const sha256 = knownHashes.get(entry.identity.sha256)
      return sha256 === undefined ? entry : { ...entry, identity: { ...entry.identity, sha256 } }
    }),
  }
}

/** A file was given: sources that were given up for its hash are tried again. */
export function fileGiven(holdings: Holdings, project: Project, sha256: string, file: File): Holdings {
  const tried = project.sources.flatMap(({ source, identity }) => (identity.sha256 === sha256 ? [source.id] : []))
  return { ...holdings, files: new Map([...holdings.files, [sha256, file]]), givenUp: without(holdings.givenUp, tried) }
}

/** The rows of a source are no longer in the engine. */
export const sourceLeft = (holdings: Holdings, id: string): Holdings => ({
  ...holdings,
  loaded: without(holdings.loaded, [id]),
})

/**
 * A source stands in the engine. The hash taken beside the reading becomes known, and the reading is remembered under it, so that
 * naming the hash in the project does not make the file be read again.
 * @param instrument the one that the source was read by
 */
export function sourceRead(
  holdings: Holdings,
  { entry, file }: { readonly entry: ProjectSource; readonly file: File },
  instrument: InstrumentFile | null,
  report: ImportReport,
): Holdings {
  const { sha256: mark } = entry.identity
  const named = isKnownHash(mark)
    ? holdings
    : {
        ...holdings,
        knownHashes: new Map([...holdings.knownHashes, [mark, report.sha256]]),
        files: new Map([...holdings.files, [report.sha256, file]]),
      }
  const { id } = entry.source
  return {
    ...named,
    loaded: new Map([...named.loaded, [id, { description: descriptionOf(named, entry, instrument), report }]]),
    givenUp: without(named.givenUp, [id]),
  }
}

/** A reading failed or was called off. */
export const sourceGivenUp = (holdings: Holdings, id: string, description: string): Holdings => ({
  ...holdings,
  givenUp: new Map([...holdings.givenUp, [id, description]]),
})

/** A source that was given up may be tried again. */
export const sourceWanted = (holdings: Holdings, id: string): Holdings => ({
  ...holdings,
  givenUp: without(holdings.givenUp, [id]),
})

/** The engine has been replaced by an empty one. */
export const engineEmptied = (holdings: Holdings): Holdings => ({ ...holdings, loaded: new Map(), givenUp: new Map() })

type SessionPatch = (session: Session) => Partial<Session>

export const patchSource =
  (id: string, patch: Partial<SourceState>): SessionPatch =>
  ({ sources }) => ({ sources: { ...sources, [id]: { ...(sources[id] ?? emptySource), ...patch } } })

export const forgetSources =
  (ids: readonly string[]): SessionPatch =>
  ({ sources }) => ({ sources: Object.fromEntries(Object.entries(sources).filter(([id]) => !ids.includes(id))) })

/** What a source shows after its reading; a problem of null says that it was called off. */
export function endOfReading(
  end: { readonly reading: SourceReading } | { readonly problem: Problem | null },
): Partial<SourceState> {
  if ('reading' in end) return { status: 'ready', progress: null, reading: end.reading, problem: null }
  return { status: end.problem === null ? 'cancelled' : 'failed', progress: null, problem: end.problem }
}

/** The data of these kinds are about to change: what they were stays until they have been opened again. */
export const markLoading =
  (kinds: Iterable<Dataset['kind']>): SessionPatch =>
  (session) =>
    Object.fromEntries([...kinds].map((data) => [data, { ...session[data], status: 'loading', problem: null }]))

/** The data of one kind as they were opened; null when there are none, or when what hinders them is told. */
export const dataOpened =
  (data: Dataset['kind'], hash: string, dataset: Dataset | null): SessionPatch =>
  () => ({ [data]: { status: dataset === null ? 'absent' : 'ready', dataset, hash, problem: null } })

export const dataFailed =
  (data: Dataset['kind'], hash: string, problem: Problem | null): SessionPatch =>
  () => ({ [data]: { status: 'failed', dataset: null, hash, problem } })

/** No data of any kind are in the engine, and all that the project has will come again. */
export const markEverythingLoading: SessionPatch = (session) =>
  Object.fromEntries(dataKinds.map((data) => [data, { ...session[data], hash: '', status: 'loading' }]))

/** The instrument of a project, read. */
export function readInstrument(document: InstrumentFile | null): InstrumentState {
  if (document === null) return { instrument: null, problems: [] }
  const parsed = parseInstrument(document.text, document.name)
  return parsed.ok ? { instrument: parsed.value, problems: [] } : { instrument: null, problems: parsed.problems }
}

function without<V>(map: ReadonlyMap<string, V>, keys: readonly string[]): ReadonlyMap<string, V> {
  return keys.some((key) => map.has(key)) ? new Map([...map].filter(([key]) => !keys.includes(key))) : map
}
