import type { Database } from '../../analyses/core/database'
import { stopIfAborted } from '../../analyses/core/errors'
import type { Instrument } from '../../analyses/instrument/model'
import type { Ingest } from '../worker/ingest'
import { problemOf, type Problem } from '../worker/problem'
import { dataKindOf } from './data-kinds'
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
import { declaredParts, type InstrumentFile, type Project } from './project'
import { readSource } from './reading'
import { emptySource, type SourceState } from './session'
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

/** What the driver works with, and what it remembers between two steps. */
interface Work {
  readonly workbench: Workbench
  readonly ingest: Ingest
  readonly database: Promise<Database>
  holdings: Holdings
  /** The instrument in use, and the document that it was read from. */
  usable: { readonly document: InstrumentFile; readonly instrument: Instrument } | null
  /** The reading that is under way. */
  current: { readonly id: string; readonly description: string; readonly controller: AbortController } | null
}

/** The reason for calling off a reading that the user did not cancel: a newer one takes its place. */
const superseded = 'superseded'

/** Milliseconds after the last letter that is typed into the instrument before data are read and scored by it. */
const typingRest = 350

/**
 * Keeps the engine in step with the project's sources and instrument. Only what changed is read again; a source that cannot be read
 * leaves the others as they are. `nextStep` decides what comes next, and this function does it.
 */
export function keepLoaded(workbench: Workbench, ingest: Ingest, database: Promise<Database>): Loading {
  const { store, patchSession } = workbench
  const work: Work = { workbench, ingest, database, holdings: noHoldings, usable: null, current: null }
  let isWorking = false
  let hasEnded = false
  let typing: ReturnType<typeof setTimeout> | undefined

  async function goOn(): Promise<void> {
    if (isWorking) return
    isWorking = true
    try {
      while (!hasEnded) {
        nameHashes(work)
        const step = nextStep(work.holdings, askedOf(work), store.getState().session)
        if (step === null) break
        await perform(work, step)
      }
    } finally {
      isWorking = false
    }
  }

  function change(holdings: Holdings): void {
    work.holdings = holdings
    void goOn()
  }

  const unsubscribe = store.subscribe((state, before) => {
    const project = projectOf(state)
    const earlier = projectOf(before)
    if (project.instrument !== earlier.instrument) followInstrument(work)
    const isAsBefore = (['sources', 'instrument', ...declaredParts] as const).every(
      (part) => project[part] === earlier[part],
    )
    if (isAsBefore) return
    const { current } = work
    if (current !== null && isOutdated(work.holdings, askedOf(work), current.id, current.description))
      current.controller.abort(superseded)
    clearTimeout(typing)
    const isTyped = state.history.touched !== null && project.sources === earlier.sources
    if (isTyped) typing = setTimeout(() => void goOn(), typingRest)
    else void goOn()
  })
  void tellEngine(workbench, database)
  if (workbench.project().instrument !== null) followInstrument(work)
  void goOn()

  return {
    files: {
      add: (sha256, file) => change(fileGiven(work.holdings, workbench.project(), sha256, file)),
      get: (sha256) => work.holdings.files.get(sha256),
    },
    cancel: (id) => {
      if (work.current?.id === id) work.current.controller.abort()
    },
    readAgain: (id) => change(sourceWanted(work.holdings, id)),
    readEverythingAgain: () => {
      work.current?.controller.abort(superseded)
      patchSession(markEverythingLoading)
      change(engineEmptied(work.holdings))
    },
    stop: () => {
      hasEnded = true
      clearTimeout(typing)
      unsubscribe()
      work.current?.controller.abort()
    },
  }
}

/** Reads the project's instrument. One with faults leaves the one before it in use while it is being put right; a project that was opened with it has none to use. */
function followInstrument(work: Work): void {
  const { history } = work.workbench.store.getState()
  const document = history.present.instrument
  const { instrument, problems } = readInstrument(document)
  const isJustOpened = history.past.length === 0 && history.future.length === 0
  if (document !== null && instrument !== null) work.usable = { document, instrument }
  else if (document === null || isJustOpened) work.usable = null
  const { usable } = work
  work.workbench.patchSession(() => ({ instrument: { instrument: usable?.instrument ?? null, problems } }))
}

/** The project with the instrument that is in use. */
const askedOf = ({ workbench, usable }: Work): Project => ({
  ...workbench.project(),
  instrument: usable?.document ?? null,
})

async function perform(work: Work, step: LoadingStep): Promise<void> {
  const { patchSession } = work.workbench
  switch (step.step) {
    case 'take-out':
      return takeOut(work, step)
    case 'wait':
      return patchSession(patchSource(step.id, emptySource))
    case 'read':
      return read(work, step)
    case 'forget':
      return patchSession(forgetSources(step.ids))
    case 'open':
      return open(work, step)
  }
}

type Step<Name extends LoadingStep['step']> = Extract<LoadingStep, { step: Name }>

async function takeOut(work: Work, { id, data }: Step<'take-out'>): Promise<void> {
  const { patchSession } = work.workbench
  work.holdings = sourceLeft(work.holdings, id)
  patchSession(markLoading([data]))
  try {
    await work.ingest.call({ call: 'remove', id })
  } catch (error) {
    patchSession(({ engine }) => ({ engine: { ...engine, problem: problemOf(error) } }))
  }
}

async function read(work: Work, step: Step<'read'>): Promise<void> {
  const { workbench, ingest } = work
  const { id, kind } = step.entry.source
  const { report: before } = work.holdings.loaded.get(id) ?? {}
  const show = (patch: Partial<SourceState>): void => workbench.patchSession(patchSource(id, patch))
  const giveUp = (problem: Problem | null): void => {
    work.holdings = sourceGivenUp(work.holdings, id, step.description)
    show(endOfReading({ problem }))
  }
  work.holdings = sourceWanted(sourceLeft(work.holdings, id), id)
  show({ status: 'reading', progress: 0, problem: null })
  workbench.patchSession(markLoading([kind, before?.kind ?? kind].map(dataKindOf)))
  const controller = new AbortController()
  work.current = { id, description: step.description, controller }
  try {
    const { instrument: document } = askedOf(work)
    const { instrument } = workbench.store.getState().session.instrument
    const reading = await readSource(ingest, step, instrument, controller.signal, show)
    // What was called off while the last rows went in does not count: the engine may be another by now.
    stopIfAborted(controller.signal)
    if (reading.report === null) return giveUp(reading.problems[0] ?? null)
    work.holdings = sourceRead(work.holdings, step, document, reading.report)
    nameHashes(work)
    show(endOfReading({ reading }))
  } catch (error) {
    await ingest.call({ call: 'remove', id }).catch(() => undefined)
    if (controller.signal.reason !== superseded) giveUp(problemOf(error))
  } finally {
    work.current = null
  }
}

async function open(
  { workbench, ingest, database }: Work,
  { data, hash, reports, declared }: Step<'open'>,
): Promise<void> {
  const { store, patchSession } = workbench
  const { instrument } = store.getState().session.instrument
  try {
    const nothing = reports.length === 0
    const dataset = nothing ? null : await ingest.call({ call: 'open', data, instrument, reports, declared })
    patchSession(dataOpened(data, hash, dataset))
  } catch (error) {
    patchSession(dataFailed(data, hash, problemOf(error)))
  }
  void tellMemory(workbench, database)
}

/** Puts hashes that have become known in the place of their marks. */
function nameHashes({ workbench, holdings }: Work): void {
  if (withKnownHashes(workbench.project(), holdings) !== workbench.project())
    workbench.amend((project) => withKnownHashes(project, holdings))
}

/** Says when the engine is there, or why it is not. */
async function tellEngine({ patchSession }: Workbench, database: Promise<Database>): Promise<void> {
  try {
    const memory = await (await database).memory().catch(() => null)
    patchSession(({ engine }) => ({ engine: { ...engine, status: 'ready', memory } }))
  } catch (error) {
    patchSession(() => ({ engine: { status: 'failed', memory: null, problem: problemOf(error) } }))
  }
}

async function tellMemory({ patchSession }: Workbench, database: Promise<Database>): Promise<void> {
  const memory = await database.then((engine) => engine.memory()).catch(() => null)
  patchSession(({ engine }) => ({ engine: { ...engine, memory } }))
}
