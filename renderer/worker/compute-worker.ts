import type { Database } from '../../analyses/core/database'
import { InputError } from '../../analyses/core/errors'
import { createMemory } from '../../analyses/core/memory'
import type { Note } from '../../analyses/core/words'
import type { ResultTable } from '../../analyses/core/result'
import { analyses } from '../../analyses/index'
import { runStatements } from '../../analyses/recipe/execute'
import {
  computeRun,
  failedRun,
  prepareRun,
  publishRuns,
  unprepared,
  type AnalysisOutcome,
  type ComputedRun,
  type PreparedRun,
} from '../../analyses/recipe/run'
import { abortOf, type FlaggedAbort } from './abort-flag'
import {
  keptResults,
  type ComputeJob,
  type FromComputeWorker,
  type Published,
  type PublishJob,
  type ToComputeWorker,
} from './compute-protocol'
import { databaseOver } from './database-bridge'
import { problemOf } from './problem'

/*
 * Computes one analysis at a time, off the window's thread. What is computed stays here, since nothing of it may be shown before
 * disclosure control over the whole project; the window gets published outcomes only.
 */

const post = (message: FromComputeWorker): void => globalThis.postMessage(message)

let connect: (database: Database) => void = () => undefined
const connected = new Promise<Database>((resolve) => (connect = resolve))
const running = new Map<number, FlaggedAbort>()

const computed = new Map<string, ComputedRun>()
/** Parts of runs that another option leaves as they are, the permutations of a change above all. */
const remember = createMemory()

function keep(key: string, run: ComputedRun): void {
  computed.delete(key)
  computed.set(key, run)
  for (const oldest of computed.keys()) {
    if (computed.size <= keptResults) break
    computed.delete(oldest)
  }
}

async function compute(
  { request, datasets, seed, publication }: ComputeJob,
  abort: FlaggedAbort,
  onProgress: (share: number) => void,
): Promise<ComputedRun> {
  const analysis = analyses.get(request.id)
  if (analysis === undefined)
    throw new InputError('recipe:analysis-unknown', { id: request.id, known: [...analyses.keys()].join(', ') })
  const database = await connected
  let prepared: PreparedRun
  try {
    prepared = prepareRun(analysis, request, datasets)
  } catch (error) {
    return failedRun(unprepared(request, datasets), 0, [], error)
  }
  try {
    const { frames, nUsed } = await runStatements(database, prepared, abort)
    return await computeRun(analysis, prepared, { frames, nUsed, seed }, publication, {
      abort,
      progress: onProgress,
      remember,
    })
  } catch (error) {
    return failedRun(prepared, 0, prepared.notes, error)
  }
}

/** What was last published under a name: an outcome is drawn, and crosses to the window, only when it would look different. */
const published = new Map<string, { readonly signature: string; readonly outcome: AnalysisOutcome }>()

function publish({ runs, publication }: PublishJob): readonly Published[] {
  const present = runs.flatMap(({ as, key }) => {
    const run = computed.get(key)
    return run === undefined ? [] : [{ as, key, run: { ...run, prepared: { ...run.prepared, as } } }]
  })
  const outcomes = publishRuns(
    present.map(({ run }) => run),
    publication,
    (id) => analyses.get(id),
    (index, tables, notes) => {
      const entry = present[index]
      const before = entry === undefined ? undefined : published.get(entry.as)
      return entry !== undefined && before?.signature === signatureOf(entry.key, tables, notes)
        ? before.outcome
        : undefined
    },
  )
  for (const as of published.keys()) if (!present.some((entry) => entry.as === as)) published.delete(as)
  return present.flatMap(({ as, key }, index) => {
    const outcome = outcomes[index]
    if (outcome === undefined) return []
    const signature = signatureOf(key, outcome.tables, outcome.notes)
    if (published.get(as)?.signature === signature) return []
    published.set(as, { signature, outcome })
    return [{ as, key, outcome }]
  })
}

/** Under one key, outcomes differ by what the neighbours made them withhold. */
function signatureOf(key: string, tables: readonly ResultTable[], notes: readonly Note[]): string {
  return JSON.stringify([key, tables.map(({ suppressed }) => suppressed), notes.length, notes.at(-1)?.about])
}

globalThis.onmessage = ({ data }: MessageEvent<ToComputeWorker>) => {
  switch (data.kind) {
    case 'connect':
      connect(databaseOver(data.port))
      return
    case 'abort':
      running.get(data.id)?.abort()
      return
    case 'publish':
      try {
        post({ kind: 'published', id: data.id, outcomes: publish(data.job) })
      } catch (error) {
        post({ kind: 'failed', id: data.id, problem: problemOf(error) })
      }
      return
    case 'compute': {
      const { id, job, flag } = data
      const abort = abortOf(flag)
      running.set(id, abort)
      compute(job, abort, (share) => post({ kind: 'progress', id, share }))
        .then(
          (run) => {
            keep(job.key, run)
            post({ kind: 'computed', id })
          },
          (error: unknown) => post({ kind: 'failed', id, problem: problemOf(error) }),
        )
        .finally(() => running.delete(id))
    }
  }
}
