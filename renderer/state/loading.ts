import type { Condition, Dataset } from '../../analyses/core/datasets'
import { numericColumn } from '../../analyses/core/datasets'
import type { Database } from '../../analyses/core/database'
import { InputError } from '../../analyses/core/errors'
import { indicatorsDataset } from '../../analyses/ingest/indicators'
import { inventoryDataset } from '../../analyses/ingest/inventory'
import type { IndicatorsReport, InventoryReport } from '../../analyses/ingest/report'
import { parseInstrument } from '../../analyses/instrument/format'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { filterSurvey } from '../../analyses/survey/filter'
import type { Ingest } from '../worker/ingest'
import type { SourceReading, SourceReport } from '../worker/ingest-protocol'
import { problemOf } from '../worker/problem'
import { isKnownHash, type Project, type ProjectSource } from './project'
import { dataKindOf, dataKinds, emptySource, type SourceState } from './session'
import { projectOf, type Workbench } from './workbench'
import { nameInFolder } from './project-file'

/** Files given in this session, by hash: a project that is opened again finds them under whatever name. */
export interface GivenFiles {
  add(sha256: string, file: File): void
  get(sha256: string): File | undefined
}

export interface Loading {
  readonly files: GivenFiles
  /** Calls off the reading of a source; it stays listed and can be read again. */
  cancel(id: string): void
  readAgain(id: string): void
  /** After the engine has been replaced by an empty one. */
  readEverythingAgain(): void
  stop(): void
}

const belongsTo =
  (data: Dataset['kind']) =>
  (source: RecipeSource): boolean =>
    dataKindOf(source.kind) === data
const isSurveySource = belongsTo('survey')

/**
 * Keeps the engine in step with the project's sources and instrument. Only what changed is read again; a source that cannot be read
 * leaves the others as they are.
 */
export function keepLoaded(workbench: Workbench, ingest: Ingest, database: Promise<Database>): Loading {
  const { store } = workbench
  const files = new Map<string, File>()
  /** What stands in the engine, by source id: a description of how it was read, and the report. */
  const loaded = new Map<string, { readonly description: string; readonly report: SourceReport }>()
  /** Descriptions that ended in an error or were called off: not tried again until something changes. */
  const givenUp = new Map<string, string>()
  let current: { readonly id: string; readonly description: string; readonly controller: AbortController } | null = null
  let isWorking = false
  let hasEnded = false

  /** Hashes that have become known, by the mark that stood for them: undo may bring the mark back. */
  const knownHashes = new Map<string, string>()
  const realHash = (hash: string): string => knownHashes.get(hash) ?? hash

  function patchSource(id: string, patch: Partial<SourceState>): void {
    workbench.patchSession(({ sources }) => ({
      sources: { ...sources, [id]: { ...(sources[id] ?? emptySource), ...patch } },
    }))
  }

  /** Everything that the reading of a source depends on. */
  function describe(entry: ProjectSource, project: Project): string {
    return JSON.stringify([
      realHash(entry.identity.sha256),
      entry.source,
      isSurveySource(entry.source) ? (project.instrument?.text ?? null) : null,
    ])
  }

  function readInstrument(project: Project): void {
    const text = project.instrument?.text ?? null
    if (text === instrumentText) return
    instrumentText = text
    if (project.instrument === null) {
      workbench.patchSession(() => ({ instrument: { instrument: null, problems: [] } }))
      return
    }
    const parsed = parseInstrument(project.instrument.text, project.instrument.name)
    workbench.patchSession(() => ({
      instrument: parsed.ok
        ? { instrument: parsed.value, problems: [] }
        : { instrument: null, problems: parsed.problems },
    }))
  }
  let instrumentText: string | null = null

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    try {
      for (;;) {
        nameHashes()
        const project = workbench.project()
        readInstrument(project)
        const step = nextStep(project)
        if (step === null) break
        await step()
        if (hasEnded) break
      }
    } finally {
      isWorking = false
    }
  }

  /** The next thing that is not yet as the project says; null when all is. */
  function nextStep(project: Project): (() => Promise<void>) | null {
    for (const id of loaded.keys()) {
      const entry = project.sources.find(({ source }) => source.id === id)
      if (entry === undefined || !files.has(entry.identity.sha256)) return () => takeOut(id)
    }
    for (const entry of project.sources) {
      const { id } = entry.source
      const description = describe(entry, project)
      const file = files.get(entry.identity.sha256)
      if (file === undefined) {
        if (store.getState().session.sources[id]?.status !== 'waiting') patchSource(id, { ...emptySource })
        continue
      }
      if (loaded.get(id)?.description === description || givenUp.get(id) === description) continue
      return () => read(entry, file, description)
    }
    const gone = Object.keys(store.getState().session.sources).filter((id) =>
      project.sources.every(({ source }) => source.id !== id),
    )
    if (gone.length > 0)
      workbench.patchSession(({ sources }) => ({
        sources: Object.fromEntries(Object.entries(sources).filter(([id]) => !gone.includes(id))),
      }))
    const surveyHash = hashOf(project, isSurveySource)
    if (surveyHash !== store.getState().session.survey.hash || store.getState().session.survey.status === 'loading')
      return () => openSurvey(project, surveyHash)
    const seriesHash = hashOf(project, belongsTo('series'))
    if (seriesHash !== store.getState().session.series.hash || store.getState().session.series.status === 'loading')
      return () => openSeries(project, seriesHash)
    for (const kind of ['indicators', 'inventory'] as const) {
      const hash = hashOf(project, belongsTo(kind))
      const { hash: present, status } = store.getState().session[kind]
      if (hash !== present || status === 'loading') return async () => openOrganisations(project, kind, hash)
    }
    return null
  }

  /** What the data of one kind are: the readings of all their sources, in order. Empty without any. */
  function hashOf(project: Project, belongs: (source: RecipeSource) => boolean): string {
    const parts = project.sources
      .filter(({ source }) => belongs(source))
      .map(({ source }) => loaded.get(source.id)?.description)
    const present = parts.filter((part) => part !== undefined)
    return present.length === 0 ? '' : digest(present.join('\n'))
  }

  async function takeOut(id: string): Promise<void> {
    const report = loaded.get(id)?.report
    loaded.delete(id)
    markLoading(report?.kind)
    await ingest.call({ call: 'remove', id }).catch(reportBug)
  }

  function markLoading(kind: SourceReport['kind'] | undefined): void {
    const key = kind === undefined ? 'survey' : dataKindOf(kind)
    workbench.patchSession((session) => ({ [key]: { ...session[key], status: 'loading', problem: null } }))
  }

  /** Puts hashes that have become known in the place of their marks. */
  function nameHashes(): void {
    if (workbench.project().sources.every(({ identity }) => realHash(identity.sha256) === identity.sha256)) return
    workbench.amend((project) => ({
      ...project,
      sources: project.sources.map((entry) => ({
        ...entry,
        identity: { ...entry.identity, sha256: realHash(entry.identity.sha256) },
      })),
    }))
  }

  async function read(entry: ProjectSource, file: File, description: string): Promise<void> {
    const { source, identity } = entry
    const { id } = source
    const project = workbench.project()
    const { instrument } = store.getState().session.instrument
    const controller = new AbortController()
    current = { id, description, controller }
    const given = { file, name: nameInFolder(source.file) }
    if (loaded.has(id)) loaded.delete(id)
    patchSource(id, { status: 'reading', progress: 0, problem: null })
    markLoading(source.kind)
    try {
      const looked = await ingest.call({ call: 'inspect', given, source, instrument }, controller.signal)
      patchSource(id, { reading: looked })
      if (source.kind === 'survey' && instrument === null)
        throw new InputError('recipe:instrument-missing', {}, { file: source.file })
      const [problem] = looked.problems
      if (problem !== undefined) {
        await ingest.call({ call: 'remove', id })
        givenUp.set(id, description)
        patchSource(id, { status: 'failed', progress: null, problem })
        return
      }
      const reading: SourceReading = await ingest.call(
        { call: 'load', given, source, instrument, sha256: isKnownHash(identity.sha256) ? identity.sha256 : null },
        controller.signal,
        ({ share }) => patchSource(id, { progress: share }),
      )
      const report = reading.report as SourceReport
      // What was read is remembered before the hash is told, so that telling it does not make the file be read again.
      if (!isKnownHash(identity.sha256)) {
        knownHashes.set(identity.sha256, report.sha256)
        files.set(report.sha256, file)
      }
      loaded.set(id, { description: describe(entry, project), report })
      nameHashes()
      givenUp.delete(id)
      patchSource(id, { status: 'ready', progress: null, reading, problem: null })
    } catch (error) {
      await ingest.call({ call: 'remove', id }).catch(() => undefined)
      const problem = problemOf(error)
      givenUp.set(id, description)
      const isSuperseded = workbench
        .project()
        .sources.some((present) => present.source.id === id && describe(present, workbench.project()) !== description)
      if (!isSuperseded)
        patchSource(
          id,
          problem === null
            ? { status: 'cancelled', progress: null, problem: null }
            : { status: 'failed', progress: null, problem },
        )
    } finally {
      current = null
    }
  }

  function reportsOf(project: Project, belongs: (source: RecipeSource) => boolean): readonly SourceReport[] {
    return project.sources.flatMap(({ source }) => {
      const report = belongs(source) ? loaded.get(source.id)?.report : undefined
      return report === undefined ? [] : [report]
    })
  }

  async function openSurvey(project: Project, hash: string): Promise<void> {
    const reports = reportsOf(project, isSurveySource)
    const { instrument } = store.getState().session.instrument
    if (instrument === null || !reports.some(({ kind }) => kind === 'survey')) {
      workbench.patchSession(() => ({
        survey: { status: 'absent', dataset: null, hash, problem: null },
        respondents: null,
      }))
      return
    }
    try {
      const dataset = await ingest.call({ call: 'open-survey', instrument, reports })
      workbench.patchSession(() => ({ survey: { status: 'ready', dataset, hash, problem: null } }))
    } catch (error) {
      workbench.patchSession(() => ({ survey: { status: 'failed', dataset: null, hash, problem: problemOf(error) } }))
    }
    void updateMemory()
  }

  async function openSeries(project: Project, hash: string): Promise<void> {
    const reports = reportsOf(project, belongsTo('series'))
    try {
      const dataset = reports.length === 0 ? null : await ingest.call({ call: 'open-series', reports })
      workbench.patchSession(() => ({
        series: { status: dataset === null ? 'absent' : 'ready', dataset, hash, problem: null },
      }))
    } catch (error) {
      workbench.patchSession(() => ({ series: { status: 'failed', dataset: null, hash, problem: problemOf(error) } }))
    }
    void updateMemory()
  }

  /** What these reports say is all there is to know: the rows are in the engine already. */
  function openOrganisations(project: Project, kind: 'indicators' | 'inventory', hash: string): void {
    const reports = reportsOf(project, belongsTo(kind))
    try {
      const dataset =
        kind === 'indicators'
          ? indicatorsDataset(reports.filter((report): report is IndicatorsReport => report.kind === 'indicators'))
          : inventoryDataset(reports.filter((report): report is InventoryReport => report.kind === 'inventory'))
      workbench.patchSession(() => ({
        [kind]: { status: dataset === null ? 'absent' : 'ready', dataset, hash, problem: null },
      }))
    } catch (error) {
      workbench.patchSession(() => ({ [kind]: { status: 'failed', dataset: null, hash, problem: problemOf(error) } }))
    }
    void updateMemory()
  }

  async function updateMemory(): Promise<void> {
    const memory = await (await database).memory().catch(() => null)
    workbench.patchSession(({ engine }) => ({ engine: { ...engine, memory } }))
  }

  function reportBug(error: unknown): void {
    workbench.patchSession(({ engine }) => ({ engine: { ...engine, problem: problemOf(error) } }))
  }

  let countTurn = 0
  async function countRespondents(where: readonly Condition[]): Promise<void> {
    countTurn += 1
    const turn = countTurn
    const { dataset } = store.getState().session.survey
    if (dataset === null) return
    const all = dataset.rounds.reduce((sum, { rowCount }) => sum + rowCount, 0)
    let kept = all
    if (where.length > 0) {
      try {
        const { dataset: narrowed } = filterSurvey(dataset, where)
        kept =
          numericColumn(
            await (await database).frame(`SELECT count(*) AS n FROM ${narrowed.tables.responses}`),
            'n',
          )[0] ?? 0
      } catch {
        // A condition the data do not have: the analyses say so; nobody is in.
        kept = 0
      }
    }
    if (turn === countTurn) workbench.patchSession(() => ({ respondents: { kept, all } }))
  }

  const unsubscribe = store.subscribe((state, before) => {
    const project = projectOf(state)
    const earlier = projectOf(before)
    if (project.sources !== earlier.sources || project.instrument !== earlier.instrument) {
      if (current !== null) {
        const { id, description, controller } = current
        const entry = project.sources.find(({ source }) => source.id === id)
        if (entry === undefined || describe(entry, project) !== description) controller.abort()
      }
      void work()
    }
    if (project.where !== earlier.where || state.session.survey.dataset !== before.session.survey.dataset)
      void countRespondents(project.where)
  })
  database.then(
    () => {
      workbench.patchSession(({ engine }) => ({ engine: { ...engine, status: 'ready' } }))
      void updateMemory()
    },
    (error: unknown) =>
      workbench.patchSession(() => ({ engine: { status: 'failed', memory: null, problem: problemOf(error) } })),
  )
  void work()

  return {
    files: {
      add: (sha256, file) => {
        files.set(sha256, file)
        for (const { source, identity } of workbench.project().sources)
          if (identity.sha256 === sha256) givenUp.delete(source.id)
        void work()
      },
      get: (sha256) => files.get(sha256),
    },
    cancel: (id) => {
      if (current?.id === id) current.controller.abort()
    },
    readAgain: (id) => {
      givenUp.delete(id)
      void work()
    },
    readEverythingAgain: () => {
      loaded.clear()
      givenUp.clear()
      current?.controller.abort()
      workbench.patchSession((session) =>
        Object.fromEntries(dataKinds.map((kind) => [kind, { ...session[kind], hash: '', status: 'loading' }])),
      )
      void work()
    },
    stop: () => {
      hasEnded = true
      unsubscribe()
      current?.controller.abort()
    },
  }
}

/** A short fingerprint of a long text (FNV-1a, twice with different seeds), for keys within one session. */
function digest(text: string): string {
  let low = 0x811c9dc5
  let high = 0x01000193
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x85ebca6b)
  }
  return `${(low >>> 0).toString(16)}${(high >>> 0).toString(16)}`
}
