import type { Database } from '../../analyses/core/database'
import { InputError } from '../../analyses/core/errors'
import type { Ingest } from '../worker/ingest'
import { problemOf } from '../worker/problem'
import { dataKindOf, isReadByInstrument, openDataset } from './data-kinds'
import {
  dataFailed,
  dataOpened,
  endOfReading,
  engineEmptied,
  fileGiven,
  forgetSources,
  isOutdated,
  markEverythingLoading,
  markLoading,
  nextStep,
  noHoldings,
  patchSource,
  readInstrument,
  sourceGivenUp,
  sourceLeft,
  sourceRead,
  sourceWanted,
  withKnownHashes,
  type Holdings,
  type LoadingStep,
} from './loading-steps'
import { isKnownHash } from './project'
import { nameInFolder } from './project-file'
import { emptySource, type SourceReading } from './session'
import { projectOf, type Workbench } from './workbench'

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

/** The reading that is under way. */
interface Reading {
  readonly id: string
  readonly description: string
  readonly controller: AbortController
}

/** Why a reading is called off that nobody gave up: something newer takes its place. */
const superseded = 'superseded'

type ReadStep = Extract<LoadingStep, { step: 'read' }>
type OpenStep = Extract<LoadingStep, { step: 'open' }>

/**
 * Keeps the engine in step with the project's sources and instrument. Only what changed is read again; a source that cannot be read
 * leaves the others as they are. What comes next is for `nextStep` to say; here it is done.
 */
export function keepLoaded(workbench: Workbench, ingest: Ingest, database: Promise<Database>): Loading {
  const { store, patchSession } = workbench
  let holdings: Holdings = noHoldings
  let current: Reading | null = null
  let isWorking = false
  let hasEnded = false

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    try {
      while (!hasEnded) {
        nameHashes()
        const step = nextStep(holdings, workbench.project(), store.getState().session)
        if (step === null) break
        await perform(step)
      }
    } finally {
      isWorking = false
    }
  }

  async function perform(step: LoadingStep): Promise<void> {
    switch (step.step) {
      case 'take-out':
        holdings = sourceLeft(holdings, step.id)
        patchSession(markLoading([step.data]))
        return void (await ingest.call({ call: 'remove', id: step.id }).catch(reportBug))
      case 'wait':
        return patchSession(patchSource(step.id, emptySource))
      case 'read':
        return read(step)
      case 'forget':
        return patchSession(forgetSources(step.ids))
      case 'open':
        return open(step)
    }
  }

  async function read(step: ReadStep): Promise<void> {
    const { id, kind } = step.entry.source
    const { instrument } = workbench.project()
    const { report: before } = holdings.loaded.get(id) ?? {}
    holdings = sourceWanted(sourceLeft(holdings, id), id)
    patchSession(patchSource(id, { status: 'reading', progress: 0, problem: null }))
    patchSession(markLoading([kind, before?.kind ?? kind].map(dataKindOf)))
    const controller = new AbortController()
    current = { id, description: step.description, controller }
    try {
      const reading = await askForReading(step, controller.signal)
      if (reading.report === null) {
        giveUp(step)
        patchSession(patchSource(id, endOfReading({ problem: reading.problems[0] ?? null })))
        return
      }
      holdings = sourceRead(holdings, step, instrument, reading.report)
      nameHashes()
      patchSession(patchSource(id, endOfReading({ reading })))
    } catch (error) {
      await ingest.call({ call: 'remove', id }).catch(() => undefined)
      if (controller.signal.reason === superseded) return
      giveUp(step)
      patchSession(patchSource(id, endOfReading({ problem: problemOf(error) })))
    } finally {
      current = null
    }
  }

  function giveUp({ entry, description }: ReadStep): void {
    holdings = sourceGivenUp(holdings, entry.source.id, description)
  }

  /** @returns a reading without a report when the file cannot be imported; its problems say why */
  async function askForReading({ entry, file }: ReadStep, signal: AbortSignal): Promise<SourceReading> {
    const { source, identity } = entry
    const { instrument } = store.getState().session.instrument
    const given = { file, name: nameInFolder(source.file) }
    const looked = await ingest.call({ call: 'inspect', given, source, instrument }, signal)
    patchSession(patchSource(source.id, { reading: looked }))
    if (isReadByInstrument(source.kind) && instrument === null)
      throw new InputError('recipe:instrument-missing', {}, { file: source.file })
    if (looked.problems.length > 0) {
      await ingest.call({ call: 'remove', id: source.id })
      return { ...looked, report: null }
    }
    return ingest.call(
      { call: 'load', given, source, instrument, sha256: isKnownHash(identity.sha256) ? identity.sha256 : null },
      signal,
      ({ share }) => patchSession(patchSource(source.id, { progress: share })),
    )
  }

  async function open({ data, hash, reports }: OpenStep): Promise<void> {
    const { instrument } = store.getState().session.instrument
    try {
      patchSession(dataOpened(data, hash, await openDataset(ingest, data, reports, instrument)))
    } catch (error) {
      patchSession(dataFailed(data, hash, problemOf(error)))
    }
    void updateMemory()
  }

  /** Puts hashes that have become known in the place of their marks. */
  function nameHashes(): void {
    if (withKnownHashes(workbench.project(), holdings) !== workbench.project())
      workbench.amend((project) => withKnownHashes(project, holdings))
  }

  async function updateMemory(): Promise<void> {
    const memory = await (await database).memory().catch(() => null)
    patchSession(({ engine }) => ({ engine: { ...engine, memory } }))
  }

  function reportBug(error: unknown): void {
    patchSession(({ engine }) => ({ engine: { ...engine, problem: problemOf(error) } }))
  }

  const unsubscribe = store.subscribe((state, before) => {
    const project = projectOf(state)
    const earlier = projectOf(before)
    if (project.instrument !== earlier.instrument)
      patchSession(() => ({ instrument: readInstrument(project.instrument) }))
    if (project.sources === earlier.sources && project.instrument === earlier.instrument) return
    if (current !== null && isOutdated(holdings, project, current.id, current.description))
      current.controller.abort(superseded)
    void work()
  })
  database.then(
    () => {
      patchSession(({ engine }) => ({ engine: { ...engine, status: 'ready' } }))
      void updateMemory()
    },
    (error: unknown) => patchSession(() => ({ engine: { status: 'failed', memory: null, problem: problemOf(error) } })),
  )
  if (workbench.project().instrument !== null)
    patchSession(() => ({ instrument: readInstrument(workbench.project().instrument) }))
  void work()

  return {
    files: {
      add: (sha256, file) => {
        holdings = fileGiven(holdings, workbench.project(), sha256, file)
        void work()
      },
      get: (sha256) => holdings.files.get(sha256),
    },
    cancel: (id) => {
      if (current?.id === id) current.controller.abort()
    },
    readAgain: (id) => {
      holdings = sourceWanted(holdings, id)
      void work()
    },
    readEverythingAgain: () => {
      holdings = engineEmptied(holdings)
      current?.controller.abort(superseded)
      patchSession(markEverythingLoading)
      void work()
    },
    stop: () => {
      hasEnded = true
      unsubscribe()
      current?.controller.abort()
    },
  }
}
