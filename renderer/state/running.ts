import type { Compute } from '../worker/compute'
import { problemOf } from '../worker/problem'
import { dataKinds } from '../../analyses/recipe/open'
import { watchedProject } from './instrument-preview'
import {
  computeJobOf,
  noRuns,
  planRuns,
  publishingBegun,
  publishingEnded,
  runBegun,
  runComputed,
  runFailed,
  withOutcomes,
  withoutResults,
  withResult,
  workerReplaced,
  type Publishing,
  type RunMemory,
  type RunPlan,
} from './running-steps'
import { overviewAnalyses } from './overview'
import type { ResultState } from './session'
import { projectOf, type Workbench, type WorkbenchState } from './workbench'

/** Milliseconds between two steps of a progress that anybody sees. */
const progressRest = 120

/**
 * Keeps the results in step with the project. A change calls off the run it makes needless; the old result stays until the new one
 * arrives. `planRuns` decides what comes next, and this function does it.
 * @returns a function that stops
 */
export function keepResults(workbench: Workbench, compute: Omit<Compute, 'attack'>): () => void {
  const { store } = workbench
  let memory: RunMemory = noRuns
  let controller: AbortController | null = null
  let hasEnded = false

  const patchResult = (as: string, patch: Partial<ResultState>): void =>
    workbench.patchSession(({ results }) => ({ results: withResult(results, as, patch) }))

  /** Brings everything one step further. Safe to call whenever anything may have changed. */
  function update(): void {
    if (hasEnded) return
    const { session, window } = store.getState()
    const isOverview = window.screen === 'overview'
    const plan = planRuns(
      memory,
      watchedProject(workbench.project(), window),
      session,
      isOverview ? null : window.analysis,
      performance.now(),
      isOverview ? overviewAnalyses(workbench.project(), session) : [],
    )
    memory = plan.memory
    if (plan.isCallOff) controller?.abort()
    if (plan.publish !== null) void publish(plan.publish)
    if (plan.run !== null) void run(plan.run)
    if (plan.forget.length > 0)
      workbench.patchSession(({ results }) => ({ results: withoutResults(results, plan.forget) }))
  }

  async function publish(publishing: Publishing): Promise<void> {
    memory = publishingBegun(memory, performance.now())
    try {
      const outcomes = await compute.publish(publishing.job)
      memory = publishingEnded(memory, publishing, true)
      const now = performance.now()
      if (outcomes.length > 0)
        workbench.patchSession(({ results }) => ({ results: withOutcomes(results, outcomes, memory.askedAt, now) }))
    } catch (error) {
      const problem = problemOf(error)
      memory = publishingEnded(memory, publishing, problem !== null)
      if (problem !== null) for (const { as } of publishing.job.runs) patchResult(as, { problem })
    }
    update()
  }

  async function run(wanted: NonNullable<RunPlan['run']>): Promise<void> {
    const { as, key } = wanted
    const job = computeJobOf(workbench.project(), store.getState().session, wanted)
    memory = runBegun(memory, wanted)
    controller = new AbortController()
    patchResult(as, { running: { key, share: null } })
    let shownAt = performance.now()
    const showShare = (share: number): void => {
      if (performance.now() - shownAt < progressRest) return
      shownAt = performance.now()
      patchResult(as, { running: { key, share } })
    }
    try {
      await compute.compute(job, controller.signal, showShare)
      memory = runComputed(memory, key)
      patchResult(as, { running: null })
    } catch (error) {
      const problem = problemOf(error)
      memory = runFailed(memory, key, problem)
      patchResult(as, { running: null, ...(problem === null ? {} : { problem }) })
    }
    update()
  }

  compute.onReplaced(() => {
    memory = workerReplaced(memory)
    update()
  })
  const unsubscribe = store.subscribe((state, before) => {
    if (concernsResults(state, before)) update()
  })
  update()
  return () => {
    hasEnded = true
    unsubscribe()
    controller?.abort()
  }
}

function concernsResults(state: WorkbenchState, before: WorkbenchState): boolean {
  return (
    projectOf(state) !== projectOf(before) ||
    state.window.analysis !== before.window.analysis ||
    state.window.screen !== before.window.screen ||
    dataKinds.some((kind) => state.session[kind] !== before.session[kind]) ||
    Object.entries(state.session.results).some(
      ([as, { stopped }]) => (stopped ?? null) !== (before.session.results[as]?.stopped ?? null),
    )
  )
}
